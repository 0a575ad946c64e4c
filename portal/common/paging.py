"""Pages of a list, without ever counting a large table to its end."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of rows. ``has_next`` was learned by reading one row too many, not by counting."""

    rows: list[Row]
    number: int
    has_next: bool
    query: str  # the other parameters, ready to stand before "page="

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def next_number(self) -> int:
        return self.number + 1

    @property
    def previous_number(self) -> int:
        return self.number - 1

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)


def page_of(request: HttpRequest, rows: QuerySet[Row] | list[Row], size: int = 20) -> Page[Row]:
    """The page that ``?page=`` asks for (1 when it asks nonsense, the last when it asks for one behind it), of at
    most ``size`` rows. Rows are counted only for who asks for a page that is none."""
    asked = request.GET.get("page", "")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < int(asked[:6]) < 100_000 else 1
    begin = (number - 1) * size
    found = list(rows[begin : begin + size + 1])
    if number > 1 and not found:
        number = last_page(rows, size)
        found = list(rows[(number - 1) * size : number * size])
    others = request.GET.copy()
    others.pop("page", None)
    query = others.urlencode()
    return Page(found[:size], number, len(found) > size, f"{query}&" if query else "")


def last_page(rows: QuerySet[Row] | list[Row], size: int) -> int:
    """The number of the last page; 1 of no rows."""
    count = len(rows) if isinstance(rows, list) else rows.count()
    return max(1, -(-count // size))
