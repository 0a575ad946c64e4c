"""A server that fails outside Django, for the test of what it then writes to its log."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.wsgi import application as portal


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """/healthz as ever; any other address fails with that address in the error."""
    if environ["PATH_INFO"] == "/healthz":
        return portal(environ, start_response)
    raise ValueError(f"cannot serve {environ['PATH_INFO']}")
