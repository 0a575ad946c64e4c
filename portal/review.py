"""The coverage review: one page of one shape for each area, from all cities down to a committee's estates. Live as far
as 500 committees; above that, and for past days, from the book that is kept each night."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Q, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.standings import WORST_FIRST
from requests_desk.actions.review import parent_of
from requests_desk.actions.review_counts import Counted, Reached, count, reached_then
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
)
from stations.admin.official import Official
from stations.models import Committee, Division
from stations.rules.coverage import Standing


@dataclass(frozen=True)
class Crumb:
    """An area above, or the one itself: its register code and name."""

    code: str
    label: str

    @property
    def url(self) -> str:
        """Where its page is."""
        return address(self.code)


@dataclass
class Line:
    """One line of a page: an area below, or a committee. ``counted`` is what a live count knows of a committee."""

    code: str
    label: str
    counts: Counts
    counted: Counted | None = None

    @property
    def is_committee(self) -> bool:
        """Whether the register's code is a committee's."""
        return len(self.code) == 12

    @property
    def standing(self) -> Standing:
        """How a committee stands: the one of the six that was counted."""
        return next((one for one in WORST_FIRST if self.counts.get(one)), "unplanned")

    def value(self, key: str) -> Value:
        """The figure called ``key``."""
        return BY_KEY[key].value(self.counts)


@dataclass(frozen=True)
class Shown:
    """A figure on a page: here, how much more than a month ago, and in the area above (None: not known, not shown)."""

    value: Value
    change: float | int | None
    verdict: str
    above: Value | None

    @property
    def figure(self) -> Figure:
        """Whose value it is."""
        return self.value.figure

    @property
    def size(self) -> float | int:
        """How large the change is, without its sign."""
        return abs(self.change or 0)


@dataclass(frozen=True)
class Circles:
    """Figures that are read side by side: a line for each circle of minutes, a column for each kind of figure.
    ``words``: what they all are shares of, where the columns do not say it."""

    heads: tuple[str | Promise, ...]
    lines: list[tuple[int, list[Shown]]]
    words: str | Promise = ""


@dataclass(frozen=True)
class Section:
    """A group of the dictionary as it stands on a page: what is read side by side, then a line for each other.
    ``key`` is the group's."""

    key: str
    words: str | Promise
    circles: list[Circles]
    others: list[Shown]


HOUSEHOLDS, OLDER = gettext_lazy("Share of households"), gettext_lazy("Share of people over 60")
BEFORE, NOW = gettext_lazy("Before"), gettext_lazy("Now")
# By group: what the columns are shares of, their heads, and the keys of their figures without the minutes.
SIDE_BY_SIDE: dict[str, tuple[tuple[str | Promise, tuple[str | Promise, ...], tuple[str, ...]], ...]] = {
    "reach": (("", (HOUSEHOLDS, OLDER), ("households", "older")),),
    "before": (
        (HOUSEHOLDS, (BEFORE, NOW), ("before", "after")),
        (OLDER, (BEFORE, NOW), ("older_before", "older_after")),
    ),
}


@dataclass
class Page:
    """A page of the review. ``on`` is the day of the book it was read from, None of a live count; ``earlier`` the day
    it is compared with. ``estates`` stand below a committee, ``lines`` below anything else."""

    crumbs: list[Crumb]
    counts: Counts
    counted_at: datetime | None
    on: date | None = None
    lines: list[Line] = field(default_factory=list)
    estates: list[Reached] = field(default_factory=list)
    before: Counts | None = None
    earlier: date | None = None
    above: Counts | None = None
    above_in_scope: bool = False  # else only what is public is shown of it
    committee: Counted | None = None

    @property
    def here(self) -> Crumb:
        """The area whose page it is."""
        return self.crumbs[-1]

    def shown(self, figure: Figure) -> Shown:
        """``figure`` with what it is compared with."""
        value = figure.value(self.counts)
        before = None if self.before is None else figure.value(self.before)
        change = value.change(before)
        # A sum says nothing beside a larger area's sum; a share does.
        beside = self.above is not None and figure.kind != "count" and (figure.public or self.above_in_scope)
        above = figure.value(self.above or {}) if beside else None
        return Shown(value, change, value.verdict(change), above)

    @property
    def headline(self) -> list[Shown]:
        """The four figures at the top."""
        return [self.shown(BY_KEY[key]) for key in HEADLINE]

    @property
    def groups(self) -> list[tuple[Any, list[Shown]]]:
        """All figures by the dictionary's groups."""
        return [
            (words, [self.shown(one) for one in FIGURES if one.group == group])
            for group, words in GROUPS.items()
        ]

    @cached_property
    def sections(self) -> list[Section]:
        """The same as they are shown."""
        found = []
        for (words, figures), group in zip(self.groups, GROUPS, strict=True):
            by_key = {one.figure.key: one for one in figures}
            circles = [
                Circles(
                    heads,
                    [(circle, [by_key.pop(f"{key}_{circle}") for key in keys]) for circle in CIRCLES],
                    of,
                )
                for of, heads, keys in SIDE_BY_SIDE.get(group, ())
            ]
            found.append(Section(group, words, circles, list(by_key.values())))
        return found


