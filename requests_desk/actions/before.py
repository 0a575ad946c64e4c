"""What a step changes, as it stood before: written into the step's own event, so that it can be set back exactly."""

from datetime import UTC, datetime
from typing import Any

from requests_desk.models import HandOver, Ticket

# Every column of a ticket that a step may change. Moments are kept as text in UTC, people by their keys.
COLUMNS = (
    "state", "lane", "number", "lined_up_at", "aside_at", "called_at", "called_to", "times_called", "called_by_id",
    "first_receiver_id", "responsible_id", "received_at", "spent_minutes", "running_since", "due_at", "step_due_at",
    "answered_at", "on_the_spot", "reopened", "ended_at", "merged_into_id",
)  # fmt: skip
OFFER_COLUMNS = ("outcome", "decided_at", "decided_by_id")

Row = Ticket | HandOver


def as_it_was(ticket: Ticket) -> dict[str, Any]:
    """Everything a step may change of ``ticket``, as it stands now."""
    return _read(ticket, COLUMNS)


def changed(ticket: Ticket, before: dict[str, Any]) -> dict[str, Any]:
    """Of ``before`` only what is different now: all that an event has to keep."""
    now = as_it_was(ticket)
    return {name: value for name, value in before.items() if value != now[name]}


def set_back(ticket: Ticket, before: dict[str, Any]) -> None:
    """Make ``ticket`` what ``before`` says; the caller saves it."""
    _write(ticket, before)


def offer_as_it_was(offer: HandOver) -> dict[str, Any]:
    """An offer and its answer as they stand now, with the offer's key."""
    return {"pk": offer.pk, **_read(offer, OFFER_COLUMNS)}


def set_offer_back(ticket: Ticket, before: dict[str, Any]) -> None:
    """The offer of ``ticket`` that ``before`` names, as it was."""
    offer = ticket.hand_overs.get(pk=before["pk"])
    _write(offer, {name: before[name] for name in OFFER_COLUMNS})
    offer.save(update_fields=[name.removesuffix("_id") for name in OFFER_COLUMNS])


def _read(row: Row, names: tuple[str, ...]) -> dict[str, Any]:
    values = {name: getattr(row, name) for name in names}
    return {
        name: value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value
        for name, value in values.items()
    }


def _write(row: Row, values: dict[str, Any]) -> None:
    for name, value in values.items():
        field = row._meta.get_field(name.removesuffix("_id"))
        setattr(row, name, field.to_python(value))  # type: ignore[union-attr]
