"""Floor space: bars in one scale, beside their numbers, on sheets that fit A4."""

from hypothesis import given
from hypothesis import strategies as st

from stations.rules.charts.space_bars import (
    BAR,
    BARS_LEFT,
    BARS_RIGHT,
    LETTER,
    ON_A_SHEET,
    WIDTH,
    Space,
    known,
    space_bars,
    worst_first,
)
from stations.rules.lettering import width_of

square = st.one_of(st.none(), st.integers(0, 3000))
floors = st.one_of(st.none(), st.tuples(square, square))
spaces = st.lists(st.builds(Space, st.text("枫杨园社区居委会Ab ", max_size=24), floors, floors), max_size=60)


@given(spaces)
def test_everything_stays_on_its_sheet(spaces: list[Space]) -> None:
    sheets = space_bars(spaces)
    rows = [row for sheet in sheets for row in sheet.rows]
    assert [row.index for row in rows] == [index for index, one in enumerate(spaces) if known(one)]
    for sheet in sheets:
        assert len(sheet.rows) <= ON_A_SHEET
        assert sheet.last - sheet.first + 1 == len(sheet.rows)
        assert sheet.height <= 1.8 * WIDTH, "higher than wide, as A4 with its words is"
        for row in sheet.rows:
            for text, y in row.lines:
                assert width_of(text) * LETTER < BARS_LEFT - 28, "beside the words then and now"
                assert 0 < y < sheet.height
            for bar in row.bars:
                assert BARS_LEFT <= bar.service_x <= bar.end <= BARS_RIGHT + 1
                assert bar.y >= 0
                assert bar.y + BAR <= sheet.height
                assert bar.end + 5 + width_of(f"{bar.office} + {bar.service}") * 12 <= WIDTH + 10


def test_by_hand() -> None:
    (sheet,) = space_bars([Space("牡丹第七居委会", (300, 100), (30, 370)), Space("无", None, None)])
    (row,) = sheet.rows
    before, now = row.bars
    whole = BARS_RIGHT - BARS_LEFT
    assert (before.office_width, before.service_width) == (round(whole * 0.75), round(whole * 0.25))
    assert (now.office_width, now.service_width) == (round(whole * 30 / 400), round(whole * 370 / 400))
    assert before.y + BAR <= now.y
    assert (before.when, now.when) == ("before", "now")


def test_half_of_what_is_known_is_drawn_and_the_rest_is_a_question() -> None:
    (sheet,) = space_bars([Space("甲", (300, None), (None, None))])
    before, now = sheet.rows[0].bars
    assert (before.office, before.service, before.service_width) == (300, None, 0)
    assert (now.office_width, now.service_width) == (0, 0)


def test_a_long_name_breaks_before_what_kind_it_is() -> None:
    def lines(name: str) -> list[str]:
        return [text for text, _y in space_bars([Space(name, None, (1, 1))])[0].rows[0].lines]

    assert lines("枫杨园居委会") == ["枫杨园居委会"]
    assert lines("桐荫社区居民委员会") == ["桐荫社区", "居民委员会"]
    assert lines("Tongyin Residents' Committee") == ["Tongyin"]


def test_the_most_offices_come_first_and_the_unknown_last() -> None:
    rows = [
        Space("a", None, (10, 1)),
        Space("b", None, None),
        Space("c", None, (None, 4)),
        Space("d", None, (90, 1)),
    ]
    assert worst_first(rows) == [3, 0, 1, 2]
