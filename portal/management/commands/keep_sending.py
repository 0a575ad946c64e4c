"""The postman who stays: `manage.py keep_sending` empties the outbox again and again while a server runs."""

import os
import signal
import threading
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, close_old_connections
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_desk.actions.escalation import escalate
from requests_desk.actions.messages import send_next
from requests_desk.actions.sign_ups import fill_groups

EVERY = 3.0  # seconds between two looks into the outbox


class Command(BaseCommand):
    """`manage.py keep_sending [--every SECONDS]`; ends with the process that started it."""

    help = (
        "Send what waits in the outbox, again and again, for as long as the server that started this "
        "lives. For `make run` and `make dev`; a real installation has a timer run send_messages."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing is needed."""
        parser.add_argument("--beside", type=int, help="process id of the server; without it, the parent's")
        parser.add_argument("--every", type=float, default=EVERY, help="seconds between two looks")

    def handle(self, *args: Any, every: float, beside: int | None, **options: Any) -> None:
        """Say nothing: each letter is a file in var/mail. Raise CommandError where a timer has to do it."""
        if not settings.PORTAL_SENDS_BY_ITSELF:
            raise CommandError(_("Under these settings, let a timer run send_messages every minute."))
        # Ctrl-C meets the whole group: the server ends first, and this follows it.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        ended = threading.Event()
        signal.signal(signal.SIGTERM, lambda *_told: ended.set())
        # Named, where it may have ended before this has begun.
        server = beside or os.getppid()
        while os.getppid() == server and not ended.is_set():
            empty_outbox(ended)
            ended.wait(every)


def empty_outbox(ended: threading.Event) -> None:
    """Send all that is due, or until ``ended``: never half a letter; then let people up whose place time has freed.
    A database that is busy or away is asked again at the next look."""
    try:
        while not ended.is_set() and send_next(at=timezone.now()) is not None:
            continue
        escalate(at=timezone.now())
        fill_groups(at=timezone.now())  # after: the next look sends what whoever moves up is told
    except DatabaseError:
        close_old_connections()  # a broken one; the next look opens its own
