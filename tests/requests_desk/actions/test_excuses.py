"""Excused is not missed: somebody rang afterwards, and the desk may take it back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from requests_desk.actions.excuses import excuse, unexcuse
from requests_desk.actions.line import NotExpected, check_in
from requests_desk.actions.visits import DayUsedUp, VisitFixed, book, cancel, mark_missed
from requests_desk.models import Slot, Ticket, Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

LATER = make.at(1, 11)  # the visit was for ten
NEXT_DAY = make.at(2, 9)


def kinds(visit: Visit) -> list[str]:
    return list(visit.events.order_by("pk").values_list("kind", flat=True))


def test_the_same_day_before_the_night_has_noted_it(visit: Visit, desk: Worker) -> None:
    assert excuse(visit=visit, worker=desk, at=LATER, said_by="女儿").state == Visit.State.EXCUSED
    visit.refresh_from_db()
    assert (visit.excused_by, kinds(visit)) == ("女儿", ["booked", "excused"])
    event = visit.events.last()
    assert event is not None
    assert (event.actor, event.data) == (desk, {"was": "booked"})  # ids and codes, no names
    assert mark_missed(at=NEXT_DAY) == 0, "an excused visit is no missed one"
    visit.refresh_from_db()
    assert visit.state == Visit.State.EXCUSED


def test_days_afterwards_a_missed_one_becomes_excused(visit: Visit, desk: Worker) -> None:
    mark_missed(at=NEXT_DAY)
    visit.refresh_from_db()
    assert visit.state == Visit.State.NO_SHOW
    excuse(visit=visit, worker=desk, at=NEXT_DAY)
    assert not Visit.objects.filter(state=Visit.State.NO_SHOW).exists()
    assert kinds(visit) == ["booked", "no_show", "excused"]


def test_twice_is_once(visit: Visit, desk: Worker) -> None:
    for _press in range(2):
        excuse(visit=visit, worker=desk, at=LATER, said_by="女儿")
    assert kinds(visit) == ["booked", "excused"]
    for _press in range(2):
        unexcuse(visit=visit, worker=desk, at=LATER)
    assert kinds(visit) == ["booked", "excused", "not_excused"]


def test_taken_back_on_its_day_it_is_expected_again(visit: Visit, desk: Worker) -> None:
    excuse(visit=visit, worker=desk, at=LATER, said_by="女儿")
    with pytest.raises(NotExpected):
        check_in(visit=visit, worker=desk, at=LATER)
    unexcuse(visit=visit, worker=desk, at=LATER)
    visit.refresh_from_db()
    assert (visit.state, visit.excused_by) == (Visit.State.BOOKED, "")
    check_in(visit=visit, worker=desk, at=LATER)
    assert Ticket.objects.get().visit == visit


def test_taken_back_on_a_later_day_it_was_missed(visit: Visit, desk: Worker) -> None:
    excuse(visit=visit, worker=desk, at=LATER)
    assert unexcuse(visit=visit, worker=desk, at=NEXT_DAY).state == Visit.State.NO_SHOW


def test_places_and_the_two_a_day_are_as_for_a_missed_one(place: Place, desk: Worker) -> None:
    """The place was kept until its time; afterwards neither state uses up the phone's day."""
    first, second = (make.visit(place.item, make.at(0, hour)) for hour in (11, 12))
    contact = {"item": place.item, "place": "x", "name": "王小明", "phone": first.phone}
    with pytest.raises(DayUsedUp):
        book(slot=make.slot(place.item, make.at(0, 16)), key="k1", at=make.NOW, **contact)
    excuse(visit=first, worker=desk, at=make.at(0, 11, 30))
    assert Slot.objects.get(pk=first.slot_id).booked == 1
    book(slot=make.slot(place.item, make.at(0, 16)), key="k2", at=make.at(0, 11, 30), **contact)
    with pytest.raises(DayUsedUp):
        book(slot=make.slot(place.item, make.at(0, 17)), key="k3", at=make.at(0, 11, 30), **contact)
    assert second.state == Visit.State.BOOKED


@pytest.mark.parametrize(("minutes", "may"), [(-1, False), (0, True)])
def test_before_it_has_begun_it_is_cancelled_instead(
    visit: Visit, desk: Worker, minutes: int, may: bool
) -> None:
    at = visit.starts_at + timedelta(minutes=minutes)
    if may:
        excuse(visit=visit, worker=desk, at=at)
        return
    with pytest.raises(VisitFixed):
        excuse(visit=visit, worker=desk, at=at)
    assert cancel(visit=visit, at=at, actor=desk).state == Visit.State.CANCELLED


@pytest.mark.parametrize("state", [Visit.State.CAME, Visit.State.CANCELLED])
def test_who_came_or_cancelled_needs_no_excuse(visit: Visit, desk: Worker, state: str) -> None:
    Visit.objects.update(state=state)
    for act in (excuse, unexcuse):
        with pytest.raises(VisitFixed):
            act(visit=visit, worker=desk, at=LATER)
    assert kinds(visit) == ["booked"]


def test_nobody_new_is_named_on_a_visit_whose_names_are_erased(visit: Visit, desk: Worker) -> None:
    Visit.objects.update(state=Visit.State.NO_SHOW, erased_at=LATER)
    with pytest.raises(VisitFixed):
        excuse(visit=visit, worker=desk, at=LATER, said_by="女儿")


def test_another_desk_excuses_nobody(visit: Visit, stranger: Worker) -> None:
    for act in (excuse, unexcuse):
        with pytest.raises(NotAllowed):
            act(visit=visit, worker=stranger, at=LATER)


@pytest.mark.parametrize("state", [Visit.State.BOOKED, Visit.State.NO_SHOW])
def test_the_database_keeps_an_excuser_with_an_excused_visit_only(visit: Visit, state: str) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Visit.objects.update(state=state, excused_by="女儿")
