"""The administration for those who hear it: axe finds nothing on its pages, and each field of a table has its name."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page

from stations.models import Worker
from tests import factories as make
from tests.browser import axe, sideways_overflow
from tests.cast import Place
from tests.every_page import on_one_database
from tests.inside import show
from tests.stations.admin.rows import url

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]


@on_one_database
@pytest.mark.journey
@pytest.mark.parametrize(
    ("language", "widths"), [("", (360, 1280)), ("/en", (1280,))], ids=["chinese", "english"]
)
def test_axe_finds_nothing(
    language: str,
    widths: tuple[int, ...],
    place: Place,
    desk: Worker,
    street: Worker,
    as_: SignIn,
    page: Page,
) -> None:
    ticket, estate = make.ticket(desk, place.station, place.service), place.estate
    pages = (
        "/admin/", "/admin/stations/", "/admin/personal-data/", url(estate, "changelist"), url(ticket, "changelist"),
        url(estate, "history", estate.pk), url(estate, "delete", estate.pk),
    )  # fmt: skip
    client = as_(street)
    for width in widths:
        page.set_viewport_size({"width": width, "height": 900})
        for address in pages:
            answer = client.get(language + address)
            assert answer.status_code == 200, address
            show(page, answer)
            assert (axe(page), sideways_overflow(page)) == ([], 0), (address, width)


def test_each_field_of_a_table_says_its_name(place: Place, street: Worker, as_: SignIn) -> None:
    place.estate.bodies.create(kind="owners", name="业委会")
    said = as_(street).get(url(place.estate, "change", place.estate.pk)).content.decode()
    fields = re.findall(r'<(?:input|select)[^>]*name="bodies-0-[^>]*>', said)
    seen = [field for field in fields if 'type="hidden"' not in field]
    assert len(seen) > 4
    assert not [field for field in seen if "aria-label=" not in field]
