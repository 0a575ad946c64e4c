"""The eight real places: each found through the search box, each reported fact read on its page."""

import re

import pytest

from requests_desk.models import (
    Activity,
    ActivityGroup,
    ActivitySession,
    Attendance,
    Meeting,
    MeetingOpinion,
    Poll,
    Project,
    Proposal,
    SignUp,
)
from stations.models import Estate, GridFigures, Site, Standard, Station, Worker
from tests import factories as make
from tests.every_page import ON_ONE_DATABASE
from tests.portal.demo.activities import ACTIVITIES, NEIGHBOURS
from tests.portal.demo.facts import FACTS, SEARCHES, STATIONS
from tests.portal.demo.pages import Page, Walk, bare
from tests.portal.demo.voice import VOICES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), *ON_ONE_DATABASE]

REAL = Station.objects.exclude(committee__code__startswith="9901")


@pytest.fixture(scope="module")
def walk() -> Walk:
    return Walk()


def page(walk: Walk, place: str, where: str) -> Page:
    station = walk.find(STATIONS[place], STATIONS[place])
    kind, _colon, name = where.partition(":")
    if kind == "committee":
        return walk.open(f"/committees/{name}/") if name else walk.committee_of(station)
    if kind == "estate":
        return walk.estate(station, name)
    if kind == "partners":
        return walk.open(f"{station.address}partners/")
    if kind == "service":
        return walk.service(name)
    return walk.checklist_of(station) if kind == "checklist" else station


@pytest.mark.parametrize(("query", "place"), SEARCHES)
def test_the_search_box_finds_the_place(walk, query, place):
    assert bare(STATIONS[place]) in walk.find(query, STATIONS[place]).text


@pytest.mark.parametrize(("place", "where", "text"), FACTS)
def test_the_fact_is_read_there(walk, place, where, text):
    assert bare(text) in page(walk, place, where).text


@pytest.mark.parametrize(("place", "project", "text"), VOICES)
def test_the_fact_is_read_in_its_project(walk, place, project, text):
    """From the station's page to residents' voice, its projects, and this one."""
    station = walk.find(STATIONS[place], STATIONS[place])
    lists = walk.open(station.link_to("", "/voice/?") + "&list=projects")
    assert bare(text) in walk.open(lists.link_to(project, "/voice/projects/")).text


def test_of_real_places_nothing_was_dropped_kept_back_or_asked_for_in_vain():
    of_real = {"committee__stations__in": REAL}
    assert not Project.objects.filter(state=Project.State.DROPPED, **of_real).exists()
    assert not Proposal.objects.filter(state=Proposal.State.KEPT_BACK, **of_real).exists()
    outcomes = MeetingOpinion.objects.filter(meeting__committee__stations__in=REAL)
    assert set(outcomes.values_list("outcome", flat=True)) == {MeetingOpinion.Outcome.TAKEN_UP}


def test_the_invented_district_shows_every_state():
    invented = {"committee__code__startswith": "9901"}
    assert set(Proposal.objects.filter(**invented).values_list("state", flat=True)) == set(
        Proposal.State.values
    )
    states = set(Project.objects.filter(**invented).values_list("state", flat=True))
    assert states == {"proposed", "closed", "dropped"}
    assert Meeting.objects.filter(
        kind="hearing", published_at=None, starts_at__gt=make.NOW, **invented
    ).exists()
    assert [poll.is_open(make.NOW) for poll in Poll.objects.filter(**invented)].count(True) == 1


@pytest.mark.parametrize("place", STATIONS)
def test_the_page_says_at_its_top_that_this_is_a_demo(walk, place):
    text = page(walk, place, "station").text
    assert text.index("演示数据") < text.index(bare(STATIONS[place]), text.index("演示数据"))


@pytest.mark.parametrize("place", STATIONS)
def test_every_phone_number_cannot_be_mistaken_for_a_real_one(walk, place):
    for kind in ("station", "committee"):
        numbers = re.findall(r"tel:([\d+-]+)", page(walk, place, kind).markup)
        assert numbers
        assert all(number.replace("-", "").startswith("0210000") or number == "12345" for number in numbers)


