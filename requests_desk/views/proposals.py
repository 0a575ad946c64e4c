"""A resident's proposal: handed in, read by everybody, supported, and what became of mine."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from portal.common import limits
from portal.common.access import public
from portal.common.again import EXPIRED, shown_again_by
from portal.common.form_keys import KeyNotYours, new_key, read_key
from portal.common.keeping import days_kept
from portal.common.origin import from_our_own_page
from requests_desk.actions.proposals import TooMuchAtOnce, make, supporters
from requests_desk.actions.proposals import support as support_it
from requests_desk.actions.sent_twice import FormUsed
from requests_desk.forms.proposals import ProposalForm
from requests_desk.forms.visits import both
from requests_desk.models import Proposal, ProposalEvent
from requests_desk.rules.due import MINUTES_A_DAY, IsWorking, add_working
from requests_desk.views import marks
from requests_desk.views.private import by_link
from requests_desk.views.robots import ONCE_MORE, TRAP, by_a_robot, second_key
from requests_desk.views.voice import Where, where
from stations.models import Committee, Estate, Holiday

PROPOSING = "proposal"  # the purpose of the form's key
READ_WITHIN = 3  # working days
FOUND = 12  # places that a search for one's own names
LONGEST_QUERY = 60


def read_by(made_at: datetime, is_working: IsWorking | None = None) -> datetime:
    """Until when somebody has read what is handed in at ``made_at``; a list hands in the calendar."""
    is_working = is_working or Holiday.objects.calendar(made_at)
    return add_working(made_at, READ_WITHIN * MINUTES_A_DAY, is_working)


def asked_again(request: HttpRequest) -> HttpResponse:
    """The sheet once more with what was typed, and a fresh key: it had expired."""
    here = where(request)
    return which_place(request) if here.committee is None else expired(request, here, timezone.now())


@require_http_methods(["GET", "HEAD", "POST"])
@public()
@shown_again_by(asked_again)
def proposal_new(request: HttpRequest) -> HttpResponse:
    """Whose committee; then one short sheet."""
    at, here = timezone.now(), where(request)
    if here.committee is None:
        return which_place(request)
    if request.method == "POST":
        return take(request, here, at)
    form = ProposalForm(estates=estates_of(here), initial={"estate": here.estate and here.estate.pk})
    return sheet(request, here, form, key=new_key(PROPOSING, request, at=at), at=at)


def which_place(request: HttpRequest) -> HttpResponse:
    """The question before the sheet: where one lives. A search, since nobody knows their committee's code."""
    q = request.GET.get("q", "").replace("\0", "").strip()[:LONGEST_QUERY]
    page: dict[str, Any] = {"section": "voice", "q": q, "estates": [], "committees": []}
    if q:
        estates = Estate.objects.filter(name__icontains=q) | Estate.objects.filter(name_en__icontains=q)
        known = Committee.objects.filter(name__icontains=q) | Committee.objects.filter(name_en__icontains=q)
        page["estates"] = list(estates.select_related("committee").order_by("pk")[:FOUND])
        page["committees"] = list(known.filter(stations__isnull=False).distinct().order_by("code")[:FOUND])
    return TemplateResponse(request, "requests_desk/proposals/which_place.html", page)


def estates_of(here: Where) -> list[Estate]:
    """Those of the committee that it goes to."""
    return list(Estate.objects.filter(committee=here.committee).order_by("pk"))


