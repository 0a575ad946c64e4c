"""A backup made, the database dropped and brought back, by the very commands that the README names: everything is
there again, and guarded as before. While somebody writes, the copy is whole; what was erased since goes again."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

import psycopg
import pytest
from django.conf import settings

from requests_desk.models import Slot, Ticket, TicketEvent, TicketNote, Visit
from tests.fuzz.forms import forms
from tests.machine import MissingTool, postgres_binaries
from tests.postgres import private_postgres
from tests.proof.vault import Vault, differences, opened, plain
from tests.servers import BASE, serving

pytestmark = pytest.mark.proof

LITE = "sqlite" in settings.DATABASES["default"]["ENGINE"]
NAMES = "SQLite" if LITE else "PostgreSQL"
TICKET, VISIT, EVENT, NOTE, SLOT = (
    one._meta.db_table for one in (Ticket, Visit, TicketEvent, TicketNote, Slot)
)
LEAST = 100_000  # rows
WISH = "13800008888"  # as in tests/proof/archive.py
NEEDED = ("bash", "tar") if LITE else ("bash", "tar", "pg_dump", "pg_restore", "dropdb", "createdb", "psql")


def commands(what: str) -> str:
    """The block of the README under the words ``what``."""
    found = re.search(
        rf"\*\*{what}[^\n]*\*\*.*?\n\n((?:    [^\n]*\n)+)", (BASE / "README.md").read_text(), re.S
    )
    assert found, f"The README does not say how to: {what}"
    return re.sub(r"(?m)^    ", "", found[1])


@dataclass
class Portal:
    """One installation: its database, its folder of files, and the backup of both."""

    url: str
    folder: Path
    env: dict[str, str]

    @property
    def file(self) -> Path:
        return Path(self.url.removeprefix("sqlite:///"))

    def run(self, block: str, **more: str) -> str:
        """The commands of ``block`` in a shell that stops at the first that fails; what they said."""
        done = subprocess.run(
            ["bash", "-euo", "pipefail", "-c", block],
            cwd=BASE, env=self.env | more, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{block}\n{done.stdout[-2000:]}\n{done.stderr[-3000:]}"
        return done.stdout

    def manage(self, *words: str) -> str:
        return self.run('python manage.py "$@"'.replace('"$@"', " ".join(words)))

    def back_up(self) -> None:
        shutil.rmtree(self.env["BACKUP"], ignore_errors=True)
        Path(self.env["BACKUP"]).mkdir()
        self.run(commands(f"Back up {NAMES}"))

    def destroy(self) -> None:
        """Nothing is left but the backup."""
        shutil.rmtree(self.env["MEDIA_ROOT"])
        if LITE:
            self.file.write_bytes(b"not a database any more")
            self.file.with_name(self.file.name + "-wal").write_bytes(b"of another")
        else:
            self.run(
                'psql --quiet --command="DROP SCHEMA public CASCADE; CREATE SCHEMA public" "$DATABASE_URL"'
            )

    def restore(self) -> None:
        self.run(commands(f"Restore {NAMES}"))


@pytest.fixture(scope="module")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Portal]:
    """Filled; on PostgreSQL with a server of its own."""
    folder = tmp_path_factory.mktemp("installation")
    binaries = postgres_binaries()
    path = os.pathsep.join(
        [str(Path(sys.executable).parent), *([str(binaries)] if binaries else []), os.environ["PATH"]]
    )
    if lacking := [name for name in NEEDED if not shutil.which(name, path=path)]:
        raise MissingTool(f"The drill needs {', '.join(lacking)} (Debian: apt-get install postgresql).")
    env = {
        **os.environ, "PATH": path, "MEDIA_ROOT": str(folder / "media"), "BACKUP": str(folder / "backup"),
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
    }  # fmt: skip
    (folder / "media").mkdir()
    if LITE:
        url = f"sqlite:///{folder / 'doorstep.sqlite3'}"
        yield filled(Portal(url, folder, env | {"DATABASE_URL": url}))
        return
    with private_postgres() as server:
        url = server.create("doorstep")
        reach = {"PGHOST": str(server.folder), "PGUSER": "doorstep", "DATABASE_URL": url}
        yield filled(Portal(url, folder, env | reach))


def filled(portal: Portal) -> Portal:
    portal.manage("migrate", "--verbosity=0")
    return portal


@pytest.fixture(scope="module")
def facts(portal: Portal) -> dict[str, Any]:
    """Where some of what is in it is found."""
    return json.loads(portal.run("python -m tests.proof.archive fill").splitlines()[-1])  # type: ignore[no-any-return]


def test_a_definition_written_otherwise_is_the_same_and_another_is_not() -> None:
    before = "CHECK (((state)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[])))"
    after = "CHECK (((state)::text = ANY (ARRAY[('a'::character varying)::text, ('b'::character varying)::text])))"
    assert plain(before) == plain(after)
    assert plain(before) != plain(after.replace("'b'", "'c'")) != plain(after.replace("= ANY", "<> ALL"))


def refused(vault: Vault, statement: str) -> bool:
    """Whether the database itself says no."""
    try:
        with vault.undone():
            vault.connection.execute(statement)
    except (psycopg.Error, sqlite3.Error):
        return True
    return False


def gone(portal: Portal) -> bool:
    """The control: nothing is left of the database, so that what is there later came with the backup."""
    try:
        with opened(portal.url) as vault:
            return vault.tables() == []
    except sqlite3.DatabaseError:
        return True


A_CHANGED_EVENT = f"UPDATE {EVENT} SET kind = 'closed' WHERE id = (SELECT min(id) FROM {EVENT})"
A_DELETED_EVENT = f"DELETE FROM {EVENT} WHERE id = (SELECT min(id) FROM {EVENT})"
A_SECOND_REFERENCE = f"UPDATE {TICKET} SET reference = (SELECT max(reference) FROM {TICKET})"
TOO_MANY = f"UPDATE {SLOT} SET booked = capacity + over + 1"
FORBIDDEN = (A_CHANGED_EVENT, A_DELETED_EVENT, A_SECOND_REFERENCE, TOO_MANY)


class Browser:
    """Asks a server as a browser does; a refusal is an answer too."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.opener = build_opener(ProxyHandler({}), HTTPCookieProcessor(CookieJar()))

    def ask(self, path: str, data: bytes | None = None) -> tuple[int, bytes, str]:
        """Status, body, and the address one was led to."""
        try:
            with self.opener.open(self.url + path, data, timeout=30) as answer:
                return answer.status, answer.read(), answer.url.removeprefix(self.url)
        except HTTPError as error:
            return error.code, error.read(), path


