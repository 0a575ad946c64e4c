"""Days and times in words, at the edges of the local day and in both languages."""

from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template
from django.utils import translation

from portal.common.templatetags.times import clock, day, full_day, local_day, span

# 16:00 in Greenwich is midnight in Shanghai.
CASES = [
    (datetime(2026, 11, 18, 15, 59, tzinfo=UTC), date(2026, 11, 18), "23:59"),
    (datetime(2026, 11, 18, 16, 0, tzinfo=UTC), date(2026, 11, 19), "00:00"),
    (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), date(2027, 1, 1), "00:00"),
    (datetime(2028, 2, 28, 16, 5, tzinfo=UTC), date(2028, 2, 29), "00:05"),
]


@pytest.mark.parametrize(("moment", "local", "time"), CASES)
def test_a_moment_is_said_in_local_time(moment: datetime, local: date, time: str) -> None:
    assert local_day(moment) == local
    assert clock(moment) == time


def test_days_are_said_in_english() -> None:
    with translation.override("en"):
        assert day(date(2026, 11, 19)) == "Thursday 19 November"
        assert full_day(datetime(2026, 11, 19, 2, tzinfo=UTC)) == "19 November 2026"


def test_a_template_reads_them() -> None:
    moment = datetime(2026, 11, 19, 2, tzinfo=UTC)
    page = Template("{% load times %}{{ at|clock }} {% span at then %}")
    assert page.render(Context({"at": moment, "then": moment.replace(hour=3)})) == "10:00 10:00–11:00"
    assert span(moment, moment.replace(minute=30)) == "10:00–10:30"
