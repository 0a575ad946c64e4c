"""gunicorn on a database, for tests that need real processes: races, restarts, journeys."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import ProxyHandler, build_opener

from django.db import connection

BASE = Path(__file__).resolve().parents[1]
# Traffic to this machine never goes through a proxy.
direct = build_opener(ProxyHandler({}))


@dataclass(frozen=True)
class Server:
    """A serving gunicorn: ``url`` without a slash at its end, its process, its log."""

    url: str
    process: subprocess.Popen[bytes]
    log: Path

    @property
    def pid(self) -> int:
        """The arbiter's process id: SIGHUP reloads, SIGTERM ends."""
        return self.process.pid

    def workers(self) -> list[int]:
        """The process ids of the workers now alive."""
        return [int(pid) for pid in Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()]

    def said(self) -> str:
        """Everything written to its log so far."""
        return self.log.read_text(errors="replace")


@contextmanager
def serving(
    database_url: str,
    *,
    application: str = "portal.wsgi:application",
    settings: str = "portal.settings.test",
    workers: int = 2,
    threads: int = 8,
    env: dict[str, str] | None = None,
    gently: bool = False,
    preload: bool = True,
) -> Iterator[Server]:
    """Serve ``application`` on ``database_url`` on a free port until the block ends.

    A test's own application (say, one whose guard is patched out) is named like gunicorn names
    them: ``tests.module:application``. ``env`` adds to the environment. Not ``preload``: each worker reads the
    portal for itself, new code, too, when it is reloaded. Raises RuntimeError, with the log, when /healthz does not
    answer within 30 s.
    """
    with tempfile.TemporaryDirectory(prefix="doorstep-server-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "log"
        # The port is taken here and handed down, so that nobody can take it in between.
        with socket.socket() as listener, log.open("wb") as out:
            listener.bind(("127.0.0.1", 0))
            listener.listen(512)
            port = listener.getsockname()[1]
            process = subprocess.Popen(
                command(application, listener.fileno(), workers, threads, preload=preload),
                cwd=BASE,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": settings,
                    "DATABASE_URL": database_url,
                    **(env or {}),
                },
                stdout=out,
                stderr=subprocess.STDOUT,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )
        server = Server(f"http://127.0.0.1:{port}", process, log)
        try:
            wait_until_alive(server, workers)
            yield server
        finally:
            stop(process, gently=gently)


def command(
    application: str, listener: int, workers: int, threads: int, *, preload: bool = True
) -> list[str]:
    """gunicorn's command line; its settings are those of ``make run``, where the portal is read once for all
    workers, too."""
    return [
        *(
            sys.executable,
            "-m",
            "gunicorn",
            "--config",
            "portal/gunicorn.py",
            *(["--preload"] if preload else []),
        ),
        *("--bind", f"fd://{listener}", "--workers", str(workers), "--threads", str(threads)),
        application,
    ]


def wait_until_alive(server: Server, workers: int, seconds: float = 30) -> None:
    """Return once /healthz answers 200 and all ``workers`` are there."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline and server.process.poll() is None:
        try:
            with direct.open(f"{server.url}/healthz", timeout=2):
                if len(server.workers()) == workers:
                    return
        except (URLError, OSError):
            pass  # not yet
        time.sleep(0.05)
    raise RuntimeError(f"{server.url} does not answer:\n{server.said()[-3000:]}")


def stop(process: subprocess.Popen[bytes], *, gently: bool) -> None:
    """End the server and, where it is not to go or does not go by itself, its whole process group.

    Nothing is lost by the quick way, and it saves the seconds in which Python tidies up behind itself.
    """
    if gently:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            gently = False
    if not gently:
        with suppress(ProcessLookupError):  # it never came up
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def database_url() -> str:
    """DATABASE_URL of the test database this test runs on, for a server beside it.

    The test must commit what the server shall see (``transactional_db``).
    """
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return f"sqlite:///{settings['NAME']}"
    host = settings["OPTIONS"].get("host") or settings["HOST"]
    return f"postgresql://{quote(settings['USER'])}@/{settings['NAME']}?host={host}"
