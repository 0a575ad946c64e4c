"""What somebody meant at the bar: number, initials, a part, a whole name."""

import pytest

from requests_desk.rules.lookup import Card, find
from stations.rules.search import search_text

NAMES = ["居住证办理", "居住证续签", "老年优待证", "高龄津贴", "物业报修", "居住证"]
CARDS = [Card(n, name, search_text([name]), n) for n, name in enumerate(NAMES, start=1)]
# A committee's own matter shares the district's number; an estate has none.
CARDS += [
    Card(7, "吴家浜小课堂", search_text(["吴家浜小课堂"]), 4),
    Card(8, "3号院", search_text(["3号院"]), None),
]


@pytest.mark.parametrize(
    ("typed", "keys"),
    [
        ("1", [1]),
        ("０３", [3]),  # full-width digits
        (" 5 ", [5]),
        ("4", [4, 7]),  # two lists share a number
        ("4 高龄", [4]),
        ("4 gljt", [4]),
        ("1 居住证办理", [1]),  # as the suggestions write it
        ("高龄津贴", [4]),
        ("居住证", [6]),  # the whole name beats the longer ones
        ("居住", [1, 2, 6]),
        ("jzz", [1, 2, 6]),
        ("JZZBL", [1]),
        ("youdai", [3]),
        ("3号院", [8]),
        ("99", []),
        ("没有", []),
        ("", []),
        ("。，", []),
    ],
)
def test_what_is_meant(typed: str, keys: list[int]) -> None:
    assert [card.key for card in find(typed, CARDS)] == keys


def test_a_label_names_exactly_one_card() -> None:
    for card in CARDS:
        assert find(card.label, CARDS) == [card]
