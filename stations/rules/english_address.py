"""The interpreter: an address typed in English, as the stored names hold it."""

import re

_PIECES = re.compile(r"[a-z][a-z'’]*|\d+")

# What an English address calls a street, and the syllable that its pinyin ends in.
_STREETS = {
    **dict.fromkeys(("road", "rd"), "lu"),
    **dict.fromkeys(("street", "st"), "jie"),
    **dict.fromkeys(("avenue", "ave", "boulevard", "blvd"), "dadao"),
    **dict.fromkeys(("lane", "alley", "ln"), "long"),
}
_SIDES = {"north": "bei", "south": "nan", "east": "dong", "west": "xi", "middle": "zhong", "central": "zhong"}

# What stands around a name and is not stored as a word of its own.
_AROUND = frozenset(
    {"no", "number", "building", "bldg", "block", "unit", "room", "floor", "flat", "tower", "towers", "gate"}
    | {"estate", "the", "of", "in", "at", "near", "to"}
)


def words_of(q: str) -> list[str]:
    """The words of an English ``q`` that a place is called by, lower case, without road, block, east and
    the like; numbers only where there is a street. [] where ``q`` is not English or says nothing so.

    "Lane 1040, Caoyang Rd" → 1040, caoyang; "Zhongqiao Towers 6" → zhongqiao
    """
    pieces = _pieces(q)
    dropped = _AROUND | _SIDES.keys() | _STREETS.keys()
    plain = [piece for piece in pieces if piece not in dropped and len(piece) > 1]
    if len(plain) == len(pieces) and not any(piece.isdigit() for piece in plain):
        return []
    street = any(piece in _STREETS for piece in pieces)
    named = [piece for piece in plain if street or not piece.isdigit()]
    return named if any(not piece.isdigit() for piece in named) else []


def street_of(q: str) -> str:
    """The street of an English ``q`` as its pinyin is stored: "East Caoyang Road 891" → "caoyangdonglu".
    "" where no street is named."""
    pieces = _pieces(q)
    ends = [_STREETS[piece] for piece in pieces if piece in _STREETS]
    name = "".join(words for words in words_of(q) if not words.isdigit())
    if not ends or not name:
        return ""
    # "Lane 1040, Caoyang Road" lies in the road.
    end = next((one for one in ends if one != "long"), ends[0])
    return name + "".join(_SIDES[piece] for piece in pieces if piece in _SIDES) + end


def _pieces(q: str) -> list[str]:
    return _PIECES.findall(q.casefold()) if q.isascii() else []
