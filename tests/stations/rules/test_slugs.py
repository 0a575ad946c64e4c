"""Addresses on the web out of names: pinyin, joined by hyphens, never too long."""

import pytest

from stations.rules.slugs import slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("枫杨园", "feng-yang-yuan"),
        ("枫杨园 Living Room", "feng-yang-yuan-living-room"),
        ("3号驿站", "3-hao-yi-zhan"),
        ("“尚邻一家”驿站", "shang-lin-yi-jia-yi-zhan"),
        ("A", "a"),
        ("……", ""),
        ("", ""),
    ],
)
def test_a_name_in_pinyin(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_a_long_name_is_cut_between_words() -> None:
    slug = slug_of("长" * 40)
    assert len(slug) <= 60
    assert not slug.endswith("-")
    assert set(slug.split("-")) <= {"zhang", "chang"}
    assert len(slug_of("a" * 90)) == 60
