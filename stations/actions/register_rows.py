"""The register office's pen: compares bodies with their rows, by code, and writes those that differ."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, TypeVar

from django.db import connection, transaction

from stations.models import Committee, Division

BATCH = 2000  # rows compared and written at a time

BodyModel = type[Committee] | type[Division]
# What a body's columns are to hold.
Values = tuple[Any, ...]
Item = TypeVar("Item")


@dataclass(frozen=True)
class Renamed:
    """A body whose name in the files is another than it was here."""

    code: str
    old: str
    new: str


@dataclass(frozen=True)
class Saved:
    """What one batch came to. ``corrected`` had the right name, but another parent, level or kind."""

    created: int
    corrected: int
    unchanged: int
    renamed: list[Renamed]


@transaction.atomic(savepoint=False)
def save_rows(*, model: BodyModel, fields: tuple[str, ...], wanted: Mapping[str, Values]) -> Saved:
    """Write those of ``wanted``, {code: values of ``fields``, the name first}, that are new or differ."""
    held = dict(_held(model, fields, wanted))
    new = {code: values for code, values in wanted.items() if code not in held}
    differing = {code: wanted[code] for code, values in held.items() if wanted[code] != values}
    renamed = [
        Renamed(code, held[code][0], to[0]) for code, to in differing.items() if held[code][0] != to[0]
    ]
    if new:
        _create(model, ("code", *fields), [(code, *values) for code, values in new.items()])
    _update(model, fields, differing)
    return Saved(
        created=len(new),
        corrected=len(differing) - len(renamed),
        unchanged=len(held) - len(differing),
        renamed=renamed,
    )


def rows_not_in(model: BodyModel, codes: set[int]) -> Iterator[tuple[str, str]]:
    """(code, name) of the rows that are not among ``codes``, all of which are in the table."""
    rows = model._default_manager.order_by("code").values_list("code", "name")
    if rows.count() == len(codes):
        return
    yield from (row for row in rows.iterator(chunk_size=BATCH) if int(row[0]) not in codes)


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Lists of as many ``items`` as one question to the database may name."""
    # SQLite counts parameters; PostgreSQL has no such limit within our size.
    size = min(BATCH, connection.features.max_query_params or BATCH)
    remaining = iter(items)
    while batch := list(islice(remaining, size)):
        yield batch


def _held(model: BodyModel, fields: tuple[str, ...], codes: Collection[str]) -> Iterator[tuple[str, Values]]:
    """(code, values of ``fields``) of those of ``codes`` that have a row."""
    rows = model._default_manager.filter(code__range=(min(codes), max(codes))).order_by()
    if list(codes) != sorted(codes):
        # Only the codes of a file in order are neighbours in the table too, and need no naming one by one.
        rows = rows.filter(code__in=codes)
    for code, *values in rows.values_list("code", *fields).iterator(chunk_size=BATCH):
        if code in codes:
            yield code, tuple(values)


def _create(model: BodyModel, fields: tuple[str, ...], rows: Sequence[Values]) -> None:
    if connection.vendor == "postgresql":
        _copy(model, fields, rows)
    else:
        new: list[Any] = [model(**dict(zip(fields, row, strict=True))) for row in rows]
        model._default_manager.bulk_create(new)


def _copy(model: BodyModel, fields: tuple[str, ...], rows: Sequence[Values]) -> None:
    # What bulk_create does, in a fraction of its time: the nation's instances alone take a minute.
    blank = model()
    others = [f for f in model._meta.concrete_fields if not f.primary_key and f.attname not in fields]
    rest = tuple(getattr(blank, other.attname) for other in others)
    names = [connection.ops.quote_name(name) for name in (*fields, *(other.column for other in others))]
    table = connection.ops.quote_name(model._meta.db_table)
    command = f"COPY {table} ({', '.join(names)}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        for row in rows:
            copy.write_row((*row, *rest))


def _update(model: BodyModel, fields: tuple[str, ...], differing: Mapping[str, Values]) -> None:
    # Not `bulk_update`: its CASE with a branch for each row is many times slower.
    changed: list[Any] = [
        model(code=code, **dict(zip(fields, values, strict=True))) for code, values in differing.items()
    ]
    model._default_manager.bulk_create(
        changed, update_conflicts=True, unique_fields=["code"], update_fields=fields
    )
