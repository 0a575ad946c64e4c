"""For search engines: what may be looked at, and the list of all public pages in both languages."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from portal.common.access import public
from portal.common.links import absolute
from requests_desk.models import Activity, ActivitySession, ReviewDay
from stations.models import Committee, Estate, Service, Station

# Personal pages, forms and the staff's doors. They say so themselves too, by header.
NOT_FOR_ROBOTS = (
    "/desk/",
    "/admin/",
    "/visits/",
    "/track/",
    "/parties/",
    "/voice/new/",
    "/voice/mine/",
    "/stations/*/book/",
    "/sign-ups/",
    "/activities/*/sign-up/",
)
PAGES = (
    "home", "station_list", "service_list", "activity_list", "voice", "coverage", "coverage_services",
    "coverage_how", "privacy", "accessibility",
)  # fmt: skip
AREA = r"^\d{4}(\d{2}(\d{3})?)?$"  # not everything, and no committee: those have a page of their own


class Pages(Sitemap):
    """A kind of page: each of its addresses in Chinese and English, naming each other."""

    i18n = True
    alternates = True
    x_default = True
    limit = 5_000  # of 50,000 that a file may hold: a page is made in one go

    @property
    def protocol(self) -> str:  # type: ignore[override]
        return urlsplit(settings.PORTAL_PUBLIC_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.PORTAL_PUBLIC_URL).netloc


class FixedPages(Pages):
    def items(self) -> Sequence[str]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class StationPages(Pages):
    def items(self) -> Any:
        return Station.objects.published().only("slug").order_by("pk")

    def location(self, item: Station) -> str:
        return item.get_absolute_url()


class ChecklistPages(StationPages):
    def items(self) -> Any:
        return Station.objects.operating().only("slug").order_by("pk")

    def location(self, item: Station) -> str:
        return reverse("checklist", args=[item.slug])


class ServicePages(Pages):
    def items(self) -> Any:
        return (
            Service.objects.filter(items__station__in=Station.objects.operating()).distinct().order_by("pk")
        )

    def location(self, item: Service) -> str:
        return reverse("service", args=[item.slug])


class EstatePages(Pages):
    def items(self) -> Any:
        return Estate.objects.only("pk").order_by("pk")

    def location(self, item: Estate) -> str:
        return reverse("estate", args=[item.pk])


class CommitteePages(Pages):
    """Those with a station: the register's others have nothing to say yet."""

    def items(self) -> Any:
        return Committee.objects.filter(stations__isnull=False).distinct().only("code").order_by("pk")

    def location(self, item: Committee) -> str:
        return reverse("committee", args=[item.code])


class CoveragePages(Pages):
    """Areas with something under review, as the last night counted them."""

    def items(self) -> Any:
        last = ReviewDay.objects.filter(code="").order_by("-day").values("day")[:1]
        rows = ReviewDay.objects.filter(day=last, counts__committees__gt=0, code__regex=AREA)
        return rows.only("code").order_by("code")

    def location(self, item: ReviewDay) -> str:
        return reverse("coverage_area", args=[item.code])


class ActivityPages(Pages):
    """What is still to come: that which is over leads nobody here."""

    def items(self) -> Any:
        coming = ActivitySession.objects.standing().filter(starts_at__gt=timezone.now())
        rows = Activity.objects.published().filter(groups__sessions__in=coming)
        return rows.distinct().only("pk").order_by("pk")

    def location(self, item: Activity) -> str:
        return item.get_absolute_url()


SECTIONS: dict[str, type[Pages]] = {
    "pages": FixedPages,
    "stations": StationPages,
    "checklists": ChecklistPages,
    "services": ServicePages,
    "estates": EstatePages,
    "committees": CommitteePages,
    "coverage": CoveragePages,
    "activities": ActivityPages,
}


@public(cached=True)
def sitemap_index(request: HttpRequest) -> HttpResponse:
    """The lists there are, a line for each of their pages."""
    lists = []
    for section, kind in SECTIONS.items():
        address = absolute(reverse("sitemap_section", args=[section]))
        lists.append({"location": address})
        lists += [{"location": f"{address}?p={page}"} for page in range(2, kind().paginator.num_pages + 1)]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": lists}, content_type="application/xml")


@public(cached=True)
def sitemap_section(request: HttpRequest, section: str) -> HttpResponse:
    """One list, or the page of it that ``?p=`` asks for; 404 for one that there is not."""
    return sitemap(request, dict(SECTIONS), section=section)


@public(cached=True)
def robots(request: HttpRequest) -> HttpResponse:
    """robots.txt: the public pages and nothing else."""
    doors = [f"Disallow: {language}{path}" for language in ("", "/en") for path in NOT_FOR_ROBOTS]
    lines = ["User-agent: *", *doors, "", f"Sitemap: {absolute(reverse('sitemap_index'))}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
