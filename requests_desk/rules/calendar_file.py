"""The calendar printer: visits and sessions as an .ics file that phones and calendars take in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from icalendar import Calendar, Component, Event, vCalAddress, vText

PRODUCT = "-//Doorstep//Visits//ZH"
SHANGHAI = ZoneInfo("Asia/Shanghai")

# China has kept one time since 1991, and nobody books further back than that.
TIME_ZONE = b"""BEGIN:VTIMEZONE
TZID:Asia/Shanghai
BEGIN:STANDARD
DTSTART:19911101T000000
TZNAME:CST
TZOFFSETFROM:+0800
TZOFFSETTO:+0800
END:STANDARD
END:VTIMEZONE
"""


@dataclass(frozen=True)
class Entry:
    """What the file says. All times are aware.

    ``uid`` stays the same for ever; ``sequence`` grows with every change, so that a calendar which
    holds an older one takes the newer; ``changed_at`` is when the file was made; ``sender`` is the name
    and e-mail address it comes from, without which a calendar believes no cancelling.
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
    sender: tuple[str, str]
    lines: Sequence[str] = ()


def method_of(*, cancelled: bool) -> str:
    """Give what a calendar is to do with the file."""
    return "CANCEL" if cancelled else "PUBLISH"


def calendar_file(*entries: Entry, cancelled: bool | None = None) -> bytes:
    """Give the file's bytes (UTF-8, lines folded, CRLF). Times stand in Shanghai's time, whose table the
    file brings along. Where all are cancelled (or ``cancelled`` says so) it is METHOD:CANCEL, so that calendars
    strike them out; one of several that is cancelled says so by its status.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    gone = all(entry.cancelled for entry in entries) if cancelled is None else cancelled
    calendar.add("method", method_of(cancelled=gone))
    calendar.add_component(Component.from_ical(TIME_ZONE))
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: Entry) -> Event:
    event = Event()
    event.add("uid", entry.uid)
    event.add("sequence", entry.sequence)
    event.add("dtstamp", entry.changed_at.astimezone(UTC))
    event.add("dtstart", entry.begins.astimezone(SHANGHAI))
    event.add("dtend", entry.ends.astimezone(SHANGHAI))
    event.add("organizer", _address(*entry.sender))
    event.add("summary", vText(entry.summary))
    event.add("location", vText(entry.place))
    event.add("description", vText("\n".join(entry.lines)))
    event.add("url", entry.url)
    event.add("status", "CANCELLED" if entry.cancelled else "CONFIRMED")
    return event


def _address(name: str, email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["CN"] = name
    return address
