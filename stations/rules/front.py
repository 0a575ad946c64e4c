"""The drawn front, for a station nobody has photographed: what is known of its door, as a drawing shows it."""

from dataclasses import dataclass
from unicodedata import east_asian_width

BOARD = 280  # room on the sign over the door, in the drawing's units
LARGEST = 24
# Widths of a letter, in parts of its height: a Chinese character fills its square.
WIDE, NARROW = 1.05, 0.58


@dataclass(frozen=True)
class Front:
    """What is drawn: a glass front or a plain wall, a step before the door, a light in a window above, and
    the name on the board at ``size``; squeezed to the board where ``tight``, and marked where ``chinese``."""

    glass: bool
    step: bool
    upstairs: bool
    sign: str
    size: int
    tight: bool
    chinese: bool


def front(*, name: str, street_front: bool, step_free: bool | None, floor: int) -> Front:
    """The drawing for a door with these facts. Of a step nothing is drawn while nobody has said."""
    width = sum(WIDE if east_asian_width(letter) in "WF" else NARROW for letter in name)
    fits = int(BOARD / width) if width else LARGEST
    smallest = 12
    return Front(
        glass=street_front and floor == 1,
        step=step_free is False,
        upstairs=floor > 1,
        sign=name,
        size=max(smallest, min(LARGEST, fits)),
        tight=fits < smallest,
        chinese=any("\u3400" <= letter <= "\u9fff" for letter in name),
    )
