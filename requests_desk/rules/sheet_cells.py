"""The cells of a sheet: what each kind of column takes, however people write it, and how it is written out.

``cell`` writes a value as ``read`` takes it: what was written out is read back as the same value. Both speak the
reader's language, and choices are read in any of the portal's.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from functools import cached_property
from itertools import pairwise
from typing import Any, Protocol

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import override

from portal.common.fields import DIRECTION_MARKS, PhoneField
from portal.common.phones import clean_phone
from portal.common.sheet_reading import Unusable

Words = str | Promise

LANGUAGES = ("zh-hans", "en")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?")
_SCIENTIFIC = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?")
_SPAN = re.compile(r"(\d{1,2}):(\d{2})\s*[-–—~〜至到]+\s*(\d{1,2}):(\d{2})")
_BETWEEN = re.compile(r"[,;、\s]+")
_COUNTED = re.compile(r"[2-6]\d{4}")  # a date as spreadsheets count them: 1954 to 2091
# Characters without any width, which come along when words are copied from a page.
WIDTHLESS = "\u200b\u2060\ufeff\u00ad"
_BLANK = "".join(filter(str.isspace, map(chr, range(0x3001)))) + WIDTHLESS
UNSEEN = frozenset((*DIRECTION_MARKS, *WIDTHLESS))

Span = tuple[time, time]
WeekSpan = tuple[int, time, time]  # weekday (0 is Monday), begin, end


class BadCell(ValueError):
    """A cell that cannot be taken, with the sentence that says why, in the reader's language."""

    def __init__(self, sentence: str) -> None:
        self.sentence = sentence
        super().__init__(sentence)


class Reader(Protocol):
    """A kind of cell."""

    def read(self, value: Any) -> Any:
        """What ``value``, as it stands in a file, means. Raises BadCell."""

    def cell(self, value: Any) -> Any:
        """How a meaning is written into a file, in the reader's language."""


def text_of(value: Any) -> str:
    """Any cell as a line of text, for comparing what is written."""
    if value is None:
        return ""
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip(_BLANK)


def folded(text: str) -> str:
    """``text`` with full-width digits, letters and signs as plain ones, for comparing."""
    return unicodedata.normalize("NFKC", text).strip()


def _usable(value: Any) -> Any:
    """``value`` itself. Raises BadCell where a formula or an error stands."""
    if isinstance(value, Unusable) and value.what == "formula":
        raise BadCell(_("there is a formula here. Paste its result as a value"))
    if isinstance(value, Unusable):
        raise BadCell(_("there is an error here (%(found)s)") % {"found": value.found[:20]})
    return value


def _shown(value: Any) -> str:
    text = text_of(value)
    kept = "".join(symbol if symbol.isprintable() else "\N{REPLACEMENT CHARACTER}" for symbol in text[:40])
    return f"{kept}…" if len(text) > 40 else kept


@dataclass(frozen=True)
class Text:
    """Words of at most ``most`` characters; over several ``lines`` or on one."""

    most: int
    lines: bool = False

    def read(self, value: Any) -> str:
        """The words, trimmed."""
        value = _usable(value)
        if isinstance(value, bool):
            return self.cell(YesNo().cell(value))
        text = text_of(value)
        for symbol in text:
            if (unicodedata.category(symbol) == "Cc" and symbol not in "\n\t") or symbol in UNSEEN:
                raise BadCell(_("there is an invisible control character in it"))
        if "\n" in text and not self.lines:
            raise BadCell(_("there is a line break in it. Write it on one line"))
        if len(text) > self.most:
            words = _("this has %(found)s characters, more than %(most)s")
            raise BadCell(words % {"found": len(text), "most": self.most})
        return text

    def cell(self, value: Any) -> str:
        """The words themselves."""
        return "" if value is None else str(value)


