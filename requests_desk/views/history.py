"""The ticket's diary: its events in words, and what people said, in the order of time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from requests_desk.models import FollowUp, HandOver, Opinion, TicketEvent, TicketNote
from requests_desk.views.afterwards import logged_words
from stations.models import Worker

Kind = TicketEvent.Kind
OF_THE_LINE = (Kind.CALLED, Kind.CALLED_AGAIN, Kind.SET_ASIDE, Kind.TAKEN_OVER)
# What was noted stands there in full: the event about it says nothing more.
IN_FULL = (Kind.NOTED, Kind.PARTY_WORD, Kind.PARTY_ANSWER)
NAMES_SOMEBODY = (Kind.RESPONSIBLE, Kind.ESCALATED, Kind.TASK_SET, Kind.TAKEN_OVER)


@dataclass(frozen=True)
class Entry:
    """One line: when, who, what; and for notes the words, in whose name, and whether the resident reads them
    (None where there are none)."""

    at: datetime
    who: str
    what: str
    text: str = ""
    said_by: str = ""
    outward: bool | None = None


def history(
    events: Iterable[TicketEvent], hand_overs: Iterable[HandOver], notes: Iterable[TicketNote]
) -> list[Entry]:
    """Every event (with its actor) and every note of a ticket, oldest first. One statement."""
    addressees = {one.pk: one.addressee for one in hand_overs}
    names = _names(events)
    told = [event for event in events if event.kind not in IN_FULL]
    # What somebody without an account has said: by the key of the note.
    parties = {event.data.get("note"): event for event in events if "key" in event.data}
    # Who said that it is taken on stands beside that; the note about it says nothing more.
    taken_on = {event.data.get("note"): event.pk for event in events if event.kind == Kind.ACCEPTED}
    said_by = {taken_on[note.pk]: note.said_by for note in notes if note.pk in taken_on}
    lines = [
        (
            event.at,
            int(event.kind == Kind.RESPONSIBLE),
            event.pk,
            _of_event(event, addressees, names, said_by),
        )
        for event in told
    ]
    lines += [
        (note.at, 2, note.pk, _of_note(note, parties.get(note.pk), addressees))
        for note in notes if note.pk not in taken_on
    ]  # fmt: skip
    return [entry for *_order, entry in sorted(lines, key=lambda line: line[:3])]


def _names(events: Iterable[TicketEvent]) -> dict[int, str]:
    keys = {
        event.data.get(end) for event in events if event.kind in NAMES_SOMEBODY for end in ("from", "to")
    } | {event.data.get("receiver") for event in events}
    return {row.pk: str(row) for row in Worker.objects.filter(pk__in=keys - {None})}


def _of_event(
    event: TicketEvent, addressees: dict[int, str], names: dict[int, str], said_by: dict[int, str]
) -> Entry:
    detail = _detail(event.kind, event.data, addressees, names)
    who = _actor(event, addressees)
    detail = "" if detail == who else detail
    what = f"{event.get_kind_display()}: {detail}" if detail else str(event.get_kind_display())
    return Entry(event.at, who, what, said_by=said_by.get(event.pk, ""))


def _detail(kind: str, data: dict[str, Any], addressees: dict[int, str], names: dict[int, str]) -> str:
    """What the bare kind does not say: by which way, to whom, on whose word."""
    if kind == Kind.LOGGED:
        return logged_words(data)
    if kind == Kind.RECEIVED:
        return names.get(data.get("receiver", 0), "")
    if kind in OF_THE_LINE:
        return _of_the_line(kind, data, names)
    if kind in NAMES_SOMEBODY:
        return names.get(data.get("to", 0), "")
    if kind == Kind.CLOSED and data.get("by") == "silence":
        return _("after seven days without a word")
    if kind == Kind.ANSWERED and data.get("on_the_spot"):
        return _("on the spot")
    if kind == Kind.UNDONE and data.get("step") in Kind:
        return str(Kind(data["step"]).label)
    if kind == Kind.FOLLOWED_UP and data.get("outcome") in FollowUp.State:
        return str(FollowUp.State(data["outcome"]).label)
    if kind == Kind.RATED and data.get("score") in Opinion.Score:
        return str(Opinion.Score(data["score"]).label)
    return addressees.get(data.get("hand_over", 0), "")


def _of_the_line(kind: str, data: dict[str, Any], names: dict[int, str]) -> str:
    if kind == Kind.SET_ASIDE:
        return _("called, and nobody came") if data.get("missed") else _("by their wish")
    if kind == Kind.TAKEN_OVER:
        return _("from %(name)s") % {"name": names.get(data.get("from", 0), "")}
    return _("to desk %(desk)s") % {"desk": data["desk"]} if "desk" in data else ""


def _actor(event: TicketEvent, addressees: dict[int, str]) -> str:
    if event.actor is not None:
        return str(event.actor)
    if "party_link" in event.data:
        return addressees.get(event.data["hand_over"], "")
    return _("The resident") if event.data.get("by") == "resident" else _("By itself")


def _of_note(note: TicketNote, party: TicketEvent | None, addressees: dict[int, str]) -> Entry:
    """``party`` is the event of what was written at a party's link."""
    if party is not None:
        who = addressees.get(party.data["hand_over"], "")
    else:
        who = str(note.author) if note.author else _("The resident")
    text = note.text or _("(erased)")
    if note.kind == TicketNote.Kind.TAKEN_BACK:
        return Entry(note.at, who, str(note.get_kind_display()), said_by=note.said_by)
    outward = note.kind in TicketNote.PUBLIC
    said = party is not None and party.kind in IN_FULL
    what = str(party.get_kind_display() if party and said else note.get_kind_display())
    return Entry(note.at, who, what, text, note.said_by, outward)
