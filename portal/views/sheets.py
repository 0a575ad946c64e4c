"""Sheets in the administration: download one, fill it in, send it, see what it would change, and load it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from portal.common.access import official_required
from portal.common.errors import PortalError
from portal.common.sheets import Sheet, csv_response, xlsx_response
from portal.forms.sheets import SheetForm
from portal.views.sheet_loading import loading_page
from requests_desk.actions.sheets.kind import SheetKind
from requests_desk.actions.sheets.load import KINDS, load_upload, loading, plan_of, take_in
from requests_desk.actions.sheets.write import SheetFaulty
from requests_desk.models import SheetUpload
from requests_desk.rules.sheet_plan import Entry
from stations.admin.official import official_of

FAULTS_SHOWN = 200
LINES_SHOWN = 100  # of each list of a preview
LONGEST = 80  # characters of a cell in a preview
LINES_A_SECOND = 1000  # written on a small machine; for saying beforehand how long it takes
WORTH_SAYING = 5  # seconds
LARGE = 500  # lines; of a larger sheet one sees how far it is


@dataclass(frozen=True)
class Change:
    """A cell that would say something else."""

    heading: str
    old: str
    new: str


@dataclass(frozen=True)
class Shown:
    """A line of the preview: which row it is about, and its cells."""

    line: int
    label: str
    changes: list[Change]


def kind_asked_for(key: str) -> SheetKind:
    """The kind of this name; a 404 for none."""
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def page(request: HttpRequest, template: str, title: Any, status: int = 200, **context: Any) -> HttpResponse:
    """A page of the administration."""
    context = {**admin.site.each_context(request), "title": title, **context}
    return TemplateResponse(request, f"portal/sheets/{template}.html", context, status=status)


@official_required
@require_GET
def sheet_list(request: HttpRequest) -> HttpResponse:
    """The kinds of sheets that can be loaded."""
    return page(request, "list", _("Sheets"), kinds=list(KINDS.values()))


@official_required
def sheet_new(request: HttpRequest, kind: str) -> HttpResponse:
    """How to fill in a sheet of this kind, and the form that takes it. What is wrong with it is said here."""
    what, official, at = kind_asked_for(kind), official_of(request), timezone.now()
    form = SheetForm(request.POST, request.FILES) if request.method == "POST" else SheetForm()
    problem: PortalError | None = None
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = take_in(kind=what, file=file, size=file.size, sender=official, at=at)
            return redirect("sheet_upload", upload.pk)
        except PortalError as refused:
            problem = refused
    faults = problem.faults if isinstance(problem, SheetFaulty) else ()
    last = SheetUpload.objects.of(official.pk, at).latest_of(what.key)
    return page(
        request, "new", what.title, kind=what, form=form, problem=problem, faults=faults[:FAULTS_SHOWN],
        more=len(faults) - len(faults[:FAULTS_SHOWN]), found=len(faults), last=last,
        fixed=[column.words for column in what.columns if column.fixed],
    )  # fmt: skip


@official_required
def sheet_upload(request: HttpRequest, upload: int) -> HttpResponseBase:
    """What a sheet would change; POST loads exactly that, a large one in sight. Nobody else's sheet is there."""
    official, at = official_of(request), timezone.now()
    own = SheetUpload.objects.of(official.pk, at)
    row = get_object_or_404(own, pk=upload)
    what = KINDS[row.kind]
    if row.is_replaced:
        newer = own.latest_of(row.kind)
        return page(request, "replaced", what.title, status=410, kind=what, upload=row, newer=newer)
    if request.method == "POST" and row.lines > LARGE and not row.loaded_at:
        steps = loading(upload=row, seen=request.POST.get("seen", ""), sender=official, at=at)
        return loading_page(request, kind=what, upload=row, steps=steps)
    if request.method == "POST":
        try:
            load_upload(upload=row, seen=request.POST.get("seen", ""), sender=official, at=at)
        except PortalError as refused:
            messages.error(request, f"{refused.sentence} {refused.next_step}")
        return redirect("sheet_upload", row.pk)
    if row.loaded_at:
        return page(request, "loaded", what.title, kind=what, upload=row)
    plan = plan_of(row, official, at)
    writes = len(plan.added) + len(plan.changed)
    return page(
        request, "preview", what.title, kind=what, upload=row, plan=plan, writes=writes,
        added=[shown(what, entry) for entry in plan.added[:LINES_SHOWN]],
        changed=[shown(what, entry) for entry in plan.changed[:LINES_SHOWN]],
        more_added=max(0, len(plan.added) - LINES_SHOWN), more_changed=max(0, len(plan.changed) - LINES_SHOWN),
        faults=plan.faults[:FAULTS_SHOWN], takes=how_long(writes), at=at, large=row.lines > LARGE,
    )  # fmt: skip


def how_long(lines: int) -> str:
    """About how long so many lines take, in words; "" where it is not worth saying."""
    seconds = lines // LINES_A_SECOND
    if seconds < WORTH_SAYING:
        return ""
    return ngettext("about %(n)d second", "about %(n)d seconds", seconds) % {"n": seconds}


def shown(kind: SheetKind, entry: Entry) -> Shown:
    """A line of the preview. Of a new row all that is filled in; else what changes, from what to what."""
    keys = entry.changed if entry.row is not None else [key for key in entry.values if key not in kind.keys]
    changes = [
        Change(
            str(column.words),
            cell(column, entry.before.get(column.key), kind.nothing(column.key, entry.before)),
            cell(column, entry.values[column.key], kind.nothing(column.key, entry.before | entry.values)),
        )
        for column in kind.columns
        if column.key in keys and not (entry.row is None and entry.values[column.key] in (None, "", ()))
    ]
    return Shown(entry.line, label_of(kind, entry), changes)


def cell(column: Any, value: Any, nothing: str = "–") -> str:
    """A cell in words; ``nothing`` for none."""
    words = column.reader.cell(value)
    text = "" if words is None else str(words)
    return (text[:LONGEST] + "…" if len(text) > LONGEST else text) or nothing


def label_of(kind: SheetKind, entry: Entry) -> str:
    """What a line is about, by its key columns."""
    words = [cell(kind.column(key), entry.value(key)) for key in kind.keys]
    return " · ".join(one for one in words if one != "–")


# Downloads -----------------------------------------------------------------------------------


@official_required
@require_GET
def sheet_template(request: HttpRequest, kind: str) -> HttpResponse:
    """An empty sheet with an example and notes."""
    what = kind_asked_for(kind)
    return xlsx_response(f"{what.key}-template", what.template())


@official_required
@require_GET
def sheet_current(request: HttpRequest, kind: str, form: str) -> HttpResponse:
    """Everything of this kind in the official's scope, as it can be loaded again."""
    what = kind_asked_for(kind)
    rows = what.rows(official_of(request))
    return download(form, f"{what.key}-{timezone.localdate()}", what.sheet(rows))


def download(form: str, name: str, sheet: Sheet) -> HttpResponse:
    """``sheet`` as an XLSX or CSV file."""
    if form == "xlsx":
        return xlsx_response(name, [sheet])
    rows: Sequence[Any] = [["" if value is None else value for value in row] for row in sheet.rows]
    return csv_response(name, sheet.head, rows)
