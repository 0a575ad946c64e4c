"""escalate: tells of late tickets whom it concerns by now; made to be run every few minutes."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_desk.actions.escalation import escalate


class Command(BaseCommand):
    help = "Tells of late tickets: whoever answers for them, then the head, then the subdistrict. Can be run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(
            _("%(count)s people told of late tickets.") % {"count": escalate(at=timezone.now())}
        )
