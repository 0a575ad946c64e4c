"""Came before? What of a half-filled form is enough to look for somebody's former tickets."""

import unicodedata
from dataclasses import dataclass

from portal.common.codes import reference_in
from portal.common.phones import phone_in

LEAST_DIGITS = 4
LEAST_LETTERS = 2


@dataclass(frozen=True)
class Wanted:
    """What to look for; empty words look for nothing. ``phone`` is a whole number, ``phone_end`` its last
    digits (four at least), ``name`` a name or its beginning."""

    phone: str = ""
    phone_end: str = ""
    name: str = ""
    reference: str = ""

    def __bool__(self) -> bool:
        return bool(self.phone or self.phone_end or self.name or self.reference)


def wanted(*, phone: str = "", name: str = "", reference: str = "") -> Wanted:
    """Read what stands in the fields so far. What is too short to mean one person is left out."""
    whole, end = _phone(phone)
    name = " ".join(name.replace("\0", "").split())
    return Wanted(whole, end, name if len(name) >= LEAST_LETTERS else "", reference_in(reference))


def _phone(typed: str) -> tuple[str, str]:
    if whole := phone_in(typed):
        return whole, ""
    plain = "".join(unicodedata.normalize("NFKC", typed).replace("-", "").split())
    digits = "".join(str(int(one)) for one in plain) if plain.isdecimal() else ""
    return "", digits if len(digits) >= LEAST_DIGITS else ""
