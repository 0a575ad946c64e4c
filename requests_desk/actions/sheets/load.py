"""Loading a sheet: read, shown, confirmed, and then written whole or not at all, once."""

import json
import zlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import IO, Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.common.errors import PortalError
from portal.common.sheet_reading import Line, read_sheet
from requests_desk.actions.closures import VisitsHit, change_hours
from requests_desk.actions.sheets.checklists import Checklists
from requests_desk.actions.sheets.committees import Committees
from requests_desk.actions.sheets.estates import Estates
from requests_desk.actions.sheets.kind import Advance, Sender, SheetKind, nobody
from requests_desk.actions.sheets.opening import OpeningHours
from requests_desk.actions.sheets.stations import Stations
from requests_desk.actions.sheets.walking import WalkingTimes
from requests_desk.models import SheetUpload
from requests_desk.rules.sheet_plan import Entry, Fault, Plan
from stations.models import Station, Worker

KINDS: Mapping[str, SheetKind] = {
    kind.key: kind
    for kind in (Committees(), Estates(), Stations(), OpeningHours(), Checklists(), WalkingTimes())
}
NAMED = 10  # visits named in one sentence


class SheetFaulty(PortalError):
    """Cells of the sheet are bad, and nothing was loaded. ``faults`` are all of them, in order."""

    status = 400
    sentence = _("Nothing was loaded, because of bad cells.")
    next_step = _("Correct these cells in your file and send it again.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__()


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


class ChangedSince(PortalError):
    """Between looking and confirming somebody changed rows that the sheet is about."""

    sentence = _("What stands here has changed since you looked. Nothing was loaded.")
    next_step = _("Look at the list again, then confirm.")


class LoadedAlready(PortalError):
    """The sheet was loaded before."""

    sentence = _("This sheet has been loaded already.")
    next_step = _("It is never loaded twice. To load further changes, send the file again.")


class VisitsInTheWay(PortalError):
    """A change of hours or places would leave booked visits outside."""

    sentence = _("This leaves booked visits outside the hours. Nothing was loaded.")
    next_step = _(
        "Move them or call them off at the desk, or change these stations on their own pages, which ask."
    )

    def __init__(self, visits: Sequence[Any]) -> None:
        named = ", ".join(f"{visit.station.label} {visit.reference}" for visit in visits[:NAMED])
        words = _("This leaves %(count)s booked visits outside the hours: %(named)s. Nothing was loaded.")
        super().__init__(
            words % {"count": len(visits), "named": named + ("…" if len(visits) > NAMED else "")}
        )


def take_in(*, kind: SheetKind, file: IO[bytes], size: int, sender: Sender, at: datetime) -> SheetUpload:
    """Read ``file`` and keep it for ``sender`` until it is confirmed; what they sent before and did not confirm
    goes. Raises SheetRefused, SheetFaulty, NoLines, NothingRead or NothingToLoad."""
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
        SheetUpload.objects.waiting().filter(worker=sender.pk, kind=kind.key).delete()
        return SheetUpload.objects.create(
            worker_id=sender.pk, kind=kind.key, content=packed(lines), lines=plan.lines, made_at=at
        )


def plan_of(upload: SheetUpload, sender: Sender, at: datetime) -> Plan:
    """What loading ``upload`` would do as things stand now."""
    return KINDS[upload.kind].plan(unpacked(upload.content), sender, at)


@transaction.atomic
def load_upload(*, upload: SheetUpload, seen: str, sender: Sender, at: datetime) -> Plan:
    """Load what ``sender`` was shown: ``seen`` is the digest of that plan.

    Raises LoadedAlready, ChangedSince, SheetFaulty (somebody took away what a line points at) or VisitsInTheWay;
    then nothing is written.
    """
    # One statement decides who loads it: a second click waits here, and finds it done.
    mine = SheetUpload.objects.of(sender.pk, at).waiting().filter(pk=upload.pk).update(loaded_at=at)
    if not mine:
        raise LoadedAlready
    plan = plan_of(upload, sender, at)
    if plan.digest != seen:
        raise ChangedSince
    carry_out(kind=KINDS[upload.kind], plan=plan, sender=sender, at=at)
    counts = {"added": len(plan.added), "changed": len(plan.changed)}
    SheetUpload.objects.filter(pk=upload.pk).update(content=b"", **counts)
    return plan


@transaction.atomic
def carry_out(
    *, kind: SheetKind, plan: Plan, sender: Sender, at: datetime, advance: Advance = nobody
) -> None:
    """Write ``plan`` and all that follows from it, whole. ``advance`` is told of lines as they are done.

    Raises SheetFaulty, VisitsInTheWay or ChangedSince.
    """
    if plan.faults:
        raise SheetFaulty(plan.faults)
    total = len(plan.added) + len(plan.changed)
    try:
        stations = kind.save(plan, sender, at)
        advance(total // 2)
        kind.settle(plan, stations)
        if kind.opens(plan):
            _open_anew(stations, sender, at)
    except IntegrityError as error:
        raise ChangedSince from error
    advance(total - total // 2)
    _write_history(kind, plan, sender)


def _open_anew(stations: Sequence[Station], sender: Sender, at: datetime) -> None:
    actor = Worker.objects.get(pk=sender.pk)
    try:
        change_hours(stations=stations, at=at, actor=actor, answer=None)
    except VisitsHit as hit:
        raise VisitsInTheWay(hit.visits) from hit


def _write_history(kind: SheetKind, plan: Plan, sender: Sender) -> None:
    """A line of history for each row, as saving it by hand would leave."""
    with override(None):  # the headings' English; the history page translates them
        words = {column.key: str(column.words) for column in kind.columns}
        lines = [_history(kind, entry, [{"added": {}}], ADDITION, sender) for entry in plan.added]
        for entry in plan.changed:
            message = [{"changed": {"fields": [words[key] for key in entry.changed]}}]
            lines.append(_history(kind, entry, message, CHANGE, sender))
    LogEntry.objects.bulk_create(lines, batch_size=500)


def _history(kind: SheetKind, entry: Entry, message: Any, flag: int, sender: Sender) -> LogEntry:
    return LogEntry(
        user_id=sender.pk,
        content_type=ContentType.objects.get_for_model(type(entry.row)),
        object_id=str(entry.row.pk),
        object_repr=str(entry.row)[:200],
        action_flag=flag,
        change_message=json.dumps(message),
    )


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
