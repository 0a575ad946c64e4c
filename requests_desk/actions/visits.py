"""Visits: book, move, cancel, call off, miss. Locks are always taken slots first, then the visit."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from portal.common import limits
from portal.common.codes import new_reference, new_token
from portal.common.errors import PortalError, TooManyTries
from portal.common.templatetags import times
from requests_desk.actions.messages import tell
from requests_desk.actions.own_desk import must_be_own
from requests_desk.actions.places import SlotFull, give_back, has_own_hours, next_free, take
from requests_desk.actions.sent_twice import FormUsed, digest
from requests_desk.models import Message, Slot, Visit, VisitEvent
from requests_desk.models.visit import day_bounds
from requests_desk.rules.notices import notice_at
from requests_desk.rules.slots import window
from requests_desk.rules.undo import LASTS as UNDO_LASTS
from stations.models import ChecklistItem, Site, Station, Worker

MOST_A_DAY = 2  # visits of one phone number at one station
HOUR = timedelta(hours=1)  # in which bookings from one address of the net are counted


class VisitFixed(PortalError):
    """Already cancelled, over, or come: nothing left to change."""

    sentence = _("This visit can no longer be changed.")
    next_step = _("Phone the station, or book another visit.")


class VisitChanged(PortalError):
    """Somebody else changed the visit since its page was opened: another tab, the resident, the desk."""

    sentence = _("This visit was changed after you had opened the page. Nothing was done now.")


class TooLate(PortalError):
    """The slot begins before the station's shortest notice is over."""

    sentence = _("This time can no longer be booked online.")
    next_step = _("Choose a later time, or just come in.")


class TooFarAhead(PortalError):
    """The slot lies beyond the station's horizon."""

    sentence = _("This time cannot be booked yet.")
    next_step = _("Choose an earlier time.")


class WrongSlot(PortalError):
    """The slot is not one in which this service is given."""

    sentence = _("This service is not given at that time.")
    next_step = _("Choose one of the times shown.")


class DayUsedUp(PortalError):
    """The phone number has as many visits at this station on that day as one may have."""

    sentence = _("No more than two visits a day can be booked here with one phone number.")
    next_step = _("Choose another day, change a visit you have booked by its link, or phone the station.")


class HourUsedUp(TooManyTries):
    """So many visits were booked from one address within the hour that it looks like a machine."""

    sentence = _("A great many visits were booked from your connection within this hour.")
    next_step = _("Try again in an hour, or phone the station.")


class UndoOver(PortalError):
    """Somebody has done something else since, or ten minutes have passed."""

    sentence = _("This can no longer be undone.")
    next_step = _("Please book another time.")


# Why a slot cannot be had; all of them offer others.
NOT_THEN = (SlotFull, TooLate, TooFarAhead, WrongSlot)


def place_words(station: Station, site: Site | None) -> str:
    """Where to come, as it is copied onto a visit: address and door, in the language in force."""
    if site is None:
        return station.label
    return str(_(", ")).join(filter(None, (str(site), site.entrance_label)))[:200]


def how_it_stands(visit: Visit) -> str:
    """In one sentence what has become of ``visit``, in the language in force."""
    if visit.state == Visit.State.BOOKED:
        when = {"day": times.day(visit.starts_at), "span": times.span(visit.starts_at, visit.ends_at)}
        return str(_("Its time is now %(day)s, %(span)s.")) % when
    return str(_("How it stands now: %(state)s.")) % {"state": visit.get_state_display()}


