"""Where the lines of a drawing break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.rules.lettering import CUT, as_counted, balanced, is_cut, lines_of, width_of


@pytest.mark.parametrize(
    ("text", "room", "most", "lines"),
    [
        ("1号楼院", 5, 2, ("1号楼院",)),
        ("社区卫生服务中心", 5, 2, ("社区卫生", "服务中心")),
        ("Community health centre", 8, 3, ("Community", "health centre")),
        ("Community health centre", 30, 2, ("Community health centre",)),
        ("一二三四五六七八九十", 3.3, 2, ("一二三", "四五…")),
        ("", 5, 2, ()),
    ],
)
def test_lines(text: str, room: float, most: int, lines: tuple[str, ...]) -> None:
    assert lines_of(text, room=room, most=most) == lines
    assert is_cut(lines) == text.endswith("十")


@given(st.text(alphabet="一二三甲乙abc 1号", max_size=40), st.integers(4, 12), st.integers(1, 4))
def test_nothing_is_lost_unless_the_end_says_so(text: str, room: int, most: int) -> None:
    lines = lines_of(text, room=room, most=most)
    assert len(lines) <= most
    kept = "".join(lines).replace(" ", "")
    if is_cut(lines):
        assert text.replace(" ", "").startswith(kept.removesuffix(CUT))
    else:
        assert kept == text.replace(" ", "")


def test_a_chinese_letter_is_about_twice_as_wide() -> None:
    assert width_of("楼") > 1.5 * width_of("a")


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("修伞的老师傅们", 6.7, ("修伞的老", "师傅们")),
        ("桐荫居民会客厅", 6.7, ("桐荫居民", "会客厅")),
        ("菜场", 6.7, ("菜场",)),
        ("Community health centre", 8, ("Community", "health centre")),
        ("一二三四五六七八九十", 3.3, ("一二三", "四五…")),
    ],
)
def test_no_letter_is_left_alone(text: str, room: float, lines: tuple[str, ...]) -> None:
    assert balanced(text, room=room, most=2) == lines


@given(st.text(alphabet="家门口甲乙丙 abc", max_size=20), st.floats(3, 9), st.integers(1, 4))
def test_balanced_lines_say_the_same_in_as_many_lines(text: str, room: float, most: int) -> None:
    plain, even = (how(text, room=room, most=most) for how in (lines_of, balanced))
    assert len(even) == len(plain)
    assert "".join(even).replace(" ", "") == "".join(plain).replace(" ", "")
    assert all(width_of(line) <= room + 0.01 for line in even) or even == plain


def test_names_sort_as_people_count() -> None:
    names = ["10号楼", "2号楼", "花坛院", "1号楼乙", "1号楼", "２号院"]
    assert sorted(names, key=as_counted) == ["1号楼", "1号楼乙", "2号楼", "２号院", "10号楼", "花坛院"]
