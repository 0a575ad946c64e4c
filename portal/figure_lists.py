"""What a figure of the officials' review was counted from, row by row: by the rules of the count where these compare in
Python, else by its very statements."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

from django.db.models import (
    BooleanField,
    Case,
    Count,
    Exists,
    Min,
    OuterRef,
    QuerySet,
    Subquery,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.words import formatted
from portal.standings import TAGS, WORDS
from requests_desk.actions.review_counts import Counted, Reached, floors_counted
from requests_desk.actions.review_sets import Look, is_good, open_minutes, ticket_conditions
from requests_desk.rules.review import Counts, Figure, walks_counted
from stations.models import ChecklistItem, Skill
from stations.models.named import in_language

Only = Literal["yes", "no", ""]
Total = Literal["part", "whole", "number"]


@dataclass(frozen=True)
class Cell:
    """One cell: a value, where it leads, and for a state its shape."""

    value: Any
    url: str = ""
    tag: str = ""
    code: str = ""  # a register code below it

    @property
    def text(self) -> str:
        """The value as it is read."""
        if self.value is None or self.value == "":
            return "–"
        if isinstance(self.value, bool):
            return _("yes") if self.value else _("no")
        if isinstance(self.value, datetime):
            local = timezone.localtime(self.value)
            return f"{formatted(local, 'brief')} {local:%H:%M}"
        return formatted(self.value, "brief") if isinstance(self.value, date) else str(self.value)

    @property
    def plain(self) -> Any:
        """The value as a sheet has it: days as figures."""
        if self.value is None or (isinstance(self.value, int | date) and not isinstance(self.value, bool)):
            return self.value
        return self.text

    @property
    def is_number(self) -> bool:
        """Whether it is set to the right."""
        return isinstance(self.value, int | float) and not isinstance(self.value, bool)


@dataclass(frozen=True)
class Row:
    """One row that was counted: its committee's code, what it adds to the figure's part and whole, and whether it
    counts in the part."""

    code: str
    cells: Sequence[Cell]
    part: int = 1
    whole: int = 0
    counts: bool = True


@dataclass(frozen=True)
class Listing:
    """The rows of a figure: what stands above their columns, ``read(begin, end)``, which reads some of them in order,
    and ``count()``, how many there are. ``flagged``: rows are told apart by whether they count in the part. ``sums``:
    the columns, from 0, whose numbers add up to the figure's part or whole, or say its number."""

    heads: Sequence[str]
    read: Callable[[int, int], list[Row]]
    count: Callable[[], int]
    flagged: bool = False
    sums: Mapping[int, Total] = field(default_factory=dict)


@dataclass(frozen=True)
class Ask:
    """A figure of an area at a moment, and of its rows ``only`` those in the part ("yes") or those that are not."""

    figure: Figure
    look: Look
    counted: list[Counted] = field(repr=False)
    only: Only = ""

    @property
    def shares(self) -> bool:
        """Whether the figure is a share, whose rows count or do not."""
        return self.figure.kind == "share"

    def wanted(self, counts: bool) -> bool:
        """Whether a row that counts in the part, or does not, is asked for."""
        if not self.shares:
            return counts
        return not self.only or counts == (self.only == "yes")


def listing(ask: Ask) -> Listing:
    """The rows of a figure."""
    return LISTS[ask.figure.rows](ask)


# Rows that were compared in Python ----------------------------------------------------------------


def _committees(ask: Ask) -> Listing:
    figure = ask.figure
    found: list[tuple[Counted, int, int]] = []
    for one in ask.counted:
        part, whole = one.counts[figure.part], _of(one.counts, figure.whole)
        if (whole or not ask.shares) and ask.wanted(bool(part)):
            found.append((one, part, whole))

    def read(begin: int, end: int) -> list[Row]:
        return [
            Row(one.committee.code, _committee_cells(one), part, whole, bool(part))
            for one, part, whole in found[begin:end]
        ]

    heads = [_("Subdistrict"), _("Standing"), _("Due on"), _("Moved on")]
    return Listing(heads, read, found.__len__, flagged=ask.shares)


