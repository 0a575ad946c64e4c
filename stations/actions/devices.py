"""Signed-in devices: noted at sign-in, forgotten with their session, ended by whoever may."""

from collections.abc import Iterable
from datetime import datetime

from django.contrib.sessions.models import Session
from django.db import transaction

from stations.actions.account_events import note_event
from stations.models import AccountEvent, Device, Worker
from stations.rules.browsers import in_words


@transaction.atomic
def note_device(*, worker: Worker, session_key: str, agent: str, at: datetime) -> Device:
    """``worker`` has signed in with that session, in the browser that calls itself ``agent``."""
    Device.objects.filter(session_key=session_key).delete()
    return Device.objects.create(
        worker=worker, session_key=session_key, browser=in_words(agent), signed_in_at=at, seen_at=at
    )


def move_device(*, before: str, after: str) -> None:
    """The session goes on under another key."""
    Device.objects.filter(session_key=before).update(session_key=after)


def note_use(*, session_key: str, at: datetime) -> bool:
    """The device is in use: written down at most once in ten minutes. Returns whether it was now."""
    return bool(Device.objects.to_note(at).filter(session_key=session_key).update(seen_at=at))


@transaction.atomic
def end_device(*, device: Device, worker: Worker, at: datetime) -> None:
    """``worker`` ends one of their own sign-ins."""
    _end([device.session_key])
    note_event(AccountEvent.Kind.SESSIONS_ENDED, worker=worker, actor=worker, at=at, ended=1)


@transaction.atomic
def end_devices(*, worker: Worker, actor: Worker | None, at: datetime, but: str = "") -> int:
    """End all sign-ins of ``worker`` but the session ``but``; returns how many. Leaves a line where there
    were any."""
    rows = Device.objects.select_for_update().filter(worker=worker).exclude(session_key=but).order_by("pk")
    keys = list(rows.values_list("session_key", flat=True))
    _end(keys)
    if keys:
        note_event(AccountEvent.Kind.SESSIONS_ENDED, worker=worker, actor=actor, at=at, ended=len(keys))
    return len(keys)


def forget_device(*, session_key: str) -> None:
    """Signed out: nothing is left of it."""
    _end([session_key])


def forget_ended() -> int:
    """Forget devices whose session is over; returns how many. Run once a night."""
    return Device.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()[0]


def _end(keys: Iterable[str]) -> None:
    keys = list(keys)
    Session.objects.filter(session_key__in=keys).delete()
    Device.objects.filter(session_key__in=keys).delete()
