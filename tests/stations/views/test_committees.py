"""A committee's page: its living rooms or its plan, estates, blocks, and whom to phone."""

from datetime import date
from urllib.parse import quote

import pytest
from django.test import Client

from requests_desk.models import Volunteer, VolunteerShift
from stations.models import (
    Building,
    Committee,
    Grid,
    GridFigures,
    GridPost,
    Programme,
    Relocation,
    Site,
    Station,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


def plan(of: Committee, **fields: date) -> Relocation:
    programme, _ = Programme.objects.get_or_create(
        division=of.subdistrict, name="沿街设置", began_on=date(2026, 1, 1), due_on=date(2026, 12, 31)
    )
    return Relocation.objects.create(programme=programme, committee=of, delay_reason="房东不肯", **fields)


def english(client: Client, of: Committee) -> str:
    response = client.get(f"/en/committees/{of.code}/")
    assert response.status_code == 200
    return text_of(response)


def test_a_stranger_sees_stations_estates_and_phone(client: Client, place: Place) -> None:
    Committee.objects.filter(pk=place.committee.pk).update(about="关于我们")
    page = assert_cached_page(client, f"/committees/{place.committee.code}/")
    for fact in (place.station.name, place.estate.name, "关于我们", "梧桐区", "第1街道", "300"):
        assert fact in page, fact
    assert f'href="tel:{place.committee.phone}"' in page


@pytest.mark.parametrize(
    "code", ["990101001099", "1", "abc", "%00", "９９０１０１００１００１", "990101001001%0A"]
)
def test_an_unknown_code_is_404(client: Client, place: Place, code: str) -> None:
    assert client.get(f"/committees/{code}/").status_code == 404


def test_a_committee_of_the_register_alone_says_what_is_not_there(client: Client, place: Place) -> None:
    bare = make.committee(99, under=place.subdistrict)
    Committee.objects.filter(pk=bare.pk).update(phone="")
    page = english(client, bare)
    assert "This committee has no living room on the street yet." in page
    assert f'href="/en/stations/?q={quote("梧桐区")}"' in page, "those of the district, and not all"
    Station.objects.update(status=Station.Status.CLOSED)
    assert 'href="/en/stations/">' in english(client, bare)
    assert 'href="tel:12345"' in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "The move is planned"),
        ({"work_began_on": date(2026, 11, 1)}, "The move is under way"),
        ({"due_on": date(2026, 11, 1)}, "The move is not finished yet"),
    ],
)
def test_the_plans_state_is_public_and_its_reasons_are_not(
    client: Client, place: Place, fields: dict[str, date], words: str
) -> None:
    plan(place.committee, **fields)
    page = english(client, place.committee)
    assert words in page
    assert "planned for" in page
    assert "房东不肯" not in page


def test_a_move_that_is_done_tells_since_when(client: Client, place: Place) -> None:
    plan(place.committee)
    Site.objects.filter(station=place.station).update(used_from=date(2026, 3, 1), dates_are_rough=True)
    page = english(client, place.committee)
    assert "On the street" in page
    assert "since March 2026" in page
    assert "planned for" not in page


def test_given_up_stations_are_not_shown(client: Client, place: Place) -> None:
    Station.objects.update(status=Station.Status.CLOSED)
    assert place.station.name not in english(client, place.committee)


def test_blocks_and_posts_are_public_and_figures_never(client: Client, place: Place) -> None:
    grid = Grid.objects.create(committee=place.committee, name="第一网格")
    Building.objects.create(estate=place.estate, grid=grid, name="6号楼", kind="court")
    GridPost.objects.create(
        committee=place.committee, grid=grid, role="head", holder="秦阿姨", work_phone="021-0000-5227"
    )
    GridPost.objects.create(committee=place.committee, role="delegate", headcount=16)
    GridFigures.objects.create(grid=grid, on=make.TODAY, hardship=7391)
    page = english(client, place.committee)
    for fact in ("第一网格", "6号楼", "秦阿姨", "021-0000-5227", "<b>16</b>"):
        assert fact in page, fact
    assert "7391" not in page


