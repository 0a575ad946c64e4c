"""The sheet of walking times: minutes that somebody walked, from an estate to a station's door."""

from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_desk.actions.sheets.kind import Book, Sender, SheetKind, found_by, in_scope, not_here
from requests_desk.rules.sheet_cells import Code, Column, Slug, Text, Whole, YesNo
from requests_desk.rules.sheet_plan import Entry, Plan
from stations.actions.walking import Measured, measure_ways
from stations.models import Estate, Site, Station, WalkingTime


class WalkingTimes(SheetKind):
    """Ways, by estate and site."""

    key = "walking-times"
    model = WalkingTime
    title = gettext_lazy("Walking times")
    about = gettext_lazy(
        "Minutes as somebody walked them, a line a way. Estimates stand in the downloaded sheet too; "
        "those left as they are stay estimates."
    )
    keys = ("committee", "estate", "station", "site")
    needed = ("committee", "estate", "station", "minutes")
    columns = (
        Column("committee", gettext_lazy("committee's code"), Code(12), required=True, example="310107014001"),
        Column("estate", gettext_lazy("estate"), Text(80), required=True, example="枫杨园"),
        Column("station", gettext_lazy("station's address on the web"), Slug(), required=True, example="fengyangyuan",
               formerly=("站点的网址名",)),
        Column("site", gettext_lazy("number of the site"), Whole(1, 2**53),
               note=gettext_lazy("From a downloaded sheet. Empty: the site in use.")),
        Column("address", gettext_lazy("address"), Text(120), info=True),
        Column("minutes", gettext_lazy("minutes on foot"), Whole(1, 600), required=True, example="9"),
        Column("older_minutes", gettext_lazy("minutes at an old person's pace"), Whole(1, 600), example="13",
               note=gettext_lazy("Empty: worked out from the minutes on foot.")),
        Column("source", gettext_lazy("who measured"), Text(80), default="", example="居委会 2026-03",
               note=gettext_lazy("Must be filled in where the minutes are new or others.")),
        Column("measured", gettext_lazy("measured"), YesNo(), info=True),
    )  # fmt: skip

    def standing(self, entries: Sequence[Entry], sender: Sender) -> None:
        """By estate and site. A way from an estate of one's own may lead to a neighbour's door; a new one is
        measured to a door of one's own."""
        estates = found_by(
            in_scope(Estate.objects.select_related("committee"), sender),
            "committee__code",
            (entry.values["committee"] for entry in entries),
        )
        by_name = {(row.committee.code, row.name): row for row in estates}
        slugs = [entry.values["station"] for entry in entries]
        sites = list(found_by(Site.objects.select_related("station__committee"), "station__slug", slugs))
        by_number = {site.pk: site for site in sites}
        in_use = {site.station.slug: site for site in sites if site.used_until is None}
        for entry in entries:
            entry.found["estate"] = by_name.get((entry.values["committee"], entry.values["estate"]))
            number = entry.values.get("site")
            site = by_number.get(number) if number else in_use.get(entry.values["station"])
            entry.found["site"] = site if site and site.station.slug == entry.values["station"] else None
            if site is not None and "site" in entry.values:
                entry.values["site"] = site.pk
        keys = {entry.found["estate"].pk for entry in entries if entry.found["estate"]}
        ways = {(way.estate_id, way.site_id): way for way in found_by(_ways(), "estate", keys)}
        own = set(
            in_scope(Station.objects.all(), sender)
            .filter(pk__in={s.station_id for s in sites})
            .values_list("pk", flat=True)
        )
        for entry in entries:
            estate, site = entry.found["estate"], entry.found["site"]
            if estate and site:
                entry.row = ways.get((estate.pk, site.pk))
                if entry.row is None and site.station_id not in own:
                    entry.found["site"] = None

    def identity(self, entry: Entry) -> Hashable:
        """The estate and the site; what is not here, by its words."""
        estate, site = entry.found["estate"], entry.found["site"]
        return (estate.pk, site.pk) if estate and site else super().identity(entry)

    def rows(self, sender: Sender) -> models.QuerySet[Any]:
        """With what they point at."""
        return in_scope(_ways(), sender)

    def values(self, rows: Sequence[WalkingTime]) -> list[dict[str, Any]]:
        """Its fields, and what it leads from and to."""
        return [
            {
                "committee": row.estate.committee.code,
                "estate": row.estate.name,
                "station": row.site.station.slug,
                "site": row.site_id,
                "address": row.site.address,
                "minutes": row.minutes,
                "older_minutes": row.older_minutes,
                "source": row.source,
                "measured": row.measured,
            }
            for row in rows
        ]

    def check(self, entries: Sequence[Entry], sender: Sender, book: Book, at: datetime) -> None:
        """Estate and site are there, somebody says who measured, and the old are not the faster."""
        for entry in entries:
            if entry.found["estate"] is None:
                book.fault(entry.line, "estate", not_here(entry.values["estate"]))
            elif entry.found["site"] is None:
                book.fault(entry.line, "station", not_here(entry.values["station"]))
            differs = entry.row is None or {"minutes", "older_minutes", "source"} & set(entry.changed)
            if differs and not entry.value("source"):
                book.fault(entry.line, "source", _("say who measured this"))
            minutes, older = entry.value("minutes"), entry.values.get("older_minutes")
            if differs and minutes and older and older < minutes:
                book.fault(entry.line, "older_minutes", _("this is less than the minutes on foot"))

    def save(self, plan: Plan, sender: Sender, at: datetime) -> list[Station]:
        """Write what was measured."""
        entries = [*plan.added, *plan.changed]
        ways = measure_ways(
            measured=[
                Measured(
                    entry.found["estate"], entry.found["site"], entry.value("minutes"), entry.value("source"),
                    entry.values.get("older_minutes"),
                )
                for entry in entries
            ]
        )  # fmt: skip
        for entry in entries:
            entry.row = ways[entry.found["estate"].pk, entry.found["site"].pk]
        return []


def _ways() -> models.QuerySet[WalkingTime]:
    return WalkingTime.objects.select_related("estate__committee", "site__station")