def look_around(portal: Portal, facts: dict[str, Any]) -> str:
    """A known booking by its link, a picture, a paper, and a new booking, of which the reference is returned."""
    with serving(portal.url, workers=1, threads=2, env={"MEDIA_ROOT": portal.env["MEDIA_ROOT"]}) as server:
        browser = Browser(server.url)
        status, page, _at = browser.ask(facts["visit"])
        assert (status, facts["reference"] in page.decode()) == (200, True)
        assert browser.ask(facts["photograph"])[:2] == (200, b"RIFF" + bytes(range(256)) * 40)
        status, paper, _at = browser.ask(facts["paper"])
        assert (status, paper[:5]) == (200, b"%PDF-")
        status, page, _at = browser.ask(facts["book"])
        assert status == 200
        form = next(
            one
            for one in forms(page.decode(), facts["book"])
            if one.method == "POST" and dict(one.pairs).get("key")
        )
        said = [(name, value) for name, value in form.pairs if name not in ("name", "phone")]
        said += [("name", "孙恢复"), ("phone", "13900001111")]
        status, page, at = browser.ask(f"{form.path}?{form.query}", urlencode(said).encode())
        assert (status, at.startswith("/visits/")) == (200, True), page.decode()[-3000:]
        token = at.split("/")[2]
        assert "Traceback" not in server.said()
    with opened(portal.url) as vault:
        ((reference, key),) = vault.rows(f"SELECT reference, id FROM {VISIT} WHERE token = '{token}'")
        assert key == vault.one(f"SELECT max(id) FROM {VISIT}")
    return str(reference)


def without_triggers(vault: Vault) -> list[str]:
    """What takes the triggers of an event table away."""
    if vault.lite:
        found = vault.rows(f"SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = '{EVENT}'")
        return [f'DROP TRIGGER "{name}"' for (name,) in found]
    found = vault.rows(
        f"SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgrelid = '{EVENT}'::regclass"
    )
    return [f'DROP TRIGGER "{name}" ON {EVENT}' for (name,) in found]


def damages(vault: Vault) -> dict[str, str]:
    """What a bad restore may have lost, each with a statement that loses it."""
    if vault.lite:
        counter = f"UPDATE sqlite_sequence SET seq = 1 WHERE name = '{VISIT}'"
    else:
        counter = f"ALTER SEQUENCE {vault.one(f'''SELECT pg_get_serial_sequence('{VISIT}', 'id')''')} RESTART WITH 1"
    return {
        "one row": f"DELETE FROM {NOTE} WHERE id = (SELECT max(id) FROM {NOTE})",
        "one cell": f"UPDATE {TICKET} SET name = 'x' WHERE id = (SELECT max(id) FROM {TICKET})",
        "a trigger": without_triggers(vault)[0],
        "a constraint": "DROP INDEX number_once_a_day",
        "the next key": counter,
    }


