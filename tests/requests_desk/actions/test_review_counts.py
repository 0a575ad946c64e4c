"""The counts of the coverage review on a small place, every one worked out by hand."""

from datetime import date, time, timedelta

import pytest

from requests_desk.actions.review_counts import Counted, count
from requests_desk.actions.review_sets import Area, recorded
from requests_desk.models import Ticket
from requests_desk.rules.review import BY_KEY, added
from stations.actions.walking import measure_way
from stations.models import Committee, Post, Programme, Relocation, Site, Standard, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db

BEGAN = date(2026, 3, 1)


@staged
def programme(place: Place) -> Programme:
    return Programme.objects.create(
        division=place.subdistrict, name="沿街设置", began_on=BEGAN, due_on=date(2026, 10, 31)
    )


def row_of(committee: Committee) -> Counted:
    return next(row for row in count(Area((committee.code[:6],)), at=make.NOW) if row.committee == committee)


def share(row: Counted, key: str) -> tuple[int, int]:
    value = BY_KEY[key].value(row.counts)
    return value.part, value.whole


def moved(station: Station, on: date) -> tuple[Site, Site]:
    """The station's upstairs site until the day before, and its site from then on."""
    new = station.sites.get()
    old = Site.objects.create(station=station, address="楼上", floor=2, used_until=on - timedelta(days=1))
    Site.objects.filter(pk=new.pk).update(used_from=on)
    return old, new


class TestStanding:
    def plan(self, place: Place, programme: Programme, **fields: date) -> None:
        Relocation.objects.create(programme=programme, committee=place.committee, **fields)

    def test_moved_in_time(self, place: Place, programme: Programme) -> None:
        self.plan(place, programme)
        moved(place.station, date(2026, 10, 31))
        row = row_of(place.committee)
        assert (row.standing, row.plan and row.plan.promised_on, row.moved_on) == (
            "moved",
            date(2026, 10, 31),
            date(2026, 10, 31),
        )

    def test_moved_late(self, place: Place, programme: Programme) -> None:
        self.plan(place, programme)
        moved(place.station, date(2026, 11, 1))
        assert row_of(place.committee).standing == "moved_late"

    def test_late(self, place: Place, programme: Programme) -> None:
        self.plan(place, programme, work_began_on=date(2026, 9, 1))
        assert row_of(place.committee).standing == "late"

    def test_its_own_date_goes_before_the_programmes(self, place: Place, programme: Programme) -> None:
        self.plan(place, programme, due_on=make.TODAY, work_began_on=date(2026, 9, 1))
        row = row_of(place.committee)
        assert (row.standing, row.plan and row.plan.promised_on) == ("in_work", make.TODAY)

    def test_without_a_plan(self, place: Place) -> None:
        row = row_of(place.committee)
        assert (row.standing, row.counts["bh"], row.plan) == ("unplanned", 0, None)


def test_households_before_and_now(place: Place, programme: Programme) -> None:
    """300 near (20 minutes before, 7 now), 500 far (20 and 16), 50 that nobody has measured."""
    Relocation.objects.create(programme=programme, committee=place.committee)
    far = make.estate(place.committee, households=500)
    make.estate(place.committee, households=50, lat=None, lon=None)
    old, new = moved(place.station, date(2026, 5, 1))
    for estate, site, minutes in (
        (place.estate, old, 20), (place.estate, new, 7), (far, old, 20), (far, new, 16),
    ):  # fmt: skip
        measure_way(estate=estate, site=site, minutes=minutes, source="步行")
    row = row_of(place.committee)
    assert share(row, "before_15") == (0, 850)
    assert share(row, "households_15") == (300, 850)
    assert row.counts["h_beyond"] == 550
    measure_way(estate=far, site=new, minutes=15, source="步行")
    assert share(row_of(place.committee), "households_15") == (800, 850)


def test_a_station_that_does_not_operate_reaches_nobody(place: Place) -> None:
    assert share(row_of(place.committee), "households_15") == (300, 300)
    Station.objects.update(status=Station.Status.PLANNED)
    assert share(row_of(place.committee), "households_15") == (0, 300)


def test_a_neighbours_station_counts(place: Place, other_place: Place) -> None:
    Station.objects.filter(pk=place.station.pk).update(status=Station.Status.CLOSED)
    assert share(row_of(place.committee), "households_15") == (300, 300)


def test_the_checklist_against_the_districts_standard(place: Place, other_place: Place) -> None:
    standard = Standard.objects.create(district=place.subdistrict.parent, name="六加X")
    names = ("民情收集", "事务协商", "纠纷调解")
    items = [standard.items.create(name=name, position=number) for number, name in enumerate(names)]
    place.item.satisfies.add(items[0], items[1])
    other_place.item.satisfies.add(items[2])
    row = row_of(place.committee)
    assert share(row, "standard") == (2, 3)
    assert (row.counts["std_missing"], row.required - row.satisfied) == (1, {items[2].pk})
    place.item.active = False
    place.item.save()
    assert row_of(place.committee).counts["std_missing"] == 3
    row = row_of(other_place.committee)
    assert row.required - row.satisfied == {items[0].pk, items[1].pk}


