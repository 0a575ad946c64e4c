"""The delivery entrance of the printer's: `manage.py load_services [FILE]`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from portal.common.errors import PortalError
from stations.actions.catalogue import STARTER, CatalogueRefused, load_services


class Command(BaseCommand):
    """`manage.py load_services [FILE]`"""

    help = (
        "Take over a catalogue of services, the starter catalogue if no file is named. A service that "
        "stands is left as it is; loading twice changes nothing; with one bad entry nothing is loaded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The file, wherever it lies."""
        parser.add_argument("file", nargs="?", type=Path, default=STARTER, metavar="FILE")

    def handle(self, *args: Any, file: Path, verbosity: int, **options: Any) -> None:
        """Raise CommandError with every bad entry when the file is refused."""
        try:
            summary = load_services(file=file)
        except CatalogueRefused as refused:
            raise CommandError("\n".join([str(refused), *refused.lines, str(refused.next_step)])) from refused
        except PortalError as error:
            raise CommandError(f"{error} {error.next_step}") from error
        if not verbosity:
            return
        figures = {name: len(slugs) for name, slugs in vars(summary).items()}
        self.stdout.write(
            _("Services: %(created)s created, %(unchanged)s unchanged, %(kept)s kept as they are") % figures
        )
        if summary.kept:
            self.stdout.write(
                _("They say something else than the file: %(slugs)s") % {"slugs": ", ".join(summary.kept)}
            )
        if summary.created:
            self.stdout.write(_("What they say is to be checked by the district, under /admin/."))
            self.stdout.write(_("Residents see a service once a station has it on its checklist."))
