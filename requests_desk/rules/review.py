"""The dictionary of the officials' review: every figure, what it counts, and by which formula. The pages, the sheets,
the nightly book and "how we count" all read it here.

A *count* is a whole number with a name, counted for one committee; those of an area are added up. A *figure* is what
is shown: one count, or one count as a share of (or divided by) another. A share of shares is never taken.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from stations.rules.coverage import COVERED_MINUTES, Share

Counts = Mapping[str, int]
Kind = Literal["count", "share", "mean"]
# What a figure opens: the rows of this kind that were counted.
Rows = Literal[
    "committees", "stations", "estates", "floor", "standard", "items", "tickets", "running", "posts", "matters",
    "sessions", "packs", "turns",
]  # fmt: skip

CIRCLES = (5, 10, COVERED_MINUTES)
LIVE_MOST = (
    500  # committees of the register that are counted while somebody waits; of more the nightly book tells
)
A_MONTH = timedelta(days=30)  # at least as far back lies the night that a page is compared with
DAYS = 90  # tickets received, sessions held in the last 90 days, today among them


@dataclass(frozen=True)
class Figure:
    """One figure. ``words``: what its part counts. ``part`` and ``whole`` name counts; ``per`` is what a mean is
    divided by besides (minutes in an hour). ``better``: whether more of it is better, fewer is, or neither.
    ``public``: it stands on the public page. ``newer``: the book's first nights did not keep it."""

    key: str
    group: str
    words: str | Promise
    formula: str | Promise
    part: str
    whole: str = ""
    kind: Kind = "count"
    rows: Rows = "committees"
    better: Literal["more", "fewer", ""] = ""
    unit: str | Promise = ""
    per: int = 1
    public: bool = True
    newer: bool = False

    @property
    def label(self) -> str | Promise:
        """What it is called: of a share, that it is one."""
        return share_of(self.words) if self.kind == "share" else self.words

    def value(self, counts: Counts) -> "Value":
        """The figure of an area with these counts. A count that is not there is zero; of a newer figure it was not
        kept, where there is something that it is a part of."""
        whole = counts.get(self.whole, 0) if self.whole else 0
        kept = not (self.newer and whole and self.part not in counts)
        return Value(self, counts.get(self.part, 0), whole, kept)


@dataclass(frozen=True)
class Value:
    """A figure of one area: its count, and of a share or mean the whole. ``kept``: it is not of a night that did not
    count it yet."""

    figure: Figure
    part: int
    whole: int
    kept: bool = True

    @property
    def percent(self) -> int | None:
        """Of a share: in percent, None of an empty whole and where it was not kept."""
        return Share(self.part, self.whole).percent if self.kept else None

    @property
    def number(self) -> float | int | None:
        """What is compared and sorted by: the count, the percentage, or the mean rounded to one decimal; None where it
        is not known."""
        if not self.kept:
            return None
        if self.figure.kind == "count":
            return self.part
        if self.figure.kind == "share":
            return self.percent
        return round(self.part / self.figure.per / self.whole, 1) if self.whole else None

    @property
    def sum(self) -> float | int:
        """The part in the figure's unit: of minutes counted the hours."""
        return self.part if self.figure.per == 1 else round(self.part / self.figure.per, 1)

    @property
    def known(self) -> bool:
        """Whether it was kept, and there is anything to divide by."""
        return self.number is not None

    def change(self, before: "Value | None") -> float | int | None:
        """How much more than ``before`` (percentage points of a share); None where one of the two is not known."""
        if before is None or self.number is None or before.number is None:
            return None
        return round(self.number - before.number, 1)

    def verdict(self, change: float | int | None) -> Literal["better", "worse", ""]:
        """Whether a change is for the better; nothing where it did not change or neither is better."""
        if not change or not self.figure.better:
            return ""
        return "better" if (change > 0) == (self.figure.better == "more") else "worse"


def share_of(words: str | Promise) -> str | Promise:
    """What a share of these is called."""
    return format_lazy(_("share of {what}"), what=words)


GROUPS: dict[str, str | Promise] = {
    "moves": _("Moves to the street"),
    "reach": _("Within reach on foot"),
    "before": _("Before and after, in the programmes' committees"),
    "space": _("Floor space"),
    "checklist": _("Standard and service checklists"),
    "doors": _("Doors and hours"),
    "desk": _("At the desk"),
    "people": _("People"),
    "life": _("Neighbourhood life"),
}

