"""Blanks are filled, and nothing that was typed is lost."""

import pytest

from requests_desk.rules.answer_templates import filled, joined

VALUES = {"reference": "K7M2-9QXD", "station": "枫杨园", "phone": "021-00001234"}


@pytest.mark.parametrize(
    ("text", "becomes"),
    [
        ("请带 {reference} 到{station}，电话 {phone}", "请带 K7M2-9QXD 到枫杨园，电话 021-00001234"),
        ("{station}{station}", "枫杨园枫杨园"),
        ("{name} {0} {} {station.__class__} {", "{name} {0} {} {station.__class__} {"),
        ("", ""),
    ],
)
def test_blanks(text: str, becomes: str) -> None:
    assert filled(text, **VALUES) == becomes


@pytest.mark.parametrize(
    ("typed", "becomes"),
    [("", "好"), ("已办。\n", "已办。\n好"), ("好", "好"), ("一\n好\n二", "一\n好\n二")],
)
def test_joined(typed: str, becomes: str) -> None:
    assert joined(typed, "好") == becomes
