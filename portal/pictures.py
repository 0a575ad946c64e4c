"""The pictures of an area: what the officials' review draws, loaded in seven statements, however many committees; of
a past day what the book kept of it (portal/past_pictures.py)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q
from django.utils.translation import gettext as _

from portal.common.geo import to_wgs84
from requests_desk.actions.review_sets import recorded
from requests_desk.models import ReviewDay
from requests_desk.rules.review import BY_KEY, Figure
from stations.admin.official import Official, scoped
from stations.models import ChecklistItem, Committee, Division, Estate, Programme, Site, StandardItem, Station
from stations.models.named import in_language
from stations.rules.charts import heat_table as heat
from stations.rules.charts import space_bars as space
from stations.rules.charts.estate_map import BANDS, Door, Dot, EstateMap, Home, estate_map
from stations.rules.charts.minutes_histogram import Histogram, minutes_histogram
from stations.rules.charts.sheet import box_around
from stations.rules.charts.trend_lines import Number, Trend, thinned, trend_line
from stations.rules.checklist import verification
from stations.rules.coverage import Share, households_within
from stations.rules.moving import in_use_on, move_between
from stations.rules.walking import Band, band

SUBDISTRICT = 9  # digits of its code; a committee's has 12
# What is drawn day by day.
TRENDS = ("moved", "late", "households_15", "beyond", "standard", "verified", "on_time", "overdue")


@dataclass(frozen=True)
class Area:
    """A division or committee, what lies above it (None of what is out of scope) and what lies in it."""

    code: str
    label: str
    above: tuple["Link", ...]
    below: tuple["Link", ...]


@dataclass(frozen=True)
class Link:
    """An area to go to; without ``code`` it is only named."""

    label: str
    code: str = ""


@dataclass(frozen=True)
class EstateRow:
    """An estate as the pictures need it."""

    key: int
    label: str
    committee: Committee
    home: Home
    before: int | None  # minutes before the programme, where its committee is in one
    planned: bool  # whether its committee is in a programme

    @property
    def band(self) -> Band:
        """The circle its walk ends in."""
        return band(self.home.minutes)


@dataclass(frozen=True)
class Cell:
    """A line of the table behind the map: a dot, and the estates in it, the largest first."""

    dot: Dot
    estates: tuple[EstateRow, ...]


@dataclass(frozen=True)
class SpaceLine:
    """A committee and its floor space, before and now."""

    committee: Committee
    space: space.Space


@dataclass(frozen=True)
class Heat:
    """The heat table of one district's standard."""

    name: str
    items: tuple[str, ...]
    table: heat.HeatTable
    rows: tuple[tuple[Committee, heat.HeatRow], ...]


@dataclass(frozen=True)
class TrendFigure:
    """One figure over the days shown; ``trend`` is None where it was never known."""

    figure: Figure
    values: tuple[Number | None, ...]
    trend: Trend | None


@dataclass(frozen=True)
class Trends:
    """Figures over the days shown of those that were kept."""

    days: tuple[date, ...]
    kept: int
    figures: tuple[TrendFigure, ...]

    @property
    def lines(self) -> list[tuple[date, list[Number | None]]]:
        """The table behind, the newest day first."""
        return [(day, [one.values[number] for one in self.figures]) for number, day in enumerate(self.days)][
            ::-1
        ]


