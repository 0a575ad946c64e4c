"""A project's purse: what share of the whole each source of money has, in whole percent.

A source is known by an amount, by a share, or by both. Shares that are given stand as they are. Amounts
share what is left over by the others; where shares and amounts together leave nothing open, or an amount
stands beside a share that nobody can weigh against it, it has no share.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WHOLE = 100  # percent


@dataclass(frozen=True)
class Source:
    """Yuan, percent of the whole, or both; at least one is known."""

    yuan: int | None = None
    percent: int | None = None


def shares(sources: Sequence[Source]) -> list[int | None]:
    """Give each source's share in whole percent, None where it cannot be told. They never add up to
    more than 100 unless those given do."""
    given = [source.percent for source in sources]
    rest = WHOLE - sum(percent for percent in given if percent is not None)
    open_amounts = [source.yuan or 0 for source in sources if source.percent is None]
    if rest <= 0 or not sum(open_amounts):
        return given
    split = iter(largest_remainder(open_amounts, rest))
    return [next(split) if percent is None else percent for percent in given]


def left_over(found: Sequence[int | None]) -> int:
    """Give the percent of the whole that no source accounts for, 0 at least."""
    return max(0, WHOLE - sum(share or 0 for share in found))


def beyond(percent: int | None, given: Sequence[int | None]) -> bool:
    """Whether ``percent`` more would make the shares ``given`` so far more than the whole."""
    return percent is not None and percent > left_over(given)


def largest_remainder(amounts: Sequence[int], whole: int) -> list[int]:
    """Split ``whole`` percent by ``amounts`` (their sum above 0) into whole numbers that add up to it."""
    total = sum(amounts)
    parts = [divmod(amount * whole, total) for amount in amounts]
    missing = whole - sum(part for part, _rest in parts)
    most = sorted(range(len(parts)), key=lambda place: -parts[place][1])[:missing]
    return [part + (place in most) for place, (part, _rest) in enumerate(parts)]