def book(
    *,
    item: ChecklistItem,
    slot: Slot,
    place: str,
    name: str,
    phone: str,
    key: str,
    at: datetime,
    email: str = "",
    on_behalf: bool = False,
    green: bool = False,
    language: str = "zh-hans",
    booked_by: Worker | None = None,
    most: int | None = MOST_A_DAY,
    client: str = "",
    shown_at: datetime | None = None,
) -> Visit:
    """Book ``slot`` for ``item``. The same ``key`` with the same content gives the same visit back.

    ``item`` carries its station; ``slot`` was read a moment ago; ``most`` is how many visits the phone
    may have there that day, None where staff have decided; ``client`` is the address of the net it is
    booked from, if that is to be counted; ``shown_at`` is when the form was handed out, whose privacy notice is
    kept with the visit (now, where a worker says it). Raises SlotFull, TooLate, TooFarAhead or WrongSlot, each with
    the next free slots as ``offers``; DayUsedUp; HourUsedUp; FormUsed; NotAllowed to staff of another desk.
    """
    must_be_own(item.station, booked_by)
    content = digest(
        item=item.pk, slot=slot.pk, name=name, phone=phone, email=email, on_behalf=on_behalf, green=green
    )
    visit = Visit(
        reference=new_reference(), token=new_token(), station=item.station, slot=slot, item=item,
        service=item.service, starts_at=slot.starts_at, minutes=slot.minutes, place=place, name=name, phone=phone,
        email=email, on_behalf=on_behalf, green=green, language=language, booked_by=booked_by, booked_at=at,
        booking_key=key, booking_digest=content, notice=notice_at(shown_at or at),
    )  # fmt: skip
    try:
        _check(item, slot, at, by_staff=booked_by is not None)
        # Whoever can see that it is full need not queue for the database's pen to be told so.
        if not slot.free(at, green=green):
            raise SlotFull
        with transaction.atomic():
            if not take(slot_id=slot.pk, green=green, at=at):
                raise SlotFull
            _keep_to(most, visit, visit.starts_at, client=client, at=at)
            visit.save(force_insert=True)
            VisitEvent.objects.create(
                visit=visit,
                kind=VisitEvent.Kind.BOOKED,
                at=at,
                actor=booked_by,
                data={"slot": slot.pk, "green": green},
            )
            tell(visit=visit, kind=Message.Kind.BOOKED, at=at)
    except (IntegrityError, DayUsedUp, HourUsedUp) as error:
        return _booked_before(key, content, error)
    except NOT_THEN as error:
        error.offers = next_free(item, around=slot.starts_at, green=green, at=at)
        return _booked_before(key, content, error)
    return visit


def _booked_before(key: str, content: str, error: Exception) -> Visit:
    """The visit this very form booked before; else FormUsed if it booked another one, else ``error``."""
    earlier = Visit.objects.filter(booking_key=key).select_related("station", "service").first()
    if earlier is None:
        raise error
    if earlier.booking_digest != content:
        raise FormUsed(next_step=_("Open the booking page again to book another visit.")) from error
    return earlier


def _keep_to(
    most: int | None, visit: Visit, starts_at: datetime, *, client: str = "", at: datetime | None = None
) -> None:
    """Count one more visit of this phone, at this station on that local day, and one more booking of
    ``client`` in the hour that holds ``at``: by one statement, undone with whatever is not booked.

    Two bookings of one phone for one day take different slots and would not see each other: both write
    the same counter's row first, and whoever comes second waits there for the first one's end. The row
    holds no phone number. What was cancelled stays counted, so the visits themselves are asked only where
    the counter is beyond ``most`` (None: whatever staff decided). Inside a transaction only, after the
    slots. Raises HourUsedUp, DayUsedUp.
    """
    day = timezone.localtime(starts_at).date()
    who = salted_hmac("visits-a-day", f"{visit.station_id}:{visit.phone}").hexdigest()[:40]
    counters = [limits.Counter(f"visits:{who}", day_bounds(day)[0], timedelta(days=1))]
    if client and at:
        counters.append(limits.Counter(f"book:{client}", at, HOUR))
    booked, *by_client = limits.count_all(*counters)
    if by_client and by_client[0] > settings.PORTAL_BOOKINGS_AN_HOUR:
        raise HourUsedUp
    if most is None or booked <= most:
        return
    others = Visit.objects.on(day).filter(station=visit.station_id, phone=visit.phone).exclude(pk=visit.pk)
    if others.filter(state__in=(Visit.State.BOOKED, Visit.State.CAME)).count() >= most:
        raise DayUsedUp


