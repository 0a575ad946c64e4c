"""Which site is "before" and which is "now", by a table worked by hand."""

from datetime import date

import pytest

from stations.rules.moving import Move, move_between

OFFICE = (None, date(2023, 1, 31))
STREET = (date(2023, 2, 1), None)
HUT = (date(2015, 1, 1), date(2018, 12, 31))


@pytest.mark.parametrize(
    ("sites", "began_on", "expected"),
    [
        ([], None, Move(None, None)),
        ([STREET], None, Move(None, 0)),
        ([STREET], date(2022, 1, 1), Move(None, 0)),
        ([OFFICE, STREET], date(2022, 1, 1), Move(0, 1)),
        ([STREET, OFFICE], None, Move(1, 0)),
        # Began after the move: it stood on the street already.
        ([OFFICE, STREET], date(2024, 1, 1), Move(None, 1)),
        # The last day in the old place is the day before the programme.
        ([OFFICE, STREET], date(2023, 2, 1), Move(0, 1)),
        ([HUT, (date(2019, 1, 1), date(2023, 1, 31)), STREET], date(2017, 10, 1), Move(0, 2)),
        ([HUT, (date(2019, 1, 1), date(2023, 1, 31)), STREET], None, Move(0, 2)),
        ([STREET, HUT, OFFICE], None, Move(2, 0)),
        # Nothing is recorded for the day before: the site left last.
        ([HUT, STREET], date(2020, 1, 1), Move(0, 1)),
        # Left, and not yet anywhere.
        ([OFFICE], date(2022, 1, 1), Move(0, None)),
        # A day that two sites share belongs to the later one.
        (
            [(None, date(2020, 5, 1)), (date(2020, 5, 1), date(2022, 1, 1)), STREET],
            date(2020, 5, 2),
            Move(1, 2),
        ),
    ],
)
def test_before_and_now(sites: list, began_on: date | None, expected: Move) -> None:
    assert move_between(sites, began_on) == expected
