"""The porter's book: which browsers are signed in, written at sign-in and about once in ten minutes of use."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from portal.common.doors import ASKED, FACTOR, LOCK
from stations.actions.devices import move_device, note_device, note_use
from stations.actions.second_factor import is_set_up
from stations.models import Worker
from stations.models.device import SEEN_EVERY

NOTED = "device"  # in the session: its device stands in the book


class DeviceMiddleware:
    """Notes that a device is in use. Each process asks the database at most once in ten minutes a session."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if getattr(request, "entered", False) and request.session.get(NOTED):
            key = request.session.session_key
            if cache.add(f"device-seen:{key}", 1, SEEN_EVERY.total_seconds()):
                note_use(session_key=str(key), at=timezone.now())
        return response


def arrive(request: HttpRequest, worker: Worker) -> None:
    """After `login`: the device is noted, the second factor asked for where there is one, nothing is locked."""
    session: Any = request.session
    session.pop(LOCK, None)
    session.pop(FACTOR, None)
    if is_set_up(worker):
        session[FACTOR] = ASKED
    session[NOTED] = True
    if not session.session_key:
        session.create()
    agent = request.headers.get("User-Agent", "")
    note_device(worker=worker, session_key=session.session_key, agent=agent, at=timezone.now())


def renew_key(request: HttpRequest) -> None:
    """Another key for the same session: whoever knew the old one has no part in what opens now."""
    before = str(request.session.session_key)
    request.session.cycle_key()
    move_device(before=before, after=str(request.session.session_key))
