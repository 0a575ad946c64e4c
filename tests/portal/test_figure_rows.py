"""What a figure opens is what it counted: for every figure, at every level, live and from the book."""

from datetime import date, datetime

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal import figure_rows as pages
from portal.figure_lists import LISTS
from portal.figure_rows import FigureRows, NotThere, figure_rows
from requests_desk.actions.review import keep_review, sum_ticket_days
from requests_desk.actions.review_counts import Counted, count
from requests_desk.actions.review_sets import Area
from requests_desk.models import Ticket
from requests_desk.rules.review import BY_KEY, FIGURES, added
from stations.actions.walking import measure_way
from stations.admin.official import Official
from stations.models import Committee, Estate, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

KEYS = [figure.key for figure in FIGURES]
SHARES = [figure.key for figure in FIGURES if figure.kind == "share"]


def official(worker: Worker) -> Official:
    return Official(worker.pk, worker.load_scope(on=make.TODAY))


def opened(worker: Worker, key: str, code: str = "", **more: object) -> FigureRows:
    found = figure_rows(official(worker), code, BY_KEY[key], at=timezone.now(), **more)  # type: ignore[arg-type]
    assert found is not None
    return found


def sums(found: FigureRows) -> tuple[int, int]:
    rows = list(found.every_row())
    return sum(row.part for row in rows), sum(row.whole for row in rows)


def levels(place: Place) -> list[str]:
    code = place.committee.code
    return ["", code[:4], code[:6], code[:9], code]


@pytest.fixture
def once(monkeypatch: pytest.MonkeyPatch) -> None:
    """An area is counted once for all its figures: nothing changes in between."""
    known: dict[Area, list[Counted]] = {}

    def counted(area: Area, *, at: datetime) -> list[Counted]:
        if area not in known:
            known[area] = count(area, at=at)
        return known[area]

    monkeypatch.setattr(pages, "count", counted)


@pytest.mark.parametrize("digits", [0, 4, 6, 9, 12])
@pytest.mark.usefixtures("once")
def test_the_rows_add_up_to_the_figure(
    digits: int, lively: Place, admin: Worker, subtests: pytest.Subtests
) -> None:
    for key in KEYS:
        with subtests.test(key):
            found = opened(admin, key, lively.committee.code[:digits])
            rows, lines = list(found.every_row()), found.lines(0, 100)
            assert sum(row.part for row in rows) == found.value.part
            assert sum(row.whole for row in rows) == found.value.whole
            assert len(lines) == len(rows)
            assert {len(line) for line in lines} <= {len(found.heads)}


@pytest.mark.usefixtures("once")
def test_there_is_something_to_add_up(lively: Place, admin: Worker, subtests: pytest.Subtests) -> None:
    """The control: nothing is equal to nothing only where nothing was asked for."""
    for key in KEYS:
        with subtests.test(key):
            assert opened(admin, key, lively.committee.code[:6]).value.part > 0


@pytest.mark.usefixtures("once")
def test_yes_and_no_are_all_rows(lively: Place, admin: Worker, subtests: pytest.Subtests) -> None:
    for key in SHARES:
        with subtests.test(key):
            every = opened(admin, key)
            counting, others = opened(admin, key, only="yes"), opened(admin, key, only="no")
            assert counting.value == others.value == every.value
            if not every.flagged:
                continue
            rows = list(every.every_row())
            assert [row for row in rows if row.counts] == list(counting.every_row())
            assert [row for row in rows if not row.counts] == list(others.every_row())
            assert sums(others)[0] == 0


@pytest.mark.usefixtures("once")
def test_most_shares_hold_both_kinds_of_rows(lively: Place, admin: Worker) -> None:
    """The control of the one above."""
    both = [key for key in SHARES if {row.counts for row in opened(admin, key).every_row()} == {True, False}]
    assert set(SHARES) - set(both) <= {"service_before", "service_now"}


def test_every_kind_of_row_has_a_list() -> None:
    assert {figure.rows for figure in FIGURES} == set(LISTS)


def test_tickets_summed_up_at_night_open_the_same_rows(
    lively: Place, admin: Worker, clock: time_machine.Traveller
) -> None:
    clock.shift(3600)
    sum_ticket_days(at=timezone.now())
    for key in KEYS:
        if BY_KEY[key].rows == "tickets":
            found = opened(admin, key)
            assert sums(found) == (found.value.part, found.value.whole), key


def test_a_row_that_does_not_count_is_none_of_the_rows(lively: Place, admin: Worker) -> None:
    """The control: a condition that the rows did not share would show here."""
    before = sums(opened(admin, "came"))[0]
    one = Ticket.objects.filter(first_receiver__isnull=False).latest("pk")
    Ticket.objects.filter(pk=one.pk).update(state="closed", merged_into=Ticket.objects.earliest("pk"))
    found = opened(admin, "came")
    assert sums(found)[0] == found.value.part == before - 1


