"""`manage.py set_up`: everything once, nothing twice, and no demo where none is allowed."""

from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override

from portal.common.models import Installation
from portal.demo.wipe import NotADemo
from portal.management.commands import set_up
from tests import factories as make
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
    with override("en"):
        call_command("set_up", stdout=out)
    return out.getvalue()


def test_static_files_are_collected_when_one_has_changed_and_only_then(static: Path, demo: list) -> None:
    assert "static files are collected" in run()
    assert "static files are collected" not in run()
    (static / "a.css").write_text("a { color: green; }")
    assert "static files are collected" in run()
    names = [file.name for file in (static.parent / "static").glob("a.*.css")]
    assert len(names) == 1  # the old one is gone


def test_a_migrated_database_is_only_looked_at(static: Path, demo: list) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert "Making the tables" not in run()
    assert all(query["sql"].lstrip().upper().startswith("SELECT") for query in queries)


def test_the_demo_is_loaded_when_stale_and_its_logins_are_named(static: Path, demo: list) -> None:
    said = run()
    assert [call["if_stale"] for call in demo] == [True]
    for login in ("desk", "colleague", "head", "stranger", "street", "district", "admin", "doorstep-demo"):
        assert login in said


def test_a_database_with_rows_of_its_own_keeps_them(static: Path, demo: list, place: Place) -> None:
    said = run()
    with override("en"):
        assert str(NotADemo()) in said
    assert "doorstep-demo" not in said
    assert demo == []


def test_where_no_demo_is_allowed_none_is_loaded(static: Path, demo: list, settings: Any) -> None:
    settings.PORTAL_DEMO_ALLOWED = False
    assert "doorstep-demo" not in run()
    assert demo == []


def test_developers_are_served_from_the_sources(static: Path, demo: list, settings: Any) -> None:
    settings.DEBUG = True
    assert "static files are collected" not in run()
    assert not (static.parent / "static").exists()


def test_each_part_is_announced_before_it_and_timed_after(static: Path, demo: list) -> None:
    lines = run().splitlines()
    at = next(number for number, line in enumerate(lines) if line.startswith("Living through"))
    assert lines[at + 1].strip().startswith("done in ")


def test_a_demo_of_today_is_not_announced(static: Path, demo: list) -> None:
    Installation.objects.create(demo=True, demo_made_on=timezone.localdate())
    assert "Living through" not in run()
    assert demo == []


@pytest.mark.parametrize(("by_itself", "sent"), [(True, 1), (False, 0)])
def test_what_waits_in_the_outbox_is_sent_where_no_timer_does(
    static: Path, demo: list, place: Place, settings: Any, by_itself: bool, sent: int
) -> None:
    settings.PORTAL_SENDS_BY_ITSELF = by_itself
    make.visit(place.item, make.at(1), email="w@example.cn")
    run()
    assert len(mail.outbox) == sent
