"""Sessions at the desk: today's and coming ones, who came, one called off, somebody signed up by phone."""

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.codes import clean_reference
from portal.common.errors import NotAllowed, PortalError
from portal.common.form_keys import KeyNotYours, new_key, read_key
from portal.common.keeping import days_kept
from portal.common.paging import page_of
from requests_desk.actions import activities, attendance, sign_ups
from requests_desk.actions.reveals import reveal
from requests_desk.forms.sessions import AttendanceForm, DeskSignUpForm, SessionOffForm
from requests_desk.forms.visits import both
from requests_desk.models import (
    Activity,
    ActivitySession,
    Attendance,
    OpenDayRecord,
    Reveal,
    SignUp,
    day_bounds,
)
from requests_desk.views.activity_words import listed, room_in
from requests_desk.views.posted import button_on
from stations.models import Worker

SIGN_UP = "desk-sign-up"  # the purpose of the form's key
MOST = 400  # people of one group on one sheet
ON_A_PAGE = 60  # sessions
COMING = timedelta(days=14)


def load(worker: Worker, pk: int) -> ActivitySession:
    """The session in scope, with its group, activity, station and room; 404 for any other."""
    rows = ActivitySession.objects.in_scope_of(worker).select_related(
        "group__activity__station__committee", "room"
    )
    return get_object_or_404(rows, pk=pk)


def own(worker: Worker, pk: int) -> ActivitySession:
    """The same at one's own desk; 403 for those who may only see it."""
    row = load(worker, pk)
    if row.group.activity.station.committee_id not in worker.scope.desk_committees:
        raise NotAllowed
    return row


def meant(worker: Worker, typed: str) -> SignUp | None:
    """The sign-up that a scanned code, a link or a typed reference names, in scope; None for anything else."""
    rows = SignUp.objects.in_scope_of(worker).select_related("group__activity__station")
    try:
        link = urlsplit(typed)
        parts = [part for part in link.path.split("/") if part]
        if "sign-ups" in parts[:-1]:
            return rows.filter(token=parts[parts.index("sign-ups") + 1]).first()
        return rows.filter(
            reference=clean_reference(parse_qs(link.query).get("reference", [typed])[0])
        ).first()
    except ValueError:
        return None


