"""Resources: what a committee can draw on; the same name again is the same thing."""

from datetime import date
from typing import Any

from requests_desk.actions.own_desk import must_sit_there
from requests_desk.models import Resource
from stations.models import Committee, Worker


def add_resource(
    *,
    committee: Committee,
    name: str,
    worker: Worker,
    about: str = "",
    until: date | None = None,
    name_en: str = "",
    about_en: str = "",
) -> Resource:
    """Enter it, or put right what it is good for and until when. English that stands is kept where none is given,
    as long as it says the same as the Chinese. Raises NotAllowed."""
    must_sit_there(committee.pk, worker)
    said: dict[str, Any] = {"about": about, "until": until}
    if name_en:
        said["name_en"] = name_en
    if about_en or not Resource.objects.filter(committee=committee, name=name, about=about).exists():
        said["about_en"] = about_en
    return Resource.objects.update_or_create(committee=committee, name=name, defaults=said)[0]