def sheet(
    request: HttpRequest, here: Where, form: ProposalForm, *, key: str, at: datetime, status: int = 200
) -> HttpResponse:
    """The form, with where it goes and by when somebody reads it."""
    page = {
        "section": "voice", "here": here, "committee": here.committee, "form": form, "key": key, "trap": TRAP,
        "read_by": read_by(at), "today": timezone.localdate(at), "keep_days": days_kept("proposals"),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/proposals/new.html", page, status=status)


def expired(request: HttpRequest, here: Where, at: datetime) -> HttpResponse:
    """Nothing is handed in by a sheet whose token or key does not fit this browser (any more)."""
    form = ProposalForm(request.POST, estates=estates_of(here))
    form.add_error(None, EXPIRED)
    return sheet(
        request, here, form, key=new_key(PROPOSING, request, at=at), at=at, status=KeyNotYours.status
    )


def take(request: HttpRequest, here: Where, at: datetime) -> HttpResponse:
    """Hand it in and lead to its own page; or say what is missing, and lose nothing of what was typed."""
    typed = request.POST.get("key", "")
    try:
        key = read_key(typed, PROPOSING, request)
    except KeyNotYours:
        return expired(request, here, at)
    form = ProposalForm(request.POST, estates=estates_of(here))
    if form.is_valid() and by_a_robot(request, key, at):
        form.add_error(None, ONCE_MORE)
        typed = second_key(PROPOSING, request, at=at, about=None)
    if not form.is_valid():
        return sheet(request, here, form, key=typed, at=at)
    assert here.committee is not None
    try:
        row = make(
            committee=here.committee, key=key.nonce, at=at, shown_at=key.made_at,
            client=limits.client_address(request),
            language=get_language() or settings.LANGUAGE_CODE, **form.cleaned_data,
        )  # fmt: skip
    except FormUsed as error:
        form.add_error(None, both(error))
        fresh = new_key(PROPOSING, request, at=at)
        return sheet(request, here, form, key=fresh, at=at, status=error.status)
    except TooMuchAtOnce as error:
        form.add_error(None, both(error))
        return sheet(request, here, form, key=typed, at=at, status=error.status)
    return redirect("proposal_mine", row.token)


@require_safe
@public()
@by_link
def proposal_mine(request: HttpRequest, token: str) -> HttpResponse:
    """What became of mine, also while nobody has read it yet."""
    row = get_object_or_404(
        Proposal.objects.select_related("committee", "estate", "merged_into", "project"), token=token
    )
    page = {
        "section": "voice", "proposal": row, "committee": row.committee, "read_by": read_by(row.made_at),
        "today": timezone.localdate(),
        "seen": row.state not in (Proposal.State.NEW, Proposal.State.KEPT_BACK),
        "events": list(row.events.exclude(kind=ProposalEvent.Kind.ERASED)),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/proposals/mine.html", page)


def load(reference: str) -> Proposal:
    """The published proposal of that reference; 404 for one that nobody has read yet, and for none."""
    rows = Proposal.objects.published().select_related("committee", "estate", "merged_into", "project")
    return get_object_or_404(rows, reference=reference)


@require_safe
@public(cached=True)
def proposal(request: HttpRequest, reference: str) -> HttpResponse:
    """What is proposed, how many want it too, and what became of it."""
    row = load(reference)
    page = {
        "section": "voice", "proposal": row, "committee": row.committee,
        "merged": list(row.merged.order_by("pk")),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/proposals/proposal.html", page)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@public()
def proposal_support(request: HttpRequest, reference: str) -> HttpResponse:
    """Count this browser, marked by this very tap, once; then say so. Judged by where it comes from, since
    the page with the button is cached and carries no token."""
    row = load(reference)
    if request.method == "POST":
        if not from_our_own_page(request):
            raise PermissionDenied
        return supported(request, row.merged_into or row)
    secret = marks.secret_of(request)
    mark = marks.mark(secret, row.committee_id)
    if not secret or not supporters(row).filter(mark=mark).exists():
        return redirect(row)
    page = {"section": "voice", "proposal": row, "lasts": marks.LASTS.days}
    return TemplateResponse(request, "requests_desk/proposals/supported.html", page)


def supported(request: HttpRequest, row: Proposal) -> HttpResponse:
    """Support ``row`` and lead to the page that says so."""
    secret, at = marks.secret_for(request), timezone.now()
    mark = marks.mark(secret, row.committee_id)
    support_it(proposal=row, mark=mark, at=at, client=limits.client_address(request))
    return marks.remember(redirect("proposal_support", row.reference), secret, request)
