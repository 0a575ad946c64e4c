"""Coverage, for everyone: a page of the officials' book as the public may read it, without the desk's small numbers."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from requests_desk.actions.review import parent_of
from requests_desk.actions.review_counts import count
from requests_desk.actions.review_sets import Area
from requests_desk.models import ReviewDay
from requests_desk.rules.review import (
    A_MONTH,
    BY_KEY,
    CIRCLES,
    FIGURES,
    GROUPS,
    HEADLINE,
    LIVE_MOST,
    Counts,
    Figure,
    Value,
    added,
    share_of,
)
from requests_desk.rules.small_numbers import enough, in_tens
from stations.models import Committee, Division, Relocation, Site, Station
from stations.rules.coverage import MOVED, Standing, move_of
from stations.views.committees import public_tag

MOST_DISTRICTS = 100  # on the first page; a land of more is listed by its cities
FROM_THE_DESK = {"tickets", "running"}  # rows that are matters of people

PUBLIC = tuple(figure for figure in FIGURES if figure.public)
# Where the officials' word would put somebody in the pillory.
GENTLER: Mapping[str, str | Promise] = {
    "moved_late": _("committees that moved after the planned day"),
    "late": _("committees not finished by the planned day"),
    "on_time": _("matters answered by the promised time"),
    "missing": _("items of the standard still to come"),
    "unverified": _("lines to be checked again"),
}
STANDINGS: tuple[tuple[str, str | Promise], ...] = (
    ("moved_all", _("on the street")),
    ("in_work", _("the move is under way")),
    ("planned", _("the move is planned")),
    ("late", _("not finished by the planned day")),
    ("unplanned", _("in no programme, or no date yet")),
)


@dataclass(frozen=True)
class Told:
    """A figure as the public is told it; ``before``: the same a month ago, if that was kept."""

    value: Value
    before: Value | None = None

    @property
    def figure(self) -> Figure:
        return self.value.figure

    @property
    def counted(self) -> str | Promise:
        """What its part counts."""
        return GENTLER.get(self.figure.key, self.figure.words)

    @property
    def words(self) -> str | Promise:
        """What it is called."""
        return share_of(self.counted) if self.figure.kind == "share" else self.counted

    @property
    def from_the_desk(self) -> bool:
        """Whether matters of people were counted: then shares alone are told, and those of few not at all."""
        return self.figure.rows in FROM_THE_DESK

    @property
    def too_few(self) -> bool:
        return self.from_the_desk and not _sayable(self.value)

    @property
    def number(self) -> float | int | None:
        """What is told, sorted by and drawn; None where it is not known or may not be told."""
        return None if self.too_few else self.value.number

    @property
    def cases(self) -> int:
        """Of a figure of the desk: the answers behind it in whole tens."""
        return in_tens(self.value.whole)

    @property
    def change(self) -> float | int | None:
        """How much more than a month ago; of a share in percentage points."""
        if self.before is None or self.too_few or (self.from_the_desk and not _sayable(self.before)):
            return None
        return self.value.change(self.before)

    @property
    def change_size(self) -> float | int:
        return abs(self.change or 0)

    @property
    def more(self) -> int | None:
        """How many more of the counted themselves than a month ago: committees that have moved, say."""
        return None if self.before is None or self.from_the_desk else self.value.part - self.before.part


def _sayable(value: Value) -> bool:
    return enough(value.whole if value.figure.whole else value.part)


@dataclass
class Line:
    """An area or a committee in the list: its name, where it leads, its counts, and how its move stands."""

    code: str
    counts: Counts
    name: str = ""
    above: str = ""  # the name of the city it lies in, where the list holds several
    url: str = ""
    move: "Move | None" = None

    def told(self, key: str) -> Told:
        return Told(BY_KEY[key].value(self.counts))

    @property
    def headline(self) -> dict[str, Told]:
        return {key: self.told(key) for key in HEADLINE}


@dataclass(frozen=True)
class Move:
    """How a committee's move stands, as the public is told: the day, and a reason where it passed and one is given."""

    standing: Standing
    moved_on: date | None = None
    rough: bool = False
    planned_for: date | None = None
    reason: str = ""
    in_programme: bool = True

    @property
    def moved(self) -> bool:
        return self.standing in MOVED

    @property
    def kind(self) -> str:
        """Of the tag that shows it (templates/components/tag.html)."""
        return public_tag(self.standing)

    @property
    def words(self) -> str | Promise:
        if self.standing == "unplanned":
            return _("no date yet") if self.in_programme else _("in no programme")
        return dict(STANDINGS)["moved_all" if self.moved else self.standing]