def _committee_cells(one: Counted) -> list[Cell]:
    words, tag = WORDS[one.standing], TAGS[one.standing]
    plan = one.plan
    return [
        Cell(one.committee.subdistrict.label),
        Cell(words if one.under_review else None, tag=tag if one.under_review else ""),
        Cell(
            plan.promised_on if plan else None,
            reverse("admin:stations_relocation_change", args=[plan.pk]) if plan else "",
        ),
        Cell(one.moved_on),
    ]


def estate_row(figure: Figure, code: str, estate: Reached, *, planned: bool) -> Row | None:
    """An estate as the figure counts it; None where it is none of the figure's. Whether it counts in the part is asked
    of the rule with one household and one old person: an empty estate can lie within reach too."""
    counts = walks_counted([estate.walk], planned=planned)
    alone = walks_counted([(1, 1, *estate.walk[2:])], planned=planned)
    if figure.whole and not alone[figure.whole]:
        return None
    people = estate.walk[1] if figure.whole in ("older", "bo") else estate.walk[0]
    older = figure.whole in ("older", "bo")
    minutes = estate.walk[3] if older else estate.walk[2]
    cells = [
        Cell(estate.label, reverse("estate_review", args=[estate.pk])),
        Cell(people),
        *([Cell(estate.walk[5] if older else estate.walk[4])] if figure.group == "before" else []),
        Cell(minutes),
    ]
    return Row(
        code,
        cells,
        counts[figure.part],
        _of(counts, figure.whole),
        bool(alone[figure.part]),
    )


def estate_heads(figure: Figure) -> list[str]:
    """What stands above the cells of estate_row()."""
    return [
        _("Estate"),
        _("People over 60") if figure.whole in ("older", "bo") else _("Households"),
        *([_("Minutes before")] if figure.group == "before" else []),
        _("Minutes now"),
    ]


def estate_sums(figure: Figure) -> Mapping[int, Total]:
    """Households or people: of a share all of them, else those counted."""
    return {1: "whole" if figure.whole else "part"}


def _estates(ask: Ask) -> Listing:
    found = [
        (one, estate)
        for one in ask.counted
        for estate in sorted(one.estates, key=lambda row: row.pk)
        if (row := _estate_counts(ask, one, estate)) is not None and ask.wanted(row)
    ]

    def read(begin: int, end: int) -> list[Row]:
        rows = (
            estate_row(ask.figure, one.committee.code, estate, planned=one.plan is not None)
            for one, estate in found[begin:end]
        )
        return [row for row in rows if row is not None]

    sums = estate_sums(ask.figure)
    return Listing(estate_heads(ask.figure), read, found.__len__, flagged=ask.shares, sums=sums)


def _estate_counts(ask: Ask, one: Counted, estate: Reached) -> bool | None:
    alone = walks_counted([(1, 1, *estate.walk[2:])], planned=one.plan is not None)
    if ask.figure.whole and not alone[ask.figure.whole]:
        return None
    return bool(alone[ask.figure.part])


# The column of each count of floor space.
FLOORS: Mapping[str, int] = {"office_before": 1, "service_before": 2, "office_now": 4, "service_now": 5}


def _floor(ask: Ask) -> Listing:
    found = [one for one in ask.counted if floors_counted(one)]

    def read(begin: int, end: int) -> list[Row]:
        rows = []
        for one in found[begin:end]:
            counts, cells = floors_counted(one), []
            for site in (one.site_before, one.site_now):
                assert site is not None
                url = reverse("admin:stations_site_change", args=[site.pk])
                cells += [Cell(site.label, url), Cell(site.office_m2), Cell(site.service_m2)]
            rows.append(
                Row(one.committee.code, cells, counts[ask.figure.part], _of(counts, ask.figure.whole))
            )
        return rows

    heads = [
        _("Old site"), _("Office m² before"), _("For residents m² before"),
        _("New site"), _("Office m² now"), _("For residents m² now"),
    ]  # fmt: skip
    return Listing(heads, read, found.__len__, sums={FLOORS[ask.figure.part]: "part"})


def _of(counts: Counts, whole: str) -> int:
    """What is added to the whole; nothing where the figure has none."""
    return counts.get(whole, 0) if whole else 0


