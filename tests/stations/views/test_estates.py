"""I live here: my living room, the walk now and before, my block's people, my estate's bodies."""

import re
from datetime import date

import pytest
from django.test import Client

from stations.actions.stations import move_station
from stations.actions.walking import measure_way, recalculate_ways
from stations.models import Building, EstateBody, Grid, GridFigures, GridPost, Site, Station
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(place: Place) -> str:
    return f"/estates/{place.estate.pk}/"


def test_a_stranger_sees_their_living_room_and_the_walk(client: Client, place: Place, path: str) -> None:
    page = assert_cached_page(client, path)
    assert place.station.name in page
    assert place.committee.name in page
    assert f'href="/stations/{place.station.slug}/book/"' in page
    english = text_of(client.get(f"/en{path}"))
    assert "3 minutes" in english
    assert "estimated" in english
    street = place.committee.subdistrict
    there = [f'<span lang="zh-Hans">{area.name}</span>' for area in (street, street.parent) if area]
    assert ", ".join(there) in english, "the smaller one first, as an English address goes"
    assert "Before the move" not in english


@pytest.mark.parametrize(
    ("built", "said"),
    [("20世纪70年代", "built in the 1970s"), ("解放前", 'built in <span lang="zh-Hans">解放前</span>')],
)
def test_when_it_was_built_is_said_in_english_or_marked(
    client: Client, place: Place, path: str, built: str, said: str
) -> None:
    place.estate.built = built
    place.estate.save()
    assert said in text_of(client.get(f"/en{path}"))


@pytest.mark.parametrize("key", ["999999", "99999999999999999999999999999"])
def test_an_unknown_estate_is_404(client: Client, place: Place, key: str) -> None:
    assert client.get(f"/estates/{key}/").status_code == 404


def test_before_and_now_also_at_an_old_persons_pace(client: Client, place: Place, path: str) -> None:
    old = place.station.sites.get()
    Site.objects.filter(pk=old.pk).update(stairs=True, address="6号楼2楼")
    street = Site(station=place.station, address="曹杨路891号", lat=31.2, lon=121.4)
    move_station(site=street, on=date(2023, 1, 1))
    measure_way(estate=place.estate, site=old, minutes=15, source="tests")
    measure_way(estate=place.estate, site=street, minutes=8, source="tests")
    page = text_of(client.get(f"/en{path}"))
    for fact in ("8 minutes", "12 minutes", "15 minutes", "22 minutes", "6号楼2楼", "only by stairs"):
        assert fact in page, fact


def test_the_primary_station_is_mine_though_another_is_nearer(
    client: Client, place: Place, other_place: Place, path: str
) -> None:
    Site.objects.filter(station=place.station).update(lat=31.21)
    measure_way(estate=place.estate, site=place.station.sites.get(), minutes=20, source="tests")
    context = client.get(path).context
    assert context["mine"].station == place.station
    assert [card.station for card in context["others"]] == [other_place.station]


def test_without_a_serving_station_the_nearest_is_mine(client: Client, place: Place, path: str) -> None:
    place.estate.areas.all().delete()
    assert client.get(path).context["mine"].station == place.station


def test_without_any_station_it_says_so_and_whom_to_phone(client: Client, place: Place, path: str) -> None:
    Station.objects.update(status=Station.Status.PLANNED)
    page = text_of(client.get(f"/en{path}"))
    assert "No living room is open to this estate yet." in page
    assert f'href="tel:{place.committee.phone}"' in page
    assert place.station.name in page


def test_my_blocks_people_and_my_estates_bodies_but_no_figures(
    client: Client, place: Place, path: str
) -> None:
    mine = Grid.objects.create(committee=place.committee, name="第一网格")
    others = Grid.objects.create(committee=place.committee, name="第二网格")
    Building.objects.create(estate=place.estate, grid=mine, name="6号楼")
    Building.objects.create(estate=make.estate(place.committee), grid=others, name="7号楼")
    GridPost.objects.create(
        committee=place.committee, grid=mine, role="head", holder="秦阿姨", work_phone="021-0000-5227"
    )
    GridPost.objects.create(committee=place.committee, grid=others, role="head", holder="别处的人")
    GridFigures.objects.create(grid=mine, on=make.TODAY, living_alone=7391)
    EstateBody.objects.create(estate=place.estate, kind="property", name="枫香物业", phone="021-0000-5228")
    page = text_of(client.get(path))
    for fact in ("第一网格", "6号楼", "秦阿姨", "021-0000-5227", "枫香物业", "021-0000-5228"):
        assert fact in page, fact
    assert "别处的人" not in page
    assert "7391" not in page


def test_what_can_be_done_links_into_the_stations_checklist(client: Client, place: Place, path: str) -> None:
    link = f"/stations/{place.station.slug}/?open={place.item.pk}#item-{place.item.pk}"
    assert f'href="{link}"' in text_of(client.get(path))