_HOUSEHOLDS = _(
    "Households of estates from which a station that operates can be reached in {minutes} minutes, divided by all "
    "households; satellites and neighbours' stations included, measured where somebody measured, else estimated. An "
    "estate without a known way counts as not reached."
)
_OLDER = _(
    "People over 60 in estates from which a station that operates can be reached in {minutes} minutes at an old "
    "person's pace (3.2 km/h), divided by all people over 60."
)
_BEFORE = _(
    "The same as “households within {minutes} minutes”, in the committees of a programme alone and by the sites in use "
    "on the day before their programme began."
)
_AFTER = _(
    "The same as “households within {minutes} minutes”, in the committees of a programme alone: what stands beside "
    "“before”."
)
_OLDER_BEFORE = _(
    "The same as “people over 60 within {minutes} minutes”, in the committees of a programme alone and by the sites in "
    "use on the day before their programme began."
)
_OLDER_AFTER = _(
    "The same as “people over 60 within {minutes} minutes”, in the committees of a programme alone: what stands beside "
    "“before”."
)


def _reach() -> Iterable[Figure]:
    for minutes in CIRCLES:
        yield Figure(
            f"households_{minutes}", "reach", format_lazy(_("households within {minutes} minutes"), minutes=minutes),
            format_lazy(_HOUSEHOLDS, minutes=minutes), f"h{minutes}", "households", "share", "estates", "more",
        )  # fmt: skip
    yield Figure(
        "beyond", "reach", format_lazy(_("households beyond {minutes} minutes"), minutes=COVERED_MINUTES),
        _("All households without those within 15 minutes."), "h_beyond", rows="estates", better="fewer",
    )  # fmt: skip
    for minutes in CIRCLES:
        yield Figure(
            f"older_{minutes}", "reach", format_lazy(_("people over 60 within {minutes} minutes"), minutes=minutes),
            format_lazy(_OLDER, minutes=minutes), f"o{minutes}", "older", "share", "estates", "more",
        )  # fmt: skip


def _before() -> Iterable[Figure]:
    for minutes in CIRCLES:
        yield Figure(
            f"before_{minutes}", "before",
            format_lazy(_("households in the programmes within {minutes} minutes, before"), minutes=minutes),
            format_lazy(_BEFORE, minutes=minutes), f"b{minutes}", "bh", "share", "estates",
        )  # fmt: skip
        yield Figure(
            f"after_{minutes}", "before",
            format_lazy(_("households in the programmes within {minutes} minutes, now"), minutes=minutes),
            format_lazy(_AFTER, minutes=minutes), f"a{minutes}", "bh", "share", "estates", "more",
        )  # fmt: skip
    for minutes in CIRCLES:
        newer = minutes != COVERED_MINUTES  # the first nights kept these of 15 minutes alone
        yield Figure(
            f"older_before_{minutes}", "before",
            format_lazy(_("people over 60 in the programmes within {minutes} minutes, before"), minutes=minutes),
            format_lazy(_OLDER_BEFORE, minutes=minutes), f"ob{minutes}", "bo", "share", "estates", newer=newer,
        )  # fmt: skip
        yield Figure(
            f"older_after_{minutes}", "before",
            format_lazy(_("people over 60 in the programmes within {minutes} minutes, now"), minutes=minutes),
            format_lazy(_OLDER_AFTER, minutes=minutes), f"oa{minutes}", "bo", "share", "estates", "more", newer=newer,
        )  # fmt: skip


