"""How each service's time was kept: the summary is the plain count, in every area."""

from collections import Counter
from datetime import timedelta
from statistics import median

import pytest
import time_machine
from django.utils import timezone

from requests_desk.actions.review import keep_review
from requests_desk.actions.review_counts import count
from requests_desk.actions.review_sets import Area, received
from requests_desk.actions.service_figures import answers, keep_service_figures
from requests_desk.actions.tickets import answer
from requests_desk.models import ServiceFigures, Ticket
from requests_desk.rules.review import added
from stations.models import Service, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


def answered(
    by: Worker, place: Place, service: Service, minutes: int, clock: time_machine.Traveller
) -> Ticket:
    """A ticket answered so many working minutes after it was received."""
    clock.move_to(make.NOW)
    ticket = make.ticket(by, place.station, service)
    clock.move_to(make.NOW + timedelta(minutes=minutes))
    answer(ticket=ticket, worker=by, at=timezone.now(), text="办好了")
    clock.move_to(make.NOW)
    return ticket


@pytest.fixture
def busy(
    place: Place,
    other_place: Place,
    far_place: Place,
    desk: Worker,
    stranger: Worker,
    clock: time_machine.Traveller,
) -> Place:
    """Two services at two committees of a street, one of them late once; one ticket not answered."""
    quick = make.service("马上办", limit_hours=1)
    for minutes in (5, 10, 90):
        answered(desk, place, quick, minutes, clock)
    answered(desk, place, place.service, 30, clock)
    answered(stranger, other_place, quick, 45, clock)
    make.ticket(desk, place.station, quick)
    clock.move_to(make.NOW + timedelta(hours=3))
    return place


def test_every_area_holds_the_sum_of_those_in_it(busy: Place) -> None:
    assert keep_service_figures(at=timezone.now()) == 4 * 2  # street, district, city, all
    quick = Service.objects.get(name="马上办")
    rows = {(row.code, row.service_id): row for row in ServiceFigures.objects.all()}
    for code in (busy.subdistrict.code, busy.subdistrict.code[:6], busy.subdistrict.code[:4], ""):
        row = rows[code, quick.pk]
        assert (row.answered, row.on_time, row.median_minutes) == (4, 3, round((10 + 45) / 2 + 0.1))
        assert row.day == make.TODAY


def test_the_summary_is_the_plain_count(busy: Place) -> None:
    now = timezone.now()
    keep_service_figures(at=now)
    for code in (busy.subdistrict.code, busy.subdistrict.code[:6], ""):
        rows = ServiceFigures.objects.filter(code=code)
        total = added(one.counts for one in count(Area((code,)), at=now))
        assert sum(row.answered for row in rows) == total["answered"] == 5
        assert sum(row.on_time for row in rows) == total["on_time"] == 4
        for row in rows:
            tickets = received().filter(committee__code__startswith=code, matter=row.service)
            spent = tickets.filter(answered_at__isnull=False).values_list("spent_minutes", flat=True)
            assert row.median_minutes == int(median(spent) + 0.5)


def test_answers_older_than_ninety_days_are_let_go(busy: Place, clock: time_machine.Traveller) -> None:
    keep_service_figures(at=timezone.now())
    clock.shift(timedelta(days=89))
    assert list(answers(timezone.now()))
    clock.shift(timedelta(days=1))
    assert not list(answers(timezone.now()))
    assert keep_service_figures(at=timezone.now()) == 0
    assert not ServiceFigures.objects.exists()


def test_a_second_night_writes_the_same(busy: Place) -> None:
    def all_rows() -> Counter[tuple[object, ...]]:
        return Counter(
            ServiceFigures.objects.values_list(
                "code", "service", "day", "answered", "on_time", "median_minutes"
            )
        )

    keep_service_figures(at=timezone.now())
    once = all_rows()
    keep_service_figures(at=timezone.now())
    assert all_rows() == once


def test_the_book_keeps_them(busy: Place) -> None:
    keep_review(at=timezone.now(), dated=True)  # a look back holds no answers of tonight
    assert not ServiceFigures.objects.exists()
    keep_review(at=timezone.now(), again=True)
    assert ServiceFigures.objects.exists()
