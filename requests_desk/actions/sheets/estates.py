"""The sheet of estates: their households and where they stand; the ways to the stations follow."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_desk.actions.sheets.kind import (
    Book,
    Sender,
    SheetKind,
    changed_in,
    committees_by_code,
    found_by,
    in_scope,
    not_here,
    update_rows,
)
from requests_desk.rules.sheet_cells import Choice, Code, Column, Decimal, Text, Whole
from requests_desk.rules.sheet_plan import Entry, Plan
from stations.actions.known_places import district_of, known_places
from stations.actions.register_rows import batches
from stations.actions.walking import recalculate_ways
from stations.models import Committee, Datum, Estate, Station
from stations.rules.plausible import LATITUDES, LONGITUDES, MOST_HOUSEHOLDS, odd_figures, odd_place

PLACE = ("lat", "lon", "datum")
FIELDS = ("name", "name_en", "address", "built", "households", "older_people", *PLACE, "about", "about_en")

LAT = Column(
    "lat", gettext_lazy("latitude"), Decimal(*LATITUDES), example="31.2471",
    note=gettext_lazy("In degrees with decimals; latitude and longitude, or neither."),
)  # fmt: skip
LON = Column("lon", gettext_lazy("longitude"), Decimal(*LONGITUDES), example="121.4113")
DATUM = Column(
    "datum", gettext_lazy("datum"), Choice(dict(Datum.choices), empty="wgs84"), default="wgs84",
    example="WGS-84", note=gettext_lazy("China's map providers give GCJ-02. Empty: WGS-84."),
)  # fmt: skip


def check_point(entry: Entry, book: Book) -> None:
    """Both coordinates or none."""
    for one, other in (("lat", "lon"), ("lon", "lat")):
        if entry.value(one) is None and entry.value(other) is not None and _touches(entry, one, other):
            book.fault(entry.line, one, _("latitude and longitude belong together"))


def check_places(entries: Sequence[Entry], book: Book) -> None:
    """No new coordinates far from all that is known of their district. What an entry is about has its committee."""
    placed = [
        (entry, _committee_of(entry))
        for entry in entries
        if (entry.row is None or {"lat", "lon"} & set(entry.changed))
        and entry.value("lat") is not None
        and entry.value("lon") is not None
    ]
    known = known_places(district_of(committee.code) for _entry, committee in placed if committee)
    for entry, committee in placed:
        if committee:
            around = known[district_of(committee.code)]
            note(entry, book, odd_place(entry.value("lat"), entry.value("lon"), around))


def _committee_of(entry: Entry) -> Committee | None:
    if "committee" in entry.found:
        found: Committee | None = entry.found["committee"]
        return found
    return entry.row.committee if entry.row else None


def note(entry: Entry, book: Book, odd: Mapping[str, str]) -> None:
    """Write down sentences by column, each at its column."""
    for key, sentence in odd.items():
        book.fault(entry.line, key, sentence.rstrip("。."))


def _check_figures(entry: Entry, book: Book, year: int) -> None:
    changed = entry.changed if entry.row is not None else list(entry.values)
    odd = odd_figures(
        built=entry.value("built") or "",
        households=entry.value("households") or 0,
        older=entry.value("older_people") or 0,
        year=year,
        changed=changed,
    )
    if "older_people" in odd and "older_people" not in entry.values:
        odd["households"] = odd.pop("older_people")
    note(entry, book, odd)


def _touches(entry: Entry, *keys: str) -> bool:
    return all(key in entry.values for key in keys)


class Estates(SheetKind):
    """Estates, by their number or by committee and name."""

    key = "estates"
    model = Estate
    title = gettext_lazy("Estates")
    about = gettext_lazy("Households, addresses and coordinates, a line an estate. New ones can be added.")
    keys = ("committee", "name", "number")
    needed = ("committee", "name")
    columns = (
        Column("committee", gettext_lazy("committee's code"), Code(12), required=True, example="310107014001"),
        Column("name", gettext_lazy("name"), Text(80), required=True, example="枫杨园"),
        Column("number", gettext_lazy("number in the portal"), Whole(1, 2**53), example="",
               note=gettext_lazy("From a downloaded sheet; with it an estate can be renamed. Empty for a new one.")),
        Column("name_en", gettext_lazy("name in English"), Text(120), default="", example="Fengyangyuan"),
        Column("address", gettext_lazy("address"), Text(120), default="", example="曹杨路 1 弄"),
        Column("built", gettext_lazy("built in"), Text(20), default="", example="1985",
               note=gettext_lazy("A year or a decade.")),
        Column("households", gettext_lazy("households"), Whole(0, MOST_HOUSEHOLDS, empty=0), default=0, example="1200"),
        Column("older_people", gettext_lazy("people over 60"), Whole(0, 500_000, empty=0), default=0, example="350"),
        LAT, LON, DATUM,
        Column("about", gettext_lazy("about the estate"), Text(4000, lines=True), default=""),
        Column("about_en", gettext_lazy("about the estate, in English"), Text(4000, lines=True), default=""),
    )  # fmt: skip

    def standing(self, entries: Sequence[Entry], sender: Sender) -> None:
        """By number, else by committee and name."""
        rows = in_scope(Estate.objects.select_related("committee"), sender)
        numbers = {
            row.pk: row for row in found_by(rows, "pk", (entry.values.get("number") for entry in entries))
        }
        codes = {entry.values["committee"] for entry in entries if not entry.values.get("number")}
        names = {(row.committee.code, row.name): row for row in found_by(rows, "committee__code", codes)}
        for entry in entries:
            if number := entry.values.get("number"):
                entry.row = numbers.get(number)
            else:
                entry.row = names.get((entry.values["committee"], entry.values["name"]))
                if entry.row is not None:
                    entry.values["number"] = entry.row.pk

    def identity(self, entry: Entry) -> Hashable:
        """The estate itself; of a new one its committee and name."""
        return entry.row.pk if entry.row else (entry.values["committee"], entry.values["name"])

    def values(self, rows: Sequence[Estate]) -> list[dict[str, Any]]:
        """Its fields, its number and its committee's code."""
        return [
            {key: getattr(row, key) for key in FIELDS} | {"number": row.pk, "committee": row.committee.code}
            for row in rows
        ]

    def rows(self, sender: Sender) -> Any:
        """With their committees."""
        return super().rows(sender).select_related("committee")

    def check(self, entries: Sequence[Entry], sender: Sender, book: Book, at: datetime) -> None:
        """The committee is the sender's own, no other estate of it has the name, and nothing is said that cannot be."""
        committees = committees_by_code((entry.values["committee"] for entry in entries), sender)
        moving = [
            entry for entry in entries if entry.row is None or {"committee", "name"} & set(entry.changed)
        ]
        taken = _taken(moving)
        for entry in entries:
            code, name = entry.values["committee"], entry.values["name"]
            entry.found["committee"] = committees.get(code)
            if entry.row is None and entry.values.get("number"):
                book.fault(entry.line, "number", not_here(entry.values["number"]))
            if code not in committees:
                book.fault(entry.line, "committee", not_here(code))
            check_point(entry, book)
            _check_figures(entry, book, timezone.localtime(at).year)
        check_places(entries, book)
        for entry in moving:
            code, name = entry.values["committee"], entry.values["name"]
            if code in committees and taken.get((code, name), entry.row and entry.row.pk) != (
                entry.row and entry.row.pk
            ):
                book.fault(entry.line, "name", _("this committee has an estate of that name already"))

    def save(self, plan: Plan, sender: Sender, at: datetime) -> list[Station]:
        """Write the estates, and new ways from those that moved."""
        for entry in plan.added:
            fields = {key: entry.values[key] for key in FIELDS}
            entry.row = Estate(committee=entry.found["committee"], **fields)
        Estate.objects.bulk_create([entry.row for entry in plan.added], batch_size=500)
        for entry in plan.changed:
            entry.row.committee = entry.found["committee"]
            for key in FIELDS:
                setattr(entry.row, key, entry.value(key))
        update_rows([entry.row for entry in plan.changed], changed_in(plan, ("committee", *FIELDS)))
        moved = [entry.row for entry in plan.changed if set(PLACE) & set(entry.changed)]
        recalculate_ways(estates=[*moved, *(entry.row for entry in plan.added)])
        keys = [entry.row.pk for entry in plan.changed]
        stations: dict[int, Station] = {}
        for some in batches(keys):
            named = Q(areas__estate__in=some) | Q(host_estate__in=some)
            stations |= {row.pk: row for row in Station.objects.filter(named).distinct()}
        return list(stations.values())


def _taken(entries: Sequence[Entry]) -> dict[tuple[str, str], int]:
    """The keys of the estates that stand under the committees' codes and names that ``entries`` want."""
    wanted = {(entry.values["committee"], entry.values["name"]) for entry in entries}
    rows = Estate.objects.select_related("committee").only("name", "committee__code")
    found = found_by(rows, "committee__code", (code for code, _name in wanted))
    return {
        (row.committee.code, row.name): row.pk for row in found if (row.committee.code, row.name) in wanted
    }
