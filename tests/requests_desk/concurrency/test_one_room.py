"""A hundred hands on one room and one time: exactly one use stands, and none of them waits for another for ever.

The control takes the database's guard away: then the very same hundred overlap.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.db import connection

from requests_desk.actions import room_uses
from requests_desk.models import RoomUse, no_overlap
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.test_line_parallel import each_in_a_thread

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

TRIES, THREADS = 100, 10


@pytest.fixture
def room(transactional_db: None, place: Place) -> Room:
    make.opened(place.station)
    return Room.objects.create(station=place.station, name="活动室", kind=Room.Kind.HALL)


def at_ten(n: int) -> tuple[datetime, datetime]:
    """A time that overlaps all others of the hundred: a minute later each, an hour and a half long."""
    begins = make.at(1, 10) + timedelta(minutes=n % 60)
    return begins, begins + timedelta(minutes=90)


def crowd(room: Room, desk: Worker) -> int:
    """Let the hundred book; returns how many were told that they have it."""

    def book(n: int) -> bool:
        begins, ends = at_ten(n)
        try:
            room_uses.book(
                room=room, starts_at=begins, ends_at=ends, what_for=f"第{n}组", worker=desk, at=make.NOW
            )
        except room_uses.RoomTaken as error:
            return not error.offers  # all the others are told what is free
        return True

    return sum(each_in_a_thread(book, list(range(TRIES)), THREADS))


@contextmanager
def unguarded() -> Iterator[None]:
    """The table without its guard; it stands again afterwards, on an empty table."""
    with connection.schema_editor() as editor:
        no_overlap.remove(None, editor)
    try:
        yield
    finally:
        RoomUse.objects.all().delete()
        with connection.schema_editor() as editor:
            no_overlap.install(None, editor)


def test_of_a_hundred_bookings_at_once_one_stands(room: Room, desk: Worker) -> None:
    assert crowd(room, desk) == 1
    assert RoomUse.objects.standing().count() == 1


def test_without_the_guard_all_of_them_overlap_and_with_it_again_one_stands(room: Room, desk: Worker) -> None:
    with unguarded():
        assert crowd(room, desk) == RoomUse.objects.standing().count() == TRIES
    assert crowd(room, desk) == RoomUse.objects.standing().count() == 1


def test_of_twenty_requests_approved_at_once_one_stands(room: Room, desk: Worker) -> None:
    uses = [
        room_uses.ask(
            room=room, starts_at=make.at(1, 10), ends_at=make.at(1, 11), what_for="排练", name="王", key=f"k{n}",
            phone=f"138{n:08}", at=make.NOW,
        )
        for n in range(20)
    ]  # fmt: skip

    def approve(use: RoomUse) -> bool:
        try:
            room_uses.approve(use=use, worker=desk, at=make.NOW)
        except room_uses.RoomTaken:
            return False
        return True

    assert sum(each_in_a_thread(approve, uses, THREADS)) == 1
    assert sorted(RoomUse.objects.values_list("state", flat=True)) == ["approved"] + ["asked"] * 19


def test_one_form_sent_ten_times_at_once_is_one_request(room: Room) -> None:
    def ask(_n: int) -> int:
        return room_uses.ask(
            room=room, starts_at=make.at(1, 10), ends_at=make.at(1, 11), what_for="排练", name="王", key="double",
            phone="13812341234", at=make.NOW,
        ).pk  # fmt: skip

    assert len(set(each_in_a_thread(ask, list(range(10)), THREADS))) == 1
