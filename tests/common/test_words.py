"""Days, hours, minutes and promises, as both languages say them."""

import json
from datetime import date, time

import pytest
from django.template.defaultfilters import floatformat
from django.utils import translation

from portal.common import words
from portal.common.templatetags import words as filters

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize(
    ("language", "kind", "said"),
    [
        ("en", "weekday", "Monday 23 November"),
        ("zh-hans", "weekday", "11月23日 星期一"),
        ("en", "short", "Mon 23 Nov"),
        ("en", "full", "23 November 2026"),
        ("zh-hans", "full", "2026年11月23日"),
        ("zh-hans", "month", "2026年11月"),
        ("en", "year", "2026"),
    ],
)
def test_a_day_is_written_as_the_language_writes_it(language: str, kind: str, said: str) -> None:
    with translation.override(language):
        assert words.formatted(MONDAY, kind) == said


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_a_large_number_stands_in_groups_of_three(language: str) -> None:
    with translation.override(language):
        assert floatformat(530_000, "0g") == "530,000"


def test_days_near_today_have_their_own_words() -> None:
    with translation.override("en"):
        assert words.day_words(MONDAY, MONDAY) == "today"
        assert words.day_words(MONDAY, date(2026, 11, 22)) == "tomorrow"
        assert words.day_words(MONDAY, date(2026, 11, 21)) == "Mon 23 Nov"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1994年", "1994"),
        ("1994", "1994"),
        ("2020年6月", "June 2020"),
        ("20世纪70年代", "the 1970s"),
        ("1970年代", "the 1970s"),
        ("21世纪00年代", "the 2000s"),
        ("2020年13月", "2020年13月"),
        ("0000年1月", "0000年1月"),
        ("解放前", "解放前"),
        ("", ""),
    ],
)
def test_a_year_typed_in_chinese_is_said_in_english_where_it_can_be(typed: str, said: str) -> None:
    with translation.override("en"):
        assert words.year_words(typed) == said
    with translation.override("zh-hans"):
        assert words.year_words(typed) == typed


@pytest.mark.parametrize(
    ("day", "rough", "said"),
    [
        (date(2023, 10, 30), False, "30 October 2023"),
        (date(2017, 10, 1), True, "October 2017"),
        (date(2023, 1, 1), True, "2023"),
        (date(2023, 1, 1), False, "1 January 2023"),
    ],
)
def test_a_rough_day_claims_no_more_than_is_known(day: date, rough: bool, said: str) -> None:
    with translation.override("en"):
        assert words.since_words(day, rough=rough) == said


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        (0, "at once"),
        (1, "1 working hour"),
        (4, "4 working hours"),
        (9, "1 working day"),
        (27, "3 working days"),
    ],
)
def test_a_promise_is_counted_in_days_where_it_is_whole_days(hours: int, said: str) -> None:
    with translation.override("en"):
        assert words.promise_words(hours) == said


def test_hours_of_a_day_stand_in_a_row() -> None:
    with translation.override("en"):
        assert (
            words.interval_words([(time(8, 30), time(12)), (time(13, 30), time(17))])
            == "08:30–12:00, 13:30–17:00"
        )
        assert words.interval_words([]) == ""


def test_chinese_is_marked_on_an_english_page_alone() -> None:
    with translation.override("en"):
        assert filters.spoken("枫杨园<") == '<span lang="zh-Hans">枫杨园&lt;</span>'
        assert filters.spoken("Maple") == "Maple"
    with translation.override("zh-hans"):
        assert filters.spoken("枫杨园<") == "枫杨园&lt;"


def test_a_data_block_cannot_leave_its_script() -> None:
    hostile = {"name": "</script><script>alert(1)</script><!-- & '\""}
    written = filters.data_block(hostile)
    assert "<" not in written
    assert "&" not in written
    assert json.loads(written) == hostile
