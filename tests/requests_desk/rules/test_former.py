"""What of a half-filled form is enough to look for somebody."""

import pytest

from requests_desk.rules.former import Wanted, wanted


@pytest.mark.parametrize(("typed", "expected"), [
    ({"phone": "138 1234 1234"}, Wanted(phone="13812341234")),
    ({"phone": "１３８12341234"}, Wanted(phone="13812341234")),
    ({"phone": "021-1234 5678"}, Wanted(phone="021-12345678")),
    ({"phone": "1234"}, Wanted(phone_end="1234")),
    ({"phone": "１２３４"}, Wanted(phone_end="1234")),
    ({"phone": "41 234"}, Wanted(phone_end="41234")),
    ({"phone": "123"}, Wanted()),
    ({"phone": "abcd"}, Wanted()),
    ({"phone": "12³4"}, Wanted(phone_end="1234")),
    ({"phone": "1234\0"}, Wanted()),
    ({"name": "王"}, Wanted()),
    ({"name": " 王 "}, Wanted()),
    ({"name": "王小"}, Wanted(name="王小")),
    ({"name": "王\0小"}, Wanted(name="王小")),
    ({"reference": "k7m2 9qxd"}, Wanted(reference="K7M2-9QXD")),
    ({"reference": "k7m2"}, Wanted()),
    ({}, Wanted()),
])  # fmt: skip
def test_read(typed: dict[str, str], expected: Wanted) -> None:
    assert wanted(**typed) == expected
    assert bool(expected) == (expected != Wanted())
