"""Tables that are sorted by a click on a column's heading: ?sort=name upwards, ?sort=-name downwards."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from django.http import HttpRequest

Row = TypeVar("Row")
Keys = Mapping[str, Callable[[Row], Any]]  # by what each column is sorted; None where nothing is known


def ordered(rows: list[Row], keys: Keys[Row], sort: str) -> list[Row]:
    """``rows`` by one of ``keys``; what is not known comes last in both directions. Nonsense sorts by code."""
    key = keys.get(sort.removeprefix("-"), keys["code"])
    last = [row for row in rows if key(row) is None]
    first = [row for row in rows if key(row) is not None]
    return sorted(first, key=key, reverse=sort.startswith("-")) + last


def sort_links(
    request: HttpRequest, keys: Keys[Any], *, downwards: Collection[str] = ()
) -> dict[str, dict[str, str]]:
    """For each column: where a click leads, and how it is sorted now (for aria-sort). Those of ``downwards`` begin
    with the most."""
    now = request.GET.get("sort", "code")
    links = {}
    for name in keys:
        query = request.GET.copy()
        up, down = name, f"-{name}"
        first, second = (down, up) if name in downwards else (up, down)
        query["sort"] = second if now == first else first
        order = {up: "ascending", down: "descending"}.get(now, "")
        links[name] = {"query": query.urlencode(), "order": order}
    return links
