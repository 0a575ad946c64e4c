"""`manage.py import_sheet KIND FILE --as USER`: a large sheet from the server's own terminal, with a bar."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from tqdm import tqdm

from portal.common.errors import PortalError
from portal.common.sheet_reading import read_sheet
from requests_desk.actions.sheets.kind import SheetKind
from requests_desk.actions.sheets.load import KINDS
from requests_desk.actions.sheets.write import SheetFaulty, writing
from requests_desk.rules.sheet_plan import Plan
from stations.admin.official import Official, office_of
from stations.models import Worker

SHOWN = 50  # bad cells on the terminal


class Command(BaseCommand):
    help = (
        "Load a sheet (XLSX or CSV) as an official or administrator would in the administration: whole or not at all, "
        "within their area. With --look nothing is written."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("kind", choices=list(KINDS))
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--as", dest="username", required=True, help="whose sheet it is; the history says so"
        )
        parser.add_argument("--look", action="store_true", help="only say what would change")

    def handle(self, *args: Any, kind: str, file: Path, username: str, look: bool, **options: Any) -> None:
        try:
            plan = self.load(KINDS[kind], file, sender(username), look=look, quiet=options["verbosity"] == 0)
        except SheetFaulty as faulty:
            lines = [str(fault) for fault in faulty.faults[:SHOWN]]
            if more := len(faulty.faults) - len(lines):
                lines.append(_("and %(count)s more") % {"count": more})
            raise CommandError("\n".join([str(faulty.sentence), *lines])) from faulty
        except (PortalError, OSError) as error:
            raise CommandError(f"{error} {getattr(error, 'next_step', '')}") from error
        figures = {"added": len(plan.added), "changed": len(plan.changed), "unchanged": plan.unchanged}
        self.stdout.write(_("%(added)s added, %(changed)s changed, %(unchanged)s as they were.") % figures)
        if plan.unread:
            words = _("These columns are only to be read, and what was changed in them is not taken over: "
                      "%(columns)s.")  # fmt: skip
            self.stdout.write(words % {"columns": ", ".join(plan.unread)})
        if look:
            self.stdout.write(_("Nothing was written."))

    def load(self, kind: SheetKind, file: Path, by: Official, *, look: bool, quiet: bool) -> Plan:
        """Read, plan and write with a bar for each stage, on a terminal only (`disable=None`)."""
        at = timezone.now()
        with file.open("rb") as data:
            lines = read_sheet(data, file.stat().st_size)
        plan = kind.plan(lines, by, at)
        if not look:
            with tqdm(desc=str(kind.title), disable=True if quiet else None, leave=False) as bar:
                for step in writing(kind=kind, plan=plan, sender=by, at=at):
                    bar.total, bar.n = step.total, step.done
                    bar.set_description(str(step.stage.label))
        if plan.faults:
            raise SheetFaulty(plan.faults)
        return plan


def sender(username: str) -> Official:
    """Who loads it, with the area of their offices today. Raises CommandError for anybody else."""
    worker = Worker.objects.filter(username=username, is_active=True).first()
    if worker is None or not worker.load_scope(on=timezone.localdate()).is_official:
        raise CommandError(
            _("There is no official or administrator of that name: %(name)s") % {"name": username}
        )
    return office_of(worker)
