"""Attachments: brought to the ticket's sheet or to the resident's page, and handed out as downloads alone."""

from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.common.access import public, worker_required
from portal.common.errors import NotAllowed, PortalError
from portal.common.papers import CONTENT_TYPE, ENDING
from requests_desk.actions.ticket_attachments import attach, file_of, must_see_attachments
from requests_desk.actions.tickets import must_be_concerned
from requests_desk.forms.ticket_attachments import FileForm, ResidentFileForm
from requests_desk.models import Ticket, TicketAttachment
from requests_desk.views.posted import button_on
from requests_desk.views.private import by_link
from requests_desk.views.ticket_page import load, sheet_of, show
from requests_desk.views.track import ticket_page, words_in


@worker_required
@button_on(sheet_of)
def ticket_attach(request: HttpRequest, reference: str) -> HttpResponse:
    """A file from the desk: for colleagues, or ticked for the resident."""
    worker: Any = request.user
    row = load(worker, reference)
    must_be_concerned(row, worker)
    form, status = FileForm(request.POST, request.FILES), 200
    if form.is_valid():
        try:
            attach(
                ticket=row, worker=worker, paper=form.paper, title=form.title,
                for_resident=form.cleaned_data["for_resident"], at=timezone.now(),
            )  # fmt: skip
        except NotAllowed:
            raise
        except PortalError as error:
            form.add_error(None, f"{error.sentence} {error.next_step}")
            status = error.status
        else:
            messages.success(request, _("The file is kept with the ticket."))
            return redirect(f"{row.get_absolute_url()}#attachments")
    return show(request, row, attach_form=form, status=status)


@worker_required
def ticket_attachment(request: HttpRequest, reference: str, pk: int) -> HttpResponse:
    """One file of a ticket in scope; 403 for whoever may not see the person's contact."""
    worker: Any = request.user
    ticket = load(worker, reference)
    row = get_object_or_404(ticket.attachments, pk=pk)
    must_see_attachments(ticket, worker)
    return handed_out(row)


@require_http_methods(["GET", "HEAD", "POST"])
@public()
@by_link
def ticket_track_attach(request: HttpRequest, token: str) -> HttpResponse:
    """A file from the resident, by their link. Opened as an address it is their page."""
    ticket = get_object_or_404(Ticket, token=token)
    if request.method != "POST":
        return redirect("ticket_track", token)
    form, status = ResidentFileForm(request.POST, request.FILES), 200
    if form.is_valid():
        try:
            attach(ticket=ticket, paper=form.paper, title=form.title, at=timezone.now())
        except PortalError as error:
            form.add_error(None, f"{error.sentence} {error.next_step}")
            status = error.status
        else:
            return redirect(reverse("ticket_track", args=[token]) + "#attachments")
    page = ticket_page(request, ticket, *words_in(request), attach_form=form)
    page.context_data["form"] = form  # type: ignore[index]
    page.status_code = status
    return page


@require_safe
@public()
@by_link
def ticket_track_attachment(request: HttpRequest, token: str, pk: int) -> HttpResponse:
    """One file that is for the resident; any other is 404, as if it did not exist."""
    ticket = get_object_or_404(Ticket, token=token)
    return handed_out(get_object_or_404(ticket.attachments.filter(for_resident=True), pk=pk))


def handed_out(row: TicketAttachment) -> HttpResponse:
    """The file as a download that no browser opens as a page; 404 where it is missing."""
    try:
        with default_storage.open(file_of(row.name, row.kind)) as file:
            response = HttpResponse(file.read(), content_type=CONTENT_TYPE[row.kind])
    except FileNotFoundError as error:
        raise Http404 from error
    named = content_disposition_header(True, row.title + ENDING[row.kind])
    response["Content-Disposition"] = str(named)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
