"""English addresses, word by word, in whatever order."""

import pytest

from stations.rules.english_address import street_of, words_of
from stations.rules.search import needle, search_text, words


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("Caoyang Road", ["caoyang"]),
        ("road CAOYANG", ["caoyang"]),
        ("Caoyang Road 891", ["caoyang", "891"]),
        ("No. 891, Caoyang Rd.", ["891", "caoyang"]),
        ("Lane 1040, Caoyang Road", ["1040", "caoyang"]),
        ("Zhongqiao Towers 6", ["zhongqiao"]),
        ("Fengyangyuan East 3", ["fengyangyuan"]),
        # No English address, or nothing but its words.
        ("Caoyang", []),
        ("feng yang", []),
        ("East Road", []),
        ("6", []),
        ("曹杨路 Road", []),
        ("", []),
    ],
)
def test_what_a_place_is_called_by(typed: str, named: list[str]) -> None:
    assert words_of(typed) == named


@pytest.mark.parametrize(
    ("typed", "street"),
    [
        ("Caoyang Road 891", "caoyanglu"),
        ("Rd. Caoyang", "caoyanglu"),
        ("North Zhongshan Road", "zhongshanbeilu"),
        ("Lane 1040, Caoyang Road", "caoyanglu"),
        ("Tongyin Lane", "tongyinlong"),
        ("Wutong Street", "wutongjie"),
        ("Century Avenue", "centurydadao"),
        ("Caoyang", ""),
        ("Road", ""),
        ("Zhongqiao Towers 6", ""),
    ],
)
def test_the_street_in_pinyin(typed: str, street: str) -> None:
    assert street_of(typed) == street


@pytest.mark.parametrize(
    "typed",
    [
        *("Caoyang Road", "Caoyang Rd", "Caoyang Street", "Road Caoyang", "Caoyang Road 891"),
        "891, Caoyang Road",
    ],
)
def test_the_street_as_the_page_prints_it_is_found(typed: str) -> None:
    text = search_text(["枫杨园百姓会客厅", "曹杨路891号", "891 Caoyang Road"])
    assert needle(typed) in text or all(word in text for word in words(typed))


def test_another_house_of_the_street_is_not() -> None:
    text = search_text(["曹杨路891号", "891 Caoyang Road"])
    assert not all(word in text for word in words("Caoyang Road 300"))
