"""What the one search box understands."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from requests_desk.rules.ticket_search import Asked, understand

TODAY = date(2026, 11, 18)


def day(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("k7m2 9qxd", Asked(reference="K7M2-9QXD", words=("k7m2", "9qxd"))),
        ("Margaret", Asked(reference="MARG-ARET", words=("Margaret",))),  # a name that could be a reference
        ("138 1234 5678", Asked(phone="13812345678")),
        ("+86 １３８１２３４５６７８", Asked(phone="13812345678")),
        ("021-0000-1234", Asked(phone="021-00001234")),
        ("5678", Asked(phone_end="5678")),
        ("李 12345678", Asked(phone_end="12345678", words=("李",))),
        ("水管 13812345678", Asked(phone="13812345678", words=("水管",))),
        ("12", Asked(number=12, first=TODAY, last=TODAY)),
        ("１２号", Asked(number=12, first=TODAY, last=TODAY)),
        ("11-17 12", Asked(number=12, first=day(11, 17), last=day(11, 17))),
        ("昨天 #3", Asked(number=3, first=day(11, 17), last=day(11, 17))),
        ("2025-12-31", Asked(first=day(12, 31, 2025), last=day(12, 31, 2025))),
        ("20251231", Asked(first=day(12, 31, 2025), last=day(12, 31, 2025))),
        ("12月31日", Asked(first=day(12, 31, 2025), last=day(12, 31, 2025))),  # this year's is still to come
        ("2-29", Asked(first=day(2, 29, 2024), last=day(2, 29, 2024))),
        ("2026-02-30", Asked(words=("2026-02-30",))),
        ("11-15..11-01 水管", Asked(first=day(11, 1), last=day(11, 15), words=("水管",))),
        ("11月1日至11月15日", Asked(first=day(11, 1), last=day(11, 15))),
        ("枫杨园 居住证", Asked(words=("枫杨园", "居住证"))),
        ("  ", Asked()),
    ],
)
def test_what_is_meant(typed: str, asked: Asked) -> None:
    assert understand(typed, TODAY) == asked


@given(st.text(max_size=60))
def test_whatever_is_typed_is_read(typed: str) -> None:
    asked = understand(typed, TODAY)
    assert (asked.first is None) == (asked.last is None)
    if asked.first and asked.last:
        assert asked.first <= asked.last
