"""The sheet of stations: what they are called, where they stand now, and how one books a visit there."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from requests_desk.actions.sheets.estates import DATUM, LAT, LON, PLACE, check_places, check_point
from requests_desk.actions.sheets.kind import (
    Book,
    Sender,
    SheetKind,
    changed_in,
    committees_by_code,
    found_by,
    in_scope,
    not_here,
    stations_by_slug,
    update_rows,
)
from requests_desk.rules.sheet_cells import Choice, Code, Column, Day, Phone, Slug, Text, Whole, YesNo
from requests_desk.rules.sheet_plan import Entry, Plan
from stations.actions.walking import recalculate_ways
from stations.models import Site, Station

LONG = Text(4000, lines=True)
OWN = (
    "name", "name_en", "own_name", "kind", "status", "phone", "opened_on", "level", "model_site", "story", "story_en",
    "pledge", "pledge_en", "desks", "slot_minutes", "slot_capacity", "slot_held", "horizon_days", "notice_minutes",
)  # fmt: skip
SITE = (
    "address", "address_en", "entrance", "entrance_en", "floor", "stairs", "step_free", "street_front", *PLACE,
    "office_m2", "service_m2", "offices", "used_from",
)  # fmt: skip
BOOKING = {"status", "slot_minutes", "slot_capacity", "slot_held", "horizon_days"}  # what slots hang on
# What a new site has where its cells are empty.
EMPTY_SITE = {"floor": 1, "stairs": False, "street_front": True, "datum": "wgs84"}


class Stations(SheetKind):
    """Stations with the site in use, by their address on the web."""

    key = "stations"
    model = Station
    title = gettext_lazy("Stations")
    about = gettext_lazy(
        "Names, status, places for visits and the site in use, a line a station. A move to another site is entered on "
        "the station's own page."
    )
    keys = ("slug",)
    needed = ("slug",)
    columns = (
        Column("slug", gettext_lazy("address on the web"), Slug(), required=True, example="fengyangyuan",
               note=gettext_lazy("Small letters, digits and hyphens; it never changes.")),
        Column("committee", gettext_lazy("committee's code"), Code(12), required=True, example="310107014001"),
        Column("name", gettext_lazy("name"), Text(80), required=True, example="枫杨园会客厅"),
        Column("name_en", gettext_lazy("name in English"), Text(120), default="", example="Fengyangyuan"),
        Column("own_name", gettext_lazy("name of its own"), Text(40), default=""),
        Column("kind", gettext_lazy("kind"), Choice(dict(Station.Kind.choices), empty="main"), default="main",
               example=Station.Kind.MAIN.label),
        Column("status", gettext_lazy("status"), Choice(dict(Station.Status.choices), empty="operating"),
               default="operating", example=Station.Status.OPERATING.label),
        Column("phone", gettext_lazy("phone"), Phone(), default="", example="021-00001111"),
        Column("opened_on", gettext_lazy("opened"), Text(20), default="", example="2025-06",
               note=gettext_lazy("A day, month or year.")),
        Column("level", gettext_lazy("level among the city's living rooms"), Choice(dict(Station.Level.choices)),
               default="", example=Station.Level.COMMUNITY.label),
        Column("model_site", gettext_lazy("pilot or model site of"), Text(80), default=""),
        Column("story", gettext_lazy("the story of this place"), LONG, default=""),
        Column("story_en", gettext_lazy("the story of this place, in English"), LONG, default=""),
        Column("pledge", gettext_lazy("pledge"), LONG, default=""),
        Column("pledge_en", gettext_lazy("pledge, in English"), LONG, default=""),
        Column("desks", gettext_lazy("desks that receive people"), Whole(1, 9, empty=1), default=1, example="1"),
        Column("slot_minutes", gettext_lazy("minutes a visit takes"), Whole(5, 480, empty=30), default=30,
               example="30"),
        Column("slot_capacity", gettext_lazy("visits at the same time"), Whole(0, 100, empty=2), default=2,
               example="2"),
        Column("slot_held", gettext_lazy("of these held for the green lane"), Whole(0, 100, empty=1), default=1,
               example="1"),
        Column("horizon_days", gettext_lazy("bookable days ahead"), Whole(0, 60, empty=14), default=14, example="14"),
        Column("notice_minutes", gettext_lazy("shortest notice in minutes"), Whole(0, 20_160, empty=60), default=60,
               example="60"),
        Column("address", gettext_lazy("address"), Text(120), default="", example="曹杨路 1 号"),
        Column("address_en", gettext_lazy("address in English"), Text(160), default=""),
        Column("entrance", gettext_lazy("how to find the door"), Text(200), default=""),
        Column("entrance_en", gettext_lazy("how to find the door, in English"), Text(240), default=""),
        Column("floor", gettext_lazy("floor"), Whole(-5, 120), example="1",
               note=gettext_lazy("1 is the street's level.")),
        Column("stairs", gettext_lazy("only by stairs"), YesNo()),
        Column("step_free", gettext_lazy("step-free"), YesNo(), note=gettext_lazy("Empty: not known.")),
        Column("street_front", gettext_lazy("faces the street"), YesNo()),
        LAT, LON, DATUM,
        Column("office_m2", gettext_lazy("office floor space, m²"), Whole(0, 100_000)),
        Column("service_m2", gettext_lazy("service floor space, m²"), Whole(0, 100_000)),
        Column("offices", gettext_lazy("number of offices"), Whole(0, 500)),
        Column("used_from", gettext_lazy("in use from"), Day(), example="2025-06-01",
               note=gettext_lazy("The day from which the station stands here.")),
    )  # fmt: skip

    def standing(self, entries: Sequence[Entry], sender: Sender) -> None:
        """By their slugs."""
        rows = stations_by_slug((entry.values["slug"] for entry in entries), sender)
        for entry in entries:
            entry.row = rows.get(entry.values["slug"])

    def rows(self, sender: Sender) -> models.QuerySet[Any]:
        """With their committees."""
        return in_scope(Station.objects.select_related("committee"), sender)

    def values(self, rows: Sequence[Station]) -> list[dict[str, Any]]:
        """Its own fields and those of the site in use; none of these where it stands nowhere."""
        current = found_by(Site.objects.current(), "station", (row.pk for row in rows))
        sites = {site.station_id: site for site in current}
        found = []
        for row in rows:
            own = {key: getattr(row, key) for key in OWN}
            site = sites.get(row.pk)
            there = {key: getattr(site, key) for key in SITE} if site else dict.fromkeys(SITE)
            found.append({"slug": row.slug, "committee": row.committee.code} | own | there)
        return found

    def check(self, entries: Sequence[Entry], sender: Sender, book: Book, at: datetime) -> None:
        """New ones stand at a committee of the sender's own; a committee has one main station; places and sites
        hold together."""
        new = [entry for entry in entries if entry.row is None]
        committees = committees_by_code((str(entry.values.get("committee", "")) for entry in new), sender)
        slugs = found_by(Station.objects.only("slug"), "slug", (entry.values["slug"] for entry in new))
        taken = {row.slug for row in slugs}
        for entry in new:
            code = entry.values.get("committee")
            entry.found["committee"] = committees.get(code or "")
            # Of a committee that is not the sender's nothing else is said: not even that the address is taken.
            if code and code not in committees:
                book.fault(entry.line, "committee", not_here(code))
            elif entry.values["slug"] in taken:
                book.fault(entry.line, "slug", not_here(entry.values["slug"]))
        for entry in entries:
            if "committee" in entry.changed:
                book.fault(entry.line, "committee", _("a station stays at its committee"))
            _check_places(entry, book)
            _check_site(entry, book, at)
        check_places(entries, book)
        self._check_main(entries, book)

    @staticmethod
    def _check_main(entries: Sequence[Entry], book: Book) -> None:
        becoming = [
            entry for entry in entries
            if entry.value("kind") == "main" and (entry.found.get("committee") or "kind" in entry.changed)
        ]  # fmt: skip
        leaving = {
            entry.row.pk for entry in entries if entry.row is not None and entry.value("kind") != "main"
        }
        codes = [entry.value("committee") for entry in becoming]
        mains = found_by(
            Station.objects.filter(kind="main").select_related("committee"), "committee__code", codes
        )
        standing = {row.committee.code for row in mains if row.pk not in leaving}
        often = Counter(codes)
        for entry in becoming:
            if entry.value("committee") in standing or often[entry.value("committee")] > 1:
                book.fault(entry.line, "kind", _("a committee has one main station"))

    def save(self, plan: Plan, sender: Sender, at: datetime) -> list[Station]:
        """Write stations and their sites, and the ways to doors that moved."""
        for entry in plan.added:
            own = {key: entry.values[key] for key in OWN}
            entry.row = Station(slug=entry.values["slug"], committee=entry.found["committee"], **own)
        Station.objects.bulk_create([entry.row for entry in plan.added], batch_size=500)
        for entry in plan.changed:
            for key in OWN:
                setattr(entry.row, key, entry.value(key))
        update_rows([entry.row for entry in plan.changed], changed_in(plan, OWN))
        self._save_sites([*plan.added, *plan.changed])
        moved = [*plan.added, *(entry for entry in plan.changed if set(PLACE) & set(entry.changed))]
        recalculate_ways(sites=[entry.found["site"] for entry in moved if "site" in entry.found])
        return [entry.row for entry in (*plan.added, *plan.changed)]

    @staticmethod
    def _save_sites(entries: Sequence[Entry]) -> None:
        current = found_by(Site.objects.current(), "station", (entry.row.pk for entry in entries))
        sites = {site.station_id: site for site in current}
        for entry in entries:
            if entry.value("address") and (not entry.before or set(SITE) & set(entry.changed)):
                site = entry.found["site"] = sites.get(entry.row.pk) or Site(station=entry.row)
                for key in SITE:
                    value = entry.value(key)
                    setattr(
                        site,
                        key,
                        EMPTY_SITE.get(key, "" if key.endswith("_en") else None) if value is None else value,
                    )
                site.entrance = site.entrance or ""
        written = [entry.found["site"] for entry in entries if "site" in entry.found]
        Site.objects.bulk_create([site for site in written if site.pk is None], batch_size=500)
        update_rows([site for site in written if site.station_id in sites], SITE)

    def opens(self, plan: Plan) -> bool:
        """Where a station is new, or its places or its status are others."""
        return bool(plan.added) or any(BOOKING & set(entry.changed) for entry in plan.changed)


def _check_places(entry: Entry, book: Book) -> None:
    held, capacity = entry.value("slot_held"), entry.value("slot_capacity")
    if held is not None and capacity is not None and held > capacity:
        key = "slot_held" if "slot_held" in entry.values else "slot_capacity"
        book.fault(entry.line, key, _("no more places can be held than there are"))


def _check_site(entry: Entry, book: Book, at: datetime) -> None:
    check_point(entry, book)
    somewhere = any(entry.value(key) not in (None, "") for key in SITE if key != "datum")
    if (
        "address" in entry.values
        and not entry.value("address")
        and (somewhere or entry.before.get("address"))
    ):
        book.fault(entry.line, "address", _("a station that stands somewhere has an address"))
    day = entry.value("used_from")
    if (
        day is not None
        and "used_from" in (*entry.changed, *([] if entry.before else ["used_from"]))
        and (day > timezone.localtime(at).date())
    ):
        book.fault(entry.line, "used_from", _("this day has not come yet: enter a move when it has happened"))
