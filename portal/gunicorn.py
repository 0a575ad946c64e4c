"""How gunicorn serves the portal: one address, two processes, and no line that holds a path."""

import logging
import os
import socket
from typing import Any

from gunicorn.glogging import Logger

requests = logging.getLogger("portal.server")


class PathlessLogger(Logger):
    """gunicorn's own log, without the two lines that would quote an address or what a browser sent."""

    def exception(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A failed request goes to the portal's log, which names the place in the code and no values."""
        if msg.startswith("Error handling request"):
            requests.error("unexpected", exc_info=True)
        else:
            super().exception(msg, *args, **kwargs)

    def warning(self, msg: str, *args: Any, **kwargs: Any) -> None:
        """A damaged request is noted, not quoted."""
        if msg.startswith("Invalid request"):
            msg, args = "A damaged request was refused.", ()
        super().warning(msg, *args, **kwargs)


bind = os.environ.get("BIND") or f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
worker_class = "gthread"
proc_name = "doorstep"
timeout = 30
graceful_timeout = 10
keepalive = 5

# Secrets stand in paths: the portal writes its own log, with routes in it.
accesslog = None
loglevel = "warning"
logger_class = PathlessLogger
# The control socket would lie in the home folder; signals to the process do the same.
control_socket_disable = True
# Whom to believe about client addresses is said once, by PORTAL_TRUSTED_PROXIES.
forwarded_allow_ips = ""


def on_starting(server: Any) -> None:
    """Say in one sentence that the port is taken, where gunicorn would try five times and give up."""
    if "GUNICORN_FD" in os.environ or not bind.startswith("127.0.0.1:"):
        return
    port = int(bind.rpartition(":")[2])
    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind(("127.0.0.1", port))
        except OSError:
            raise SystemExit(
                f"Port {port} is taken by another program; try: make run PORT={port + 1}"
            ) from None


def when_ready(server: Any) -> None:
    """Print the address once somebody really answers there."""
    print(f"Doorstep · 家门口: {server.LISTENERS[0]}", flush=True)
