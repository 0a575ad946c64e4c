"""The public's page of the book: the officials' figures, and of the desk nothing that points at anybody."""

from datetime import timedelta

import pytest
import time_machine
from django.http import Http404
from django.utils import timezone

from portal import public_coverage
from portal.public_coverage import PUBLIC, Line, Page, Told, ordered, page_of
from requests_desk.actions.review import keep_review
from requests_desk.actions.review_counts import count
from requests_desk.actions.review_sets import Area
from requests_desk.models import ReviewDay
from requests_desk.rules.review import BY_KEY, FIGURES, added
from stations.models import Programme, Relocation, Site, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def lively(place: Place, other_place: Place, desk: Worker) -> Place:
    """A street with one committee that has moved and one whose day has passed; eleven answers at the first."""
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on="2026-01-01")
    Relocation.objects.create(programme=programme, committee=place.committee, due_on="2026-12-31")
    Relocation.objects.create(
        programme=programme, committee=other_place.committee, due_on="2026-11-01", delay_reason="等门面"
    )
    Site.objects.filter(station=place.station).update(used_from="2026-05-01")
    for _number in range(11):
        make.ticket(desk, place.station, place.service, answered=True)
    return place


def told_now(code: str) -> Page:
    return page_of(code, on=timezone.localdate(), now=timezone.now())


@pytest.mark.parametrize("kept", [True, False])
def test_every_public_figure_is_the_plain_count(kept: bool, lively: Place) -> None:
    if kept:
        keep_review(at=make.NOW)
    for code in ("", lively.subdistrict.code[:4], lively.subdistrict.code[:6], lively.subdistrict.code):
        counts = added(one.counts for one in count(Area((code,)), at=make.NOW))
        page = told_now(code)
        for figure in PUBLIC:
            assert page.told(figure.key).value == figure.value(counts), figure.key
    lines = {line.code: line for line in told_now(lively.subdistrict.code).lines}
    for one in count(Area((lively.subdistrict.code,)), at=make.NOW):
        for figure in PUBLIC:
            assert lines[one.committee.code].told(figure.key).value == figure.value(one.counts)


def test_the_page_is_the_books_and_not_counted_anew(lively: Place) -> None:
    """The control: what changes after the night is not seen before the next."""
    keep_review(at=make.NOW)
    before = told_now("").told("stations").value.part
    lively.station.status = "closed"
    lively.station.save()
    assert told_now("").told("stations").value.part == before
    ReviewDay.objects.all().delete()
    assert told_now("").told("stations").value.part == before - 1


def test_what_is_listed_below_each_area(lively: Place, far_place: Place) -> None:
    keep_review(at=make.NOW)
    street, district = lively.subdistrict.code, lively.subdistrict.code[:6]
    assert [line.code for line in told_now("").lines] == [district]
    assert [line.code for line in told_now(district[:4]).lines] == [district]
    streets = [line.code for line in told_now(district).lines]
    assert streets == sorted({street, far_place.subdistrict.code})
    assert [line.code[:9] for line in told_now(street).lines] == [street] * 2


