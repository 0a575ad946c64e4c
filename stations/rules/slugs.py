"""The sign painter: a short address on the web out of a Chinese name."""

import re

from pypinyin import lazy_pinyin

LONGEST = 60


def slug_of(name: str) -> str:
    """Give `name` in pinyin, small letters and digits, words joined by hyphens: 枫杨园 → feng-yang-yuan.

    At most 60 characters, cut between words; empty if nothing of the name can be written so.
    """
    pieces = re.findall(r"[a-z0-9]+", " ".join(lazy_pinyin(name, errors="default")).lower())
    slug = ""
    for piece in pieces:
        longer = f"{slug}-{piece}" if slug else piece[:LONGEST]
        if len(longer) > LONGEST:
            break
        slug = longer
    return slug
