"""How an activity's places and times are said: in words, for cards, pages and forms alike."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.common.templatetags import times
from requests_desk.models import Activity, ActivityGroup, ActivitySession
from requests_desk.rules import places

TAGS = {"free": "open", "few": "wait", "full": "late", "held": "wait", "come": "open", "closed": "off"}


@dataclass(frozen=True)
class Room:
    """How much room a group has: a word for its kind (see TAGS), and the sentence."""

    kind: str
    words: str
    waiting: int = 0

    @property
    def tag(self) -> str:
        return TAGS[self.kind]


def room_in(group: ActivityGroup, activity: Activity, at: datetime) -> Room:
    """How much room ``group`` has at ``at``, in words; counts are for staff, but for those who wait."""
    if activity.entry == Activity.Entry.JUST_COME:
        return Room("come", _("just come"))
    if not group.open or group.starts_at is None:
        return Room("closed", _("no sign-ups now"))
    if group.waiting:
        words = ngettext("full, %(n)d waiting", "full, %(n)d waiting", group.waiting) % {"n": group.waiting}
        return Room("full", words, group.waiting)
    free = places.words(group.free(at))
    if free == "full" and group.free(at, green=True):
        return Room("held", _("places for priority only"))
    return Room(free, {"free": _("places free"), "few": _("few places left"), "full": _("full")}[free])


def when_words(sessions: Iterable[ActivitySession]) -> str:
    """The next of ``sessions`` (those to come) and how many follow: "Thu 19 Nov 19:00–20:30, and 5 more"."""
    coming = list(sessions)
    if not coming:
        return ""
    first = coming[0]
    words = f"{times.day(first.starts_at)} {times.span(first.starts_at, first.ends_at)}"
    more = len(coming) - 1
    if not more:
        return words
    return _("%(when)s, and %(n)d more times") % {"when": words, "n": more}


@dataclass(frozen=True)
class Line:
    """One session in a list, with its group's activity and station."""

    session: ActivitySession
    room: Room
    running: bool

    @property
    def activity(self) -> Activity:
        return self.session.group.activity


@dataclass(frozen=True)
class Day:
    """The lines of one day."""

    date: date
    today: bool
    lines: list[Line]


def line_of(session: ActivitySession, at: datetime) -> Line:
    over = session.ends_at <= at
    room = Room("closed", _("over")) if over else room_in(session.group, session.group.activity, at)
    return Line(session, room, session.starts_at <= at and not over)


def days_of(sessions: Iterable[ActivitySession], at: datetime) -> list[Day]:
    """``sessions``, which are in order of time, by day."""
    today = timezone.localtime(at).date()
    found: dict[date, list[Line]] = {}
    for one in sessions:
        found.setdefault(timezone.localtime(one.starts_at).date(), []).append(line_of(one, at))
    return [Day(day, day == today, lines) for day, lines in found.items()]


def listed(rows: Any) -> Any:
    """Sessions of ``rows`` with all that a line shows, in one statement and in order of time."""
    return rows.select_related("group__activity__station", "room").order_by("starts_at", "pk")
