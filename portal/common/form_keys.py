"""The cloakroom tickets of forms: a key that one browser holds, so that a form sent twice counts once.

A key is signed with a salt that holds the browser's CSRF secret: in any other browser it is worth
nothing. It also tells when the form was handed out, and so whether anybody can have filled it in.
"""

import base64
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.core import signing
from django.http import HttpRequest
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac

from .errors import PortalError


class KeyNotYours(PortalError):
    """The key was made for another browser, was changed on its way, or is missing."""

    status = 409


@dataclass(frozen=True)
class FormKey:
    """What a key says: ``nonce`` (31 or 32 characters) names this form, ``made_at`` when it was handed out."""

    nonce: str
    made_at: datetime


def salt(purpose: str, request: HttpRequest) -> str:
    """The salt of this browser's keys; makes the CSRF secret where there is none yet."""
    get_token(request)
    return f"{purpose}-key:{request.META['CSRF_COOKIE']}"


def mark(purpose: str, request: HttpRequest, about: object) -> str:
    """How the nonces of this browser's keys ``about`` this begin (11 characters); nobody else can tell."""
    get_token(request)
    secret = request.META["CSRF_COOKIE"]
    digest = salted_hmac(f"{purpose}-mark", f"{secret}:{about}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:8]).decode().rstrip("=")


def new_key(purpose: str, request: HttpRequest, *, at: datetime, about: object = None) -> str:
    """A fresh key for a form of this ``purpose`` in the browser that asks; ``about`` marks its nonce."""
    nonce = secrets.token_urlsafe(24) if about is None else mark(purpose, request, about) + token()
    return signing.dumps([nonce, int(at.timestamp() * 1000)], salt=salt(purpose, request))


def token() -> str:
    """What a mark leaves of a nonce: 20 random characters, 120 bits."""
    return secrets.token_urlsafe(15)


def read_key(key: str, purpose: str, request: HttpRequest) -> FormKey:
    """What ``key`` says, if this browser was given it. Raises KeyNotYours."""
    try:
        nonce, made = signing.loads(key, salt=salt(purpose, request))
    except signing.BadSignature as error:
        raise KeyNotYours from error
    return FormKey(str(nonce), datetime.fromtimestamp(made / 1000, UTC))
