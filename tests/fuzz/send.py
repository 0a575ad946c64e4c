"""Sends a request in this process, looks at what came of it, and undoes it."""

import logging
import sys
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.cache import cache
from django.core.signals import got_request_exception
from django.db import connection, transaction
from django.test import RequestFactory
from django.test.client import ClientHandler
from django.utils import translation

from tests.fuzz.requests import Request

UNANSWERED = 599  # what a request counts as that broke outside of all that answers


@dataclass
class Outcome:
    """What came back; ``trouble`` is the error behind it, if there was one."""

    status: int
    seconds: float
    at_the_door: bool = False  # led to the sign-in instead
    trouble: list[str] = field(default_factory=list)

    @property
    def broken(self) -> bool:
        return self.status >= 500 or bool(self.trouble)


class Log(logging.Handler):
    """Collects what is logged with a traceback."""

    def __init__(self, into: list[str]) -> None:
        super().__init__()
        self.into = into

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1]:
            self.into.append(said(record.exc_info[1]))
        elif record.levelno >= logging.ERROR or "Traceback" in record.getMessage():
            self.into.append(record.getMessage())


def said(error: BaseException) -> str:
    """The error and where it came from: the last of our own lines, and the very last."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [
        one for one in frames if "site-packages" not in one.filename and "/lib/python" not in one.filename
    ]
    lines = dict.fromkeys(f"{one.filename}:{one.lineno}" for one in (*ours[-1:], *frames[-1:]))
    return f"{type(error).__name__} ({', '.join(lines)}): {str(error)[:200]}"


class Wire:
    """The portal without a net between; ``cookies`` of each role."""

    def __init__(self, cookies: dict[str, str]) -> None:
        self.cookies = cookies
        self.trouble: list[str] = []
        self.handlers = {}
        for checked in (False, True):
            self.handlers[checked] = ClientHandler(enforce_csrf_checks=checked)
            self.handlers[checked].load_middleware()

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Whatever breaks inside the block is noticed, logged or not."""
        log = Log(self.trouble)
        logging.getLogger().addHandler(log)
        got_request_exception.connect(self.note)
        try:
            yield
        finally:
            got_request_exception.disconnect(self.note)
            logging.getLogger().removeHandler(log)

    def note(self, **_signal: Any) -> None:
        error = sys.exc_info()[1]
        if error:
            self.trouble.append(said(error))

    def send(self, request: Request) -> Outcome:
        """What comes back of ``request``. What it did to the database is undone."""
        self.trouble.clear()
        environ = self.environ(request)
        begun, status, door = time.perf_counter(), UNANSWERED, False
        with transaction.atomic(), translation.override(None):
            try:
                answer = self.handlers[request.checked](environ)
                status = answer.status_code
                door = status == 302 and "/sign-in/" in answer["Location"].partition("?")[0]
                if answer.streaming:
                    b"".join(answer.streaming_content)
                elif b"Traceback (most recent call last)" in answer.content:
                    self.trouble.append("the page holds a traceback")
                after_commit()
            except Exception as error:
                self.trouble.append(said(error))
            transaction.set_rollback(True)
        return Outcome(status, time.perf_counter() - begun, door, list(dict.fromkeys(self.trouble)))

    def environ(self, request: Request) -> dict[str, Any]:
        given = {"HTTP_COOKIE": self.cookies[request.role], "QUERY_STRING": request.query}
        if cookie := request.headers.get("HTTP_COOKIE"):
            given["HTTP_COOKIE"] = f"{self.cookies[request.role]}; {cookie}"
        caught: dict[str, Any] = {}

        class Catcher(RequestFactory):
            def request(self, **environ: Any) -> Any:
                caught.update(self._base_environ(**environ))

        Catcher().generic(
            request.method, request.path, request.body, request.kind or None, **(request.headers | given)
        )
        return caught


def after_commit() -> None:
    """Do what waits for the commit that never comes: it is a part of the request."""
    waiting, connection.run_on_commit = connection.run_on_commit, []
    for _savepoints, function, _robust in waiting:
        function()


def fresh(number: int) -> None:
    """Forget what is cached now and then, and always at the same numbers."""
    if number % 20 == 0:
        cache.clear()
