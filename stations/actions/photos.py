"""Photographs: hung up with their two files, and taken down with them."""

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from portal.common.pictures import LARGE, SMALL, Picture
from portal.common.sweeping import sweep
from stations.models import Station, StationPhoto

FOLDER = "photos"
MOST = 8  # a station


class WallFull(PortalError):
    """The station shows as many photographs as fit its page."""

    sentence = _("A station shows eight photographs at most.")
    next_step = _("Delete one of them first.")


def file_of(name: str, side: int) -> str:
    """Where a photograph lies in the storage."""
    return f"{FOLDER}/{name}-{side}.webp"


@transaction.atomic
def hang_photo(
    *,
    station: Station,
    picture: Picture,
    alt: str,
    alt_en: str,
    position: int,
    at: datetime,
    moment: str = "",
) -> StationPhoto:
    """Keep ``picture`` under a random name and show it on the station's page; ``moment``: of which part of a move
    it tells. Raises WallFull."""
    # Two who upload the eighth at once wait for each other here.
    Station.objects.select_for_update().get(pk=station.pk)
    if station.photos.count() >= MOST:
        raise WallFull
    name = secrets.token_hex(16)
    photo = StationPhoto(
        station=station, name=name, alt=alt, alt_en=alt_en, position=position, moment=moment,
        width=picture.width, height=picture.height, uploaded_at=at,
    )  # fmt: skip
    photo.save()
    # Last: where a row is refused no file is left, and one whose row is lost is swept away.
    default_storage.save(file_of(name, LARGE), ContentFile(picture.large))
    default_storage.save(file_of(name, SMALL), ContentFile(picture.small))
    return photo


@transaction.atomic
def take_down(*, photos: Iterable[StationPhoto]) -> int:
    """Delete ``photos``, and their files once that is certain. Returns how many."""
    rows = list(photos)
    names = [photo.name for photo in rows]
    StationPhoto.objects.filter(pk__in=[photo.pk for photo in rows]).delete()
    transaction.on_commit(lambda: _forget(names))
    return len(rows)


def sweep_photos(*, at: datetime) -> int:
    """Delete files that no photograph names any more (their station was deleted). Returns how many."""
    known = set(StationPhoto.objects.values_list("name", flat=True))
    return sweep(FOLDER, known, name_of=lambda file: file.partition("-")[0], at=at)


def _forget(names: Iterable[str]) -> None:
    for name in names:
        for side in (LARGE, SMALL):
            default_storage.delete(file_of(name, side))
