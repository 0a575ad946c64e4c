"""The tables, laid once for a run: the workers of the tests copy them instead of migrating again, each for itself.

SQLite's, which are a file, outlast the run: the next one takes them as they are while no migration has changed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connections

BASE = Path(__file__).resolve().parents[1]
# A third of what migrating takes goes into looking for rings of objects to throw away, in a process that is short.
MIGRATE = """
import gc
gc.disable()
import django
from django.core.management import call_command
django.setup()
call_command("migrate", verbosity=0)
"""
LAID = "TESTS_LAID"  # the environment's word for where they lie: a file, or a database of the same server


def lay_tables(env: dict[str, str], url: str) -> subprocess.Popen[bytes]:
    """Begin to migrate the empty database at ``url``; whoever needs it waits for the process."""
    command = [sys.executable, "-c", MIGRATE]
    return subprocess.Popen(command, cwd=BASE, env={**env, "DATABASE_URL": url})


def drawing() -> str:
    """What the tables depend on, in a few letters: the migrations, what they call, and the locked packages."""
    drawn = hashlib.sha256()
    files = [*BASE.glob("*/migrations/*.py"), BASE / "portal/common/append_only.py"]
    files += [BASE / "requests_desk/models/no_overlap.py", BASE / "requirements.txt"]
    for file in sorted(files):
        drawn.update(str(file.relative_to(BASE)).encode() + file.read_bytes())
    return drawn.hexdigest()[:16]


def keep(laid: Path, kept: Path) -> None:
    """Leave what was laid for the next run, in place of what fits no more; whole or not at all."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    for old in kept.parent.glob("*.sqlite3"):
        old.unlink(missing_ok=True)
    beside = kept.with_suffix(f".{os.getpid()}")
    shutil.copyfile(laid, beside)
    beside.replace(kept)


def copy_tables(settings: dict[str, Any], laid: str) -> None:
    """Make the tests' own database, as the connection's ``settings`` name it, a copy of what was laid."""
    name = settings["TEST"]["NAME"]
    if "sqlite3" in settings["ENGINE"]:
        shutil.copyfile(laid, name)
        return
    with psycopg.connect(os.environ["DATABASE_URL"], dbname="postgres", autocommit=True) as server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{laid}"'.encode())


@pytest.fixture(scope="session")
def django_db_keepdb(django_db_keepdb: bool) -> bool:
    """Django takes the copy as it finds it, and migrates what is missing: nothing."""
    return django_db_keepdb or LAID in os.environ


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    tmp_path_factory: pytest.TempPathFactory,
    worker_id: str,
    django_db_modify_db_settings_parallel_suffix: None,
) -> None:
    """A database for each worker; on SQLite a file: servers in other threads and processes read it too."""
    settings = connections.databases["default"]
    if settings["ENGINE"] == "django.db.backends.sqlite3":
        folder = tmp_path_factory.mktemp("database")
        settings["TEST"]["NAME"] = str(folder / f"doorstep-{worker_id}.sqlite3")
    elif not settings["TEST"]["NAME"]:
        settings["TEST"]["NAME"] = f"test_{settings['NAME']}"
    if LAID in os.environ:
        copy_tables(settings, os.environ[LAID])
