"""My block: its numbers without names, how they changed, and today's to be written down."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from portal.common.paging import page_of
from requests_desk.forms.blocks import FiguresForm
from stations.actions.grids import note_figures
from stations.models import Grid, GridFigures, Worker
from stations.rules.history import Bar, bars

SHOWN = 12  # days of the history


@dataclass(frozen=True)
class Kind:
    """One kind of number through time, the newest day first."""

    words: str
    bars: list[Bar]


def blocks_of(worker: Worker) -> QuerySet[Grid]:
    """The blocks in scope, each with the key of its newest numbers."""
    newest = GridFigures.objects.filter(grid=OuterRef("pk")).order_by("-on").values("pk")[:1]
    rows = Grid.objects.in_scope_of(worker).select_related("committee")
    return rows.annotate(newest=Subquery(newest), places=Count("buildings")).order_by(
        "committee__code", "position", "pk"
    )


def words_of(kind: str) -> str:
    return str(capfirst(GridFigures._meta.get_field(kind).verbose_name))  # type: ignore[union-attr]


@worker_required
def block_list(request: HttpRequest) -> HttpResponse:
    """The blocks of one's own committee with their newest numbers; officials read those of their area."""
    worker: Any = request.user
    page = page_of(request, blocks_of(worker), size=40)
    known = GridFigures.objects.in_scope_of(worker).in_bulk([row.newest for row in page if row.newest])
    for row in page:
        figures = known.get(row.newest)
        row.figures_now = figures
        row.numbers = [getattr(figures, kind) for kind in GridFigures.KINDS] if figures else []
    context = {"section": "blocks", "page": page, "kinds": [words_of(kind) for kind in GridFigures.KINDS]}
    return TemplateResponse(request, "requests_desk/blocks/list.html", context)


@worker_required
def block(request: HttpRequest, pk: int) -> HttpResponse:
    """One block through time. Its own committee's desk writes today's numbers."""
    worker: Any = request.user
    row = get_object_or_404(Grid.objects.in_scope_of(worker).select_related("committee"), pk=pk)
    may_write = row.committee_id in worker.scope.desk_committees
    history = list(row.figures.order_by("-on")[:SHOWN])
    if request.method == "POST" and not may_write:
        raise NotAllowed
    form = form_for(request, history) if may_write else None
    if form is not None and form.is_bound and form.is_valid():
        note_figures(grid=row, on=timezone.localdate(), numbers=form.cleaned_data)
        messages.success(request, _("Today's numbers of %(block)s are kept.") % {"block": row})
        return redirect("desk:block", row.pk)
    context = {
        "section": "blocks", "place": row.committee, "grid": row, "form": form, "history": history,
        "kinds": through_time(history), "buildings": list(row.buildings.order_by("pk")),
        "today": timezone.localdate(),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/blocks/block.html", context)


def form_for(request: HttpRequest, history: list[GridFigures]) -> FiguresForm:
    """What was sent; else the newest numbers, of which few change from one day to the next."""
    if request.method == "POST":
        return FiguresForm(request.POST)
    newest = {kind: getattr(history[0], kind) for kind in GridFigures.KINDS} if history else {}
    return FiguresForm(initial=newest)


def through_time(history: list[GridFigures]) -> list[Kind]:
    """The bars of every kind, the newest day first."""
    return [
        Kind(words_of(kind), bars([(row.on, getattr(row, kind)) for row in history]))
        for kind in GridFigures.KINDS
    ]
