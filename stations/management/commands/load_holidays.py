"""The calendar seller at the door: `manage.py load_holidays` enters the announced years."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from stations.actions.holidays import known_years, seed_holidays


class Command(BaseCommand):
    """`manage.py load_holidays [YEAR ...]`"""

    help = (
        "Enter the announced days off and make-up working days, from last year on or of the YEARs given. "
        "What staff entered or removed stays as it is; loading twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The years; without any, last year, this one and the next."""
        parser.add_argument("years", nargs="*", type=int, metavar="YEAR")

    def handle(self, *args: Any, years: list[int], **options: Any) -> None:
        """Say which years were entered, and which nobody has announced yet."""
        today = timezone.localdate()
        wanted = years or [today.year - 1, today.year, today.year + 1]
        entered = seed_holidays(years=wanted)
        if entered:
            self.stdout.write(_("Years entered: %(years)s") % {"years": _listed(entered)})
            self.stdout.write(_("Opening hours and bookable times follow with the next run of `nightly`."))
        else:
            self.stdout.write(_("Nothing to enter."))
        if unknown := sorted(set(wanted) - known_years()):
            self.stdout.write(_("Not announced as far as we know: %(years)s") % {"years": _listed(unknown)})


def _listed(years: list[int]) -> str:
    return ", ".join(map(str, years))
