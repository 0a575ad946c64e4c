"""The invented district's pencil: one committee being drawn, with its dice, its words and its middle.

Everything is drawn from one `random.Random` with a fixed seed, and so is the same every time.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from math import cos, radians

from portal.demo.files import Data, read

SEED = 990101
METRES_A_DEGREE = 111_195
SPACING = 1700  # metres from one committee to the next
COLUMNS = 4  # committees side by side in a subdistrict


@dataclass
class Draw:
    """One committee: its line in the file, its number from 0, and where its middle lies."""

    code: str
    line: Data
    number: int
    centre: tuple[float, float]
    dice: random.Random
    book: Data
    today: date

    @property
    def slug(self) -> str:
        return slug_of(self.line)

    @property
    def word(self) -> str:
        """The name without 社区, which its road and its stations share."""
        return str(self.line["name"]).removesuffix("社区")

    @property
    def moved(self) -> bool:
        return str(self.line["stage"]).startswith("moved")

    def day(self, key: str) -> date | None:
        """A date of the line, which counts from today."""
        return self.today + timedelta(days=self.line[key]) if key in self.line else None

    def phone(self, last: int) -> str:
        return f"021-0000-{5000 + self.number * 10 + last}"

    def word_of(self, kind: str) -> str:
        """One of the words of that kind."""
        return self.dice.choice(self.book["words"][kind])

    def person(self) -> str:
        """Somebody who is nobody."""
        return self.word_of("surnames") + self.word_of("given")

    def point(self, metres: float, degrees: float) -> Data:
        """Coordinates so far from the middle, in that direction (0 is north, 90 east)."""
        north = metres * cos(radians(degrees)) / METRES_A_DEGREE
        east = metres * cos(radians(degrees - 90)) / METRES_A_DEGREE / cos(radians(self.centre[0]))
        return {"lat": round(self.centre[0] + north, 6), "lon": round(self.centre[1] + east, 6)}


def slug_of(line: Data) -> str:
    """The address on the web of a committee's main station."""
    return f"wutong-{line['name_en'].lower()}"


def draws(today: date) -> Iterator[Draw]:
    """Every committee of the district, laid out in rows of four, one subdistrict beside the other."""
    book, dice = read("wutong"), random.Random(SEED)
    lat, lon = book["centre"]
    north, east = SPACING / METRES_A_DEGREE, SPACING / METRES_A_DEGREE / cos(radians(lat))
    number = 0
    for block, street in enumerate(book["subdistricts"]):
        for order, line in enumerate(street["committees"]):
            row, column = divmod(order, COLUMNS)
            centre = (lat + north * row, lon + east * (column + (COLUMNS + 0.6) * block))
            yield Draw(f"{street['code']}{order + 1:03}", line, number, centre, dice, book, today)
            number += 1
