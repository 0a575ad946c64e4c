"""A station's page: the door, the move, the map, the checklist, duty, calendar, blocks; and nothing private."""

import re
from datetime import date, time
from html import unescape

import pytest
import time_machine
from django.test import Client
from django.utils import translation
from django.utils.translation import pgettext

from requests_desk.models import DutyHours, RotaParty, TicketEvent
from stations.actions.opening import rebuild_opening_days
from stations.actions.stations import move_station
from stations.actions.walking import measure_way
from stations.models import (
    AnnouncedYear,
    Building,
    ChecklistItem,
    EstateBody,
    Grid,
    GridFigures,
    GridPost,
    Holiday,
    ItemHours,
    OpeningException,
    Partner,
    Programme,
    Relocation,
    Room,
    Site,
    Station,
    WeekHours,
)
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(place: Place) -> str:
    return f"/stations/{place.station.slug}/"


def english(client: Client, path: str) -> str:
    response = client.get(f"/en{path}")
    assert response.status_code == 200
    return text_of(response)


def plain(page: str) -> str:
    """The words of a page, tags and double spaces left out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())


def test_a_stranger_sees_the_sign_with_two_buttons(client: Client, place: Place, path: str) -> None:
    page = assert_cached_page(client, path)
    assert f"<h1>{place.station.name}" in page
    assert f'href="/stations/{place.station.slug}/book/"' in page
    assert f'href="tel:{place.station.phone}"' in page
    assert "临街玻璃门" in page


def test_the_front_is_drawn_until_somebody_photographs_it(client: Client, place: Place, path: str) -> None:
    page = english(client, path)
    assert '<svg class="front"' in page
    assert '<text lang="zh-Hans" x="160"' in page
    make.photo(place.station)
    assert '<svg class="front"' not in english(client, path)


def test_an_unknown_station_is_404(client: Client, place: Place) -> None:
    assert client.get("/stations/nowhere/").status_code == 404


@pytest.mark.parametrize(
    ("hour", "words"),
    [(10, "Open now, closes at 17:30"), (7, "Closed, opens at 08:30"), (18, "Closed, opens tomorrow 08:30")],
)
def test_the_word_over_the_door(
    client: Client, path: str, clock: time_machine.Traveller, hour: int, words: str
) -> None:
    clock.move_to(make.at(hour=hour))
    assert words in english(client, path)


class TestTheMove:
    @pytest.fixture(autouse=True)
    def moved(self, place: Place) -> None:
        programme = Programme.objects.create(
            division=place.subdistrict, name="沿街设置", began_on=date(2022, 1, 1)
        )
        Relocation.objects.create(programme=programme, committee=place.committee)
        Site.objects.filter(station=place.station).update(
            address="中桥大楼小区6号楼2楼",
            floor=2,
            stairs=True,
            street_front=False,
            step_free=False,
            office_m2=300,
            offices=8,
        )
        street = Site(
            station=place.station, address="曹杨路891号", step_free=True, office_m2=75, lat=31.2, lon=121.4
        )
        move_station(site=street, on=date(2023, 1, 1))
        measure_way(estate=place.estate, site=Site.objects.get(stairs=True), minutes=15, source="居民讲述")
        measure_way(estate=place.estate, site=Site.objects.get(stairs=False), minutes=8, source="居民讲述")

    def test_both_panels_tell_address_floor_stairs_minutes_space_and_offices(
        self, client: Client, path: str
    ) -> None:
        words = plain(english(client, path))
        assert "The move" in words
        assert "Floor 2, only by stairs" in words
        assert "Floor 1, step-free, facing the street" in words
        assert "300 m² · 8 offices" in words
        assert "measured: 居民讲述" in words
        assert "31 December 2022" in words
        assert "1 January 2023" in words

    def test_the_panels_hold_the_figures(self, client: Client, path: str) -> None:
        move = client.get(path).context["move"]
        assert (move.before.way.minutes, move.now.way.minutes) == (15, 8)
        assert (move.before.side, move.now.side) == (100, 50)
        assert not move.before.estimated
        assert not move.same_address

    def test_a_place_that_was_rebuilt_shows_its_steps(self, client: Client, place: Place, path: str) -> None:
        third = Site(station=place.station, address="曹杨路891号", office_m2=30)
        move_station(site=third, on=date(2024, 1, 1))
        words = plain(english(client, path))
        assert "In between: from 1 January 2023: 曹杨路891号 , office 75 m²" in words


def test_without_a_move_there_is_no_move(client: Client, path: str) -> None:
    page = english(client, path)
    assert "The move" not in page
    assert "The door" in page


def test_the_map_stands_beside_the_same_figures_as_a_table(client: Client, place: Place, path: str) -> None:
    page = english(client, path)
    assert 'role="img" aria-labelledby="map-title map-text"' in page
    assert page.count('class="ring') == 3
    assert page.count('class="estate"') == 1
    assert place.estate.name in page
    assert re.search(r'Now</span> <span>3 <br><span class="soft nowrap">estimated', page)


def test_without_coordinates_only_the_table_stands(client: Client, place: Place, path: str) -> None:
    Site.objects.update(lat=None, lon=None)
    page = english(client, path)
    assert '<svg class="map"' not in page
    assert place.estate.name in page


def test_the_door_opens_in_the_readers_own_map_app(client: Client, place: Place, path: str) -> None:
    found = re.findall(r'<li><a href="([^"]+)" rel="noopener noreferrer">([^<]+)</a>', english(client, path))
    assert [words for _url, words in found] == [
        "Amap", "Baidu Maps", "Tencent Maps", "Apple Maps", "Another map app",
    ]  # fmt: skip
    assert unescape(found[0][0]).startswith("https://uri.amap.com/marker?position=121.40")
    assert found[-1][0].startswith("geo:31.201000,121.401000?q=")


def test_nobody_measured_and_no_app_is_offered(client: Client, place: Place, path: str) -> None:
    Site.objects.update(lat=None, lon=None)
    assert "uri.amap.com" not in english(client, path)


def test_an_item_opens_to_all_one_needs(client: Client, place: Place, path: str) -> None:
    service = place.service
    service.papers, service.papers_en = "身份证\n户口簿", "Identity card\nHousehold book"
    service.steps_en, service.steps = "Ask\nSign", "问\n签"
    service.cost, service.cost_en = "10元", "10 yuan"
    service.save()
    place.item.verified_on, place.item.given_by, place.item.contact = date(2026, 11, 3), "王社工", "2号窗口"
    place.item.room = Room.objects.create(station=place.station, name="接待吧台", name_en="Bar")
    place.item.save()
    ItemHours.objects.create(item=place.item, weekday=3, opens=time(14), closes=time(16))
    words = plain(english(client, path))
    for fact in (
        "Identity card Household book",
        "Ask Sign",
        "Thursday 14:00–16:00",
        "3 working days",
        "10 yuan",
        "王社工",
        "2号窗口",
        "Room Bar",
        "3 November 2026",
    ):
        assert fact in words, fact
    assert f'href="/en/stations/{place.station.slug}/book/?service={service.slug}"' in english(client, path)


def test_what_needs_no_booking_says_just_come(client: Client, place: Place, path: str) -> None:
    place.item.bookable = False
    place.item.save()
    page = english(client, path)
    assert "No booking needed: just come." in page
    assert "/book/?service=" not in page


@pytest.mark.parametrize(
    ("own", "said"),
    [
        ({"phone_first": True}, ["Please phone first. 021-0000-2000", "by appointment: phone first"]),
        ({"phone_first": True, "contact": "021-0000-9999"}, ["Please phone first. 021-0000-9999"]),
        ({"note": "放学后"}, ["No booking needed. "]),
        ({"contact": "021-0000-9999"}, ["No booking needed. ", "021-0000-9999"]),
    ],
)
@pytest.mark.parametrize("sheet", ["", "checklist/"])
def test_what_an_item_says_itself_is_not_contradicted(
    client: Client, place: Place, path: str, own: dict[str, object], said: list[str], sheet: str
) -> None:
    ChecklistItem.objects.filter(pk=place.item.pk).update(bookable=False, **own)
    words = plain(english(client, path + sheet))
    for general in ("whenever the door is open", "just come", "just come."):
        assert general not in words.partition("What can be done")[2]
    if not sheet:
        for sentence in said:
            assert sentence in words + " ", sentence


def test_own_hours_stand_alone(client: Client, place: Place, path: str) -> None:
    ChecklistItem.objects.filter(pk=place.item.pk).update(bookable=False)
    ItemHours.objects.create(item=place.item, weekday=0, opens=time(15, 30), closes=time(17))
    words = plain(english(client, path))
    assert "Monday 15:30–17:00" in words
    assert "No booking needed." in words
    assert "whenever the door is open" not in words


def test_a_closed_day_and_a_closed_ticket_are_two_words() -> None:
    with translation.override("zh-hans"):
        assert pgettext("door", "closed") != str(TicketEvent.Kind.CLOSED.label)


def test_what_is_not_offered_now_is_not_on_the_list(client: Client, place: Place, path: str) -> None:
    place.item.active = False
    place.item.save()
    assert place.service.name not in english(client, path)


def test_the_weeks_turn_and_the_hours_of_deputies(client: Client, place: Place, path: str) -> None:
    body = EstateBody.objects.create(estate=place.estate, kind="owners", name="枫香苑业委会")
    RotaParty.objects.create(station=place.station, position=1, party="committee")
    RotaParty.objects.create(station=place.station, position=2, party="owners", body=body)
    Station.objects.filter(pk=place.station.pk).update(rota_began_on=date(2026, 11, 11))
    DutyHours.objects.create(
        station=place.station, giver="lawyer", name="签约律师", weekday=0, begins=time(9), ends=time(11)
    )
    words = plain(english(client, path))
    assert "This week : 枫香苑业委会" in words
    assert "Mon 23 Nov – Sun 29 Nov : Residents' committee" in words
    assert "Mon 23 Nov 09:00–11:00 签约律师" in words


def test_duty_that_is_over_today_comes_again_in_a_week(client: Client, place: Place, path: str) -> None:
    for hours, giver in (((8, 10), "签约律师"), ((14, 16), "家庭医生")):
        begins, ends = map(time, hours)
        DutyHours.objects.create(
            station=place.station, giver="lawyer", name=giver, weekday=2, begins=begins, ends=ends
        )
    words = plain(english(client, path))
    assert "Today 14:00–16:00 家庭医生" in words
    assert "Wed 25 Nov 08:00–10:00 签约律师" in words


def test_a_link_may_open_an_item_without_a_script(client: Client, place: Place, path: str) -> None:
    shut = f'<details class="item" id="item-{place.item.pk}">'
    assert shut in text_of(client.get(path))
    page = text_of(client.get(f"{path}?open={place.item.pk}"))
    assert f'<details class="item" id="item-{place.item.pk}" open>' in page
    assert '<meta name="robots" content="noindex">' in page
    assert shut in text_of(client.get(f"{path}?open=x"))


def test_where_nothing_can_be_booked_there_is_the_telephone_alone(
    client: Client, place: Place, path: str
) -> None:
    WeekHours.objects.all().delete()
    make.opened(place.station)
    page = english(client, path)
    assert "/book/" not in page
    assert "Please phone first." in page
    assert f'href="tel:{place.station.phone}"' in page
    assert "/book/" not in text_of(client.get(f"/estates/{place.estate.pk}/"))


def test_the_calendar_names_what_is_not_as_usual(client: Client, place: Place, path: str) -> None:
    OpeningException.objects.create(
        station=place.station,
        date=make.at(1).date(),
        opens=time(13),
        closes=time(15),
        reason="盘点",
        reason_en="Stocktaking",
    )
    Holiday.objects.create(date=make.at(2).date(), off=True, name="假日", name_en="Holiday", source="tests")
    Holiday.objects.create(date=make.at(3).date(), off=False, name="补班", name_en="Swap", source="tests")
    make.opened(place.station)
    words = plain(english(client, path))
    assert "Today Wed 18 Nov 08:30–17:30" in words
    assert "Thu 19 Nov 13:00–15:00 Stocktaking" in words
    assert "Fri 20 Nov closed Holiday" in words
    assert "Sat 21 Nov 08:30–17:30 Swap (make-up working day)" in words
    assert "Mon 23 Nov – Sun 29 Nov 08:30–17:30" in words


def test_days_not_announced_and_unknown_are_said_to_be(
    client: Client, place: Place, path: str, clock: time_machine.Traveller
) -> None:
    clock.move_to(make.at(30))
    AnnouncedYear.objects.filter(year=2027).delete()
    rebuild_opening_days(stations=[place.station], today=make.at(30).date())
    assert "not yet announced" in english(client, path)
    place.station.week.all().delete()
    rebuild_opening_days(stations=[place.station], today=make.at(30).date())
    assert "Opening hours not known, please phone" in english(client, path)


def test_who_looks_after_which_block_but_never_figures(client: Client, place: Place, path: str) -> None:
    grid = Grid.objects.create(committee=place.committee, name="第一网格", name_en="Block 1")
    building = Building.objects.create(estate=place.estate, grid=grid, name="6号楼")
    GridPost.objects.create(
        committee=place.committee,
        grid=grid,
        building=building,
        role="head",
        holder="秦阿姨",
        work_phone="021-0000-5227",
    )
    GridPost.objects.create(committee=place.committee, role="member", title="一长三员", headcount=132)
    GridFigures.objects.create(grid=grid, on=make.TODAY, living_alone=7391, mentally_ill=7392)
    page = english(client, path)
    words = plain(page)
    assert "Block 1 Looks after: 1 building Grid head" in words
    assert "Grid head 6号楼 秦阿姨 021-0000-5227" in words
    assert "一长三员 132 people" in words
    assert "7391" not in page
    assert "7392" not in page


def test_partners_story_pledge_and_model_site(client: Client, place: Place, path: str) -> None:
    Partner.objects.create(station=place.station, force="contract", name="卫生中心")
    Station.objects.filter(pk=place.station.pk).update(
        story_en="First.\n\nSecond.",
        story="一",
        pledge_en="Whoever receives you",
        pledge="首问",
        model_site="示范点",
    )
    page = english(client, path)
    for fact in ("<p>First.</p>", "<p>Second.</p>", "Whoever receives you", "示范点", "卫生中心"):
        assert fact in page, fact


def test_script_in_a_name_leaves_neither_page_nor_data(client: Client, place: Place, path: str) -> None:
    Station.objects.filter(pk=place.station.pk).update(name="</script><script>alert(1)</script>")
    assert "<script>alert" not in text_of(client.get(path))


def test_a_planned_place_tells_when_and_whom_to_phone(client: Client, place: Place, path: str) -> None:
    Station.objects.filter(pk=place.station.pk).update(status=Station.Status.PLANNED)
    Site.objects.filter(station=place.station).update(used_from=date(2027, 1, 1))
    page = english(client, path)
    assert "Not open yet" in page
    assert "It is planned to open by 1 January 2027." in page
    assert f'href="tel:{place.committee.phone}"' in page
    assert "/book/" not in page


def test_a_place_given_up_points_to_its_committee(client: Client, place: Place, path: str) -> None:
    Station.objects.filter(pk=place.station.pk).update(status=Station.Status.CLOSED)
    Site.objects.filter(station=place.station).update(used_until=make.TODAY)
    page = english(client, path)
    assert "No longer in use" in page
    assert f'href="/en/committees/{place.committee.code}/"' in page
    assert "/book/" not in page


def test_the_same_statements_with_one_and_with_thirty(client: Client, place: Place, path: str) -> None:
    grid = Grid.objects.create(committee=place.committee, name="第一网格")
    few = count_queries(client, path)
    for number in range(30):
        estate = make.estate(place.committee, f"第{number}小区")
        place.station.areas.create(estate=estate)
        Building.objects.create(estate=estate, grid=grid, name=f"{number}号楼")
        GridPost.objects.create(committee=place.committee, grid=grid, role="stairwell", holder=f"楼{number}")
        item = make.item(place.station)
        ItemHours.objects.create(item=item, weekday=3, opens=time(14), closes=time(16))
        Partner.objects.create(station=place.station, force="social", name=f"伙伴{number}")
        Room.objects.create(station=place.station, name=f"房间{number}")
    assert count_queries(client, path) == few