FIGURES: tuple[Figure, ...] = (
    # Moves -------------------------------------------------------------------------------------
    Figure(
        "committees", "moves", _("committees under review"),
        _("Committees with an estate, a station that is not given up, or a plan."), "committees",
    ),
    Figure(
        "registered", "moves", _("committees in the register"),
        _("All committees of the official register in the area, those without any record among them."), "registered",
    ),
    Figure(
        "moved", "moves", _("committees moved to the street"),
        _("Committees whose main station operates today at another site than on the day before their programme began, "
          "divided by all committees in a programme; those that moved late are among them."),
        "moved_all", "in_programme", "share", better="more",
    ),
    Figure(
        "moved_late", "moves", _("committees that moved late"),
        _("Committees that moved after their due date: the plan's own, else the programme's."), "moved_late",
        better="fewer",
    ),
    Figure(
        "late", "moves", _("committees late against their date"),
        _("Committees that have not moved although their due date is over. On the due date itself nobody is late."),
        "late", better="fewer",
    ),
    Figure(
        "in_work", "moves", _("committees in work"), _("Committees not moved, not late, whose work has begun."),
        "in_work",
    ),
    Figure(
        "planned", "moves", _("committees with a date, not begun"),
        _("Committees not moved, not late, not in work, with a date."), "planned",
    ),
    Figure(
        "unplanned", "moves", _("committees without a plan"),
        _("Committees under review that are in no programme, or in one without any date."), "unplanned", better="fewer",
    ),
    # Reach -------------------------------------------------------------------------------------
    *_reach(),
    *_before(),
    # Space -------------------------------------------------------------------------------------
    Figure(
        "service_before", "space", _("floor space for residents, before"),
        _("Service floor space divided by service and office floor space together, at the sites of main stations in "
          "use on the day before the programme began; of those committees alone for which all four areas are known."),
        "service_before", "floor_before", "share", "floor", unit=_("m²"),
    ),
    Figure(
        "service_now", "space", _("floor space for residents, now"),
        _("The same at the sites in use today."), "service_now", "floor_now", "share", "floor", "more", _("m²"),
    ),
    Figure(
        "office_before", "space", _("office floor space, before"),
        _("Office floor space of the same sites, added up."), "office_before", rows="floor", unit=_("m²"),
    ),
    Figure(
        "office_now", "space", _("office floor space, now"),
        _("Office floor space of the same committees' sites in use today, added up."), "office_now", rows="floor",
        better="fewer", unit=_("m²"),
    ),
    # Checklists --------------------------------------------------------------------------------
    Figure(
        "standard", "checklist", _("items of the standard offered"),
        _("Items of the district's standard that at least one operating station of the committee offers now, divided "
          "by all its items, added up over the committees under review."),
        "std_done", "std_total", "share", "standard", "more",
    ),
    Figure(
        "missing", "checklist", _("items of the standard missing"),
        _("All items of the standard, a committee each, without those offered."), "std_missing", rows="standard",
        better="fewer",
    ),
    Figure(
        "verified", "checklist", _("lines checked within their period"),
        _("Lines of operating stations' service checklists, offered now, whose last check is not older than their "
          "period, divided by all such lines."),
        "verified", "items", "share", "items", "more",
    ),
    Figure(
        "unverified", "checklist", _("lines whose check is overdue"),
        _("Such lines without a check within their period, those never checked among them."), "unverified",
        rows="items", better="fewer",
    ),
    # Doors -------------------------------------------------------------------------------------
    Figure(
        "stations", "doors", _("stations that operate"), _("Main stations and satellites."), "stations",
        rows="stations", better="more",
    ),
    Figure(
        "step_free", "doors", _("step-free stations"),
        _("Operating stations whose site in use is noted as step-free, divided by all operating stations; what nobody "
          "has noted counts as not."),
        "step_free", "stations", "share", "stations", "more",
    ),
    Figure(
        "hours", "doors", _("opening time in an ordinary week, mean"),
        _("Hours of the week's pattern of operating stations, divided by the number of those that have one."),
        "week_minutes", "with_hours", "mean", "stations", "more", _("hours"), 60,
    ),
    # Desk --------------------------------------------------------------------------------------
    Figure(
        "came", "desk", _("enquiries received"),
        _("Tickets of the last 90 days that somebody received: at the desk, by phone or on a round. A double that was "
          "joined to another ticket is not counted."), "came",
        rows="tickets", public=False,
    ),
    Figure(
        "visits", "desk", _("of these with an appointment"), _("Those of a booked visit."), "visits",
        rows="tickets", public=False,
    ),
    Figure(
        "walk_ins", "desk", _("of these walked in"), _("Those without an appointment."), "walk_ins",
        rows="tickets", public=False,
    ),
    Figure(
        "spot", "desk", _("tickets answered on the spot"),
        _("Tickets of the last 90 days answered while the person stood there, divided by all that were received."),
        "spot", "came", "share", "tickets", "more", public=False,
    ),
    Figure(
        "on_time", "desk", _("tickets answered on time"),
        _("Of the tickets of the last 90 days that were answered, those answered by the promised time."),
        "on_time", "answered", "share", "tickets", "more",
    ),
    Figure(
        "overdue", "desk", _("tickets overdue now"),
        _("Tickets not answered at this moment although the promised time is over, however old."), "overdue",
        rows="running", better="fewer", public=False,
    ),
    Figure(
        "kept", "desk", _("tickets answered by who received them first"),
        _("Of the tickets of the last 90 days that were answered, those for which the first receiver is still the "
          "responsible one: they were not passed on."),
        "kept", "answered", "share", "tickets", "more", public=False,
    ),
    Figure(
        "reopened", "desk", _("tickets reopened"), _("Tickets of the last 90 days that were reopened at least once."),
        "reopened", rows="tickets", better="fewer", public=False,
    ),
    Figure(
        "content", "desk", _("content residents"),
        _("Of the residents who said of a ticket of the last 90 days how content they are, those who are content."),
        "content", "opinions", "share", "tickets", "more", public=False,
    ),
    # People ------------------------------------------------------------------------------------
    Figure(
        "posts", "people", _("desk posts filled"),
        _("Posts of desk workers and heads held today at committees of the area."), "posts", rows="posts",
        better="more", public=False,
    ),
    Figure(
        "headless", "people", _("committees without a head"),
        _("Committees under review with a station where nobody holds the head's post today."), "headless",
        better="fewer", public=False,
    ),
    Figure(
        "alone", "people", _("matters that hang on one person"),
        _("Matters of a committee that exactly one of its workers of today is noted as knowing."), "alone",
        rows="matters", better="fewer", public=False,
    ),
    # Life --------------------------------------------------------------------------------------
    Figure(
        "sessions", "life", _("activity sessions held"),
        _("Sessions of the last 90 days that have begun and were not called off."), "sessions", rows="sessions",
        better="more",
    ),
    Figure(
        "taken_part", "life", _("times somebody took part"),
        _("People ticked off as present at those sessions, and heads counted where nobody signs up."), "taken_part",
        rows="sessions", better="more",
    ),
    Figure(
        "packs", "life", _("service packs taken up"),
        _("Packs that operating or planned stations accepted, divided by all that were offered to them."),
        "packs_taken", "packs", "share", "packs", "more",
    ),
    Figure(
        "turns", "life", _("open days the department came to"),
        _("Open-day sessions at which the department came, divided by those of which it is written down whether it "
          "did."),
        "turns_kept", "turns", "share", "turns", "more",
    ),
)  # fmt: skip

