"""Opening days and slots of the cast's stations, which are all alike: worked out by the action once in a
process, afterwards laid from memory. They are half of what it costs to set the stage."""

from datetime import time
from typing import Any

from django.db import connection

from requests_desk.models import Slot
from stations.models import Holiday, OpeningDay, Station
from tests import factories as make

Rows = tuple[list[str], list[tuple[Any, ...]]]
_kept: dict[str, Rows] = {}

TABLES = (OpeningDay._meta.db_table, Slot._meta.db_table)


def open_like_all(station: Station) -> None:
    """Give ``station``, which is just as ``make.station`` and ``make.item`` make them, its opening days and
    slots as of make.NOW."""
    if Holiday.objects.exists():  # these hours are not like all others
        make.opened(station)
    elif _kept:
        make.announced()
        for table, rows in _kept.items():
            _write(table, rows, station.pk)
    else:
        make.opened(station)
        _kept.update({table: _read(table, station.pk) for table in TABLES})


def _read(table: str, station: int) -> Rows:
    """The columns and rows of one station, without their own keys and its."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} WHERE station_id = %s ORDER BY id", [station])
        names = [column[0] for column in cursor.description]
        wanted = [place for place, name in enumerate(names) if name not in ("id", "station_id")]
        rows = [tuple(_plain(row[place]) for place in wanted) for row in cursor.fetchall()]
    return [names[place] for place in wanted], rows


def _write(table: str, kept: Rows, station: int) -> None:
    columns, rows = kept
    line = f"({', '.join(['%s'] * (len(columns) + 1))})"
    values = [value for row in rows for value in (station, *row)]
    names = ", ".join(f'"{name}"' for name in ("station_id", *columns))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES {', '.join([line] * len(rows))}", values)


def _plain(value: Any) -> Any:
    """A value as every database takes it back: SQLite gives times of day, but takes only their text."""
    return value.isoformat() if isinstance(value, time) else value
