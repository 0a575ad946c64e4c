"""/healthz asks nobody; /readyz asks the database, and says within two seconds that it does not answer."""

import threading
import time
from typing import Any

import pytest
from django.db import InterfaceError, OperationalError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import Client

from portal.views import health

pytestmark = pytest.mark.django_db(transaction=True)


def test_both_answer(client: Client) -> None:
    assert client.get("/healthz").status_code == 200
    assert client.get("/readyz").content == b"ready\n"


@pytest.mark.parametrize("error", [OperationalError, InterfaceError])
def test_the_database_is_gone(
    client: Client, monkeypatch: pytest.MonkeyPatch, error: type[Exception]
) -> None:
    def refused(*_args: Any) -> None:
        raise error

    monkeypatch.setattr(BaseDatabaseWrapper, "cursor", refused)
    monkeypatch.setattr(health, "WITHIN", 60)
    begun = time.monotonic()
    assert client.get("/readyz").status_code == 503
    assert time.monotonic() - begun < 50  # nobody waits for what is known
    assert client.get("/healthz").status_code == 200


def test_the_database_says_nothing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    back = threading.Event()
    ask = health.ask

    def wait(answered: threading.Event) -> None:
        back.wait(20)
        ask(answered)

    monkeypatch.setattr(health, "ask", wait)
    begun = time.monotonic()
    assert client.get("/readyz").status_code == 503
    assert health.WITHIN <= time.monotonic() - begun < 15
    assert health.WITHIN < 2
    back.set()
    assert client.get("/readyz").status_code == 200
