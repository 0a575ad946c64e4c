"""Signing up for an activity, and one's sign-up behind its secret link."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.common import limits
from portal.common.access import public
from portal.common.again import EXPIRED, shown_again_by
from portal.common.errors import PortalError
from portal.common.form_keys import KeyNotYours, new_key, read_key
from portal.common.keeping import days_kept
from portal.common.links import absolute
from portal.common.qr import qr_svg
from requests_desk.actions import sign_ups
from requests_desk.actions.sign_up_letters import place_in_line, sessions_calendar, sessions_of
from requests_desk.forms.sign_ups import SignUpForm
from requests_desk.forms.visits import both
from requests_desk.models import Activity, SignUp, SignUpEvent
from requests_desk.views.activities import OTHERS, Group, groups_of, site_of
from requests_desk.views.activities import load as load_activity
from requests_desk.views.activity_words import when_words
from requests_desk.views.private import by_link
from requests_desk.views.robots import ONCE_MORE, TRAP, by_a_robot, second_key

FORM = ["GET", "HEAD", "POST"]
SIGN_UP = "sign-up"  # the purpose of the form's key


def form_for(activity: Activity, groups: list[Group], data: Any = None, initial: Any = None) -> SignUpForm:
    """The slip, with every group that still takes people."""
    open_ones = [(one.row, words_of(one)) for one in groups if one.can_sign_up]
    return SignUpForm(data, activity=activity, groups=open_ones, initial=initial)


def words_of(group: Group) -> str:
    """A group in one line: name, next time, room."""
    parts = (group.row.label, when_words(group.standing), group.room.words)
    return " · ".join(part for part in parts if part)


def asked_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The form once more with what was typed, and a fresh key: it had expired."""
    return expired(request, load_activity(pk), timezone.now())


@require_http_methods(FORM)
@public()
@shown_again_by(asked_again)
def sign_up_new(request: HttpRequest, pk: int) -> HttpResponse:
    """One page: which group (``?group=``), who comes; a place, or the waiting list."""
    at, activity = timezone.now(), load_activity(pk)
    groups = groups_of(activity, at)
    if not any(one.can_sign_up for one in groups):
        return redirect(activity)
    if request.method == "POST":
        return take_answer(request, activity, groups, at)
    asked = request.GET.get("group")
    if asked is not None and not any(one.can_sign_up and str(one.row.pk) == asked for one in groups):
        return redirect(f"{activity.get_absolute_url()}?{OTHERS}")
    form = form_for(activity, groups, initial={"group": asked} if asked else None)
    return ask(request, activity, groups, form, key=new_key(SIGN_UP, request, at=at, about=pk))


