"""A sender killed in the middle of sending, twenty times over a thousand letters: each arrives once, or the
outbox says that nobody knows; none is lost. The control: without its state-keeping letters double or vanish
and the outbox knows nothing of it."""

import os
import random
import subprocess
import sys
from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.db import connection

from portal.common.codes import new_reference, new_token
from requests_desk.actions.messages import MOST_TRIES
from requests_desk.models import Message, Visit
from tests import factories as make
from tests.cast import Place
from tests.proof.mail_server import PHASES, Server, mail_server
from tests.servers import database_url

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]

LETTERS, KILLINGS = 1000, 20
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)  # whatever the machine's clock says
SENDER = ("manage.py", "send_messages", "--most", "10000")
CARELESS = ("-m", "tests.proof.careless")
State = Message.State


def write_letters(place: Place, number: int) -> None:
    """Visits with an address each, and for each a letter that waits."""
    slot = make.slot(place.item)
    visits = Visit.objects.bulk_create(
        Visit(
            reference=new_reference(), token=new_token(), station=place.station, slot=slot, item=place.item,
            service=place.service, starts_at=slot.starts_at, minutes=30, place="x", name="王小明",
            phone="13812341234", email=f"w{n}@example.cn", booked_at=LONG_AGO, booking_key=new_token(),
        )
        for n in range(number)
    )  # fmt: skip
    Message.objects.bulk_create(
        Message(
            visit=visit, kind=Message.Kind.BOOKED, channel="email", queued_at=LONG_AGO, next_try_at=LONG_AGO
        )
        for visit in visits
    )


def begin(server: Server, command: tuple[str, ...]) -> "subprocess.Popen[bytes]":
    env = {
        **os.environ, "DATABASE_URL": database_url(), "TEST_SMTP_PORT": str(server.port),
        "DJANGO_SETTINGS_MODULE": "tests.proof.mail_settings",
    }  # fmt: skip
    return subprocess.Popen([sys.executable, *command], cwd=settings.BASE_DIR, env=env)


def send_until_killed(server: Server, command: tuple[str, ...], *, letters: int, phase: str) -> str:
    """Send; the sender is killed in ``phase`` of the letter after ``letters``. Returns whose that was."""
    process = begin(server, command)
    server.book.kill(process.pid, letters=letters, phase=phase)
    assert process.wait(timeout=120) == -9, "it ended before it was killed"
    return server.book.killed


def send_to_the_end(server: Server, command: tuple[str, ...]) -> None:
    assert begin(server, command).wait(timeout=300) == 0


def ten_minutes_pass() -> None:
    """Whoever was sending until now is not there any more."""
    Message.objects.filter(state=State.SENDING).update(next_try_at=LONG_AGO)


def by_address(**which: object) -> set[str]:
    return set(Message.objects.filter(**which).values_list("visit__email", flat=True))


def test_each_arrives_once_or_its_doubt_is_written_down(place: Place) -> None:
    dice = random.Random(891)
    write_letters(place, LETTERS)
    with mail_server() as server:
        arrived = server.book.arrived
        for number in range(1, KILLINGS):
            phase = PHASES[number % len(PHASES)]
            send_until_killed(server, SENDER, letters=dice.randint(1, 60), phase=phase)
            assert Message.objects.filter(state=State.SENDING).count() == number, "one doubt for each killing"
        send_to_the_end(server, SENDER)
        doubtful, sure = by_address(state=State.SENDING), by_address(state=State.DONE)
        assert (len(doubtful), len(sure)) == (KILLINGS - 1, LETTERS - KILLINGS + 1)
        assert {arrived[one] for one in sure} == {1}, "what is known to be sent arrived, and once"

        ten_minutes_pass()
        last = send_until_killed(server, SENDER, letters=2, phase="acknowledged")
        ten_minutes_pass()
        send_to_the_end(server, SENDER)
    assert by_address(state=State.FAILED) == {last}, (
        "killed twice over the same letter: given up, and said so"
    )
    assert by_address(tries=MOST_TRIES) == doubtful, "what may arrive twice can be told for ever"
    assert not Message.objects.exclude(state__in=(State.DONE, State.FAILED)).exists()
    assert len(arrived) == LETTERS, "none is lost"
    twice = {one for one, times in arrived.items() if times > 1}
    assert twice
    assert twice <= doubtful
    assert max(arrived.values()) == 2
    print(
        f"\n{connection.vendor}: {LETTERS} letters, {KILLINGS} killings: {LETTERS - len(doubtful)} sent and known, "
        f"{len(doubtful)} in doubt and said so, {len(twice)} of those arrived twice, none lost"
    )


@pytest.mark.parametrize(("way", "phase"), [("forgets", "acknowledged"), ("boasts", "addressed")])
def test_the_control_doubles_or_loses_and_knows_nothing(place: Place, way: str, phase: str) -> None:
    write_letters(place, 60)
    with mail_server() as server:
        for _killing in range(3):
            send_until_killed(server, (*CARELESS, way), letters=5, phase=phase)
        send_to_the_end(server, (*CARELESS, way))
        arrived = server.book.arrived
    assert by_address(state=State.DONE, tries=0) == {f"w{n}@example.cn" for n in range(60)}, "all seems well"
    if way == "forgets":
        assert sum(times > 1 for times in arrived.values()) == 3
    else:
        assert len(arrived) == 60 - 3
