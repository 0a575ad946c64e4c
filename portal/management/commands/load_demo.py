"""The demo's doorbell: `manage.py load_demo` fills an empty database with the demo, or renews it."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.common.errors import PortalError
from portal.common.models import Installation
from portal.common.statistics import gather_statistics
from portal.demo.load import DAYS, load, steps
from portal.demo.wipe import refuse_real_data


class Command(BaseCommand):
    """`manage.py load_demo [--if-stale] [--days 90]`"""

    help = (
        "Load the demo: eight real places, an invented district, and some months of life, relative to "
        "today. Wipes an older demo first. Refused under production settings and on real data."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Nothing is needed."""
        parser.add_argument("--if-stale", action="store_true", help="do nothing if it was made today")
        parser.add_argument("--days", type=int, default=DAYS, help="days of visits and tickets behind us")

    def handle(self, *args: Any, if_stale: bool, days: int, verbosity: int, **options: Any) -> None:
        """Raise CommandError with a sentence where the demo must not be."""
        if not settings.PORTAL_DEMO_ALLOWED:
            raise CommandError(_("These settings allow no demo: its logins are known to everybody."))
        if days < 1:
            raise CommandError(_("The demo needs at least one day behind it."))
        at = timezone.now()
        if if_stale and is_of(timezone.localtime(at).date()):
            return
        try:
            refuse_real_data()
            with tqdm(
                total=steps(days), desc=_("Demo"), disable=None if verbosity else True, leave=False
            ) as bar:
                found = load(at=at, days=days, advance=bar.update)
            gather_statistics()
        except PortalError as error:
            raise CommandError(f"{error} {error.next_step}") from error
        if verbosity:
            figures = ", ".join(f"{name} {count}" for name, count in found.items())
            self.stdout.write(_("Demo loaded: %(figures)s") % {"figures": figures})


def is_of(today: Any) -> bool:
    """Whether a demo of that day stands in the database."""
    return Installation.objects.filter(demo=True, demo_made_on=today).exists()
