"""QR codes: a phone reads back what was drawn, and nothing in the drawing offends the policy."""

import re

import pytest
import zxingcpp
from PIL import Image, ImageDraw

from portal.common.qr import qr_svg

SCALE = 8


def painted(svg: str) -> Image.Image:
    """The drawing as a picture: its one stroked path runs along the middle of each row of modules."""
    side = int(re.search(r'viewBox="0 0 (\d+) \d+"', svg)[1])  # type: ignore[index]
    picture = Image.new("L", (side * SCALE, side * SCALE), 255)
    paint = ImageDraw.Draw(picture)
    x = y = 0.0
    path = re.findall(r'<path[^>]* stroke="#000"[^>]* d="([^"]+)"|<path d="([^"]+)"[^>]* stroke="#000"', svg)
    for verb, first, second in re.findall(r"([Mmh])\s*(-?[\d.]+)(?:[ ,]?(-?[\d.]+))?", "".join(path[0])):
        if verb == "h":
            box = [x * SCALE, (y - 0.5) * SCALE, (x + float(first)) * SCALE - 1, (y + 0.5) * SCALE - 1]
            paint.rectangle(box, fill=0)
            x += float(first)
        elif verb == "M":
            x, y = float(first), float(second)
        else:
            x, y = x + float(first), y + float(second)
    return picture


@pytest.mark.parametrize(
    "text", ["https://portal.example/desk/check-in/?reference=K7M2-9QXD", "家门口 K7M2-9QXD", "x" * 300]
)
def test_a_phone_reads_it_back(text: str) -> None:
    (found,) = zxingcpp.read_barcodes(painted(qr_svg(text, title="QR")))
    assert found.text == text


def test_it_obeys_the_policy_and_has_a_name() -> None:
    svg = qr_svg("x", title='A "name" & <more>')
    assert 'role="img"' in svg
    assert 'aria-label="A &quot;name&quot; &amp; &lt;more&gt;"' in svg
    for forbidden in ("style", "class=", "<script", "width=", "height=", "http://www.w3.org/1999/xlink"):
        assert forbidden not in svg


def test_too_much_is_refused() -> None:
    with pytest.raises(ValueError):
        qr_svg("x" * 5000, title="QR")