def test_a_land_of_many_districts_is_listed_by_its_cities(
    lively: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep_review(at=make.NOW)
    monkeypatch.setattr(public_coverage, "MOST_DISTRICTS", 0)
    assert [line.code for line in told_now("").lines] == [lively.subdistrict.code[:4]]


def test_how_a_move_stands_is_told_with_its_day(lively: Place, other_place: Place) -> None:
    keep_review(at=make.NOW)
    lines = {line.code: line.move for line in told_now(lively.subdistrict.code).lines}
    moved, passed = lines[lively.committee.code], lines[other_place.committee.code]
    assert moved is not None
    assert moved.moved
    assert f"{moved.moved_on}" == "2026-05-01"
    assert passed is not None
    assert (passed.standing, f"{passed.planned_for}", passed.reason) == ("late", "2026-11-01", "等门面")


def test_a_committee_in_no_programme_has_no_date_to_pass(place: Place) -> None:
    keep_review(at=make.NOW)
    (line,) = told_now(place.subdistrict.code).lines
    assert line.move is not None
    assert not line.move.in_programme
    assert line.move.kind == "off"


def test_the_change_since_a_month_ago(lively: Place, clock: time_machine.Traveller) -> None:
    keep_review(at=make.NOW)
    assert told_now("").told("stations").change is None
    clock.shift(timedelta(days=29))
    make.station(lively.committee, slug="more", name="又一处", kind="satellite")
    keep_review(at=timezone.now())
    assert told_now("").before is None
    clock.shift(timedelta(days=1))
    keep_review(at=timezone.now())
    page = told_now("")
    assert page.before_day == make.TODAY
    assert page.told("stations").change == 1
    assert page.told("moved").more == 0


def test_an_earlier_day_shows_the_nearest_page_before_it(
    lively: Place, clock: time_machine.Traveller
) -> None:
    keep_review(at=make.NOW)
    clock.shift(timedelta(days=20))
    keep_review(at=timezone.now())
    today = timezone.localdate()
    page = page_of(lively.subdistrict.code, on=today - timedelta(days=3), now=timezone.now())
    assert page.day == make.TODAY
    assert page.past
    moves = [line.move for line in page.lines if line.move]
    assert {move.standing for move in moves} == {"moved", "late"}
    # What is planned now was not yet known then.
    assert not any(move.moved_on or move.planned_for or move.reason for move in moves)
    assert page_of("", on=make.TODAY - timedelta(days=1), now=timezone.now()).counts is None


def test_without_a_book_little_is_counted_now_and_much_tonight(
    lively: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert told_now("").counts
    monkeypatch.setattr(public_coverage, "LIVE_MOST", 1)
    assert told_now("").counts is None
    assert told_now(lively.subdistrict.code).counts is None
    keep_review(at=make.NOW)
    assert told_now("").counts


def test_what_is_no_area_is_not_found(lively: Place) -> None:
    for _both in range(2):
        for code in ("1111", "111111", "111111111"):
            for on in (make.TODAY, make.TODAY - timedelta(days=400)):
                with pytest.raises(Http404):
                    page_of(code, on=on, now=make.NOW)
        keep_review(at=make.NOW)


def test_an_area_that_the_register_has_lost_keeps_its_page(lively: Place) -> None:
    keep_review(at=make.NOW)
    ReviewDay.objects.filter(code=lively.subdistrict.code).update(code="888888888")
    assert told_now("888888888").name == "888888888"


# Small numbers -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("answered", "told"), [(0, None), (9, None), (10, 90), (11, 91)])
def test_too_few_answers_tell_nothing(answered: int, told: int | None) -> None:
    counts = {"answered": answered, "on_time": max(0, answered - 1)}
    figure = Told(BY_KEY["on_time"].value(counts))
    assert figure.number == told
    assert figure.too_few == (told is None)


def test_neither_is_a_change_told_from_too_few() -> None:
    on_time = BY_KEY["on_time"]
    few, many = on_time.value({"answered": 9, "on_time": 1}), on_time.value({"answered": 20, "on_time": 10})
    assert Told(many, few).change is None
    assert Told(few, many).change is None
    assert Told(many, on_time.value({"answered": 10, "on_time": 4})).change == 10


def test_the_committee_with_eleven_answers_has_a_share_and_the_other_none(
    lively: Place, other_place: Place
) -> None:
    keep_review(at=make.NOW)
    lines = {line.code: line for line in told_now(lively.subdistrict.code).lines}
    assert lines[lively.committee.code].told("on_time").number == 100
    assert lines[other_place.committee.code].told("on_time").too_few


def test_of_the_desk_only_the_share_on_time_is_public() -> None:
    """Whoever marks a further figure of tickets or workers as public looks at this page first."""
    desk = {"tickets", "running", "posts", "matters"}
    assert {figure.key for figure in FIGURES if figure.rows in desk and figure.public} == {"on_time"}


# Order ---------------------------------------------------------------------------------------------


def test_lines_are_ordered_and_what_is_not_known_comes_last() -> None:
    shares = {"a": (1, 2), "b": (0, 0), "c": (1, 4), "d": (4, 4)}
    lines = [Line(code, {"h15": part, "households": whole}) for code, (part, whole) in shares.items()]

    def codes(sort: str) -> str:
        return "".join(line.code for line in ordered(lines, sort))

    assert codes("households_15") == "cadb"
    assert codes("-households_15") == "dacb"
    assert codes("code") == "abcd"
    assert codes("-code") == "dcba"
    assert codes("nonsense") == codes("overdue") == codes("") == "abcd"
