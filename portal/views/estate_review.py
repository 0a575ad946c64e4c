"""An estate's page for officials: how far it is to a station, now and before, and what came from it."""

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import official_required
from portal.estate_review import estate_review as read
from portal.figure_rows import crumbs_to
from requests_desk.rules.review import DAYS
from stations.admin.official import Official, official_of, scoped
from stations.models import Estate
from stations.rules.coverage import COVERED_MINUTES

LARGEST_KEY = 2**63 - 1


@official_required
def estate_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Households, minutes, stations within reach, bodies, tickets by state, and how its reach changed."""
    official = official_of(request)
    estate = load(official, pk)
    context = {
        **admin.site.each_context(request),
        "title": estate.label,
        "estate": estate,
        "found": read(estate, at=timezone.now()),
        "crumbs": crumbs_to(official, estate.committee.code),
        "days": DAYS,
        "covered": COVERED_MINUTES,
    }
    return TemplateResponse(request, "portal/estate_review.html", context)


def load(official: Official, pk: int) -> Estate:
    """The estate in the official's scope, or Http404."""
    rows = Estate.objects.select_related("committee__relocation__programme")
    found: Estate | None = scoped(rows, official).filter(pk=pk).first() if pk <= LARGEST_KEY else None
    if found is None:
        raise Http404
    return found
