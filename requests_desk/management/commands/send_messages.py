"""send_messages: lets people up whose place time has freed, and empties the outbox once; run it every minute."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_desk.actions.messages import Outcome, send_next
from requests_desk.actions.sign_ups import fill_groups

MOST = 500  # of one run; the next one goes on


class Command(BaseCommand):
    help = (
        "Lets people up from waiting lists, sends the messages that wait in the outbox, tries failed ones again later, "
        "and says what it did."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=MOST, help=f"stop after so many (default {MOST})")

    def handle(self, *args: Any, most: int, verbosity: int, **options: Any) -> None:
        done: Counter[Outcome] = Counter()
        in_doubt = 0
        moved = 0
        try:
            moved = fill_groups(at=timezone.now())  # before: whoever moves up is told in the same run
            while sum(done.values()) < most and (delivery := send_next(at=timezone.now())) is not None:
                done[delivery.outcome] += 1
                in_doubt += delivery.in_doubt
        except DatabaseError as error:
            # What was sent stays sent; what was being sent is in doubt and will be said so.
            words = _("The database did not answer (%(error)s); the next run goes on.")
            self.stderr.write(words % {"error": type(error).__name__})
        if not verbosity:
            return
        self.stdout.write(
            _(
                "%(sent)s sent, %(later)s to be tried again, %(failed)s failed for good, "
                "%(dropped)s no longer needed."
            )
            % {outcome.value: done[outcome] for outcome in Outcome}
        )
        if moved:
            self.stdout.write(_("%(count)s people moved up from waiting lists.") % {"count": moved})
        if in_doubt:
            self.stdout.write(
                _(
                    "%(count)s of them had been left half sent by an earlier run: tried once more, "
                    "and may arrive twice."
                )
                % {"count": in_doubt}
            )
