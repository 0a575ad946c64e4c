"""Residents' voice: needs, resources and projects as three lists, and the polls that are open now."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.common.access import public
from portal.common.paging import page_of
from requests_desk.models import Poll, Project, Proposal, Resource
from stations.models import Committee, Estate

LISTS = {
    "needs": _("Needs and proposals"),
    "resources": _("Resources"),
    "projects": _("Projects"),
}
BIGGEST_KEY = 2**63 - 1
POLLS = 6  # open ones that are named


@dataclass(frozen=True)
class Where:
    """Whose voice is listened to: one estate's, one committee's (also by its station), or everybody's.
    ``query`` is what the address says of it, ready to stand before "&"."""

    committee: Committee | None = None
    estate: Estate | None = None
    query: str = ""

    @property
    def place(self) -> Committee | Estate | None:
        return self.estate or self.committee

    @property
    def own_page(self) -> str:
        """The address of the place's own page."""
        if self.estate is not None:
            return reverse("estate", args=[self.estate.pk])
        return reverse("committee", args=[self.committee.code]) if self.committee else ""


def where(request: HttpRequest) -> Where:
    """What ``?estate=``, ``?committee=`` or ``?station=`` asks for, by at most one statement; 404 for one
    that there is not."""
    if estate := request.GET.get("estate", ""):
        if not (estate.isascii() and estate.isdigit() and len(estate) < 19):
            raise Http404
        row = Estate.objects.select_related("committee").filter(pk=int(estate)).first()
        if row is None:
            raise Http404
        return Where(row.committee, row, f"estate={row.pk}")
    rows = Committee.objects.all()
    if code := request.GET.get("committee", ""):
        rows = rows.filter(code=code) if code.isascii() and code.isdigit() else rows.none()
    elif slug := request.GET.get("station", ""):
        rows = rows.filter(stations__slug=slug) if "\0" not in slug and len(slug) < 80 else rows.none()
    else:
        return Where()
    committee = rows.first()
    if committee is None:
        raise Http404
    return Where(committee, None, f"committee={committee.code}")


@require_safe
@public(cached=True)
def voice(request: HttpRequest) -> HttpResponse:
    """One of the three lists, the most supported first, of one place or of all. Three statements."""
    now = timezone.now()
    here = where(request)
    asked = request.GET.get("list", "")
    asked = asked if asked in LISTS else "needs"
    context = {
        "section": "voice", "here": here, "lists": LISTS, "list": asked, "now": now,
        "today": timezone.localdate(now),
        "page": page_of(request, listed(asked, here)),
        "polls": list(open_polls(here, now)[:POLLS]) if asked == "needs" else [],
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/voice/voice.html", context)


def of_place(rows: Any, here: Where, *, by_estate: bool = True) -> Any:
    """The ``rows`` of the place that is asked for."""
    if here.estate is not None and by_estate:
        return rows.filter(estate=here.estate)
    return rows.filter(committee=here.committee) if here.committee else rows


def listed(asked: str, here: Where) -> Any:
    """The rows of one of the lists."""
    if asked == "resources":
        rows = of_place(Resource.objects.all(), here, by_estate=False)
        return rows.select_related("committee", "partner").order_by("committee", "pk")
    if asked == "projects":
        rows = of_place(Project.objects.all(), here).select_related("committee", "estate")
        return rows.annotate(needs=Count("proposals")).order_by("-began_on", "-pk")
    rows = of_place(Proposal.objects.of_list(), here).select_related("committee", "estate")
    return rows.order_by("-supports", "-made_at", "-pk")


def open_polls(here: Where, now: Any) -> Any:
    """The polls of the place, or of its committee, that are open at ``now``, the soonest to close first."""
    rows = Poll.objects.filter(opens_at__lte=now, closes_at__gt=now).select_related("committee")
    return of_place(rows, here, by_estate=False).order_by("closes_at", "pk")
