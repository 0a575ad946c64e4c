"""Which version of the privacy notice is in force when."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from requests_desk.rules.notices import NOTICES, known, notice_at, notice_of


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (date(2020, 1, 1), 1), (date(2026, 1, 1), 1), (date(2026, 11, 21), 1), (date(2026, 11, 22), 2),
        (date(2099, 1, 1), NOTICES[-1].number),
    ],
)  # fmt: skip
def test_a_version_is_in_force_from_its_day_on(day: date, number: int) -> None:
    assert notice_of(day) == number


def test_the_day_is_that_of_shanghai() -> None:
    assert notice_at(datetime(2026, 11, 21, 16, 1, tzinfo=ZoneInfo("UTC"))) == 2
    assert notice_at(datetime(2026, 11, 21, 15, 59, tzinfo=ZoneInfo("UTC"))) == 1


def test_versions_are_numbered_in_the_order_of_their_days() -> None:
    assert [one.number for one in NOTICES] == list(range(1, len(NOTICES) + 1))
    assert [one.since for one in NOTICES] == sorted(one.since for one in NOTICES)
    assert known(len(NOTICES) + 1) is None
