"""The word over a door, the plate with the minutes and the card, painted in both languages."""

from datetime import UTC, datetime, time
from types import SimpleNamespace
from typing import Any

import pytest
from django.template import engines
from django.utils import translation
from django.utils.translation import get_language

from portal.common.templatetags import signs

SIX = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)  # 18:00 in Shanghai
HOSTILE = '"><script>alert(1)</script>'


def card(**changes: Any) -> SimpleNamespace:
    plain: dict[str, Any] = {
        "name": "枫杨园百姓会客厅",
        "url": "/stations/fengyangyuan/",
        "under": "枫杨园居委会",
        "state": "open",
        "changes_at": SIX,
        "changes_day": "",
        "minutes": 7,
        "estimated": True,
        "minutes_unknown": False,
        "address": "曹杨路891号",
        "entrance": "",
        "step_free": None,
        "why": "",
    }
    return SimpleNamespace(**plain | changes)


@pytest.mark.parametrize(
    ("state", "at", "day", "said"),
    [
        ("open", SIX, "", "Open now, closes at 18:00"),
        ("open", None, "", "Open now"),
        ("closed", time(8, 30), "", "Closed, opens at 08:30"),
        ("closed", time(8, 30), "tomorrow", "Closed, opens tomorrow 08:30"),
        ("closed", None, "", "Closed now"),
        ("planned", None, "", "Not open yet"),
        ("given_up", None, "", "No longer in use"),
        ("not_announced", None, "", "Holiday hours not yet announced"),
        ("unknown", None, "", "Opening hours not known, please phone"),
    ],
)
def test_the_word_over_the_door(state: str, at: datetime | time | None, day: str, said: str) -> None:
    with translation.override("en"):
        assert signs.open_words(state, at, day) == said


@pytest.mark.parametrize(
    ("minutes", "band"),
    [(0, "m5"), (5, "m5"), (6, "m10"), (10, "m10"), (11, "m15"), (15, "m15"), (16, "far"), (None, "unknown")],
)
def test_a_walk_falls_into_one_band(minutes: int | None, band: str) -> None:
    assert signs.band(minutes) == band


def test_a_plate_says_what_is_only_estimated() -> None:
    with translation.override("en"):
        assert "estimated" in signs.minutes_plate(7, True)
        assert "estimated" not in signs.minutes_plate(7, False)


def test_a_painted_sign_is_kept_for_each_language_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(signs, "gettext", lambda words: f"{get_language()}: {words}")
    painted = []
    for language in ("en", "zh-hans", "en"):
        with translation.override(language):
            painted.append(signs.open_sign("closed", time(7, 1), "a day like no other"))
    assert "en: Closed" in painted[0]
    assert "zh-hans: Closed" in painted[1]
    assert painted[2] == painted[0]


def test_a_card_without_a_starting_point_has_no_plate() -> None:
    assert "minutes" not in signs.station_card(card(minutes=None))
    assert "minutes unknown" in signs.station_card(card(minutes=None, minutes_unknown=True))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize(
    "field", ["name", "url", "under", "address", "entrance", "why", "changes_day", "state"]
)
def test_whatever_was_typed_is_escaped(language: str, field: str) -> None:
    closed: dict[str, Any] = {"state": "closed", field: HOSTILE}
    with translation.override(language):
        painted = signs.station_card(card(**closed))
    assert "<script" not in painted
    if field not in ("state", "changes_day"):
        assert "&lt;script&gt;" in painted


def test_chinese_is_marked_on_an_english_page_alone() -> None:
    with translation.override("en"):
        assert '<span lang="zh-Hans">枫杨园百姓会客厅</span>' in signs.station_card(card())
    with translation.override("zh-hans"):
        assert "lang=" not in signs.station_card(card())


def test_the_templates_paint_what_the_tags_paint() -> None:
    written = engines["django"].from_string(
        '{% include "components/station_card.html" with card=card only %}'
        '{% include "components/minutes.html" with minutes=12 only %}'
        '{% include "components/open_word.html" with state="closed" only %}'
    )
    with translation.override("en"):
        page = written.render({"card": card()})
        assert signs.station_card(card()) in page
        assert signs.minutes_plate(12) in page
        assert signs.open_sign("closed") in page
