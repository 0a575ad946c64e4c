"""Erasure: exactly the expired are gone, everywhere, and a second time changes nothing."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import LazySettings
from django.core import mail
from django.db import connection

from portal.common.codes import new_reference, new_token
from requests_desk.actions.erasure import erase_expired, erase_proposals, erase_room_uses, erase_sign_ups
from requests_desk.actions.messages import send_next
from requests_desk.actions.opinions import say
from requests_desk.actions.proposals import keep_back
from requests_desk.actions.tickets import answer, close
from requests_desk.models import (
    Message,
    Opinion,
    RoomUse,
    Ticket,
    TicketAttachment,
    TicketEvent,
    TicketNote,
    Visit,
    VisitEvent,
)
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place

ROWS = 1000
CANARY = "张金丝雀"
PHONE = "13755550000"
KEPT = timedelta(days=180)


ENDED = (Visit.State.EXCUSED, Visit.State.CAME, Visit.State.CANCELLED, Visit.State.NO_SHOW)


def visits(place: Place, starts_at: datetime, states: Sequence[str], number: int) -> list[Visit]:
    """Rows as time leaves them behind, written directly: the past cannot be booked."""
    slot = make.slot(place.item)
    return Visit.objects.bulk_create(
        Visit(
            reference=new_reference(), token=new_token(), state=states[n % len(states)],
            station=place.station, slot=slot, item=place.item, service=place.service, starts_at=starts_at, minutes=30,
            place="x", name=CANARY, phone=PHONE, email="canary@example.cn", booked_at=starts_at,
            booking_key=new_token(), booking_digest="d",
            excused_by=CANARY if states[n % len(states)] == Visit.State.EXCUSED else "",
        )
        for n in range(number)
    )  # fmt: skip


def holding(word: str) -> dict[str, int]:
    """In how many rows of each table of ours ``word`` stands, in whatever column."""
    found = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            columns = [one.name for one in connection.introspection.get_table_description(cursor, table)]
            said = " OR ".join(f'CAST("{column}" AS TEXT) LIKE %s' for column in columns)
            cursor.execute(f'SELECT count(*) FROM "{table}" WHERE {said}', [f"%{word}%"] * len(columns))
            if number := cursor.fetchone()[0]:
                found[table] = number
    return found


def snapshot() -> list[Any]:
    return [
        list(model.objects.order_by("pk").values_list())
        for model in (Visit, VisitEvent, Ticket, TicketEvent, TicketNote, Message)
    ]


def test_exactly_the_expired_visits_are_erased_everywhere(place: Place) -> None:
    expired = visits(place, make.NOW - KEPT - timedelta(seconds=1), ENDED, ROWS)
    live = visits(place, make.NOW - KEPT, ENDED, ROWS - 1)
    live += visits(place, make.NOW + KEPT, [Visit.State.BOOKED], 1)
    assert erase_expired(at=make.NOW) == (ROWS, 0)
    for word in (CANARY, PHONE, "canary@example.cn"):
        assert holding(word) == {"requests_desk_visit": len(live)}
    assert Visit.objects.filter(erased_at=make.NOW, booking_digest="").count() == ROWS
    assert VisitEvent.objects.filter(kind=VisitEvent.Kind.ERASED).count() == ROWS
    assert Visit.objects.count() == len(expired) + len(live)
    before = snapshot()
    assert erase_expired(at=make.NOW) == (0, 0)
    assert snapshot() == before


def test_a_tickets_words_go_with_its_person(place: Place, desk: Worker) -> None:
    ticket = make.ticket(desk, place.station, place.service, words=f"{CANARY}问", name=CANARY, phone=PHONE)
    other = make.ticket(desk, place.station, place.service, name="李阿姨", phone="13912345678")
    answer(ticket=ticket, worker=desk, at=make.NOW, text=f"答{CANARY}", said_by=CANARY)
    close(ticket=ticket, at=make.NOW, text=f"谢谢，{CANARY}")
    say(ticket=ticket, at=make.NOW, score=5, text=f"好，{CANARY}")
    assert erase_expired(at=make.NOW + KEPT) == (0, 0)
    assert erase_expired(at=make.NOW + KEPT + timedelta(seconds=1)) == (0, 1)
    assert holding(CANARY) == holding(PHONE) == {}
    assert Opinion.objects.get().score == 5  # a figure, and nobody's name
    other.refresh_from_db()
    assert (other.name, other.phone) == ("李阿姨", "13912345678")  # open tickets keep theirs
    assert ticket.events.last().kind == TicketEvent.Kind.ERASED  # type: ignore[union-attr]
    assert erase_expired(at=make.NOW + KEPT * 2) == (0, 0)


def test_the_time_of_keeping_is_a_setting(place: Place, settings: LazySettings) -> None:
    settings.PORTAL_KEEP_DAYS = settings.PORTAL_KEEP_DAYS | {"visits": 7}
    visits(place, make.NOW - timedelta(days=8), ENDED, 1)
    assert erase_expired(at=make.NOW) == (1, 0)


def test_a_letter_still_waiting_is_not_sent_after_it(place: Place) -> None:
    make.visit(place.item, email="canary@example.cn")
    Visit.objects.update(state=Visit.State.CAME)
    erase_expired(at=make.NOW + KEPT * 2)
    assert send_next(at=make.NOW + KEPT * 2) is not None
    assert not mail.outbox


def test_sign_ups_go_with_their_guardians_after_the_last_session(place: Place) -> None:
    activity = make.activity(place.station, for_children=True)
    child = {
        "name": CANARY,
        "phone": PHONE,
        "email": "canary@example.cn",
        "guardian": CANARY,
        "consent": True,
    }
    make.sign_up(make.group(activity, make.at(2), make.at(9), capacity=1), **child)
    other = make.sign_up(make.group(activity, make.at(10), name="二组"), guardian="李妈妈", consent=True)
    assert erase_sign_ups(at=make.at(9) + KEPT) == 0
    assert erase_sign_ups(at=make.at(9) + KEPT + timedelta(seconds=1)) == 1
    for word in (CANARY, PHONE, "canary@example.cn"):
        assert holding(word) == {}
    other.refresh_from_db()
    assert (other.guardian, other.erased_at) == ("李妈妈", None)
    assert erase_sign_ups(at=make.at(9) + KEPT + timedelta(seconds=1)) == 0
    assert erase_sign_ups(at=make.at(10) + KEPT * 2) == 1


def test_who_asked_for_a_room_goes_and_what_it_was_for_stays(place: Place) -> None:
    room = Room.objects.create(station=place.station, name="活动室")
    said = {"starts_at": make.at(1, 10), "ends_at": make.at(1, 11), "what_for": "合唱", "asked_at": make.NOW}
    use = RoomUse.objects.create(room=room, name=CANARY, phone=PHONE, email="canary@example.cn", **said)
    assert erase_room_uses(at=make.at(1, 11) + KEPT) == 0
    assert erase_room_uses(at=make.at(1, 11) + KEPT + timedelta(seconds=1)) == 1
    assert holding(CANARY) == holding(PHONE) == holding("canary@example.cn") == {}
    use.refresh_from_db()
    assert (use.what_for, use.erased_at) == ("合唱", make.at(1, 11) + KEPT + timedelta(seconds=1))
    assert erase_room_uses(at=make.NOW + KEPT * 2) == 0


def test_who_proposed_goes_and_what_was_published_stays(place: Place, desk: Worker) -> None:
    row = make.proposal(place.committee, desk, title="装长椅", name=CANARY, phone=PHONE)
    kept = make.proposal(place.committee, desk, new=True, title=f"301的{CANARY}", words=CANARY)
    keep_back(proposal=kept, why=f"说的是{CANARY}", worker=desk, at=make.NOW)
    unread = make.proposal(place.committee, desk, new=True, title="还没看", name="李阿姨")
    assert erase_proposals(at=make.NOW + KEPT) == 0
    assert erase_proposals(at=make.NOW + KEPT + timedelta(seconds=1)) == 2
    assert holding(CANARY) == holding(PHONE) == {}
    for one in (row, unread):
        one.refresh_from_db()
    assert (row.title, row.erased_at is None, unread.name) == ("装长椅", False, "李阿姨")
    assert row.events.last().kind == "erased"  # type: ignore[union-attr]
    assert erase_proposals(at=make.NOW + KEPT * 2) == 0


def test_papers_may_go_before_their_matter(place: Place, desk: Worker, settings: LazySettings) -> None:
    settings.PORTAL_KEEP_DAYS = settings.PORTAL_KEEP_DAYS | {"attachments": 30}
    ticket, still_open = (make.ticket(desk, place.station, place.service) for _one in range(2))
    for row in (ticket, still_open):
        make.attachment(row, desk)
    answer(ticket=ticket, worker=desk, at=make.NOW, text="好了")
    close(ticket=ticket, at=make.NOW)
    assert erase_expired(at=make.NOW + timedelta(days=30)) == (0, 0)
    assert TicketAttachment.objects.count() == 2
    assert erase_expired(at=make.NOW + timedelta(days=30, seconds=1)) == (0, 0)
    assert [row.ticket_id for row in TicketAttachment.objects.all()] == [still_open.pk]
    ticket.refresh_from_db()
    assert ticket.name  # which is kept for longer
