"""Households by minutes: every one in its bin, bars within their panel, shares of the whole."""

from hypothesis import given
from hypothesis import strategies as st

from stations.rules.charts.minutes_histogram import BINS, PANEL, WIDTH, Histogram, Walk, minutes_histogram

walks = st.lists(st.tuples(st.integers(0, 3000), st.one_of(st.none(), st.integers(0, 90))), max_size=40)


def histogram(*panels: list[Walk]) -> Histogram:
    found = minutes_histogram([(f"{number}", rows) for number, rows in enumerate(panels)])
    assert found is not None
    return found


@given(walks, walks)
def test_bars_stay_in_their_panels_and_hold_every_household(before: list[Walk], now: list[Walk]) -> None:
    found = minutes_histogram([("before", before), ("after", now)])
    panels = found.panels if found else ()
    given_rows = [rows for rows in (before, now) if sum(households for households, _ in rows)]
    assert len(panels) == len(given_rows)
    for panel, rows in zip(panels, given_rows, strict=True):
        assert sum(bar.households for bar in panel.bars) == sum(households for households, _ in rows)
        right = 0
        for bar in panel.bars:
            assert right < bar.x
            right = bar.x + bar.width
            assert panel.y + 16 < bar.y - 12 or not bar.households, (
                "its number stands below the panel's words"
            )
            assert bar.y + bar.height == panel.feet < panel.y + PANEL
            assert (bar.height > 0) == (bar.households > 0)
        assert right <= WIDTH


def test_bins_by_hand() -> None:
    rows: list[Walk] = [
        (10, 0),
        (20, 1),
        (30, 15),
        (40, 16),
        (50, 20),
        (60, 21),
        (70, 31),
        (80, 200),
        (90, None),
    ]
    table = {name: bars[0].households for name, bars in histogram(rows).table}
    assert {name: count for name, count in table.items() if count} == {
        "1": 30, "15": 30, "16–20": 90, "21–30": 60, "31+": 150, "?": 90
    }  # fmt: skip
    assert len(table) == len(BINS) + 1


def test_bands_and_shares() -> None:
    (panel,) = histogram([(999, 4), (1, 17)]).panels
    bars = {bar.text: bar for bar in panel.bars if bar.households}
    assert bars["4"].band == "5"
    assert bars["–20"].band == "beyond"
    assert (bars["4"].percent, bars["–20"].percent) == (99, 1), "never all, never nothing"
    assert (panel.within.part, panel.within.whole) == (999, 1000)


def test_one_scale_holds_for_all_panels() -> None:
    before, now = histogram([(100, 3)], [(50, 3), (50, 12)]).panels
    high = max(bar.height for bar in before.bars)
    assert {bar.height for bar in now.bars if bar.households} == {round(high / 2)}


def test_lines_stand_after_five_ten_and_fifteen_minutes() -> None:
    found = histogram([(1, 1)])
    bars = found.panels[0].bars
    for minutes, x in found.lines:
        assert bars[minutes - 1].x + bars[minutes - 1].width <= x <= bars[minutes].x


def test_nobody_is_no_picture() -> None:
    assert minutes_histogram([("before", []), ("after", [(0, 4)])]) is None
