"""Open days at the desk: the own stations' sessions of a district's series, and the record after each."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from portal.common.paging import page_of
from requests_desk.actions.open_days import NotYet, write_record
from requests_desk.forms.open_days import OpenDayRecordForm
from requests_desk.forms.visits import both
from requests_desk.models import OpenDayRecord
from requests_desk.views.at_desk import sit_down
from stations.models import Worker

HERE = "session__group__activity__station__committee__in"


@worker_required
def open_day_list(request: HttpRequest) -> HttpResponse:
    """What is still to be written down, what is to come, and what was written."""
    worker, station, _stations = sit_down(request)
    now = timezone.now()
    rows: Any = OpenDayRecord.objects.in_scope_of(worker).standing().with_session()
    rows = rows.filter(**{HERE: worker.scope.desk_committees})
    page = {
        "section": "open_days", "place": station,
        "unwritten": rows.to_write(now),
        "coming": rows.filter(session__starts_at__gt=now)[:50],
        "page": page_of(request, rows.filter(department_came__isnull=False).order_by("-session__starts_at")),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/open_days/desk.html", page)


def load(worker: Worker, pk: int) -> OpenDayRecord:
    """The record in scope; 404 for others, 403 where the desk is not one's own."""
    row = get_object_or_404(OpenDayRecord.objects.in_scope_of(worker).with_session(), pk=pk)
    if row.session.group.activity.station.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    return row


def standing_in(record: OpenDayRecord) -> dict[str, Any]:
    """What is written already, as the form begins."""
    came = {True: "yes", False: "no"}.get(record.department_came)  # type: ignore[arg-type]
    return {
        "department_came": came, "staff": record.staff, "party_members": record.party_members,
        "residents": record.residents if record.written else record.session.came or None,
    }  # fmt: skip


@worker_required
def open_day(request: HttpRequest, pk: int) -> HttpResponse:
    """Who came."""
    worker: Any = request.user
    record = load(worker, pk)
    form = OpenDayRecordForm(request.POST if request.method == "POST" else None, initial=standing_in(record))
    status = 200
    if form.is_valid():
        try:
            write_record(record=record, worker=worker, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("%(theme)s: written down.") % {"theme": record.theme.label})
            return redirect("desk:open_day_list")
        except NotYet as error:
            form.add_error(None, both(error))
            status = error.status
    page = {
        "section": "open_days", "place": record.session.group.activity.station, "record": record, "form": form,
        "begun": record.session.starts_at <= timezone.now(),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/open_days/record.html", page, status=status)
