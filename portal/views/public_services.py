"""Promised time limits, for everyone: how each service's was kept in an area."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.common.access import public
from portal.common.sheets import csv_response
from portal.common.words import promise_words
from portal.public_services import Services, services_of
from requests_desk.rules.review import DAYS
from requests_desk.rules.small_numbers import FEWEST


@public(cached=True)
def coverage_services(request: HttpRequest, code: str = "") -> HttpResponse:
    """Each service of which enough was answered: its promise, the share kept, and how long an answer takes."""
    found = services_of(code)
    if request.GET.get("format") == "csv":
        return sheet(found)
    context = {"section": "coverage", "services": found, "ticket_days": DAYS, "fewest": FEWEST}
    return TemplateResponse(request, "portal/coverage/services.html", context)


def sheet(found: Services) -> HttpResponse:
    """The page's rows as a download."""
    head = [
        _("Register code"), _("Day"), _("Service"), _("Promised within, in working hours"), _("Promise"),
        _("Answered in 90 days, in whole tens"), _("Percent on time"), _("Median working minutes to the answer"),
    ]  # fmt: skip
    rows = (
        [
            found.code, found.day, row.service.label, row.service.limit_hours, promise_words(row.service.limit_hours),
            row.cases, row.percent, row.median_minutes,
        ]
        for row in found.rows
    )  # fmt: skip
    return csv_response(f"services-{found.code or 'all'}-{found.day or ''}", head, rows)
