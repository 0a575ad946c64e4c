"""The call list: whom to ring, the number once, told."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.common.context import is_demo
from requests_desk.actions.visits import call_off
from requests_desk.models import Message, Reveal, Slot, Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]
CALLS = "/desk/calls/"


@staged
def message(visit: Visit, desk: Worker) -> Message:
    call_off(visit=visit, at=make.NOW, actor=desk)
    return Message.objects.to_call().get()


def test_the_number_once_and_then_told(message: Message, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert message.visit.phone not in client.get(CALLS).content.decode()
    shown = client.post(reverse("desk:call_reveal", args=[message.pk])).content.decode()
    assert message.visit.phone in shown
    assert message.visit.name in shown
    assert Reveal.objects.get().reason == "call_back"
    assert message.visit.phone not in client.get(CALLS).content.decode()
    client.post(reverse("desk:call_done", args=[message.pk]))
    message.refresh_from_db()
    assert (message.state, message.done_by) == ("done", desk)
    assert client.get(CALLS).context["page"].rows == []


def test_two_who_ring_are_counted_once(message: Message, desk: Worker, colleague: Worker, as_: As) -> None:
    done = reverse("desk:call_done", args=[message.pk])
    as_(colleague).post(done)
    client = as_(desk)
    client.post(done)
    (said,) = client.get(CALLS).context["messages"]
    assert said.level_tag == "warning"
    message.refresh_from_db()
    assert message.done_by == colleague


@pytest.mark.parametrize("rows", [1, 15])
def test_statements_do_not_grow_with_the_rows(place: Place, desk: Worker, as_: As, rows: int) -> None:
    Slot.objects.update(capacity=100)
    for _n in range(rows):
        call_off(visit=make.visit(place.item), at=make.NOW, actor=desk)
    client = as_(desk)
    is_demo()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(CALLS)
    assert len(page.context["page"].rows) == rows
    assert len(queries) <= 5
