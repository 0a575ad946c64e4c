"""The coat hook at the door: what was typed before a session ended, carried through sign-in by the page itself.

Nothing of it is stored on the server, in a cookie or in an address: it stands, signed, in the sign-in form that
answers the POST, and after signing in, in a form that somebody has to send. The signature holds the browser's
CSRF secret, so the package is worth nothing in any other browser.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core import signing
from django.http import HttpRequest

from .form_keys import salt

PURPOSE = "kept"
MOST = 20_000  # characters: several times the longest form of the desk
LONGEST = timedelta(hours=12)
BUTTONS = {"from", "station", "key", "then", "seen", "desk", "event"}  # what a button says by itself
# Of what was typed these are shown again before they are sent; names and phones stay folded away.
WORDS = ("text", "words", "reason", "said_by", "outside", "next_address", "matter")


@dataclass(frozen=True)
class Kept:
    """A form that was not taken: where it was sent, and its fields in their order."""

    to: str
    fields: tuple[tuple[str, str], ...]

    @property
    def words(self) -> list[str]:
        """What the reader will recognise it by."""
        return [value for name, value in self.fields if name in WORDS and value.strip()]


def pack(request: HttpRequest, *, to: str = "", without: tuple[str, ...] = ()) -> str:
    """The POST as a signed package; "" where nothing was typed, or too much. Passwords are never taken. ``to``:
    where it should have gone, if not here; ``without`` the fields that are the lock's own."""
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in ("csrfmiddlewaretoken", *without)
        for value in values
    ]
    if any("password" in name for name, _value in typed):
        return ""
    if not any(value for name, value in typed if name not in BUTTONS):
        return ""
    if sum(len(name) + len(value) for name, value in typed) > MOST:
        return ""
    data = {"to": to or request.get_full_path(), "fields": typed}
    return signing.dumps(data, salt=salt(PURPOSE, request), compress=True)


def pack_again(kept: Kept, request: HttpRequest) -> str:
    """The same package for the CSRF secret that the browser has from now on."""
    data = {"to": kept.to, "fields": kept.fields}
    return signing.dumps(data, salt=salt(PURPOSE, request), compress=True)


def words_of(request: HttpRequest) -> list[str]:
    """The words in a POST that was refused, for their writer to copy. Nothing for somebody who is not signed
    in: another site can send a form here, but not with our session."""
    user: Any = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return []
    return [value for name in WORDS for value in request.POST.getlist(name) if value.strip()]


def unpack(package: str, request: HttpRequest) -> Kept | None:
    """What `pack` made in this browser; None for anything else. To be asked before the CSRF secret changes,
    which signing in does."""
    try:
        data: Any = signing.loads(package, salt=salt(PURPOSE, request), max_age=LONGEST)
    except signing.BadSignature:
        return None
    return Kept(data["to"], tuple((str(name), str(value)) for name, value in data["fields"]))