class Pictures:
    """All that is drawn of one area. Each picture is laid out from its rows when it is asked for. ``on``: the past day
    of the book that they are of; ``gone``: households that it counted that day of estates which are no more."""

    def __init__(
        self, area: Area, committees: list[Committee], estates: list[EstateRow], doors: list[Door],
        spaces: list[SpaceLine], standards: list[Any], trends: Trends, on: date | None = None, gone: int = 0,
    ) -> None:  # fmt: skip
        self.area, self.committees, self.estates = area, committees, estates
        self.spaces, self.heats, self.trends = spaces, standards, trends
        self.on, self.gone = on, gone
        self.map: EstateMap | None = estate_map([one.home for one in estates], doors)

    @property
    def programmes(self) -> list[Programme]:
        """The programmes of the area's committees."""
        plans = [one.relocation for one in self.committees if hasattr(one, "relocation")]
        return list({plan.programme_id: plan.programme for plan in plans}.values())

    @property
    def within(self) -> Share:
        """Households within 15 minutes of a station."""
        return households_within((one.home.households, one.home.minutes) for one in self.estates)

    @property
    def households(self) -> list[tuple[Band, int]]:
        """Households in each circle."""
        sums: dict[Band, int] = dict.fromkeys(BANDS, 0)
        for one in self.estates:
            sums[one.band] += one.home.households
        return list(sums.items())

    @cached_property
    def cells(self) -> list[Cell]:
        """The table behind the map, the longest walks first; those not drawn are in ``undrawn``."""
        dots = self.map.dots if self.map else ()
        cells = [Cell(dot, tuple(self.estates[index] for index in dot.homes)) for dot in dots]
        return sorted(cells, key=lambda cell: (-BANDS.index(cell.dot.band), -(cell.dot.minutes or 0)))

    @property
    def undrawn(self) -> list[EstateRow]:
        """Estates that are not on the map: nobody noted where they are, or it lies too far out."""
        return [self.estates[index] for index in self.map.undrawn] if self.map else self.estates

    @cached_property
    def histogram(self) -> Histogram | None:
        """Before and now of the committees in a programme, and now of all where these are more."""
        planned = [one for one in self.estates if one.planned]
        now = [(one.home.households, one.home.minutes) for one in planned]
        panels = [("before", [(one.home.households, one.before) for one in planned]), ("after", now)]
        if len(planned) < len(self.estates):
            panels.append(("all", [(one.home.households, one.home.minutes) for one in self.estates]))
        return minutes_histogram(panels)

    @cached_property
    def drawn_spaces(self) -> list[SpaceLine]:
        """The committees of the bars: all with a floor space, or the worst of very many."""
        known = [one for one in self.spaces if space.known(one.space)]
        if len(self.committees) <= space.MANY:
            return known
        order = space.worst_first([one.space for one in known])
        return [known[index] for index in order[: space.MOST]]

    @property
    def spaces_unknown(self) -> int:
        """Committees of which no floor space is noted."""
        return sum(not space.known(one.space) for one in self.spaces)

    @property
    def spaces_left_out(self) -> int:
        """Committees with a floor space that are not shown."""
        return len(self.spaces) - self.spaces_unknown - len(self.drawn_spaces)

    @cached_property
    def space_sheets(self) -> tuple[space.SpaceSheet, ...]:
        """The bars, on as many sheets as they need."""
        return space.space_bars([one.space for one in self.drawn_spaces])


def pictures_of(official: Official, code: str, *, today: date) -> Pictures | None:
    """What is drawn of the area with this register code; None where there is no such area. The code lies in
    ``official``'s scope: whoever asks has looked."""
    divisions = divisions_of(code)
    registered = _committees(official, code)
    if code not in divisions and code not in {one.code for one in registered}:
        return None
    committees = [one for one in registered if one.recorded]
    estates = _estates(official, committees, code)
    doors, spaces = _sites(estates, committees, code, today)
    return Pictures(
        area_of(official, code, divisions, registered), committees, estates, doors, spaces,
        _heats(committees, code, today), trends_of(code, today),
    )  # fmt: skip


def divisions_of(code: str) -> dict[str, Division]:
    """The area itself, all above it and those right below, by code."""
    above = [code[:length] for length in Division.CODE_LENGTHS if length <= len(code)]
    rows = Division.objects.filter(Q(code__in=above) | Q(parent__code=code))
    return {row.code: row for row in rows}


def _committees(official: Official, code: str) -> list[Any]:
    """Those under ``code`` that are under review (``recorded``); in a subdistrict all, for they are its parts."""
    rows = scoped(Committee.objects.all(), official).filter(code__startswith=code)
    rows = rows.annotate(recorded=ExpressionWrapper(recorded(), output_field=BooleanField()))
    if len(code) < SUBDISTRICT:
        rows = rows.filter(recorded())
    return list(rows.select_related("relocation__programme").order_by("code"))


def area_of(
    official: Official, code: str, divisions: Mapping[str, Division], registered: Sequence[Committee]
) -> Area:
    """The area with this code: what lies above it, and below."""
    above = [row for row in divisions.values() if code.startswith(row.code) and row.code != code]
    below: Iterable[Division | Committee] = [row for row in divisions.values() if len(row.code) > len(code)]
    if len(code) == SUBDISTRICT:
        below = registered
    own = divisions.get(code) or next(row for row in registered if row.code == code)
    scope = official.scope

    def link(row: Division) -> Link:
        allowed = scope.everything or any(row.code.startswith(area) for area in scope.areas)
        return Link(row.label, row.code if allowed else "")

    return Area(
        code, own.label,
        above=tuple(link(row) for row in sorted(above, key=lambda row: row.code)),
        below=tuple(Link(row.label, row.code) for row in sorted(below, key=lambda row: row.code)),
    )  # fmt: skip


def _estates(official: Official, committees: Iterable[Committee], code: str) -> list[EstateRow]:
    owners = {one.pk: one for one in committees}
    plans = [one.relocation for one in owners.values() if hasattr(one, "relocation")]
    rows: Any = scoped(Estate.objects.all(), official).filter(committee__code__startswith=code)
    rows = rows.with_minutes().with_minutes_before(
        {plan.programme_id: plan.programme.began_on for plan in plans}
    )
    columns = (
        "pk",
        "committee",
        "name",
        "name_en",
        "lat",
        "lon",
        "datum",
        "households",
        "minutes",
        "minutes_before",
    )
    found = []
    for key, committee, name, name_en, lat, lon, datum, *walk in rows.order_by("pk").values_list(*columns):
        place = None if lat is None or lon is None else to_wgs84(lat, lon, datum)
        label = in_language(name, name_en)
        households, minutes, before = walk
        home = Home(label, place, households, minutes)
        planned = hasattr(owners[committee], "relocation")
        found.append(EstateRow(key, label, owners[committee], home, before, planned))
    return found


