"""The sheet of committees: how to reach them and what they are called in English; the register is fixed."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_desk.actions.sheets.kind import (
    Book,
    Sender,
    SheetKind,
    changed_in,
    committees_by_code,
    found_by,
    not_here,
    update_rows,
)
from requests_desk.rules.sheet_cells import Choice, Code, Column, Phone, Text
from requests_desk.rules.sheet_plan import Entry, Plan
from stations.models import Committee, Division, Station

FIELDS = ("name", "name_en", "kind", "phone", "about", "about_en")


class Committees(SheetKind):
    """Residents' committees, by their register code."""

    key = "committees"
    model = Committee
    title = gettext_lazy("Committees")
    about = gettext_lazy("Phones, words about them and their names in English, a line a committee.")
    keys = ("code",)
    needed = ("code",)
    columns = (
        Column("code", gettext_lazy("register code"), Code(12), required=True, example="310107014001",
               note=gettext_lazy("The 12 digits that say which committee the line is about.")),
        Column("name", gettext_lazy("name"), Text(80), required=True, fixed=True, example="枫杨园居委会"),
        Column("name_en", gettext_lazy("name in English"), Text(120), default="", example="Fengyangyuan"),
        Column("kind", gettext_lazy("kind"), Choice(dict(Committee.Kind.choices), empty="residents"), fixed=True,
               default="residents", example=Committee.Kind.RESIDENTS.label),
        Column("subdistrict", gettext_lazy("code of the subdistrict"), Code(9), fixed=True, default="",
               example="310107014", note=gettext_lazy("Empty: the first nine digits of the committee's code.")),
        Column("phone", gettext_lazy("phone"), Phone(), default="", example="021-00001111"),
        Column("about", gettext_lazy("about the committee"), Text(4000, lines=True), default=""),
        Column("about_en", gettext_lazy("about the committee, in English"), Text(4000, lines=True), default=""),
    )  # fmt: skip

    def adds(self, sender: Sender) -> bool:
        """Which committees there are stands in the register."""
        return sender.scope.everything

    def standing(self, entries: Sequence[Entry], sender: Sender) -> None:
        """By their codes."""
        rows = committees_by_code((entry.values["code"] for entry in entries), sender)
        for entry in entries:
            entry.row = rows.get(entry.values["code"])

    def values(self, rows: Sequence[Committee]) -> list[dict[str, Any]]:
        """Its fields, and its subdistrict's code."""
        codes = dict(
            Division.objects.filter(pk__in={row.subdistrict_id for row in rows}).values_list("pk", "code")
        )
        return [
            {key: getattr(row, key) for key in FIELDS}
            | {"code": row.code, "subdistrict": codes[row.subdistrict_id]}
            for row in rows
        ]

    def check(self, entries: Sequence[Entry], sender: Sender, book: Book, at: datetime) -> None:
        """A committee lies in the subdistrict that its code begins with."""
        for entry in entries:
            if entry.row is None and not self.adds(sender):
                book.fault(entry.line, "code", not_here(entry.values["code"]))
            if entry.values.get("subdistrict") == "":
                entry.values["subdistrict"] = entry.values["code"][:9]
        divisions = found_by(
            Division.objects.at_level(Division.Level.SUBDISTRICT),
            "code",
            (
                entry.value("subdistrict")
                for entry in entries
                if entry.row is None or "subdistrict" in entry.changed
            ),
        )
        known = {division.code: division for division in divisions}
        for entry in entries:
            if entry.row is not None and "subdistrict" not in entry.changed:
                continue
            code = entry.value("subdistrict", "")
            entry.found["subdistrict"] = known.get(code)
            if code and entry.values["code"].startswith(code) and code not in known and self.adds(sender):
                book.fault(entry.line, "subdistrict", not_here(code))
            elif code and not entry.values["code"].startswith(code):
                book.fault(entry.line, "subdistrict", _("the committee's code does not begin with it"))

    def save(self, plan: Plan, sender: Sender, at: datetime) -> list[Station]:
        """Write the committees."""
        for entry in plan.added:
            fields = {key: entry.values[key] for key in FIELDS}
            entry.row = Committee(code=entry.values["code"], subdistrict=entry.found["subdistrict"], **fields)
        Committee.objects.bulk_create([entry.row for entry in plan.added], batch_size=500)
        for entry in plan.changed:
            for key in FIELDS:
                setattr(entry.row, key, entry.value(key))
            if division := entry.found.get("subdistrict"):
                entry.row.subdistrict = division
        update_rows([entry.row for entry in plan.changed], changed_in(plan, (*FIELDS, "subdistrict")))
        keys = (entry.row.pk for entry in plan.changed)
        return list(found_by(Station.objects.all(), "committee", keys))