def ask(
    request: HttpRequest,
    activity: Activity,
    groups: list[Group],
    form: SignUpForm,
    *,
    key: str,
    status: int = 200,
    **why: Any,
) -> HttpResponse:
    """The form. ``expired``: it is shown again because it could not be taken."""
    chosen = next((one for one in groups if str(one.row.pk) == str(form["group"].value())), None)
    page = {
        "section": "activities", "activity": activity, "station": activity.station, "form": form, "key": key,
        "trap": TRAP, "keep_days": days_kept("sign_ups"), "chosen": chosen,
        "only": chosen if len(form.rows) == 1 else None, **why,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/sign_ups/new.html", page, status=status)


def expired(request: HttpRequest, activity: Activity, at: datetime) -> HttpResponse:
    """Nothing is signed up by a form whose token or key does not fit this browser (any more)."""
    groups = groups_of(activity, at)
    form = form_for(activity, groups, request.POST)
    form.add_error(None, EXPIRED)
    key = new_key(SIGN_UP, request, at=at, about=activity.pk)
    return ask(request, activity, groups, form, key=key, status=KeyNotYours.status, expired=True)


def take_answer(request: HttpRequest, activity: Activity, groups: list[Group], at: datetime) -> HttpResponse:
    """Sign up, and lead to the confirmation; or say what is missing, and lose nothing of what was typed."""
    typed = request.POST.get("key", "")
    try:
        key = read_key(typed, SIGN_UP, request)
    except KeyNotYours:
        return expired(request, activity, at)
    form = form_for(activity, groups, request.POST)
    if form.is_valid() and by_a_robot(request, key, at):
        form.add_error(None, ONCE_MORE)
        typed = second_key(SIGN_UP, request, at=at, about=activity.pk)
    if not form.is_valid():
        return ask(request, activity, groups, form, key=typed)
    try:
        row = sign_ups.sign_up(
            **form.cleaned_data, key=key.nonce, at=at, shown_at=key.made_at, language=get_language() or "zh-hans",
            client=limits.client_address(request),
        )  # fmt: skip
    except PortalError as error:
        form.add_error(None, both(error))
        return ask(request, activity, groups, form, key=typed, status=error.status, stuck=True)
    return redirect(f"{row.get_absolute_url()}?new")


def load(token: str) -> SignUp:
    """The sign-up that this secret opens, with its group, activity and station; 404 for any other."""
    rows = SignUp.objects.select_related("group__activity__station__committee")
    return get_object_or_404(rows, token=token)


@require_safe
@public()
@by_link
def sign_up(request: HttpRequest, token: str) -> HttpResponse:
    """How it stands: in, or at which place of the waiting list; the sessions; the code for the desk."""
    return show(request, load(token))


def show(request: HttpRequest, row: SignUp, problem: PortalError | None = None) -> HttpResponse:
    """The page of ``row``; above it what could not be done, if there is a ``problem``."""
    at = timezone.now()
    sessions = sessions_of(row.group)
    coming = [one for one in sessions if one.ends_at > at]
    page: dict[str, Any] = {
        "section": "activities", "sign_up": row, "activity": row.group.activity, "station": row.station,
        "site": site_of(row.station), "coming": coming, "new": "new" in request.GET, "problem": problem,
        "can_withdraw": can_withdraw(row, at), "over": bool(sessions) and not coming,
        "came": row.attendances.count(), "held": sum(one.ends_at <= at and not one.called_off for one in sessions),
        "written_to": row.reached_by != "call" and "new" in request.GET,
    }  # fmt: skip
    if row.state == SignUp.State.IN:
        page["qr"] = qr_svg(attendance_address(row), title=_("Code for the desk's scanner"))
    elif row.state == SignUp.State.WAITING:
        page["place"] = place_in_line(row)
    else:
        page["taken_out"] = row.events.filter(kind=SignUpEvent.Kind.TAKEN_OUT).exists()
    status = problem.status if problem else 200
    return TemplateResponse(request, "requests_desk/sign_ups/sign_up.html", page, status=status)


def can_withdraw(row: SignUp, at: datetime) -> bool:
    """Whether there is still something to withdraw from."""
    return row.state != SignUp.State.WITHDRAWN and sign_ups.sessions_to_come(row.group_id, at=at)


def attendance_address(row: SignUp) -> str:
    """What the code says: the desk's sessions with the reference, in the language the desk works in."""
    with translation.override(settings.LANGUAGE_CODE):
        return absolute(f"{reverse('desk:session_list')}?{urlencode({'reference': row.reference})}")


@require_http_methods(FORM)
@public()
@by_link
def sign_up_withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """Ask once, then give the place to whoever waits."""
    row, at = load(token), timezone.now()
    if request.method == "POST":
        try:
            sign_ups.withdraw(sign_up=row, at=at)
        except sign_ups.SignUpFixed as error:
            return show(request, load(token), error)
        return redirect(row)
    if not can_withdraw(row, at):
        return redirect(row)
    page = {"sign_up": row, "activity": row.group.activity, "station": row.station}
    return TemplateResponse(request, "requests_desk/sign_ups/withdraw.html", page)


@require_safe
@public()
@by_link
def sign_up_calendar(request: HttpRequest, token: str) -> HttpResponse:
    """All sessions as one file for the phone's calendar; nothing for who only waits."""
    row = load(token)
    sessions = sessions_of(row.group)
    if row.erased_at or row.state == SignUp.State.WAITING or not sessions:
        raise Http404
    file = HttpResponse(
        sessions_calendar(row, sessions, at=timezone.now()), content_type="text/calendar; charset=utf-8"
    )
    file["Content-Disposition"] = 'inline; filename="sessions.ics"'
    return file
