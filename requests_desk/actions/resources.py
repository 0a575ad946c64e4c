"""Resources: what a committee can draw on; the same name again is the same thing."""

from datetime import date

from requests_desk.actions.own_desk import must_sit_there
from requests_desk.models import Resource
from stations.models import Committee, Worker


def add_resource(
    *, committee: Committee, name: str, worker: Worker, about: str = "", until: date | None = None
) -> Resource:
    """Enter it, or put right what it is good for and until when. Raises NotAllowed."""
    must_sit_there(committee.pk, worker)
    said = {"about": about, "until": until}
    return Resource.objects.update_or_create(committee=committee, name=name, defaults=said)[0]
