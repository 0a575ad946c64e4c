"""Gateways: console, file and HTTP against a server of the tests; what is not taken is said."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.checks import run_checks

from portal.common import sms
from portal.common.sms import ConsoleGateway, FileGateway, HttpGateway, NotTaken, gateway

TO, TEXT, KEY = "13800138000", "枫香里会客厅：您的预约已取消", "message-7"


@dataclass
class Carrier:
    """A gateway's end: what it was sent, and what it answers."""

    status: int = 202
    taken: list[tuple[str, dict[str, str], Any]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def carrier() -> Iterator[Carrier]:
    here = Carrier()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            here.taken.append((self.path, dict(self.headers), json.loads(body)))
            self.send_response(here.status)
            if here.status == 302:
                self.send_header("Location", f"{here.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *args: Any) -> None:
            """The tests' output stays readable."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    here.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield here
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("", type(None)),
        ("console:", ConsoleGateway),
        ("file:///var/sms", FileGateway),
        ("http://127.0.0.1:9/x", HttpGateway),
        ("https://gateway.example/messages", HttpGateway),
    ],
)
def test_the_setting_names_a_gateway(settings: LazySettings, url: str, kind: type) -> None:
    settings.SMS_URL = url
    assert type(gateway()) is kind
    assert not [error for error in run_checks() if error.id == "doorstep.E002"]


@pytest.mark.parametrize("url", ["ftp://x/y", "https://", "file://", "gateway.example", "javascript:x"])
def test_what_names_none_stops_the_start(settings: LazySettings, url: str) -> None:
    settings.SMS_URL = url
    assert [error.id for error in run_checks() if error.id == "doorstep.E002"] == ["doorstep.E002"]


def test_a_file_a_message_and_the_same_key_is_the_same_file(tmp_path: Path) -> None:
    found = gateway((tmp_path / "短信").as_uri())
    assert found is not None
    for _twice in range(2):
        found.send(to=TO, text=TEXT, key=KEY)
    (file,) = (tmp_path / "短信").iterdir()
    assert file.read_text(encoding="utf-8") == f"{TO}\n{TEXT}\n"


def test_the_console_prints(capsys: pytest.CaptureFixture[str]) -> None:
    ConsoleGateway().send(to=TO, text=TEXT, key=KEY)
    assert capsys.readouterr().out == f"[{KEY}] {TO}: {TEXT}\n"


def test_over_http_with_key_and_token(carrier: Carrier) -> None:
    HttpGateway(f"{carrier.url}/messages", "secret").send(to=TO, text=TEXT, key=KEY)
    ((path, headers, body),) = carrier.taken
    assert (path, body) == ("/messages", {"to": TO, "text": TEXT})
    assert headers["Authorization"] == "Bearer secret"
    assert headers["Idempotency-Key"] == KEY
    assert headers["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("status", [302, 400, 401, 429, 500, 503])
def test_whatever_is_not_taken_is_said_and_a_redirect_is_not_followed(carrier: Carrier, status: int) -> None:
    carrier.status = status
    with pytest.raises(NotTaken, match=str(status)):
        HttpGateway(carrier.url).send(to=TO, text=TEXT, key=KEY)
    assert len(carrier.taken) == 1


def test_nobody_there_and_nobody_answering(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(NotTaken):
        HttpGateway("http://127.0.0.1:9/").send(to=TO, text=TEXT, key=KEY)
    silent = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)  # listens, and answers nothing
    monkeypatch.setattr(sms, "TIMEOUT", 0.2)
    with pytest.raises(NotTaken):
        HttpGateway(f"http://127.0.0.1:{silent.server_port}/").send(to=TO, text=TEXT, key=KEY)
    silent.server_close()
