"""Writing a sheet down, step by step and in one transaction: who stops asking for the next step has it all undone."""

import json
import time
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.admin.models import ADDITION, CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.common.errors import PortalError
from requests_desk.actions.closures import VisitsHit, change_hours
from requests_desk.actions.sheets.kind import Sender, SheetKind
from requests_desk.actions.slots import lock_slots
from requests_desk.rules.sheet_plan import Entry, Fault, Plan
from stations.actions.stations import reindex_stations
from stations.models import Station, Worker

PART = 500  # lines written between two steps: less than a second
STATIONS = 20  # brought into step until it is known how long that takes; one with many slots takes a tenth of a second
SHORT = 0.5  # seconds; after so short a step the next one takes twice as many
NAMED = 10  # visits named in one sentence


class Stage(models.IntegerChoices):
    """What happens to a sheet, in order; the words say what is counted."""

    CHECKED = 1, _("Lines checked once more")
    WRITTEN = 2, _("Lines written")
    FOLLOWED = 3, _("Stations brought into step")
    NOTED = 4, _("Lines noted in the history")


@dataclass(frozen=True)
class Progress:
    """So many of ``total`` are done at this stage."""

    stage: Stage
    done: int
    total: int

    @property
    def ends(self) -> bool:
        """Whether the stage is done."""
        return self.done == self.total


class SheetFaulty(PortalError):
    """Cells of the sheet are bad, and nothing was loaded. ``faults`` are all of them, in order."""

    status = 400
    sentence = _("Nothing was loaded, because of bad cells.")
    next_step = _("Correct these cells in your file and send it again.")

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__()


class ChangedSince(PortalError):
    """Between looking and confirming somebody changed rows that the sheet is about."""

    sentence = _("What stands here has changed since you looked. Nothing was loaded.")
    next_step = _("Look at the list again, then confirm.")


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


def carry_out(*, kind: SheetKind, plan: Plan, sender: Sender, at: datetime) -> None:
    """Write ``plan`` and all that follows from it, whole. Raises SheetFaulty, VisitsInTheWay or ChangedSince."""
    finish(writing(kind=kind, plan=plan, sender=sender, at=at))


def finish(steps: Iterator[Progress]) -> None:
    """Go all of ``steps`` without telling anybody."""
    deque(steps, maxlen=0)


def writing(*, kind: SheetKind, plan: Plan, sender: Sender, at: datetime) -> Generator[Progress, None, None]:
    """The steps of carry_out(). Nothing is written unless all are gone."""
    if plan.faults:
        raise SheetFaulty(plan.faults)
    try:
        with transaction.atomic():
            stations = yield from _write_rows(kind, plan, sender, at)
            yield from _bring_into_step(kind, plan, stations, sender, at)
            yield from _write_history(kind, plan, sender)
    except IntegrityError as error:
        raise ChangedSince from error


def _write_rows(
    kind: SheetKind, plan: Plan, sender: Sender, at: datetime
) -> Generator[Progress, None, list[Station]]:
    """Returns the stations that are touched, in the order of their keys."""
    done, touched = 0, dict[int, Station]()
    yield Progress(Stage.WRITTEN, 0, plan.writes)
    for part in plan.parts(PART):
        touched |= {station.pk: station for station in kind.save(part, sender, at)}
        done += part.writes
        yield Progress(Stage.WRITTEN, done, plan.writes)
    return [touched[key] for key in sorted(touched)]


def _bring_into_step(
    kind: SheetKind, plan: Plan, stations: Sequence[Station], sender: Sender, at: datetime
) -> Iterator[Progress]:
    """The texts by which stations are found, and their opening days and slots."""
    opens = kind.opens(plan)
    if not stations or not (opens or kind.names):
        yield Progress(Stage.FOLLOWED, 0, 0)  # else the page would jump from the second step to the fourth
        return
    if opens:
        # All at once, in the order of their keys: a few stations at a time would take them in another.
        lock_slots(stations=stations, at=at)
    actor, hit, done, size = Worker.objects.get(pk=sender.pk), [], 0, STATIONS
    yield Progress(Stage.FOLLOWED, 0, len(stations))
    while some := stations[done : done + size]:
        begun = time.monotonic()
        if kind.names:
            reindex_stations(stations=some)
        if opens:
            hit += _open_anew(some, actor, at)
        if time.monotonic() - begun < SHORT:
            size = min(size * 2, PART)
        done += len(some)
        yield Progress(Stage.FOLLOWED, done, len(stations))
    if hit:
        raise VisitsInTheWay(sorted(hit, key=lambda visit: visit.starts_at))


def _open_anew(stations: Sequence[Station], actor: Worker, at: datetime) -> list[Any]:
    """Opening days and slots of ``stations``; returns the visits that this would leave outside."""
    try:
        change_hours(stations=stations, at=at, actor=actor, answer=None)
    except VisitsHit as hit:
        return hit.visits
    return []


def _write_history(kind: SheetKind, plan: Plan, sender: Sender) -> Iterator[Progress]:
    """A line of history for each row, as saving it by hand would leave."""
    done = 0
    yield Progress(Stage.NOTED, 0, plan.writes)
    for part in plan.parts(PART):
        with override(None):  # the headings' English; the history page translates them
            words = {column.key: str(column.words) for column in kind.columns}
            lines = [_history(entry, [{"added": {}}], ADDITION, sender) for entry in part.added]
            for entry in part.changed:
                message = [{"changed": {"fields": [words[key] for key in entry.changed]}}]
                lines.append(_history(entry, message, CHANGE, sender))
            LogEntry.objects.bulk_create(lines)
        done += part.writes
        yield Progress(Stage.NOTED, done, plan.writes)


def _history(entry: Entry, message: Any, flag: int, sender: Sender) -> LogEntry:
    return LogEntry(
        user_id=sender.pk,
        content_type=ContentType.objects.get_for_model(type(entry.row)),
        object_id=str(entry.row.pk),
        object_repr=str(entry.row)[:200],
        action_flag=flag,
        change_message=json.dumps(message),
    )
