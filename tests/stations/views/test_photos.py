"""Photographs as readers get them: on the station's page, and each file for ever under its random name."""

import os
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client

from portal.common.pictures import Picture
from stations.actions.photos import hang_photo, sweep_photos, take_down
from stations.models import StationPhoto
from tests import factories as make
from tests.cast import Place
from tests.linked_data import data_of
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db

LARGE, SMALL = b"RIFF-large", b"RIFF-small"


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def photo(place: Place) -> StationPhoto:
    picture = Picture(LARGE, SMALL, 1200, 1600)
    said = {"alt": "临街的玻璃门", "alt_en": 'The "glass" door'}
    return hang_photo(station=place.station, picture=picture, position=1, at=make.NOW, **said)


def test_a_file_stands_for_ever_at_its_address(client: Client, photo: StationPhoto) -> None:
    for url, content in ((photo.large_url, LARGE), (photo.small_url, SMALL)):
        answer = client.get(url)
        assert answer.content == content
        assert answer["Content-Type"] == "image/webp"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "public, immutable, max-age=31536000"
        assert "Vary" not in answer
        assert not answer.cookies
        assert client.head(url).status_code == 200
        assert client.post(url).status_code == 405


@pytest.mark.parametrize(
    "path",
    [
        "/photos/{name}-801.webp", "/photos/{name}-0.webp", "/photos/{name}.webp", "/photos/{name}-800.jpg",
        "/photos/00000000000000000000000000000000-800.webp", "/photos/..-800.webp", "/photos/%2e%2e%2fsecret-800.webp",
        "/photos/{name}-99999999999999999999999.webp", "/photos/", "/photos/{name}%00-800.webp",
    ],
)  # fmt: skip
def test_all_else_is_404_and_is_not_kept(client: Client, photo: StationPhoto, path: str) -> None:
    answer = client.get(path.format(name=photo.name))
    assert answer.status_code == 404
    assert "immutable" not in answer.get("Cache-Control", "")


def test_a_file_without_its_row_and_a_row_without_its_file_are_404(
    client: Client, photo: StationPhoto, media: Path
) -> None:
    (media / "photos" / f"{photo.name}-800.webp").unlink()
    assert client.get(photo.small_url).status_code == 404
    StationPhoto.objects.all().delete()
    assert client.get(photo.large_url).status_code == 404


def test_the_page_shows_it_with_its_words_and_its_room(
    client: Client, place: Place, photo: StationPhoto
) -> None:
    page = assert_cached_page(client, place.station.get_absolute_url())
    (image,) = re.findall(r"<img [^>]*>", page)
    for part in (
        f'src="{photo.small_url}"', f"{photo.small_url} 600w, {photo.large_url} 1200w", 'width="1200"', 'height="1600"',
        'loading="lazy"', 'alt="临街的玻璃门"',
    ):  # fmt: skip
        assert part in image, part
    whole = settings.PORTAL_PUBLIC_URL + photo.large_url
    assert f'<meta property="og:image" content="{whole}">' in page
    assert data_of(page)["image"] == [whole]
    english = text_of(client.get("/en" + place.station.get_absolute_url()))
    assert 'alt="The &quot;glass&quot; door"' in english
    assert f'src="{photo.small_url}"' in english, "the same file in both languages"


def test_without_photographs_there_is_no_empty_place(client: Client, place: Place) -> None:
    page = text_of(client.get(place.station.get_absolute_url()))
    for trace in ("<img", "og:image", 'id="photos"'):
        assert trace not in page
    assert "image" not in data_of(page)


def test_eight_photographs_cost_no_more_statements_than_one(
    client: Client, place: Place, photo: StationPhoto
) -> None:
    few = count_queries(client, place.station.get_absolute_url())
    for _number in range(7):
        make.photo(place.station)
    assert count_queries(client, place.station.get_absolute_url()) == few


@pytest.mark.parametrize("empty", [{"alt": ""}, {"alt_en": ""}])
def test_no_row_is_without_words(place: Place, empty: dict[str, str]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        make.photo(place.station, **empty)


def test_what_no_row_names_is_swept_away_when_it_is_old(
    place: Place, photo: StationPhoto, media: Path
) -> None:
    lost, new = media / "photos" / ("0" * 32 + "-800.webp"), media / "photos" / ("1" * 32 + "-800.webp")
    for file, age in ((lost, timedelta(days=2)), (new, timedelta(hours=1))):
        file.write_bytes(SMALL)
        os.utime(file, ((make.NOW - age).timestamp(),) * 2)
    assert sweep_photos(at=make.NOW) == 1
    assert not lost.exists()
    assert new.exists()
    assert len(list((media / "photos").iterdir())) == 3
    assert sweep_photos(at=make.NOW) == 0


def test_where_nobody_ever_hung_one_nothing_is_swept(place: Place) -> None:
    assert sweep_photos(at=make.NOW) == 0


def test_files_stay_until_it_is_certain_that_the_row_is_gone(
    place: Place, photo: StationPhoto, media: Path
) -> None:
    def broken() -> None:
        with transaction.atomic():
            take_down(photos=[photo])
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert StationPhoto.objects.exists()
    assert len(list((media / "photos").iterdir())) == 2
