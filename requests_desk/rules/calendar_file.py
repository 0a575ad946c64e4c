"""The calendar printer: a visit as an .ics file that phones and calendars take in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from icalendar import Calendar, Event, vText

PRODUCT = "-//Doorstep//Visits//ZH"


@dataclass(frozen=True)
class Entry:
    """What the file says. All times are aware.

    ``uid`` stays the same for ever; ``sequence`` grows with every change, so that a calendar which
    holds an older one takes the newer; ``changed_at`` is when the file was made.
    """

    uid: str
    sequence: int
    cancelled: bool
    begins: datetime
    ends: datetime
    changed_at: datetime
    summary: str
    place: str
    url: str
    lines: Sequence[str] = ()


def calendar_file(entry: Entry) -> bytes:
    """Give the file's bytes (UTF-8, lines folded, CRLF). Times stand in UTC, which needs no time zone
    table. A cancelled visit is METHOD:CANCEL, so that calendars strike it out.
    """
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.begins.astimezone(UTC))
    event.add("dtend", entry.ends.astimezone(UTC))
    event.add("summary", vText(entry.summary))
    event.add("location", vText(entry.place))
    event.add("description", vText("\n".join(entry.lines)))
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if entry.cancelled else "PUBLISH")
    calendar.add_component(event)
    return bytes(calendar.to_ical())
