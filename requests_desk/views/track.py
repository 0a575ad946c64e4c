"""What became of what I asked: by reference and proof, then by the ticket's secret link."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from portal.common import limits
from portal.common.access import public
from portal.common.again import EXPIRED, shown_again_by
from portal.common.codes import SLIP_CODE_SYMBOLS, hash_slip_code, same
from portal.common.errors import TooManyTries
from portal.common.keeping import days_kept
from portal.common.phones import last_four
from requests_desk.actions.messages import resend_link, resend_sign_up
from requests_desk.actions.opinions import say
from requests_desk.actions.tickets import WrongState, close, reopen
from requests_desk.forms.ticket_attachments import ResidentFileForm
from requests_desk.forms.track import LostLinkForm, OpinionForm, TrackForm, UnsolvedForm
from requests_desk.forms.visits import both
from requests_desk.models import ActivitySession, Opinion, SignUp, Ticket, TicketNote, Visit
from requests_desk.views.private import by_link
from requests_desk.views.progress import progress

FORM = ["GET", "HEAD", "POST"]
TRIES, WINDOW = 10, timedelta(minutes=10)  # of one address
LETTERS, LETTERS_WINDOW = 3, timedelta(hours=1)  # to one phone number's address
STILL = "still"  # in the address: the page is not to renew itself
RENEWED = 20  # seconds: the page of somebody who waits, by itself and without a script
MOST_VISITS = 5  # whose links one letter round sends

# Hashed where there is no ticket, so that nobody learns by the time it takes that there is none.
NO_SALT = "0" * 32


def forms_of(request: HttpRequest) -> tuple[TrackForm, LostLinkForm, bool]:
    """Both forms of the page, that which was sent filled in; and whether it is that for a lost link."""
    typed, lost = request.POST if request.method == "POST" else None, request.POST.get("do") == "send"
    return TrackForm(None if lost else typed), LostLinkForm(typed if lost else None), lost


def desk_page(
    request: HttpRequest, form: TrackForm, lost_form: LostLinkForm, *, sent: bool = False, status: int = 200
) -> HttpResponse:
    """The page with both forms; ``sent``: links are on their way, if there are any."""
    page = {
        "section": "track", "track_form": form, "lost_form": lost_form, "sent": sent,
        "form": lost_form if lost_form.is_bound else form,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/track/track.html", page, status=status)


def track_again(request: HttpRequest) -> HttpResponse:
    """Both forms once more with what was typed: the one that was sent had expired. Nothing is looked up."""
    form, lost_form, lost = forms_of(request)
    (lost_form if lost else form).add_error(None, EXPIRED)
    return desk_page(request, form, lost_form)


@require_http_methods(FORM)
@public()
@shown_again_by(track_again)
def track(request: HttpRequest) -> HttpResponse:
    """Reference and proof lead to the page of the visit or ticket; a lost link is sent again."""
    form, lost_form, lost = forms_of(request)
    sent, status = False, 200
    try:
        if lost and lost_form.is_valid():
            sent = send_again(request, lost_form.cleaned_data["phone"])
        elif form.is_valid():
            found = find(request, form.cleaned_data["reference"], form.cleaned_data["proof"])
            if found is not None:
                return found
            form.add_error(
                None, _("Nothing fits this reference and number. Check both, or phone the station.")
            )
    except TooManyTries as error:
        (lost_form if lost else form).add_error(None, both(error))
        status = error.status
    return desk_page(request, form, lost_form, sent=sent, status=status)


def count_a_try(request: HttpRequest, at: datetime) -> str:
    """Count one try of this address of the net; returns the counter's key. Raises TooManyTries, which says
    after how many minutes one can try again and what can be done at once: a whole estate may share one
    address."""
    key = f"track:{limits.client_address(request)}"
    try:
        limits.allow(key, at=at, most=TRIES, window=WINDOW)
    except TooManyTries as error:
        wait = limits.minutes_left(at=at, window=WINDOW)
        raise TooManyTries(
            _("There were too many tries from your connection, perhaps by neighbours who share it."),
            next_step=ngettext(
                "Try again in %(n)d minute, or phone the station: the desk finds it by your name and phone number.",
                "Try again in %(n)d minutes, or phone the station: the desk finds it by your name and phone number.",
                wait,
            )
            % {"n": wait},
        ) from error
    return key


def find(request: HttpRequest, reference: str, proof: str) -> HttpResponse | None:
    """The way to what the reference names, if the proof is right. Raises TooManyTries.

    Whatever is wrong (reference, phone, code, a cancelled booking) costs the same: the counter, three
    look-ups, one slow hash. A right proof is no guess and takes its count back.
    """
    at = timezone.now()
    counter = count_a_try(request, at)
    ticket = Ticket.objects.filter(reference=reference).first()
    visit = Visit.objects.exclude(state=Visit.State.CANCELLED).filter(reference=reference).first()
    sign_up = SignUp.objects.standing().filter(reference=reference).first()
    code = proof if len(proof) == SLIP_CODE_SYMBOLS else "2" * SLIP_CODE_SYMBOLS
    hashed = hash_slip_code(code, ticket.slip_salt if ticket else NO_SALT)
    row = ticket or visit or sign_up
    by_phone = bool(row and row.phone) and same(last_four(row.phone if row else ""), proof)
    by_slip = ticket is not None and code == proof and same(hashed, ticket.slip_hash)
    if by_phone or by_slip:
        limits.take_back(counter, at=at, window=WINDOW)
    if ticket is not None and (by_phone or by_slip):
        return redirect("ticket_track", ticket.token)
    booked = visit or sign_up
    return redirect(booked) if booked is not None and by_phone else None


def send_again(request: HttpRequest, phone: str) -> bool:
    """Send the links of the visits and sign-ups that stand under ``phone`` to the address or mobile given for
    each. Raises TooManyTries for the asker's address alone: for the phone number the answer is always the same,
    and every request counts, or the limit would tell under which numbers visits stand."""
    at = timezone.now()
    count_a_try(request, at)
    # The number itself does not go into the table of counters.
    number = salted_hmac("resend", phone).hexdigest()[:40]
    try:
        limits.allow(f"resend:{number}", at=at, most=LETTERS, window=LETTERS_WINDOW)
    except TooManyTries:
        return True
    standing = Visit.objects.standing().filter(phone=phone, starts_at__gt=at).order_by("starts_at")
    for visit in [one for one in standing if one.reached_by != "call"][:MOST_VISITS]:
        resend_link(visit=visit, at=at)
    for sign_up in [one for one in signed_up(phone, at) if one.reached_by != "call"][:MOST_VISITS]:
        resend_sign_up(sign_up=sign_up, at=at)
    return True


def signed_up(phone: str, at: datetime) -> QuerySet[SignUp]:
    """What stands under ``phone`` in groups that still meet."""
    coming = ActivitySession.objects.standing().filter(group=OuterRef("group"), starts_at__gt=at)
    return SignUp.objects.standing().filter(Exists(coming), phone=phone).order_by("pk")


def words_in(request: HttpRequest) -> tuple[UnsolvedForm, OpinionForm | None]:
    """The forms of a ticket's page, that which was sent filled in."""
    do = request.POST.get("do", "")
    unsolved = UnsolvedForm(request.POST if do == "unsolved" else None)
    return unsolved, OpinionForm(request.POST) if do == "opinion" else None


