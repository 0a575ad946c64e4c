"""The number lock: which PINs are worth having."""

from itertools import pairwise
from typing import Literal

SHORTEST, LONGEST = 4, 8
YEARS = range(1930, 2031)  # what most people choose who choose four digits

Fault = Literal["", "digits", "trivial"]


def fault_of(pin: str) -> Fault:
    """Say what is wrong with `pin`: not 4 to 8 digits, or one that anybody tries first (one digit again and
    again, digits in order, a pair repeated, a year); "" for nothing."""
    if not (pin.isascii() and pin.isdigit() and SHORTEST <= len(pin) <= LONGEST):
        return "digits"
    steps = {(int(later) - int(earlier)) % 10 for earlier, later in pairwise(pin)}
    in_order = steps in ({0}, {1}, {9})
    repeated = len(pin) % 2 == 0 and pin == pin[:2] * (len(pin) // 2)
    year = len(pin) == SHORTEST and int(pin) in YEARS
    return "trivial" if in_order or repeated or year else ""
