"""The mark of a browser that has supported or voted: set by that tap alone, of use for nothing else.

A random number stands in a cookie that only the pages under /voice/ are sent (twice, since the English
ones lie elsewhere). Of it the tables keep a salted hash, another one for each committee, that leads back to
nobody. A reader who only looks is given none.
"""

import re
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import salted_hmac

from portal.common.codes import new_token

COOKIES = {"zh-hans": "voice", "en": "voice-en"}  # by the language whose pages are sent it
LASTS = timedelta(days=180)
SECRET = re.compile(r"[A-Za-z0-9_-]{32}", re.ASCII)


def secret_of(request: HttpRequest) -> str:
    """What this browser was given before; "" where it was given nothing."""
    found = (request.COOKIES.get(name, "") for name in COOKIES.values())
    return next((secret for secret in found if SECRET.fullmatch(secret)), "")


def secret_for(request: HttpRequest) -> str:
    """The browser's secret, a fresh one where it has none."""
    return secret_of(request) or new_token()


def mark(secret: str, committee_id: int) -> str:
    """What is kept of ``secret`` beside a support or a ballot: 64 hexadecimal digits."""
    return salted_hmac(f"voice:{committee_id}", secret, algorithm="sha256").hexdigest()


def remember(response: HttpResponse, secret: str, request: HttpRequest) -> HttpResponse:
    """Let the browser keep ``secret``, for the pages of proposals and polls alone."""
    for language, name in COOKIES.items():
        with translation.override(language):
            path = reverse("voice")
        response.set_cookie(
            name, secret, max_age=LASTS, path=path, samesite="Lax", httponly=True,
            secure=request.is_secure() or settings.SESSION_COOKIE_SECURE,
        )  # fmt: skip
    return response