def ticket_page(
    request: HttpRequest, ticket: Ticket, unsolved: UnsolvedForm, opinion: OpinionForm | None, **more: Any
) -> TemplateResponse:
    """How ``ticket`` stands, with the forms in which the resident says something about it."""
    seen = progress(ticket, at=timezone.now())
    # A page that was asked to stand still does, and one that shows what was typed: it would be lost.
    renews = seen.renews and request.method != "POST" and STILL not in request.GET
    page = {
        "renews": renews,
        "section": "track", "progress": seen, "form": opinion or unsolved, "unsolved_form": unsolved,
        "opinion_form": opinion or OpinionForm(initial=said_of(seen.opinion)),
        "attachments": ticket.attachments.filter(for_resident=True), "attach_form": ResidentFileForm(),
        "keep_days": days_kept("attachments"), **more,
    }  # fmt: skip
    response = TemplateResponse(request, "requests_desk/track/ticket.html", page)
    if renews:
        response["Refresh"] = str(RENEWED)
    return response


@by_link
def ticket_again(request: HttpRequest, token: str) -> HttpResponse:
    """The ticket's page with what was typed into it: its form had expired. Nothing is changed."""
    ticket = get_object_or_404(Ticket, token=token)
    unsolved, opinion = words_in(request)
    form = opinion or unsolved
    if form.is_bound:
        form.add_error(None, EXPIRED)
    page = ticket_page(request, ticket, unsolved, opinion, expired=not form.is_bound)
    seen = page.context_data["progress"]  # type: ignore[index]
    # Where the form itself is not there any more, its words stand above, to be copied.
    there = seen.opinion_until if opinion else seen.can_reopen
    page.context_data["moved_on"] = form.is_bound and not there  # type: ignore[index]
    return page


@require_http_methods(FORM)
@public()
@by_link
@shown_again_by(ticket_again)
def ticket_track(request: HttpRequest, token: str) -> HttpResponse:
    """One ticket in plain words; the resident says whether it is solved and, at its end, how it was."""
    ticket = get_object_or_404(Ticket, token=token)
    at, status, do = timezone.now(), 200, request.POST.get("do", "")
    unsolved, opinion = words_in(request)
    form = opinion or unsolved
    if request.method == "POST":
        if settle(ticket, do, form, at):
            return redirect(reverse("ticket_track", args=[token]) + ("#opinion" if opinion else ""))
        status = WrongState.status if form.is_valid() or not form.is_bound else 200
    page = ticket_page(request, ticket, unsolved, opinion, moved_on=status != 200)
    page.status_code = status
    return page


def said_of(opinion: Opinion | None) -> dict[str, int | str | None]:
    """What the form for an opinion begins with."""
    return {"score": opinion.score, "text": opinion.text} if opinion else {}


def settle(ticket: Ticket, do: str, form: UnsolvedForm | OpinionForm, at: datetime) -> bool:
    """Close, reopen or keep the opinion at the resident's word. Pressing twice is once; False where it
    cannot be done now."""
    try:
        if do == "solved":
            close(ticket=ticket, at=at)
            return True
        if form.is_valid():
            act = say if do == "opinion" else reopen
            act(ticket=ticket, at=at, **form.cleaned_data)
            return True
    except WrongState:
        return said_before(ticket, do, form)
    return False


def said_before(ticket: Ticket, do: str, form: UnsolvedForm | OpinionForm) -> bool:
    """Whether the same word was taken down a moment ago."""
    if do == "solved":
        return Ticket.objects.filter(pk=ticket.pk, state=Ticket.State.CLOSED).exists()
    if do == "opinion":
        return False  # the action itself knows the same word
    last = ticket.notes.filter(kind=TicketNote.Kind.RESIDENT).last()
    return last is not None and last.text == form.cleaned_data["text"]
