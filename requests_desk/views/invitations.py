"""Invitations at the desk and in office: made, renewed, withdrawn; the link is shown once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from portal.common.links import absolute
from portal.common.qr import qr_svg
from requests_desk.forms.invitations import InvitationForm
from requests_desk.views.posted import at, button_on
from stations.actions import invitations
from stations.models import Invitation, Worker


def may_invite(worker: Worker) -> bool:
    """Heads and officials do."""
    return worker.scope.needs_second_factor


@worker_required
def invitation_new(request: HttpRequest) -> HttpResponse:
    """Keep a post for somebody who has no account yet."""
    worker: Any = request.user
    if not may_invite(worker):
        if request.method != "POST":
            return redirect("desk:people")
        raise NotAllowed
    form = InvitationForm(request.POST or None, giver=worker, today=timezone.localdate())
    if form.is_valid():
        try:
            row, token = invitations.invite(giver=worker, at=timezone.now(), **form.cleaned_data)
        except PortalError as error:
            form.add_error(None, f"{error.sentence} {error.next_step}".strip())
        else:
            return link_of(request, row, token)
    return TemplateResponse(request, "requests_desk/people/invite.html", {"form": form, "section": "people"})


def link_of(request: HttpRequest, row: Invitation, token: str) -> HttpResponse:
    """The link as text, square and letter, on this one page: of its secret only a hash is kept."""
    url = absolute(reverse("join", args=[token]))
    page = {
        "invitation": row,
        "url": url,
        "qr": qr_svg(url, title=_("QR code of the invitation")),
        "section": "people",
    }
    return TemplateResponse(request, "requests_desk/people/link.html", page)


def load(request: HttpRequest, pk: int) -> Invitation:
    """The invitation in scope; 404 for others."""
    worker: Any = request.user
    rows = Invitation.objects.in_scope_of(worker).select_related("committee", "division")
    return get_object_or_404(rows, pk=pk)


def list_with(request: HttpRequest, pk: int) -> str:
    """The list, for whoever may see the row."""
    load(request, pk)
    return at("desk:people")(request)


@worker_required
@button_on(list_with)
def invitation_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new link in place of a lost or expired one."""
    worker: Any = request.user
    row = load(request, pk)
    token = invitations.renew(invitation=row, giver=worker, at=timezone.now())
    row.refresh_from_db()
    return link_of(request, row, token)


@worker_required
@button_on(list_with)
def invitation_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """The link opens nothing any more."""
    worker: Any = request.user
    invitations.withdraw(invitation=load(request, pk), giver=worker, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn."))
    return redirect("desk:people")
