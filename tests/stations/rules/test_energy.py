"""The energy map: every name in its own sector, on the sheet, and none lost without a word."""

import pytest

from stations.rules.energy import CENTRE, HEIGHT, LETTER, RADIUS, SHAPES, WIDTH, energy_map
from stations.rules.lettering import width_of

FORCES = [(key, key * 4) for key in "部群契社内"]


def inside(x: float, y: float, outline: str) -> bool:
    """Whether a point lies in a polygon given as SVG writes it."""
    points = [tuple(map(float, pair.split(","))) for pair in outline.split()]
    odd = False
    for (ax, ay), (bx, by) in zip(points, [*points[1:], points[0]], strict=True):
        if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
            odd = not odd
    return odd


@pytest.mark.parametrize("number", [0, 1, 3, 12])
def test_words_stand_in_their_sector_and_clear_of_the_middle(number: int) -> None:
    names = {key: [f"伙伴{n}" for n in range(number)] for key, _words in FORCES}
    drawn = energy_map("枫杨园", FORCES, names)
    for sector in drawn.sectors:
        for line in sector.lines:
            half = width_of(line.text) * LETTER / 2
            for x, y in ((line.x - half, line.y - LETTER / 2), (line.x + half, line.y)):
                assert 0 <= x <= WIDTH
                assert 0 <= y <= HEIGHT
                assert (x - CENTRE[0]) ** 2 + (y - CENTRE[1]) ** 2 > RADIUS**2, line
            assert inside(line.x, line.y - 6, sector.outline), line
        steps = [line.y for line in sector.lines]
        assert steps == sorted(set(steps))
        shown = len(sector.lines) - 1 - (1 if sector.more else 0)
        assert shown + sector.more == number
        assert not sector.more or sector.lines[-1].text == f"+{sector.more}"


def test_the_five_sectors_fill_the_sheet_without_overlapping() -> None:
    for x in range(3, WIDTH, 13):
        for y in range(3, HEIGHT, 13):
            assert sum(inside(x, y, shape.outline) for shape in SHAPES) == 1, (x, y)


def test_long_english_names_are_broken_between_words() -> None:
    drawn = energy_map("Fengyangyuan Residents' Living Room", FORCES, {"部": ["Community health centre"]})
    assert [line.text for line in drawn.sectors[0].lines[1:]] == ["Community", "health centre"]
    assert len(drawn.middle) <= 3
