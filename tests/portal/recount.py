"""Counts fourteen figures of the coverage review again from its workbook: plain Python, nothing of the portal's.

python -m tests.portal.recount WORKBOOK prints them."""

import datetime as dt
import io
import sys
from collections import defaultdict
from pathlib import Path
from typing import Any

from openpyxl import load_workbook


def rows_of(book: Any, name: str) -> list[tuple[Any, ...]]:
    """The rows of a sheet, without its headings."""
    return list(book[name].iter_rows(min_row=2, values_only=True))


def day(cell: Any) -> dt.date | None:
    return cell.date() if isinstance(cell, dt.datetime) else cell


def in_use(sites: list[tuple[Any, ...]], on: dt.date) -> tuple[Any, ...] | None:
    """The site in use on a day: the later one where two share it."""
    there = [
        site for site in sites
        if (day(site[1]) is None or day(site[1]) <= on) and (day(site[2]) is None or day(site[2]) >= on)
    ]  # fmt: skip
    return max(there, key=lambda site: day(site[1]) or dt.date.min, default=None)


def recount(workbook: bytes, today: dt.date) -> dict[str, tuple[int, int]]:
    """Fourteen figures by key, each as (part, whole)."""
    book = load_workbook(io.BytesIO(workbook), read_only=False)
    committees = rows_of(book, "居委会")
    estates = rows_of(book, "小区")
    sites: dict[str, list[tuple[Any, ...]]] = defaultdict(list)
    for site in rows_of(book, "主站的场所"):
        sites[site[0]].append(site)
    planned = {row[0] for row in committees if row[2]}

    moved = late = office_now = service_now = 0
    for code, _name, began, due, _work in committees:
        if not began:
            continue
        before, now = in_use(sites[code], day(began) - dt.timedelta(days=1)), in_use(sites[code], today)
        has_moved = now is not None and now != before
        moved += has_moved
        late += not has_moved and due is not None and day(due) < today
        if before and now and None not in (*before[3:5], *now[3:5]):
            office_now, service_now = office_now + now[3], service_now + now[4]

    def within(column: int, minutes: int, of: int = 2, among: set[str] | None = None) -> tuple[int, int]:
        part = whole = 0
        for row in estates:
            if among is None or row[0] in among:
                whole += row[of]
                part += row[of] if row[column] is not None and row[column] <= minutes else 0
        return part, whole

    districts = defaultdict(set)
    for code, item in rows_of(book, "标准项目"):
        districts[code].add(item)
    offered = {
        (code, item) for code, item in rows_of(book, "已提供的标准项目") if item in districts[code[:6]]
    }
    lines = rows_of(book, "清单条目")
    checked = [row for row in lines if row[3] and day(row[3]) + dt.timedelta(days=max(1, row[4])) >= today]
    tickets = rows_of(book, "90天工单")
    answered = [row for row in tickets if row[5]]
    hours = rows_of(book, "每周开放时间")
    minutes = sum((row[4].hour - row[3].hour) * 60 + row[4].minute - row[3].minute for row in hours)
    return {
        "moved": (moved, len(planned)),
        "late": (late, 0),
        "households_15": within(4, 15),
        "households_10": within(4, 10),
        "older_15": within(5, 15, of=3),
        "before_15": within(6, 15, among=planned),
        "older_before_10": within(7, 10, of=3, among=planned),
        "older_after_10": within(5, 10, of=3, among=planned),
        "service_now": (service_now, service_now + office_now),
        "standard": (len(offered), sum(len(districts[row[0][:6]]) for row in committees)),
        "verified": (len(checked), len(lines)),
        "hours": (minutes, len({row[1] for row in hours})),
        "on_time": (sum(row[5] <= row[6] for row in answered), len(answered)),
        "spot": (sum(bool(row[4]) for row in tickets), len(tickets)),
    }


if __name__ == "__main__":
    for key, (part, whole) in recount(Path(sys.argv[1]).read_bytes(), dt.date.today()).items():  # noqa: DTZ011
        print(f"{key:16} {part:>8} / {whole}")
