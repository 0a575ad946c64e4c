"""The second door: what somebody who has signed in is still asked for before anything of theirs opens.

`access` and the administration ask here on every request, so that no view can forget it.
"""

from datetime import timedelta
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import resolve, reverse

from .context import is_demo
from .kept import pack

Response = TypeVar("Response", bound=HttpResponseBase)

FACTOR, LOCK = "second_factor", "lock"  # the names of the two pages, and of their words in the session
ASKED, PASSED = "asked", "passed"
HERE = "here"  # the cookie that says when this browser last asked for something


def factor_required() -> bool:
    """Whether heads and officials need a second factor here; a demo, where one is allowed, does without."""
    return settings.PORTAL_SECOND_FACTOR and not (settings.PORTAL_DEMO_ALLOWED and is_demo())


def idle_time() -> timedelta:
    """After how long without a request a page with a PIN is locked."""
    return timedelta(minutes=settings.PORTAL_IDLE_MINUTES)


def first_asked(request: HttpRequest, worker: Any) -> str:
    """The name of the page that comes first: the second factor, the lock, or "" for none. The worker's scope is
    loaded."""
    passed = request.session.get(FACTOR, "")
    if passed == ASKED or (passed != PASSED and worker.scope.needs_second_factor and factor_required()):
        return FACTOR
    if worker.pin and (request.session.get(LOCK) or _idle(request, worker)):
        return LOCK
    return ""


def to_first_asked(request: HttpRequest, name: str) -> HttpResponse:
    """To that page and back. What was typed is carried along by the page itself, which is the answer (403)."""
    package = pack(request) if request.method == "POST" else ""
    if not package:
        back = request.get_full_path() if request.method in ("GET", "HEAD") else ""
        return redirect(f"{reverse(name)}?{urlencode({'next': back})}" if back else name)
    return carry(request, name, package)


def carry(request: HttpRequest, name: str, package: str) -> HttpResponse:
    """The page called ``name`` as the answer to this POST, with ``package`` in its form."""
    request.kept = package  # type: ignore[attr-defined]
    return resolve(reverse(name)).func(request)


def stay(request: HttpRequest, response: Response, worker: Any) -> Response:
    """Note in the browser that somebody is there: signed, for this session alone, and nothing on the server."""
    if worker.pin:
        response.set_signed_cookie(
            HERE, "1", salt=_salt(request, worker), httponly=True, samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response


def _idle(request: HttpRequest, worker: Any) -> bool:
    # Without the cookie too: whoever finds the desk empty may take it away, but make none.
    salt, longest = _salt(request, worker), idle_time()
    return request.get_signed_cookie(HERE, default=None, salt=salt, max_age=longest) is None


def _salt(request: HttpRequest, worker: Any) -> str:
    return f"here:{worker.pk}:{request.session.session_key}"
