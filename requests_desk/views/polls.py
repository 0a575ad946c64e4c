"""A poll: asked, answered once a browser, counted in public."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.common import limits
from portal.common.access import public
from portal.common.origin import from_our_own_page
from requests_desk.actions.polls import vote
from requests_desk.forms.polls import BallotForm
from requests_desk.models import Ballot, Poll, PollOption
from requests_desk.views import marks
from requests_desk.views.voice import BIGGEST_KEY


def load(pk: int) -> Poll:
    """The poll with its committee and project, or Http404."""
    rows = Poll.objects.select_related("committee", "project")
    found = rows.filter(pk=pk).first() if pk <= BIGGEST_KEY else None
    if found is None:
        raise Http404
    return found


def counted(options: list[PollOption], ballots: int) -> list[tuple[PollOption, int]]:
    """The answers, the most called for first, each with the share of voters that chose it, in percent."""
    ranked = sorted(options, key=lambda option: (-option.votes, option.pk))
    return [(option, round(100 * option.votes / ballots) if ballots else 0) for option in ranked]


def show(request: HttpRequest, row: Poll, form: BallotForm | None = None, **more: Any) -> HttpResponse:
    """The poll: its form while it is open, its result once it is closed or this browser has voted."""
    now, options = timezone.now(), list(row.options.order_by("pk"))
    status = more.pop("status", 200)
    ended = now >= row.closes_at
    page = {
        "section": "voice", "poll": row, "committee": row.committee, "open": row.is_open(now), "ended": ended,
        "today": timezone.localdate(now),
        "form": form or BallotForm(poll=row, options=options), "voted": False,
        "result": counted(options, row.ballots) if ended or more.get("voted") else [], **more,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/polls/poll.html", page, status=status)


@require_safe
@public(cached=True)
def poll(request: HttpRequest, pk: int) -> HttpResponse:
    """The question and its answers; the result after its end."""
    return show(request, load(pk))


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public()
def poll_vote(request: HttpRequest, pk: int) -> HttpResponse:
    """Vote, with this very tap's mark; then the result so far. Judged by where it comes from, since the
    page with the form is cached and carries no token."""
    row = load(pk)
    if request.method == "POST":
        if not from_our_own_page(request):
            raise PermissionDenied
        return voted(request, row)
    secret = marks.secret_of(request)
    mark = marks.mark(secret, row.committee_id)
    if not secret or not Ballot.objects.filter(poll=row, mark=mark).exists():
        return redirect("poll", row.pk)
    return show(request, row, voted=True)


def voted(request: HttpRequest, row: Poll) -> HttpResponse:
    """Count the vote and lead to the result; or say what is missing."""
    form = BallotForm(request.POST, poll=row, options=list(row.options.order_by("pk")))
    if not form.is_valid():
        return show(request, row, form)
    secret = marks.secret_for(request)
    vote(
        poll=row, chosen=form.cleaned_data["chosen"], mark=marks.mark(secret, row.committee_id),
        at=timezone.now(), client=limits.client_address(request),
    )  # fmt: skip
    return marks.remember(redirect("poll_vote", row.pk), secret, request)
