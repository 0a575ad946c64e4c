"""A resident's form that had expired: nothing of it is done, nothing of it is lost, and the same button does it."""

import re
from collections.abc import Callable
from html import escape

import pytest
from django.http import HttpResponse
from django.middleware.csrf import REASON_BAD_ORIGIN, REASON_NO_CSRF_COOKIE, REASON_NO_REFERER
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from portal.common.again import shown_again
from portal.common.models import Attempt
from requests_desk.actions.tickets import answer, close
from requests_desk.models import Message, Opinion, Ticket, TicketEvent, Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

SAID = "材料<b>齐</b>了吗"
STILL_HERE = "What you typed is still here: press the button once more."
Filled = tuple[str, dict[str, str]]  # an address, and what is typed into its form
KINDS = ("booking", "find", "send", "unsolved", "opinion")


def text(response: HttpResponse) -> str:
    return response.content.decode()


@pytest.fixture
def browser() -> Client:
    """Checks tokens as a real one is checked, and has lost its cookies."""
    return Client(enforce_csrf_checks=True)


@pytest.fixture
def filled(place: Place, desk: Worker, visit: Visit) -> Callable[[str], Filled]:
    """Each form of a resident's, as it is sent."""

    def fill(kind: str) -> Filled:
        if kind == "booking":
            slot = make.slot(place.item, make.at(2))
            said = {
                "item": place.item.pk,
                "slot": slot.pk,
                "key": "gone",
                "name": SAID,
                "phone": "13912345678",
            }
            return reverse("book", args=[place.station.slug]), {name: str(one) for name, one in said.items()}
        if kind == "find":
            return reverse("track"), {"do": kind, "reference": visit.reference, "proof": "1234"}
        if kind == "send":
            return reverse("track"), {"do": kind, "phone": "13812341234"}
        ticket = make.ticket(desk, place.station, place.service)
        answer(ticket=ticket, worker=desk, at=make.NOW, text="办好了")
        if kind == "opinion":
            close(ticket=ticket, at=make.NOW)
        return reverse("ticket_track", args=[ticket.token]), {"do": kind, "text": SAID, "score": "4"}

    return fill


def done() -> list[int]:
    """How much has been done so far: booked, noted, sent, looked up."""
    tables = (Visit, TicketEvent, Message, Opinion)
    tried = Attempt.objects.filter(key__startswith="track:")
    return [*(table.objects.count() for table in tables), tried.count()]


def hidden(page: HttpResponse, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]+)"', text(page).partition("<main")[2])
    assert found is not None, name
    return found[1]


@pytest.mark.parametrize("kind", KINDS)
def test_it_stands_there_filled_in_and_the_same_button_does_it(
    browser: Client, filled: Callable[[str], Filled], caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    address, said = filled(kind)
    before = done()
    page = browser.post(f"/en{address}", said)
    assert page.status_code == 403
    assert "no-store" in page["Cache-Control"]
    assert STILL_HERE in text(page)
    typed = [said[name] for name in ("name", "phone", "reference", "proof", "text") if name in said]
    for one in typed:
        assert escape(one) in text(page)
    assert SAID not in text(page)  # its signs are words here, not markup
    assert done() == before
    kept_elsewhere = caplog.text + str(page.cookies) + str(page.headers)
    assert not any(one in kept_elsewhere for one in typed)
    fresh = {"csrfmiddlewaretoken": hidden(page, "csrfmiddlewaretoken")}
    if kind == "booking":
        fresh["key"] = hidden(page, "key")
    assert browser.post(f"/en{address}", {**said, **fresh}).status_code in (200, 302)
    assert done() != before or kind == "find"  # what is right does not count


@pytest.mark.parametrize("kind", KINDS)
def test_another_site_has_no_form_filled_in(
    browser: Client, filled: Callable[[str], Filled], kind: str
) -> None:
    address, said = filled(kind)
    before = done()
    page = browser.post(f"/en{address}", said, headers={"Origin": "https://evil.example"})
    assert page.status_code == 403
    assert STILL_HERE not in text(page)
    assert not any(
        escape(said[name]) in text(page) for name in ("name", "phone", "reference", "text") if name in said
    )
    assert done() == before


@pytest.mark.parametrize(
    ("path", "reason", "shown"),
    [
        ("/track/", REASON_NO_CSRF_COOKIE, True),
        ("/track/", REASON_BAD_ORIGIN % "https://evil.example", False),
        ("/track/", REASON_NO_REFERER, False),
        ("/desk/check-in/", REASON_NO_CSRF_COOKIE, False),  # a page for workers
    ],
)
def test_only_for_the_tokens_own_fault_and_only_residents_forms(path: str, reason: str, shown: bool) -> None:
    request = RequestFactory().post(path, {"do": "find"})
    request.resolver_match = resolve(path)
    assert (shown_again(request, reason) is not None) == shown


def test_a_question_to_answer_with_a_button_alone_says_it_too(
    browser: Client, filled: Callable[[str], Filled]
) -> None:
    address, _said = filled("unsolved")
    page = browser.post(f"/en{address}", {"do": "solved"})
    assert page.status_code == 403
    assert "nothing was sent. Press the button once more." in text(page)
    assert page["Referrer-Policy"] == "strict-origin"
    assert not Ticket.objects.filter(state=Ticket.State.CLOSED).exists()


def test_words_that_have_no_form_any_more_stand_there_to_be_copied(
    browser: Client, filled: Callable[[str], Filled]
) -> None:
    address, said = filled("opinion")
    page = browser.post(f"/en{address}", {**said, "do": "unsolved"})
    assert escape(SAID) in text(page)
    Ticket.objects.update(ended_at=make.at(-30))
    page = browser.post(f"/en{address}", said)
    assert 'value="opinion"' not in text(page)
    assert "Your words were not saved:" in text(page)
    assert escape(SAID) in text(page)


def test_a_key_that_is_not_this_browsers_asks_once_more(
    client: Client, filled: Callable[[str], Filled]
) -> None:
    """The token fits, the form's own key does not: made before the secret was changed."""
    address, said = filled("booking")
    page = client.post(f"/en{address}", said)
    assert page.status_code == 409
    assert STILL_HERE in text(page)
    assert escape(SAID) in text(page)
    assert Visit.objects.count() == 1
    assert client.post(f"/en{address}", {**said, "key": hidden(page, "key")}).status_code == 302
    assert Visit.objects.count() == 2