# Kept even where they are zero: a page without them is of a night that did not count them.
NEWER = frozenset(figure.part for figure in FIGURES if figure.newer)
BY_KEY: Mapping[str, Figure] = {figure.key: figure for figure in FIGURES}
HEADLINE = ("moved", "households_15", "standard", "on_time")  # the four figures at the top


def added(rows: Iterable[Counts]) -> Counter[str]:
    """The counts of several areas in one."""
    total: Counter[str] = Counter()
    for row in rows:
        total.update(row)
    return total


def walks_counted(
    walks: Iterable[tuple[int, int, int | None, int | None, int | None, int | None]], *, planned: bool
) -> Counter[str]:
    """Count the estates of one committee: for each its households, people over 60, and minutes to the nearest station
    (ordinary pace, old person's pace, and both before the programme; None where no way is known). ``planned``: the
    committee is in a programme, and so has a before."""
    counts: Counter[str] = Counter()
    for households, older, minutes, older_minutes, before, older_before in walks:
        counts.update(estates=1, households=households, older=older)
        for circle in CIRCLES:
            counts[f"h{circle}"] += _within(households, minutes, circle)
            counts[f"o{circle}"] += _within(older, older_minutes, circle)
            if planned:
                counts[f"b{circle}"] += _within(households, before, circle)
                counts[f"a{circle}"] += _within(households, minutes, circle)
                counts[f"ob{circle}"] += _within(older, older_before, circle)
                counts[f"oa{circle}"] += _within(older, older_minutes, circle)
        if planned:
            counts.update(bh=households, bo=older)
    counts["h_beyond"] = counts["households"] - counts[f"h{COVERED_MINUTES}"]
    return counts


def _within(people: int, minutes: int | None, circle: int) -> int:
    return people if minutes is not None and minutes <= circle else 0


Floor = tuple[int, int]  # office and service floor space of a site, in m²


def floor_counted(before: Floor | None, now: Floor | None) -> Counter[str]:
    """Count one main station's floor space: that of its site before the programme and that of the one in use. Nothing
    unless both are known: half a comparison is none."""
    if before is None or now is None:
        return Counter()
    return Counter(
        office_before=before[0], service_before=before[1], floor_before=sum(before),
        office_now=now[0], service_now=now[1], floor_now=sum(now), floors=1,
    )  # fmt: skip
