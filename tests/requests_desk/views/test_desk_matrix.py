"""Who gets what at the desk: every address, the whole cast, GET and POST. An address that is not in the table
fails."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from requests_desk.actions.closures import close_day
from requests_desk.actions.projects import add_step
from requests_desk.actions.tickets import leave
from requests_desk.models import (
    ActivitySession,
    AnswerTemplate,
    Care,
    DropIns,
    DutyHours,
    FollowUp,
    Line,
    Meeting,
    Message,
    OpenDayRecord,
    Project,
    ProjectEvent,
    Proposal,
    ProposalEvent,
    Reveal,
    RoomUse,
    RotaParty,
    Round,
    SignUp,
    SignUpEvent,
    Terminal,
    Ticket,
    TicketAttachment,
    TicketEvent,
    TicketLink,
    TicketTask,
    Visit,
    VisitEvent,
    Volunteer,
    VolunteerShift,
)
from requests_desk.urls import desk as addresses
from stations.models import Grid, GridFigures, OpeningException, PackOffer, Room, Skill, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged
from tests.written import rows_written

As = Callable[[Worker | None], Client]

OK, THERE, NO, NOT_HERE = 200, 302, 403, 404
INSIDE = ("desk", "colleague", "head")  # of the committee
OUTSIDE = ("stranger", "other_street")
NUMBERED = (
    "template",
    "call",
    "follow_up",
    "care",
    "closure",
    "block",
    "person",
    "duty",
    "absence",
    "invitation",
    "terminal",
    "volunteer",
    "session",
    "room_use",
    "open_day",
    "pack",
    "project",
    "step",
    "meeting",
)  # found by a number, others by a reference
OF_A_TICKET = ("attachment", "task", "done_task")  # found by a number behind the ticket's reference
CAST = (*INSIDE, *OUTSIDE, "street", "anonymous")


@dataclass(frozen=True)
class Row:
    """What one address answers: to the committee's own people, to the stranger from another desk, to this
    street's official. ``row`` is what its argument names; outsiders never learn that such a row exists."""

    row: str | None
    get: dict[str, int] = field(default_factory=dict)
    post: dict[str, int] = field(default_factory=dict)


def same(inside: int, stranger: int, street: int, other: int | None = None) -> dict[str, int]:
    """Statuses by member of the cast; whoever has not signed in is sent to sign-in."""
    other = street if other is None else other
    return dict.fromkeys(INSIDE, inside) | {
        "stranger": stranger, "street": street, "other_street": other, "anonymous": THERE,
    }  # fmt: skip


PAGE = same(OK, OK, NO)
# A button's address, opened: to the page of the button, for those who may see its row.
BUTTON = dict.fromkeys(CAST, THERE)
TICKET_BUTTON = same(THERE, NOT_HERE, THERE, NOT_HERE)
VISIT_BUTTON = same(THERE, NOT_HERE, NO, NOT_HERE)
CLOSURE_BUTTON = same(THERE, NOT_HERE, NO)
HIDDEN = {"stranger": NOT_HERE, "other_street": NOT_HERE, "street": NO, "anonymous": THERE}
# Steps of whoever answers for the ticket (desk) or the head; a colleague of the same desk may not.
HOLDERS = HIDDEN | {"desk": OK, "head": OK, "colleague": NO}
DONE_BY_HOLDERS = HIDDEN | {"desk": THERE, "head": THERE, "colleague": NO}

# What residents proposed: officials read, the desk acts.
VOICE_PAGE = same(OK, NOT_HERE, OK, NOT_HERE)
VOICE_FORM = same(OK, NOT_HERE, NO, NOT_HERE)
VOICE_TOO_SOON = same(409, NOT_HERE, NO, NOT_HERE)