def test_the_book_adds_up_too(
    lively: Place, admin: Worker, clock: time_machine.Traveller, subtests: pytest.Subtests
) -> None:
    """A past day: what the committees' pages leave is said."""
    codes = levels(lively)
    counts = {code: added(one.counts for one in count(Area((code,)), at=timezone.now())) for code in codes}
    keep_review(at=timezone.now())
    clock.shift(86400)
    Estate.objects.update(households=1)
    for key in KEYS:
        for code in codes:
            with subtests.test(f"{key} {code}"):
                value, found = BY_KEY[key].value(counts[code]), opened(admin, key, code, on=make.TODAY)
                assert found.value == value
                part, whole = sums(found)
                rest = (found.rest.part, found.rest.whole) if found.rest else (0, 0)
                assert (part + rest[0], whole + rest[1]) == (value.part, value.whole)
                assert found.kept is not None
                assert found.kept.day == make.TODAY


def test_what_is_too_large_to_count_meanwhile_is_read_from_the_book(
    lively: Place, admin: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    live = opened(admin, "households_15").value
    keep_review(at=timezone.now())
    monkeypatch.setattr(pages, "LIVE_MOST", 1)
    Estate.objects.update(households=1)
    found = opened(admin, "households_15")
    assert found.value == live
    assert sums(found) == (live.part, live.whole)
    assert opened(admin, "households_15", lively.committee.code).kept is None


def test_committees_beside_the_book_are_counted_too(lively: Place, admin: Worker) -> None:
    make.committee(99, under=lively.subdistrict)  # in the register, and nothing else
    keep_review(at=timezone.now())
    found = opened(admin, "registered", on=make.TODAY)
    assert found.rest is not None
    assert found.rest.part == 1
    assert opened(admin, "committees", on=make.TODAY).rest is None


def test_estates_of_a_past_day_are_those_of_the_book(
    lively: Place, admin: Worker, clock: time_machine.Traveller
) -> None:
    keep_review(at=timezone.now())
    clock.shift(86400)
    site = lively.station.sites.get(used_until=None)
    measure_way(estate=lively.estate, site=site, minutes=29, source="又走了一次")
    code = lively.committee.code
    then, now = opened(admin, "households_5", code, on=make.TODAY), opened(admin, "households_5", code)
    assert then.value.part == lively.estate.households
    assert next(row.cells[2].value for row in then.every_row()) == 4
    assert now.value.part == 0
    assert then.rest is None


def test_no_page_of_the_book_is_none(lively: Place, admin: Worker, monkeypatch: pytest.MonkeyPatch) -> None:
    day = date(2020, 1, 1)
    assert figure_rows(official(admin), "", BY_KEY["late"], at=make.NOW, on=day) is None
    monkeypatch.setattr(pages, "LIVE_MOST", 1)
    assert figure_rows(official(admin), "", BY_KEY["late"], at=make.NOW) is None


@pytest.mark.parametrize("code", ["990102", "990101002", "990101002003", "9902", "990101001999"])
def test_what_lies_elsewhere_is_not_there(code: str, lively: Place, far_place: Place, street: Worker) -> None:
    with pytest.raises(NotThere):
        opened(street, "late", code)


def test_without_a_code_all_of_ones_areas_and_none_twice(lively: Place, street: Worker) -> None:
    make.post(street, "district", lively.subdistrict.parent)  # type: ignore[arg-type]
    found = opened(street, "registered")
    assert found.value.part == Committee.objects.count() == sums(found)[0]


def test_statements_do_not_grow_with_the_rows(
    lively: Place, admin: Worker, subtests: pytest.Subtests
) -> None:
    keys = sorted({figure.rows: figure.key for figure in FIGURES}.values())

    def statements(key: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            found = opened(admin, key, lively.subdistrict.code)
            assert found.lines(0, 100)
        return len(queries)

    few = {key: statements(key) for key in keys}
    for number in range(40, 70):
        committee = make.committee(number, under=lively.subdistrict)
        station = make.station(committee, estates=[make.estate(committee)])
        item = make.item(station, lively.service, verified_on=make.TODAY)
        item.satisfies.add(*lively.item.satisfies.all()[:1])
        one = make.worker(f"worker-{number}")
        make.post(one, "head", committee)
        make.ticket(one, station, lively.service, answered=True)
        make.group(make.activity(station), make.at(-2))
        make.pack_offer(lively.subdistrict, station, state="accepted")
        make.open_day_record(lively.subdistrict, station, make.at(-1), department_came=True)
    for key in keys:
        with subtests.test(key):
            assert statements(key) == few[key] <= 9


def test_pages_of_tickets_follow_each_other_over_committees(
    lively: Place, far_place: Place, admin: Worker, desk: Worker
) -> None:
    """Which committees a page lies in is told by their counts: no row is left out or shown twice."""
    far = make.worker("far")
    make.post(far, "desk", far_place.committee)
    for worker, place in ((far, far_place), (desk, lively)):
        for _number in range(3):
            make.ticket(worker, place.station, lively.service, answered=True)
    for only in ("", "yes", "no"):
        found = opened(admin, "on_time", only=only)
        every = [row.cells[0].value for row in found.listing.read(0, 100)]
        assert len(every) == len(set(every)) > 0
        for size in (1, 2, 5):
            pages_of = [
                found.listing.read(begin, begin + size) for begin in range(0, len(every) + size, size)
            ]
            assert [row.cells[0].value for some in pages_of for row in some] == every
    assert len({row.code for row in opened(admin, "on_time").every_row()}) > 1
