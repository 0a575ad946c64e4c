"""What somebody outside may read of a matter: its words, without whoever came with it."""

import re

from portal.common.phones import holds_number

# Digits with what people write between them: as far as one could reach, so that nothing of a number is left.
NUMBER = re.compile(r"\+?\d(?:[\d\s()（）\-－–—]*\d)?")
HIDDEN = "…"
SHORTEST = 2  # one letter alone is no name to look for


def without_person(text: str, *, name: str, phone: str) -> str:
    """``text`` with ``name``, ``phone`` and whatever else is a phone number in it replaced by dots."""
    for word in (name.strip(), phone.strip()):
        if len(word) >= SHORTEST:
            text = text.replace(word, HIDDEN)
    return NUMBER.sub(lambda found: HIDDEN if holds_number(found.group()) else found.group(), text)
