"""Shares of a project's purse: whole numbers, never more than the whole unless given so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.shares import Source, beyond, left_over, shares


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([], []),
        ([Source(percent=70)], [70]),
        ([Source(percent=70), Source(yuan=900)], [70, 30]),
        ([Source(yuan=1), Source(yuan=1), Source(yuan=1)], [34, 33, 33]),
        ([Source(yuan=7000, percent=70), Source(yuan=3000)], [70, 30]),
        ([Source(yuan=0)], [None]),
        ([Source(percent=100), Source(yuan=5)], [100, None]),
    ],
)
def test_shares(sources: list[Source], expected: list[int | None]) -> None:
    assert shares(sources) == expected


@given(st.lists(st.builds(Source, yuan=st.integers(0, 10**7)), min_size=1, max_size=8))
def test_amounts_alone_share_the_whole(sources: list[Source]) -> None:
    found = shares(sources)
    total = sum(source.yuan or 0 for source in sources)
    if not total:
        assert found == [None] * len(sources)
        return
    assert sum(share or 0 for share in found) == 100
    for source, share in zip(sources, found, strict=True):
        assert share is not None
        assert abs(share - (source.yuan or 0) * 100 / total) < 1


@pytest.mark.parametrize(
    ("percent", "given", "expected"),
    [
        (100, [], False),
        (101, [], True),
        (30, [70, None], False),
        (31, [70, None], True),
        (1, [60, 40], True),
        (None, [100], False),
    ],
)
def test_shares_together_are_the_whole_at_most(
    percent: int | None, given: list[int | None], expected: bool
) -> None:
    assert beyond(percent, given) == expected


def test_what_nobody_accounts_for() -> None:
    assert left_over([70]) == 30
    assert left_over([70, None]) == 30
    assert left_over([60, 60]) == 0
