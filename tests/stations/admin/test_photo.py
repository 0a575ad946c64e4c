"""Photographs in the administration: who may hang one up, what the form says, and what becomes of the files."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, TestCase
from django.utils.translation import override
from PIL import Image

from portal.common.pictures import MOST_BYTES
from stations.models import StationPhoto, Worker
from tests import factories as make
from tests.cast import Place
from tests.stations.admin.rows import url

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def client(street: Worker, as_: SignIn) -> Client:
    return as_(street)


def picture(
    kind: str = "JPEG", name: str = "IMG_0001.jpg", content: bytes | None = None
) -> SimpleUploadedFile:
    if content is None:
        file = BytesIO()
        Image.new("RGB", (2000, 1500), "orange").save(file, kind)
        content = file.getvalue()
    return SimpleUploadedFile(name, content, "image/jpeg")


def hung(client: Client, place: Place, **fields: Any) -> Any:
    """The answer to a filled-in form, on the English pages."""
    whole = {
        "station": place.station.pk, "picture": picture(), "alt": "临街的玻璃门", "alt_en": "The glass door",
        "position": 1,
    } | fields  # fmt: skip
    return client.post("/en" + url(StationPhoto, "add"), {k: v for k, v in whole.items() if v is not None})


def errors(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 200
    assert not StationPhoto.objects.exists()
    return sentences(answer)


def sentences(answer: Any) -> dict[str, list[str]]:
    with override("en"):
        return {name: list(said) for name, said in answer.context["adminform"].form.errors.items()}


def test_an_official_hangs_one_up(client: Client, place: Place, media: Path) -> None:
    answer = hung(client, place)
    assert answer.status_code == 302
    photo = StationPhoto.objects.get()
    assert (photo.station, photo.width, photo.height) == (place.station, 1600, 1200)
    assert len(photo.name) == 32
    files = sorted(file.name for file in (media / "photos").iterdir())
    assert files == sorted([f"{photo.name}-1600.webp", f"{photo.name}-800.webp"])
    assert "IMG" not in "".join(files), "the name says nothing of the file it came from"


@pytest.mark.parametrize("missing", ["picture", "alt", "alt_en", "station"])
def test_each_of_these_is_asked_for(client: Client, place: Place, missing: str) -> None:
    assert errors(hung(client, place, **{missing: None})) == {missing: ["This field is required."]}


@pytest.mark.parametrize("described", ["alt", "alt_en"])
def test_blanks_describe_nothing(client: Client, place: Place, described: str) -> None:
    assert list(errors(hung(client, place, **{described: "   "}))) == [described]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            [
                "This file is no JPEG, PNG or WebP picture.",
                "Save the picture as JPEG, PNG or WebP, and choose it again.",
            ],
        ),
        (b"\xff\xd8\xff\xe0" + b"\0" * 99, None),
        (
            b"\0" * (MOST_BYTES + 1),
            [
                "This file is larger than 10 MB.",
                "Make the picture smaller, or send it by a messenger first: that makes it smaller.",
            ],
        ),
    ],
)
def test_what_is_no_picture_is_refused_in_words(
    client: Client, place: Place, media: Path, content: bytes, said: list[str] | None
) -> None:
    found = errors(hung(client, place, picture=picture(content=content)))
    assert list(found) == ["picture"]
    assert said is None or found["picture"] == said
    assert not list(media.rglob("*.webp"))


def test_a_ninth_is_refused_and_leaves_nothing(client: Client, place: Place, media: Path) -> None:
    for _number in range(7):
        make.photo(place.station)
    assert hung(client, place).status_code == 302
    answer = hung(client, place)
    assert sentences(answer) == {
        "__all__": ["A station shows eight photographs at most.", "Delete one of them first."]
    }
    assert StationPhoto.objects.count() == 8
    assert len(list(media.rglob("*.webp"))) == 2


def test_for_a_foreign_station_nobody_hangs_one(
    far_place: Place, place: Place, client: Client, media: Path
) -> None:
    answer = hung(client, far_place)
    assert list(errors(answer)) == ["station"]
    assert not list(media.rglob("*.webp"))


@pytest.mark.parametrize("who", ["other_street", "desk"])
def test_a_foreign_photograph_is_left_alone(
    who: str, place: Place, as_: SignIn, request: pytest.FixtureRequest
) -> None:
    photo = make.photo(place.station)
    stranger = as_(request.getfixturevalue(who))
    for view in ("change", "delete"):
        answer = stranger.post(
            url(photo, view, photo.pk), {"alt": "x", "alt_en": "x", "position": 1, "post": "yes"}
        )
        assert answer.status_code in (302, 403, 404)
    assert StationPhoto.objects.get().alt == photo.alt


def test_what_it_shows_can_be_said_better_but_the_picture_stays(client: Client, place: Place) -> None:
    hung(client, place)
    photo = StationPhoto.objects.get()
    page = client.get(url(photo, "change", photo.pk)).content.decode()
    assert photo.small_url in page
    assert 'type="file"' not in page
    client.post(
        url(photo, "change", photo.pk), {"alt": "门", "alt_en": "Door", "position": 2, "name": "x" * 32}
    )
    changed = StationPhoto.objects.get()
    assert (changed.alt, changed.alt_en, changed.position) == ("门", "Door", 2)
    assert (changed.name, changed.station) == (photo.name, photo.station)


@pytest.mark.parametrize("way", ["one", "several"])
def test_with_the_row_the_files_go(client: Client, place: Place, media: Path, way: str) -> None:
    hung(client, place)
    photo = StationPhoto.objects.get()
    with TestCase.captureOnCommitCallbacks(execute=True):
        if way == "one":
            client.post(url(photo, "delete", photo.pk), {"post": "yes"})
        else:
            chosen = {"action": "delete_selected", "_selected_action": [photo.pk], "post": "yes"}
            client.post(url(photo, "changelist"), chosen)
    assert not StationPhoto.objects.exists()
    assert not list(media.rglob("*.webp"))
