"""Opening days: rebuilt from week, exceptions and holidays, so that every reader sees one truth."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta

from django.db import connection, transaction

from stations.models import AnnouncedYear, Holiday, OpeningDay, OpeningException, Station, WeekHours
from stations.rules.opening import DayHours, Interval, hours_on

DAYS_AHEAD = 60
DAYS_BEHIND = 1  # yesterday stays, for a page opened at midnight


def days_off(first: date, last: date) -> dict[date, bool]:
    """The announced exceptions from the working week: True a day off, False a make-up working day."""
    return dict(Holiday.objects.filter(date__gte=first, date__lte=last).values_list("date", "off"))


def announced_years() -> frozenset[int]:
    """Years whose holiday arrangement is published."""
    return frozenset(AnnouncedYear.objects.values_list("year", flat=True))


def lock_stations(stations: Iterable[Station]) -> list[Station]:
    """Let nobody else change hours, days or slots of ``stations`` until the transaction ends: who works out days or
    slots from what another is about to change would write back what is over. Bookings go on, since they only point to
    the station. Taken before any slot, in the order of the keys. Where writers wait for each other anyway there is
    nothing to do. Returns them as they were given."""
    given = list(stations)
    if connection.features.has_select_for_update:
        rows = Station.objects.filter(pk__in=[one.pk for one in given])
        list(rows.select_for_update(no_key=True).order_by("pk").values_list("pk"))
    return given


@transaction.atomic
def rebuild_opening_days(*, stations: Iterable[Station], today: date, ahead: int = DAYS_AHEAD) -> int:
    """Bring the opening days of ``stations`` from yesterday to ``ahead`` days after ``today`` in step
    with week, exceptions and holidays.

    Call it whenever a pattern, an exception or the holiday table changes, and once a night. Rows that
    are right already stay. Returns the number of rows written. What is read takes five statements,
    however many stations there are.
    """
    keys = [station.pk for station in lock_stations(stations)]
    first, last = today - timedelta(days=DAYS_BEHIND), today + timedelta(days=ahead)
    weeks, exceptions = _weeks(keys), _exceptions(keys, first, last)
    holidays, years = days_off(first, last), announced_years()
    rows = [
        row
        for key in keys
        for day in (first + timedelta(days=n) for n in range((last - first).days + 1))
        for row in _rows(
            key,
            day,
            hours_on(
                day, week=weeks[key], exceptions=exceptions[key], days_off=holidays, announced_years=years
            ),
        )
    ]
    held = OpeningDay.objects.filter(station__in=keys, date__gte=first)
    standing = {
        tuple(facts): key
        for key, *facts in held.values_list("pk", "station", "date", "opens", "closes", "source")
    }
    right = {_facts(row) for row in rows}
    wrong = [key for facts, key in standing.items() if facts not in right]
    OpeningDay.objects.filter(pk__in=wrong).delete()
    new = [row for row in rows if _facts(row) not in standing]
    OpeningDay.objects.bulk_create(new, batch_size=2000)
    return len(new)


def _facts(row: OpeningDay) -> tuple[int, date, time | None, time | None, str]:
    """What an opening day says."""
    return row.station_id, row.date, row.opens, row.closes, str(row.source)


def _weeks(keys: list[int]) -> Mapping[int, Mapping[int, list[Interval]]]:
    weeks: dict[int, dict[int, list[Interval]]] = defaultdict(lambda: defaultdict(list))
    rows = WeekHours.objects.filter(station__in=keys).order_by("opens")
    for station, weekday, opens, closes in rows.values_list("station", "weekday", "opens", "closes"):
        weeks[station][weekday].append((opens, closes))
    return weeks


def _exceptions(keys: list[int], first: date, last: date) -> Mapping[int, Mapping[date, list[Interval]]]:
    found: dict[int, dict[date, list[Interval]]] = defaultdict(dict)
    rows = OpeningException.objects.filter(station__in=keys, date__gte=first, date__lte=last).order_by(
        "opens"
    )
    for station, day, opens, closes in rows.values_list("station", "date", "opens", "closes"):
        intervals = found[station].setdefault(day, [])
        if opens is not None and closes is not None:
            intervals.append((opens, closes))
    return found


def _rows(station: int, day: date, hours: DayHours) -> list[OpeningDay]:
    if not hours.intervals:
        return [OpeningDay(station_id=station, date=day, source=hours.source)]
    return [
        OpeningDay(station_id=station, date=day, opens=opens, closes=closes, source=hours.source)
        for opens, closes in hours.intervals
    ]
