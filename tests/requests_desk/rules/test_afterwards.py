"""How long ago a receipt may be entered."""

from datetime import timedelta

import pytest

from requests_desk.rules.afterwards import FUTURE, LONG_AGO, why_not
from tests import factories as make


@pytest.mark.parametrize(("ago", "expected"), [
    (timedelta(0), ""), (timedelta(minutes=1), ""), (timedelta(days=14), ""),
    (timedelta(days=14, seconds=1), LONG_AGO), (timedelta(seconds=-1), FUTURE), (timedelta(days=-400), FUTURE),
])  # fmt: skip
def test_from_fourteen_days_ago_to_now(ago: timedelta, expected: str) -> None:
    assert why_not(make.NOW - ago, make.NOW) == expected
