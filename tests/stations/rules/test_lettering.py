"""Where the lines of a drawing break."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stations.rules.lettering import CUT, is_cut, lines_of, width_of


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