def _check(item: ChecklistItem, slot: Slot, at: datetime, *, by_staff: bool) -> None:
    """That ``slot`` serves ``item`` and lies within the station's notice and horizon; staff at the
    desk may book up to the last minute."""
    serves = slot.item_id == item.pk or (slot.item_id is None and not has_own_hours(item))
    if slot.station_id != item.station_id or not serves:
        raise WrongSlot
    notice = 0 if by_staff else item.station.notice_minutes
    begin, end = window(at, notice_minutes=notice, horizon_days=item.station.horizon_days)
    if slot.starts_at < begin:
        raise TooLate
    if slot.starts_at >= end:
        raise TooFarAhead


def _locked(visit: Visit, *others: int) -> Visit:
    """``visit`` as it stands now, locked after its slot (and ``others``), in the order of their keys.
    Raises VisitChanged where it has moved to another slot since it was read."""
    keys = sorted({visit.slot_id, *others})
    list(Slot.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))
    fresh = (
        Visit.objects.select_for_update(of=("self",))
        .select_related("station", "service", "item__station")
        .get(pk=visit.pk)
    )
    if fresh.slot_id != visit.slot_id:
        raise VisitChanged(next_step=how_it_stands(fresh))
    return fresh


def _must_be_as_seen(visit: Visit, seen: int | None) -> None:
    """That nobody has changed ``visit`` since a page was made from it: ``seen`` is the number of its
    changes then (`Visit.sequence`), None where nobody looked at it before. Raises VisitChanged."""
    if seen is not None and seen != visit.sequence:
        raise VisitChanged(next_step=how_it_stands(visit))


@transaction.atomic
def cancel(*, visit: Visit, at: datetime, actor: Worker | None = None, seen: int | None = None) -> Visit:
    """Cancel a standing visit and give its place back; cancelling twice is once. Raises VisitFixed,
    VisitChanged (also where it is not any more as it was ``seen``), NotAllowed."""
    fresh = _locked(visit)
    must_be_own(fresh.station, actor)
    if fresh.state == Visit.State.CANCELLED:
        return fresh
    _must_be_as_seen(fresh, seen)
    return _end(fresh, Visit.State.CANCELLED, VisitEvent.Kind.CANCELLED, Message.Kind.CANCELLED, at, actor)


@transaction.atomic
def call_off(
    *, visit: Visit, at: datetime, actor: Worker, of_own_desk: bool = True, seen: int | None = None
) -> Visit:
    """The station cancels: the resident is told by e-mail, or stands on the call list. Not ``of_own_desk``:
    its hours were changed by an official above it, who was let do that. Raises VisitFixed, VisitChanged
    (also where it is not any more as it was ``seen``), NotAllowed."""
    fresh = _locked(visit)
    if of_own_desk:
        must_be_own(fresh.station, actor)
    _must_be_as_seen(fresh, seen)
    return _end(fresh, Visit.State.CANCELLED, VisitEvent.Kind.CALLED_OFF, Message.Kind.CALLED_OFF, at, actor)


def can_undo_cancel(visit: Visit, at: datetime) -> bool:
    """Whether the resident cancelled ``visit`` themselves within the last ten minutes, and nothing has
    happened to it since."""
    if visit.state != Visit.State.CANCELLED or visit.starts_at <= at:
        return False
    last = visit.events.order_by("-pk").first()
    if last is None or last.kind != VisitEvent.Kind.CANCELLED or last.actor_id is not None:
        return False
    return at - last.at <= UNDO_LASTS


