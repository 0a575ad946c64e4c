"""Runs the tests on both databases: ``python -m tests.run [--only NAME] [--mark NAME] [-- FOR PYTEST]``."""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from portal.translations import compile_catalogues
from tests.laid import LAID, drawing, keep, lay_tables
from tests.machine import MissingTool, prepare
from tests.postgres import leave_by_the_door, private_postgres

BASE = Path(__file__).resolve().parents[1]
KEPT = BASE / "var" / "laid"
DATABASES = ("sqlite", "postgresql")


def arguments(given: list[str]) -> argparse.Namespace:
    """The command line, read."""
    parser = argparse.ArgumentParser(prog="python -m tests.run", description=__doc__)
    parser.add_argument("--only", choices=DATABASES, help="this database alone (default: both in turn)")
    parser.add_argument(
        "--mark", choices=("bench", "proof"), help="the benchmarks or the long proofs instead"
    )
    parser.add_argument("pytest", nargs="*", help="arguments for pytest, after --")
    return parser.parse_args(given)


def environment(temporary: Path, url: str) -> dict[str, str]:
    """What pytest sees: the database's URL, and a home and temporary folder that vanish afterwards."""
    return {
        **os.environ,
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "portal.settings.test",
        # pytest-playwright keeps an event loop running in the tests' own thread.
        "DJANGO_ALLOW_ASYNC_UNSAFE": "true",
        "HOME": str(temporary),
        "TMPDIR": str(temporary),
        "XDG_CACHE_HOME": str(temporary / "cache"),
        "XDG_CONFIG_HOME": str(temporary / "config"),
        # To read all tests and take their asserts apart costs ten seconds: the second run finds that done.
        "PYTHONDONTWRITEBYTECODE": "",
    }


def pytest(env: dict[str, str], mark: str | None, rest: list[str]) -> int:
    """Run pytest once; return its exit code. On the way out it is told to stop, and waited for."""
    command = [sys.executable, "-m", "pytest", *(["-m", mark] if mark else []), *rest]
    process = subprocess.Popen(command, cwd=BASE, env=env)
    try:
        return process.wait()
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=60)


@dataclass(frozen=True)
class Database:
    """Where the tests of one database begin: ``url`` of an empty one; ``laid``, its tables laid for them, once what
    is ``migrating`` has ended."""

    url: str
    laid: str
    migrating: subprocess.Popen[bytes] | None


def databases(stack: ExitStack, only: str | None, temporary: Path) -> dict[str, Database]:
    """Those wanted, by name. Their tables are laid side by side, while the first tests are read."""
    wanted: dict[str, Database] = {}
    env = environment(temporary, "")
    if only in (None, "sqlite"):
        url = f"sqlite:///{temporary / 'doorstep.sqlite3'}"
        kept, laid = KEPT / f"{drawing()}.sqlite3", temporary / "laid.sqlite3"
        migrating = None
        if kept.exists():
            shutil.copyfile(kept, laid)
        else:
            migrating = lay_tables(env, f"sqlite:///{laid}")
        wanted["sqlite"] = Database(url, str(laid), migrating)
    if only in (None, "postgresql"):
        server = stack.enter_context(private_postgres())
        url, laid = server.create("doorstep"), server.create("laid")
        wanted["postgresql"] = Database(url, "laid", lay_tables(env, laid))
    return wanted


def main(given: list[str]) -> int:
    """Prepare the machine, run pytest on each database, return the worst exit code."""
    options = arguments(given)
    leave_by_the_door()
    prepare()
    compile_catalogues(BASE)
    codes: dict[str, int] = {}
    with ExitStack() as stack:
        folder = tempfile.TemporaryDirectory(prefix="doorstep-", ignore_cleanup_errors=True)
        temporary = Path(stack.enter_context(folder))
        for name, database in databases(stack, options.only, temporary).items():
            print(f"== {name}: {options.mark or 'test'} ==", flush=True)
            begun = time.monotonic()
            if database.migrating and database.migrating.wait():
                sys.exit(f"The tables could not be laid in {name}.")
            if database.migrating and name == "sqlite":
                keep(Path(database.laid), KEPT / f"{drawing()}.sqlite3")
            env = {**environment(temporary, database.url), LAID: database.laid}
            codes[name] = pytest(env, options.mark, options.pytest)
            print(f"== {name}: exit {codes[name]} after {time.monotonic() - begun:.0f} s ==", flush=True)
    return max(codes.values())


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except MissingTool as lacking:
        sys.exit(str(lacking))