@dataclass(frozen=True)
class Code:
    """A code of ``digits`` digits, kept as a text: spreadsheets like to turn it into a number."""

    digits: int

    def read(self, value: Any) -> str:
        """The digits; "" for none."""
        text = folded(text_of(_usable(value)))
        if _SCIENTIFIC.fullmatch(text) or isinstance(value, float):
            raise BadCell(
                _("the spreadsheet has shortened this code. Format the column as text and enter it again")
            )
        if text and not (text.isascii() and text.isdigit()):
            raise BadCell(_("“%(found)s” does not consist of digits alone") % {"found": _shown(value)})
        if text and len(text) != self.digits:
            words = _("“%(found)s” has %(count)s digits instead of %(wanted)s")
            raise BadCell(words % {"found": text[:20], "count": len(text), "wanted": self.digits})
        return text

    def cell(self, value: Any) -> str:
        """The digits as a text."""
        return str(value or "")


@dataclass(frozen=True)
class Slug:
    """The last part of an address on the web: small letters, digits, hyphens."""

    most: int = 60

    def read(self, value: Any) -> str:
        """The slug; "" for none."""
        text = folded(text_of(_usable(value)))
        if len(text) > self.most:
            words = _("this has %(found)s characters, more than %(most)s")
            raise BadCell(words % {"found": len(text), "most": self.most})
        if text and not re.fullmatch(r"[-a-zA-Z0-9_]+", text):
            words = _("“%(found)s” is no address on the web: small letters, digits and hyphens alone")
            raise BadCell(words % {"found": _shown(value)})
        return text

    def cell(self, value: Any) -> str:
        """The slug itself."""
        return str(value or "")


@dataclass(frozen=True)
class Whole:
    """A whole number from ``least`` to ``most``; ``empty`` is what an empty cell means."""

    least: int = 0
    most: int = 2_000_000
    empty: int | None = None

    def read(self, value: Any) -> int | None:
        """The number. Full-width digits, and commas or spaces between thousands are fine."""
        number = _number(value)
        if number is None:
            return self.empty
        if not self.least <= number <= self.most:
            words = _("%(found)s does not lie between %(least)s and %(most)s")
            raise BadCell(words % {"found": _shown(value), "least": self.least, "most": self.most})
        if number != int(number):
            raise BadCell(_("“%(found)s” is no whole number") % {"found": _shown(value)})
        return int(number)

    def cell(self, value: Any) -> Any:
        """The number itself."""
        return value


@dataclass(frozen=True)
class Decimal:
    """A number with decimals from ``least`` to ``most``, or none."""

    least: float
    most: float

    def read(self, value: Any) -> float | None:
        """The number."""
        number = _number(value)
        if number is None:
            return None
        if not self.least <= number <= self.most:
            words = _("%(found)s does not lie between %(least)s and %(most)s")
            raise BadCell(words % {"found": _shown(value), "least": self.least, "most": self.most})
        return float(number)

    def cell(self, value: Any) -> Any:
        """The number itself."""
        return value


def _number(value: Any) -> float | None:
    value = _usable(value)
    if isinstance(value, date | time):
        raise BadCell(
            _("there is a date or time where a number belongs: %(found)s") % {"found": _shown(value)}
        )
    if isinstance(value, bool):
        raise BadCell(_("“%(found)s” is no number") % {"found": _shown(value)})
    if value is None or isinstance(value, int | float):
        return value
    text = re.sub(r"(?<=\d)[,\s](?=\d{3})", "", folded(text_of(value)))
    if not text:
        return None
    if not _NUMBER.fullmatch(text):
        raise BadCell(_("“%(found)s” is no number") % {"found": _shown(value)})
    return float(text) if "." in text or len(text) > 15 else int(text)


@dataclass(frozen=True)
class YesNo:
    """Yes or no; ``empty`` is what an empty cell means."""

    empty: bool | None = None
    YES = frozenset(("是", "有", "对", "√", "✓", "yes", "y", "true", "1"))
    NO = frozenset(("否", "无", "没有", "不是", "×", "no", "n", "false", "0"))

    def read(self, value: Any) -> bool | None:
        """True, False or what an empty cell means."""
        value = _usable(value)
        text = folded(text_of(value)).casefold()
        if not text:
            return self.empty
        if text in self.YES:
            return True
        if text in self.NO:
            return False
        raise BadCell(_("“%(found)s” is neither yes nor no") % {"found": _shown(value)})

    def cell(self, value: Any) -> str:
        """A word."""
        return "" if value is None else _("Yes") if value else _("No")


