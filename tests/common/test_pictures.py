"""Photographs: what is refused and how it is said; and that nothing but the picture is left of one."""

import struct
import zlib
from io import BytesIO

import pytest
from django.utils.translation import override
from PIL import Image

from portal.common.pictures import (
    LARGE,
    LEAST_SIDE,
    MOST_BYTES,
    MOST_PIXELS,
    SMALL,
    PictureRefused,
    develop,
    fitted,
)

MAKE, ARTIST, ORIENTATION, GPS = 0x010F, 0x013B, 0x0112, 0x8825


def written(image: Image.Image, kind: str = "JPEG", **more: object) -> bytes:
    file = BytesIO()
    image.save(file, kind, **more)
    return file.getvalue()


def developed(file: bytes) -> tuple[Image.Image, Image.Image]:
    """The large and the small one, opened again."""
    picture = develop(BytesIO(file), len(file))
    large, small = Image.open(BytesIO(picture.large)), Image.open(BytesIO(picture.small))
    assert large.size == (picture.width, picture.height)
    return large, small


def refusal(file: bytes, size: int | None = None) -> str:
    with override("en"), pytest.raises(PictureRefused) as refused:
        develop(BytesIO(file), len(file) if size is None else size)
    with override("en"):
        return f"{refused.value.sentence} {refused.value.next_step}"


def taken(orientation: int = 1) -> bytes:
    """A photograph as a phone takes it: red at the left, with camera, name and place."""
    image = Image.new("RGB", (2400, 1200), "blue")
    image.paste("red", (0, 0, 1200, 1200))
    exif = Image.Exif()
    exif[MAKE], exif[ARTIST], exif[ORIENTATION] = "SECRETCAMERA", "SECRETNAME", orientation
    exif.get_ifd(GPS)[1] = "N"
    exif.get_ifd(GPS)[2] = (31.0, 14.0, 17.0)
    return written(image, exif=exif, comment=b"SECRETCOMMENT", icc_profile=b"SECRETPROFILE" * 20)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_each_kind_becomes_two_webp_files(kind: str) -> None:
    large, small = developed(written(Image.new("RGB", (2000, 1000), "green"), kind))
    assert (large.format, small.format) == ("WEBP", "WEBP")
    assert (large.size, small.size) == ((LARGE, 800), (SMALL, 400))


def test_place_camera_and_name_stay_behind() -> None:
    file = taken()
    assert b"SECRETCAMERA" in file
    assert Image.open(BytesIO(file)).getexif().get_ifd(GPS), "the control: it says where it was taken"
    picture = develop(BytesIO(file), len(file))
    for side in (picture.large, picture.small):
        assert b"SECRET" not in side
        assert b"EXIF" not in side
        opened = Image.open(BytesIO(side))
        assert not opened.getexif()
        assert not {"exif", "icc_profile", "xmp", "comment"} & opened.info.keys()


@pytest.mark.parametrize(
    ("orientation", "size", "corner"),
    [(1, (1600, 800), "red"), (3, (1600, 800), "blue"), (6, (800, 1600), "red"), (8, (800, 1600), "blue")],
)
def test_it_is_turned_as_it_was_held(orientation: int, size: tuple[int, int], corner: str) -> None:
    large, _small = developed(taken(orientation))
    assert large.size == size
    red, _green, blue = large.convert("RGB").getpixel((20, 20))  # type: ignore[misc]
    assert (red > 200, blue > 200) == (corner == "red", corner == "blue")


def test_nothing_is_made_larger() -> None:
    large, small = developed(written(Image.new("RGB", (480, 320)), "PNG"))
    assert large.size == small.size == (480, 320)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "CMYK", "1"])
def test_every_way_to_keep_colours_is_read(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    large, _small = developed(written(Image.new(mode, (400, 330)), kind))
    assert large.mode == "RGB"


def test_what_is_transparent_becomes_white() -> None:
    large, _small = developed(written(Image.new("RGBA", (400, 330), (255, 0, 0, 0)), "PNG"))
    assert large.getpixel((20, 15)) == (255, 255, 255)


def test_a_moving_picture_stands_still() -> None:
    frames = [Image.new("RGB", (400, 330), colour) for colour in ("red", "blue")]
    large, _small = developed(written(frames[0], "WEBP", save_all=True, append_images=frames[1:]))
    assert getattr(large, "n_frames", 1) == 1


@pytest.mark.parametrize(
    "file",
    [
        b"", b"GIF89a" + b"\0" * 40, b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
        b"<!doctype html><script>alert(1)</script>", b"%PDF-1.7", b"\0\0\0\x18ftypheic" + b"\0" * 40,
        b"MZ" + b"\0" * 99,
        written(Image.new("RGB", (8, 8)), "BMP"), written(Image.new("RGB", (8, 8)), "TIFF"),
    ],
)  # fmt: skip
def test_other_files_are_refused_whatever_they_are_called(file: bytes) -> None:
    said = refusal(file)
    assert said == (
        "This file is no JPEG, PNG or WebP picture. Save the picture as JPEG, PNG or WebP, and choose it again."
    )


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_damaged_file_is_refused(kind: str) -> None:
    noise = Image.effect_noise((400, 400), 80).convert("RGB")
    whole = written(noise, kind)
    assert refusal(whole[: len(whole) // 2]).startswith(
        "This picture is damaged: it cannot be read to its end."
    )


def test_too_large_a_file_is_refused_unread() -> None:
    assert refusal(b"", MOST_BYTES + 1).startswith("This file is larger than 10 MB.")
    assert "no JPEG" in refusal(b"", MOST_BYTES)


@pytest.mark.parametrize("size", [(1, 1), (319, 2000), (2000, 319)])
def test_too_small_a_picture_is_refused_with_its_size(size: tuple[int, int]) -> None:
    assert refusal(written(Image.new("RGB", size))) == (
        f"This picture is too small: its shorter side has {min(size)} pixels, and needs {LEAST_SIDE}. "
        "Choose the photograph as the camera took it, not a small copy of it."
    )


def png_of(width: int, height: int) -> bytes:
    """The beginning of a PNG that claims so many pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 100))


@pytest.mark.parametrize(("width", "height"), [(8000, 5001), (20_000, 20_000)])
def test_too_many_pixels_are_refused_before_they_are_read(width: int, height: int) -> None:
    assert width * height > MOST_PIXELS
    assert refusal(png_of(width, height)).startswith("This picture has more than 40 million pixels.")


def test_forty_million_are_not_too_many() -> None:
    assert "damaged" in refusal(png_of(8000, 5000))


@pytest.mark.parametrize(
    ("size", "side", "result"),
    [((4000, 3000), 1600, (1600, 1200)), ((300, 200), 1600, (300, 200)), ((9000, 3), 800, (800, 1))],
)
def test_sides_fit(size: tuple[int, int], side: int, result: tuple[int, int]) -> None:
    assert fitted(*size, side) == result
