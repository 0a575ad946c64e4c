"""Excused, at the desk and on the resident's page: noted, shown as such, taken back."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from requests_desk.models import Visit
from stations.models import Worker
from tests import factories as make
from tests.stations.admin.rows import url

pytestmark = pytest.mark.django_db
As = Callable[[Worker | None], Client]

BUTTON, BACK = "Note as excused", "Take the excuse back"


@pytest.fixture
def late(visit: Visit, clock: time_machine.Traveller) -> Visit:
    """The visit's time has come and gone, and nobody appeared."""
    clock.move_to(make.at(1, 11))
    return visit


def press(client: Client, visit: Visit, what: str, **typed: str) -> str:
    path = "/en" + reverse(f"desk:visit_{what}", args=[visit.reference])
    return client.post(path, typed, follow=True).content.decode()


def test_the_desk_notes_it_and_takes_it_back(late: Visit, desk: Worker, as_: As) -> None:
    client = as_(desk)
    sheet = client.get(f"/en/desk/visits/{late.reference}/").content.decode()
    assert BUTTON in sheet
    page = press(client, late, "excuse", said_by="女儿")
    assert "noted as excused" in page
    assert "女儿" in page
    assert BACK in page
    assert BUTTON not in page
    day = client.get("/en/desk/visits/?day=2026-11-19").content.decode()
    assert "Excused" in day
    assert "Did not come" not in day
    assert "女儿" not in day  # lists name nobody
    page = press(client, late, "unexcuse")
    assert BUTTON in page
    late.refresh_from_db()
    assert late.state == Visit.State.BOOKED


def test_before_its_time_there_is_no_such_button(visit: Visit, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert BUTTON not in client.get(f"/en/desk/visits/{visit.reference}/").content.decode()
    answer = client.post(reverse("desk:visit_excuse", args=[visit.reference]), {"said_by": "女儿"})
    assert answer.status_code == 409
    visit.refresh_from_db()
    assert (visit.state, visit.excused_by) == (Visit.State.BOOKED, "")


def test_a_name_too_long_is_said_so_and_kept(late: Visit, desk: Worker, as_: As) -> None:
    page = press(as_(desk), late, "excuse", said_by="女" * 61)
    assert "女" * 61 in page
    assert "Sixty characters" in page
    late.refresh_from_db()
    assert late.state == Visit.State.BOOKED


def test_the_resident_is_thanked_not_scolded(late: Visit, desk: Worker, as_: As) -> None:
    press(as_(desk), late, "excuse", said_by="女儿")
    page = Client().get(f"/en{late.get_absolute_url()}").content.decode()
    assert "You are excused" in page
    assert "did not come" not in page
    assert "女儿" not in page
    assert "Book another visit" in page


def test_officials_tell_the_two_apart(late: Visit, desk: Worker, street: Worker, as_: As) -> None:
    press(as_(desk), late, "excuse", said_by="女儿")
    official = as_(street)
    rows = official.get(url(Visit, "changelist"), {"state__exact": "excused"})
    assert list(rows.context["cl"].queryset) == [late]
    assert not official.get(url(Visit, "changelist"), {"state__exact": "no_show"}).context["cl"].queryset
    assert "女儿" not in official.get(url(Visit, "change", late.pk)).content.decode()


def test_who_stands_at_the_desk_after_all_is_found(late: Visit, desk: Worker, as_: As) -> None:
    client = as_(desk)
    press(client, late, "excuse")
    found = client.post("/en/desk/check-in/", {"reference": "1234"}).content.decode()
    assert late.reference in found
    answer = client.post("/en/desk/check-in/", {"reference": late.reference})
    assert answer.status_code == 409
    assert "Take the excuse back on its page" in answer.content.decode()
