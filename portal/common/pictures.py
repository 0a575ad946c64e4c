"""The darkroom: an uploaded photograph is judged by its content and developed anew; nothing but the picture
is left of it, no place, no camera, no date."""

import struct
from dataclasses import dataclass
from io import BytesIO
from typing import Any, BinaryIO

from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps, UnidentifiedImageError

from .errors import PortalError

MOST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 40_000_000
LEAST_SIDE = 320  # pixels of the shorter side; fewer show nothing even on a phone
FORMATS = ("JPEG", "PNG", "WEBP")
# Longest sides of the two that are kept, in pixels: for a phone's width, and for a large screen.
SMALL, LARGE = 800, 1600

_QUALITY = 80
# What Pillow raises on a file that begins like a picture and is none.
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, OverflowError, struct.error)


class PictureRefused(PortalError):
    """This file cannot be taken; the sentence says why, the next step what to do."""

    next_step = _("Choose another picture.")


@dataclass(frozen=True)
class Picture:
    """Two WebP files of one photograph, and the pixels of the large one."""

    large: bytes
    small: bytes
    width: int
    height: int


def fitted(width: int, height: int, side: int) -> tuple[int, int]:
    """Width and height when the longer of both is ``side`` at most; nothing is ever made larger."""
    scale = min(1.0, side / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def develop(file: BinaryIO, size: int, *, least: int = LEAST_SIDE) -> Picture:
    """The photograph in ``file`` (of ``size`` bytes), turned upright, in two sizes; its shorter side has ``least``
    pixels at least.

    Raises PictureRefused: too large a file, no JPEG, PNG or WebP, too many pixels or too few, damaged.
    """
    if size > MOST_BYTES:
        raise PictureRefused(
            _("This file is larger than 10 MB."),
            next_step=_("Make the picture smaller, or send it by a messenger first: that makes it smaller."),
        )
    file.seek(0)
    image = _opened(file)
    _judge_size(image, least)
    try:
        upright = _upright(image)
    except _DAMAGED as error:
        raise PictureRefused(_("This picture is damaged: it cannot be read to its end.")) from error
    return Picture(_webp(upright, LARGE), _webp(upright, SMALL), *upright.size)


def _opened(file: BinaryIO) -> Image.Image:
    try:
        return Image.open(file, formats=FORMATS)
    except UnidentifiedImageError as error:
        raise PictureRefused(
            _("This file is no JPEG, PNG or WebP picture."),
            next_step=_("Save the picture as JPEG, PNG or WebP, and choose it again."),
        ) from error
    except Image.DecompressionBombError as error:
        raise _too_many_pixels() from error
    except _DAMAGED as error:
        raise PictureRefused(_("This picture is damaged: it cannot be read to its end.")) from error


def _judge_size(image: Image.Image, least: int) -> None:
    if image.width * image.height > MOST_PIXELS:
        raise _too_many_pixels()
    if min(image.size) < least:
        raise PictureRefused(
            _("This picture is too small: its shorter side has %(side)s pixels, and needs %(least)s.")
            % {"side": min(image.size), "least": least},
            next_step=_("Choose the photograph as the camera took it, not a small copy of it."),
        )


def _too_many_pixels() -> PictureRefused:
    return PictureRefused(
        _("This picture has more than 40 million pixels."),
        next_step=_("Save it smaller, and choose it again."),
    )


def _upright(image: Image.Image) -> Image.Image:
    """The picture at its large size, as it was held, on white where it is transparent."""
    image.draft("RGB", (LARGE, LARGE))  # a large JPEG is then read at a half or a quarter
    image.load()
    if image.mode not in ("RGB", "L", "CMYK"):
        image = image.convert("RGBA")
    image.thumbnail(fitted(*image.size, LARGE), Image.Resampling.LANCZOS)
    turned: Any = ImageOps.exif_transpose(image)
    # A new sheet: whatever the file said besides its pixels stays behind.
    sheet = Image.new("RGB", turned.size, "white")
    sheet.paste(turned if turned.mode == "RGBA" else turned.convert("RGB"), mask=_mask(turned))
    return sheet


def _mask(image: Image.Image) -> Image.Image | None:
    return image.getchannel("A") if image.mode == "RGBA" else None


def _webp(sheet: Image.Image, side: int) -> bytes:
    written = BytesIO()
    sized = sheet.resize(fitted(*sheet.size, side), Image.Resampling.LANCZOS)
    sized.save(written, "WEBP", quality=_QUALITY)
    return written.getvalue()
