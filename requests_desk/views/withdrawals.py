"""“Have my data erased”: one question behind each secret link, for visits, tickets, sign-ups, rooms and proposals."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from portal.common.access import public
from requests_desk.actions.withdrawals import StillOpen, take_back, what_is_open
from requests_desk.models import Proposal, RoomUse, SignUp, Ticket, Visit
from requests_desk.views.private import by_link

# By the kind of link: the rows it opens, and the page it stands on.
KINDS: dict[str, tuple[Any, str]] = {
    "visit": (Visit, "visit"),
    "sign_up": (SignUp, "sign_up"),
    "room_use": (RoomUse, "room_use"),
    "proposal": (Proposal, "proposal_mine"),
    "ticket": (Ticket, "ticket_track"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@public()
@by_link
def take_back_consent(request: HttpRequest, kind: str, token: str) -> HttpResponse:
    """Ask once, then erase; what is still open is named, with the way to end it."""
    model, page = KINDS[kind]
    row, at = get_object_or_404(model, token=token), timezone.now()
    home, status = reverse(page, args=[token]), 200
    if request.method == "POST":
        try:
            take_back(row=row, at=at)
            return redirect(home)
        except StillOpen as error:
            status = error.status
    if row.erased_at is not None:
        return redirect(home)
    still = what_is_open(row, at=at)
    context = {
        "row": row, "kind": kind, "home": home, "still": still, "open_kind": still and still._meta.model_name,
        "refused": status != 200,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/withdrawals/erase.html", context, status=status)
