"""keep_sending: a clone that is served sends its letters by itself, and never outlives its server."""

import os
import subprocess
import sys
import threading
import time
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import OperationalError

from portal.management.commands import keep_sending
from tests import factories as make
from tests.cast import Place

BASE = Path(__file__).resolve().parents[3]


@pytest.mark.django_db
def test_a_look_sends_all_that_waits(place: Place, clock: time_machine.Traveller) -> None:
    for day in (1, 2):
        make.visit(place.item, make.at(day), email=f"w{day}@example.cn")
    keep_sending.empty_outbox(threading.Event())
    assert sorted(one.to[0] for one in mail.outbox) == ["w1@example.cn", "w2@example.cn"]


@pytest.mark.django_db
def test_a_look_lets_people_up_and_the_next_tells_them(place: Place, clock: time_machine.Traveller) -> None:
    group = make.group(make.activity(place.station), make.at(3, 10), capacity=2, held=1)
    for _ in range(2):
        make.sign_up(group, email="w@example.cn")
    clock.move_to(make.at(2, 11))
    for letters in (2, 3):  # signed up and waiting; moved up
        keep_sending.empty_outbox(threading.Event())
        assert len(mail.outbox) == letters


@pytest.mark.django_db
def test_who_is_told_to_end_begins_no_other_letter(place: Place) -> None:
    make.visit(place.item, make.at(1), email="w@example.cn")
    ended = threading.Event()
    ended.set()
    keep_sending.empty_outbox(ended)
    assert mail.outbox == []


def test_a_database_that_is_busy_ends_one_look_and_not_the_sending(monkeypatch: pytest.MonkeyPatch) -> None:
    looks = []

    def busy(**_: Any) -> None:
        looks.append("busy")
        raise OperationalError

    monkeypatch.setattr(keep_sending, "send_next", busy)
    monkeypatch.setattr(keep_sending, "close_old_connections", lambda: looks.append("let go"))
    keep_sending.empty_outbox(threading.Event())
    assert looks == ["busy", "let go"]


def test_where_a_timer_does_it_this_refuses() -> None:
    with pytest.raises(CommandError, match="send_messages"):
        call_command("keep_sending")


def test_it_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """A shell starts it and goes away; nobody tells it."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "portal.settings.dev",
        "DATABASE_URL": f"sqlite:///{tmp_path / 'none.sqlite3'}",
    }
    shell = f"{sys.executable} manage.py keep_sending --beside $$ --every 0.1 >/dev/null & echo $!; sleep 1"
    started = subprocess.run(
        ["/bin/sh", "-c", shell], cwd=BASE, env=environment, stdout=subprocess.PIPE, text=True, check=True
    )
    pid = int(started.stdout)
    until = time.monotonic() + 20
    while Path(f"/proc/{pid}").exists() and time.monotonic() < until:
        time.sleep(0.1)
    assert not Path(f"/proc/{pid}").exists()


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"PORT": "8210"}, "http://127.0.0.1:8210"),
        ({"PORT": "8210", "PORTAL_PUBLIC_URL": "http://localhost:1"}, "http://localhost:1"),
    ],
)
def test_the_links_of_a_clone_name_the_port_it_is_served_on(given: dict[str, str], address: str) -> None:
    kept = {k: v for k, v in os.environ.items() if k not in ("PORT", "PORTAL_PUBLIC_URL")}
    words = "from portal.settings import dev; print(dev.PORTAL_PUBLIC_URL)"
    told = subprocess.run(
        [sys.executable, "-c", words],
        cwd=BASE,
        env={**kept, **given},
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout.strip() == address
