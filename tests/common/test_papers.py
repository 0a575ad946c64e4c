"""Files that people bring: what is refused, and what is left of what is taken."""

import struct
import zlib
from io import BytesIO

import pytest
from PIL import Image

from portal.common.errors import PortalError
from portal.common.papers import PDF, PICTURE, judge, title_of
from portal.common.pictures import MOST_BYTES

GOOD_PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
HTML = b"<!doctype html><script>alert(1)</script>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def picture(kind: str = "JPEG", size: tuple[int, int] = (640, 480)) -> bytes:
    file = BytesIO()
    Image.new("RGB", size, "green").save(file, kind)
    return file.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that says it has 50,000 times 50,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(b"\0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_picture_is_made_anew(kind: str) -> None:
    paper = judge(BytesIO(picture(kind)), 1)
    assert paper.kind == PICTURE
    assert Image.open(BytesIO(paper.content)).format == "WEBP"


def test_what_hides_behind_a_picture_stays_behind() -> None:
    """A polyglot: a photograph that is also a page, an archive and a PDF to whoever looks at its end."""
    tail = HTML + b"PK\x03\x04" + GOOD_PDF
    paper = judge(BytesIO(picture() + tail), 1)
    for part in (b"<script", b"PK\x03\x04", b"%PDF"):
        assert part not in paper.content


def test_a_pdf_is_kept_as_it_came() -> None:
    assert judge(BytesIO(GOOD_PDF), len(GOOD_PDF)).content == GOOD_PDF
    assert judge(BytesIO(GOOD_PDF), len(GOOD_PDF)).kind == PDF


@pytest.mark.parametrize(
    "file",
    [
        b"",
        HTML,
        SVG,
        b"GIF89a" + HTML,
        b"PK\x03\x04" + bytes(100),
        b"MZ" + bytes(100),
        b"\xff\xd8\xff" + HTML,  # begins like a photograph
        b"\x89PNG\r\n\x1a\n" + HTML,
        b"RIFF\x10\0\0\0WEBP" + HTML,
        b" \n" + GOOD_PDF,  # a header that does not begin the file: some readers look further
        HTML + GOOD_PDF,
        GOOD_PDF.replace(b"%%EOF", b""),
        GOOD_PDF.replace(b"/Catalog", b"/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>"),
        GOOD_PDF.replace(b"/Catalog", b"/Catalog/Names<</EmbeddedFiles 2 0 R>>"),
        GOOD_PDF.replace(b"/Catalog", b"/Catalog/AA<</O<</S/Launch>>>>"),
        bomb(),
    ],
    ids=lambda file: repr(file[:24]),
)
def test_what_is_neither_is_refused(file: bytes) -> None:
    with pytest.raises(PortalError):
        judge(BytesIO(file), len(file))


def test_too_large_is_refused_before_it_is_read() -> None:
    with pytest.raises(PortalError, match="10 MB"):
        judge(BytesIO(GOOD_PDF), MOST_BYTES + 1)


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("户口本.pdf", "户口本"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\C:\\x.jpg", "x"),
        ("照片\u202egpj.exe", "照片gpj"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie x=1"),
        ("x.pdf.html.exe", "x"),
        ('"><script>.png', "script"),
        ("...", "文件"),
        ("\0.pdf", "文件"),
        ("长" * 300 + ".pdf", "长" * 60),
        ("𠮷田.webp", "𠮷田"),
        ("身份证13912345678张三.jpg", "身份证…张三"),
        ("31010719501122003X.jpg", "文件"),
        ("2026-11-18 回执 123456.jpg", "2026-11-18 回执 123456"),
    ],
)
def test_what_a_file_is_called(name: str, title: str) -> None:
    assert title_of(name, "文件") == title
