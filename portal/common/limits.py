"""Limits: counts tries exactly, by one statement that both databases understand."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F
from django.http import HttpRequest

from .errors import TooManyTries
from .models import Attempt

COUNT = """
INSERT INTO common_attempt (key, "window", tries) VALUES {rows}
ON CONFLICT (key, "window") DO UPDATE SET tries = common_attempt.tries + 1 RETURNING key, tries
"""


@dataclass(frozen=True)
class Counter:
    """What is counted: ``key`` in the window of length ``window`` that holds ``at``."""

    key: str
    at: datetime
    window: timedelta

    @property
    def begun(self) -> datetime:
        """When the window that holds ``at`` began."""
        seconds = self.window.total_seconds()
        return datetime.fromtimestamp(self.at.timestamp() // seconds * seconds, self.at.tzinfo)

    @property
    def row(self) -> tuple[str, Any]:
        return self.key[:120], connection.ops.adapt_datetimefield_value(self.begun)


def count_all(*counters: Counter) -> list[int]:
    """Count one more try of each of ``counters``, whose keys differ, by one statement that locks them in
    this order; returns the tries so far of each."""
    rows = [counter.row for counter in counters]
    with connection.cursor() as cursor:
        sql = COUNT.format(rows=", ".join(["(%s, %s, 1)"] * len(rows)))
        cursor.execute(sql, [value for row in rows for value in row])
        tries = dict(cursor.fetchall())
    return [int(tries[key]) for key, _begun in rows]


def count(key: str, *, at: datetime, window: timedelta) -> int:
    """Count one more try of ``key`` in the window that holds ``at``; returns the tries so far."""
    return count_all(Counter(key, at, window))[0]


def allow(key: str, *, at: datetime, most: int, window: timedelta) -> None:
    """Count a try and raise TooManyTries when it is more than ``most`` in this window."""
    if count(key, at=at, window=window) > most:
        raise TooManyTries


def take_back(key: str, *, at: datetime, window: timedelta) -> None:
    """Count the last try of ``key`` in the window that holds ``at`` as none: it was right. The others stay, so
    that nobody buys new guesses with one thing they know."""
    counter = Counter(key, at, window)
    rows = Attempt.objects.filter(key=key[:120], window=counter.begun, tries__gt=0)
    rows.update(tries=F("tries") - 1)


def minutes_left(*, at: datetime, window: timedelta) -> int:
    """After how many minutes (at least 1) a used-up limit lets somebody in again."""
    left = Counter("", at, window).begun + window - at
    return max(1, ceil(left / timedelta(minutes=1)))


def client_address(request: HttpRequest) -> str:
    """The caller's address. X-Forwarded-For is believed only as far as our own proxies wrote it
    (settings.PORTAL_TRUSTED_PROXIES, counted from the right)."""
    proxies = settings.PORTAL_TRUSTED_PROXIES
    forwarded = request.headers.get("X-Forwarded-For", "").split(",")
    if proxies and len(forwarded) >= proxies and forwarded[-proxies].strip():
        return forwarded[-proxies].strip()
    return str(request.META.get("REMOTE_ADDR", ""))


def forget(*, before: datetime) -> int:
    """Delete counters of windows that began before ``before``; returns how many."""
    return Attempt.objects.filter(window__lt=before).delete()[0]


def clear(key: str) -> None:
    """Forget the tries of ``key``: whoever was counted has shown that they were right to try."""
    Attempt.objects.filter(key=key[:120]).delete()
