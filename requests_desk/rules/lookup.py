"""The card index at the bar: what somebody meant who typed a number, initials or part of a name."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from stations.rules.search import needle, normalise_query

_NUMBERED = re.compile(r"(\d{1,4})(?:\s*[.·、:：-]?\s*)(.*)", re.DOTALL)


@dataclass(frozen=True)
class Card:
    """One thing that can be meant: ``number`` is what the desk calls it by (None: it has none),
    ``search_text`` as stations.rules.search writes it."""

    key: int
    name: str
    search_text: str
    number: int | None = None

    @property
    def label(self) -> str:
        """What a list of suggestions shows, and `find` takes back as exact: "12 居住证"."""
        return self.name if self.number is None else f"{self.number} {self.name}"


def find(typed: str, cards: Sequence[Card]) -> list[Card]:
    """Give the cards that ``typed`` can mean, in their order: those it names exactly (by label, number
    or whole name) if there are any, else those whose name, pinyin or initials hold it.

    Nothing typed, or nothing left of it without its signs, means none.
    """
    plain = unicodedata.normalize("NFKC", typed).strip()
    if not normalise_query(plain):
        return []
    return (
        [card for card in cards if plain in (card.label, card.name)]
        or _by_number(plain, cards)
        or _holding(plain, cards)
    )


def _by_number(plain: str, cards: Sequence[Card]) -> list[Card]:
    # "12", and "12 jz" where a committee's own list and the district's share the number.
    numbered = _NUMBERED.fullmatch(plain)
    if numbered is None:
        return []
    found = [card for card in cards if card.number == int(numbered[1])]
    return _holding(numbered[2], found) if numbered[2] else found


def _holding(plain: str, cards: Sequence[Card]) -> list[Card]:
    wanted = needle(plain)
    whole = normalise_query(plain)
    found = [card for card in cards if wanted in card.search_text]
    # 居住证 means 居住证 where 居住证续签 stands beside it.
    return [card for card in found if normalise_query(card.name) == whole] or found
