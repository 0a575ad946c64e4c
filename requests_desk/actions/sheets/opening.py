"""The sheet of opening hours: the ordinary week of a station, a line a station, a column a day."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext, gettext_lazy

from requests_desk.actions.sheets.kind import Book, Sender, SheetKind, in_scope, not_here, stations_by_slug
from requests_desk.rules.sheet_cells import Column, Hours, Slug, Span, Text
from requests_desk.rules.sheet_plan import Entry, Plan
from stations.actions.register_rows import batches
from stations.models import Station, WeekHours
from stations.models.opening import Weekday

EACH_DAY = gettext_lazy(
    "Times with a hyphen, several with a comma between. Empty: closed on this day. All days empty: hours unknown."
)
DAYS = tuple(f"day_{day.value}" for day in Weekday)


class OpeningHours(SheetKind):
    """Weeks, by the station's address on the web."""

    key = "opening-hours"
    model = WeekHours
    title = gettext_lazy("Opening hours")
    about = gettext_lazy(
        "The ordinary week, a line a station. Single days with other hours are kept in the list of exceptions."
    )
    keys = ("station",)
    needed = ("station",)
    names = False
    columns = (
        Column("station", gettext_lazy("station's address on the web"), Slug(), required=True, example="fengyangyuan",
               formerly=("站点的网址名",)),
        Column("name", gettext_lazy("station"), Text(80), info=True, example="枫杨园会客厅"),
        *(Column(key, day.label, Hours(), note=EACH_DAY, example="09:00-12:00, 13:30-17:00" if day < 5 else "")
          for key, day in zip(DAYS, Weekday, strict=True)),
    )  # fmt: skip

    def adds(self, sender: Sender) -> bool:
        """A week belongs to a station that stands."""
        return False

    def rows(self, sender: Sender) -> models.QuerySet[Any]:
        """The stations whose weeks they are."""
        return in_scope(Station.objects.all(), sender)

    def standing(self, entries: Sequence[Entry], sender: Sender) -> None:
        """By the station's slug."""
        rows = stations_by_slug((entry.values["station"] for entry in entries), sender)
        for entry in entries:
            entry.row = rows.get(entry.values["station"])

    def values(self, rows: Sequence[Station]) -> list[dict[str, Any]]:
        """Each day's intervals."""
        weeks: dict[tuple[int, int], list[Span]] = defaultdict(list)
        hours = WeekHours.objects.filter(station__in=[row.pk for row in rows]).order_by("opens")
        for station, weekday, opens, closes in hours.values_list("station", "weekday", "opens", "closes"):
            weeks[station, weekday].append((opens, closes))
        return [
            {"station": row.slug, "name": row.name}
            | {key: tuple(weeks[row.pk, number]) for number, key in enumerate(DAYS)}
            for row in rows
        ]

    def check(self, entries: Sequence[Entry], sender: Sender, book: Book, at: datetime) -> None:
        """The station is the sender's own."""
        for entry in entries:
            if entry.row is None:
                book.fault(entry.line, "station", not_here(entry.values["station"]))

    def save(self, plan: Plan, sender: Sender, at: datetime) -> list[Station]:
        """Write the days that differ anew."""
        for number, key in enumerate(DAYS):
            for some in batches(entry.row.pk for entry in plan.changed if key in entry.changed):
                WeekHours.objects.filter(weekday=number, station__in=some).delete()
        new = [
            WeekHours(station=entry.row, weekday=DAYS.index(key), opens=opens, closes=closes)
            for entry in plan.changed
            for key in entry.changed
            for opens, closes in entry.values[key]
        ]
        WeekHours.objects.bulk_create(new, batch_size=1000)
        return [entry.row for entry in plan.changed]

    def nothing(self, key: str, values: Mapping[str, Any]) -> str:
        """Closed on that day; of a week without any hours nothing is known."""
        if key not in DAYS:
            return super().nothing(key, values)
        if any(values.get(day) for day in DAYS):
            return gettext("closed on this day")
        return gettext("hours unknown")

    def opens(self, plan: Plan) -> bool:
        """That is what it is about."""
        return bool(plan.changed)
