"""The pictures of an area for its officials: map, walks, floor space, checklists, days; each with its table behind."""

from datetime import date

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.figure_rows import crumbs_to
from portal.past_pictures import NothingKept, pictures_then
from portal.pictures import Pictures, band_words, pictures_of
from portal.views.past_day import day_asked_for, no_past_day
from stations.admin.official import Official, official_of
from stations.rules.coverage import COVERED_MINUTES


def pictures_asked_for(official: Official, code: str, on: date | None) -> Pictures:
    """What is drawn of the area with this code, as things stand or ``on`` a past day. Out of scope is a 404, as one
    that does not exist. Raises NothingKept."""
    scope = official.scope
    if not scope.everything and not any(code.startswith(area) for area in scope.areas):
        raise Http404
    if on is None:
        found = pictures_of(official, code, today=timezone.localdate())
    else:
        found = pictures_then(official, code, on=on)
    if found is None:
        raise Http404
    return found


@official_required
def coverage_pictures(request: HttpRequest, code: str) -> HttpResponse:
    """All pictures of one area, to look at and to print; ?on= as of a past day."""
    on = day_asked_for(request)
    try:
        pictures = pictures_asked_for(official_of(request), code, on)
    except NothingKept:
        return _nothing_kept(request, code, on)
    context = {
        **admin.site.each_context(request),
        "title": _("Pictures: %(area)s") % {"area": pictures.area.label},
        "pictures": pictures,
        "asked": on,
        "said": no_past_day(request),
        "past": f"?on={on}" if on else "",
        "bands": band_words(),
        "minutes": COVERED_MINUTES,
        "as_of": timezone.localtime(),
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "portal/pictures.html", context)


def _nothing_kept(request: HttpRequest, code: str, on: date | None) -> HttpResponse:
    """The book has no page of the day."""
    crumbs = crumbs_to(official_of(request), code)
    context = {
        **admin.site.each_context(request),
        "title": _("Pictures: %(area)s") % {"area": crumbs[-1].label},
        "crumbs": crumbs,
        "on": on,
    }
    return TemplateResponse(request, "portal/coverage_not_counted.html", context)
