"""The sign painter's rule: how much room words take in a drawing, and where their lines break."""

import re
from unicodedata import east_asian_width

from stations.rules.front import NARROW, WIDE

CUT = "…"


def width_of(text: str) -> float:
    """The width of ``text`` in heights of its letters."""
    return sum(WIDE if east_asian_width(letter) in "WF" else NARROW for letter in text)


def lines_of(text: str, *, room: float, most: int) -> tuple[str, ...]:
    """``text`` in at most ``most`` lines, each no wider than ``room`` heights of a letter. Words of Latin
    letters stay whole where they fit on a line; what is left over at the end is cut, and shows it."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text):
        if width_of(f"{line}{piece}".rstrip()) <= room:
            line += piece
            continue
        if line.strip():
            lines.append(line.strip())
        line = piece.lstrip()
    lines.append(line.strip())
    lines = [one for one in lines if one]
    if len(lines) <= most:
        return tuple(lines)
    return (*lines[: most - 1], _cut(lines[most - 1], room))


def balanced(text: str, *, room: float, most: int) -> tuple[str, ...]:
    """`lines_of`, but the lines about as long as each other: no single letter is left for the last one."""
    lines = lines_of(text, room=room, most=most)
    if len(lines) < 2 or is_cut(lines):
        return lines
    narrow = max(width_of(text) / len(lines), NARROW)
    while narrow < room:
        found = lines_of(text, room=narrow, most=most)
        if len(found) == len(lines) and not is_cut(found):
            return found
        narrow += NARROW / 2
    return lines


def as_counted(text: str) -> tuple[tuple[int, int, str], ...]:
    """What sorts names as people count: 2号楼 before 10号楼."""
    parts = re.findall(r"\d+|\D+", text)
    return tuple((0, int(one), "") if one.isdecimal() else (1, 0, one) for one in parts)


def is_cut(lines: tuple[str, ...]) -> bool:
    """Whether something of the text is missing in ``lines``."""
    return bool(lines) and lines[-1].endswith(CUT)


def _pieces(text: str) -> list[str]:
    """What may not be torn: a Latin word with the space before it, any other letter alone."""
    pieces: list[str] = []
    for letter in " ".join(text.split()):
        whole = east_asian_width(letter) not in "WF" and letter != " "
        if whole and pieces and east_asian_width(pieces[-1][-1]) not in "WF":
            pieces[-1] += letter
        else:
            pieces.append(letter)
    return pieces


def _cut(line: str, room: float) -> str:
    while line and width_of(line + CUT) > room:
        line = line[:-1]
    return f"{line.rstrip()}{CUT}"
