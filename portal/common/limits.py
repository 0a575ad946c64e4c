"""Limits: counts tries exactly, by one statement that both databases understand."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import connection
from django.http import HttpRequest

from .errors import TooManyTries
from .models import Attempt

COUNT = """
INSERT INTO common_attempt (key, "window", tries) VALUES (%s, %s, 1)
ON CONFLICT (key, "window") DO UPDATE SET tries = common_attempt.tries + 1 RETURNING tries
"""


def count(key: str, *, at: datetime, window: timedelta) -> int:
    """Count one more try of ``key`` in the window that holds ``at``; returns the tries so far."""
    begun = datetime.fromtimestamp(
        at.timestamp() // window.total_seconds() * window.total_seconds(), at.tzinfo
    )
    with connection.cursor() as cursor:
        cursor.execute(COUNT, [key[:120], connection.ops.adapt_datetimefield_value(begun)])
        return int(cursor.fetchone()[0])


def allow(key: str, *, at: datetime, most: int, window: timedelta) -> None:
    """Count a try and raise TooManyTries when it is more than ``most`` in this window."""
    if count(key, at=at, window=window) > most:
        raise TooManyTries


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
