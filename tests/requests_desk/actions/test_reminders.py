"""Reminders: each person who visits tomorrow once, in the morning, and nobody else."""

from datetime import timedelta

import pytest
from django.core import mail

from requests_desk.actions.messages import Delivery, Outcome, send_next
from requests_desk.actions.reminders import remind
from requests_desk.actions.visits import cancel, move
from requests_desk.models import Message, Visit
from tests import factories as make
from tests.cast import Place

DAYS_AGO = make.at(-3)
NIGHT, MORNING = make.at(0, 2), make.at(0, 9)


def booked(place: Place, day: int) -> Visit:
    visit = make.visit(place.item, make.at(day, 16), email="w@example.cn")
    Visit.objects.filter(pk=visit.pk).update(booked_at=DAYS_AGO)
    return visit


def reminded() -> list[int]:
    return list(Message.objects.filter(kind=Message.Kind.REMINDER).values_list("visit", flat=True))


def test_who_visits_tomorrow_is_told_once(place: Place) -> None:
    tomorrow = booked(place, 1)
    booked(place, 2)
    booked(place, 0)
    assert (remind(at=NIGHT), remind(at=NIGHT), remind(at=make.at(0, 23))) == (1, 0, 0)
    assert reminded() == [tomorrow.pk]


def test_it_goes_out_in_the_morning(place: Place) -> None:
    visit = booked(place, 1)
    remind(at=NIGHT)
    assert send_next(at=MORNING - timedelta(minutes=1)) is None
    assert send_next(at=MORNING) == Delivery(Outcome.SENT, in_doubt=False)
    (letter,) = mail.outbox
    assert visit.reference in letter.body
    assert f"/visits/{visit.token}/" in letter.body
    assert visit.name not in letter.subject


def test_run_late_it_goes_out_at_once(place: Place) -> None:
    booked(place, 1)
    remind(at=make.at(0, 15))
    assert send_next(at=make.at(0, 15)) is not None


@pytest.mark.parametrize(
    "fields", [{"email": ""}, {"state": Visit.State.CANCELLED}], ids=["no address", "cancelled"]
)
def test_who_is_not_told(place: Place, fields: dict[str, str]) -> None:
    visit = booked(place, 1)
    Visit.objects.filter(pk=visit.pk).update(**fields)
    assert remind(at=NIGHT) == 0
    Visit.objects.filter(pk=visit.pk).update(email="w@example.cn", state=Visit.State.BOOKED)
    assert remind(at=NIGHT) == 1  # the control: the same visit otherwise


def test_who_booked_today_has_just_been_told(place: Place) -> None:
    make.visit(place.item, email="w@example.cn")
    assert remind(at=make.at(0, 23)) == 0


def test_a_visit_cancelled_in_between_is_not_reminded_of(place: Place) -> None:
    visit = booked(place, 1)
    remind(at=NIGHT)
    cancel(visit=visit, at=make.at(0, 8))
    sent = []
    while (delivery := send_next(at=MORNING)) is not None:
        sent.append(delivery.outcome)
    assert sorted(outcome.value for outcome in sent) == ["dropped", "sent"]  # the reminder; the cancelling
    assert len(mail.outbox) == 1


def test_a_moved_visit_is_reminded_of_before_its_new_day(place: Place) -> None:
    visit = booked(place, 1)
    remind(at=NIGHT)
    move(visit=visit, slot=make.slot(place.item, make.at(3)), at=make.at(0, 8))
    while send_next(at=MORNING) is not None:
        pass
    assert [
        letter.subject for letter in mail.outbox if "明天" in letter.subject or "tomorrow" in letter.subject
    ] == []
    assert remind(at=make.at(2, 2)) == 1
    assert reminded() == [visit.pk, visit.pk]
