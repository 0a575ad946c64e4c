"""The resident's last word: one of five and a sentence, for a week after the end, shown to whom it concerns."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from requests_desk.actions.tickets import answer, close, reopen
from requests_desk.models import Opinion, Ticket, TicketNote
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged
from tests.stations.admin.rows import url

pytestmark = pytest.mark.django_db
As = Callable[[Worker | None], Client]

WEEK = timedelta(days=7)
ASKED = "How content are you with how it went?"
SAID = "坐下来慢慢说，很安心"


@staged
def closed(place: Place, desk: Worker) -> Ticket:
    ticket = make.ticket(desk, place.station, place.service)
    answer(ticket=ticket, worker=desk, at=make.NOW, text="办好了")
    return close(ticket=ticket, at=make.NOW)


def say(client: Client, ticket: Ticket, **typed: str) -> HttpResponse:
    return client.post(f"/en/track/{ticket.token}/", {"do": "opinion", **typed})


def page(client: Client, ticket: Ticket) -> str:
    return client.get(f"/en/track/{ticket.token}/").content.decode()


def test_the_closed_matters_page_thanks_and_asks_in_five_words(client: Client, closed: Ticket) -> None:
    shown = page(client, closed)
    assert "Thank you" in shown
    assert ASKED in shown
    assert shown.count('type="radio"') == 5
    for word in ("Very dissatisfied", "Dissatisfied", "So-so", "Satisfied", "Very satisfied"):
        assert f"<span>{word}</span>" in shown


def test_it_is_kept_and_shown_and_may_be_changed(client: Client, closed: Ticket) -> None:
    answered = say(client, closed, score="2", text=SAID)
    assert answered["Location"] == f"/en/track/{closed.token}/#opinion"
    say(client, closed, score="4", text=SAID)
    opinion = Opinion.objects.get()
    assert (opinion.ticket, opinion.score, opinion.text) == (closed, 4, SAID)
    shown = page(client, closed)
    assert "You said:" in shown
    assert SAID in shown
    assert shown.count(" checked") == 1
    assert not TicketNote.objects.filter(kind=TicketNote.Kind.RESIDENT).exists()  # kept apart
    assert list(closed.events.filter(kind="rated").values_list("data", "actor")) == [
        ({"by": "resident", "score": 2}, None),
        ({"by": "resident", "score": 4}, None),
    ]


def test_the_same_again_is_once(client: Client, closed: Ticket) -> None:
    for _press in range(3):
        assert say(client, closed, score="5", text=SAID).status_code == 302
    assert closed.events.filter(kind="rated").count() == 1


@pytest.mark.parametrize(("score", "text"), [("3", ""), ("", SAID)])
def test_either_may_be_left_out(client: Client, closed: Ticket, score: str, text: str) -> None:
    assert say(client, closed, score=score, text=text).status_code == 302
    opinion = Opinion.objects.get()
    assert (opinion.score, opinion.text) == (int(score) if score else None, text)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"score": "", "text": " "}, "Choose one of the five, or write a sentence."),
        ({"score": "6", "text": ""}, "This choice is not there"),
        ({"score": "好", "text": ""}, "This choice is not there"),
        ({"score": "5", "text": "字" * 301}, "at most 300 characters"),
        ({"score": "5", "text": "a\0b"}, "There is a character in it"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    client: Client, closed: Ticket, typed: dict[str, str], sentence: str
) -> None:
    shown = say(client, closed, **typed).content.decode()
    assert "<title>Error: " in shown
    assert shown.count(sentence) == 2
    assert 'href="#id_opinion_' in shown
    assert not Opinion.objects.exists()


def test_for_a_week_after_the_end(client: Client, closed: Ticket, clock: time_machine.Traveller) -> None:
    clock.move_to(make.NOW + WEEK)
    assert say(client, closed, score="4", text=SAID).status_code == 302
    clock.move_to(make.NOW + WEEK + timedelta(seconds=1))
    late = say(client, closed, score="1", text="其实不好")
    assert late.status_code == 409
    assert "其实不好" in late.content.decode(), "nothing typed is lost"
    assert Opinion.objects.get().score == 4
    shown = page(client, closed)
    assert ASKED not in shown
    assert SAID in shown


@pytest.mark.parametrize("state", [Ticket.State.SERVING, Ticket.State.ANSWERED, Ticket.State.LEFT])
def test_not_before_it_is_closed(client: Client, closed: Ticket, state: str) -> None:
    Ticket.objects.update(state=state)
    assert ASKED not in page(client, closed)
    assert say(client, closed, score="5").status_code == 409
    assert not Opinion.objects.exists()


def test_opened_again_it_stays_until_the_next_end(client: Client, closed: Ticket, desk: Worker) -> None:
    say(client, closed, score="5")
    reopen(ticket=closed, at=make.NOW, text="又坏了")
    assert say(client, closed, score="1").status_code == 409
    assert Opinion.objects.get().score == 5
    answer(ticket=closed, worker=desk, at=make.NOW, text="修好了")
    close(ticket=closed, at=make.NOW)
    say(client, closed, score="3")
    assert Opinion.objects.get().score == 3


def test_an_erased_matter_takes_no_new_words(client: Client, closed: Ticket) -> None:
    Ticket.objects.update(erased_at=make.NOW)
    assert ASKED not in page(client, closed)
    assert say(client, closed, text=SAID).status_code == 409


def test_the_desk_reads_it_and_officials_the_score(
    client: Client, closed: Ticket, desk: Worker, street: Worker, as_: As
) -> None:
    say(client, closed, score="2", text=SAID)
    sheet = as_(desk).get(f"/en/desk/tickets/{closed.reference}/").content.decode()
    assert "The resident&#x27;s opinion" in sheet or "The resident's opinion" in sheet
    assert SAID in sheet
    assert "opinion given: Dissatisfied" in sheet
    official = as_(street)
    listed = official.get("/en" + url(Ticket, "changelist"), {"opinion__score__exact": "2"})
    assert list(listed.context["cl"].queryset) == [closed]
    assert "Dissatisfied" in listed.content.decode()
    sheet = official.get("/en" + url(Ticket, "change", closed.pk)).content.decode()
    assert "Dissatisfied" in sheet
    assert SAID not in sheet


def test_words_are_shown_as_words(client: Client, closed: Ticket, desk: Worker, as_: As) -> None:
    say(client, closed, score="5", text="<b>好</b>")
    for shown in (page(client, closed), as_(desk).get(f"/desk/tickets/{closed.reference}/").content.decode()):
        assert "<b>好</b>" not in shown
        assert "&lt;b&gt;好&lt;/b&gt;" in shown


@pytest.mark.parametrize("score", [0, 6])
def test_the_database_knows_five_scores(closed: Ticket, score: int) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(ticket=closed, score=score, said_at=make.NOW)


def test_somebody_elses_link_says_nothing(client: Client, closed: Ticket) -> None:
    answered = client.post(f"/track/{'a' * len(closed.token)}/", {"do": "opinion", "score": "1"})
    assert answered.status_code == 404
    assert not Opinion.objects.exists()
