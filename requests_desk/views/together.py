"""Several tickets together: those ticked on the list, what is to be done with them, and what became of each."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.codes import reference_in
from requests_desk.actions.together import MOST, Outcome, note_all, offer_all
from requests_desk.forms.base import PlainForm
from requests_desk.forms.together import TogetherForm
from requests_desk.models import Ticket
from requests_desk.views.posted import at, button_on
from requests_desk.views.ticket_list import colleagues_of, listed
from stations.models import Worker


@worker_required
@button_on(at("desk:ticket_list"))
def ticket_together(request: HttpRequest) -> HttpResponse:
    """First what is to be done with the ticked ones is asked; then it is done to each, and said what became of it."""
    worker: Any = request.user
    named = {one for one in map(reference_in, request.POST.getlist("ticket")) if one}
    rows = ticked(worker, named)
    if not rows or len(named) > MOST:
        return nothing_done(request, rows)
    asked = "do" in request.POST or "text" in request.POST
    colleagues = colleagues_of(worker, timezone.localdate())
    form = TogetherForm(request.POST if asked else None, colleagues=colleagues)
    page: dict[str, Any] = {"section": "tickets", "form": form, "rows": rows, "gone": len(named) - len(rows)}
    if form.is_bound and form.is_valid():
        page["outcomes"] = done(form, rows, worker)
    return TemplateResponse(request, "requests_desk/tickets/together.html", page)


def ticked(worker: Worker, named: set[str]) -> list[Ticket]:
    """Those of the references that the worker may see; of all others it is as if they did not exist."""
    rows = Ticket.objects.in_scope_of(worker).filter(reference__in=named)
    return list(rows.select_related("matter", "committee", "station", "responsible").order_by("pk")[:MOST])


def nothing_done(request: HttpRequest, rows: list[Ticket]) -> HttpResponse:
    """The list again, with what is wrong: nothing ticked that there is, or too much."""
    form = PlainForm({})
    form.add_error(
        None, _("At most %(n)s tickets at once.") % {"n": MOST} if rows else _("Tick one ticket at least.")
    )
    return listed(request, refused=form)


def done(form: TogetherForm, rows: list[Ticket], worker: Worker) -> list[Outcome]:
    """What the form says, done to each of ``rows``."""
    said, now = form.cleaned_data, timezone.now()
    if said["do"] == form.OFFER:
        return offer_all(tickets=rows, worker=worker, at=now, to_worker=said["to"], reason=said["text"])
    return note_all(tickets=rows, worker=worker, at=now, text=said["text"])
