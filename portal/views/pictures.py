"""The pictures of an area for its officials: map, walks, floor space, checklists, days; each with its table behind."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.pictures import Pictures, band_words, pictures_of
from stations.admin.official import Official, official_of
from stations.rules.coverage import COVERED_MINUTES


def pictures_asked_for(official: Official, code: str) -> Pictures:
    """What is drawn of the area with this code. Out of scope is a 404, as one that does not exist."""
    scope = official.scope
    if not scope.everything and not any(code.startswith(area) for area in scope.areas):
        raise Http404
    found = pictures_of(official, code, today=timezone.localdate())
    if found is None:
        raise Http404
    return found


@official_required
def coverage_pictures(request: HttpRequest, code: str) -> HttpResponse:
    """All pictures of one area, to look at and to print."""
    pictures = pictures_asked_for(official_of(request), code)
    context = {
        **admin.site.each_context(request),
        "title": _("Pictures: %(area)s") % {"area": pictures.area.label},
        "pictures": pictures,
        "bands": band_words(),
        "minutes": COVERED_MINUTES,
        "as_of": timezone.localtime(),
    }
    return TemplateResponse(request, "portal/pictures.html", context)
