"""An invitation's link: choose a name and a password, and be in."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.common.access import public
from portal.common.errors import TooManyTries
from portal.common.limits import allow, client_address
from portal.views.account import received
from stations.actions import invitations
from stations.forms.account import JoinForm
from stations.models import Invitation, Worker

LOOKS, WINDOW = (
    60,
    timedelta(hours=1),
)  # from one address: nobody guesses 192 bits, nor asks who signs in here
NAMES = 10  # sign-in names that one link may ask for in an hour


@sensitive_post_parameters("new_password1", "new_password2")
@public()
def join(request: HttpRequest, token: str) -> HttpResponse:
    """What was kept for you, and the form that takes it. A link that opens nothing is one page, whatever the
    reason."""
    now = timezone.now()
    allow(f"join:{client_address(request)}", at=now, most=LOOKS, window=WINDOW)
    try:
        invitation = invitations.find(token, at=now)
        form = JoinForm(Worker(name=invitation.name), request.POST if request.method == "POST" else None)
        worker = taken(form, invitation, token) if form.is_valid() else None
    except invitations.NoInvitation as error:
        return TemplateResponse(request, "portal/account/no_invitation.html", {"error": error}, status=404)
    if worker is not None:
        return welcomed(request, worker, invitation)
    page = {"invitation": invitation, "form": form}
    return TemplateResponse(request, "portal/account/join.html", page)


def taken(form: JoinForm, invitation: Invitation, token: str) -> Worker | None:
    """The account made by the form; None where its name cannot be had, which the form says then."""
    said = form.cleaned_data
    now = timezone.now()
    try:
        allow(f"join-name:{invitation.pk}", at=now, most=NAMES, window=WINDOW)
        return invitations.accept(
            token=token, username=said["username"], password=said["new_password1"], at=now
        )
    except (invitations.NameTaken, TooManyTries) as error:
        form.add_error("username", f"{error.sentence} {error.next_step}")
        return None


def welcomed(request: HttpRequest, worker: Any, invitation: Invitation) -> HttpResponse:
    """In at once, or a word when the post begins."""
    today = timezone.localdate()
    if invitation.since > today:
        words = _("Your account is made. You can sign in from %(day)s on.")
        messages.success(request, words % {"day": invitation.since.isoformat()})
        return redirect("sign_in")
    worker.backend = "django.contrib.auth.backends.ModelBackend"
    login(request, worker)
    return received(request, worker, None)