def _sites(
    estates: Sequence[EstateRow], committees: Sequence[Committee], code: str, today: date
) -> tuple[list[Door], list[SpaceLine]]:
    """The doors on the map, a neighbour's too, and the floor space of each committee's main station."""
    operating, main = Station.Status.OPERATING, Station.Kind.MAIN
    wanted = Q(station__committee__code__startswith=code)
    box = box_around([one.home.place for one in estates if one.home.place])
    if box:
        south, west, north, east = box
        near = Q(lat__range=(south, north), lon__range=(west, east))
        wanted |= near & Q(used_until=None, station__status=operating)
    columns = (
        "station__committee__code", "station__kind", "station__status", "used_from", "used_until", "office_m2",
        "service_m2", "lat", "lon", "datum",
    )  # fmt: skip
    doors: list[Door] = []
    used: dict[str, list[Any]] = defaultdict(list)
    for owner, kind, status, begins, ends, office, service, lat, lon, datum in (
        Site.objects.filter(wanted).order_by("pk").values_list(*columns)
    ):
        own = owner.startswith(code)
        if status != operating:
            continue
        if ends is None and lat is not None and lon is not None:
            doors.append(Door(to_wgs84(lat, lon, datum), own))
        if own and kind == main:
            used[owner].append((begins, ends, office, service))
    return doors, [SpaceLine(one, _space(one, used[one.code], today)) for one in committees]


def _space(committee: Committee, sites: Sequence[Any], today: date) -> space.Space:
    """Of a committee in a programme the sites that the figures of floor space compare: in use on the day before it
    began and today, be they the same. Of the others the book keeps none: the site they moved from, if they did."""
    plan, uses = getattr(committee, "relocation", None), [site[:2] for site in sites]
    if plan:
        eve = plan.programme.began_on - timedelta(days=1)
        before, now = in_use_on(uses, eve), in_use_on(uses, today)
    else:
        move = move_between(uses, None)
        before, now = move.before, move.now
    floors = [None if index is None else sites[index][2:] for index in (before, now)]
    return space.Space(committee.label, *floors)


def _heats(committees: Sequence[Committee], code: str, today: date) -> list[Heat]:
    """A heat table for each district with a standard, of the committees under review."""
    items: dict[str, dict[int, str]] = defaultdict(dict)
    names: dict[str, str] = {}
    rows = StandardItem.objects.filter(standard__district__code__startswith=code[:6]).order_by(
        "position", "pk"
    )
    columns = ("standard__district__code", "standard__name", "standard__name_en", "pk", "name", "name_en")
    for district, standard, standard_en, key, name, name_en in rows.values_list(*columns):
        names[district] = in_language(standard, standard_en)
        items[district][key] = in_language(name, name_en)
    lines: dict[tuple[int, int], list[Any]] = defaultdict(list)
    satisfying = ChecklistItem.objects.active().filter(
        station__committee__code__startswith=code,
        station__status=Station.Status.OPERATING,
        satisfies__isnull=False,
    )
    for owner, key, on, days in satisfying.order_by().values_list(
        "station__committee", "satisfies", "verified_on", "verify_days"
    ):
        lines[owner, key].append(verification(on, max(1, days), today))
    owners = {one.pk: one for one in committees}
    heats = []
    for district in sorted(items):
        keys = [one.pk for one in committees if one.code.startswith(district)]
        if not keys:
            continue
        table = heat.heat_table(list(items[district]), keys, lines)
        shown = tuple((owners[row.committee], row) for row in table.rows)
        heats.append(Heat(names[district], tuple(items[district].values()), table, shown))
    return heats


def trends_of(code: str, until: date) -> Trends:
    """The days that were kept as far as ``until``. One statement."""
    rows = ReviewDay.objects.filter(code=code, day__lte=until).order_by("day")
    pages = list(rows.values_list("day", "counts"))
    shown = [pages[number] for number in thinned([day for day, _counts in pages])]
    days = [day for day, _counts in shown]
    figures = []
    for figure in (BY_KEY[key] for key in TRENDS):
        values = [figure.value(counts).number for _day, counts in shown]
        line = trend_line(days, values, top=100 if figure.kind == "share" else None)
        figures.append(TrendFigure(figure, tuple(values), line))
    return Trends(tuple(days), len(pages), tuple(figures))


def band_words() -> list[tuple[Band, str]]:
    """What the circles are called, in the reader's language."""
    words = (_("up to 5 minutes"), _("up to 10"), _("up to 15"), _("further"), _("not known"))
    return list(zip(BANDS, words, strict=True))
