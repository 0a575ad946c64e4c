"""The log of looks, for the head: who opened whose contact, when and why; by reference, without a resident's name."""

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.sheets import csv_response
from requests_desk.forms.looks import LooksForm
from requests_desk.models import Reveal, day_bounds
from requests_desk.views.day import must_be_head
from stations.models import Post, Worker

PAGE_SIZE = 30
# The pages of what was looked at; people who signed up and who are visited at home have none of their own here.
BY_REFERENCE = {
    Reveal.Kind.VISIT: "desk:visit", Reveal.Kind.TICKET: "desk:ticket", Reveal.Kind.PROPOSAL: "desk:proposal",
}  # fmt: skip
BY_KEY = {Reveal.Kind.ROOM_USE: "desk:room_use", Reveal.Kind.VOLUNTEER: "desk:volunteer"}


@worker_required
def looks(request: HttpRequest) -> HttpResponse:
    """The newest first, page by page behind the last one seen. Others at the desk get a 403."""
    form, rows = asked_for(request)
    before = request.GET.get("before", "")
    if before.isascii() and before.isdigit() and len(before) < 19:
        rows = rows.filter(pk__lt=int(before))
    page = list(rows[: PAGE_SIZE + 1])
    for row in page:
        row.url = address_of(row)
    asked = {name: request.GET[name] for name in ("who", "day") if request.GET.get(name)}
    context = {
        "section": "people", "form": form, "rows": page[:PAGE_SIZE], "asked": urlencode(asked),
        "further": urlencode(asked | {"before": page[PAGE_SIZE - 1].pk}) if len(page) > PAGE_SIZE else "",
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/looks/looks.html", context)


@worker_required
def looks_csv(request: HttpRequest) -> HttpResponse:
    """All that fits the same questions, as a sheet. It names workers and rows, no resident: so it is no look itself."""
    _form, rows = asked_for(request)
    head = [_("When"), _("Who looked"), _("Of what"), _("Reference"), _("Why")]
    return csv_response(f"looks-{timezone.localdate()}", head, map(line, rows.iterator(chunk_size=1000)))


def asked_for(request: HttpRequest) -> tuple[LooksForm, QuerySet[Any]]:
    """The form, and the looks that fit it: none where it cannot be read."""
    worker = must_be_head(request)
    form = LooksForm(request.GET, workers=colleagues(worker))
    rows = Reveal.objects.in_charge_of(worker).with_references().select_related("actor").order_by("-pk")
    if not form.is_valid():
        return form, rows.none()
    said = form.cleaned_data
    if said["who"]:
        rows = rows.filter(actor=said["who"])
    if said["day"]:
        begin, end = day_bounds(said["day"])
        rows = rows.filter(at__gte=begin, at__lt=end)
    return form, rows


def colleagues(worker: Worker) -> QuerySet[Worker]:
    """Whoever holds or held a post at the head's committees."""
    posts = Post.objects.filter(committee__in=worker.scope.head_committees)
    return Worker.objects.in_scope_of(worker).filter(pk__in=posts.values("worker")).order_by("name", "pk")


def address_of(row: Any) -> str:
    """Where what was looked at can be seen, masked; nothing where it has no page."""
    if row.kind in BY_REFERENCE and row.reference:
        return reverse(BY_REFERENCE[row.kind], args=[row.reference])
    return reverse(BY_KEY[row.kind], args=[row.row]) if row.kind in BY_KEY else ""


def line(row: Any) -> list[Any]:
    """One line of the sheet."""
    when = f"{timezone.localtime(row.at):%Y-%m-%d %H:%M}"
    return [
        when,
        str(row.actor or ""),
        row.get_kind_display(),
        row.reference or row.row,
        row.get_reason_display(),
    ]
