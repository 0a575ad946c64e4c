"""A private PostgreSQL in a temporary folder: its own socket, no port, gone without a trace afterwards.

``python -m tests.postgres COMMAND …`` runs a command with DATABASE_URL set to one.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.machine import MissingTool, postgres_binaries

ROLE = "doorstep"
# A socket's path may have 107 characters on Linux; PostgreSQL adds "/.s.PGSQL.5432".
LONGEST_FOLDER = 90
# Nothing here must outlive the machine, so nothing waits for the disk. Commits are still handed to
# the system before they are acknowledged: they outlive a crash of the server.
SETTINGS = {
    "listen_addresses": "",
    "fsync": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "timezone": "UTC",
}


class PrivatePostgres:
    """One server: ``start``, ``stop``, ``crash``, ``freeze``, ``thaw``, ``url``. ``private_postgres()`` makes it."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder = folder
        self.binaries = binaries
        self.process: subprocess.Popen[bytes] | None = None
        self.frozen: list[int] = []
        # PostgreSQL refuses to run as root.
        self.account: dict[str, Any] = (
            {"user": "postgres", "group": "postgres", "extra_groups": []} if os.geteuid() == 0 else {}
        )

    def url(self, database: str = "postgres") -> str:
        """DATABASE_URL of ``database`` on this server."""
        return f"postgresql://{ROLE}@/{database}?host={self.folder}"

    def initialise(self) -> None:
        """Lay out an empty cluster in the folder."""
        subprocess.run(
            [
                self.binaries / "initdb",
                f"--pgdata={self.folder / 'data'}",
                f"--username={ROLE}",
                "--auth=trust",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--no-sync",
            ],
            cwd=self.folder,
            env=self.environment(),
            check=True,
            capture_output=True,
            **self.account,
        )

    def start(self) -> None:
        """Start and wait until it answers; raises RuntimeError with the server's log when it does not."""
        options = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [self.binaries / "postgres", "-D", self.folder / "data", "-k", self.folder, *options],
                cwd=self.folder,
                env=self.environment(),
                stdout=log,
                stderr=log,
                # Ctrl-C in the terminal is for the tests; they stop the server themselves.
                start_new_session=True,
                **self.account,
            )
        self.wait_until_ready(deadline=time.monotonic() + 30)

    def wait_until_ready(self, deadline: float) -> None:
        """Return once a connection succeeds; ``deadline`` is a time.monotonic() figure."""
        while True:
            try:
                psycopg.connect(self.url(), connect_timeout=2).close()
                return
            except psycopg.OperationalError:
                gone = self.process is None or self.process.poll() is not None
                if gone or time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(errors="replace")[-2000:]
                    raise RuntimeError(f"PostgreSQL did not start:\n{log}") from None
                time.sleep(0.05)

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """Stop: SIGINT rolls back what is under way (fast), SIGQUIT is a crash (immediate)."""
        if self.process is None:
            return
        self.thaw()
        self.process.send_signal(how)
        try:
            self.process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None

    def crash(self) -> None:
        """Stop as by a power cut; ``start`` then recovers."""
        self.stop(signal.SIGQUIT)

    def freeze(self) -> None:
        """Stop answering without closing anything: as a machine that hangs, or a line that is cut. See ``thaw``."""
        assert self.process is not None
        self.frozen = [self.process.pid]
        os.kill(self.process.pid, signal.SIGSTOP)  # first: from now on it has no new children
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            os.kill(int(pid), signal.SIGSTOP)
            self.frozen.append(int(pid))

    def thaw(self) -> None:
        """Go on, where ``freeze`` stopped."""
        while self.frozen:
            os.kill(self.frozen.pop(), signal.SIGCONT)

    def create(self, database: str, *, template: str = "template1") -> str:
        """Make a database of that name, replacing any, and return its URL: an empty one, or a copy of ``template``."""
        with psycopg.connect(self.url(), autocommit=True) as server:
            server.execute(f'DROP DATABASE IF EXISTS "{database}" WITH (FORCE)'.encode())
            server.execute(f'CREATE DATABASE "{database}" TEMPLATE "{template}"'.encode())
        return self.url(database)

    def environment(self) -> dict[str, str]:
        """What the server's processes see: nothing of ours but where programs lie."""
        return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C.UTF-8"}


@contextmanager
def private_postgres() -> Iterator[PrivatePostgres]:
    """A running server, stopped and removed at the end however that comes.

    Raises MissingTool where PostgreSQL is not installed.
    """
    binaries = postgres_binaries()
    if binaries is None:
        raise MissingTool("PostgreSQL's server is not installed (Debian: apt-get install postgresql).")
    folder = server_folder()
    server = PrivatePostgres(folder, binaries)
    try:
        server.initialise()
        server.start()
        yield server
    finally:
        server.stop(signal.SIGQUIT)
        shutil.rmtree(folder, ignore_errors=True)


def server_folder() -> Path:
    """A new folder that the server's account can reach and whose socket's path is short enough."""
    ours = tempfile.gettempdir()
    reachable = os.geteuid() != 0 or all(p.stat().st_mode & 0o001 for p in (Path(ours), *Path(ours).parents))
    parent = ours if reachable and len(ours) < LONGEST_FOLDER - 20 else "/tmp"
    folder = Path(tempfile.mkdtemp(prefix="doorstep-pg-", dir=parent))
    if os.geteuid() == 0:
        try:
            account = pwd.getpwnam("postgres")
        except KeyError:
            folder.rmdir()
            raise MissingTool("There is no user 'postgres', and PostgreSQL refuses to run as root.") from None
        os.chown(folder, account.pw_uid, account.pw_gid)
    return folder


def leave_by_the_door() -> None:
    """Turn being terminated into an ordinary exit, so that every ``finally`` runs."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda received, _frame: sys.exit(128 + received))


def main(command: list[str]) -> int:
    """Run ``command`` with DATABASE_URL naming an empty database; return its exit code."""
    leave_by_the_door()
    with private_postgres() as server:
        return subprocess.run(
            command, env={**os.environ, "DATABASE_URL": server.create("doorstep")}, check=False
        ).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
