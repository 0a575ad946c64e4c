"""The portal with the two moments of a booking drawn out in which a crash does most harm: when its place is taken
and nothing is committed, and when it is committed and nobody was told. A test's own application."""

import time
from collections.abc import Iterable
from typing import Any

from portal.wsgi import application as portal
from requests_desk.actions import visits

WRITING, TELLING = 0.03, 0.08  # seconds before the commit, and between commit and answer
tell = visits.tell


def tell_slowly(**what: Any) -> Any:
    """Queue the letter, the last thing in a booking's transaction, and think before it ends."""
    row = tell(**what)
    time.sleep(WRITING)
    return row


def application(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    """The portal's answer; that to a form is kept back for a moment."""
    answer = portal(environ, start_response)
    if environ["REQUEST_METHOD"] == "POST":
        time.sleep(TELLING)
    return answer


visits.tell = tell_slowly
