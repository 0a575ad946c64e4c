"""The officials' look at open days and service packs: a page, and the same figures as a sheet."""

import csv
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.common.sheets import BOM, neutral
from portal.uptake import department_turns, pack_uptake
from requests_desk.models import OpenDaySeries
from requests_desk.rules.open_days import Uptake
from stations.admin.official import official_of, scoped


@official_required
def uptake_review(request: HttpRequest) -> HttpResponse:
    """Per department how often its turn came and how often it came; per pack how many stations took it."""
    official = official_of(request)
    lines, total = department_turns(official, at=timezone.now())
    context = {
        **admin.site.each_context(request),
        "title": _("Open days and service packs"),
        "lines": lines,
        "total": total,
        "packs": pack_uptake(official),
        "series": scoped(OpenDaySeries.objects.select_related("district"), official),
        "as_of": timezone.localtime(),
    }
    return TemplateResponse(request, "portal/uptake_review.html", context)


@official_required
def uptake_csv(request: HttpRequest) -> HttpResponse:
    """The same figures as a sheet: departments first, then packs."""
    official = official_of(request)
    lines, total = department_turns(official, at=timezone.now())
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="open-days-{timezone.localdate()}.csv"'
    sheet = csv.writer(response)
    sheet.writerow(
        [
            _("Department"), _("Turns"), _("Of these written down"), _("Times it came"), _("Percent"),
            _("Staff"), _("Party members"), _("Residents"),
        ]
    )  # fmt: skip
    sheet.writerows([neutral(cell) for cell in line_of(one, one.department)] for one in lines)
    sheet.writerow(line_of(total, _("Total")))
    sheet.writerow([])
    sheet.writerow(
        [
            _("Service pack"),
            _("Department"),
            _("Offered to"),
            _("Taken by"),
            _("Declined by"),
            _("Waiting"),
            _("Percent"),
        ]
    )
    for row in pack_uptake(official):
        cells = [
            row.pack.label,
            row.pack.department_label,
            row.offered,
            row.accepted,
            row.declined,
            row.waiting,
        ]
        sheet.writerow([neutral(cell) for cell in (*cells, "" if row.percent is None else row.percent)])
    return response


def line_of(one: Uptake, name: str) -> list[Any]:
    """One department's line; a theme that nobody has taken yet is not settled."""
    percent = "" if one.percent is None else one.percent
    name = name or _("Not settled yet")
    return [name, one.turns, one.written, one.came, percent, one.staff, one.party_members, one.residents]
