"""make_slots: brings every station's slots in step with its opening days, up to its horizon."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_desk.actions.slots import make_slots
from requests_desk.management.batches import batches


class Command(BaseCommand):
    help = "Makes the missing slots of all stations. Can be run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        made = sum(make_slots(stations=stations, at=at) for stations in batches())
        self.stdout.write(_("%(count)s slots made.") % {"count": made})
