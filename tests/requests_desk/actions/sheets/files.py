"""Sheets as people make them: lines into bytes, and an official to send them."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from portal.common.sheet_reading import Line, read_sheet
from portal.common.sheets import BOM, Sheet, neutral, xlsx
from requests_desk.actions.sheets.kind import SheetKind
from requests_desk.actions.sheets.write import carry_out
from requests_desk.rules.sheet_plan import Plan
from stations.admin.official import Official
from stations.models import Worker
from tests import factories as make

Rows = Iterable[Sequence[Any]]


def official(worker: Worker) -> Official:
    worker.load_scope(on=make.TODAY)
    return Official(worker.pk, worker.scope)


def as_xlsx(head: Sequence[Any], rows: Rows) -> bytes:
    return xlsx([Sheet("表", head, rows)])


def as_csv(head: Sequence[Any], rows: Rows, encoding: str = "utf-8", mark: str = BOM) -> bytes:
    text = io.StringIO()
    sheet = csv.writer(text)
    sheet.writerow(head)
    sheet.writerows([["" if cell is None else neutral(cell) for cell in row] for row in rows])
    return (mark + text.getvalue()).encode(encoding)


def lines_of(data: bytes) -> list[Line]:
    return read_sheet(io.BytesIO(data), len(data))


def plan(kind: SheetKind, worker: Worker, *rows: dict[str, Any]) -> Plan:
    """What a sheet would do whose lines are ``rows``, by the columns' keys."""
    keys = list(dict.fromkeys(key for row in rows for key in row))
    head = [str(kind.column(key).words) for key in keys]
    data = as_xlsx(head, [[row.get(key) for key in keys] for row in rows])
    return kind.plan(lines_of(data), official(worker), make.NOW)


def load(kind: SheetKind, worker: Worker, *rows: dict[str, Any]) -> Plan:
    """Load such a sheet."""
    found = plan(kind, worker, *rows)
    carry_out(kind=kind, plan=found, sender=official(worker), at=make.NOW)
    return found


def said(found: Plan) -> list[str]:
    """The faults in words."""
    return [str(fault) for fault in found.faults]
