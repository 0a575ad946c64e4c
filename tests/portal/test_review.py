"""The coverage review's pages: live and from the book, of one's own area, beside a month ago and the area above."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from portal import review as pages
from portal.review import NotCounted, Page, Shown, areas_of, review
from requests_desk.actions.review import keep_review
from requests_desk.models import ReviewDay
from requests_desk.rules.review import FIGURES, NEWER
from stations.actions.walking import measure_way
from stations.admin.official import Official
from stations.models import Committee, Division, Programme, Relocation, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


def official(worker: Worker) -> Official:
    return Official(worker.pk, worker.load_scope(on=make.TODAY))


def page_of(worker: Worker, code: str = "", **more: Any) -> Page:
    return review(official(worker), code, at=timezone.now(), **more)


def figures(page: Page) -> dict[str, tuple[int, int]]:
    return {one.key: (one.value(page.counts).part, one.value(page.counts).whole) for one in FIGURES}


def test_each_level_adds_up_what_lies_below(
    place: Place, other_place: Place, far_place: Place, admin: Worker
) -> None:
    for code in ("", place.committee.code[:4], place.committee.code[:6], place.committee.code[:9]):
        page = page_of(admin, code)
        assert page.here.code == code
        assert sum(line.counts["households"] for line in page.lines) == page.counts["households"] > 0
    assert [line.code for line in page.lines] == [place.committee.code, other_place.committee.code]
    assert page.lines[0].counted is not None
    whole = page_of(admin, place.committee.code[:6], each="committee")
    assert far_place.committee.code in [line.code for line in whole.lines]


def test_a_committees_page_lists_its_estates(place: Place, street: Worker) -> None:
    page = page_of(street, place.committee.code)
    assert [(one.pk, one.walk[0]) for one in page.estates] == [(place.estate.pk, 300)]
    assert [crumb.code for crumb in page.crumbs] == ["", place.subdistrict.code, place.committee.code]


def test_an_official_of_one_area_begins_there(place: Place, street: Worker) -> None:
    page = page_of(street)
    assert page.here.code == place.subdistrict.code
    assert [line.code for line in page.lines] == [place.committee.code]


def test_of_two_areas_each_is_a_line_and_nothing_is_counted_twice(
    place: Place, far_place: Place, street: Worker
) -> None:
    make.post(street, "subdistrict", far_place.subdistrict)
    page = page_of(street)
    assert [line.code for line in page.lines] == [place.subdistrict.code, far_place.subdistrict.code]
    assert page.counts["committees"] == 2
    make.post(street, "district", place.subdistrict.parent)
    assert areas_of(official(street), "") == (place.subdistrict.parent.code,)


def test_an_area_the_register_does_not_have(place: Place, admin: Worker) -> None:
    for code, error in (
        ("9999", Division.DoesNotExist),
        ("990199", Division.DoesNotExist),
        (place.subdistrict.code + "999", Committee.DoesNotExist),
    ):
        with pytest.raises(error):
            page_of(admin, code)


def test_an_area_without_committees_is_empty(place: Place, admin: Worker) -> None:
    bare = make.subdistrict(7)
    page = page_of(admin, bare.code)
    assert (page.here.label, page.lines, page.counts.get("registered", 0)) == (bare.label, [], 0)


def test_as_of_a_past_day_is_what_the_page_showed_that_day(
    place: Place, other_place: Place, admin: Worker, desk: Worker, clock: time_machine.Traveller
) -> None:
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on="2026-01-01")
    Relocation.objects.create(programme=programme, committee=place.committee, due_on="2026-11-20")
    make.ticket(desk, place.station, place.service, answered=True)
    codes = ["", *(place.committee.code[:digits] for digits in (4, 6, 9, 12))]
    shown = {code: page_of(admin, code) for code in codes}
    keep_review(at=timezone.now())
    day = timezone.localdate()

    clock.shift(timedelta(days=10))  # the plan is late now, a household more, another way, another ticket
    make.ticket(desk, place.station, place.service, at=timezone.now())
    make.estate(place.committee, "新小区", households=77)
    measure_way(estate=place.estate, site=place.station.sites.get(), minutes=29, source="量过")
    keep_review(at=timezone.now())

    for code in codes:
        then, now = page_of(admin, code, on=day), page_of(admin, code)
        assert then.on == day
        assert figures(then) == figures(shown[code]) != figures(now)
        assert [line.code for line in then.lines] == [line.code for line in shown[code].lines]
        assert [line.counts["households"] for line in then.lines] == [
            line.counts["households"] for line in shown[code].lines
        ]
        assert then.estates == shown[code].estates
    assert page_of(admin, place.committee.code, on=day).lines == []
    standings = [line.standing for line in page_of(admin, codes[3], on=day).lines]
    assert (
        standings
        == [line.standing for line in shown[codes[3]].lines]
        != [line.standing for line in page_of(admin, codes[3]).lines]
    )


def test_between_two_nights_the_earlier_one_counts(
    place: Place, admin: Worker, clock: time_machine.Traveller
) -> None:
    keep_review(at=timezone.now())
    clock.shift(timedelta(days=4))
    keep_review(at=timezone.now())
    assert page_of(admin, on=make.at(3).date()).on == make.TODAY


@pytest.mark.parametrize("back", [1, 31])
def test_before_the_first_night_nothing_is_made_up(place: Place, admin: Worker, back: int) -> None:
    keep_review(at=make.NOW)
    with pytest.raises(NotCounted) as none:
        page_of(admin, place.subdistrict.code, on=make.at(-back).date())
    assert none.value.crumbs[-1].label == place.subdistrict.label


def test_a_page_of_the_book_that_is_too_old_is_no_page(place: Place, admin: Worker) -> None:
    keep_review(at=make.NOW)
    with pytest.raises(NotCounted):
        page_of(admin, on=make.at(31).date())
    assert page_of(admin, on=make.at(29).date()).on == make.TODAY


def test_beside_a_month_ago(place: Place, street: Worker, clock: time_machine.Traveller) -> None:
    keep_review(at=timezone.now())
    assert page_of(street).before is None
    clock.shift(timedelta(days=30))
    make.estate(place.committee, "新小区", households=100, lat=None, lon=None)
    page = page_of(street)
    assert page.earlier == make.TODAY
    shown = {one.figure.key: one for _words, group in page.groups for one in group}
    assert (shown["beyond"].change, shown["beyond"].verdict) == (100, "worse")
    assert (shown["households_15"].change, shown["households_15"].verdict) == (-25, "worse")
    assert (shown["committees"].change, shown["committees"].verdict) == (0, "")


def test_what_a_night_did_not_count_yet_is_not_known_and_never_zero(
    place: Place, admin: Worker, clock: time_machine.Traveller
) -> None:
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on="2026-01-01")
    Relocation.objects.create(programme=programme, committee=place.committee)
    keep_review(at=timezone.now())
    clock.shift(timedelta(days=31))
    codes = [place.committee.code[:digits] for digits in (0, 4, 6, 9, 12)]

    def told(on: date | None = None) -> list[dict[str, Shown]]:
        pages = [page_of(admin, code, on=on) for code in codes]
        return [{one.figure.key: one for _words, some in page.groups for one in some} for page in pages]

    keys = [f"older_{when}_{minutes}" for when in ("before", "after") for minutes in (5, 10)]
    assert all(shown[key].value.known for shown in told(make.TODAY) for key in keys), "the control"
    assert all(shown[key].change is not None for shown in told() for key in keys)
    for one in ReviewDay.objects.all():
        one.counts = {name: number for name, number in one.counts.items() if name not in NEWER}
        one.save()
    for shown in told(make.TODAY):
        assert [(shown[key].value.percent, shown[key].value.kept) for key in keys] == [(None, False)] * 4
        assert shown["older_before_15"].value.known
    assert {shown[key].change for shown in told() for key in keys} == {None}


def test_every_figure_stands_on_a_page_once(place: Place, admin: Worker) -> None:
    shown = []
    for section in page_of(admin).sections:
        shown += [
            one.figure.key for circles in section.circles for _minutes, some in circles.lines for one in some
        ]
        shown += [one.figure.key for one in section.others]
    assert sorted(shown) == sorted(one.key for one in FIGURES)


def test_beside_the_area_above_only_what_is_public(
    place: Place, far_place: Place, street: Worker, admin: Worker
) -> None:
    keep_review(at=make.NOW)
    for worker, private in ((street, False), (admin, True)):
        page = page_of(worker, place.subdistrict.code)
        above = {one.figure.key for _words, group in page.groups for one in group if one.above is not None}
        assert "households_15" in above
        assert "beyond" not in above, "a sum says nothing beside a larger area's"
        assert ("spot" in above) is private


def test_a_large_area_is_read_from_the_book(
    place: Place, admin: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pages, "LIVE_MOST", 0)
    with pytest.raises(NotCounted):
        page_of(admin)
    keep_review(at=make.NOW)
    ReviewDay.objects.update(counted_at=make.at(0, 2))
    page = page_of(admin)
    assert (page.on, page.counted_at) == (date(2026, 11, 18), make.at(0, 2))
    assert page.counts["households"] == 300
    assert [line.code for line in page.lines] == [place.committee.code[:4]]
    each = page_of(admin, each="committee")
    assert [line.code for line in each.lines] == [place.committee.code], "all its committees at once"
