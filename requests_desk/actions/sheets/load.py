"""Loading a sheet: read, shown, confirmed, and then written whole or not at all, once."""

import json
import zlib
from collections.abc import Generator, Mapping, Sequence
from datetime import date, datetime, time
from typing import IO, Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from portal.common.patience import be_patient_until_committed
from portal.common.sheet_reading import Line, read_sheet
from requests_desk.actions.sheets.checklists import Checklists
from requests_desk.actions.sheets.committees import Committees
from requests_desk.actions.sheets.estates import Estates
from requests_desk.actions.sheets.kind import Sender, SheetKind
from requests_desk.actions.sheets.opening import OpeningHours
from requests_desk.actions.sheets.stations import Stations
from requests_desk.actions.sheets.walking import WalkingTimes
from requests_desk.actions.sheets.write import ChangedSince, Progress, SheetFaulty, Stage, finish, writing
from requests_desk.models import SheetUpload
from requests_desk.rules.sheet_plan import Plan

KINDS: Mapping[str, SheetKind] = {
    kind.key: kind
    for kind in (Committees(), Estates(), Stations(), OpeningHours(), Checklists(), WalkingTimes())
}


class NothingToLoad(PortalError):
    """Everything in the sheet stands here already."""

    sentence = _("Nothing in this sheet differs from what stands here.")
    next_step = _("There is nothing to do.")


class NothingRead(PortalError):
    """All that differs in the sheet stands in columns that are not read. ``columns`` are their headings."""

    next_step = _("They are only to be read here; they change on the pages of what they tell of.")

    def __init__(self, columns: Sequence[str]) -> None:
        words = _("Nothing was loaded: these columns are only to be read, and what you changed in them is not "
                  "taken over: %(columns)s.")  # fmt: skip
        super().__init__(words % {"columns": ", ".join(columns)})


class NoLines(PortalError):
    """Headings stand in the sheet, or the template's example, and nothing else."""

    sentence = _("There are no lines to load in this sheet, only the headings or the example.")
    next_step = _("Write below the headings what is to be loaded, and send it again.")


class LoadedAlready(PortalError):
    """The sheet was loaded before."""

    sentence = _("This sheet has been loaded already.")
    next_step = _("It is never loaded twice. To load further changes, send the file again.")


class Replaced(PortalError):
    """A newer sheet took its place between looking and confirming."""

    sentence = _("You have sent a newer sheet of this kind since. Nothing of this one was loaded.")
    next_step = _("Look at the newer one, and confirm that.")


def take_in(*, kind: SheetKind, file: IO[bytes], size: int, sender: Sender, at: datetime) -> SheetUpload:
    """Read ``file`` and keep it for ``sender`` until it is confirmed; of what they sent before and did not
    confirm stays only that it is replaced. Raises SheetRefused, SheetFaulty, NoLines, NothingRead or NothingToLoad."""
    lines = read_sheet(file, size)
    plan = kind.plan(lines, sender, at)
    if plan.faults:
        raise SheetFaulty(plan.faults)
    if not plan.lines:
        raise NoLines
    if not (plan.added or plan.changed):
        raise NothingRead(plan.unread) if plan.unread else NothingToLoad
    with transaction.atomic():
        SheetUpload.objects.old(at).delete()
        SheetUpload.objects.waiting().filter(worker=sender.pk, kind=kind.key).update(content=b"")
        return SheetUpload.objects.create(
            worker_id=sender.pk, kind=kind.key, content=packed(lines), lines=plan.lines, made_at=at
        )


def plan_of(upload: SheetUpload, sender: Sender, at: datetime) -> Plan:
    """What loading ``upload`` would do as things stand now."""
    return KINDS[upload.kind].plan(unpacked(upload.content), sender, at)


def load_upload(*, upload: SheetUpload, seen: str, sender: Sender, at: datetime) -> None:
    """Load what ``sender`` was shown: ``seen`` is the digest of that plan.

    Raises LoadedAlready, Replaced, ChangedSince, SheetFaulty (somebody took away what a line points at) or
    VisitsInTheWay; then nothing is written.
    """
    finish(loading(upload=upload, seen=seen, sender=sender, at=at))


def loading(
    *, upload: SheetUpload, seen: str, sender: Sender, at: datetime
) -> Generator[Progress, None, None]:
    """The steps of load_upload(). Who closes this before its end has nothing written, and the sheet still waits."""
    try:
        with transaction.atomic():
            be_patient_until_committed()
            # One statement decides who loads it: a second click waits here, and finds it done.
            mine = SheetUpload.objects.of(sender.pk, at).waiting().filter(pk=upload.pk).update(loaded_at=at)
            if not mine:
                replaced = SheetUpload.objects.replaced().filter(pk=upload.pk).exists()
                raise Replaced if replaced else LoadedAlready
            yield Progress(Stage.CHECKED, 0, upload.lines)
            plan = plan_of(upload, sender, at)
            if plan.digest != seen:
                raise ChangedSince
            yield Progress(Stage.CHECKED, upload.lines, upload.lines)
            yield from writing(kind=KINDS[upload.kind], plan=plan, sender=sender, at=at)
            upload.loaded_at, upload.content = at, b""
            upload.added, upload.changed = len(plan.added), len(plan.changed)
            upload.save(update_fields=["content", "added", "changed"])
    except (
        IntegrityError
    ) as error:  # what a line points at went meanwhile: PostgreSQL says so at the very end
        raise ChangedSince from error


def forget_uploads(*, at: datetime) -> int:
    """Delete what was uploaded and is too old to be confirmed; returns how many."""
    return SheetUpload.objects.old(at).delete()[0]


# What was read, as it is kept ----------------------------------------------------------------


def packed(lines: Sequence[Line]) -> bytes:
    """``lines`` as bytes."""
    return zlib.compress(json.dumps([[line.number, *map(_bare, line.cells)] for line in lines]).encode())


def unpacked(content: bytes) -> list[Line]:
    """The lines that ``packed`` was given."""
    rows = json.loads(zlib.decompress(bytes(content)))
    return [Line(number, tuple(map(_whole, cells))) for number, *cells in rows]


def _bare(cell: Any) -> Any:
    if isinstance(cell, date | time):  # and so a moment, too
        return [type(cell).__name__, cell.isoformat()]
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)


MADE = {"date": date.fromisoformat, "datetime": datetime.fromisoformat, "time": time.fromisoformat}


def _whole(cell: Any) -> Any:
    return MADE[cell[0]](cell[1]) if isinstance(cell, list) else cell
