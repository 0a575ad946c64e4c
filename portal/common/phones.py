"""The telephone cupboard: one way of writing a phone number, whatever was typed.

Own rules rather than a library's, since libraries reject mobile prefixes that are in use.
An invented number of the demo, 021-0000-xxxx, is a landline like any other here.
"""

import re
import unicodedata

# The reasons of a ValueError, for a form to turn into sentences.
EMPTY = "empty"  # nothing typed
CHARACTERS = "characters"  # something that belongs in no phone number
AREA_CODE = "area_code"  # a landline without the area code
LENGTH = "length"  # digits, but too few, too many or with an unknown beginning
REASONS = (EMPTY, CHARACTERS, AREA_CODE, LENGTH)

_MOBILE = re.compile(r"1[3-9]\d{9}")
# 010 and 02x have eight digits behind them, the other area codes seven or eight.
_LANDLINE = re.compile(
    r"(?P<area>010|02\d|0[3-9]\d{2})-?(?P<number>\d{7,8}|\d{3,4}-\d{4})"
    r"(?:(?:-|转|分机|ext|x|#)+(?P<extension>\d{1,6}))?"
)
_COUNTRY = re.compile(r"^(?:\+|00)-?86-?|^86-?(?=1[3-9])")
_KNOWN = re.compile(r"(?:\d|[-+#x]|ext|转|分机)+")
# Days and stretches of years, which a hyphen joins too; and seven digits on, unless they are money.
_DATES = re.compile(
    r"(?<!\d)(?:19|20)\d\d-(?:1[0-2]|0?[1-9])-(?:3[01]|[12]\d|0?[1-9])(?!-?\d)|(?<!\d)(?:19|20)\d\d-(?:19|20)\d\d(?!-?\d)"
)
_NUMBER = re.compile(r"(?<![\d¥])\d{7,}(?![\d元万块]|yuan)")


def clean_phone(text: str) -> str:
    """Give the canonical form of a phone number that a person typed.

    A mobile becomes 11 digits, a landline "021-12345678", with its extension
    "021-12345678-123". Full-width digits, spaces, dashes, brackets, +86 and the invisible
    marks that phones copy along are understood. Raises ValueError with one of `REASONS`.
    """
    typed = _plain(text)
    if not typed:
        raise ValueError(EMPTY)
    if not _KNOWN.fullmatch(typed):
        raise ValueError(CHARACTERS)
    national = _COUNTRY.sub("", typed)
    mobile = national.replace("-", "")
    if _MOBILE.fullmatch(mobile):
        return mobile
    # Behind +86 the area code stands without its 0.
    zero = "" if national == typed or national.startswith("0") else "0"
    return _landline(zero + national)


def phone_in(text: str) -> str:
    """The phone number that ``text`` is, in its canonical form; "" if it is none."""
    try:
        return clean_phone(text)
    except ValueError:
        return ""


def is_mobile(phone: str) -> bool:
    """Whether a canonical number takes text messages."""
    return _MOBILE.fullmatch(phone) is not None


def holds_number(text: str) -> bool:
    """Whether words for everybody's eyes hold what may be somebody's phone number: seven digits or more in a row,
    between which spaces, dashes and invisible marks do not count. Days, years and sums of money are none."""
    kept = _halved(text, without=("Zs", "Cf"))
    return _NUMBER.search(_DATES.sub("/", kept).replace("-", "")) is not None


def last_four(phone: str) -> str:
    """Give the last four digits of a canonical number, its extension left out."""
    return "-".join(phone.split("-")[:2])[-4:]


def _landline(typed: str) -> str:
    found = _LANDLINE.fullmatch(typed)
    if found is None:
        bare = typed.replace("-", "")
        short = bare.isdigit() and len(bare) in (7, 8) and not bare.startswith("0")
        raise ValueError(AREA_CODE if short else LENGTH)
    area, extension = found["area"], found["extension"]
    number = found["number"].replace("-", "")
    if len(area) == 3 and len(number) != 8:
        raise ValueError(LENGTH)
    return f"{area}-{number}-{extension}" if extension else f"{area}-{number}"


def _plain(text: str) -> str:
    # No spaces, brackets, dots or invisible marks, and one "-" for several.
    kept = _halved(text, without=("Zs", "Cf", "Cc"))
    return re.sub("-{2,}", "-", re.sub(r"[().·]", "", kept)).strip("-")


def _halved(text: str, *, without: tuple[str, ...]) -> str:
    """``text`` in half width and small letters, every digit 0-9 and every dash a "-", the kinds of characters
    in ``without`` left out."""
    kept = []
    for symbol in unicodedata.normalize("NFKC", text).casefold():
        kind = unicodedata.category(symbol)
        if kind == "Pd" or symbol == "\N{MINUS SIGN}":
            kept.append("-")
        elif kind == "Nd":
            kept.append(str(unicodedata.digit(symbol)))
        elif kind not in without:
            kept.append(symbol)
    return "".join(kept)