def _standard(ask: Ask) -> Listing:
    missing = ask.figure.part == "std_missing"
    names = {
        key: in_language(name, name_en)
        for key, name, name_en in ask.look.required()
        .order_by("position", "pk")
        .values_list("pk", "name", "name_en")
    }
    found: list[tuple[Counted, int, bool]] = []
    for one in ask.counted:
        if one.counts["std_total"]:
            for key in names:
                if key in one.required:
                    offered = key in one.satisfied
                    if ask.wanted(offered != missing):
                        found.append((one, key, offered))

    def read(begin: int, end: int) -> list[Row]:
        some = found[begin:end]
        where = _offered_where(ask.look, {one.committee.pk for one, _key, _offered in some})
        return [
            Row(
                one.committee.code,
                [
                    Cell(names[key]),
                    Cell("; ".join(where.get((one.committee.pk, key), []))),
                ],
                int(offered != missing),
                int(ask.shares),
                offered != missing,
            )
            for one, key, offered in some
        ]

    heads = [_("Item of the standard"), _("Offered at")]
    return Listing(heads, read, found.__len__, flagged=ask.shares)


def _offered_where(look: Look, committees: set[int]) -> dict[tuple[int, int], list[str]]:
    """The stations that offer an item of the standard, by committee and item. One statement."""
    items = look.items().filter(station__committee__in=committees, satisfies__isnull=False)
    found: dict[tuple[int, int], list[str]] = {}
    columns = ("station__committee", "satisfies", "station__name", "station__name_en")
    for committee, item, name, name_en in items.order_by("station__kind", "station").values_list(*columns):
        names = found.setdefault((committee, item), [])
        if (label := in_language(name, name_en)) not in names:
            names.append(label)
    return found


def _items(ask: Ask) -> Listing:
    """Whether a check is good is asked of the rule, line by line; what stands on the page is read by key."""
    overdue = ask.figure.part == "unverified"
    lines = ask.look.items().order_by("station__committee__code", "station", "service__number", "pk")
    found = [
        (key, good)
        for key, on, days in lines.values_list("pk", "verified_on", "verify_days")
        if ask.wanted((good := is_good(on, days, ask.look.today)) != overdue)
    ]

    def read(begin: int, end: int) -> list[Row]:
        some = found[begin:end]
        rows = ChecklistItem.objects.select_related("service", "station__committee")
        by_key = rows.in_bulk([key for key, _good in some])
        return [_item_row(ask, by_key[key], good, overdue) for key, good in some if key in by_key]

    heads = [_("Line"), _("Station"), _("Last check"), _("Every … days"), _("State")]
    return Listing(heads, read, found.__len__, flagged=ask.shares)


def _item_row(ask: Ask, item: ChecklistItem, good: bool, overdue: bool) -> Row:
    never = item.verified_on is None
    words = _("Checked in time") if good else (_("Never checked") if never else _("Check overdue"))
    cells = [
        Cell(item.service.label, reverse("admin:stations_checklistitem_change", args=[item.pk])),
        Cell(item.station.label, item.station.get_absolute_url()),
        Cell(item.verified_on),
        Cell(item.verify_days),
        Cell(words, tag="open" if good else "late"),
    ]
    return Row(item.station.committee.code, cells, int(good != overdue), int(ask.shares), good != overdue)


# Rows that the database counted -------------------------------------------------------------------


def _flagged(ask: Ask, rows: QuerySet[Any], part: QuerySet[Any]) -> QuerySet[Any]:
    """``rows`` with ``in_part``: whether each is one of ``part``; as far as they are asked for."""
    return _as_asked(ask, rows.annotate(in_part=Exists(part.filter(pk=OuterRef("pk")))))


