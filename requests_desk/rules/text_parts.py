"""The telegram clerk: how much of a sentence still fits into two parts of a text message."""

PARTS = 2
# A part of several holds 153 letters of the plain alphabet, or 67 of any other script.
PLAIN, ANY = 153, 67


def room(text: str, more: str = "") -> int:
    """How many characters two parts still have room for beside ``text``, if ``more`` is to be written there;
    negative where there is none."""
    each = PLAIN if (text + more).isascii() else ANY
    # Outside the basic plane a character takes two places; plain ones are counted as they stand.
    return PARTS * each - sum(2 if symbol > "\uffff" else 1 for symbol in text)


def fitted(sentence: str, *, beside: str, least: int = 6) -> str:
    """``sentence``, whole or cut short with dots, so that with ``beside`` it fills two parts at most; "" where
    not even ``least`` characters of it would fit."""
    left = room(beside, sentence)
    if room(beside + sentence) >= 0:
        return sentence
    dots = "..." if (beside + sentence).isascii() else "…"
    kept = left - len(dots)
    while kept >= least and room(beside + sentence[:kept] + dots) < 0:
        kept -= 1
    return sentence[:kept].rstrip() + dots if kept >= least else ""
