"""The front door: search, three choices, open living rooms first, and what is on today."""

from datetime import time
from typing import Any

import pytest
import time_machine
from django.test import Client

from requests_desk.models import DutyHours
from stations.models import ItemHours, OpeningException, Station
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


def test_a_stranger_gets_one_question_and_three_choices(client: Client, place: Place) -> None:
    page = assert_cached_page(client, "/")
    assert 'action="/stations/"' in page
    assert 'name="q"' in page
    assert 'href="/stations/?near=" data-near' in page
    assert 'href="/stations/?open=now"' in page
    assert 'href="/activities/"' in page
    assert 'id="today"' in page
    assert place.station.name in page


@pytest.mark.parametrize(
    ("home", "set_up", "ask"),
    [
        ("/", "本网站正在筹建", "居委会和街道照常接待您"),
        ("/en/", "This portal is being set up", "residents' committee and your subdistrict receive you"),
    ],
    ids=["Chinese", "English"],
)
def test_an_empty_installation_says_so_and_whom_to_ask(
    client: Client, settings: Any, home: str, set_up: str, ask: str
) -> None:
    settings.PORTAL_HELP_PHONE = "021-0000-1234"
    page = text_of(client.get(home))
    assert set_up in page
    assert ask in page
    assert page.index('href="tel:021-0000-1234"') < page.index('class="foot"')
    assert 'href="tel:12345"' in page
    assert 'name="q"' not in page  # nothing could be found
    assert 'id="today"' not in page
    assert "今天" not in page
    assert "/admin" not in page  # a stranger learns of the way in for staff alone


@pytest.mark.parametrize("path", ["/stations/", "/stations/?q=枫杨", "/stations/?open=now", "/services/"])
@pytest.mark.parametrize("language", ["", "/en"])
def test_no_page_of_an_empty_installation_is_a_dead_end(client: Client, language: str, path: str) -> None:
    response = client.get(f"{language}{path}")
    assert response.status_code == 200
    page = text_of(response)
    assert 'class="empty"' in page
    assert 'href="tel:12345"' in page.partition('class="foot"')[0]


def test_open_doors_come_before_shut_ones(client: Client, place: Place, other_place: Place) -> None:
    OpeningException.objects.create(station=place.station, date=make.TODAY)
    make.opened(place.station)
    page = text_of(client.get("/"))
    assert page.index(other_place.station.name) < page.index(place.station.name)


def test_planned_and_given_up_places_are_no_living_rooms_yet(client: Client, place: Place) -> None:
    Station.objects.update(status=Station.Status.PLANNED)
    assert place.station.name not in text_of(client.get("/"))


def test_the_lawyer_of_today_is_listed_with_place_and_hours(client: Client, place: Place) -> None:
    place.item.given_by, place.item.given_by_en = "签约律师", "Contract lawyer"
    place.item.save()
    ItemHours.objects.create(item=place.item, weekday=make.TODAY.weekday(), opens=time(9), closes=time(11))
    page = text_of(client.get("/en/"))
    assert "09:00–11:00" in page
    assert "Contract lawyer" in page
    assert ">now<" in page.replace("</svg>now", "</svg>>now")


def test_the_deputys_hours_of_today_are_listed(client: Client, place: Place) -> None:
    DutyHours.objects.create(
        station=place.station, giver="deputy", name="人大代表接待", weekday=2, begins=time(14), ends=time(16)
    )
    page = text_of(client.get("/"))
    assert "14:00–16:00" in page
    assert "人大代表接待" in page


def test_hours_are_clipped_to_the_open_door(client: Client, place: Place) -> None:
    ItemHours.objects.create(item=place.item, weekday=2, opens=time(16), closes=time(20))
    assert "16:00–17:30" in text_of(client.get("/"))


def test_what_is_over_is_not_on_today(client: Client, place: Place, clock: time_machine.Traveller) -> None:
    ItemHours.objects.create(item=place.item, weekday=2, opens=time(9), closes=time(11))
    clock.move_to(make.at(hour=11))
    assert "09:00–11:00" not in text_of(client.get("/"))


def test_nothing_is_on_where_the_door_stays_shut(client: Client, place: Place) -> None:
    ItemHours.objects.create(item=place.item, weekday=2, opens=time(14), closes=time(16))
    OpeningException.objects.create(station=place.station, date=make.TODAY)
    make.opened(place.station)
    page = text_of(client.get("/en/"))
    assert "14:00–16:00" not in page
    assert "Nothing with hours of its own is left for today." in page


def test_yesterdays_weekday_is_not_on_today(client: Client, place: Place) -> None:
    ItemHours.objects.create(item=place.item, weekday=1, opens=time(14), closes=time(16))
    assert "14:00–16:00" not in text_of(client.get("/"))


def test_a_long_day_is_cut_and_says_so(client: Client, place: Place) -> None:
    for number in range(14):
        ItemHours.objects.create(item=place.item, weekday=2, opens=time(11, number), closes=time(16))
    page = text_of(client.get("/en/"))
    assert page.count("–16:00</strong>") == 12
    assert "More is on today" in page


def test_the_same_statements_with_one_and_with_thirty(client: Client, place: Place) -> None:
    rows = [make.station(make.committee(), name=f"梧桐{n}会客厅") for n in range(6)]
    make.opened(*rows)
    few = count_queries(client, "/")
    more = [make.station(make.committee(), name=f"银杏{n}会客厅") for n in range(24)]
    make.opened(*more)
    for row in more:
        ItemHours.objects.create(item=make.item(row), weekday=2, opens=time(14), closes=time(16))
    assert count_queries(client, "/") == few <= 5


def test_todays_activities_are_listed_until_they_are_over(
    client: Client, place: Place, clock: time_machine.Traveller
) -> None:
    group = make.group(
        make.activity(place.station, "消防演习", entry="just_come"), make.at(0, 15), make.at(1, 15)
    )
    few = count_queries(client, "/")
    page = text_of(client.get("/"))
    assert page.count(f'href="/activities/{group.activity_id}/"') == 1
    assert "15:00–16:30" in page
    for n in range(20):
        make.group(make.activity(place.station, f"活动{n}"), make.at(0, 16))
    assert count_queries(client, "/") == few
    clock.move_to(make.at(0, 16, 31))
    assert "消防演习" not in text_of(client.get("/"))
