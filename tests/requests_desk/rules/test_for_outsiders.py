"""A matter's words for somebody outside: the person is left out, the place and the day are not."""

import pytest

from requests_desk.rules.for_outsiders import without_person


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("王小明家漏水，12号楼3单元", "…家漏水，12号楼3单元"),
        ("电话138 1234 1234，请回", "电话…，请回"),
        ("另一个号码：021-0000-1234", "另一个号码：…"),
        ("１３９１２３４５６７８找我", "…找我"),
        ("2026-11-23来过，3点到5点", "2026-11-23来过，3点到5点"),
        ("", ""),
    ],
)
def test_names_and_numbers_go(text: str, left: str) -> None:
    assert without_person(text, name="王小明", phone="13812341234") == left


def test_an_anonymous_persons_words_stay() -> None:
    assert without_person("灯坏了", name="", phone="") == "灯坏了"
    assert without_person("李家的灯", name="李", phone="") == "李家的灯"  # too short to be looked for
