"""send_messages: empties the outbox once; run it every minute."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError
from django.utils import timezone

from requests_desk.actions.messages import Outcome, send_next

MOST = 500  # of one run; the next one goes on


class Command(BaseCommand):
    help = "Sends the e-mails that wait in the outbox, tries failed ones again later, and says what it did."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--most", type=int, default=MOST, help=f"stop after so many (default {MOST})")

    def handle(self, *args: Any, most: int, **options: Any) -> None:
        done: Counter[Outcome] = Counter()
        in_doubt = 0
        try:
            while sum(done.values()) < most and (delivery := send_next(at=timezone.now())) is not None:
                done[delivery.outcome] += 1
                in_doubt += delivery.in_doubt
        except DatabaseError as error:
            # What was sent stays sent; what was being sent is in doubt and will be said so.
            self.stderr.write(f"The database did not answer ({type(error).__name__}); the next run goes on.")
        self.stdout.write(
            f"{done[Outcome.SENT]} sent, {done[Outcome.LATER]} to be tried again, "
            f"{done[Outcome.FAILED]} failed for good, {done[Outcome.DROPPED]} no longer needed."
        )
        if in_doubt:
            self.stdout.write(
                f"{in_doubt} of them had been left half sent by an earlier run: tried once more, "
                "and may arrive twice."
            )
