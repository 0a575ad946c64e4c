"""The pager: text messages to mobile phones, by whatever gateway a city has.

The setting `SMS_URL` names it:

    (empty)                   none; who has no e-mail address is rung by the desk where they must hear
    console:                  printed, to try things out
    file:///var/lib/x/sms     a file a message in that folder
    https://gateway/messages  POST of JSON {"to", "text"}, `SMS_TOKEN` as bearer; 2xx means taken

Every message has a key, given to the gateway as `Idempotency-Key`: one sent again after a crash is the same one.
"""

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.error import HTTPError
from urllib.parse import unquote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from django.conf import settings

TIMEOUT = 10  # seconds that a gateway may take


class NotTaken(Exception):
    """The gateway did not take the message; why, in a word without phone or text."""


class Gateway(Protocol):
    """Whatever carries text messages."""

    def send(self, *, to: str, text: str, key: str) -> None:
        """Hand ``text`` for the mobile ``to`` (11 digits) over; raises NotTaken. The same ``key`` is the same
        message."""


class ConsoleGateway:
    """Prints what would be sent."""

    def send(self, *, to: str, text: str, key: str) -> None:
        sys.stdout.write(f"[{key}] {to}: {text}\n")


@dataclass(frozen=True)
class FileGateway:
    """Leaves each message as a file in ``folder``, named by its key."""

    folder: Path

    def send(self, *, to: str, text: str, key: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{key}.txt").write_text(f"{to}\n{text}\n", encoding="utf-8")


class _NoRedirect(HTTPRedirectHandler):
    # A phone number goes to the address that was configured and to no other.
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        return None


@dataclass(frozen=True)
class HttpGateway:
    """Posts each message to ``url``."""

    url: str
    token: str = ""

    def headers(self, key: str) -> Mapping[str, str]:
        bearer = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return {"Content-Type": "application/json; charset=utf-8", "Idempotency-Key": key, **bearer}

    def send(self, *, to: str, text: str, key: str) -> None:
        body = json.dumps({"to": to, "text": text}, ensure_ascii=False).encode()
        request = Request(self.url, body, dict(self.headers(key)), method="POST")  # noqa: S310  http(s) by gateway()
        try:
            with build_opener(_NoRedirect).open(request, timeout=TIMEOUT):
                return
        except HTTPError as error:
            raise NotTaken(str(error.code)) from None
        except OSError as error:
            raise NotTaken(type(error).__name__) from None


def gateway(url: str | None = None) -> Gateway | None:
    """The gateway that ``url`` (the setting) names, None where there is none. Raises ValueError for a URL that
    names nothing we know."""
    parts = urlsplit(settings.SMS_URL if url is None else url)
    if not parts.geturl():
        return None
    if parts.scheme == "console":
        return ConsoleGateway()
    if parts.scheme == "file" and parts.path:
        return FileGateway(Path(unquote(parts.path)))
    if parts.scheme in ("http", "https") and parts.hostname:
        return HttpGateway(parts.geturl(), settings.SMS_TOKEN)
    raise ValueError(f"SMS_URL is none of console:, file:///folder, https://gateway: {parts.scheme or '?'}:")