@transaction.atomic
def undo_cancel(*, visit: Visit, at: datetime) -> Visit:
    """Let the visit stand again at its old time, if its place is still free; twice is once. Raises
    UndoOver, VisitChanged, DayUsedUp, SlotFull."""
    fresh = _locked(visit)
    if fresh.state == Visit.State.BOOKED:
        return fresh
    if not can_undo_cancel(fresh, at):
        raise UndoOver
    if not take(slot_id=fresh.slot_id, green=fresh.green, at=at):
        raise SlotFull(next_step=UndoOver.next_step)  # the visit's page lists no other times
    _keep_to(MOST_A_DAY, fresh, fresh.starts_at)
    fresh.state, fresh.sequence = Visit.State.BOOKED, fresh.sequence + 1
    fresh.save(update_fields=["state", "sequence"])
    VisitEvent.objects.create(visit=fresh, kind=VisitEvent.Kind.RESTORED, at=at, data={"slot": fresh.slot_id})
    tell(visit=fresh, kind=Message.Kind.BOOKED, at=at)
    return fresh


def _end(
    visit: Visit, state: str, kind: VisitEvent.Kind, message: Message.Kind, at: datetime, actor: Worker | None
) -> Visit:
    if not visit.can_change(at):
        raise VisitFixed
    visit.state, visit.sequence = state, visit.sequence + 1
    visit.save(update_fields=["state", "sequence"])
    give_back(slot_id=visit.slot_id, green=visit.green)
    VisitEvent.objects.create(visit=visit, kind=kind, at=at, actor=actor, data={"slot": visit.slot_id})
    tell(visit=visit, kind=message, at=at)
    return visit


@transaction.atomic
def move(
    *, visit: Visit, slot: Slot, at: datetime, actor: Worker | None = None, seen: int | None = None
) -> Visit:
    """Move a standing visit to ``slot``; where it stands there already nothing happens. Both slots are locked
    in the order of their keys: two visits moved in opposite directions would wait for each other otherwise.

    Raises VisitFixed, VisitChanged (also where it is not any more as it was ``seen``), NotAllowed, DayUsedUp
    (to the resident), and SlotFull, TooLate, TooFarAhead or WrongSlot with the next free slots as
    ``offers``; the visit then keeps its time.
    """
    fresh = _locked(visit, slot.pk)
    must_be_own(fresh.station, actor)
    if fresh.state == Visit.State.BOOKED and slot.pk == fresh.slot_id:
        return fresh
    _must_be_as_seen(fresh, seen)
    if not fresh.can_change(at) or fresh.item is None:
        raise VisitFixed
    try:
        _check(fresh.item, slot, at, by_staff=actor is not None)
        if not take(slot_id=slot.pk, green=fresh.green, at=at):
            raise SlotFull
    except NOT_THEN as error:
        error.offers = next_free(fresh.item, around=slot.starts_at, green=fresh.green, at=at)
        raise
    same_day = timezone.localtime(slot.starts_at).date() == timezone.localtime(fresh.starts_at).date()
    if not same_day:
        _keep_to(None if actor else MOST_A_DAY, fresh, slot.starts_at)
    give_back(slot_id=fresh.slot_id, green=fresh.green)
    VisitEvent.objects.create(
        visit=fresh,
        kind=VisitEvent.Kind.MOVED,
        at=at,
        actor=actor,
        data={"from": fresh.slot_id, "to": slot.pk},
    )
    fresh.slot, fresh.starts_at, fresh.minutes = slot, slot.starts_at, slot.minutes
    fresh.sequence += 1
    fresh.save(update_fields=["slot", "starts_at", "minutes", "sequence"])
    tell(visit=fresh, kind=Message.Kind.MOVED, at=at)
    return fresh


@transaction.atomic
def mark_missed(*, at: datetime) -> int:
    """Note every visit of a past day that still stands as "did not come"; returns how many."""
    missed = list(Visit.objects.select_for_update().missed(at).order_by("pk"))
    VisitEvent.objects.bulk_create(
        [VisitEvent(visit=one, kind=VisitEvent.Kind.NO_SHOW, at=at) for one in missed]
    )
    Visit.objects.filter(pk__in=[one.pk for one in missed]).update(state=Visit.State.NO_SHOW)
    return len(missed)
