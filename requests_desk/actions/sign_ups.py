"""Sign-ups: into a group or on its waiting list, out of it, and up. Locks are always taken group first."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from portal.common import limits
from portal.common.codes import new_reference, new_token
from portal.common.errors import PortalError, TooManyTries
from requests_desk.actions import group_places
from requests_desk.actions.messages import tell_signed_up
from requests_desk.actions.own_desk import must_be_own
from requests_desk.actions.sent_twice import FormUsed, digest
from requests_desk.models import Activity, ActivityGroup, ActivitySession, Message, SignUp, SignUpEvent
from requests_desk.rules.notices import notice_at
from requests_desk.rules.places import over
from stations.models import Worker

HOUR = timedelta(hours=1)  # in which sign-ups from one address of the net are counted
Kind = SignUpEvent.Kind


class SignedUpAlready(PortalError):
    """The same name and phone stand in the group or on its waiting list."""

    sentence = _("This person is signed up to this group already.")
    next_step = _("Find your sign-up by its link, or phone the station. A second person needs another name.")


class NoSignUps(PortalError):
    """The group takes nobody (any more): closed, over, or one just comes."""

    sentence = _("This group takes no sign-ups now.")
    next_step = _("Look for another group or activity, or phone the station.")


class GuardianMissing(PortalError):
    """A child without the name or the consent of a guardian."""

    sentence = _("A child is signed up by a guardian, with their name and consent.")
    next_step = _("Enter your name and tick that you agree.")


class SignUpsUsedUp(TooManyTries):
    """So many sign-ups from one address within the hour that it looks like a machine."""

    sentence = _("A great many people were signed up from your connection within this hour.")
    next_step = _("Try again in an hour, or phone the station.")


class SignUpFixed(PortalError):
    """The group's last session has begun: nothing left to withdraw from."""

    sentence = _("This can no longer be changed: the last session has begun.")
    next_step = _("Phone the station.")


def sign_up(
    *,
    group: ActivityGroup,
    name: str,
    phone: str,
    key: str,
    at: datetime,
    email: str = "",
    green: bool = False,
    guardian: str = "",
    consent: bool = False,
    language: str = "zh-hans",
    asked_by: Worker | None = None,
    client: str = "",
    shown_at: datetime | None = None,
) -> SignUp:
    """Sign a person up to ``group`` (which carries its activity and station): a place if there is one and
    nobody waits, else the next number of the waiting list. The same ``key`` with the same content gives the
    same sign-up back. A course that has begun takes people as long as a session is still to come.

    ``client`` is the address of the net it comes from, if that is to be counted; ``shown_at`` is when
    the form was handed out, whose privacy notice is kept (now, where a worker says it). Raises FormUsed,
    SignedUpAlready, NoSignUps, GuardianMissing, SignUpsUsedUp; NotAllowed to staff of another desk.
    """
    must_be_own(group.activity.station, asked_by)
    child = group.activity.for_children
    content = digest(
        group=group.pk, name=name, phone=phone, email=email, green=green, guardian=guardian, consent=consent
    )
    row = SignUp(
        reference=new_reference(), token=new_token(), group=group, name=name, phone=phone, email=email, green=green,
        child=child, guardian=guardian if child else "", consented_at=at if child and consent else None,
        language=language, asked_by=asked_by, asked_at=at, key=key, digest=content,
        notice=notice_at(shown_at or at),
    )  # fmt: skip
    try:
        if child and not (guardian and consent):
            raise GuardianMissing
        if not takes_sign_ups(group, at=at):
            raise NoSignUps
        with transaction.atomic():
            _enter(row, at=at, client=client)
    except (IntegrityError, NoSignUps, GuardianMissing, SignUpsUsedUp) as error:
        return _signed_up_before(row, error)
    return row


def takes_sign_ups(group: ActivityGroup, *, at: datetime) -> bool:
    """Whether ``group`` is open, its activity public, one signs up to it, and a session is still to come."""
    activity = group.activity
    if not (group.open and activity.published and activity.entry == Activity.Entry.SIGN_UP):
        return False
    return sessions_to_come(group.pk, at=at)


def sessions_to_come(group_id: int, *, at: datetime) -> bool:
    """Whether the group still meets after ``at``."""
    return ActivitySession.objects.standing().filter(group=group_id, starts_at__gt=at).exists()


def _enter(row: SignUp, *, at: datetime, client: str) -> None:
    """Write ``row`` with the place or the number it gets, and tell the person. Inside a transaction only."""
    if group_places.take(group_id=row.group_id, green=row.green, at=at):
        row.state = SignUp.State.IN
    else:
        row.state, row.number = SignUp.State.WAITING, group_places.take_number(group_id=row.group_id)
        if row.number is None:
            raise NoSignUps
    if client and limits.count(f"sign-up:{client}", at=at, window=HOUR) > settings.PORTAL_BOOKINGS_AN_HOUR:
        raise SignUpsUsedUp
    row.save(force_insert=True)
    _note(row, Kind.SIGNED_UP if row.number is None else Kind.WAITS, at, row.asked_by)
    if row.number is not None:
        # A place may be free all the same: one given back since the first look, one that was held until
        # now, or one held for the green lane where only others wait.
        _let_up(row.group_id, at=at, but=row)
    tell_signed_up(
        sign_up=row,
        kind=Message.Kind.SIGNED_UP if row.state == SignUp.State.IN else Message.Kind.WAITS,
        at=at,
    )


