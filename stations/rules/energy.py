"""The energy map: a station in the middle, and around it five sectors with the names of who stands by it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from stations.rules.lettering import balanced

# In the drawing's units, which on a phone are nearly pixels.
WIDTH, HEIGHT = 400, 560
CENTRE = (200, 265)
RADIUS = 64
LETTER = 17
LINE = 23
MOST_LINES_A_NAME, MOST_LINES_A_HEADING = 2, 3


@dataclass(frozen=True)
class Shape:
    """One sector's outline, and its room for words: their middle, the first line's feet, how wide (in
    heights of a letter) and how many lines."""

    outline: str
    x: int
    y: int
    room: float
    lines: int


# Clockwise from the top. The outlines meet in the centre; the words keep clear of the circle there.
SHAPES = (
    Shape("200,265 70,0 330,0", 200, 30, 8.6, 6),
    Shape("200,265 330,0 400,0 400,360", 338, 112, 6.7, 9),
    Shape("200,265 400,360 400,560 200,560", 302, 396, 10.2, 7),
    Shape("200,265 200,560 0,560 0,360", 98, 396, 10.2, 7),
    Shape("200,265 0,360 0,0 70,0", 62, 112, 6.7, 9),
)


@dataclass(frozen=True)
class Written:
    """A line on the map; the force's own name is the heading."""

    text: str
    x: int
    y: int
    heading: bool = False


@dataclass(frozen=True)
class Sector:
    """One force. ``more``: how many partners found no room; the list beside the map names them all."""

    key: str
    outline: str
    lines: tuple[Written, ...]
    more: int


@dataclass(frozen=True)
class Energy:
    """The whole map, with the station's name in the middle."""

    sectors: tuple[Sector, ...]
    middle: tuple[Written, ...]
    width: int = WIDTH
    height: int = HEIGHT
    centre_x: int = CENTRE[0]
    centre_y: int = CENTRE[1]
    radius: int = RADIUS
    letter: int = LETTER


def energy_map(middle: str, forces: Sequence[tuple[str, str]], names: Mapping[str, Sequence[str]]) -> Energy:
    """The map of ``names`` by force; ``forces`` gives the five as (key, words) in their order."""
    placed = zip(forces, SHAPES, strict=True)
    sectors = [_sector(key, words, names.get(key, ()), shape) for (key, words), shape in placed]
    words = balanced(middle, room=(RADIUS * 2 - 16) / LETTER, most=3)
    first = CENTRE[1] + 6 - (len(words) - 1) * LINE // 2
    return Energy(
        tuple(sectors), tuple(Written(text, CENTRE[0], first + LINE * n) for n, text in enumerate(words))
    )


def _sector(key: str, words: str, names: Sequence[str], shape: Shape) -> Sector:
    heading = balanced(words, room=shape.room, most=MOST_LINES_A_HEADING)
    lines, left = list(heading), list(names)
    while left:
        wanted = balanced(left[0], room=shape.room, most=MOST_LINES_A_NAME)
        # The last line is kept for "+2" as long as others follow.
        if len(lines) + len(wanted) > shape.lines - (1 if len(left) > 1 else 0):
            break
        lines += wanted
        left.pop(0)
    if left:
        lines.append(f"+{len(left)}")
    written = (
        Written(text, shape.x, shape.y + LINE * n, heading=n < len(heading)) for n, text in enumerate(lines)
    )
    return Sector(key, shape.outline, tuple(written), len(left))
