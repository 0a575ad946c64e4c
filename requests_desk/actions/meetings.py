"""Meetings: planned, their minutes written, their opinions answered, published once and for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from portal.common.words import formatted
from requests_desk.actions.own_desk import must_sit_there
from requests_desk.models import Meeting, MeetingOpinion, Project, Ticket, day_bounds
from requests_desk.rules.meetings import begun, too_early
from stations.models import Worker


class NoMoreMeetings(PortalError):
    """The project is closed or dropped."""

    sentence = _("This project has ended: no meeting can be planned for it any more.")


class BeforeItBegan(PortalError):
    """A meeting before the project or ticket that it is about."""

    status = 400
    next_step = _("Look at its day and year once more.")


class BegunAlready(PortalError):
    """A meeting that has begun is held, not moved."""

    sentence = _("This meeting has begun, or was held already.")
    next_step = _("If it did not take place, say so in its minutes and call another one.")


class NotBegunYet(PortalError):
    """Minutes, attendance or opinions of a meeting to come."""

    sentence = _("This meeting has not begun yet.")
    next_step = _("How many came and what was said is written down once it has begun.")


class MinutesPublished(PortalError):
    """Published minutes never change."""

    sentence = _("These minutes are published, and published minutes never change.")
    next_step = _("What they lack can be said in the next meeting's.")


class NothingToPublish(PortalError):
    """No minutes, no number of people, or a meeting that has not begun."""

    sentence = _("There is nothing to publish yet.")
    next_step = _("Write the minutes and how many came, once the meeting was held.")


@dataclass(frozen=True)
class Voiced:
    """An opinion, without a name, what became of it (the words of MeetingOpinion.Outcome), and why."""

    words: str
    outcome: str
    why: str = ""
    words_en: str = ""
    why_en: str = ""


def must_not_lie_before(began_on: date, starts_at: datetime, sentence: str) -> None:
    """A meeting may be written up afterwards, but not from before its cause. ``sentence`` names the ``day``
    on which that began. Raises BeforeItBegan."""
    if too_early(starts_at, day_bounds(began_on)[0]):
        raise BeforeItBegan(sentence % {"day": formatted(began_on, "full")})


@transaction.atomic
def plan(
    *, project: Project, kind: str, starts_at: datetime, place: str, worker: Worker, place_en: str = ""
) -> Meeting:
    """Call a meeting of ``project``. Raises NotAllowed, NoMoreMeetings, BeforeItBegan."""
    fresh = Project.objects.select_for_update().get(pk=project.pk)
    must_sit_there(fresh.committee_id, worker)
    if fresh.state in (Project.State.CLOSED, Project.State.DROPPED):
        raise NoMoreMeetings
    began = gettext("This project began on %(day)s: no meeting about it can lie before that day.")
    must_not_lie_before(fresh.began_on, starts_at, began)
    return Meeting.objects.create(
        kind=kind, committee_id=fresh.committee_id, project=fresh, starts_at=starts_at, place=place,
        place_en=place_en,
    )  # fmt: skip


@transaction.atomic
def coordinate(
    *, ticket: Ticket, starts_at: datetime, place: str, worker: Worker, place_en: str = ""
) -> Meeting:
    """Call a coordination about ``ticket``: the parties around one table. Raises NotAllowed,
    BeforeItBegan."""
    must_sit_there(ticket.committee_id, worker)
    began = gettext("This ticket is of %(day)s: no meeting about it can lie before that day.")
    must_not_lie_before(ticket.day, starts_at, began)
    return Meeting.objects.create(
        kind=Meeting.Kind.COORDINATION, committee_id=ticket.committee_id, ticket=ticket,
        starts_at=starts_at, place=place, place_en=place_en,
    )  # fmt: skip


@transaction.atomic
def move(
    *, meeting: Meeting, starts_at: datetime, place: str, worker: Worker, at: datetime, place_en: str = ""
) -> Meeting:
    """Another time or place, while the meeting has not begun. Raises NotAllowed, BegunAlready, BeforeItBegan."""
    fresh = Meeting.objects.select_for_update().get(pk=meeting.pk)
    must_sit_there(fresh.committee_id, worker)
    if fresh.published_at is not None or begun(fresh.starts_at, at):
        raise BegunAlready
    if begun(starts_at, at):
        raise BeforeItBegan(gettext("A meeting is moved to a time that is still to come."))
    fresh.starts_at, fresh.place, fresh.place_en = starts_at, place, place_en
    fresh.save(update_fields=["starts_at", "place", "place_en"])
    return fresh


def locked(meeting: Meeting, worker: Worker, at: datetime) -> Meeting:
    """The meeting as it stands now, locked, while it may be written about: begun, and not yet published.
    Raises NotAllowed, MinutesPublished, NotBegunYet."""
    fresh = Meeting.objects.select_for_update().get(pk=meeting.pk)
    must_sit_there(fresh.committee_id, worker)
    if fresh.published_at is not None:
        raise MinutesPublished
    if not begun(fresh.starts_at, at):
        raise NotBegunYet
    return fresh


@transaction.atomic
def write_minutes(
    *, meeting: Meeting, attended: int, minutes: str, worker: Worker, at: datetime, minutes_en: str = ""
) -> Meeting:
    """Keep the minutes as they are so far. Raises NotAllowed, MinutesPublished, NotBegunYet."""
    fresh = locked(meeting, worker, at)
    fresh.attended, fresh.minutes, fresh.minutes_en = attended, minutes, minutes_en
    fresh.save(update_fields=["attended", "minutes", "minutes_en"])
    return fresh


@transaction.atomic
def add_opinions(*, meeting: Meeting, voiced: Sequence[Voiced], worker: Worker, at: datetime) -> None:
    """Add what was said, and what becomes of it. Raises NotAllowed, MinutesPublished, NotBegunYet."""
    fresh = locked(meeting, worker, at)
    MeetingOpinion.objects.bulk_create(MeetingOpinion(meeting=fresh, **vars(one)) for one in voiced)


@transaction.atomic
def publish(*, meeting: Meeting, worker: Worker, at: datetime) -> Meeting:
    """Publish the minutes; twice is once. Raises NotAllowed, NothingToPublish."""
    fresh = Meeting.objects.select_for_update().get(pk=meeting.pk)
    must_sit_there(fresh.committee_id, worker)
    if fresh.published_at is not None:
        return fresh
    if not fresh.minutes.strip() or fresh.attended is None or not begun(fresh.starts_at, at):
        raise NothingToPublish
    fresh.published_at = at
    fresh.save(update_fields=["published_at"])
    return fresh
