"""The book of figures: what it keeps is what was counted, and a summary is always the plain count."""

import random
from collections import Counter
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.common.errors import PortalError
from requests_desk.actions.opinions import say
from requests_desk.actions.review import keep_review, parent_of, sum_ticket_days, thin_review
from requests_desk.actions.review_counts import Counted, count
from requests_desk.actions.review_sets import Area
from requests_desk.actions.ticket_links import merge
from requests_desk.actions.tickets import answer, close, close_silent, reopen
from requests_desk.actions.undo import undo
from requests_desk.models import EstateReach, ReviewDay, Ticket, TicketDay, TicketMark
from requests_desk.rules.review import NEWER, added
from stations.actions.walking import measure_way
from stations.models import Post, Skill, WalkingTime, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db


def counted(place: Place) -> Counted:
    return next(one for one in count(Area((place.committee.code,)), at=timezone.now()))


def plainly(place: Place) -> Counted:
    """The same without any summary."""
    TicketMark.objects.all().delete()
    TicketDay.objects.all().delete()
    return counted(place)


def later(clock: time_machine.Traveller, **by: int) -> None:
    clock.shift(timedelta(**by))


@pytest.mark.usefixtures("other_place")
def test_four_statements_for_one_committee_and_for_all(place: Place) -> None:
    for area in (Area((place.committee.code,)), Area(None)):
        with CaptureQueriesContext(connection) as queries:
            count(area, at=make.NOW)
        assert len(queries) == 4


def test_tickets_summed_up_are_the_plain_count(
    place: Place, desk: Worker, clock: time_machine.Traveller
) -> None:
    for _number in range(3):
        make.ticket(desk, place.station, place.service, answered=True)
    make.ticket(desk, place.station, place.service)
    later(clock, days=1)
    assert sum_ticket_days(at=timezone.now()) == 1
    assert TicketDay.objects.get().came == 4
    assert counted(place).counts["came"] == 4
    assert counted(place).counts == plainly(place).counts


def test_a_day_touched_later_is_counted_anew(
    place: Place, desk: Worker, clock: time_machine.Traveller
) -> None:
    one = make.ticket(desk, place.station, place.service)
    later(clock, hours=1)
    sum_ticket_days(at=timezone.now())
    assert counted(place).counts["answered"] == 0
    answer(ticket=one, worker=desk, at=timezone.now(), text="办好了")
    assert counted(place).counts["answered"] == 1
    assert counted(place).counts == plainly(place).counts


def test_a_change_without_an_event_is_not_seen_before_everything_is_summed_up(
    place: Place, desk: Worker, clock: time_machine.Traveller
) -> None:
    """The control: what is summed up is really read."""
    one = make.ticket(desk, place.station, place.service, answered=True)
    later(clock, hours=1)
    sum_ticket_days(at=timezone.now())
    Ticket.objects.filter(pk=one.pk).update(on_the_spot=not one.on_the_spot)
    before = counted(place).counts["spot"]
    sum_ticket_days(at=timezone.now(), everything=True)
    assert counted(place).counts["spot"] != before


STEPS = ("log", "answer", "answer", "close", "reopen", "merge", "undo", "say", "say", "silence", "sum up")


def take(step: str, one: Ticket, other: Ticket, place: Place, desk: Worker, at: datetime) -> None:
    """Take one step; what is not allowed raises PortalError."""
    match step:
        case "log":
            make.ticket(desk, place.station, place.service, at=at, answered=at.minute % 2 == 0)
        case "answer":
            answer(ticket=one, worker=desk, at=at, text="办好了")
        case "close":
            close(ticket=one, worker=desk, at=at)
        case "reopen":
            reopen(ticket=one, worker=desk, at=at, text="还没好")
        case "merge":
            merge(double=one, main=other, worker=desk, at=at)
        case "undo":
            undo(ticket=one, worker=desk, at=at)
        case "say":
            say(ticket=one, score=1 + at.minute % 3, text="", at=at)
        case "silence":
            close_silent(at=at)
        case "sum up":
            sum_ticket_days(at=at)


@pytest.mark.parametrize("seed", range(4))
def test_at_any_moment_the_sum_is_the_plain_count(
    place: Place, desk: Worker, clock: time_machine.Traveller, seed: int
) -> None:
    dice, done = random.Random(seed), Counter[str]()
    for _number in range(3):
        make.ticket(desk, place.station, place.service)
    for _number in range(80):
        clock.shift(timedelta(minutes=dice.choice((1, 1, 7, 30, 600, 1500))))
        name, (one, other) = dice.choice(STEPS), dice.sample(list(Ticket.objects.all()), 2)
        try:
            with transaction.atomic():
                take(name, one, other, place, desk, timezone.now())
            done[name] += 1
        except PortalError:
            continue
        summed = counted(place).counts
        with transaction.atomic():
            plain = plainly(place).counts
            transaction.set_rollback(True)
        assert summed == plain, name
    assert TicketDay.objects.exists()
    assert {"log", "answer", "say", "sum up"} <= set(done), done


