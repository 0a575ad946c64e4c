"""The matchmaker: which resources may serve a need, by the words they share.

Chinese has no spaces: two characters side by side count as a word, and words of Latin letters as they
stand. What stands in almost every sentence says nothing and is left out.
"""

import re
from collections.abc import Sequence

LATIN = re.compile(r"[a-z]{3,}")
HAN = re.compile(r"[\u3400-\u9fff]+")
# They are taken out first, so that what stands on either side of them is not read as one word.
EMPTY = re.compile(
    "我们|你们|他们|大家|居民|小区|社区|希望|可以|不能|没有|一个|有人|什么|怎么|现在|时候|因为"
    r"|\b(?:the|and|for|with|are|can|our|you|not|have|some|there)\b"
)


def words(text: str) -> frozenset[str]:
    """Give what of ``text`` may be compared."""
    lower = EMPTY.sub(" ", text.lower())
    pairs = {run[at : at + 2] for run in HAN.findall(lower) for at in range(len(run) - 1)}
    return frozenset(pairs | set(LATIN.findall(lower)))


def matches(need: str, resources: Sequence[str], *, most: int = 3) -> list[int]:
    """Give the places in ``resources`` of those that share words with ``need``, the likeliest first, at
    most ``most``."""
    wanted = words(need)
    shared = [(len(wanted & words(text)), place) for place, text in enumerate(resources)]
    found = sorted((-count, place) for count, place in shared if count)
    return [place for _count, place in found[:most]]