def test_tickets_on_time_and_overdue(place: Place, desk: Worker) -> None:
    """Two answered in time, one late, one long ago; one open and overdue, one open and not."""
    rows = [make.ticket(desk, place.station, place.service) for _ in range(6)]
    at, day = make.NOW, timedelta(days=1)

    def put(ticket: Ticket, **fields: object) -> None:
        Ticket.objects.filter(pk=ticket.pk).update(**fields)

    put(rows[0], state="answered", received_at=at - 9 * day, answered_at=at - 8 * day, due_at=at - 7 * day)
    put(rows[1], state="closed", received_at=at - 9 * day, answered_at=at - 7 * day, due_at=at - 7 * day)
    put(rows[2], state="answered", received_at=at - 9 * day, answered_at=at - 6 * day, due_at=at - 7 * day)
    put(rows[3], state="closed", day=make.at(-90).date(), answered_at=at - 90 * day, due_at=at - 89 * day)
    put(rows[4], state="in_progress", due_at=at - timedelta(minutes=1), answered_at=None)
    put(rows[5], state="handed_over", due_at=at + day, answered_at=None)
    row = row_of(place.committee)
    assert (share(row, "on_time"), row.counts["overdue"]) == ((2, 3), 1)


def test_sums_compare_the_same_committees(place: Place, other_place: Place, programme: Programme) -> None:
    """Only the first committee is in a programme: before and after are told of its households alone."""
    Relocation.objects.create(programme=programme, committee=place.committee)
    old, _new = moved(place.station, date(2026, 5, 1))
    measure_way(estate=place.estate, site=old, minutes=20, source="步行")
    other_place.station.sites.update(used_from=date(2026, 4, 1))  # else the neighbour's door was near before
    total = added(row.counts for row in count(Area((place.subdistrict.code,)), at=make.NOW))
    assert [total[name] for name in ("committees", "in_programme", "moved_all", "late")] == [2, 1, 1, 0]
    assert [total[name] for name in ("b15", "a15", "bh", "h15", "households")] == [0, 300, 300, 600, 600]
    Programme.objects.update(due_on=date(2026, 4, 30))
    assert row_of(place.committee).counts["moved_late"] == 1


def test_a_committee_without_anything_is_only_registered(place: Place) -> None:
    bare = make.committee(80, under=place.subdistrict)
    counts = {name: number for name, number in row_of(bare).counts.items() if number}
    assert counts == {"registered": 1}
    make.estate(bare)
    assert row_of(bare).under_review


def test_who_is_under_review_is_said_once(place: Place, other_place: Place, programme: Programme) -> None:
    """The count's own answer and the condition by which lists are read are one."""
    planned, housed, bare = (make.committee(number, under=place.subdistrict) for number in (81, 82, 83))
    Relocation.objects.create(programme=programme, committee=planned)
    make.estate(housed)
    other_place.station.committee.estates.all().delete()
    for status, there in ((Station.Status.OPERATING, True), (Station.Status.CLOSED, False)):
        Station.objects.filter(pk=other_place.station.pk).update(status=status)
        found = set(Committee.objects.filter(recorded()))
        assert found == {one.committee for one in count(Area(None), at=make.NOW) if one.under_review}
        assert (other_place.committee in found) is there
        assert {place.committee, planned, housed} <= found
        assert bare not in found


def test_floor_space_needs_all_four_figures(place: Place, programme: Programme) -> None:
    Relocation.objects.create(programme=programme, committee=place.committee)
    old, new = moved(place.station, date(2026, 5, 1))
    for site, office, service in ((old, 300, 100), (new, 30, 370)):
        Site.objects.filter(pk=site.pk).update(office_m2=office, service_m2=service)
    assert share(row_of(place.committee), "service_before") == (100, 400)
    assert share(row_of(place.committee), "service_now") == (370, 400)
    Site.objects.filter(pk=old.pk).update(service_m2=None)
    assert share(row_of(place.committee), "service_now") == (0, 0)


@pytest.mark.parametrize(("checked", "verified"), [(None, 0), (30, 1), (31, 0)])
def test_a_line_is_checked_within_its_period(place: Place, checked: int | None, verified: int) -> None:
    place.item.verify_days = 30
    place.item.verified_on = None if checked is None else make.at(-checked).date()
    place.item.save()
    assert share(row_of(place.committee), "verified") == (verified, 1)
    assert row_of(place.committee).counts["unverified"] == 1 - verified


def test_hours_of_the_ordinary_week(place: Place) -> None:
    place.station.week.all().delete()
    for weekday, opens, closes in (
        (0, time(8, 30), time(11)),
        (0, time(13), time(17, 15)),
        (5, time(9), time(12)),
    ):
        place.station.week.create(weekday=weekday, opens=opens, closes=closes)
    row = row_of(place.committee)
    assert share(row, "hours") == (2 * 60 + 30 + 4 * 60 + 15 + 3 * 60, 1)
    assert BY_KEY["hours"].value(row.counts).number == 9.8


def test_old_people_are_counted_at_their_own_pace(place: Place) -> None:
    site = place.station.sites.get()
    measure_way(estate=place.estate, site=site, minutes=14, older=19, source="步行")
    place.estate.older_people = 120
    place.estate.save()
    row = row_of(place.committee)
    assert share(row, "households_15") == (300, 300)
    assert share(row, "older_15") == (0, 120)


def test_a_head_is_missed_where_a_station_stands(place: Place, desk: Worker) -> None:
    Post.objects.filter(role="head").delete()
    assert row_of(place.committee).counts["headless"] == 1
    make.post(desk, "head", place.committee)
    assert row_of(place.committee).counts["headless"] == 0
    assert row_of(place.committee).counts["posts"] == 2