HEADS_PAGE = same(NO, NOT_HERE, NO, NOT_HERE) | {"head": OK}
HEADS_BUTTON = same(NO, NOT_HERE, NO, NOT_HERE) | {"head": THERE}
# What only the committee's head writes.
HEADS_NEW = same(NO, NO, NO) | {"head": OK}
# What the head and the office above do for people's accounts; their own tests look at what it changes.
LOOKED_AFTER = same(NO, NOT_HERE, THERE, NOT_HERE) | {"head": THERE}
ACCOUNTS = {"person_sign_out", "person_reset", "absence_end", "invitation_withdraw"}

TABLE = {
    "board": Row(None, same(OK, OK, THERE), same(OK, OK, THERE)),
    "sit_at": Row(None, BUTTON, same(THERE, THERE, NO)),
    "call_next": Row(None, BUTTON, same(THERE, THERE, NO)),
    "line": Row(None, PAGE, PAGE),
    "line_close": Row(None, BUTTON, same(THERE, THERE, NO)),
    "line_open": Row(None, BUTTON, same(THERE, THERE, NO)),
    "ticket_list": Row(None, same(OK, OK, OK), same(OK, OK, OK)),
    "ticket_new": Row(None, PAGE, PAGE),
    "ticket_former": Row(None, BUTTON, PAGE),
    "ticket_together": Row(None, BUTTON, same(OK, OK, OK)),
    "ticket": Row("ticket", same(OK, NOT_HERE, OK, NOT_HERE), same(OK, NOT_HERE, OK, NOT_HERE)),
    "ticket_slip": Row("ticket", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "ticket_reveal": Row("ticket", TICKET_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "ticket_receive": Row("waiting", TICKET_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "ticket_leave": Row("waiting", TICKET_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "ticket_call_again": Row("waiting", TICKET_BUTTON, same(409, NOT_HERE, NO, NOT_HERE)),
    "ticket_not_here": Row("waiting", TICKET_BUTTON, same(409, NOT_HERE, NO, NOT_HERE)),
    "ticket_park": Row("waiting", TICKET_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "ticket_line_up": Row("waiting", TICKET_BUTTON, same(409, NOT_HERE, NO, NOT_HERE)),
    "ticket_take_over": Row(
        "ticket", TICKET_BUTTON, HOLDERS | {"desk": 409, "head": THERE}
    ),  # being served: of the absent
    "ticket_answer_now": Row("ticket", TICKET_BUTTON, DONE_BY_HOLDERS),
    "ticket_start": Row("ticket", TICKET_BUTTON, DONE_BY_HOLDERS),
    "ticket_answer": Row("ticket", TICKET_BUTTON, HOLDERS),
    "ticket_note": Row("ticket", TICKET_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "ticket_close": Row("ticket", TICKET_BUTTON, HOLDERS | {"desk": 409, "head": 409}),
    "ticket_reopen": Row("ticket", TICKET_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "ticket_undo": Row("left", TICKET_BUTTON, same(409, NOT_HERE, NO, NOT_HERE) | {"desk": THERE}),
    "ticket_hand_over": Row("ticket", TICKET_BUTTON, HOLDERS),
    "ticket_accept": Row("ticket", TICKET_BUTTON, same(409, NOT_HERE, NO, NOT_HERE)),
    "ticket_decline": Row("ticket", TICKET_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "ticket_withdraw": Row("ticket", TICKET_BUTTON, HOLDERS | {"desk": 409, "head": 409}),
    "ticket_take_back": Row("ticket", TICKET_BUTTON, HOLDERS),
    "ticket_party_link": Row("asked", TICKET_BUTTON, HOLDERS),
    "ticket_party_link_end": Row("asked", TICKET_BUTTON, DONE_BY_HOLDERS),
    "keys": Row(None, same(OK, OK, OK), same(OK, OK, OK)),
    "ticket_attach": Row("ticket", TICKET_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "ticket_attachment": Row(
        "attachment", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)
    ),
    "ticket_link": Row("ticket", TICKET_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "ticket_unlink": Row("ticket", TICKET_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "ticket_task_add": Row("ticket", TICKET_BUTTON, HOLDERS),
    # A task of the colleague's: theirs to change, and of those who answer for the ticket.
    "ticket_task_done": Row("task", TICKET_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "ticket_task_again": Row("done_task", TICKET_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "template_list": Row(None, PAGE, PAGE),
    "template_new": Row(None, HEADS_NEW, HEADS_NEW),
    "template": Row("template", HEADS_PAGE, HEADS_PAGE),
    "check_in": Row(None, PAGE, PAGE),
    "visit_list": Row(None, PAGE, PAGE),
    "visit_new": Row(None, PAGE, PAGE),
    "visit": Row("visit", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "visit_check_in": Row("visit", VISIT_BUTTON, same(409, NOT_HERE, NO, NOT_HERE)),
    "visit_cancel": Row("visit", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "visit_call_off": Row("visit", same(OK, NOT_HERE, NO, NOT_HERE), same(THERE, NOT_HERE, NO, NOT_HERE)),
    "visit_excuse": Row("visit", VISIT_BUTTON, same(409, NOT_HERE, NO, NOT_HERE)),
    "visit_unexcuse": Row("visit", VISIT_BUTTON, same(409, NOT_HERE, NO, NOT_HERE)),
    "visit_move": Row("visit", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "visit_reveal": Row("visit", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "session_list": Row(None, same(OK, OK, OK), same(OK, OK, OK)),
    "session": Row("session", same(OK, NOT_HERE, OK, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "session_mark": Row("session", TICKET_BUTTON, same(409, NOT_HERE, NO, NOT_HERE)),
    "session_call_off": Row("session", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "session_move": Row("session", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "session_sign_up": Row("session", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "open_day_list": Row(None, PAGE, PAGE),
    "open_day": Row("open_day", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "pack_list": Row(None, PAGE, PAGE),
    "pack": Row("pack", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "pack_accept": Row("pack", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "pack_decline": Row("pack", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "pack_give_back": Row("pack", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "room_list": Row(None, PAGE, PAGE),
    "room_use_new": Row(None, PAGE, PAGE),
    "room_use": Row("room_use", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "room_use_approve": Row("room_use", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "room_use_decline": Row("room_use", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "room_use_give_up": Row("room_use", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "room_use_reveal": Row("room_use", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "room_use_told": Row("room_use", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "rota": Row(None, PAGE, same(NO, NO, NO) | {"head": OK}),
    # The head's alone; the stranger heads nothing.
    "rota_swap": Row(None, BUTTON, same(NO, NO, NO) | {"head": OK}),
    "rota_parties": Row(None, same(NO, NO, NO) | {"head": OK}, same(NO, NO, NO) | {"head": THERE}),
    "duty_new": Row(None, same(NO, NO, NO) | {"head": OK}, same(NO, NO, NO) | {"head": OK}),
    "duty": Row("duty", HEADS_PAGE, HEADS_PAGE),
    "duty_change": Row("duty", HEADS_BUTTON, HEADS_PAGE),
    "duty_end": Row("duty", HEADS_BUTTON, HEADS_BUTTON),
    "people": Row(None, same(OK, OK, OK), same(OK, OK, OK)),
    "person": Row("person", same(OK, NOT_HERE, OK, NOT_HERE), same(OK, NOT_HERE, OK, NOT_HERE)),
    "person_sign_out": Row("person", TICKET_BUTTON, LOOKED_AFTER),
    "person_reset": Row("person", TICKET_BUTTON, LOOKED_AFTER),
    "absence_new": Row("person", TICKET_BUTTON, same(OK, NOT_HERE, OK, NOT_HERE) | {"colleague": NO}),
    "absence_end": Row("absence", TICKET_BUTTON, LOOKED_AFTER | {"desk": THERE}),
    "invitation_new": Row(None, same(THERE, THERE, OK) | {"head": OK}, same(NO, NO, OK) | {"head": OK}),
    "invitation_renew": Row("invitation", TICKET_BUTTON, LOOKED_AFTER | {"head": OK, "street": OK}),
    "invitation_withdraw": Row("invitation", TICKET_BUTTON, LOOKED_AFTER),
    "terminal_list": Row(None, PAGE, PAGE),
    # An empty form names no kind of device.
    "terminal_new": Row(None, BUTTON, same(THERE, THERE, NO)),
    "terminal_end": Row("terminal", TICKET_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "skill_matrix": Row(None, PAGE, PAGE),
    # The head writes about their own people.
    "skills_of": Row(
        "person",
        same(NO, NOT_HERE, NO, NOT_HERE) | {"head": OK},
        same(NO, NOT_HERE, NO, NOT_HERE) | {"head": THERE},
    ),
    "block_list": Row(None, same(OK, OK, OK), same(OK, OK, OK)),
    "drop_in": Row(None, BUTTON, same(THERE, THERE, NO)),
    "drop_in_slip": Row(None, BUTTON, same(THERE, THERE, NO)),
    "figures": Row(None, PAGE, PAGE),
    "day": Row(None, HEADS_NEW, HEADS_NEW),
    "looks": Row(None, HEADS_NEW, HEADS_NEW),
    "person_data": Row(None, HEADS_NEW, HEADS_NEW),
    "looks_csv": Row(None, HEADS_NEW, HEADS_NEW),
    "volunteer_list": Row(None, PAGE, PAGE),
    "volunteer_new": Row(None, PAGE, PAGE),
    "volunteer_csv": Row(None, same(OK, OK, OK), same(OK, OK, OK)),
    "helpers_new": Row(None, BUTTON, same(OK, OK, NO)),
    "volunteer": Row("volunteer", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "volunteer_change": Row("volunteer", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "volunteer_help": Row("volunteer", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "volunteer_leave": Row("volunteer", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "volunteer_reveal": Row("volunteer", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "block": Row("block", same(OK, NOT_HERE, OK, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "round_list": Row(None, same(OK, OK, OK), same(OK, OK, OK)),
    "round_new": Row(None, PAGE, PAGE),
    "round_plan": Row(None, BUTTON, HEADS_NEW),
    "care_new": Row(None, PAGE, PAGE),
    "care": Row("care", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "care_reveal": Row("care", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "care_visit": Row("care", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "care_change": Row("care", same(OK, NOT_HERE, NO, NOT_HERE), same(OK, NOT_HERE, NO, NOT_HERE)),
    "care_end": Row("care", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "follow_up_list": Row(None, PAGE, PAGE),
    "follow_up_reveal": Row("follow_up", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "follow_up_solved": Row("follow_up", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "follow_up_unsolved": Row("follow_up", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "follow_up_unreached": Row("follow_up", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "call_list": Row(None, PAGE, PAGE),
    "call_reveal": Row("call", VISIT_BUTTON, same(OK, NOT_HERE, NO, NOT_HERE)),
    "call_done": Row("call", VISIT_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "closure_new": Row(None, PAGE, PAGE),
    "closure_end": Row("closure", CLOSURE_BUTTON, same(THERE, NOT_HERE, NO, NO)),
    "voice": Row(None, same(OK, OK, OK), same(OK, OK, OK)),
    "resource_new": Row(None, PAGE, PAGE),
    "poll_new": Row(None, PAGE, PAGE),
    "project_new": Row(None, PAGE, PAGE),
    "ticket_coordinate": Row("ticket", VOICE_FORM, VOICE_FORM),
    "proposal": Row("proposal", VOICE_PAGE, VOICE_PAGE),
    "proposal_publish": Row("proposal", TICKET_BUTTON, VOICE_FORM),
    "proposal_keep_back": Row("proposal", TICKET_BUTTON, VOICE_FORM),
    "proposal_answer": Row("proposal", TICKET_BUTTON, VOICE_FORM),
    "proposal_merge": Row("proposal", TICKET_BUTTON, VOICE_FORM),
    "proposal_part": Row("proposal", TICKET_BUTTON, VOICE_TOO_SOON),
    "proposal_reveal": Row("proposal", TICKET_BUTTON, VOICE_FORM),
    "project": Row("project", VOICE_PAGE, VOICE_PAGE),
    "project_decide": Row("project", TICKET_BUTTON, VOICE_TOO_SOON),
    "project_begin": Row("project", TICKET_BUTTON, VOICE_TOO_SOON),
    "project_close": Row("project", TICKET_BUTTON, VOICE_TOO_SOON),
    "project_drop": Row("project", TICKET_BUTTON, VOICE_FORM),
    "project_meeting": Row("project", TICKET_BUTTON, VOICE_FORM),
    "project_step_add": Row("project", TICKET_BUTTON, VOICE_FORM),
    "project_fund": Row("project", TICKET_BUTTON, VOICE_FORM),
    "project_fund_strike": Row("project", TICKET_BUTTON, same(THERE, NOT_HERE, NO, NOT_HERE)),
    "step_done": Row("step", TICKET_BUTTON, VOICE_TOO_SOON),
    "meeting": Row("meeting", VOICE_PAGE, VOICE_PAGE),
    "meeting_move": Row("meeting", TICKET_BUTTON, VOICE_FORM),
    "meeting_minutes": Row("meeting", TICKET_BUTTON, VOICE_FORM),
    "meeting_opinion": Row("meeting", TICKET_BUTTON, VOICE_FORM),
    "meeting_publish": Row("meeting", TICKET_BUTTON, VOICE_TOO_SOON),
}


def left_by(worker: Worker, place: Place) -> Ticket:
    """Somebody who could not wait, as ``worker`` has noted a moment ago."""
    ticket = make.ticket(worker, place.station, place.service, to_line=True)
    return leave(ticket=ticket, worker=worker, at=make.NOW)


@staged
def rows(place: Place, desk: Worker, colleague: Worker, visit: Visit) -> dict[str, str | int]:
    """A row of each kind that belongs to the desk's committee, by what its address names."""
    make.visit(place.item, make.at(3, 10))
    seen = list(Visit.objects.on(make.at(3).date()).values_list("pk", flat=True))
    close_day(
        station=place.station,
        day=make.at(3).date(),
        reason="检修",
        reason_en="",
        worker=desk,
        at=make.NOW,
        seen=seen,
    )
    ticket = make.ticket(desk, place.station, place.service)
    project = make.project(place.committee, desk)
    DropIns.objects.create(station=place.station, day=make.TODAY, people=3)
    return {
        "proposal": make.proposal(place.committee, desk, new=True, name="王", phone="13812341234").reference,
        "project": project.pk,
        "step": add_step(project=project, name="量尺寸", worker=desk).pk,
        "meeting": make.meeting(project, desk, "hearing", published=False).pk,
        "ticket": ticket.reference,
        "template": AnswerTemplate.objects.create(committee=place.committee, title="常用", text="话").pk,
        "attachment": make.attachment(ticket, desk).pk,
        "task": make.task(ticket, colleague).pk,
        "done_task": make.task(ticket, colleague, done_at=make.NOW, done_by=desk).pk,
        "waiting": make.ticket(desk, place.station, place.service, to_line=True).reference,
        "left": left_by(desk, place).reference,
        "asked": make.party_link(desk, place.station, place.service)[0].hand_over.ticket.reference,
        "visit": visit.reference,
        "follow_up": make.follow_up(desk, place.station, place.service).pk,
        "care": make.care(make.court(place.estate), desk).pk,
        "call": Message.objects.to_call().get().pk,
        "closure": OpeningException.objects.get().pk,
        "session": make.sign_up(make.group(make.activity(place.station))).group.sessions.get().pk,
        "open_day": make.open_day_record(place.subdistrict, place.station, make.at(-1)).pk,
        "pack": make.pack_offer(place.subdistrict, place.station).pk,
        "room_use": make.room_use(
            Room.objects.create(station=place.station, name="活动室"),
            make.at(2, 10),
            make.at(2, 11),
            state="asked",
        ).pk,
        "volunteer": Volunteer.objects.create(committee=place.committee, since=make.TODAY).pk,
        "block": Grid.objects.create(committee=place.committee, name="第一网格").pk,
        "party": RotaParty.objects.create(station=place.station, position=1, party="committee").pk,
        "duty": DutyHours.objects.create(
            station=place.station, giver="lawyer", name="律师", weekday=3, begins="14:00", ends="16:00"
        ).pk,
        "person": Skill.objects.create(
            worker=desk, matter=place.service, level="knows", noted_on=make.TODAY
        ).worker_id,
        "absence": make.absence(place.committee, desk, colleague, since=5, until=9).pk,
        "invitation": make.invitation(place.committee, desk).pk,
        "terminal": make.terminal(desk, place.station)[0].pk,
    }


@staged
def cast(
    desk: Worker, colleague: Worker, head: Worker, stranger: Worker, street: Worker, other_street: Worker
) -> dict[str, Worker | None]:
    people = (desk, colleague, head, stranger, street, other_street)
    return {person.username.replace("-", "_"): person for person in people} | {"anonymous": None}


def address(name: str, rows: dict[str, str | int]) -> str:
    wanted = TABLE[name].row
    of = [rows["ticket"]] if wanted in OF_A_TICKET else []
    return reverse(f"desk:{name}", args=[*of, rows[wanted]] if wanted else [])


def nowhere(name: str, wanted: str) -> str:
    of = ["2222-2222"] if wanted in OF_A_TICKET else []
    numbered = wanted in NUMBERED or wanted in OF_A_TICKET
    return reverse(f"desk:{name}", args=[*of, 987654 if numbered else "2222-2222"])


def state_of_everything() -> list[object]:
    """What no outsider may change."""
    return [
        list(Ticket.objects.order_by("pk").values_list("pk", "state", "responsible")),
        list(Visit.objects.order_by("pk").values_list("pk", "state", "slot")),
        list(Message.objects.order_by("pk").values_list("pk", "state")),
        list(FollowUp.objects.order_by("pk").values_list("pk", "state", "tries")),
        TicketEvent.objects.count(), VisitEvent.objects.count(), Reveal.objects.count(),
        list(SignUp.objects.order_by("pk").values_list("pk", "state")), SignUpEvent.objects.count(),
        list(ActivitySession.objects.order_by("pk").values_list("pk", "called_off", "came")),
        list(PackOffer.objects.order_by("pk").values_list("pk", "state")),
        list(OpenDayRecord.objects.order_by("pk").values_list("pk", "department_came")),
        list(RoomUse.objects.order_by("pk").values_list("pk", "state", "told_at")),
        list(Proposal.objects.order_by("pk").values_list("pk", "state")), ProposalEvent.objects.count(),
        list(Project.objects.order_by("pk").values_list("pk", "state")), ProjectEvent.objects.count(),
        list(Meeting.objects.order_by("pk").values_list("pk", "minutes", "published_at")),
        list(Skill.objects.values_list("worker", "level")), DutyHours.objects.count(),
        list(Station.objects.order_by("pk").values_list("pk", "rota_began_on")), RotaParty.objects.count(),
        list(Care.objects.order_by("pk").values_list("pk", "due_on", "ended_on")), Round.objects.count(),
        TicketAttachment.objects.count(), TicketLink.objects.count(),
        list(TicketTask.objects.order_by("pk").values_list("pk", "done_at")), AnswerTemplate.objects.count(),
        list(Terminal.objects.order_by("pk").values_list("pk", "ended_at")),
        OpeningException.objects.count(), GridFigures.objects.count(), VolunteerShift.objects.count(),
        list(Volunteer.objects.order_by("pk").values_list("pk", "left_on")),
        list(DropIns.objects.filter(station__slug="place-1").values_list("day", "people")),
        list(Line.objects.filter(station__slug="place-1").values_list("day", "closed_at")),
    ]  # fmt: skip


def test_every_address_stands_in_the_table() -> None:
    assert {pattern.name for pattern in addresses.urlpatterns} == set(TABLE)


def unlike(answers: dict[str, int], expected: dict[str, int]) -> dict[str, tuple[int, int]]:
    """The addresses that answered something else: (answered, expected)."""
    return {name: (status, expected[name]) for name, status in answers.items() if status != expected[name]}


@pytest.mark.parametrize("who", CAST)
def test_get(who: str, rows: dict[str, str | int], cast: dict[str, Worker | None], as_: As) -> None:
    client, before = as_(cast[who]), state_of_everything()
    answers = {name: client.get(address(name, rows)) for name in TABLE}
    found = {name: response.status_code for name, response in answers.items()}
    assert unlike(found, {name: row.get[who] for name, row in TABLE.items()}) == {}
    assert state_of_everything() == before
    for name, response in answers.items():
        if response.status_code == OK:
            assert "no-store" in response["Cache-Control"], name
        if who == "anonymous" and response.status_code == THERE:
            assert response["Location"].startswith(reverse("sign_in")), name


@pytest.mark.parametrize("who", CAST)
def test_post(who: str, rows: dict[str, str | int], cast: dict[str, Worker | None], as_: As) -> None:
    client, before = as_(cast[who]), state_of_everything()
    found, changed = {}, set()
    for name in TABLE:
        mark, written = transaction.savepoint(), rows_written()
        found[name] = client.post(address(name, rows)).status_code
        if rows_written() != written and state_of_everything() != before:
            changed.add(name)
        transaction.savepoint_rollback(mark)
    expected = {name: row.post[who] for name, row in TABLE.items()}
    assert unlike(found, expected) == {}
    # An empty form changes something only where pressing the button is all there is to say.
    buttons = {name for name, status in expected.items() if status == THERE} | {
        "call_reveal",
        "follow_up_reveal",
        *(name for name in ("ticket_party_link",) if expected[name] == OK),
    }
    unchanged = {"sit_at", "line_open", "project_fund_strike", "terminal_new", *ACCOUNTS}
    assert changed == (buttons - unchanged if who in INSIDE else set())


def plain(response: HttpResponse) -> bytes:
    """The page without the request's own number."""
    return re.sub(rb"\b[0-9a-f]{16}\b", b"", response.content)


def test_a_foreign_row_is_the_same_bytes_as_none(
    rows: dict[str, str | int], stranger: Worker, as_: As
) -> None:
    client = as_(stranger)
    for name, row in TABLE.items():
        if row.row is None:
            continue
        foreign = client.post(address(name, rows))
        none = client.post(nowhere(name, row.row))
        assert (foreign.status_code, none.status_code) == (NOT_HERE, NOT_HERE), name
        assert plain(foreign) == plain(none), name
        assert b"<form" not in foreign.content, name


def test_no_post_passes_without_its_token(rows: dict[str, str | int], desk: Worker) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(desk)
    before = state_of_everything()
    found = {name: client.post(address(name, rows)).status_code for name in TABLE}
    assert unlike(found, dict.fromkeys(TABLE, NO)) == {}
    assert state_of_everything() == before


def test_a_revoked_post_ends_at_the_next_request(desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert client.get(reverse("desk:board")).status_code == OK
    desk.posts.all().delete()
    assert client.get(reverse("desk:board")).status_code == NO
    Worker.objects.filter(pk=desk.pk).update(is_active=False)
    assert client.get(reverse("desk:board")).status_code == THERE