def _as_asked(ask: Ask, rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.filter(in_part=ask.only == "yes") if ask.only and ask.shares else rows


def _from(
    ask: Ask, heads: Sequence[str], rows: QuerySet[Any], code: Callable[[Any], str],
    cells: Callable[[Any], Sequence[Cell]],
) -> Listing:  # fmt: skip
    """A listing of ``rows`` that count one each, in the part if they say so (``in_part``)."""

    def read(begin: int, end: int) -> list[Row]:
        found = []
        for one in rows[begin:end]:
            counts = bool(getattr(one, "in_part", True))
            found.append(Row(code(one), cells(one), int(counts), int(ask.shares), counts))
        return found

    return Listing(heads, read, rows.count, flagged=ask.shares)


def _stations(ask: Ask) -> Listing:
    look, mean = ask.look, ask.figure.kind == "mean"
    rows: Any = look.with_hours() if mean else look.stations()
    rows = rows.with_site().order_by("committee__code", "kind", "pk")
    rows = _flagged(ask, rows, look.step_free()) if ask.shares else rows

    def read(begin: int, end: int) -> list[Row]:
        some = list(rows[begin:end])
        week = look.week().filter(station__in=[one.pk for one in some])
        sums = dict(
            week.order_by()
            .values("station")
            .annotate(sum_=Sum(open_minutes()))
            .values_list("station", "sum_")
        )
        found = []
        for one in some:
            counts = bool(getattr(one, "in_part", True))
            minutes = sums.get(one.pk)
            cells = [
                Cell(one.label, one.get_absolute_url()),
                Cell(one.get_kind_display()),
                Cell(one.site.step_free if one.site else None),
                Cell(None if minutes is None else round(minutes / 60, 1)),
            ]
            part, whole = (minutes or 0, 1) if mean else (int(counts), int(ask.shares))
            found.append(Row(one.committee.code, cells, part, whole, counts))
        return found

    heads = [_("Station"), _("Kind"), _("Step-free"), _("Hours a week")]
    return Listing(heads, read, rows.count, flagged=ask.shares, sums={3: "part"} if mean else {})


TICKET = ("committee", "matter")


def _ticket_cells(one: Any) -> list[Cell]:
    """Never a name, a phone or words: officials see no contact."""
    return [
        Cell(one.reference, reverse("admin:requests_desk_ticket_change", args=[one.pk])),
        Cell(one.matter.label),
        Cell(one.get_channel_display()),
        Cell(one.received_at),
        Cell(one.answered_at),
        Cell(one.due_at),
    ]


def _ticket_heads() -> list[str]:
    return [_("Reference"), _("Matter"), _("Came"), _("Received"), _("Answered"), _("Due")]


SHOWN_OF_A_TICKET = (
    "reference", "channel", "received_at", "answered_at", "due_at",
    "committee__code", "matter__name", "matter__name_en",
)  # fmt: skip


def _tickets(ask: Ask) -> Listing:
    figure = ask.figure
    rows = ask.look.tickets(figure.whole or figure.part)
    if ask.shares:
        counts = Case(
            When(ticket_conditions()[figure.part], then=Value(True)),
            default=Value(False),
            output_field=BooleanField(),
        )
        rows = _as_asked(ask, rows.annotate(in_part=counts))
    rows = rows.select_related(*TICKET).only(*SHOWN_OF_A_TICKET)

    def read(begin: int, end: int) -> list[Row]:
        keys, before = _committees_between(ask, begin, end)
        some = rows.filter(committee__in=keys).order_by("committee__code", "-arrived_at", "-pk")
        if len(keys) == 1:
            some = some.order_by("-arrived_at", "-pk")  # the very order of an index
        return _ticket_rows(ask, some[begin - before : end - before])

    return Listing(
        _ticket_heads(), read, lambda: sum(_rows_of(ask, one) for one in ask.counted), flagged=ask.shares
    )


def _committees_between(ask: Ask, begin: int, end: int) -> tuple[list[int], int]:
    """The committees in which rows ``begin`` to ``end`` lie, and how many rows come before them: as many as were
    counted. So a page far down in a district's tickets reads those of a committee or two."""
    keys: list[int] = []
    before = after = 0
    for one in ask.counted:
        number = _rows_of(ask, one)
        if after + number <= begin:
            before += number
        elif number and after < end:
            keys.append(one.committee.pk)
        after += number
    return keys, before


def _rows_of(ask: Ask, one: Counted) -> int:
    """How many rows a committee has among those asked for."""
    part, whole = one.counts[ask.figure.part], _of(one.counts, ask.figure.whole)
    if not ask.shares:
        return part
    return {"yes": part, "no": whole - part, "": whole}[ask.only]


def _ticket_rows(ask: Ask, rows: QuerySet[Any]) -> list[Row]:
    found = []
    for one in rows:
        counts = bool(getattr(one, "in_part", True))
        found.append(Row(one.committee.code, _ticket_cells(one), int(counts), int(ask.shares), counts))
    return found


def _running(ask: Ask) -> Listing:
    rows = ask.look.overdue().select_related(*TICKET).only(*SHOWN_OF_A_TICKET)
    rows = rows.order_by("committee__code", "due_at", "pk")
    return _from(ask, _ticket_heads(), rows, lambda one: str(one.committee.code), _ticket_cells)


def _posts(ask: Ask) -> Listing:
    rows = ask.look.posts().select_related("worker", "committee").order_by("committee__code", "-role", "pk")

    def cells(one: Any) -> list[Cell]:
        url = reverse("admin:stations_post_change", args=[one.pk])
        return [Cell(str(one.worker), url), Cell(one.get_role_display()), Cell(one.since)]

    heads = [_("Worker"), _("Role"), _("Since")]
    return _from(ask, heads, rows, lambda one: str(one.committee.code), cells)


def _matters(ask: Ask) -> Listing:
    rows = ask.look.alone().annotate(skill_=Min("pk")).order_by("place_", "matter")

    def read(begin: int, end: int) -> list[Row]:
        some = list(rows[begin:end])
        skills = Skill.objects.select_related("worker", "matter").in_bulk([one["skill_"] for one in some])
        found = []
        for one in some:
            skill = skills[one["skill_"]]
            url = reverse("admin:stations_skill_change", args=[skill.pk])
            cells = [Cell(skill.matter.label), Cell(str(skill.worker), url), Cell(skill.get_level_display())]
            found.append(Row(one["place_"], cells))
        return found

    return Listing([_("Matter"), _("The one who knows"), _("How well")], read, rows.count)


def _sessions(ask: Ask) -> Listing:
    people = ask.figure.part == "taken_part"
    ticked = ask.look.ticked().filter(session=OuterRef("pk")).order_by().values("session")
    rows = ask.look.sessions().select_related("group__activity__station__committee")
    rows = rows.annotate(
        ticked=Coalesce(Subquery(ticked.annotate(number_=Count("pk")).values("number_")), Value(0))
    ).order_by("group__activity__station__committee__code", "-starts_at", "pk")

    def read(begin: int, end: int) -> list[Row]:
        found = []
        for one in rows[begin:end]:
            activity = one.group.activity
            cells = [
                Cell(activity.label, activity.get_absolute_url()),
                Cell(one.starts_at),
                Cell(one.ticked),
                Cell(one.came),
            ]
            part = one.ticked + one.came if people else 1
            found.append(Row(activity.station.committee.code, cells, part))
        return found

    heads = [_("Activity"), _("When"), _("Ticked off as present"), _("Heads counted")]
    return Listing(heads, read, rows.count)


def _packs(ask: Ask) -> Listing:
    rows = _flagged(ask, ask.look.packs(), ask.look.packs_taken())
    rows = rows.select_related("pack", "station__committee").order_by(
        "station__committee__code", "pack", "pk"
    )

    def cells(one: Any) -> list[Cell]:
        return [
            Cell(one.pack.label, reverse("admin:stations_packoffer_change", args=[one.pk])),
            Cell(one.station.label, one.station.get_absolute_url()),
            Cell(one.get_state_display()),
            Cell(one.decided_at),
        ]

    heads = [_("Service pack"), _("Station"), _("Answer"), _("Decided on")]
    return _from(ask, heads, rows, lambda one: str(one.station.committee.code), cells)


def _turns(ask: Ask) -> Listing:
    place = "session__group__activity__station__committee"
    rows = _flagged(ask, ask.look.turns(), ask.look.turns_kept())
    rows = rows.select_related("theme", place).order_by(f"{place}__code", "-session__starts_at", "pk")

    def cells(one: Any) -> list[Cell]:
        return [
            Cell(one.theme.label, reverse("admin:requests_desk_opendayrecord_change", args=[one.pk])),
            Cell(one.theme.department_label),
            Cell(one.session.starts_at),
            Cell(one.staff),
        ]

    heads = [_("Theme"), _("Department"), _("When"), _("Its staff who came")]
    return _from(ask, heads, rows, lambda one: str(one.session.group.activity.station.committee.code), cells)


LISTS: dict[str, Callable[[Ask], Listing]] = {
    "committees": _committees,
    "estates": _estates,
    "floor": _floor,
    "standard": _standard,
    "items": _items,
    "stations": _stations,
    "tickets": _tickets,
    "running": _running,
    "posts": _posts,
    "matters": _matters,
    "sessions": _sessions,
    "packs": _packs,
    "turns": _turns,
}
