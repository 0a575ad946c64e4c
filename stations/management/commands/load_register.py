"""The delivery entrance of the register office: `manage.py load_register FOLDER`."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.common.errors import PortalError
from portal.common.statistics import gather_statistics
from stations.actions.register import (
    Count,
    Missing,
    RegisterRefused,
    Summary,
    bytes_to_read,
    load_register,
)
from stations.actions.register_rows import Renamed

SHOWN = 20  # renamed and missing bodies in the summary; with -v 2 all that are listed


class Command(BaseCommand):
    """`manage.py load_register FOLDER`"""

    help = (
        "Load cities, districts, subdistricts and committees from the official register: a folder with "
        "divisions.csv and committees.csv, or the national package's dist folder. Loading twice changes "
        "nothing; nothing is ever deleted; with one bad line nothing is loaded."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """The folder, wherever it lies."""
        parser.add_argument("folder", type=Path, help="e.g. stations/data/register")

    def handle(self, *args: Any, folder: Path, verbosity: int, **options: Any) -> None:
        """Raise CommandError with every bad line when the folder is refused."""
        try:
            summary = self.load(folder, quiet=verbosity == 0)
        except RegisterRefused as refused:
            raise CommandError("\n".join([str(refused), *refused.lines, str(refused.next_step)])) from refused
        except PortalError as error:
            raise CommandError(f"{error} {error.next_step}") from error
        if verbosity:
            for line in told(summary, shown=SHOWN if verbosity == 1 else None):
                self.stdout.write(line)

    def load(self, folder: Path, *, quiet: bool) -> Summary:
        """Load with a bar that counts bytes, on a terminal only (`disable=None`)."""
        with tqdm(
            total=bytes_to_read(folder),
            desc=_("Register"),
            unit="B",
            unit_scale=True,
            disable=True if quiet else None,
            leave=False,
        ) as bar:
            summary = load_register(folder=folder, advance=bar.update)
        gather_statistics()
        return summary


def told(summary: Summary, shown: int | None) -> Iterator[str]:
    """The summary in sentences, of each list the first ``shown`` lines (None: all)."""
    yield _("Divisions: %(figures)s") % {"figures": figures(summary.divisions)}
    yield _("Committees: %(figures)s") % {"figures": figures(summary.committees)}
    yield _("Placeholders left out: %(count)s") % {"count": summary.left_out}
    renamed = summary.divisions.renamed + summary.committees.renamed
    if renamed:
        yield _("Renamed:")
        yield from listed([renaming(body) for body in summary.renamed[:shown]], renamed)
    if summary.missing:
        yield _("Not in these files, and kept as they are:")
        bodies = summary.missing[:shown]
        missing = summary.divisions.missing + summary.committees.missing
        yield from listed([absence(body) for body in bodies], missing - sum(body.below for body in bodies))


def figures(count: Count) -> str:
    """How many were found how."""
    return _(
        "%(created)s created, %(renamed)s renamed, %(corrected)s corrected, "
        "%(unchanged)s unchanged, %(missing)s missing"
    ) % vars(count)


def listed(lines: list[str], total: int) -> Iterator[str]:
    """``lines``, indented, and how many of ``total`` are not among them."""
    yield from (f"  {line}" for line in lines)
    if total > len(lines):
        yield "  " + _("and %(count)s more") % {"count": total - len(lines)}


def renaming(body: Renamed) -> str:
    """The old name and the new one."""
    return f"{body.code} {body.old} → {body.new}"


def absence(body: Missing) -> str:
    """The topmost body that is missing, and how much is missing with it."""
    name = f"{body.code} {body.name}"
    if not body.below:
        return name
    return _("%(name)s, and all %(count)s below it") % {"name": name, "count": body.below}