def test_the_same_statements_with_one_and_with_thirty(client: Client, place: Place, path: str) -> None:
    grid = Grid.objects.create(committee=place.committee, name="第一网格")
    few = count_queries(client, path)
    for number in range(30):
        Building.objects.create(estate=place.estate, grid=grid, name=f"{number}号楼")
        GridPost.objects.create(committee=place.committee, grid=grid, role="stairwell", holder=f"楼{number}")
        EstateBody.objects.create(estate=place.estate, kind="property", name=f"物业{number}")
        make.item(place.station)
    rows = [
        make.station(make.committee(n + 20, under=place.subdistrict), estates=[place.estate])
        for n in range(20)
    ]
    make.opened(*rows)
    assert count_queries(client, path) == few


def test_what_my_living_room_lacks_and_where_the_nearest_is(
    client: Client, place: Place, other_place: Place, path: str
) -> None:
    far = make.station(make.committee(60, under=place.subdistrict), name="远处会客厅", estates=[place.estate])
    Site.objects.filter(station=other_place.station).update(lat=31.204)
    Site.objects.filter(station=far).update(lat=31.215)
    recalculate_ways(sites=Site.objects.all())
    law, paper = make.service("法律咨询"), make.service("开证明")
    for station in (other_place.station, far):
        make.item(station, law)
    make.item(far, make.service(place.service.name))  # of the same name: my living room has it
    make.item(far, paper)
    elsewhere = client.get(path).context["elsewhere"]
    named = {(one.item.service.name, one.card.station.pk) for one in elsewhere}
    assert {("法律咨询", other_place.station.pk), ("开证明", far.pk)} <= named
    assert ("法律咨询", far.pk) not in named, "the nearest only"
    assert place.service.name not in {name for name, _station in named}
    assert "What it does not have, and where the nearest is" in text_of(client.get(f"/en{path}"))


def test_nothing_lacking_says_nothing(client: Client, place: Place, path: str) -> None:
    assert "What it does not have" not in text_of(client.get(f"/en{path}"))


def test_beyond_every_walk_the_nearest_is_named_with_its_distance(
    client: Client, place: Place, path: str
) -> None:
    far = make.estate(place.committee, "远郊新村", lat=31.29)
    page = text_of(client.get(f"/en/estates/{far.pk}/"))
    assert "No living room is open to this estate yet." in page
    assert "The nearest is 9.9 km away in a straight line:" in page
    assert f'href="/en/stations/{place.station.slug}/"' in page
    Station.objects.update(status=Station.Status.CLOSED)
    assert "The nearest is" not in text_of(client.get(f"/en/estates/{far.pk}/"))


def test_this_device_may_remember_it(client: Client, place: Place, path: str) -> None:
    assert f'data-estate="{place.estate.pk}" data-zh="{place.estate.name}"' in text_of(client.get(path))


def test_buildings_are_offered_as_people_count(client: Client, place: Place, path: str) -> None:
    grid = Grid.objects.create(committee=place.committee, name="一块")
    for number in (4, 10, 2, 1):
        Building.objects.create(estate=place.estate, grid=grid, name=f"{number}号楼")
    asked = re.findall(r"<option[^>]*>([^<]+)号楼</option>", text_of(client.get(path)))
    assert asked == ["1", "2", "4", "10"]


def test_who_looks_after_my_building(client: Client, place: Place, path: str) -> None:
    first, second = (
        Grid.objects.create(committee=place.committee, name=name, position=n)
        for n, name in enumerate(("东块", "西块"))
    )
    mine = Building.objects.create(estate=place.estate, grid=second, name="6号楼")
    other = Building.objects.create(estate=place.estate, grid=second, name="8号楼")
    Building.objects.create(estate=place.estate, grid=first, name="2号楼")
    for grid, role, building, phone in (
        (second, "stairwell", mine, "021-0000-5226"),
        (second, "stairwell", other, "021-0000-5228"),
        (second, "worker", None, "021-0000-5227"),
    ):
        GridPost.objects.create(
            committee=place.committee, grid=grid, building=building, role=role, work_phone=phone
        )
    asked = text_of(client.get(f"/en{path}"))
    assert 'name="building"' in asked
    assert 'class="panel"><p class="lead"' not in asked
    answer = text_of(client.get(f"/en{path}?building={mine.pk}"))
    panel = answer[answer.index('<div class="panel"><p class="lead"') :].partition("</div>")[0]
    assert "西块" in panel
    assert "东块" not in panel
    assert panel.index("021-0000-5227") < panel.index("021-0000-5226")
    assert "021-0000-5228" not in panel
    assert '<meta name="robots" content="noindex">' in answer


@pytest.mark.parametrize("asked", ["999999", "x", "%00", "-1"])
def test_a_building_that_is_not_there_is_asked_for_again(
    client: Client, place: Place, path: str, asked: str
) -> None:
    grid = Grid.objects.create(committee=place.committee, name="东块")
    Building.objects.create(estate=place.estate, grid=grid, name="2号楼")
    page = text_of(client.get(f"/en{path}?building={asked}"))
    assert "Please choose again." in page


def test_a_block_without_a_name_leads_to_the_committee(client: Client, place: Place, path: str) -> None:
    grid = Grid.objects.create(committee=place.committee, name="东块")
    building = Building.objects.create(estate=place.estate, grid=grid, name="2号楼")
    page = text_of(client.get(f"/en{path}?building={building.pk}"))
    assert "The committee tells you:" in page
