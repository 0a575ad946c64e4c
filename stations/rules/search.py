"""The index cards: names written so that Chinese, pinyin and initials all find them.

`search_text` is stored in a column, and one `contains` finds it in either database:

    rows.filter(search_text__contains=needle(q))

A query with a Chinese character in it is looked for anywhere. One of Latin letters and
digits only is looked for at the start of a syllable: `needle` puts a "|" before it, and the
text holds each name's pinyin and initials from every syllable on:

    枫杨园 → |枫杨园|fengyangyuan|yangyuan|yuan|fyy|yy|

So "yangyuan" and "fy" find it, and "gyang" does not.

Words in another order, or with an ending that the name has not (桐荫社区居委会), are `words` to be
found each for itself. Where nothing is found so, `alike` looks in `sounds` for what sounds the same
(other characters, traditional ones among them) or is mistyped.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from itertools import pairwise

from pypinyin import lazy_pinyin

from stations.rules.english_address import street_of, words_of

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

SHORTEST_GUESS = 3  # letters of pinyin; fewer are like everything
SHORTEST_DRAWN = 3  # characters in which one may be another
SHORTEST_SENTENCE = 4  # characters in which a name may stand
CLOSEST = 60  # stations whose names are compared letter by letter
_Rank = tuple[int, int, str]  # how far, which of the station's names, the name

# What many names end in, said as `sounds` says it; the longer first.
_GENERIC = tuple(
    "'" + "'".join(lazy_pinyin(word)) + "'"
    for word in [
        *("百姓会客厅", "邻里会客厅", "会客厅", "社区居民委员会", "居民委员会", "社区居委会", "居委会"),
        *("村委会", "居民区", "小区", "社区"),
    ]
)

# What people add to a name that is not called so, and what else stands in a question.
_ENDINGS = re.compile(
    "(?:百姓会客厅|邻里会客厅|会客厅|社区居民委员会|居民委员会|社区居委会|居委会|村民委员会|村委会"
    "|社区服务站|服务站|居民区|小区|社区)+$"
)
_ASKING = re.compile(
    "请问|我要|我想|怎么[走去办弄]?|在?哪[里儿]?|什么|[去到开办要]?(?:居委会|会客厅|服务站|社区|街道)"
)
# 盖个章, 修一下水管: between a matter's characters, and no part of it.
_FILLING = re.compile("(?<=[盖开办修打换装问查领补])(?:一个|一下|一张|个|下|张)(?=[\u4e00-\u9fff])")
# What the places themselves are called in English is no matter.
_THE_PLACE = frozenset(
    {"living", "room", "station", "community", "neighbourhood", "neighborhood", "committee"}
)
_PROVINCE = re.compile("^[\u4e00-\u9fff]{2,7}(?:省|自治区)(?=[\u4e00-\u9fff]{2})")
_HOUSE = re.compile(r"\d+(?:号楼|号|幢|栋|单元|弄|楼|室)[\w\s-]*$")
_BETWEEN = re.compile(r"[\s,，、;；/]+|(?<=[市区县镇])|(?<=街道)")
_BETWEEN_WORDS = re.compile(r"[\s,，、;；]+")
_PHRASE = re.compile(r"[A-Za-z][A-Za-z'’-]*(?: [A-Za-z][A-Za-z'’-]*)+")
MOST_WORDS = 6  # of a question are looked for
SHORTEST_LATIN = 4  # letters of an English word that says something

_NUMBER = re.compile(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]")
# One Chinese character, or a run of anything else: what pypinyin answers piece by piece.
_RUNS = re.compile(r"[〇\u3400-\u9fff\U00020000-\U0003ffff]|[^〇\u3400-\u9fff\U00020000-\U0003ffff]+")
_DIGITS = {digit: value for value, digit in enumerate("一二三四五六七八九", start=1)}


def search_text(names: Iterable[str], areas: Iterable[str] = ()) -> str:
    """Give one text by which a thing is found, out of its names and addresses.

    Fields between "|": each name normalised; with Chinese numbers as digits, if it has
    any (牡丹第七 → 牡丹7); its pinyin and its initials from each syllable on. Without any
    name it is empty. ``areas``, the streets and districts it lies in, stand behind all names,
    whole and in pinyin only: their initials would find a city's every station.
    """
    fields: dict[str, None] = {}
    for name in names:
        fields.update(dict.fromkeys(_fields(name)))
    for area in areas:
        short = _shortened(_folded(area))
        fields.update(dict.fromkeys((short, *("".join(said) for said in _readings(short)))))
    fields.pop("", None)
    return f"|{'|'.join(fields)}|" if fields else ""


def other_words(typed: str) -> list[str]:
    """Part words typed with spaces or commas between; English words side by side are a phrase besides.

    "盖章 开证明，birth certificate" → birth certificate, 盖章, 开证明, birth, certificate
    """
    phrases = _PHRASE.findall(typed)
    return list(dict.fromkeys([*phrases, *(word for word in _BETWEEN_WORDS.split(typed) if word)]))


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


def words(q: str) -> list[str]:
    """Give what a text must contain, each for itself, to be what ``q`` says in other words; [] where
    that is no other question than ``needle(q)``.

    ``q`` is parted at its spaces and behind 市, 区, 县, 街道 and 镇; a province before, and 居委会, 社区,
    会客厅, the house's number and the like behind, are dropped: 听雨街道 桐荫社区居委会 → 听雨街道, 桐荫.
    In English road, block, no. and the like are dropped wherever they stand: No. 891, Caoyang Rd → 891, caoyang.
    """
    if english := words_of(q[: 4 * QUERY_LENGTH]):
        return [needle(word) for word in dict.fromkeys(english)][:MOST_WORDS]
    asked = _HOUSE.sub("", q[: 4 * QUERY_LENGTH].strip())
    parts = (_ENDINGS.sub("", part) for part in _BETWEEN.split(_PROVINCE.sub("", asked)))
    found = dict.fromkeys(needle(part) for part in parts if len(normalise_query(part)) > 1)
    return [] if list(found) == [needle(q)] else list(found)[:MOST_WORDS]


def on_street(q: str) -> str:
    """Give what the stored text of a place in the street holds that an English ``q`` names; "" without one."""
    return needle(street_of(q[: 4 * QUERY_LENGTH]))


def estate_needle(q: str) -> str:
    """Give what the name of the estate must contain that ``q`` names, building and flat left out:
    中桥大楼小区3号楼502 → 中桥大楼. A street is none, so it is "" of one."""
    street = on_street(q) or re.search(r"[路街巷道弄]\d", q)
    parts = [] if street else [word for word in words(q) if not word.strip("|").isdigit()]
    return parts[-1] if parts else ""


def plain_name(q: str) -> str:
    """What of ``q`` is a name as a register writes it: without house, 居委会 and the like; else ``q``."""
    core = _ENDINGS.sub("", _HOUSE.sub("", q.strip()))
    return core if len(core) > 1 else q


def only_the_place(q: str) -> bool:
    """Whether ``q`` is English and says no more than what all of the places are: "living rooms"."""
    said = [word.removesuffix("s") for word in q.casefold().split()]
    return bool(said) and _THE_PLACE.issuperset(said)


def matters(q: str) -> list[str]:
    """Give what the name of a service may share with ``q``: pairs of characters, and Latin words of four
    letters and more; nothing of what merely asks the way. 去居委会开证明怎么走 → 证明."""
    asked = _FILLING.sub("", _ASKING.sub(" ", q[:QUERY_LENGTH].casefold()))
    # Without the s of many: what stands in "certificates" stands in "certificate", too.
    typed = (word.removesuffix("s") for word in re.findall(rf"[a-z]{{{SHORTEST_LATIN},}}", asked))
    latin = (word for word in typed if word not in _THE_PLACE)
    pairs = ("".join(two) for run in re.findall("[\u4e00-\u9fff]+", asked) for two in pairwise(run))
    return list(dict.fromkeys([*latin, *pairs]))


def sounds(names: Iterable[str]) -> str:
    """Give the names one a line, as written and as said: "枫杨园 feng'yang'yuan"."""
    lines: dict[str, None] = {}
    for name in names:
        short = _shortened(_folded(name))
        lines.update(dict.fromkeys(f"{short} {_joint(said)}" for said in _readings(short) if short))
    return "\n".join(lines)


def street(address: str) -> str:
    """Give what of an address stands before the first number: 曹杨路 of 曹杨路891号."""
    return re.split(r"\d", address, maxsplit=1)[0]


def alike(q: str, rows: Iterable[tuple[int, str]], *, most: int = 5) -> list[tuple[int, str]]:
    """Give the best few of ``rows``, pairs of a key and its `sounds`: key and name, the likest first.

    First what sounds the same, then a name inside a longer sentence, then names that one or two
    slips of the finger apart (a letter or character more, fewer or other).
    """
    asked = _Asked.of(normalise_query(q))
    if len(asked.letters) < SHORTEST_GUESS:
        return []
    every = list(rows)
    found = _ranked(every, range(len(every)), lambda names: _heard(asked, names))
    if not found:
        shares = [(-asked.share(names), place) for place, (_key, names) in enumerate(every)]
        close = nsmallest(CLOSEST, (one for one in shares if one[0]))
        found = _ranked(every, (place for _share, place in close), lambda names: _mistyped(asked, names))
    return [(key, name) for *_rank, name, key in found[:most]]


def _ranked(
    rows: Sequence[tuple[int, str]], places: Iterable[int], look: Callable[[str], Iterator[_Rank]]
) -> list[tuple[int, int, int, str, int]]:
    found = []
    for place in places:
        key, names = rows[place]
        best = min(look(names), default=None)
        if best is not None:
            far, line, name = best
            found.append((far, line, place, name, key))
    return sorted(found)


@dataclass(frozen=True)
class _Asked:
    """A query taken apart once, to be compared with thousands of names."""

    written: str
    said: tuple[str, ...]  # each reading, syllable by syllable; none of one typed in letters
    letters: str
    pairs: frozenset[str]  # of letters side by side
    symbols: frozenset[str]
    slips: int  # allowed in the letters
    strokes: int  # allowed in the characters

    @classmethod
    def of(cls, plain: str) -> "_Asked":
        readings = _readings(plain)
        letters = "".join(readings[1])
        latin = plain.isascii()
        said = () if latin else tuple(dict.fromkeys(_joint(one) for one in readings))
        strokes = 0 if latin else (len(plain) >= SHORTEST_DRAWN) + (len(plain) >= 6)
        pairs = frozenset(one + other for one, other in pairwise(letters))
        # Of two characters, a letter is too much: 苏州 is no slip for 潞州.
        slips = 0 if not latin and len(plain) < SHORTEST_DRAWN else (len(letters) >= 5) + (len(letters) >= 9)
        return cls(plain, said, letters, pairs, frozenset(plain), slips, strokes)

    def share(self, names: str) -> float:
        """Which share of it stands in ``names``; 0 where more slips were made than allowed: each spoils
        two pairs of letters, or one character. Quick, for most names are nothing like it."""
        letters = names.replace("'", "")
        paired = sum(pair in letters for pair in self.pairs)
        drawn = sum(symbol in names for symbol in self.symbols) if self.strokes else 0
        by_sound = paired / len(self.pairs) if paired >= max(1, len(self.pairs) - 2 * self.slips) else 0
        by_sight = drawn / len(self.symbols) if drawn and drawn >= len(self.symbols) - self.strokes else 0
        return max(by_sound, by_sight)


def _heard(asked: _Asked, names: str) -> Iterator[_Rank]:
    """The names that sound so, then those that stand inside what was asked, the longest first."""
    if any(one in names for one in asked.said):
        for line, (written, said) in enumerate(_lines(names)):
            if any(one in said for one in asked.said):
                yield -100, line, written
    elif asked.said and len(asked.written) >= SHORTEST_SENTENCE:
        for line, (written, said) in enumerate(_lines(names)):
            core = _core(said)
            if core and any(core in one for one in asked.said):
                yield -len(core), line, written


def _mistyped(asked: _Asked, names: str) -> Iterator[_Rank]:
    """The names that no more slips than allowed stand between."""
    for line, (written, said) in enumerate(_lines(names)):
        slips = _slips(asked.letters, said.replace("'", ""))
        strokes = _slips(asked.written, written) if asked.strokes else slips
        if slips <= asked.slips or (asked.strokes and strokes <= asked.strokes):
            yield min(slips, strokes), line, written


def _lines(names: str) -> Iterator[tuple[str, str]]:
    for one in names.split("\n"):
        written, _space, said = one.partition(" ")
        yield written, said


def _slips(typed: str, name: str) -> int:
    """The fewest letters to add, drop or change until ``typed`` stands somewhere in ``name``."""
    above = list(range(len(typed) + 1))
    fewest = above[-1]
    for symbol in name:
        row = [0]
        for index, letter in enumerate(typed):
            row.append(min(above[index] + (letter != symbol), above[index + 1] + 1, row[index] + 1))
        above, fewest = row, min(fewest, row[-1])
    return fewest


def _joint(syllables: list[str]) -> str:
    # Between marks, so that "fang'an" is not "fan'gan".
    return "'" + "'".join(syllables) + "'"


def _core(said: str) -> str:
    """What of a name is its own: without 会客厅, 居委会, 小区 and the like; "" of less than two syllables."""
    for generic in _GENERIC:
        if said.endswith(generic):
            said = said[: len(said) - len(generic) + 1]
            break
    return said if said.count("'") > 2 else ""


def _fields(name: str) -> Iterator[str]:
    whole = _folded(name)
    short = _shortened(whole)
    yield short
    yield _NUMBER.sub(_in_digits, short)
    # Typed in pinyin, 第 and 号 may be spelled out: mudandiqi as well as mudanqi.
    for plain in dict.fromkeys((short, whole)):
        yield from _pronounced(plain)


def _readings(plain: str) -> tuple[list[str], list[str]]:
    # The everyday reading, and the one in names, which is mostly the same.
    everyday = [_u(syllable) for syllable in lazy_pinyin(plain)]
    return everyday, _read_as_name(plain, everyday)


def _pronounced(plain: str) -> Iterator[str]:
    for syllables in _readings(plain):
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
