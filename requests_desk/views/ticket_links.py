"""Two tickets that belong together: linked, parted again, or one made a double of the other."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions.ticket_links import link, merge, unlink
from requests_desk.actions.tickets import must_answer_for, must_be_concerned
from requests_desk.forms.ticket_links import NO_SUCH, LinkForm
from requests_desk.models import Ticket
from requests_desk.views.posted import button_on
from requests_desk.views.ticket_page import load, sheet_of, show
from stations.models import Worker

DONE = {
    "link": gettext_lazy("Linked with %(ticket)s."),
    "double": gettext_lazy("It is a double of %(ticket)s now, where the matter goes on."),
    "unlink": gettext_lazy("The link with %(ticket)s is removed."),
}


@worker_required
@button_on(sheet_of)
def ticket_link(request: HttpRequest, reference: str) -> HttpResponse:
    """Link it with the ticket of the typed reference or, by the second button, end it as that one's double."""
    return together(request, reference, "double" if request.POST.get("do") == "double" else "link")


@worker_required
@button_on(sheet_of)
def ticket_unlink(request: HttpRequest, reference: str) -> HttpResponse:
    """Remove the link with the ticket of that reference."""
    return together(request, reference, "unlink")


def together(request: HttpRequest, reference: str, do: str) -> HttpResponse:
    """Do one of the three and go back to the sheet; or show it again with what was typed. 404 out of scope, 403
    without the right, whatever the form holds."""
    worker: Any = request.user
    row = load(worker, reference)
    (must_answer_for if do == "double" else must_be_concerned)(row, worker)
    form, status = LinkForm(request.POST), 200
    if form.is_valid():
        try:
            other = _act(do, row, form.cleaned_data["reference"], worker)
        except PortalError as error:
            form.add_error("reference", f"{error.sentence} {error.next_step}".strip())
            status = error.status
        else:
            messages.success(request, DONE[do] % {"ticket": other.reference})
            return redirect(f"{row.get_absolute_url()}#together")
    return show(request, load(worker, reference), link_form=form, status=status)


class NoSuch(PortalError):
    """None of that reference, or none that is the worker's."""

    sentence = NO_SUCH
    status = 200


def _act(do: str, row: Ticket, reference: str, worker: Worker) -> Ticket:
    """Find the other ticket and do it. Raises NoSuch, and what the actions raise."""
    other = Ticket.objects.in_scope_of(worker).filter(reference=reference).first()
    if other is None:
        raise NoSuch
    now = timezone.now()
    try:
        if do == "double":
            merge(double=row, main=other, worker=worker, at=now)
        else:
            (link if do == "link" else unlink)(ticket=row, other=other, worker=worker, at=now)
    except NotAllowed as error:  # the row itself was theirs a moment ago: it is the other one
        raise NoSuch from error
    return other