def _signed_up_before(row: SignUp, error: Exception) -> SignUp:
    """The sign-up this very form made before; else FormUsed if it made another one, SignedUpAlready if the person
    stands there by another form, else ``error``."""
    earlier = SignUp.objects.filter(key=row.key).select_related("group__activity__station").first()
    if earlier is not None:
        if earlier.digest != row.digest:
            raise FormUsed(
                next_step=_("Open the activity's page again to sign up another person.")
            ) from error
        return earlier
    same = SignUp.objects.standing().filter(group=row.group_id, name=row.name, phone=row.phone)
    if isinstance(error, IntegrityError) and same.exists():
        raise SignedUpAlready from error
    raise error


@transaction.atomic
def withdraw(*, sign_up: SignUp, at: datetime) -> SignUp:
    """The resident does not come: the place goes to whoever waits. Who was waiting frees nothing, and nobody
    moves. Twice is once. Raises SignUpFixed."""
    return _leave(sign_up, Kind.WITHDRAWN, at, None)


@transaction.atomic
def take_out(*, sign_up: SignUp, at: datetime, actor: Worker, asked: bool = False) -> SignUp:
    """Staff take a person out: as they ``asked`` by phone, or by the station's own decision, of which they are
    told. Raises SignUpFixed, NotAllowed."""
    must_be_own(sign_up.group.activity.station, actor)
    row = _leave(sign_up, Kind.WITHDRAWN if asked else Kind.TAKEN_OUT, at, actor)
    if not asked and not row.messages.filter(kind=Message.Kind.TAKEN_OUT).exists():
        tell_signed_up(sign_up=row, kind=Message.Kind.TAKEN_OUT, at=at)
    return row


def _leave(sign_up: SignUp, kind: SignUpEvent.Kind, at: datetime, actor: Worker | None) -> SignUp:
    group_places.locked(sign_up.group_id)
    row = (
        SignUp.objects.select_for_update(of=("self",))
        .select_related("group__activity__station")
        .get(pk=sign_up.pk)
    )
    if row.state == SignUp.State.WITHDRAWN:
        return row
    if not sessions_to_come(row.group_id, at=at):
        raise SignUpFixed
    was_in = row.state == SignUp.State.IN
    row.state = SignUp.State.WITHDRAWN
    row.save(update_fields=["state"])
    _note(row, kind, at, actor)
    if was_in:
        group_places.give_back(group_id=row.group_id, green=row.green)
        _let_up(row.group_id, at=at)
    else:
        group_places.leave_line(group_id=row.group_id)
    return row


@transaction.atomic
def move_up(*, group: ActivityGroup, at: datetime) -> list[SignUp]:
    """Give the group's free places to those who wait, in the order of their numbers, and tell each; returns
    them. Nobody moves into a group that does not meet any more. Can be run twice."""
    return _let_up(group.pk, at=at)


def _let_up(group_id: int, *, at: datetime, but: SignUp | None = None) -> list[SignUp]:
    """As `move_up`. ``but`` is told by its caller; its ``state`` is brought up to date. The group's row is held
    already where places have just been written."""
    group = group_places.locked(group_id)
    if group.capacity <= group.booked or not group.waiting or not sessions_to_come(group_id, at=at):
        return []
    moved = group_places.fill(group, at=at)
    coming = ActivitySession.objects.standing().filter(group=group_id, starts_at__gt=at)
    expected = coming.order_by("starts_at", "pk").first() if moved else None
    for one in moved:
        _note(one, Kind.MOVED_UP, at, None)
        if but is not None and one.pk == but.pk:
            but.state = one.state
        else:
            tell_signed_up(sign_up=one, kind=Message.Kind.MOVED_UP, at=at, session=expected)
    return moved


@transaction.atomic
def set_group_places(*, group: ActivityGroup, capacity: int, held: int, at: datetime) -> list[SignUp]:
    """Change how many places ``group`` has. Those who are in stay: what is too much stands in ``over``. Returns
    those who move up into what has become free."""
    row = group_places.locked(group.pk)
    row.capacity, row.held = capacity, min(held, capacity)
    row.over = over(capacity, row.booked)
    row.save(update_fields=["capacity", "held", "over"])
    return _let_up(row.pk, at=at)


def fill_groups(*, at: datetime) -> int:
    """For every group that waits, still meets, and has a place for one of them: what time has freed (held places,
    a day before the start) goes to those who wait. One statement where nobody can move up, so it may run every few
    seconds. Returns how many moved up."""
    groups = ActivityGroup.objects.to_fill(at).order_by("pk")
    return sum(len(move_up(group=group, at=at)) for group in groups)


def _note(row: SignUp, kind: SignUpEvent.Kind, at: datetime, actor: Worker | None) -> None:
    SignUpEvent.objects.create(
        sign_up=row, kind=kind, at=at, actor=actor, data={"group": row.group_id, "green": row.green}
    )
