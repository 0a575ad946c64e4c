"""send_messages: sends what is due, says what it did, and never breaks."""

import io
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail import EmailMessage
from django.core.management import call_command
from django.db import OperationalError
from django.utils.translation import override

from requests_desk.models import Message, Visit
from tests import factories as make
from tests.cast import Place
from tests.stage import staged


def run(*args: Any) -> str:
    out = io.StringIO()
    with override("en"):
        call_command("send_messages", *args, stdout=out, stderr=out)
    return out.getvalue()


@staged
def letters(place: Place) -> list[Visit]:
    return [make.visit(place.item, make.at(day), email=f"w{day}@example.cn") for day in (1, 2, 3)]


def test_it_sends_all_and_says_so_and_then_nothing(letters: list[Visit]) -> None:
    assert run() == "3 sent, 0 to be tried again, 0 failed for good, 0 no longer needed.\n"
    assert sorted(one.to[0] for one in mail.outbox) == ["w1@example.cn", "w2@example.cn", "w3@example.cn"]
    assert run().startswith("0 sent")
    assert len(mail.outbox) == 3


def test_at_most_so_many(letters: list[Visit]) -> None:
    assert run("--most", 2).startswith("2 sent")
    assert run().startswith("1 sent")


def test_a_mail_server_that_is_down(
    letters: list[Visit], monkeypatch: pytest.MonkeyPatch, clock: time_machine.Traveller
) -> None:
    def refuse(self: EmailMessage, **kwargs: Any) -> int:
        raise ConnectionRefusedError

    with monkeypatch.context() as patch:
        patch.setattr(EmailMessage, "send", refuse)
        assert run().startswith("0 sent, 3 to be tried again")
        assert run().startswith("0 sent, 0 to be tried again")
    clock.shift(timedelta(minutes=5))
    assert run().startswith("3 sent")


def test_what_a_crash_left_behind_is_said(letters: list[Visit], clock: time_machine.Traveller) -> None:
    Message.objects.filter(visit=letters[0]).update(state=Message.State.SENDING, tries=1)
    assert run().startswith("2 sent")
    clock.shift(timedelta(minutes=11))
    said = run()
    assert said.startswith("1 sent")
    assert "1 of them had been left half sent" in said
    assert run() == "0 sent, 0 to be tried again, 0 failed for good, 0 no longer needed.\n"


def test_whoever_time_lets_up_is_told_in_the_same_run(place: Place, clock: time_machine.Traveller) -> None:
    group = make.group(make.activity(place.station), make.at(3, 10), capacity=2, held=1)
    for _ in range(2):
        make.sign_up(group, email="w@example.cn")
    assert "moved up" not in run()
    clock.move_to(make.at(2, 11))
    assert run() == (
        "1 sent, 0 to be tried again, 0 failed for good, 0 no longer needed.\n"
        "1 people moved up from waiting lists.\n"
    )
    assert "moved up" not in run()


def test_a_database_that_does_not_answer(letters: list[Visit], monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(**_: Any) -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr("requests_desk.management.commands.send_messages.send_next", broken)
    assert "The database did not answer (OperationalError); the next run goes on." in run()
