"""One number through time, as bars."""

from datetime import date

from stations.rules.history import Bar, bars

DAYS = [date(2026, 11, 3), date(2026, 11, 2)]


def test_the_largest_fills_the_room() -> None:
    assert bars([(DAYS[0], 20), (DAYS[1], 5)]) == [Bar(DAYS[0], 20, 100), Bar(DAYS[1], 5, 25)]


def test_nothing_counted_is_no_bar() -> None:
    assert bars([]) == []
    assert bars([(DAYS[0], 0)]) == [Bar(DAYS[0], 0, 0)]
