"""Erasure of everything there is: as many rows of every kind past their time of keeping as just within it. Exactly the
first are gone, from every table and folder; a second run changes nothing."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from itertools import count
from typing import Any

import pytest
from django.apps import apps
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db.models import Model

from requests_desk.actions.ticket_attachments import file_of
from requests_desk.models import (
    ActivitySession,
    Care,
    CareVisit,
    Opinion,
    Proposal,
    RoomUse,
    Round,
    SignUp,
    Ticket,
    TicketAttachment,
    TicketEvent,
    TicketNote,
    TicketTask,
    Visit,
    VisitEvent,
    Volunteer,
)
from requests_desk.rules import personal_data
from requests_desk.rules.personal_data import REGISTER, Goes
from stations.actions.invitations import erase_invitations
from stations.models import Invitation, Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.test_erasure import holding

KEPT = timedelta(days=180)
LAST = make.NOW - KEPT  # the last moment that is still kept
GONE, STAYS = "金丝雀", "留鸟"
ROOTS = (Visit, Ticket, SignUp, RoomUse, Proposal, Volunteer, Round, Care, Invitation)
PARTS = (TicketNote, Opinion, TicketTask, TicketAttachment, CareVisit)
UNIQUE = ("reference", "token", "key", "booking_key", "token_hash")

_numbers = count(10_000_000)


def code(kind: str) -> str:
    """Something nobody else has; a reference where ``kind`` is one."""
    number = next(_numbers)
    if kind != "reference":
        return f"all-kinds-{number}"
    return f"{number // 10_000:04}-{number % 10_000:04}".translate(str.maketrans("01", "XY"))


def copies(pattern: Model, how_many: int, **fields: Any) -> list[Any]:
    """So many rows like ``pattern`` with other ``fields``; what is unique is new in each."""
    kind = type(pattern)
    same = {
        field.attname: getattr(pattern, field.attname)
        for field in kind._meta.concrete_fields
        if not field.primary_key
    }
    unlike = [name for name in UNIQUE if name in same]
    rows = [kind(**same | fields | {name: code(name) for name in unlike}) for _one in range(how_many)]
    return kind._default_manager.bulk_create(rows)


@pytest.fixture
def patterns(place: Place, desk: Worker) -> dict[type[Model], Any]:
    """One row of each kind, as the product writes it, about a third person."""
    court = make.court(place.estate)
    room = Room.objects.create(station=place.station, name="活动室")
    group = make.group(make.activity(place.station, for_children=True))
    return {
        Visit: make.visit(place.item),
        Ticket: make.ticket(desk, place.station, place.service, words=""),
        SignUp: make.sign_up(group, guardian="王", consent=True),
        RoomUse: make.room_use(room, make.at(2, 10), make.at(2, 11), state="declined", reason="满"),
        Proposal: make.proposal(place.committee, desk, new=True),
        Volunteer: Volunteer.objects.create(committee=place.committee, name="周", since=make.TODAY),
        Round: Round.objects.create(
            committee=place.committee, walked_at=make.NOW, by=desk, outcome="solved", key="pattern"
        ),
        Care: make.care(court, desk),
        Invitation: make.invitation(place.committee, desk),
    }  # fmt: skip


def lived(patterns: dict[Any, Any], name: str, at: datetime, number: int, by: Worker) -> None:
    """``number`` rows of each kind about ``name``, with every field of the register filled, that end ``at``."""
    on = at.date()
    who = {"name": name, "phone": name}
    mail = {"email": f"{name}@example.cn"}
    group = make.group(patterns[SignUp].group.activity, at)
    copies(patterns[Visit], number, **who, **mail, starts_at=at, state="excused", excused_by=name)
    copies(
        patterns[SignUp], number, **mail, name=name, phone=name, guardian=name, group_id=group.pk,
        asked_at=LAST - timedelta(days=9), state="withdrawn",
    )  # fmt: skip
    copies(
        patterns[RoomUse], number, **who, **mail, starts_at=at - timedelta(hours=1), ends_at=at, reason=name,
        what_for=name, what_for_en=name,
    )  # fmt: skip
    copies(
        patterns[Proposal], number, **who, title=name, words=name, answer=name, made_at=at, state="kept_back"
    )
    copies(patterns[Volunteer], number, **who, skills=name, since=on, left_on=on, named_in_public=True)
    copies(patterns[Round], number, words=name, walked_at=at)
    old = copies(patterns[Care], number, **who, door=name, agreed_by=name, since=on, ended_on=on)
    still = copies(patterns[Care], number, name="孙", agreed_by="孙", since=on)
    CareVisit.objects.bulk_create(CareVisit(care=one, on=on, by=by, text=name) for one in (*old, *still))
    copies(patterns[Invitation], number, name=name, expires_at=at)
    tickets = copies(
        patterns[Ticket],
        number,
        **who,
        state="closed",
        ended_at=at,
        answered_at=at,
        running_since=None,
        number=None,
    )
    told(tickets, name, at, by)


def told(tickets: list[Ticket], name: str, at: datetime, by: Worker) -> None:
    """What hangs on each ticket: words, an opinion, a task, a paper with its file."""
    for kind in TicketNote.Kind.values:
        TicketNote.objects.bulk_create(
            TicketNote(ticket=one, kind=kind, author=by, text=name, said_by=name, at=at) for one in tickets
        )
    Opinion.objects.bulk_create(Opinion(ticket=one, score=5, text=name, said_at=at) for one in tickets)
    TicketTask.objects.bulk_create(
        TicketTask(ticket=one, text=name, assignee=by, due_on=at.date(), by=by, at=at) for one in tickets
    )
    papers = TicketAttachment.objects.bulk_create(
        TicketAttachment(ticket=one, name=f"{name}{one.pk}", kind="pdf", title=name, size=9, at=at, by=by)
        for one in tickets
    )
    for one in papers:
        default_storage.save(file_of(one.name, one.kind), ContentFile(b"%PDF-1.7"))


def everything() -> list[Any]:
    return [list(model._default_manager.order_by("pk").values_list()) for model in (*ROOTS, *PARTS)]


def files(name: str) -> int:
    _folders, found = default_storage.listdir("attachments")
    return sum(one.startswith(name) for one in found)


def erase_it_all() -> None:
    call_command("erase_expired", stdout=StringIO())
    erase_invitations(at=make.NOW, kept=KEPT)


@pytest.mark.parametrize("number", [10, pytest.param(1000, marks=pytest.mark.proof)])
def test_exactly_the_expired_are_gone_from_everywhere(
    number: int,
    patterns: dict[Any, Any],
    desk: Worker,
    django_capture_on_commit_callbacks: Callable[..., Any],
) -> None:
    lived(patterns, GONE, LAST - timedelta(days=1), number, desk)
    lived(patterns, STAYS, LAST, number, desk)
    before, stays = holding(GONE), holding(STAYS)
    assert before == stays == expected(number)
    assert files(GONE) == files(STAYS) == number
    begun = time.perf_counter()
    with django_capture_on_commit_callbacks(execute=True):
        erase_it_all()
    print(f"{number} + {number} rows of {len(ROOTS)} kinds: erased in {time.perf_counter() - begun:.1f} s")
    assert holding(GONE) == {}
    assert files(GONE) == 0
    assert holding(STAYS) == stays
    assert files(STAYS) == number
    for event in (VisitEvent, TicketEvent):
        assert event.objects.filter(kind="erased").count() == number
    once = everything()
    with django_capture_on_commit_callbacks(execute=True):
        erase_it_all()
    assert everything() == once
    assert files(STAYS) == number


def expected(number: int) -> dict[str, int]:
    """In how many rows of which table a name stands: every table that the register empties."""
    rows: dict[str, int] = {model._meta.db_table: number for model in (*ROOTS, *PARTS)}
    rows[TicketNote._meta.db_table] *= len(TicketNote.Kind.values)
    rows[CareVisit._meta.db_table] *= 2
    emptied = {
        apps.get_model(one.model)._meta.db_table for one in REGISTER
        if one.goes in (Goes.BLANKED, Goes.DELETED) or one.kept is personal_data.Kept.INVITATION
    }  # fmt: skip
    assert set(rows) == emptied
    return rows


def test_the_control_leaves_what_the_register_does_not_name(
    patterns: dict[Any, Any], desk: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    less = tuple(one for one in REGISTER if "guardian" not in one.fields and "door" not in one.fields)
    monkeypatch.setattr(personal_data, "REGISTER", less)
    lived(patterns, GONE, LAST - timedelta(days=1), 2, desk)
    erase_it_all()
    assert holding(GONE) == {"requests_desk_signup": 2, "requests_desk_care": 2}


def test_a_session_to_come_keeps_who_signed_up_for_it(patterns: dict[Any, Any], desk: Worker) -> None:
    lived(patterns, GONE, LAST - timedelta(days=1), 1, desk)
    group = SignUp.objects.get(name=GONE).group
    ActivitySession.objects.create(group=group, starts_at=make.at(1))
    erase_it_all()
    assert holding(GONE) == {"requests_desk_signup": 1}