class NotCounted(Exception):
    """The area is too large to be counted while somebody waits, and the book has no page of it yet."""

    def __init__(self, crumbs: list[Crumb]) -> None:
        self.crumbs = crumbs


def areas_of(official: Official, code: str) -> tuple[str, ...] | None:
    """The codes a page is about: the area asked for, else all the official's areas (None: everything there is)."""
    if code:
        return (code,)
    return None if official.scope.everything else _outermost(official.scope.areas)


def _outermost(codes: Iterable[str]) -> tuple[str, ...]:
    """Without those that lie in another one: nothing is counted twice."""
    kept: list[str] = []
    for code in sorted(codes):
        if not any(code.startswith(one) for one in kept):
            kept.append(code)
    return tuple(kept)


def review(official: Official, code: str, *, at: datetime, on: date | None = None, each: str = "") -> Page:
    """The page of ``code`` ("": the official's areas): as things stand, or ``on`` a past day as the book has it.

    ``each`` "committee" lists committees at once, however many levels lie between. Raises NotCounted, and
    Division.DoesNotExist or Committee.DoesNotExist where the register has no such code. Five statements; six before the
    first night.
    """
    codes = areas_of(official, code)
    if codes is not None and len(codes) == 1:
        code = codes[0]
    today = timezone.localtime(at).date()
    book = _Book(codes, on or today, each)
    if on is None and book.registered(codes) <= LIVE_MOST:
        page = _live(codes, code, at, each)
    elif book.pages:
        page = _kept(book, codes, code, each)
    else:
        raise NotCounted(_crumbs_of(code, official))
    _compare(page, book, codes, code, official)
    page.crumbs = [one for one in page.crumbs if not one.code or _may_see(official, one.code)]
    return page


def _may_see(official: Official, code: str) -> bool:
    scope = official.scope
    return scope.everything or any(code.startswith(area) for area in scope.areas)


# Live -------------------------------------------------------------------------------------------


def _live(codes: tuple[str, ...] | None, code: str, at: datetime, each: str) -> Page:
    counted = count(Area(codes), at=at)
    if len(code) == 12 and not counted:
        raise Committee.DoesNotExist
    names = _names(counted)
    crumbs = _crumbs(code, names) if counted or not code else _crumbs_of(code, None)
    page = Page(crumbs, added(one.counts for one in counted), counted_at=at)
    if len(code) == 12:
        page.committee = counted[0]
        page.estates = counted[0].estates
        return page
    page.lines = _lines(counted, names, _digits(codes, code, each), codes)
    return page


def _names(counted: Sequence[Counted]) -> dict[str, str]:
    """The names of all divisions and committees that were counted, by code."""
    names = {"": _("All areas")}
    for one in counted:
        committee = one.committee
        street = committee.subdistrict
        names[committee.code] = committee.label
        if street.code in names:
            continue
        names[street.code] = street.label
        if street.parent:
            names[street.parent.code] = street.parent.label
            if street.parent.parent:
                names[street.parent.parent.code] = street.parent.parent.label
    return names


def _digits(codes: tuple[str, ...] | None, code: str, each: str) -> int:
    """How long the codes of a page's lines are; 0: the official's areas themselves."""
    if each == "committee" or len(code) == 9:
        return 12
    if not code:
        return 4 if codes is None else 0
    return {4: 6, 6: 9}[len(code)]


def _line_code(code: str, digits: int, codes: tuple[str, ...] | None) -> str:
    if digits:
        return code[:digits]
    return next(one for one in codes or () if code.startswith(one))


def _lines(
    counted: Sequence[Counted], names: dict[str, str], digits: int, codes: tuple[str, ...] | None
) -> list[Line]:
    sums: defaultdict[str, Counter[str]] = defaultdict(Counter)
    rows: dict[str, Counted] = {}
    for one in counted:
        if digits == 12 and not one.under_review:
            continue
        code = _line_code(one.committee.code, digits, codes)
        sums[code].update(one.counts)
        rows[code] = one
    return [
        Line(code, names[code], sums[code], rows[code] if digits == 12 else None) for code in sorted(sums)
    ]


def _crumbs(code: str, names: dict[str, str]) -> list[Crumb]:
    return [Crumb(one, names[one]) for one in _ways_up(code)]


def _ways_up(code: str) -> list[str]:
    """ "", city, district, subdistrict, committee: as far down as ``code``."""
    return ["", *(code[:digits] for digits in (4, 6, 9, 12) if digits <= len(code))]


