"""The coverage review on a small place, every figure worked out by hand."""

from datetime import date, timedelta

import pytest

from portal.review import CommitteeReview, committees_under_review, review, totals
from requests_desk.models import Ticket
from stations.actions.walking import measure_way
from stations.models import Committee, Programme, Relocation, Site, Standard, Station, Worker
from stations.rules.coverage import Share
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


def row_of(committee: Committee, worker: Worker) -> CommitteeReview:
    rows = review(committees_under_review(worker, everything=True), now=make.NOW)
    return next(row for row in rows if row.committee == committee)


def moved(station: Station, on: date) -> tuple[Site, Site]:
    """The station's upstairs site until the day before, and its site from then on."""
    new = station.sites.get()
    old = Site.objects.create(station=station, address="楼上", floor=2, used_until=on - timedelta(days=1))
    Site.objects.filter(pk=new.pk).update(used_from=on)
    return old, new


class TestStanding:
    def plan(self, place: Place, programme: Programme, **fields: date) -> None:
        Relocation.objects.create(programme=programme, committee=place.committee, **fields)

    def test_moved_in_time(self, place: Place, programme: Programme, street: Worker) -> None:
        self.plan(place, programme)
        moved(place.station, date(2026, 10, 31))
        row = row_of(place.committee, street)
        assert (row.standing, row.promised_on, row.moved_on) == (
            "moved",
            date(2026, 10, 31),
            date(2026, 10, 31),
        )

    def test_moved_late(self, place: Place, programme: Programme, street: Worker) -> None:
        self.plan(place, programme)
        moved(place.station, date(2026, 11, 1))
        assert row_of(place.committee, street).standing == "moved_late"

    def test_late(self, place: Place, programme: Programme, street: Worker) -> None:
        self.plan(place, programme, work_began_on=date(2026, 9, 1))
        assert row_of(place.committee, street).standing == "late"

    def test_its_own_date_goes_before_the_programmes(
        self, place: Place, programme: Programme, street: Worker
    ) -> None:
        self.plan(place, programme, due_on=make.TODAY, work_began_on=date(2026, 9, 1))
        row = row_of(place.committee, street)
        assert (row.standing, row.promised_on) == ("in_work", make.TODAY)

    def test_without_a_plan(self, place: Place, street: Worker) -> None:
        row = row_of(place.committee, street)
        assert (row.standing, row.before, row.plan) == ("unplanned", None, None)


def test_households_before_and_now(place: Place, programme: Programme, street: Worker) -> None:
    """300 near (20 minutes before, 7 now), 500 far (20 and 16), 50 that nobody has measured."""
    Relocation.objects.create(programme=programme, committee=place.committee)
    far = make.estate(place.committee, households=500)
    make.estate(place.committee, households=50, lat=None, lon=None)
    old, new = moved(place.station, date(2026, 5, 1))
    for estate, site, minutes in (
        (place.estate, old, 20), (place.estate, new, 7), (far, old, 20), (far, new, 16),
    ):  # fmt: skip
        measure_way(estate=estate, site=site, minutes=minutes, source="步行")
    row = row_of(place.committee, street)
    assert (row.before, row.after, row.unreached) == (Share(0, 850), Share(300, 850), 550)
    measure_way(estate=far, site=new, minutes=15, source="步行")
    assert row_of(place.committee, street).after == Share(800, 850)


def test_a_station_that_does_not_operate_reaches_nobody(place: Place, street: Worker) -> None:
    assert row_of(place.committee, street).after == Share(300, 300)
    Station.objects.update(status=Station.Status.PLANNED)
    assert row_of(place.committee, street).after == Share(0, 300)


def test_a_neighbours_station_counts(place: Place, other_place: Place, street: Worker) -> None:
    Station.objects.filter(pk=place.station.pk).update(status=Station.Status.CLOSED)
    assert row_of(place.committee, street).after == Share(300, 300)


def test_the_checklist_against_the_districts_standard(
    place: Place, other_place: Place, street: Worker
) -> None:
    standard = Standard.objects.create(district=place.subdistrict.parent, name="六加X")
    names = ("民情收集", "事务协商", "纠纷调解")
    items = [standard.items.create(name=name, position=number) for number, name in enumerate(names)]
    place.item.satisfies.add(items[0], items[1])
    other_place.item.satisfies.add(items[2])
    row = row_of(place.committee, street)
    assert (row.checklist.done, row.checklist.total, row.missing) == (2, 3, ("纠纷调解",))
    place.item.active = False
    place.item.save()
    assert row_of(place.committee, street).missing == names
    assert row_of(other_place.committee, street).missing == names[:2]


def test_tickets_on_time_and_overdue(place: Place, desk: Worker, street: Worker) -> None:
    """Two answered in time, one late, one long ago; one open and overdue, one open and not."""
    rows = [make.ticket(desk, place.station, place.service) for _ in range(6)]
    at, day = make.NOW, timedelta(days=1)

    def put(ticket: Ticket, **fields: object) -> None:
        Ticket.objects.filter(pk=ticket.pk).update(**fields)

    put(rows[0], state="answered", received_at=at - 9 * day, answered_at=at - 8 * day, due_at=at - 7 * day)
    put(rows[1], state="closed", received_at=at - 9 * day, answered_at=at - 7 * day, due_at=at - 7 * day)
    put(rows[2], state="answered", received_at=at - 9 * day, answered_at=at - 6 * day, due_at=at - 7 * day)
    put(rows[3], state="closed", received_at=at - 91 * day, answered_at=at - 90 * day, due_at=at - 89 * day)
    put(rows[4], state="in_progress", due_at=at - timedelta(minutes=1), answered_at=None)
    put(rows[5], state="handed_over", due_at=at + day, answered_at=None)
    row = row_of(place.committee, street)
    assert (row.on_time, row.overdue) == (Share(2, 3), 1)


def test_totals_add_up_and_compare_the_same_committees(
    place: Place, other_place: Place, programme: Programme, street: Worker
) -> None:
    """Only the first committee is in a programme: the change is told of its households alone."""
    Relocation.objects.create(programme=programme, committee=place.committee)
    old, new = moved(place.station, date(2026, 5, 1))
    measure_way(estate=place.estate, site=old, minutes=20, source="步行")
    other_place.station.sites.update(used_from=date(2026, 4, 1))  # else the neighbour's door was near before
    total = totals(review(committees_under_review(street, everything=False), now=make.NOW))
    assert (total.committees, total.moved, total.late, total.moved_late) == (2, 1, 0, 0)
    Programme.objects.update(due_on=date(2026, 4, 30))
    assert totals(review(committees_under_review(street, everything=False), now=make.NOW)).moved_late == 1
    assert (total.before, total.planned, total.after) == (Share(0, 300), Share(300, 300), Share(600, 600))
    assert total.unreached == 0
    assert new.pk != old.pk


def test_whose_committees_are_reviewed(
    place: Place, far_place: Place, street: Worker, district: Worker
) -> None:
    bare = make.committee(80, under=place.subdistrict)
    assert committees_under_review(street, everything=False) == [place.committee]
    assert committees_under_review(street, everything=True) == [place.committee, bare]
    assert committees_under_review(district, everything=False) == [place.committee, far_place.committee]