@dataclass
class Page:
    """What is told of an area as of ``day``. ``counts`` None: nothing was kept, and it is too much to count now."""

    code: str
    day: date
    counted_at: datetime | None = None
    counts: Counts | None = None
    before: Counts | None = None
    before_day: date | None = None
    lines: list[Line] = field(default_factory=list)
    name: str = ""
    past: bool = False

    def told(self, key: str) -> Told:
        figure = BY_KEY[key]
        then = None if self.before is None else figure.value(self.before)
        return Told(figure.value(self.counts or {}), then)

    @property
    def headline(self) -> dict[str, Told]:
        return {key: self.told(key) for key in HEADLINE}

    @property
    def groups(self) -> list[tuple[str | Promise, list[Told]]]:
        """Every public figure, by group."""
        told: dict[str, list[Told]] = defaultdict(list)
        for figure in PUBLIC:
            told[figure.group].append(self.told(figure.key))
        return [(words, told[group]) for group, words in GROUPS.items() if told[group]]

    @property
    def reach(self) -> list[tuple[str | Promise, list[tuple[int, list[Told]]]]]:
        """Of households, and of people over 60, for each circle: before and now in the programmes' committees, and all
        now."""
        keys = (("before", "after", "households"), ("older_before", "older_after", "older"))
        words = (_("Share of households"), _("Share of people over 60, at their pace"))
        return [
            (whose, [(circle, [self.told(f"{key}_{circle}") for key in some]) for circle in CIRCLES])
            for whose, some in zip(
                words, keys if self.has_before else [some[-1:] for some in keys], strict=True
            )
        ]

    @property
    def has_before(self) -> bool:
        """Whether there are households in a programme's committee, and so a before."""
        return bool((self.counts or {}).get("bh"))

    @property
    def doors(self) -> list[Told]:
        """What one meets at the door."""
        return [self.told(key) for key in ("stations", "step_free", "hours")]

    @property
    def standings(self) -> list[tuple[str | Promise, int, int]]:
        """How the moves stand: words, how many committees, and their share of all as a bar."""
        counts = self.counts or {}
        whole = max(1, counts.get("committees", 0))
        return [(words, counts.get(key, 0), 100 * counts.get(key, 0) // whole) for key, words in STANDINGS]


def page_of(code: str, *, on: date, now: datetime) -> Page:
    """The area's page as of ``on``: the book's latest of that day or before it; where no night has counted it yet,
    counted now if that is little. Http404 for what is no area. At most three statements from the book."""
    if len(code) == 12:
        raise Http404  # a committee has its own page
    today = timezone.localtime(now).date()
    page = from_book(code, on) or _without_book(code, on, now)
    page.past = page.counted_at is not None and on < today
    return (_name_committees if len(code) == 9 else _name_areas)(page, today)


def from_book(code: str, on: date) -> Page | None:
    """The area's latest page on or before ``on``, those below it, and its own a month before. One statement."""
    rows = ReviewDay.objects.filter(code__in=[code])
    latest = rows.filter(day__lte=on).order_by("-day").values("day")[:1]
    earlier = rows.filter(day__lte=on - A_MONTH).order_by("-day").values("day")[:1]
    below = Q(parent=code, day=latest)
    if not code:
        cities = ReviewDay.objects.filter(parent="", day=latest).values("code")
        below |= Q(parent__in=cities, day=latest)
    own = Q(code=code, day__in=[latest, earlier])
    found = list(ReviewDay.objects.filter(own | below).order_by("code", "day"))
    mine = [row for row in found if row.code == code]
    if not mine:
        return None
    page, then = mine[-1], mine[0] if len(mine) > 1 else None
    lines = {row.code: row.counts for row in found if row.code != code and row.day == page.day}
    return Page(
        code, page.day, page.counted_at, page.counts,
        before=then.counts if then else None, before_day=then.day if then else None,
        lines=_lines(code, lines),
    )  # fmt: skip


def _without_book(code: str, on: date, now: datetime) -> Page:
    if code and not Division.objects.filter(code=code).exists():
        raise Http404
    return counted_now(code, now) if on == timezone.localtime(now).date() else Page(code, on)


def _lines(code: str, counts: Mapping[str, Counts]) -> list[Line]:
    # Of what is under review; on the first page districts, or cities where these are too many.
    wanted = {4: 6, 6: 9, 9: 12}.get(len(code), 6)
    found = {key: value for key, value in counts.items() if value.get("committees")}
    if not code and sum(len(key) == wanted for key in found) > MOST_DISTRICTS:
        wanted = 4
    return [Line(key, found[key]) for key in sorted(found) if len(key) == wanted]


def counted_now(code: str, now: datetime) -> Page:
    """The same without the book, where the area is small enough; else a page without counts."""
    day = timezone.localtime(now).date()
    area = Area((code,))
    if len(Committee.objects.filter(area.within("")).values("pk")[: LIVE_MOST + 1]) > LIVE_MOST:
        return Page(code, day)
    found = count(area, at=now)
    counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in found:
        own = one.committee.code
        while own != code:
            counts[own].update(one.counts)
            own = parent_of(own)
    total = added(one.counts for one in found)
    return Page(code, day, now, total, lines=_lines(code, counts))


# Names, in at most two statements ------------------------------------------------------------------


def _name_areas(page: Page, today: date) -> Page:
    """Name the area itself and the areas below it. One statement."""
    codes = {page.code, *(line.code for line in page.lines)} | {line.code[:4] for line in page.lines}
    known = {one.code: one for one in Division.objects.filter(code__in=codes - {""})}
    if page.code:
        page.name = known[page.code].label if page.code in known else page.code
    for line in page.lines:
        division = known.get(line.code)
        line.name = division.label if division else line.code
        city = known.get(line.code[:4])
        line.above = city.label if city and not page.code and len(line.code) > 4 else ""
        line.url = reverse("coverage_area", args=[line.code])
    return page


def _name_committees(page: Page, today: date) -> Page:
    """Name a subdistrict and its committees, and say how their moves stand. Two statements; of a past page, whose days
    are not known any more, one."""
    rows = Committee.objects.filter(code__in=[line.code for line in page.lines])
    rows = rows.select_related("subdistrict", "relocation__programme")
    known = {one.code: one for one in rows}
    street = next((one.subdistrict for one in known.values()), None)
    street = street or Division.objects.filter(code=page.code).first()
    page.name = street.label if street else page.code
    sites = {} if page.past else _sites([one for one in known.values() if hasattr(one, "relocation")])
    for line in page.lines:
        body = known.get(line.code)
        line.name = body.label if body else line.code
        line.url = reverse("committee", args=[line.code]) if body else ""
        line.move = _move(line.counts, None if page.past else body, sites.get(line.code, []), today)
    return page


def _sites(bodies: Iterable[Committee]) -> Mapping[str, list[Site]]:
    """The dated sites of the main stations of committees with a plan."""
    rows: QuerySet[Site] = Site.objects.filter(
        station__committee__in=list(bodies),
        station__kind=Station.Kind.MAIN,
        station__status=Station.Status.OPERATING,
    )
    found: defaultdict[str, list[Site]] = defaultdict(list)
    for site in rows.select_related("station__committee").order_by("pk"):
        found[site.station.committee.code].append(site)
    return found


def _move(counts: Counts, body: Committee | None, sites: list[Site], today: date) -> Move:
    kinds: tuple[Standing, ...] = ("moved", "moved_late", "in_work", "planned", "late")
    stands: Standing = next((kind for kind in kinds if counts.get(kind)), "unplanned")
    plan: Relocation | None = getattr(body, "relocation", None)
    if plan is None:
        return Move(stands, in_programme=bool(counts.get("in_programme")))
    if stands in MOVED:
        uses = [(site.used_from, site.used_until) for site in sites]
        moved_on = move_of(uses, plan.programme.began_on, today)
        rough = any(site.dates_are_rough for site in sites if site.used_from == moved_on)
        return Move(stands, moved_on=moved_on, rough=rough)
    reason = plan.delay_reason if stands == "late" else ""
    return Move(stands, planned_for=plan.promised_on, reason=reason)


# Order ---------------------------------------------------------------------------------------------

SORTS = ("code", *HEADLINE)


def ordered(lines: list[Line], sort: str) -> list[Line]:
    """The lines by one of SORTS, downwards behind a "-"; what is not known or not told comes last. Nonsense sorts by
    register code."""
    key = sort.removeprefix("-")
    if key not in HEADLINE:
        return sorted(lines, key=lambda line: line.code, reverse=sort == "-code")

    def number(line: Line) -> Any:
        return line.told(key).number

    told = [line for line in lines if number(line) is not None]
    rest = [line for line in lines if number(line) is None]
    return sorted(told, key=number, reverse=sort.startswith("-")) + rest