def test_everything_comes_back(portal: Portal, facts: dict[str, Any]) -> None:
    with opened(portal.url) as vault:
        before, counts = vault.state(), vault.counts()
        newest = vault.one(f"SELECT max(id) FROM {VISIT}")
    assert sum(counts.values()) >= LEAST
    begun = time.perf_counter()
    portal.back_up()
    made = time.perf_counter()
    portal.destroy()
    assert gone(portal)
    restored = time.perf_counter()
    portal.restore()
    took = time.perf_counter() - restored
    with opened(portal.url) as vault:
        assert differences(before, vault.state()) == []
        assert all(refused(vault, one) for one in FORBIDDEN)
        with vault.undone():  # the control: it is the triggers that refuse
            for statement in without_triggers(vault):
                vault.connection.execute(statement)
            vault.connection.execute(A_CHANGED_EVENT)
        for lost, statement in damages(vault).items():  # the control: what is lost is noticed
            with vault.undone():
                vault.connection.execute(statement)
                assert len(differences(before, vault.state())) == 1, lost
        assert differences(before, vault.state()) == []
    reference = look_around(portal, facts)
    with opened(portal.url) as vault:
        assert vault.one(f"SELECT id FROM {VISIT} WHERE reference = '{reference}'") > newest
    triggers = sum(name.startswith("trigger ") for name in before)
    print(
        f"{NAMES}: {sum(counts.values()):,} rows in {len(counts)} tables, {triggers} triggers: backup "
        f"{made - begun:.1f} s, restore {took:.1f} s, all checksums equal"
    )


def test_what_was_erased_since_goes_again(portal: Portal, facts: dict[str, Any]) -> None:
    """By its time by the night's work, which the README has run before the portal opens; by a wish it comes back,
    which the README says too, until it is asked for again."""
    expired = f"SELECT count(*) FROM {VISIT} WHERE name <> '' AND starts_at < "
    limit = "datetime('now', '-180 days')" if LITE else "now() - interval '180 days'"
    wished = f"SELECT count(*) FROM {VISIT} WHERE phone = '{WISH}'"
    portal.back_up()

    def held() -> tuple[int, int]:
        with opened(portal.url) as vault:
            return vault.one(expired + limit), vault.one(wished)

    assert held() == (facts["expired"], 1)
    assert facts["expired"] >= 500
    night = commands("Before the portal opens again")
    portal.run(night)
    portal.manage("personal_data", "erase", "--no-input", WISH)
    assert held() == (0, 0)
    portal.destroy()
    portal.restore()
    assert held() == (facts["expired"], 1)
    portal.run(night)
    assert held() == (0, 1)
    portal.manage("personal_data", "erase", "--no-input", WISH)
    assert held() == (0, 0)
    print(
        f"{NAMES}: {facts['expired']} visits past their time came back with the backup and went before it opened"
    )


@contextmanager
def writer(portal: Portal) -> Iterator[Any]:
    """Somebody who writes all the while; says how many are acknowledged."""
    log = portal.folder / "written"
    with log.open("wb") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.proof.archive", "write"],
            cwd=BASE,
            env=portal.env,
            stdout=out,
            stderr=out,
        )
    try:
        yield lambda: len(log.read_bytes().splitlines())
    finally:
        assert process.poll() is None, log.read_text()[-2000:]
        process.kill()
        process.wait()


LATER = f"FROM {TICKET} WHERE token LIKE 'later-%'"


def whole(vault: Vault) -> int:
    """How many tickets came meanwhile; each has its event and its note, and everything fits together."""
    tickets = int(vault.one(f"SELECT count(*) {LATER}"))
    for table in (EVENT, NOTE):
        assert vault.one(f"SELECT count(*) FROM {table} WHERE ticket_id IN (SELECT id {LATER})") == tickets
    if vault.lite:
        assert vault.one("PRAGMA integrity_check") == "ok"
        assert vault.rows("PRAGMA foreign_key_check") == []
    return tickets


def test_the_copy_is_whole_while_somebody_writes(portal: Portal, facts: dict[str, Any]) -> None:
    with writer(portal) as acknowledged:
        deadline = time.monotonic() + 60
        while acknowledged() < 50 and time.monotonic() < deadline:
            time.sleep(0.1)
        plain = portal.folder / "plainly-copied"
        first = acknowledged()
        if LITE:
            shutil.copyfile(portal.file, plain)
        before = acknowledged()
        portal.back_up()
        after = acknowledged()
    assert 50 <= before < after, "nobody wrote while the backup was made"
    portal.destroy()
    portal.restore()
    with opened(portal.url) as vault:
        kept = whole(vault)
    assert before <= kept <= after + 1
    print(
        f"{NAMES}: {before} were there before, {after} after the backup was made; it holds {kept}, each whole"
    )
    if LITE:
        assert held_plainly(plain) < first, "the control: a plain copy lacks what was acknowledged"


def held_plainly(plain: Path) -> int:
    """How many of them a plain copy of the file holds; none where it is no database at all."""
    try:
        with opened(f"sqlite:///{plain}") as vault:
            return whole(vault)
    except (sqlite3.DatabaseError, AssertionError):
        return 0
