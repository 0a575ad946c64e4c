"""The officials' coverage review: a page and the same figures as a sheet."""

import csv
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.review import CommitteeReview, committees_under_review, review, totals
from stations.models import Division
from stations.rules.coverage import Share

BOM = "\ufeff"  # without it spreadsheets read Chinese as noise
FORMULA = ("=", "+", "-", "@", "\t", "\r")

SORTS: dict[str, Callable[[CommitteeReview], Any]] = {
    "code": lambda row: row.committee.code,
    "standing": lambda row: ("late", "in_work", "planned", "unplanned", "moved_late", "moved").index(row.standing),
    "promised": lambda row: (row.promised_on is None, row.promised_on),
    "before": lambda row: row.before.percent or 0 if row.before else -1,
    "after": lambda row: -1 if row.after.percent is None else row.after.percent,
    "unreached": lambda row: row.unreached,
    "checklist": lambda row: -1 if row.checklist.percent is None else row.checklist.percent,
    "on_time": lambda row: -1 if row.on_time.percent is None else row.on_time.percent,
    "overdue": lambda row: row.overdue,
}


def standing_words() -> dict[str, str]:
    """How a committee stands, in the reader's language."""
    return {
        "moved": _("Moved"),
        "moved_late": _("Moved, late"),
        "in_work": _("In work"),
        "planned": _("Planned"),
        "late": _("Late"),
        "unplanned": _("No plan"),
    }


def asked_for(request: HttpRequest) -> tuple[list[CommitteeReview], Division | None, str]:
    """The rows a request asks for (?division= &all=1 &sort=), in order, all of them in scope."""
    worker: Any = request.user
    code = request.GET.get("division", "")
    division = get_object_or_404(Division.objects.in_scope_of(worker), code=code) if code else None
    rows = committees_under_review(worker, division, everything=request.GET.get("all") == "1")
    sort = request.GET.get("sort", "code")
    key = SORTS.get(sort.removeprefix("-"), SORTS["code"])
    found = sorted(review(rows, now=timezone.now()), key=key, reverse=sort.startswith("-"))
    return found, division, sort


@official_required
def coverage_review(request: HttpRequest) -> HttpResponse:
    """Who has moved, who is reached, what is missing, who is late: a row a committee, and the sums."""
    rows, division, sort = asked_for(request)
    words = standing_words()
    query = request.GET.copy()
    query.pop("sort", None)
    context = {
        **admin.site.each_context(request),
        "title": _("Coverage review"),
        "rows": [(row, words[row.standing]) for row in rows],
        "totals": totals(rows),
        "division": division,
        "subdistricts": sorted({row.committee.subdistrict for row in rows}, key=lambda one: one.code),
        "sort": sort,
        "query": query.urlencode(),
        "full_query": request.GET.urlencode(),
        "everything": request.GET.get("all") == "1",
        "as_of": timezone.localtime(),
    }
    return TemplateResponse(request, "portal/coverage_review.html", context)


@official_required
def coverage_csv(request: HttpRequest) -> HttpResponse:
    """The review's rows and their sums as a sheet: the same figures, in the same order."""
    rows, _division, _sort = asked_for(request)
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="coverage-{timezone.localdate()}.csv"'
    sheet = csv.writer(response)
    sheet.writerow(header())
    words = standing_words()
    sheet.writerows([neutral(cell) for cell in line(row, words)] for row in rows)
    sheet.writerow(sums(rows))
    return response


def header() -> list[str]:
    """The sheet's first line."""
    return [
        _("Register code"), _("Committee"), _("Subdistrict"), _("Standing"), _("Due on"), _("Moved on"),
        _("Households"), _("Within 15 minutes before"), _("Within 15 minutes now"), _("Percent now"),
        _("Checklist items met"), _("Checklist items required"), _("Tickets answered in 90 days"),
        _("Of these on time"), _("Overdue now"),
    ]  # fmt: skip


def line(row: CommitteeReview, words: dict[str, str]) -> list[Any]:
    """One committee's line of the sheet."""
    return [
        row.committee.code, row.committee.label, row.committee.subdistrict.label, words[row.standing],
        row.promised_on or "", row.moved_on or "", row.after.whole, row.before.part if row.before else "",
        row.after.part, percent(row.after), row.checklist.done, row.checklist.total, row.on_time.whole,
        row.on_time.part, row.overdue,
    ]  # fmt: skip


def sums(rows: list[CommitteeReview]) -> list[Any]:
    """The sheet's last line."""
    total = totals(rows)
    return [
        "", _("Total"), "", "", "", "", total.after.whole, total.before.part, total.after.part,
        percent(total.after), total.checklist.part, total.checklist.whole, total.on_time.whole,
        total.on_time.part, total.overdue,
    ]  # fmt: skip


def percent(share: Share) -> int | str:
    """The share in percent, empty where there is nothing to share."""
    return "" if share.percent is None else share.percent


def neutral(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made plain with an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
