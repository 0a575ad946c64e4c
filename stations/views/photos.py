"""Photographs, straight from the storage: each address holds a random name, and what it shows never changes."""

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from portal.common.access import public
from portal.common.pictures import LARGE, SMALL
from stations.actions.photos import file_of
from stations.models import StationPhoto


@public(for_ever=True)
@require_safe
def photo(request: HttpRequest, name: str, side: int) -> HttpResponse:
    """The WebP file; 404 for a name that no photograph has, and where the file is missing."""
    if side not in (SMALL, LARGE) or not StationPhoto.objects.filter(name=name).exists():
        raise Http404
    try:
        with default_storage.open(file_of(name, side)) as file:
            return HttpResponse(file.read(), content_type="image/webp")  # some 300 KB at most
    except FileNotFoundError as error:
        raise Http404 from error
