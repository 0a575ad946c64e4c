"""Until when an opinion can be given, and what its score means."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from requests_desk.rules.opinion import can_say, changeable_until, is_content, tone

ENDED = datetime(2026, 2, 25, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
MINUTE = timedelta(minutes=1)


def test_for_seven_days_after_the_end_over_a_months_end() -> None:
    until = changeable_until(ENDED)
    assert until == datetime(2026, 3, 4, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert can_say(ENDED, ENDED)
    assert can_say(ENDED, until)
    assert not can_say(ENDED, until + MINUTE)


def test_not_before_it_has_ended() -> None:
    assert changeable_until(None) is None
    assert not can_say(None, ENDED)


@pytest.mark.parametrize(
    ("score", "content", "shape"),
    [(1, False, "late"), (2, False, "late"), (3, False, "off"), (4, True, "open"), (5, True, "open")],
)
def test_content_are_the_two_highest(score: int, content: bool, shape: str) -> None:
    assert (is_content(score), tone(score)) == (content, shape)