def test_what_happened_in_the_last_ten_minutes_is_not_taken_for_settled(place: Place, desk: Worker) -> None:
    make.ticket(desk, place.station, place.service, answered=True)
    sum_ticket_days(at=timezone.now())
    assert TicketMark.objects.get().event == 0
    assert counted(place).counts["came"] == 1


def test_tickets_older_than_ninety_days_do_not_count(
    place: Place, desk: Worker, clock: time_machine.Traveller
) -> None:
    make.ticket(desk, place.station, place.service, answered=True)
    later(clock, days=89)
    assert counted(place).counts["came"] == 1
    later(clock, days=1)
    assert counted(place).counts["came"] == 0
    sum_ticket_days(at=timezone.now())
    assert counted(place).counts["came"] == 0


def test_the_book_holds_every_area_and_their_sums(place: Place, other_place: Place, far_place: Place) -> None:
    assert keep_review(at=make.NOW) == 3 + 2 + 1 + 1 + 1  # committees, streets, district, city, all
    pages = {page.code: page for page in ReviewDay.objects.all()}
    for code, page in pages.items():
        below = [one.counts for one in pages.values() if one.parent == code and one.code]
        assert len(code) == 12 or added(below) == page.counts
        assert page.day == make.TODAY
    assert pages[""].counts["committees"] == 3
    assert pages[place.committee.code].counts == {
        name: number for name, number in counted(place).counts.items() if number or name in NEWER
    }
    assert {other_place.committee.code, far_place.committee.code} < set(pages)


def test_twice_a_day_is_once(place: Place, desk: Worker) -> None:
    keep_review(at=make.NOW)
    make.estate(place.committee, "后来的小区", households=70)
    assert keep_review(at=make.NOW) == 0
    kept = ReviewDay.objects.get(code=place.committee.code).counts["estates"]
    assert keep_review(at=make.NOW, again=True) > 0
    assert ReviewDay.objects.get(code=place.committee.code).counts["estates"] == kept + 1


def test_the_reach_of_an_estate_is_kept_from_change_to_change(
    place: Place, clock: time_machine.Traveller
) -> None:
    WalkingTime.objects.all().delete()
    keep_review(at=timezone.now())
    later(clock, days=1)
    keep_review(at=timezone.now())
    assert EstateReach.objects.get(estate=place.estate).until is None
    later(clock, days=1)
    site = place.station.sites.get()
    measure_way(estate=place.estate, site=site, minutes=7, source="量过")
    keep_review(at=timezone.now())
    first, second = EstateReach.objects.filter(estate=place.estate)
    assert (first.minutes, first.until) == (None, make.at(1).date())
    assert (second.minutes, second.since, second.until) == (7, make.at(2).date(), None)
    measure_way(estate=place.estate, site=site, minutes=9, source="又量过")
    keep_review(at=timezone.now(), again=True)
    assert [row.minutes for row in EstateReach.objects.filter(estate=place.estate)] == [None, 9]


def test_old_pages_are_thinned_to_the_last_of_each_month(place: Place) -> None:
    for back in (10, 399, 430, 431, 432, 470):
        ReviewDay.objects.create(code="", day=make.at(-back).date(), counted_at=make.NOW)
    dropped = thin_review(at=make.NOW)
    kept = {(make.TODAY - page.day).days for page in ReviewDay.objects.all()}
    old = {430, 431, 432, 470}
    months = {(make.at(-back).date().year, make.at(-back).date().month) for back in old}
    assert {10, 399} <= kept
    assert len(kept & old) == len(months)
    assert dropped == len(old) - len(months)
    assert thin_review(at=make.NOW) == 0


def test_a_matter_hangs_on_the_one_who_is_here_today(place: Place, desk: Worker, colleague: Worker) -> None:
    Skill.objects.create(worker=desk, matter=place.service, level="knows", noted_on=make.TODAY)
    assert counted(place).counts["alone"] == 1
    one = Skill.objects.create(worker=colleague, matter=place.service, level="knows", noted_on=make.TODAY)
    assert counted(place).counts["alone"] == 0
    Post.objects.filter(worker=colleague).update(until=make.at(-1).date())
    assert counted(place).counts["alone"] == 1
    one.delete()
    Post.objects.filter(worker=desk).update(until=make.at(-1).date())
    assert counted(place).counts["alone"] == 0


def test_the_area_above() -> None:
    assert [parent_of(code) for code in ("310107005013", "310107005", "310107", "3101", "")] == [
        "310107005", "310107", "3101", "", "",
    ]  # fmt: skip
