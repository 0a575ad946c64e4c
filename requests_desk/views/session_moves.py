"""A session moved at the desk: when and where instead, whom that concerns, and then told."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import worker_required
from portal.common.errors import NotAllowed, PortalError
from requests_desk.actions import session_moves
from requests_desk.actions.activities import HitChanged
from requests_desk.actions.session_moves import NewTime
from requests_desk.forms.sessions import SessionMoveForm
from requests_desk.forms.visits import both
from requests_desk.models import ActivitySession, SignUp
from requests_desk.views.sessions import own, seen, to_where_work_is_left, who_is_told
from stations.models import Room, Worker


@worker_required
def session_move(request: HttpRequest, pk: int) -> HttpResponse:
    """The new time (GET looks), see whom that concerns, confirm (POST moves it and tells them)."""
    worker: Any = request.user
    row, at = own(worker, pk), timezone.now()
    if row.called_off or row.starts_at <= at:
        return redirect("desk:session", pk)
    form = form_of(request, row)
    status, sure = 200, False
    if form.is_bound and form.is_valid():
        to = new_time(form)
        try:
            if request.method == "POST":
                return moved(request, row, moved_by(request, row, to, worker))
            session_moves.must_be_movable(session=row, to=to, at=at)
            sure = True
        except NotAllowed:
            raise
        except PortalError as error:
            form.add_error("begins" if error.offers else None, both(error))
            status = error.status if request.method == "POST" else 200
            # Where only the list has changed, the list and the button stand there again.
            sure = isinstance(error, (HitChanged, session_moves.SessionChanged))
    context = {
        "section": "activities", "place": row.group.activity.station, "session": row, "form": form, "sure": sure,
        "hit": session_moves.told_of_move(row) if sure else [], "to": new_time(form) if sure else None,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/activities/desk_move.html", context, status=status)


def form_of(request: HttpRequest, row: ActivitySession) -> SessionMoveForm:
    """The form, filled in with what was typed, or with the session as it stands."""
    typed = request.POST if request.method == "POST" else request.GET if "day" in request.GET else None
    begins, ends = timezone.localtime(row.starts_at), timezone.localtime(row.ends_at)
    return SessionMoveForm(
        typed, rooms=list(Room.objects.filter(station=row.group.activity.station_id)),
        initial={"day": begins.date(), "begins": begins.time(), "ends": ends.time(), "room": row.room_id},
    )  # fmt: skip


def new_time(form: SessionMoveForm) -> NewTime:
    """What the valid form says."""
    said = form.cleaned_data
    return NewTime(said["starts_at"], said["minutes"], said["room"])


def moved_by(request: HttpRequest, row: ActivitySession, to: NewTime, worker: Worker) -> list[SignUp]:
    """Move it, as it stood on the page. Raises what move_session raises."""
    typed = request.POST.get("sequence", "")
    sequence = int(typed) if typed.isascii() and typed.isdigit() else -1
    return session_moves.move_session(
        session=row, to=to, worker=worker, at=timezone.now(), seen=seen(request), sequence=sequence
    )


def moved(request: HttpRequest, row: ActivitySession, hit: list[SignUp]) -> HttpResponse:
    """Say who is told how, and go where something is left to do."""
    messages.success(request, " ".join([_("The session is moved."), *who_is_told(hit)]))
    return to_where_work_is_left(row, hit)
