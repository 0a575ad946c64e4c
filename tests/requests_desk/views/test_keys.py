"""The page of keys names every key that a main page of the desk shows."""

import re
from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from requests_desk.views.keys import PAGES
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]


def test_every_key_shown_stands_in_the_list(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    for number in range(3):
        make.ticket(desk, place.station, place.service, to_line=number > 0)
    ticket = make.ticket(desk, place.station, place.service)
    pages = (
        (reverse("desk:board"), 0), (reverse("desk:ticket_new"), 1), (ticket.get_absolute_url(), 2),
        (reverse("desk:ticket_list"), 3), (reverse("desk:check_in"), 4), (reverse("desk:visit_list"), 6),
    )  # fmt: skip
    for address, number in pages:
        shown = re.findall(r'data-key="(.)"', client.get(address).content.decode())
        named = {key for key, _does in PAGES[number].keys} | set("1234567890")
        assert shown, address
        assert {key.upper() for key in shown} <= named, address


def test_it_is_linked_from_the_foot_and_open_to_officials(desk: Worker, street: Worker, as_: As) -> None:
    for worker in (desk, street):
        assert as_(worker).get("/desk/keys/").status_code == 200
    assert 'href="/desk/keys/"' in as_(desk).get(reverse("desk:board")).content.decode()