@pytest.mark.parametrize("station", STATIONS.values())
def test_the_english_page_tells_the_story_in_english(station):
    row = Station.objects.get(name=station)
    text = Walk("en").open(f"/en/stations/{row.slug}/").text
    assert bare(row.name_en) in text
    assert bare(row.story_en) in text


def test_there_are_eight_and_both_datums_are_used():
    assert REAL.exclude(slug__in=NEIGHBOURS).count() == len(STATIONS) == 8
    assert set(Site.objects.filter(station__in=REAL).values_list("datum", flat=True)) == {"gcj02", "wgs84"}


def test_the_move_of_the_first_is_measured_not_guessed():
    ways = Estate.objects.get(name="中关村公寓").ways.filter(measured=True).order_by("minutes")
    assert [(way.minutes, way.site.address) for way in ways] == [
        (8, "曹杨路891号"),
        (15, "中桥大楼小区6号楼2楼"),
    ]


def test_the_office_of_the_fourth_gave_its_room_to_residents():
    sites = Site.objects.filter(station__slug="mudan-7").order_by("pk")
    figures = [(site.offices, site.office_m2, site.service_m2) for site in sites]
    assert figures == [(8, 300, None), (3, 100, 200), (None, 30, 270)]
    assert [str(site.used_from) for site in sites] == ["None", "2017-10-01", "2019-01-01"]


def test_the_blocks_numbers_are_known_to_staff_and_to_nobody_else(walk):
    figures = GridFigures.objects.filter(grid__committee__code="310115016003")
    assert figures.count() == 4
    assert all(row.volunteers and row.living_alone and row.mentally_ill for row in figures)
    assert f">{figures[0].living_alone}<" not in page(walk, "牡丹第七", "committee").markup


def test_the_district_of_the_last_three_asks_for_six_things_and_one_of_its_own():
    standard = Standard.objects.get(district__code="330102")
    assert standard.items.count() == 7
    for station in REAL.filter(committee__code__startswith="330102"):
        met = {item for line in station.checklist.all() for item in line.satisfies.all()}
        assert met == set(standard.items.all())


def test_nobody_who_works_there_bears_a_name_that_could_be_anybodys():
    names = Worker.objects.filter(posts__committee__stations__in=REAL).values_list("name", flat=True)
    assert all(name.endswith(("主任", "社工", "接待", "同事")) for name in names)


@pytest.mark.parametrize(("slug", "activity", "text"), ACTIVITIES)
def test_the_activity_is_found_at_its_station(walk, slug, activity, text):
    """From the station's page or, where its next session is some weeks ahead, from the list of what is on."""
    station = walk.open(f"/stations/{slug}/")
    row = Activity.objects.get(station__slug=slug, name=activity)
    assert row.get_absolute_url() in {address for address, _words in station.links}
    found = walk.open(row.get_absolute_url())
    assert bare(text) in found.text
    assert "假定" in found.text


@pytest.mark.parametrize("slug", NEIGHBOURS)
def test_a_neighbours_door_is_said_to_be_assumed(walk, slug):
    assert "门牌为演示假定" in walk.open(f"/stations/{slug}/").text


def test_the_improvers_are_full_and_the_beginners_are_not():
    groups = ActivityGroup.objects.filter(activity__name="外国人中文班").order_by("pk")
    assert [(group.level, group.booked == group.capacity) for group in groups] == [
        ("beginners", False),
        ("improvers", True),
    ]


def test_some_ninety_building_leaders_came():
    assert ActivitySession.objects.filter(group__activity__name="垃圾分类楼组长会议", came=90).count() == 1


def test_the_invented_district_has_full_groups_people_waiting_and_lists_kept():
    groups = ActivityGroup.objects.filter(activity__station__committee__code__startswith="9901")
    assert groups.filter(waiting__gt=3).count() >= 3
    assert Attendance.objects.filter(session__group__in=groups).count() > 50
    assert SignUp.objects.filter(group__in=groups, child=True).exclude(guardian="").exists()
    assert ActivitySession.objects.filter(group__in=groups, called_off=True).count() == 1
