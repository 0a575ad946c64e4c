"""The picture of walks: how many households walk how long, a bar a minute, before a programme and now."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from stations.rules.coverage import COVERED_MINUTES, Share, households_within
from stations.rules.walking import Band, band

# (from, to) in minutes; None after the last one: as long as it takes.
BINS: tuple[tuple[int, int | None], ...] = (
    *((minute, minute) for minute in range(1, COVERED_MINUTES + 1)),
    (16, 20),
    (21, 30),
    (31, None),
)
WIDTH = 400
NARROW, WIDE = 17, 29  # a bin of one minute, and one of several
LEFT = 10
HEAD, BARS, FOOT = 30, 92, 30  # a panel's words, its highest bar with its number, its minutes
LETTER = 12
PANEL = HEAD + BARS + FOOT

Walk = tuple[int, int | None]  # households, minutes


@dataclass(frozen=True)
class Bar:
    """Households in one bin, by its name on the axis ("8", "–20", "31+", "?") and in the table ("16–20")."""

    x: int
    y: int
    width: int
    height: int
    households: int
    percent: int | None
    band: Band
    text: str
    name: str

    @property
    def middle(self) -> int:
        """Where its number and its name stand."""
        return self.x + self.width // 2


@dataclass(frozen=True)
class Panel:
    """One of the pictures below each other: ``key`` says which walks ("before", "after", "all")."""

    key: str
    y: int
    bars: tuple[Bar, ...]
    within: Share

    @property
    def feet(self) -> int:
        """The line that the bars stand on."""
        return self.y + HEAD + BARS


@dataclass(frozen=True)
class Histogram:
    """Panels in one scale, of percent; ``lines`` stand after 5, 10 and 15 minutes."""

    height: int
    panels: tuple[Panel, ...]
    lines: tuple[tuple[int, int], ...]  # minutes, x
    width: int = WIDTH
    left: int = LEFT

    @property
    def table(self) -> list[tuple[str, tuple[Bar, ...]]]:
        """The table behind: each bin's name, and its bar in every panel."""
        return [(bars[0].name, bars) for bars in zip(*(panel.bars for panel in self.panels), strict=True)]

    @property
    def right(self) -> int:
        """The end of the axis."""
        return _left(len(BINS) + 1)


def minutes_histogram(walks: Sequence[tuple[str, Sequence[Walk]]]) -> Histogram | None:
    """A panel for each (key, walks) with households; None where there are none at all."""
    counted = [(key, list(rows), _counted(rows)) for key, rows in walks]
    counted = [(key, rows, counts) for key, rows, counts in counted if sum(counts)]
    if not counted:
        return None
    highest = max(max(counts) / sum(counts) for _key, _rows, counts in counted)
    panels = tuple(
        Panel(key, number * PANEL, tuple(_bars(counts, number * PANEL, highest)), households_within(rows))
        for number, (key, rows, counts) in enumerate(counted)
    )
    lines = tuple((minutes, _left(minutes)) for minutes in (5, 10, COVERED_MINUTES))
    return Histogram(len(panels) * PANEL, panels, lines)


def _counted(walks: Iterable[Walk]) -> list[int]:
    """Households in each bin, the unknown walks in one more at the end."""
    counts: Counter[int] = Counter()
    for households, minutes in walks:
        counts[_bin_of(minutes)] += households
    return [counts[number] for number in range(len(BINS) + 1)]


def _bin_of(minutes: int | None) -> int:
    if minutes is None:
        return len(BINS)
    return next(number for number, (_from, to) in enumerate(BINS) if to is None or minutes <= to)


def _bars(counts: Sequence[int], y: int, highest: float) -> Iterable[Bar]:
    whole, feet = sum(counts), y + HEAD + BARS
    for number, households in enumerate(counts):
        begins, to = BINS[number] if number < len(BINS) else (None, None)
        height = round((BARS - LETTER - 4) * households / whole / highest)
        height = max(1, height) if households else 0
        yield Bar(
            x=_left(number) + 1, y=feet - height, width=_left(number + 1) - _left(number) - 2, height=height,
            households=households, percent=Share(households, whole).percent if households else None,
            band=band(begins), text=_text(begins, to), name=_text(begins, to, whole=True),
        )  # fmt: skip


def _text(begins: int | None, to: int | None, *, whole: bool = False) -> str:
    if begins is None:
        return "?"
    if to is None:
        return f"{begins}+"
    return str(begins) if begins == to else f"{begins if whole else ''}–{to}"


def _left(number: int) -> int:
    """Where a bin begins."""
    return LEFT + min(number, COVERED_MINUTES) * NARROW + max(0, number - COVERED_MINUTES) * WIDE
