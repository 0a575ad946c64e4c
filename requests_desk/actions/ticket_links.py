"""What belongs together: tickets linked with each other, and two about the same thing, of which one goes on."""

from datetime import UTC, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.before import as_it_was
from requests_desk.actions.tickets import (
    Kind,
    State,
    WrongState,
    must_answer_for,
    must_be_concerned,
    stop_clock,
    withdraw_offer,
    write,
)
from requests_desk.models import Ticket, TicketEvent, TicketLink
from stations.models import Worker


class NotTogether(PortalError):
    """Linked with itself, or joined to what cannot take it."""

    sentence = _("This is the same ticket.")
    next_step = _("Enter the reference of the other one.")


@transaction.atomic
def link(*, ticket: Ticket, other: Ticket, worker: Worker, at: datetime) -> None:
    """Note that both have to do with each other, in the diaries of both. Twice is once.

    Raises NotTogether; NotAllowed unless both are the worker's to write into.
    """
    rows = _both(ticket, other, worker)
    one, second = sorted(rows, key=lambda row: row.pk)
    _row, new = TicketLink.objects.get_or_create(one=one, other=second, defaults={"by": worker, "at": at})
    if new:
        _write_both(Kind.LINKED, *rows, worker, at)


@transaction.atomic
def unlink(*, ticket: Ticket, other: Ticket, worker: Worker, at: datetime) -> None:
    """The link was a mistake, or is of no use any more. Twice is once. Raises NotTogether, NotAllowed."""
    rows = _both(ticket, other, worker)
    gone, _models = TicketLink.objects.filter(
        Q(one=ticket, other=other) | Q(one=other, other=ticket)
    ).delete()
    if gone:
        _write_both(Kind.UNLINKED, *rows, worker, at)


@transaction.atomic
def merge(*, double: Ticket, main: Ticket, worker: Worker, at: datetime) -> Ticket:
    """Both ask the same: ``double`` ends, its clock stops, and its resident follows ``main`` by their own link. Who
    received which stays as it was. Twice is once; it can be undone like a step.

    While ``main`` runs, it is due when the first of both was: joining two must not put off what either was promised.
    Raises NotTogether, WrongState; NotAllowed unless the double is the worker's to move and the other one theirs to
    write into.
    """
    fresh, into = _both(double, main, worker)
    must_answer_for(fresh, worker)
    if fresh.merged_into_id == into.pk:
        return fresh
    _must_fit(fresh, into)
    before, data = as_it_was(fresh), withdraw_offer(fresh, worker, at)
    data |= _hasten(into, fresh.due_at)
    stop_clock(fresh, at)
    fresh.state, fresh.ended_at, fresh.merged_into = State.CLOSED, at, into
    fresh.save(update_fields=["state", "spent_minutes", "running_since", "ended_at", "merged_into"])
    write(into, Kind.JOINED, at=at, actor=worker, other=fresh.pk)
    write(fresh, Kind.MERGED, at=at, actor=worker, before=before, **data)
    return fresh


def lock_main_of(ticket: Ticket) -> None:
    """Lock a double and what it is a double of, in the order of keys: so two who join and part wait for each other."""
    if ticket.merged_into_id is not None:
        list(
            Ticket.objects.select_for_update()
            .filter(pk__in=(ticket.pk, ticket.merged_into_id))
            .order_by("pk")
        )


def part(step: TicketEvent, worker: Worker, at: datetime) -> None:
    """Undo at the other end what merging did (``step`` is the double's line): it is due when it was before, unless
    somebody has set another time since. The caller holds both locks."""
    main = Ticket.objects.get(pk=step.data["main"])
    if hastened := step.data.get("hastened"):
        for name, was in hastened["from"].items():
            if getattr(main, name) == datetime.fromisoformat(hastened["to"]):
                setattr(main, name, datetime.fromisoformat(was))
    main.save(update_fields=["due_at", "step_due_at"])
    write(main, Kind.PARTED, at=at, actor=worker, other=step.ticket_id)


def _both(ticket: Ticket, other: Ticket, worker: Worker) -> tuple[Ticket, Ticket]:
    """Both rows, locked in the order of their keys, if the worker may write into both."""
    if ticket.pk == other.pk:
        raise NotTogether
    locked = Ticket.objects.select_for_update().order_by("pk").in_bulk([ticket.pk, other.pk])
    rows = locked[ticket.pk], locked[other.pk]
    for row in rows:
        must_be_concerned(row, worker)
    return rows


def _must_fit(double: Ticket, main: Ticket) -> None:
    """Raise unless the one can end as a double of the other."""
    if double.state not in Ticket.RUNNING or double.erased_at or main.erased_at:
        raise WrongState
    if double.committee_id != main.committee_id:
        raise NotTogether(_("They belong to different committees."), next_step=_("Link them instead."))
    if main.merged_into is not None:
        raise NotTogether(
            _("%(ticket)s is a double itself.") % {"ticket": main},
            next_step=_("Enter %(ticket)s instead.") % {"ticket": main.merged_into},
        )
    if double.doubles.exists():  # so that whoever follows a double never has to follow a second one
        raise NotTogether(
            _("Other tickets are doubles of this one already."),
            next_step=_("Open %(ticket)s, and make it a double of this one.") % {"ticket": main},
        )
    if main.state not in (*Ticket.RUNNING, State.ANSWERED):
        # Nobody answers there: the resident of the double would wait for nothing.
        raise NotTogether(
            _("%(ticket)s has ended, or has not been received yet.") % {"ticket": main},
            next_step=_("Link them instead."),
        )


def _hasten(main: Ticket, due: datetime | None) -> dict[str, object]:
    """Let ``main``, and the step it is at, be due at ``due``, if that is earlier and it still runs: what was answered
    was in time or not by its own promise. Its key and what was changed, for the undo."""
    data: dict[str, object] = {"main": main.pk}
    if main.state in Ticket.RUNNING and main.due_at and due and due < main.due_at:
        clocks = {"due_at": main.due_at, "step_due_at": main.step_due_at}
        later = {name: moment for name, moment in clocks.items() if moment and moment > due}
        data["hastened"] = {"from": {name: _text(was) for name, was in later.items()}, "to": _text(due)}
        for name in later:
            setattr(main, name, due)
        main.save(update_fields=["due_at", "step_due_at"])
    return data


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _write_both(kind: TicketEvent.Kind, ticket: Ticket, other: Ticket, worker: Worker, at: datetime) -> None:
    write(ticket, kind, at=at, actor=worker, other=other.pk)
    write(other, kind, at=at, actor=worker, other=ticket.pk)
