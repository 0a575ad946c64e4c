"""The index cards: names written so that Chinese, pinyin and initials all find them.

`search_text` is stored in a column, and one `contains` finds it in either database:

    rows.filter(search_text__contains=needle(q))

A query with a Chinese character in it is looked for anywhere. One of Latin letters and
digits only is looked for at the start of a syllable: `needle` puts a "|" before it, and the
text holds each name's pinyin and initials from every syllable on:

    枫杨园 → |枫杨园|fengyangyuan|yangyuan|yuan|fyy|yy|

So "yangyuan" and "fy" find it, and "gyang" does not. Traditional characters are found by
their pinyin only.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from pypinyin import lazy_pinyin

QUERY_LENGTH = 60  # longer than any name; what is behind it is not looked at

# How these are read in names of places and people, where the dictionary, not knowing the
# word, gives the everyday reading (长宁 "zhang ning"). Both readings are stored.
_IN_NAMES = {
    "长": "chang",
    "長": "chang",
    "行": "hang",
    "朝": "chao",
    "乐": "le",
    "樂": "le",
    "莘": "xin",
    "弄": "long",
    "曾": "zeng",
    "单": "shan",
    "單": "shan",
    "仇": "qiu",
}

_NUMBER = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
# One Chinese character, or a run of anything else: what pypinyin answers piece by piece.
_RUNS = re.compile(r"[〇\u3400-\u9fff\U00020000-\U0003ffff]|[^〇\u3400-\u9fff\U00020000-\U0003ffff]+")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}


def search_text(names: Iterable[str]) -> str:
    """Give one text by which a thing is found, out of its names and addresses.

    Fields between "|": each name normalised; with Chinese numbers as digits, if it has
    any (牡丹第七 → 牡丹7); its pinyin and its initials from each syllable on. Without any
    name it is empty.
    """
    fields: dict[str, None] = {}
    for name in names:
        fields.update(dict.fromkeys(_fields(name)))
    fields.pop("", None)
    return f"|{'|'.join(fields)}|" if fields else ""


def normalise_query(q: str) -> str:
    """Write a query as the stored names are written; empty if nothing of it is left.

    Half width, lower case, without accents, quotes, dots, dashes and spaces; 891号 is
    891, 第七 is 七, lü is lu. At most 60 characters are looked at.
    """
    # Cut before too: nobody makes us fold megabytes.
    return _shortened(_folded(q[: 4 * QUERY_LENGTH]))[:QUERY_LENGTH]


def needle(q: str) -> str:
    """Give what the stored text must contain for a query to match; "" matches all."""
    plain = normalise_query(q)
    return f"|{plain}" if plain.isascii() and plain else plain


def _fields(name: str) -> Iterator[str]:
    whole = _folded(name)
    short = _shortened(whole)
    yield short
    yield _NUMBER.sub(_in_digits, short)
    # Typed in pinyin, 第 and 号 may be spelled out: mudandiqi as well as mudanqi.
    for plain in dict.fromkeys((short, whole)):
        yield from _pronounced(plain)


def _pronounced(plain: str) -> Iterator[str]:
    everyday = [_u(syllable) for syllable in lazy_pinyin(plain)]
    for syllables in (everyday, _read_as_name(plain, everyday)):
        yield from _from_each_syllable(syllables)
        # A house number is no initial: 曹杨路891 is cyl891.
        initials = [s if s[0].isdigit() else s[0] for s in syllables]
        yield from (tail for tail in _from_each_syllable(initials) if len(tail) > 1)


def _from_each_syllable(syllables: list[str]) -> Iterator[str]:
    for index in range(len(syllables)):
        yield "".join(syllables[index:])


def _read_as_name(plain: str, everyday: list[str]) -> list[str]:
    if _IN_NAMES.keys().isdisjoint(plain):
        return everyday
    runs = _RUNS.findall(plain)
    if len(runs) != len(everyday):
        return everyday
    return [_IN_NAMES.get(run, said) for run, said in zip(runs, everyday, strict=True)]


def _folded(text: str) -> str:
    # Half width, lower case, letters and digits only, no accents.
    wide = unicodedata.normalize("NFKC", text).casefold()
    parts = unicodedata.normalize("NFD", wide)
    return _u(unicodedata.normalize("NFC", "".join(s for s in parts if s.isalnum())))


def _shortened(folded: str) -> str:
    # As people say it: 曹杨路891 for 891号, 牡丹七 for 第七.
    without_ordinal = re.sub(r"第+(?=[\d一二三四五六七八九十])", "", folded)
    return re.sub(r"(?<=\d)号+", "", without_ordinal)


def _u(text: str) -> str:
    # ü is typed as v or as u: 绿 is lv, lü or lu. One of them is stored.
    return text.replace("lv", "lu").replace("nv", "nu")


def _in_digits(found: re.Match[str]) -> str:
    tens, ten, ones = found[0].rpartition("十")
    value = _DIGITS.get(ones, 0)
    return str((_DIGITS.get(tens, 1) * 10 if ten else 0) + value)