def _crumbs_of(code: str, official: Official | None) -> list[Crumb]:
    """The same, read from the register."""
    wanted = _ways_up(code)
    names = _named(wanted)
    if code not in names:
        raise Division.DoesNotExist
    return [
        Crumb(one, names[one])
        for one in wanted
        if one in names and (official is None or not one or _may_see(official, one))
    ]


def _named(codes: Iterable[str]) -> dict[str, str]:
    """The names of divisions and committees by code, as the register has them; a statement for each kind."""
    names = {"": _("All areas")}
    by_kind: dict[bool, list[str]] = {False: [], True: []}
    for code in codes:
        by_kind[len(code) == 12].append(code)
    for is_committee, some in by_kind.items():
        if any(some):
            rows: Any = Committee.objects if is_committee else Division.objects
            names |= {
                row.code: row.label for row in rows.filter(code__in=some).only("code", "name", "name_en")
            }
    return names


# From the book ----------------------------------------------------------------------------------


class _Book:
    """The book's pages on the last day up to ``day``, and on the last one at least a month before: of the areas, what
    lies directly below them (or all their committees), and the area above. One statement."""

    def __init__(self, codes: tuple[str, ...] | None, day: date, each: str) -> None:
        tops = codes if codes is not None else ("",)
        rows = ReviewDay.objects.filter(self._wanted(tops, each)).filter(
            Q(day=Subquery(self._last(tops[0], day))) | Q(day=Subquery(self._last(tops[0], day - A_MONTH)))
        )
        self.pages: dict[str, ReviewDay] = {}
        self.earlier: dict[str, ReviewDay] = {}
        found = list(rows.order_by("-day"))
        latest = found[0].day if found and found[0].day > day - A_MONTH else None
        for row in found:
            (self.pages if row.day == latest else self.earlier)[row.code] = row

    @staticmethod
    def _wanted(tops: tuple[str, ...], each: str) -> Q:
        wanted = Q(code__in=[*tops, *(parent_of(code) for code in tops)]) | Q(parent__in=tops)
        if each == "committee":
            for top in tops:
                wanted |= Q(parent__startswith=top)
        return wanted

    @staticmethod
    def _last(code: str, day: date) -> QuerySet[Any]:
        return _nights(code, day).values("day")[:1]

    def registered(self, codes: tuple[str, ...] | None) -> int:
        """How many committees the register has in the areas, as the book knows or, before the first night, counted."""
        if self.pages:
            return self.sum(self.pages, codes).get("registered", 0)
        return Committee.objects.filter(Area(codes).within("")).count()

    def sum(self, pages: dict[str, ReviewDay], codes: tuple[str, ...] | None) -> Counts:
        """The counts of the areas together."""
        tops = codes if codes is not None else ("",)
        return added(pages[code].counts for code in tops if code in pages)


def _nights(code: str, day: date) -> QuerySet[ReviewDay]:
    """The book's pages of an area up to ``day``, the last first."""
    return ReviewDay.objects.filter(code=code, day__lte=day).order_by("-day")


def book_written(codes: tuple[str, ...] | None, day: date) -> list[Any]:
    """Of which day the book's last page of the areas is, up to ``day``, and when it was counted; empty before the first
    night. One statement, a short one."""
    top = codes[0] if codes else ""
    return list(_nights(top, day).values_list("day", "counted_at").first() or ())


def _kept(book: _Book, codes: tuple[str, ...] | None, code: str, each: str) -> Page:
    day = next(iter(book.pages.values()))
    digits = 0 if len(code) == 12 else _digits(codes, code, each)
    wanted = [one for one in book.pages if len(one) == digits] if digits else [*(codes or ())]
    ways = _ways_up(code)
    names = _named({*ways, *wanted})
    if code not in names:
        raise Division.DoesNotExist
    crumbs = [Crumb(one, names[one]) for one in ways if one in names]
    page = Page(crumbs, book.sum(book.pages, codes), day.counted_at, on=day.day)
    if len(code) == 12:
        page.estates = reached_then(code, day.day)
        return page
    page.lines = [
        Line(one, names.get(one, one), book.pages[one].counts) for one in sorted(wanted) if one in book.pages
    ]
    return page


def _compare(page: Page, book: _Book, codes: tuple[str, ...] | None, code: str, official: Official) -> None:
    """Beside a month ago and beside the area above, as the book has them."""
    if book.earlier and (before := book.sum(book.earlier, codes)):
        page.before, page.earlier = before, next(iter(book.earlier.values())).day
    above = book.pages.get(parent_of(code)) if code else None
    if above is not None:
        page.above, page.above_in_scope = above.counts, _may_see(official, above.code)


def address(code: str) -> str:
    """Where an area's page is."""
    return reverse("coverage_of", args=[code]) if code else reverse("coverage_review")
