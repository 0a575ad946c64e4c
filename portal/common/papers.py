"""The letter box for files: a photograph or a PDF, told by its content and never by its name.

Pictures are made anew from their pixels. A PDF cannot be: it is kept as it came, if it begins and ends as one and holds
nothing that acts by itself, and whoever hands it out does so as a download alone.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import BinaryIO

from django.utils.translation import gettext_lazy as _

from .errors import PortalError
from .fields import plain_line
from .pictures import MOST_BYTES, develop

PICTURE, PDF = "picture", "pdf"
ENDING = {PICTURE: ".webp", PDF: ".pdf"}
CONTENT_TYPE = {PICTURE: "image/webp", PDF: "application/pdf"}
MOST_TITLE = 60
LEAST_SIDE = 50  # pixels: a cut-out of a screen or a stamp says something too

_BEGINS = re.compile(rb"%PDF-[12]\.\d")
_END, _END_WITHIN = b"%%EOF", 1024
# What a PDF can do by itself: run, start a programme, carry other files along.
_ACTS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|XFA)(?![A-Za-z])")
# A phone number or the number of an identity card: a title is read by more people than the file.
_NUMBER = re.compile(r"\d{7,}[Xx]?")
_ENDS_LIKE_A_FILE = re.compile(r"\.[A-Za-z0-9]{1,5}$")


class PaperRefused(PortalError):
    """This file cannot be taken; the sentence says why, the next step what to do."""

    next_step = _("Choose another file: a photograph (JPEG, PNG or WebP) or a PDF.")
    status = 400


@dataclass(frozen=True)
class Paper:
    """What is kept of a file: ``kind`` is PICTURE or PDF."""

    kind: str
    content: bytes


def judge(file: BinaryIO, size: int) -> Paper:
    """What is to be kept of ``file`` (of ``size`` bytes).

    Raises PaperRefused, or PictureRefused where it is meant to be a picture and is none that can be read.
    """
    if size == 0:
        raise PaperRefused(_("This file is empty."))
    if size > MOST_BYTES:
        raise PaperRefused(_("This file is larger than 10 MB."), next_step=_("Choose a smaller one."))
    file.seek(0)
    beginning = file.read(16)
    if _BEGINS.match(beginning):
        file.seek(0)
        return Paper(PDF, _checked(file.read()))
    if beginning.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or beginning[8:12] == b"WEBP":
        return Paper(PICTURE, develop(file, size, least=LEAST_SIDE).large)
    raise PaperRefused(_("This file is neither a photograph nor a PDF, whatever its name says."))


def _checked(content: bytes) -> bytes:
    if _END not in content[-_END_WITHIN:]:
        raise PaperRefused(_("This PDF is damaged: its end is missing."))
    if _ACTS.search(content):
        raise PaperRefused(
            _("This PDF holds a programme or other files."),
            next_step=_("Print it into a new PDF, or photograph the paper."),
        )
    return content


def title_of(name: str, fallback: str) -> str:
    """What to call a file that came as ``name``: its last part as one plain line, without ending, marks of direction
    signs that a folder or a header could read, and long numbers; ``fallback`` where nothing is left."""
    last = unicodedata.normalize("NFKC", name).replace("\\", "/").rpartition("/")[2]
    plain = plain_line("".join(sign for sign in last if sign not in '"<>|:*?%;' and sign.isprintable()))
    bare = plain
    while (shorter := _ENDS_LIKE_A_FILE.sub("", bare).strip(" .")) != bare:
        bare = shorter
    return _NUMBER.sub("…", bare)[:MOST_TITLE].strip(" …") or fallback