@dataclass(frozen=True)
class Choice:
    """One of ``words`` (by their values), in any of the portal's languages; ``empty`` for an empty cell."""

    words: Mapping[str, Words]
    empty: str = ""

    def read(self, value: Any) -> str:
        """The value that the word stands for."""
        text = folded(text_of(_usable(value))).casefold()
        if not text:
            return self.empty
        found = self._meanings.get(text)
        if found is None:
            words = _("“%(found)s” is none of: %(words)s")
            raise BadCell(
                words % {"found": _shown(value), "words": " / ".join(str(one) for one in self.words.values())}
            )
        return found

    def cell(self, value: Any) -> str:
        """The word for a value."""
        return str(self.words.get(value, "")) if value else ""

    @cached_property
    def _meanings(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for language in LANGUAGES:
            with override(language):
                found |= {folded(str(words)).casefold(): value for value, words in self.words.items()}
        return found | {value.casefold(): value for value in self.words}


@dataclass(frozen=True)
class Day:
    """A date, as a date or as a text; ``until`` is the last year that can be meant."""

    first_year: int = 1900
    last_year: int = 2100

    def read(self, value: Any) -> date | None:
        """The day, or None."""
        value = _usable(value)
        if isinstance(value, datetime):
            raise BadCell(_("there is a time of day in it: %(found)s") % {"found": _shown(value)})
        if not isinstance(value, date):
            value = self._typed(value)
        if value is not None and not self.first_year <= value.year <= self.last_year:
            raise BadCell(_("the year %(found)s cannot be meant") % {"found": value.year})
        return value

    @staticmethod
    def _typed(value: Any) -> date | None:
        text = folded(text_of(value))
        if not text:
            return None
        if _COUNTED.fullmatch(text):
            words = _("“%(found)s” is a date as spreadsheets count days. Format the column as a date")
            raise BadCell(words % {"found": text})
        parts = _DAY.fullmatch(text)
        try:
            if parts is None:
                raise ValueError
            return date(*(int(part) for part in parts.groups()))
        except ValueError:
            words = _("“%(found)s” is no date, for example 2026-02-28")
            raise BadCell(words % {"found": _shown(value)}) from None

    def cell(self, value: Any) -> date | None:
        """The date itself."""
        return value


class Phone:
    """A phone number, in its one way of writing; "" for none."""

    def read(self, value: Any) -> str:
        """The number, cleaned."""
        text = text_of(_usable(value))
        if not text:
            return ""
        try:
            return clean_phone(text)
        except ValueError as reason:
            raise BadCell(str(PhoneField.SENTENCES[str(reason)]).rstrip("。.")) from None

    def cell(self, value: Any) -> str:
        """The number as a text."""
        return str(value or "")


def _spans(text: str, found: Any) -> list[Span]:
    """The intervals in ``text`` in order. Raises BadCell."""
    left, spans = text, []
    for one in _SPAN.finditer(text):
        left = left.replace(one.group(), " ", 1)
        hours = [int(part) for part in one.groups()]
        try:
            spans.append((time(hours[0], hours[1]), time(hours[2], hours[3])))
        except ValueError:
            raise BadCell(_("“%(found)s” is no time of day") % {"found": one.group()}) from None
    if _BETWEEN.sub("", left) or not spans:
        words = _("“%(found)s” are no hours, for example 09:00-12:00, 13:30-17:00")
        raise BadCell(words % {"found": _shown(found)})
    for begins, ends in spans:
        if begins >= ends:
            words = _("it closes at %(ends)s, before it opens at %(begins)s")
            raise BadCell(words % {"begins": f"{begins:%H:%M}", "ends": f"{ends:%H:%M}"})
    spans.sort()
    if any(one[1] > other[0] for one, other in pairwise(spans)):
        raise BadCell(_("the hours overlap: %(found)s") % {"found": _shown(found)})
    return spans


def _span(begins: time, ends: time) -> str:
    return f"{begins:%H:%M}-{ends:%H:%M}"


@dataclass(frozen=True)
class Hours:
    """The opening hours of one day; an empty cell, or a word for closed, is none."""

    CLOSED = frozenset(("休", "休息", "关", "关门", "不开", "不开放", "closed", "-", "–", "—", "无"))

    def read(self, value: Any) -> tuple[Span, ...]:
        """The intervals, in order."""
        value = _usable(value)
        text = folded(text_of(value))
        if not text or text.casefold() in self.CLOSED:
            return ()
        return tuple(_spans(text, value))

    def cell(self, value: Any) -> str:
        """The intervals, with commas between."""
        return ", ".join(_span(*one) for one in value or ())


@dataclass(frozen=True)
class WeekHours:
    """Hours on days of the week, "Thu 14:00-16:00; Fri 09:00-11:00"; ``days`` are the words for Monday and on."""

    days: tuple[Words, ...]

    def read(self, value: Any) -> tuple[WeekSpan, ...]:
        """The intervals, in order of the week."""
        value = _usable(value)
        text = folded(text_of(value))
        found: list[WeekSpan] = []
        for part in filter(None, (one.strip() for one in re.split(r"[;\n]", text))):
            weekday, hours = self._weekday(part)
            if weekday is None:
                words = _("“%(found)s” does not begin with a day of the week, for example: %(example)s")
                raise BadCell(words % {"found": part[:40], "example": self.cell(((3, time(14), time(16)),))})
            found += [(weekday, *span) for span in _spans(hours, part)]
        found.sort()
        if any(one[0] == other[0] and one[2] > other[1] for one, other in pairwise(found)):
            raise BadCell(_("the hours overlap: %(found)s") % {"found": _shown(value)})
        return tuple(found)

    def _weekday(self, part: str) -> tuple[int | None, str]:
        for language in LANGUAGES:
            with override(language):
                for number, words in enumerate(self.days):
                    if part.casefold().startswith(str(words).casefold()):
                        return number, part[len(str(words)) :]
        short = re.match(r"(?:周|星期|礼拜)([一二三四五六日天])", part)
        if short:
            return "一二三四五六日".index(short[1].replace("天", "日")), part[short.end() :]
        return None, part

    def cell(self, value: Any) -> str:
        """The days with their hours, semicolons between."""
        return "; ".join(f"{self.days[day]} {_span(begins, ends)}" for day, begins, ends in value or ())


@dataclass(frozen=True)
class Names:
    """Several names with semicolons between; in any order, each once."""

    most: int = 80

    def read(self, value: Any) -> tuple[str, ...]:
        """The names, sorted."""
        parts = (one.strip() for one in re.split(r"[;；\n]", Text(4000, lines=True).read(value)))
        return tuple(sorted({one for one in parts if one}))

    def cell(self, value: Any) -> str:
        """The names, semicolons between."""
        return "; ".join(value or ())


@dataclass(frozen=True)
class Column:
    """A column of a kind of sheet: its heading, what it takes and who may change it.

    ``info`` columns are written out for people and never read. ``fixed`` ones are the register's: administrators
    alone change them. ``formerly`` are headings that it had once, in whatever language: still read, never written.
    """

    key: str
    words: Words
    reader: Reader
    note: Words = ""
    example: Words = ""
    required: bool = False
    fixed: bool = False
    info: bool = False
    # What a new row has where the column is missing.
    default: Any = field(default=None)
    formerly: tuple[str, ...] = ()

    def read(self, value: Any) -> Any:
        """What a cell of this column means. Raises BadCell."""
        meaning = self.reader.read(value)
        if self.required and (meaning is None or meaning == ""):
            raise BadCell(_("this must be filled in"))
        return meaning

    def same(self, value: Any, meaning: Any) -> bool:
        """Whether ``value`` is what ``meaning`` would be written as: then nobody has touched the cell."""
        return not isinstance(value, Unusable) and text_of(value) == text_of(self.reader.cell(meaning))

    def differs(self, value: Any, meaning: Any) -> bool:
        """Whether ``value`` says something else than ``meaning``, in whatever way of writing."""
        if self.same(value, meaning):
            return False
        try:
            return bool(self.reader.read(value) != meaning)
        except BadCell:
            return True
