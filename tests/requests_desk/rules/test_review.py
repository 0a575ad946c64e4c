"""The dictionary of the review: who is within reach, what was not kept, and what a share is called."""

import pytest
from django.utils import translation

from requests_desk.rules.review import BY_KEY, CIRCLES, FIGURES, NEWER, walks_counted

# Households, people over 60; minutes now, at an old person's pace, and both before the programme.
NEAR, FAR, UNKNOWN = (100, 30, 4, 6, 9, 12), (200, 50, 10, 15, 20, None), (50, 7, None, None, None, None)


def test_people_over_60_before_and_now_in_each_circle() -> None:
    counts = walks_counted([NEAR, FAR, UNKNOWN], planned=True)
    assert [counts[f"o{circle}"] for circle in CIRCLES] == [0, 30, 80]
    assert [counts[f"oa{circle}"] for circle in CIRCLES] == [0, 30, 80]
    assert [counts[f"ob{circle}"] for circle in CIRCLES] == [0, 0, 30]
    assert [counts[f"b{circle}"] for circle in CIRCLES] == [0, 100, 100]
    assert (counts["bo"], counts["older"], counts["bh"]) == (87, 87, 350)


def test_outside_a_programme_there_is_no_before() -> None:
    counts = walks_counted([NEAR, FAR], planned=False)
    assert not {"bo", "bh", "ob5", "oa5", "b5", "a5"} & set(counts)
    assert BY_KEY["older_before_5"].value(counts).number is None


def test_a_count_of_zero_is_known_and_one_that_is_not_there_was_not_kept() -> None:
    counts = walks_counted([NEAR, FAR], planned=True)
    without = {name: number for name, number in counts.items() if number}
    for key in ("older_before_5", "older_after_5", "older_before_10"):
        figure = BY_KEY[key]
        value, then = figure.value(counts), figure.value(without)
        assert (value.known, value.percent) == (True, 0), key
        assert (then.known, then.kept, then.percent) == (False, False, None), key
        assert value.change(then) is None
    assert BY_KEY["older_15"].value({"older": 5}).percent == 0, "a count that always was there is zero"
    assert {figure.part for figure in FIGURES if figure.newer} == NEWER == {"ob5", "ob10", "oa5", "oa10"}


@pytest.mark.parametrize(("language", "word"), [("zh-hans", "占比"), ("en", "share of")])
def test_a_share_is_called_one_and_nothing_else_is(language: str, word: str) -> None:
    with translation.override(language):
        for figure in FIGURES:
            assert (word in str(figure.label)) == (figure.kind == "share"), figure.key
            assert word not in str(figure.words), figure.key