@worker_required
def session_list(request: HttpRequest) -> HttpResponse:
    """Today's sessions, those of the next two weeks, and the last days', whose lists may still be written; of the
    worker's stations, to an official of their area. A scanned code (``?reference=``) leads to the session that its
    person came for."""
    worker: Any = request.user
    at = timezone.now()
    if "reference" in request.GET and (led := to_session_of(worker, request.GET["reference"], at)):
        return led
    rows = ActivitySession.objects.in_scope_of(worker)
    if worker.scope.desk_committees:
        rows = rows.filter(group__activity__station__committee__in=worker.scope.desk_committees)
    begin, tomorrow = day_bounds(timezone.localtime(at).date())
    came = Count("attendances")
    near = rows.between(begin - attendance.AFTER, begin + COMING)
    page = page_of(request, listed(near).annotate(ticked=came), ON_A_PAGE)
    context = {
        "section": "activities", "page": page, "past": [one for one in page if one.starts_at < begin],
        "today": [one for one in page if begin <= one.starts_at < tomorrow],
        "coming": [one for one in page if one.starts_at >= tomorrow],
        "lost": "reference" in request.GET,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/activities/desk_list.html", context)


def to_session_of(worker: Worker, typed: str, at: datetime) -> HttpResponse | None:
    """The way to the session that is on, or the next one, of the group that the reference signed up to."""
    row = meant(worker, typed)
    if row is None:
        return None
    rows = row.group.sessions.filter(called_off=False, starts_at__gt=at - attendance.AFTER)
    near = rows.filter(starts_at__lte=at + attendance.BEFORE).order_by("-starts_at").first()
    session = near or rows.order_by("starts_at").first()
    if session is None:
        return None
    return redirect(f"{reverse('desk:session', args=[session.pk])}?{urlencode({'reference': row.reference})}")


@worker_required
def session(request: HttpRequest, pk: int) -> HttpResponse:
    """Who is in the group and who came. A scanned or typed reference ticks (POST); a link only looks (GET)."""
    worker: Any = request.user
    row = load(worker, pk)
    if request.method == "POST":
        return scan(request, own(worker, pk))
    asked = request.GET.get("reference", "")
    found = meant(worker, asked) if asked else None
    if found is not None and found.group_id != row.group_id:
        found = None
    return show(request, row, found=found)


def scan(request: HttpRequest, row: ActivitySession) -> HttpResponse:
    """Tick who shows a code, and say who it is."""
    worker: Any = request.user
    form = AttendanceForm(request.POST)
    if not form.is_valid():
        return show(request, row, form=form)
    person = meant(worker, form.cleaned_data["reference"])
    if person is None:
        form.add_error("reference", _("No sign-up of ours fits this."))
        return show(request, row, form=form)
    try:
        attendance.tick(session=row, sign_up=person, worker=worker, at=timezone.now())
    except PortalError as error:
        form.add_error("reference", both(error))
        return show(request, row, form=form, status=error.status)
    messages.success(request, _("%(name)s is here.") % {"name": person.masked_name})
    return redirect("desk:session", row.pk)


def show(
    request: HttpRequest,
    row: ActivitySession,
    *,
    form: Any = None,
    found: SignUp | None = None,
    shown: SignUp | None = None,
    problem: PortalError | None = None,
    status: int = 200,
) -> HttpResponse:
    """The session's sheet; ``found``: whom a link names; ``shown``: whose contact stands there in full, on this one
    answer; ``problem``: what could not be done."""
    worker: Any = request.user
    at = timezone.now()
    came = Attendance.objects.filter(session=row, sign_up=OuterRef("pk"))
    people: list[Any] = list(
        SignUp.objects.standing().filter(group=row.group_id).annotate(came=Exists(came)).order_by("pk")[:MOST]
    )
    inside = [one for one in people if one.state == SignUp.State.IN]
    mine = row.group.activity.station.committee_id in worker.scope.desk_committees
    context = {
        "section": "activities", "place": row.group.activity.station, "session": row, "group": row.group,
        "activity": row.group.activity, "people": inside,
        "line": sorted((one for one in people if one.state == SignUp.State.WAITING), key=lambda one: one.number or 0),
        "ticked": sum(one.came for one in inside), "form": form or AttendanceForm(), "found": found, "shown": shown,
        "mine": mine, "on": mine and attendance_is_on(row, at), "coming": row.starts_at > at and not row.called_off,
        "just_come": row.group.activity.entry == Activity.Entry.JUST_COME, "problem": problem,
        "room": room_in(row.group, row.group.activity, at),
        "record": OpenDayRecord.objects.of_session(row).first(),
    }  # fmt: skip
    status = problem.status if problem else status
    return TemplateResponse(request, "requests_desk/activities/desk_session.html", context, status=status)


def attendance_is_on(row: ActivitySession, at: datetime) -> bool:
    begin, end = row.starts_at - attendance.BEFORE, row.ends_at + attendance.AFTER
    return not row.called_off and begin <= at <= end


def sheet_of(request: HttpRequest, pk: int) -> str:
    """Where the session's sheet stands, for whoever may see it."""
    worker: Any = request.user
    return reverse("desk:session", args=[load(worker, pk).pk])


@worker_required
@button_on(sheet_of)
def session_mark(request: HttpRequest, pk: int) -> HttpResponse:
    """One button of the sheet, named by ``do``: a person came or did not, a head more or less, withdrew by phone,
    taken out, or their number shown."""
    worker: Any = request.user
    row, at, do = own(worker, pk), timezone.now(), request.POST.get("do", "")
    try:
        if do in ("more", "less"):
            by = 1 if do == "more" else -1
            attendance.count_heads(session=row, by=by, worker=worker, at=at)
            return redirect("desk:session", pk)
        person = person_of(worker, row, request.POST.get("person", ""))
        if do == "reveal":
            reveal(row=person, worker=worker, reason=Reveal.Reason.CALL_BACK, at=at)
            return show(request, row, shown=person)
        change(do, row, person, worker, at)
    except NotAllowed:
        raise
    except PortalError as error:
        return show(request, row, problem=error)
    return redirect(f"{reverse('desk:session', args=[pk])}#person-{person.pk}")


def person_of(worker: Worker, row: ActivitySession, reference: str) -> SignUp:
    """Whom a button of the sheet is about. Raises NotOnTheList."""
    rows = SignUp.objects.in_scope_of(worker).filter(group=row.group_id)
    known = "" if "\0" in reference else reference[:12]
    person = rows.filter(reference=known).select_related("group__activity__station").first()
    if person is None:
        raise attendance.NotOnTheList
    return person


def change(do: str, row: ActivitySession, person: SignUp, worker: Worker, at: datetime) -> None:
    """Do it to the person; an unknown word does nothing."""
    if do == "came":
        attendance.tick(session=row, sign_up=person, worker=worker, at=at)
    elif do == "not":
        attendance.untick(session=row, sign_up=person, worker=worker, at=at)
    elif do in ("withdrew", "out"):
        sign_ups.take_out(sign_up=person, at=at, actor=worker, asked=do == "withdrew")


@worker_required
def session_call_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Why (GET looks), see whom that hits, confirm (POST calls it off and tells them)."""
    worker: Any = request.user
    row, at = own(worker, pk), timezone.now()
    if row.called_off or row.starts_at <= at:
        return redirect("desk:session", pk)
    posted = request.method == "POST"
    form = SessionOffForm(request.POST if posted else request.GET if "reason" in request.GET else None)
    status, hit = 200, activities.hit_by(row)
    if posted and form.is_valid():
        try:
            gone = activities.call_off(
                session=row, worker=worker, at=at, seen=seen(request), **form.cleaned_data
            )
            return called_off(request, row, gone)
        except (activities.HitChanged, activities.SessionOver) as error:
            form.add_error(None, both(error))
            status = error.status
    context = {
        "section": "activities", "place": row.group.activity.station, "session": row, "form": form, "hit": hit,
        "sure": form.is_bound and not form.errors.get("reason"),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/activities/desk_call_off.html", context, status=status)


def seen(request: HttpRequest) -> list[int]:
    """The keys of the people who stood on the page when the button was pressed."""
    return [int(key) for key in request.POST.getlist("seen") if key.isascii() and key.isdigit()]


def called_off(request: HttpRequest, row: ActivitySession, gone: list[SignUp]) -> HttpResponse:
    """Say who is told how, and go where something is left to do."""
    messages.success(request, " ".join([_("The session is called off."), *who_is_told(gone)]))
    return to_where_work_is_left(row, gone)


def who_is_told(people: list[SignUp]) -> list[str]:
    """In sentences how many are told, and how many of them by phone."""
    said, by_phone = [], sum(one.reached_by == "call" for one in people)
    if people:
        words = ngettext("%(n)d person is told.", "%(n)d people are told.", len(people))
        said.append(words % {"n": len(people)})
    if by_phone:
        words = ngettext("%(n)d person must be rung.", "%(n)d people must be rung.", by_phone)
        said.append(words % {"n": by_phone})
    return said


def to_where_work_is_left(row: ActivitySession, people: list[SignUp]) -> HttpResponse:
    """The call list where somebody must be rung, else the session's sheet."""
    rung = any(one.reached_by == "call" for one in people)
    return redirect("desk:call_list") if rung else redirect("desk:session", row.pk)


@worker_required
def session_sign_up(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign somebody up who is on the phone: a place, or the waiting list, as online."""
    worker: Any = request.user
    row, at = own(worker, pk), timezone.now()
    group, activity = row.group, row.group.activity
    form = DeskSignUpForm(
        request.POST if request.method == "POST" else None,
        activity=activity, groups=[(group, str(group))], initial={"key": new_key(SIGN_UP, request, at=at)},
    )  # fmt: skip
    status = 200
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            key = read_key(data.pop("key"), SIGN_UP, request)
            person = sign_ups.sign_up(
                **data, key=key.nonce, at=at, asked_by=worker, language=get_language() or "zh-hans"
            )
            messages.success(request, said_of(person))
            return redirect(f"{reverse('desk:session', args=[pk])}#person-{person.pk}")
        except KeyNotYours as error:
            again(form, new_key(SIGN_UP, request, at=at))
            status = error.status
        except NotAllowed:
            raise
        except PortalError as error:
            form.add_error(None, both(error))
            status = error.status
    context = {
        "section": "activities", "place": activity.station, "session": row, "group": group, "form": form,
        "keep_days": days_kept("sign_ups"), "room": room_in(group, activity, at),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/activities/desk_sign_up.html", context, status=status)


def said_of(person: SignUp) -> str:
    """What to tell the caller."""
    if person.state == SignUp.State.WAITING:
        return _("On the waiting list. The reference is %(reference)s.") % {"reference": person.reference}
    return _("Signed up. The reference is %(reference)s.") % {"reference": person.reference}


def again(form: DeskSignUpForm, key: str) -> None:
    """The form is from before the last sign-in: all that was typed stays, and with a fresh key the button works."""
    form.add_error(None, _("This form was open too long. Press the button once more."))
    typed: Any = form.data
    form.data = {**typed.dict(), "key": key}
