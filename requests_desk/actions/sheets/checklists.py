"""The sheet of checklists: which service a station offers, and what is special there."""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_desk.actions.sheets.kind import (
    Book,
    Sender,
    SheetKind,
    changed_in,
    found_by,
    in_scope,
    not_here,
    stations_by_slug,
    update_rows,
)
from requests_desk.rules.sheet_cells import Column, Day, Names, Slug, Text, WeekHours, Whole, YesNo
from requests_desk.rules.sheet_plan import Entry, Plan
from stations.actions.register_rows import batches
from stations.models import ChecklistItem, ChecklistSection, ItemHours, Room, Service, StandardItem, Station
from stations.models.opening import Weekday

FIELDS = (
    "given_by", "given_by_en", "contact", "note", "note_en", "active", "bookable", "phone_first", "slot_minutes",
    "slot_capacity", "verify_days",
)  # fmt: skip
BOOKING = {"active", "bookable", "slot_minutes", "slot_capacity", "hours"}
Satisfies = ChecklistItem.satisfies.through


class Checklists(SheetKind):
    """Checklist items, by station and service."""

    key = "checklists"
    model = ChecklistItem
    title = gettext_lazy("Checklists")
    about = gettext_lazy("What each station offers, a line for each station and service.")
    keys = ("station", "service")
    needed = ("station", "service")
    columns = (
        Column("station", gettext_lazy("station's address on the web"), Slug(), required=True, example="fengyangyuan",
               formerly=("站点的网址名",)),
        Column("station_name", gettext_lazy("station"), Text(80), info=True, example="枫杨园会客厅"),
        Column("service", gettext_lazy("service's address on the web"), Slug(), required=True, example="falv-zixun",
               formerly=("服务的网址名",)),
        Column("service_name", gettext_lazy("service"), Text(80), info=True, example="法律咨询"),
        Column("section", gettext_lazy("checklist section"), Text(80), required=True, example="法律",
               note=gettext_lazy("A section that the station does not have yet is added.")),
        Column("room", gettext_lazy("room"), Text(80), default="",
               note=gettext_lazy("The name of one of the station's rooms.")),
        Column("given_by", gettext_lazy("given by"), Text(80), default="", example="律师"),
        Column("given_by_en", gettext_lazy("given by, in English"), Text(100), default=""),
        Column("contact", gettext_lazy("contact"), Text(80), default=""),
        Column("note", gettext_lazy("note"), Text(160), default=""),
        Column("note_en", gettext_lazy("note in English"), Text(200), default=""),
        Column("active", gettext_lazy("offered now"), YesNo(empty=True), default=True),
        Column("bookable", gettext_lazy("can be booked"), YesNo(empty=True), default=True),
        Column("phone_first", gettext_lazy("by appointment on the phone"), YesNo(empty=False), default=False),
        Column("hours", gettext_lazy("hours of its own"), WeekHours(tuple(day.label for day in Weekday)), default=(),
               example=gettext_lazy("Thursday 14:00-16:00"),
               note=gettext_lazy("Days with times, semicolons between. Empty: whenever the station is open.")),
        Column("slot_minutes", gettext_lazy("minutes a visit takes"), Whole(5, 480),
               note=gettext_lazy("Only with hours of its own; empty: the station's.")),
        Column("slot_capacity", gettext_lazy("visits at the same time"), Whole(0, 100, empty=1), default=1),
        Column("verify_days", gettext_lazy("to be checked every … days"), Whole(1, 3650, empty=90), default=90,
               example="90"),
        Column("satisfies", gettext_lazy("satisfies"), Names(), default=(),
               note=gettext_lazy("Items of the district's standard checklist, with semicolons between.")),
        Column("verified_on", gettext_lazy("last checked on"), Day(), info=True),
    )  # fmt: skip

    def standing(self, entries: Sequence[Entry], sender: Sender) -> None:
        """By the slugs of station and service."""
        stations = stations_by_slug((entry.values["station"] for entry in entries), sender)
        services = found_by(
            Service.objects.select_related("district"), "slug", (entry.values["service"] for entry in entries)
        )
        by_slug = {row.slug: row for row in services}
        items = found_by(
            ChecklistItem.objects.select_related("section", "room", "service", "station__committee"),
            "station",
            (row.pk for row in stations.values()),
        )
        rows = {(item.station.slug, item.service.slug): item for item in items}
        for entry in entries:
            entry.found["station"] = stations.get(entry.values["station"])
            entry.found["service"] = by_slug.get(entry.values["service"])
            entry.row = rows.get((entry.values["station"], entry.values["service"]))

    def identity(self, entry: Entry) -> Hashable:
        """The station and the service."""
        return entry.values["station"], entry.values["service"]

    def rows(self, sender: Sender) -> models.QuerySet[Any]:
        """With what they point at."""
        rows = ChecklistItem.objects.select_related("section", "room", "service", "station")
        return in_scope(rows, sender)

    def values(self, rows: Sequence[ChecklistItem]) -> list[dict[str, Any]]:
        """Its fields, and the names of what it points at."""
        keys = [row.pk for row in rows]
        hours, satisfied = defaultdict(list), defaultdict(list)
        for some in batches(keys):
            own = ItemHours.objects.filter(item__in=some).order_by("weekday", "opens")
            for item, *span in own.values_list("item", "weekday", "opens", "closes"):
                hours[item].append(tuple(span))
            pairs = Satisfies.objects.filter(checklistitem__in=some).values_list(
                "checklistitem", "standarditem__name"
            )
            for item, name in pairs:
                satisfied[item].append(name)
        return [
            {key: getattr(row, key) for key in FIELDS}
            | {
                "station": row.station.slug,
                "station_name": row.station.name,
                "service": row.service.slug,
                "service_name": row.service.name,
                "section": row.section.name,
                "room": row.room.name if row.room else "",
                "hours": tuple(hours[row.pk]),
                "satisfies": tuple(sorted(set(satisfied[row.pk]))),
                "verified_on": row.verified_on,
            }
            for row in rows
        ]

    def check(self, entries: Sequence[Entry], sender: Sender, book: Book, at: datetime) -> None:
        """Everything an item points at belongs to its station, or to the station's district."""
        stations = {
            entry.found["station"].pk: entry.found["station"] for entry in entries if entry.found["station"]
        }
        rooms = _by_station(found_by(Room.objects.all(), "station", stations))
        codes = {row.committee.district_code for row in stations.values()}
        items = found_by(
            StandardItem.objects.select_related("standard__district"), "standard__district__code", codes
        )
        standards: dict[str, dict[str, StandardItem]] = defaultdict(dict)
        for item in items:
            standards[item.standard.district.code].setdefault(item.name, item)
        for entry in entries:
            station: Station | None = entry.found["station"]
            if station is None:
                book.fault(entry.line, "station", not_here(entry.values["station"]))
                continue
            if entry.row is None and not _may_stand(entry.found["service"], station):
                book.fault(entry.line, "service", not_here(entry.values["service"]))
            room = entry.value("room")
            entry.found["room"] = rooms[station.pk].get(room) if room else None
            if room and entry.found["room"] is None:
                book.fault(
                    entry.line, "room", _("the station has no room called “%(name)s”") % {"name": room}
                )
            known = standards[station.committee.district_code]
            entry.found["satisfies"] = [known[name] for name in entry.value("satisfies", ()) if name in known]
            for name in entry.values.get("satisfies", ()):
                if name not in known and (entry.row is None or "satisfies" in entry.changed):
                    words = _("the district's standard has no item called “%(name)s”")
                    book.fault(entry.line, "satisfies", words % {"name": name[:60]})

    def save(self, plan: Plan, sender: Sender, at: datetime) -> list[Station]:
        """Write items with their hours and what they satisfy; sections that are new are added."""
        entries = [*plan.added, *plan.changed]
        self._find_sections(entries)
        for entry in plan.added:
            entry.row = ChecklistItem(station=entry.found["station"], service=entry.found["service"])
        for entry in entries:
            entry.row.section, entry.row.room = entry.found["section"], entry.found["room"]
            for key in FIELDS:
                setattr(entry.row, key, entry.value(key))
        ChecklistItem.objects.bulk_create([entry.row for entry in plan.added], batch_size=500)
        update_rows([entry.row for entry in plan.changed], changed_in(plan, ("section", "room", *FIELDS)))
        self._save_hours([entry for entry in entries if not entry.before or "hours" in entry.changed])
        self._save_satisfied([entry for entry in entries if not entry.before or "satisfies" in entry.changed])
        return list({entry.found["station"].pk: entry.found["station"] for entry in entries}.values())

    @staticmethod
    def _find_sections(entries: Sequence[Entry]) -> None:
        sections = _by_station(
            found_by(ChecklistSection.objects.all(), "station", (e.found["station"].pk for e in entries))
        )
        new = []
        for entry in entries:
            station, name = entry.found["station"], entry.value("section")
            own = sections[station.pk]
            if name not in own:
                position = 1 + max((one.position for one in own.values()), default=0)
                own[name] = ChecklistSection(station=station, name=name, position=position)
                new.append(own[name])
            entry.found["section"] = own[name]
        ChecklistSection.objects.bulk_create(new, batch_size=500)

    @staticmethod
    def _save_hours(entries: Sequence[Entry]) -> None:
        for some in batches(entry.row.pk for entry in entries):
            ItemHours.objects.filter(item__in=some).delete()
        ItemHours.objects.bulk_create(
            [
                ItemHours(item=entry.row, weekday=day, opens=opens, closes=closes)
                for entry in entries
                for day, opens, closes in entry.value("hours", ())
            ],
            batch_size=1000,
        )

    @staticmethod
    def _save_satisfied(entries: Sequence[Entry]) -> None:
        for some in batches(entry.row.pk for entry in entries):
            Satisfies.objects.filter(checklistitem__in=some).delete()
        Satisfies.objects.bulk_create(
            [
                Satisfies(checklistitem=entry.row, standarditem=one)
                for entry in entries
                for one in entry.found["satisfies"]
            ],
            batch_size=1000,
        )

    def opens(self, plan: Plan) -> bool:
        """Where an item is new, or when it can be booked is another."""
        return bool(plan.added) or any(BOOKING & set(entry.changed) for entry in plan.changed)


def _may_stand(service: Service | None, station: Station) -> bool:
    """What may stand on a station's checklist: everyone's services, its district's and its own."""
    if service is None:
        return False
    if service.station_id is not None:
        return service.station_id == station.pk
    return service.district is None or service.district.code == station.committee.district_code


def _by_station(rows: Iterable[Any]) -> dict[int, dict[str, Any]]:
    found: dict[int, dict[str, Any]] = defaultdict(dict)
    for row in rows:
        found[row.station_id].setdefault(row.name, row)
    return found
