"""keep_review: writes today's page of the coverage review, as nightly does; --again does so anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.patience import be_patient
from requests_desk.actions.review import keep_review, sum_ticket_days


class Command(BaseCommand):
    help = "Sums up the tickets and keeps today's page of the coverage review. Can be run twice."

    def add_arguments(self, parser: CommandParser) -> None:
        """--again: after a correction behind the portal's back."""
        parser.add_argument(
            "--again", action="store_true", help="sum up everything anew, and write today's page anew"
        )

    def handle(self, *args: Any, again: bool, **options: Any) -> None:
        """Say how much was written."""
        be_patient()
        at = timezone.now()
        days = sum_ticket_days(at=at, everything=again)
        pages = keep_review(at=at, again=again)
        words = _("%(days)s days of tickets summed up; %(pages)s pages of the coverage review kept.")
        self.stdout.write(words % {"days": days, "pages": pages})
