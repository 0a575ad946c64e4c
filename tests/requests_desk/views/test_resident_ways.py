"""Whole ways of a resident through pages alone, in both languages: the browser shows the same in
tests/journeys, in one."""

import re

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from requests_desk.actions.tickets import answer
from requests_desk.models import Slot, Ticket, Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.views.test_booking import asked

pytestmark = [pytest.mark.django_db, pytest.mark.parametrize("start", ["", "/en"], ids=["zh", "en"])]


def text(response: HttpResponse) -> str:
    assert response.status_code == 200
    return response.content.decode()


def says(start: str, chinese: str, english: str) -> str:
    return english if start else chinese


def test_booked_for_somebody_else_moved_cancelled_and_taken_back(
    client: Client, place: Place, start: str
) -> None:
    address = f"{start}/stations/{place.station.slug}/book/"
    form = asked(client, address, place, make.slot(place.item), green=1) | {"on_behalf": "on", "green": "on"}
    shown = text(client.post(address, form, follow=True))
    visit = Visit.objects.get()
    assert (visit.on_behalf, visit.green, visit.state) == (True, True, Visit.State.BOOKED)
    assert visit.language == says(start, "zh-hans", "en")
    link = f"{start}{visit.get_absolute_url()}"
    other = Slot.objects.get(station=place.station, item=None, starts_at=make.at(2, 14))
    for step, typed in (("move/", {"slot": other.pk}), ("cancel/", {}), ("undo/", {})):
        assert f'"{link}{step}"' in shown  # the page before has the way to it
        assert client.get(link + step).status_code in (200, 302)
        shown = text(client.post(link + step, typed, follow=True))
    assert says(start, "您的预约已恢复", "Your visit stands again") in shown
    visit.refresh_from_db()
    assert (visit.state, visit.starts_at, visit.sequence) == (Visit.State.BOOKED, make.at(2, 14), 3)


def test_the_held_place_is_for_the_green_lane(client: Client, place: Place, start: str) -> None:
    """Two places, one held: an ordinary visit takes the other, and then only a green one finds room."""
    slot = make.slot(place.item, make.at(2))
    make.visit(place.item, make.at(2), phone="13900001111")
    address = f"{start}/stations/{place.station.slug}/book/"
    times = {"item": place.item.pk, "day": "2026-11-20"}
    free = re.compile(rf'value="{slot.pk}"(?! disabled)')
    assert not free.search(text(client.get(address, times)))
    assert free.search(text(client.get(address, {**times, "green": 1})))
    form = asked(client, address, place, slot, green=1)
    refused = client.post(address, form)  # the tick was taken away again
    assert refused.status_code == 409
    assert client.post(address, {**form, "green": "on"}).status_code == 302
    slot.refresh_from_db()
    assert (slot.booked, slot.booked_green) == (2, 1)


def test_a_time_that_fills_up_meanwhile_offers_the_next(client: Client, place: Place, start: str) -> None:
    slot = make.slot(place.item)
    address = f"{start}/stations/{place.station.slug}/book/"
    form = asked(client, address, place, slot) | {"on_behalf": "on"}
    for green in (False, True):
        make.visit(place.item, phone="13900001111", green=green)
    full = client.post(address, form)
    assert full.status_code == 409
    page = full.content.decode()
    offers = re.findall(r'type="radio" name="slot" value="(\d+)"', page)
    assert len(offers) == 3
    assert 'value="王小明"' in page
    chosen = Slot.objects.get(pk=offers[0])
    assert chosen.starts_at == make.at(1, 10, 30)
    assert client.post(address, {**form, "slot": chosen.pk}).status_code == 302
    visit = Visit.objects.get(phone="13812341234")
    assert (visit.slot, visit.on_behalf) == (chosen, True)


def test_followed_not_solved_opened_again_solved_and_rated(
    client: Client, place: Place, desk: Worker, clock: time_machine.Traveller, start: str
) -> None:
    ticket = make.ticket(desk, place.station, place.service)
    answer(ticket=ticket, worker=desk, at=make.NOW, text="材料齐了")
    found = client.post(
        f"{start}/track/", {"reference": ticket.reference, "proof": "5678", "do": "find"}, follow=True
    )
    link = found.redirect_chain[-1][0]
    assert link == f"{start}/track/{ticket.token}/"
    assert "材料齐了" in text(found)
    reopened = text(client.post(link, {"do": "unsolved", "text": "窗口说还缺一份表"}, follow=True))
    assert "窗口说还缺一份表" in reopened
    ticket.refresh_from_db()
    assert (ticket.state, ticket.reopened, ticket.answered_at) == (Ticket.State.IN_PROGRESS, 1, None)
    assert 'value="solved"' not in reopened
    clock.move_to(make.at(1))
    answer(ticket=ticket, worker=desk, at=make.at(1), text="表已补上")
    assert 'value="solved"' in text(client.get(link))
    assert 'name="score"' in text(client.post(link, {"do": "solved"}, follow=True))
    last = text(client.post(link, {"do": "opinion", "score": "5", "text": "很好"}, follow=True))
    assert "很好" in last
    assert ticket.opinion.score == 5
    kinds = list(ticket.events.order_by("pk").values_list("kind", flat=True))
    assert kinds[-4:] == ["reopened", "answered", "closed", "rated"]
