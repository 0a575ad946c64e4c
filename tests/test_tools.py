"""The tests' own tools: emptying append-only tables, a real server, the browser, a private PostgreSQL."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.error import HTTPError

import psycopg
import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from playwright.sync_api import Page

from requests_desk.models import Reveal
from stations.models import Worker
from tests.browser import axe, sideways_overflow
from tests.postgres import private_postgres
from tests.servers import database_url, direct, serving

SCRIPT = "<script>document.title = 'with script'</script>"
GOOD = "<!doctype html><html lang=zh><title>家</title><main><h1>家门口</h1></main></html>"


def a_line() -> Reveal:
    """A line in an append-only table."""
    return Reveal.objects.create(
        at=datetime(2026, 3, 2, tzinfo=UTC), kind=Reveal.Kind.VISIT, row=1, reason=Reveal.Reason.SERVE
    )


@pytest.mark.django_db(transaction=True)
def test_flush_empties_append_only_tables_and_leaves_their_triggers() -> None:
    a_line()
    call_command("flush", interactive=False, verbosity=0)
    assert not Reveal.objects.exists()
    line = a_line()
    for change in (line.delete, line.save):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            change()
    if connection.vendor == "postgresql":
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("TRUNCATE requests_desk_reveal")
    assert Reveal.objects.get().reason == Reveal.Reason.SERVE


@pytest.mark.django_db(transaction=True)
def test_a_server_reads_the_tests_database_and_ends() -> None:
    Worker.objects.create_user(username="somebody", password="something long")
    with serving(database_url(), gently=True) as server:
        with direct.open(f"{server.url}/readyz") as answer:
            assert answer.status == 200
        workers = server.workers()
        assert len(workers) == 2
    assert server.process.returncode == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in workers)


@pytest.mark.django_db(transaction=True)
def test_a_server_that_cannot_start_says_why() -> None:
    with (
        pytest.raises(RuntimeError, match="No module named 'nowhere'"),
        serving(database_url(), application="nowhere:application"),
    ):
        pytest.fail("it must not serve")


def test_axe_finds_faults_and_only_faults(desk_page: Page) -> None:
    desk_page.set_content(GOOD)
    assert axe(desk_page) == []
    desk_page.set_content(GOOD.replace("</main>", "<img src='data:,'></main>"))
    assert [fault.split()[0] for fault in axe(desk_page)] == ["image-alt"]


def test_overflow_is_measured(phone: Page) -> None:
    head = "<meta name=viewport content='width=device-width'>"
    phone.set_content(f"{head}<p style='width:100px'>x</p>")
    assert sideways_overflow(phone) == 0
    phone.set_content(f"{head}<p style='width:600px;margin:0'>x</p>")
    assert sideways_overflow(phone) > 100


def test_chinese_is_drawn_with_a_chinese_font(phone: Page) -> None:
    # Without such a font every character is the same empty box.
    phone.set_content("<h1>门</h1>")
    one = phone.locator("h1").screenshot()
    phone.set_content("<h1>家</h1>")
    assert phone.locator("h1").screenshot() != one


def test_script_can_be_switched_off(plain_page: Page, open_page: Callable[..., Page]) -> None:
    for page, title in ((plain_page, "家"), (open_page(width=320), "with script")):
        page.goto(f"data:text/html;charset=utf-8,{GOOD.replace('</html>', SCRIPT)}")
        assert page.title() == title


def test_a_private_server_survives_a_crash_and_leaves_nothing() -> None:
    with private_postgres() as server:
        url = server.create("a")
        with psycopg.connect(url, autocommit=True) as database:
            database.execute("CREATE TABLE kept AS SELECT 1 AS one")
        server.crash()
        with pytest.raises(psycopg.OperationalError):
            psycopg.connect(url)
        server.start()
        with psycopg.connect(url) as database:
            assert database.execute("SELECT one FROM kept").fetchone() == (1,)
    assert not server.folder.exists()


@pytest.mark.django_db(transaction=True)
def test_a_servers_log_quotes_no_address() -> None:
    with serving(database_url(), application="tests.broken:application") as server:
        with pytest.raises(HTTPError):
            direct.open(f"{server.url}/visits/secret-of-a-resident/")
        host, port = server.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=5) as line:
            line.sendall(b"GET /visits/secret-of-another/ NONSENSE\r\n\r\n")
            assert b"400" in line.recv(200)
        said = server.said()
    assert "unexpected" in said
    assert "tests/broken.py" in said
    assert "damaged request" in said
    assert "secret" not in said
