"""The list of tickets: by what they need, or by whatever is known of one."""

from datetime import date, datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.access import worker_required
from portal.common.codes import clean_reference
from requests_desk.forms.ticket_search import SearchForm
from requests_desk.models import Ticket
from requests_desk.models.day_figures import WORDS
from requests_desk.rules.ticket_search import days_that_are_none
from requests_desk.views.day import day_asked, narrowed
from requests_desk.views.news import with_news
from requests_desk.views.ticket_papers import own_tasks
from requests_desk.views.ticket_search import found
from stations.models import Post, Worker

PAGE_SIZE = 30
MOST_COUNTED = 10_001  # beyond that "more than 10,000"
SHOWS = {
    "mine": _("Mine"),
    "offers": _("Waiting for my acceptance"),
    "late": _("Late"),
    "told": _("Late and told"),
    "open": pgettext_lazy("tickets", "Open"),
    "all": _("All"),
}


@worker_required
def ticket_list(request: HttpRequest) -> HttpResponse:
    """Tickets by what they need, newest first; a POST searches, so that no phone, name or word stands in an
    address or a log. Its further pages are POSTs too."""
    return listed(request, search=request.method == "POST")


def listed(request: HttpRequest, *, search: bool = False, status: int = 200, **more: Any) -> HttpResponse:
    """The list or what a search found; ``more`` goes to the page."""
    worker: Any = request.user
    now = timezone.now()
    colleagues = list(colleagues_of(worker, timezone.localdate()))
    form = SearchForm(request.POST if search else None, colleagues=colleagues)
    asked = request.GET.get("show", "")
    asked = asked if asked in SHOWS else ("mine" if worker.scope.desk_committees else "late")
    searched = search and form.is_valid()
    of = "" if search else request.GET.get("of", "")
    address = urlencode({"show": asked})
    if of in WORDS:  # the tickets behind a figure of a day
        matching, after = narrowed(shown(worker, "all", now), request.GET, now), request.GET.get("after", "")
        address = urlencode(
            [(key, one) for key in ("of", "day", "station") for one in request.GET.getlist(key)]
        )
    elif searched:
        matching, after = (
            found(worker, form.cleaned_data, timezone.localdate()),
            request.POST.get("after", ""),
        )
    else:
        matching, after = shown(worker, asked, now), request.GET.get("after", "")
    rows, further = page_after(matching, after, worker)
    for row in rows:
        row.late = row.is_overdue(now)
    first = asked == "mine" and not (searched or after or of in WORDS)
    page = {
        "tasks": own_tasks(worker, now) if first else [],
        "section": "tickets", "form": form, "rows": rows, "more": further, "show": asked, "shows": SHOWS,
        "address": address, "of": WORDS.get(of), "of_day": day_asked(request.GET),
        "no_days": [] if rows or not searched else days_that_are_none(form.cleaned_data["q"]),
        "searched": searched, "count": counted(matching, rows, further or after) if searched else None,
        "most": MOST_COUNTED, "with_contact": worker.scope.desk_committees, "colleagues": colleagues, **more,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/tickets/list.html", page, status=status)


def colleagues_of(worker: Worker, today: date) -> QuerySet[Worker]:
    """Who serves today at one of the worker's own desks."""
    posts = Post.objects.current(today).filter(committee__in=worker.scope.desk_committees)
    return Worker.objects.filter(is_active=True, pk__in=posts.values("worker")).order_by("pk")


def shown(worker: Worker, show: str, now: datetime) -> QuerySet[Ticket]:
    """The rows of one filter. Offers may come from anywhere; all others walk through one's own places."""
    rows = Ticket.objects.in_scope_of(worker).select_related("matter", "responsible", "estate", "committee")
    if show == "offers":
        return rows.offered_to(worker)
    if show == "mine":
        return with_news(rows.mine(worker))
    rows = rows.at_places_of(worker)
    if show == "told":
        return rows.told_late(worker, now)
    if show == "late":
        return rows.overdue(now)
    return rows.open() if show == "open" else rows


def page_after(rows: QuerySet[Ticket], after: str, worker: Worker) -> tuple[list[Any], str | None]:
    """A page of ``rows`` from behind the ticket ``after`` on, and behind which the next page begins.

    By the rows' own keys, not by counting: the thousandth page costs what the first does.
    """
    try:
        last = Ticket.objects.in_scope_of(worker).filter(reference=clean_reference(after)).first()
    except ValueError:
        last = None
    if last is not None:
        behind = Q(arrived_at__lt=last.arrived_at) | Q(arrived_at=last.arrived_at, pk__lt=last.pk)
        # The first condition alone is what an index can begin at.
        rows = rows.filter(arrived_at__lte=last.arrived_at).filter(behind)
    page = list(rows.order_by("-arrived_at", "-pk")[: PAGE_SIZE + 1])
    return page[:PAGE_SIZE], page[PAGE_SIZE - 1].reference if len(page) > PAGE_SIZE else None


def counted(matching: QuerySet[Ticket], rows: list[Any], paged: str | None) -> int:
    """How many were found, at most `MOST_COUNTED`: only counted where one page does not hold them all."""
    return matching.order_by()[:MOST_COUNTED].count() if paged else len(rows)
