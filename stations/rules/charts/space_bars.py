"""The picture of floor space: what a committee keeps for its offices and what it gives to residents, before and now."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stations.rules.lettering import balanced, width_of

WIDTH = 400
ON_A_SHEET = 18  # committees on one picture, so that it stays readable on A4
MOST = 40  # drawn where an area has more than MANY
MANY = 500
ROW, TOP = 38, 8
BAR = 14
BARS_LEFT, BARS_RIGHT = 128, 300
LETTER = 13
_ROOM = 7.0  # letters of a line of a name
_KINDS = ("居民委员会", "村民委员会", "居委会", "村委会", " Residents' Committee", " Villagers' Committee")

Floor = tuple[int | None, int | None]  # office and service floor space in m², None where nobody noted it


@dataclass(frozen=True)
class Space:
    """A committee's floor space: None where it has no such site."""

    name: str
    before: Floor | None
    now: Floor | None


@dataclass(frozen=True)
class SpaceBar:
    """A bar of two parts: the office's, then the service's."""

    y: int
    office: int | None
    service: int | None
    office_width: int
    service_width: int
    when: str  # "before" or "now"

    @property
    def service_x(self) -> int:
        """Where the second part begins."""
        return BARS_LEFT + self.office_width

    @property
    def end(self) -> int:
        """Where the numbers may stand."""
        return self.service_x + self.service_width


@dataclass(frozen=True)
class SpaceRow:
    """A committee by its place in the list given, its name in at most two lines, its bars."""

    index: int
    lines: tuple[tuple[str, int], ...]  # and where their letters stand
    bars: tuple[SpaceBar, ...]


@dataclass(frozen=True)
class SpaceSheet:
    """One picture; ``first`` and ``last`` count the committees on it from 1."""

    height: int
    rows: tuple[SpaceRow, ...]
    first: int
    last: int
    width: int = WIDTH
    left: int = BARS_LEFT
    right: int = BARS_RIGHT
    bar: int = BAR


def known(space: Space) -> bool:
    """Whether anything of a committee's floor space was noted."""
    return any(part is not None for floor in (space.before, space.now) for part in floor or ())


def space_bars(spaces: Sequence[Space]) -> tuple[SpaceSheet, ...]:
    """The pictures, in one scale, of the committees of which something is known, in the order given."""
    drawn = [index for index, space in enumerate(spaces) if known(space)]
    longest = max(
        (_whole(floor) for index in drawn for floor in (spaces[index].before, spaces[index].now)), default=0
    )
    return tuple(
        _sheet(spaces, drawn[first : first + ON_A_SHEET], first, max(1, longest))
        for first in range(0, len(drawn), ON_A_SHEET)
    )


def worst_first(spaces: Sequence[Space]) -> list[int]:
    """Places in the list, the most office floor space in use now first; what is not known comes last."""

    def office(index: int) -> int:
        now = spaces[index].now
        return -1 if now is None or now[0] is None else now[0]

    return sorted(range(len(spaces)), key=lambda index: (-office(index), index))


def _sheet(spaces: Sequence[Space], drawn: Sequence[int], first: int, longest: int) -> SpaceSheet:
    rows = tuple(
        SpaceRow(
            index=index,
            lines=tuple(_lines(spaces[index].name, TOP + number * ROW)),
            bars=tuple(_bars(spaces[index], TOP + number * ROW, longest)),
        )
        for number, index in enumerate(drawn)
    )
    return SpaceSheet(TOP + len(rows) * ROW, rows, first + 1, first + len(rows))


def _lines(name: str, y: int) -> Iterator[tuple[str, int]]:
    lines = _two_parts(name) or balanced(name, room=_ROOM, most=2)
    first = y + BAR + 5 - (len(lines) - 1) * (LETTER + 2) // 2
    for number, line in enumerate(lines):
        yield line, first + number * (LETTER + 2)


def _two_parts(name: str) -> tuple[str, ...]:
    """A name too long for a line, broken before what kind of committee it is; nothing where that does not help. A kind
    that finds no room itself is left out: all of them are committees."""
    kind = next((one for one in _KINDS if name.endswith(one)), "")
    own = name.removesuffix(kind)
    if not kind or not own or width_of(name) <= _ROOM or width_of(own) > _ROOM:
        return ()
    return (own, kind) if width_of(kind) <= _ROOM else (own,)


def _bars(space: Space, y: int, longest: int) -> Iterator[SpaceBar]:
    for number, (when, floor) in enumerate((("before", space.before), ("now", space.now))):
        if floor is None:
            continue
        office, service = floor
        alone = space.before is None or space.now is None
        yield SpaceBar(
            y + ((BAR + 1) // 2 if alone else number * (BAR + 1)),
            office,
            service,
            _wide(office, longest),
            _wide(service, longest),
            when,
        )


def _wide(metres: int | None, longest: int) -> int:
    return round((BARS_RIGHT - BARS_LEFT) * (metres or 0) / longest)


def _whole(floor: Floor | None) -> int:
    return sum(part or 0 for part in floor or ())
