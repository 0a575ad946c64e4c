"""Undo: for ten minutes who cancelled may take it back, if the place is still free; nobody else may."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse

from requests_desk.actions.messages import send_next
from requests_desk.actions.visits import call_off, cancel
from requests_desk.models import Slot, Visit, VisitEvent
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db

BUTTON = "Undo: I want to come"


@staged
def cancelled(visit: Visit) -> Visit:
    cancel(visit=visit, at=make.NOW)
    visit.refresh_from_db()
    return visit


def page_of(client: Client, visit: Visit) -> str:
    return client.get(f"/en{visit.get_absolute_url()}").content.decode()


def undo(client: Client, visit: Visit) -> int:
    return client.post("/en" + reverse("visit_undo", args=[visit.token])).status_code


def test_the_visit_stands_again(client: Client, cancelled: Visit) -> None:
    assert BUTTON in page_of(client, cancelled)
    answer = client.post("/en" + reverse("visit_undo", args=[cancelled.token]), follow=True)
    assert "Your visit stands again" in answer.content.decode()
    before = cancelled.sequence
    cancelled.refresh_from_db()
    assert (cancelled.state, cancelled.sequence) == (Visit.State.BOOKED, before + 1)
    assert Slot.objects.get(pk=cancelled.slot_id).booked == 1
    assert [event.kind for event in cancelled.events.order_by("pk")] == ["booked", "cancelled", "restored"]
    assert BUTTON not in page_of(client, cancelled)


def test_twice_is_once(client: Client, cancelled: Visit) -> None:
    assert [undo(client, cancelled), undo(client, cancelled)] == [302, 302]
    assert Slot.objects.get(pk=cancelled.slot_id).booked == 1
    assert cancelled.events.filter(kind=VisitEvent.Kind.RESTORED).count() == 1


@pytest.mark.parametrize(("minutes", "status"), [(10, 302), (11, 409)])
def test_for_ten_minutes(
    client: Client, cancelled: Visit, clock: time_machine.Traveller, minutes: int, status: int
) -> None:
    clock.shift(timedelta(minutes=minutes))
    assert (BUTTON in page_of(client, cancelled)) is (status == 302)
    assert undo(client, cancelled) == status


def test_a_place_that_is_gone_is_said_so(client: Client, cancelled: Visit) -> None:
    Slot.objects.filter(pk=cancelled.slot_id).update(capacity=0, held=0)
    answer = client.post("/en" + reverse("visit_undo", args=[cancelled.token]))
    assert answer.status_code == 409
    assert "This time is fully booked." in answer.content.decode()
    assert "Please book another time." in answer.content.decode()
    assert "next free times" not in answer.content.decode()  # there are none on this page
    assert "Book another visit" in answer.content.decode()
    cancelled.refresh_from_db()
    assert cancelled.state == Visit.State.CANCELLED


def test_what_the_desk_ended_stays_ended(client: Client, visit: Visit, desk: Worker) -> None:
    desk.load_scope(on=make.TODAY)
    call_off(visit=visit, at=make.NOW, actor=desk)
    assert BUTTON not in page_of(client, visit)
    assert undo(client, visit) == 409
    visit.refresh_from_db()
    assert visit.state == Visit.State.CANCELLED


def test_a_third_visit_of_the_day_is_none_by_undoing(client: Client, place: Place, cancelled: Visit) -> None:
    for hour in (13, 14):
        make.visit(place.item, make.at(1, hour))
    assert undo(client, cancelled) == 409
    cancelled.refresh_from_db()
    assert cancelled.state == Visit.State.CANCELLED


def test_the_letter_of_a_cancelling_that_was_undone_is_not_sent(client: Client, place: Place) -> None:
    visit = make.visit(place.item, email="w@example.cn")
    cancel(visit=visit, at=make.NOW)
    undo(client, visit)
    while send_next(at=make.NOW + timedelta(minutes=1)):
        pass
    assert len(mail.outbox) == 2  # booked; booked again
    assert not any("cancelled" in letter.subject or "取消" in letter.subject for letter in mail.outbox)


def test_an_address_typed_by_hand_changes_nothing(client: Client, cancelled: Visit) -> None:
    answer = client.get(reverse("visit_undo", args=[cancelled.token]))
    assert (answer.status_code, answer["Location"]) == (302, cancelled.get_absolute_url())
    cancelled.refresh_from_db()
    assert cancelled.state == Visit.State.CANCELLED


def test_another_link_undoes_nothing(
    client: Client, cancelled: Visit, stranger: Worker, as_: Callable[..., Client]
) -> None:
    for who in (client, as_(stranger)):
        wrong = reverse("visit_undo", args=["A" * len(cancelled.token)])
        assert who.post(wrong).status_code == 404
    cancelled.refresh_from_db()
    assert cancelled.state == Visit.State.CANCELLED