def test_the_same_statements_with_one_and_with_thirty(client: Client, place: Place) -> None:
    path = f"/committees/{place.committee.code}/"
    grid = Grid.objects.create(committee=place.committee, name="第0网格")
    few = count_queries(client, path)
    for number in range(30):
        estate = make.estate(place.committee, f"第{number}小区")
        Building.objects.create(estate=estate, grid=grid, name=f"{number}号楼")
        GridPost.objects.create(committee=place.committee, grid=grid, role="stairwell", holder=f"楼{number}")
        satellite = make.station(place.committee, kind="satellite")
        make.opened(satellite)
    assert count_queries(client, path) == few


def test_a_grid_is_drawn_with_its_courts_and_roles_are_counted(client: Client, place: Place) -> None:
    for grid_number in (1, 2):
        grid = Grid.objects.create(committee=place.committee, name=f"第{grid_number}网格")
        for number in range(7):
            name = f"{grid_number * 10 + number}号楼院"
            Building.objects.create(estate=place.estate, grid=grid, name=name, kind="court")
    GridPost.objects.create(committee=place.committee, role="member", title="“一长三员”", headcount=132)
    GridPost.objects.create(committee=place.committee, role="mutual_help", headcount=4)
    for grid in Grid.objects.all():
        GridPost.objects.create(committee=place.committee, grid=grid, role="head", holder="秦阿姨")
    page = english(client, place.committee)
    assert page.count('<svg class="plan"') == 2
    assert page.count('<rect class="court"') == 14
    assert page.count(">17号楼院<") == 0
    assert page.count(">16号楼院</text>") == 1
    for fact in ("<b>2</b> blocks", "<b>14</b> courts", "<b>132</b>", "<b>4</b>", "<b>2</b> Grid head</li>"):
        assert fact in page, fact
    # Two roles of four figures stand in no list of the page: each says so.
    assert page.count("for the whole committee, not by block") == 2


def test_a_private_phone_stands_nowhere(client: Client, place: Place, desk: Worker) -> None:
    """Numbers that people left, and a worker's own line, next to the one that is meant for the door."""
    private = "13755550001"
    Worker.objects.filter(pk=desk.pk).update(work_phone=private)
    make.visit(place.item, phone=private)
    Volunteer.objects.create(
        committee=place.committee, name="张金丝雀", phone=private, since=make.TODAY, named_in_public=False
    )
    grid = Grid.objects.create(committee=place.committee, name="第一网格")
    building = Building.objects.create(estate=place.estate, grid=grid, name="6号楼")
    GridPost.objects.create(
        committee=place.committee, grid=grid, building=building, role="stairwell", work_phone="021-0000-5227"
    )
    for path in (
        f"/committees/{place.committee.code}/",
        f"/estates/{place.estate.pk}/?building={building.pk}",
        f"/stations/{place.station.slug}/",
    ):
        page = text_of(client.get(path))
        assert "021-0000-5227" in page
        assert private not in page
        assert "张金丝雀" not in page


def test_volunteers_are_thanked_in_figures_and_named_only_with_their_consent(
    client: Client, place: Place
) -> None:
    of = {"committee": place.committee, "since": make.TODAY}
    Volunteer.objects.create(name="张金丝雀", skills="修伞", **of)
    assert "Thanks to our volunteers" not in english(client, place.committee)
    Volunteer.objects.create(name="愿意被提到", named_in_public=True, **of)
    VolunteerShift.objects.create(committee=place.committee, on=make.TODAY, people=300)
    page = english(client, place.committee)
    assert "<b>300</b> participations in volunteering" in page
    assert "hours given" not in page, "nobody noted any: that is not zero"
    assert "愿意被提到" in page
    assert "张金丝雀" not in page
