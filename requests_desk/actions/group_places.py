"""A group's places: the guarded updates that take and give back places and numbers. Nothing else writes them."""

from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Greatest

from requests_desk.models import ActivityGroup, SignUp
from requests_desk.rules.places import held_now
from requests_desk.rules.waiting import Waiting, who_moves_up


def take(*, group_id: int, green: bool, at: datetime) -> bool:
    """Take one place, if nobody waits for one and the rule still allows it at ``at``. One statement, the same
    on both databases: the condition is judged on the row as it stands when the write happens."""
    taken = (
        ActivityGroup.objects.filter(pk=group_id, waiting=0)
        .with_room(at, green=green)
        .update(booked=F("booked") + 1, booked_green=F("booked_green") + (1 if green else 0))
    )
    return taken == 1


def take_number(*, group_id: int) -> int | None:
    """The next number of the group's waiting list; None where it takes no sign-ups (any more). The statement
    holds the group's row until the end of the transaction, so numbers have no gaps."""
    rows = ActivityGroup.objects.filter(pk=group_id)
    if not rows.filter(open=True).update(asked=F("asked") + 1, waiting=F("waiting") + 1):
        return None
    return rows.values_list("asked", flat=True).get()


def give_back(*, group_id: int, green: bool) -> None:
    """Return one place; a group that was over by staff's action comes down with it."""
    left = F("booked") - 1
    ActivityGroup.objects.filter(pk=group_id).update(
        booked=left,
        booked_green=F("booked_green") - (1 if green else 0),
        over=Greatest(Value(0), left - F("capacity")),
    )


def leave_line(*, group_id: int) -> None:
    """Somebody leaves the waiting list."""
    ActivityGroup.objects.filter(pk=group_id).update(waiting=F("waiting") - 1)


def locked(group_id: int) -> ActivityGroup:
    """The group as it stands, its row held until the end of the transaction. It is always the first lock."""
    return ActivityGroup.objects.select_for_update(of=("self",)).get(pk=group_id)


def fill(group: ActivityGroup, *, at: datetime) -> list[SignUp]:
    """Give what is free of a `locked` group to those who wait, as far as it goes; returns them in order.
    Two statements where there is nothing to give, whatever the length of the line."""
    free = group.capacity - group.booked
    if free <= 0 or not group.waiting or group.starts_at is None:
        return []
    moved = _next(group, free, at)
    if not moved:
        return []
    ActivityGroup.objects.filter(pk=group.pk).update(
        booked=F("booked") + len(moved),
        booked_green=F("booked_green") + sum(one.green for one in moved),
        waiting=F("waiting") - len(moved),
    )
    keys = [one.pk for one in sorted(moved, key=lambda one: one.pk)]
    SignUp.objects.filter(pk__in=keys).update(state=SignUp.State.IN)
    for one in moved:
        one.state = SignUp.State.IN
    return moved


def _next(group: ActivityGroup, free: int, at: datetime) -> list[SignUp]:
    """Who of the line gets one of ``free`` places. Of either lane no more than so many can be meant."""
    assert group.starts_at is not None
    line = SignUp.objects.filter(group=group.pk).in_line()
    some = {one.number or 0: one for lane in (True, False) for one in line.filter(green=lane)[:free]}
    moved = who_moves_up(
        [Waiting(number, some[number].green) for number in sorted(some)],
        capacity=group.capacity,
        held=held_now(group.held, group.starts_at, at),
        booked=group.booked,
        booked_green=group.booked_green,
    )
    return [some[one.number] for one in moved]
