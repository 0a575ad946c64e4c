"""`manage.py set_up`: everything once, nothing twice, and no demo where none is allowed."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.demo.wipe import NotADemo
from portal.management.commands import set_up
from tests.cast import Place

pytestmark = pytest.mark.django_db


@pytest.fixture
def static(settings: Any, tmp_path: Path) -> Path:
    """A small folder of static files, to be collected into another."""
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "a.css").write_text("a { color: red }")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
    }
    return folder


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """Counts the calls of load_demo in place of loading."""
    calls: list[dict[str, Any]] = []

    def instead(name: str, *args: Any, **options: Any) -> None:
        if name == "load_demo":
            calls.append(options)
        else:
            call_command(name, *args, **options)

    monkeypatch.setattr(set_up, "call_command", instead)
    return calls


def run() -> str:
    """Set up; return what it said."""
    out = StringIO()
    call_command("set_up", stdout=out)
    return out.getvalue()


def test_static_files_are_collected_when_one_has_changed_and_only_then(static: Path, demo: list) -> None:
    assert "Collecting" in run()
    assert "Collecting" not in run()
    (static / "a.css").write_text("a { color: green; }")
    assert "Collecting" in run()
    names = [file.name for file in (static.parent / "static").glob("a.*.css")]
    assert len(names) == 1  # the old one is gone


def test_a_migrated_database_is_only_looked_at(static: Path, demo: list) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert "Migrating" not in run()
    assert all(query["sql"].lstrip().upper().startswith("SELECT") for query in queries)


def test_the_demo_is_loaded_when_stale_and_its_logins_are_named(static: Path, demo: list) -> None:
    said = run()
    assert [call["if_stale"] for call in demo] == [True]
    for login in ("desk", "colleague", "head", "stranger", "street", "district", "admin", "doorstep-demo"):
        assert login in said


def test_a_database_with_rows_of_its_own_keeps_them(static: Path, demo: list, place: Place) -> None:
    said = run()
    assert str(NotADemo()) in said
    assert "doorstep-demo" not in said
    assert demo == []


def test_where_no_demo_is_allowed_none_is_loaded(static: Path, demo: list, settings: Any) -> None:
    settings.PORTAL_DEMO_ALLOWED = False
    assert "doorstep-demo" not in run()
    assert demo == []


def test_developers_are_served_from_the_sources(static: Path, demo: list, settings: Any) -> None:
    settings.DEBUG = True
    assert "Collecting" not in run()
    assert not (static.parent / "static").exists()
