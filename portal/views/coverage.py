"""The officials' coverage review: a page and the same figures as a sheet."""

import csv
from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.common.sheets import BOM, neutral
from portal.review import TICKET_DAYS, CommitteeReview, Totals, committees_under_review, review, totals
from stations.admin.official import official_of
from stations.models import Committee, Division
from stations.rules.coverage import COVERED_MINUTES, Share

STANDINGS = ("late", "in_work", "planned", "unplanned", "moved_late", "moved")
TAGS = {"moved": "open", "moved_late": "open", "in_work": "wait", "late": "late"}  # the others: "off"


def known(share: Share | None) -> int | None:
    """A share to sort by; None where there is none."""
    return None if share is None else share.percent


# What each column is sorted by; None, where nothing is known, comes last in both directions.
SORTS: dict[str, Callable[[CommitteeReview], Any]] = {
    "code": lambda row: row.committee.code,
    "standing": lambda row: STANDINGS.index(row.standing),
    "due": lambda row: row.promised_on,
    "before": lambda row: known(row.before),
    "now": lambda row: known(row.after),
    "unreached": lambda row: row.unreached,
    "checklist": lambda row: row.checklist.percent,
    "on_time": lambda row: known(row.on_time),
    "overdue": lambda row: row.overdue,
}

WORST_IS_MOST = {"unreached", "overdue"}  # sorted downwards at the first click


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


def division_asked_for(request: HttpRequest) -> str:
    """The code in ?division=, or nothing. A code outside the official's areas is a 404, as one that
    does not exist."""
    code = request.GET.get("division", "")
    scope = official_of(request).scope
    if not code:
        return ""
    if not (code.isascii() and code.isdigit() and len(code) in Division.CODE_LENGTHS):
        raise Http404
    if not scope.everything and not any(code.startswith(area) for area in scope.areas):
        raise Http404
    return code


def asked_for(request: HttpRequest) -> tuple[list[CommitteeReview], list[Committee]]:
    """The rows a request asks for (?division= &all=1 &sort=), in order, and all committees there are to
    choose from; every one of them in scope."""
    code = division_asked_for(request)
    committees = committees_under_review(official_of(request), everything=request.GET.get("all") == "1")
    rows = review([one for one in committees if one.code.startswith(code)], now=timezone.now())
    sort = request.GET.get("sort", "code")
    return ordered(rows, sort), committees


def ordered(rows: list[CommitteeReview], sort: str) -> list[CommitteeReview]:
    """The rows by one of SORTS, downwards behind a "-"; nonsense sorts by code."""
    key = SORTS.get(sort.removeprefix("-"), SORTS["code"])
    last = [row for row in rows if key(row) is None]
    first = [row for row in rows if key(row) is not None]
    return sorted(first, key=key, reverse=sort.startswith("-")) + last


def sort_links(request: HttpRequest) -> dict[str, dict[str, str]]:
    """For each column: where a click leads, and how it is sorted now (for aria-sort)."""
    now = request.GET.get("sort", "code")
    links = {}
    for name in SORTS:
        query = request.GET.copy()
        up, down = name, f"-{name}"
        first, second = (down, up) if name in WORST_IS_MOST else (up, down)
        query["sort"] = second if now == first else first
        order = {up: "ascending", down: "descending"}.get(now, "")
        links[name] = {"query": query.urlencode(), "order": order}
    return links


@official_required
def coverage_review(request: HttpRequest) -> HttpResponse:
    """Who has moved, who is reached, what is missing, who is late: a row a committee, and the sums."""
    rows, committees = asked_for(request)
    words = standing_words()
    subdistricts = {one.subdistrict.code: one.subdistrict for one in committees}
    context = {
        **admin.site.each_context(request),
        "title": _("Coverage review"),
        "rows": [(row, words[row.standing], TAGS.get(row.standing, "off")) for row in rows],
        "totals": totals(rows),
        "subdistricts": [subdistricts[code] for code in sorted(subdistricts)],
        "chosen": request.GET.get("division", ""),
        "everything": request.GET.get("all") == "1",
        "sort": request.GET.get("sort", ""),
        "sorts": sort_links(request),
        "query": request.GET.urlencode(),
        "as_of": timezone.localtime(),
        "minutes": COVERED_MINUTES,
        "ticket_days": TICKET_DAYS,
    }
    return TemplateResponse(request, "portal/coverage_review.html", context)


@official_required
def coverage_csv(request: HttpRequest) -> HttpResponse:
    """The review's rows and their sums as a sheet: the same figures, in the same order."""
    rows, _committees = asked_for(request)
    response = HttpResponse(BOM, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="coverage-{timezone.localdate()}.csv"'
    sheet = csv.writer(response)
    sheet.writerow(header())
    words = standing_words()
    sheet.writerows([neutral(cell) for cell in line(row, words)] for row in rows)
    sheet.writerow(sums(totals(rows)))
    return response


def header() -> list[str]:
    """The sheet's first line."""
    return [
        _("Register code"), _("Committee"), _("Subdistrict"), _("Standing"), _("Due on"), _("Moved on"),
        _("Reason for a delay"), _("Households"), _("Within 15 minutes before"), _("Percent before"),
        _("Within 15 minutes now"), _("Percent now"), _("Not reached"), _("Checklist items met"),
        _("Checklist items required"), _("Percent of the checklist"), _("Missing"),
        _("Tickets answered in 90 days"), _("Of these on time"), _("Percent on time"), _("Overdue now"),
    ]  # fmt: skip


def line(row: CommitteeReview, words: dict[str, str]) -> list[Any]:
    """One committee's line of the sheet."""
    return [
        row.committee.code, row.committee.label, row.committee.subdistrict.label, words[row.standing],
        row.promised_on or "", row.moved_on or "", row.plan.delay_reason if row.plan else "",
        row.after.whole, row.before.part if row.before else "", percent(row.before), row.after.part,
        percent(row.after), row.unreached, row.checklist.done, row.checklist.total,
        percent(Share(row.checklist.done, row.checklist.total)), "; ".join(row.missing), row.on_time.whole,
        row.on_time.part, percent(row.on_time), row.overdue,
    ]  # fmt: skip


def sums(total: Totals) -> list[Any]:
    """The sheet's last line."""
    return [
        "", _("Total"), "", "", "", "", "", total.after.whole, total.before.part, percent(total.before),
        total.after.part, percent(total.after), total.unreached, total.checklist.part, total.checklist.whole,
        percent(total.checklist), "", total.on_time.whole, total.on_time.part, percent(total.on_time),
        total.overdue,
    ]  # fmt: skip


def percent(share: Share | None) -> int | str:
    """The share in percent, empty where there is nothing to share."""
    return "" if share is None or share.percent is None else share.percent
