"""Attendance: who came to a session, ticked on the list or read from their square; heads where one just comes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.own_desk import must_be_own
from requests_desk.models import ActivitySession, Attendance, SignUp
from stations.models import Worker

BEFORE = timedelta(hours=2)  # people come early; earlier than that it is a slip of the finger
AFTER = timedelta(days=3)  # lists on paper are typed in later


class NotNow(PortalError):
    """Too early, too late, or the session is called off."""

    sentence = _("Attendance is taken from two hours before a session until three days after it.")
    next_step = _("Choose the session that is on now.")


class NotOnTheList(PortalError):
    """The person is not in this group: they wait, have withdrawn, or signed up to another one."""

    sentence = _("This person is not in this group.")
    next_step = _("Look at the reference again, or sign the person up.")


def must_be_on(session: ActivitySession, worker: Worker, at: datetime) -> None:
    """That ``worker`` may take attendance of ``session`` (which carries its station) now. Raises NotNow, NotAllowed."""
    must_be_own(session.group.activity.station, worker)
    if session.called_off or not session.starts_at - BEFORE <= at <= session.ends_at + AFTER:
        raise NotNow


@transaction.atomic
def tick(*, session: ActivitySession, sign_up: SignUp, worker: Worker, at: datetime) -> Attendance:
    """The person came; twice is once. Raises NotNow, NotOnTheList, NotAllowed."""
    must_be_on(session, worker, at)
    fresh = SignUp.objects.select_for_update(of=("self",)).get(pk=sign_up.pk)
    if fresh.group_id != session.group_id or fresh.state != SignUp.State.IN:
        raise NotOnTheList
    row, _made = Attendance.objects.get_or_create(
        session=session, sign_up=fresh, defaults={"at": at, "by": worker}
    )
    return row


@transaction.atomic
def untick(*, session: ActivitySession, sign_up: SignUp, worker: Worker, at: datetime) -> None:
    """That was a mistake. Raises NotNow, NotAllowed."""
    must_be_on(session, worker, at)
    Attendance.objects.filter(session=session, sign_up=sign_up).delete()


@transaction.atomic
def count_heads(*, session: ActivitySession, by: int, worker: Worker, at: datetime) -> None:
    """One more head (``by`` 1) or one less (-1), never below none. Raises NotNow, NotAllowed."""
    must_be_on(session, worker, at)
    rows = ActivitySession.objects.filter(pk=session.pk)
    (rows.filter(came__gt=0) if by < 0 else rows).update(came=F("came") + by)
