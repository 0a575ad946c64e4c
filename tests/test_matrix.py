"""The matrix: every address × the cast × GET and POST. An address without a row here fails."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from requests_desk.actions import messages as outbox
from requests_desk.models import (
    ActivityGroup,
    ActivitySession,
    AnswerTemplate,
    Attendance,
    Care,
    CareVisit,
    DutyChange,
    DutyHours,
    FollowUp,
    HandOver,
    Meeting,
    MeetingOpinion,
    Message,
    OpenDayRecord,
    Opinion,
    PartyLink,
    Project,
    ProjectStep,
    Proposal,
    ProposalEvent,
    Reveal,
    RoomUse,
    RotaParty,
    Round,
    RoundPlan,
    SignUp,
    SignUpEvent,
    Slot,
    Terminal,
    Ticket,
    TicketAttachment,
    TicketEvent,
    TicketLink,
    TicketNote,
    TicketTask,
    Visit,
    VisitEvent,
    Volunteer,
    VolunteerShift,
)
from stations.models import (
    Absence,
    AccountEvent,
    Committee,
    Device,
    Grid,
    GridFigures,
    Invitation,
    OpeningException,
    PackOffer,
    Post,
    Relocation,
    Room,
    SitingPlan,
    Station,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db

# What nobody signed in may open: addresses by name, with what stands in them.
PUBLIC: dict[str, tuple[str, ...]] = {
    "healthz": (),
    "readyz": (),
    "robots": (),
    "sitemap_index": (),
    "sitemap_section": ("section",),
    "photo": ("name", "side"),
    "home": (),
    "elder": (),
    "privacy": (),
    "privacy_version": ("notice",),
    "accessibility": (),
    "coverage_how": (),
    "station_list": (),
    "suggestions": (),
    "station_page": ("slug",),
    "checklist": ("slug",),
    "poster": ("slug",),
    "partner_list": ("slug",),
    "service_list": (),
    "service": ("service",),
    "estate": ("estate",),
    "committee": ("code",),
    "coverage": (),
    "coverage_services": (),
    "coverage_area": ("area",),
    "coverage_area_services": ("area",),
    "book": ("slug",),
    "visit": ("token",),
    "visit_cancel": ("token",),
    "visit_undo": ("token",),
    "visit_move": ("token",),
    "visit_calendar": ("token",),
    "visit_erase": ("token",),
    "voice": (),
    "proposal_new": (),
    "proposal": ("proposal",),
    "proposal_support": ("proposal",),
    "proposal_mine": ("proposal_token",),
    "proposal_erase": ("proposal_token",),
    "project": ("project",),
    "poll": ("poll",),
    "poll_vote": ("poll",),
    "activity_list": (),
    "activity": ("activity",),
    "activity_poster": ("activity",),
    "sign_up_new": ("activity",),
    "sign_up": ("sign_up_token",),
    "sign_up_withdraw": ("sign_up_token",),
    "sign_up_calendar": ("sign_up_token",),
    "sign_up_erase": ("sign_up_token",),
    "room_list": ("slug",),
    "room_ask": ("room",),
    "open_days": ("series",),
    "room_use": ("room_token",),
    "room_use_give_up": ("room_token",),
    "room_use_erase": ("room_token",),
    "party": ("party_token",),
    "track": (),
    "ticket_track": ("ticket_token",),
    "ticket_erase": ("ticket_token",),
    "ticket_track_attach": ("ticket_token",),
    "ticket_track_attachment": ("ticket_token", "attachment"),
    "screen_code": (),
    "kiosk_code": (),
    "screen": ("slug",),
    "screen_now": ("slug",),
    "screen_open": ("slug", "link"),
    "kiosk_open": ("slug", "link"),
    "kiosk": ("slug",),
    "kiosk_number": ("slug",),
    "kiosk_booked": ("slug",),
    "kiosk_slip": ("slug",),
    "sign_in": (),
    "join": ("invited_token",),
    "sign_out": (),
    "password_reset": (),
    "password_reset_done": (),
    "password_reset_confirm": ("uid", "reset"),
}

# For anybody with a post, without a row of anybody's in the address.
STAFF = {
    "password_change",
    "second_factor",
    "lock",
    "pin",
    "pin_off",
    "second_factor_off",
    "recovery_codes",
    "account",
    "devices_end",
    "desk:board",
    "desk:people",
    "desk:invitation_new",
    "desk:terminal_list",
    "desk:terminal_new",
    "desk:sit_at",
    "desk:call_next",
    "desk:line",
    "desk:line_close",
    "desk:line_open",
    "desk:ticket_list",
    "desk:ticket_new",
    "desk:ticket_former",
    "desk:ticket_together",
    "desk:keys",
    "desk:check_in",
    "desk:visit_list",
    "desk:visit_new",
    "desk:session_list",
    "desk:room_list",
    "desk:room_use_new",
    "desk:open_day_list",
    "desk:pack_list",
    "desk:rota",
    "desk:rota_swap",
    "desk:rota_parties",
    "desk:duty_new",
    "desk:template_list",
    "desk:template_new",
    "desk:skill_matrix",
    "desk:block_list",
    "desk:drop_in",
    "desk:drop_in_slip",
    "desk:figures",
    "desk:day",
    "desk:looks",
    "desk:person_data",
    "desk:looks_csv",
    "desk:volunteer_list",
    "desk:volunteer_new",
    "desk:volunteer_csv",
    "desk:helpers_new",
    "desk:call_list",
    "desk:follow_up_list",
    "desk:round_list",
    "desk:round_new",
    "desk:round_plan",
    "desk:care_new",
    "desk:closure_new",
    "desk:voice",
    "desk:resource_new",
    "desk:poll_new",
    "desk:project_new",
}

# One committee's rows: a foreign one is 404, byte-equal to one that does not exist.
OBJECTS: dict[str, str] = {
    "device_end": "device",
    "desk:person": "person",
    "desk:person_sign_out": "person",
    "desk:person_reset": "person",
    "desk:absence_new": "person",
    "desk:absence_end": "absence",
    "desk:invitation_renew": "invitation",
    "desk:invitation_withdraw": "invitation",
    "desk:terminal_end": "terminal",
    "desk:ticket": "ticket",
    "desk:ticket_slip": "ticket",
    "desk:ticket_reveal": "ticket",
    "desk:ticket_receive": "ticket",
    "desk:ticket_leave": "ticket",
    "desk:ticket_call_again": "ticket",
    "desk:ticket_not_here": "ticket",
    "desk:ticket_park": "ticket",
    "desk:ticket_line_up": "ticket",
    "desk:ticket_take_over": "ticket",
    "desk:ticket_answer_now": "ticket",
    "desk:ticket_start": "ticket",
    "desk:ticket_answer": "ticket",
    "desk:ticket_note": "ticket",
    "desk:ticket_close": "ticket",
    "desk:ticket_reopen": "ticket",
    "desk:ticket_hand_over": "ticket",
    "desk:ticket_accept": "ticket",
    "desk:ticket_decline": "ticket",
    "desk:ticket_withdraw": "ticket",
    "desk:ticket_take_back": "ticket",
    "desk:ticket_undo": "ticket",
    "desk:ticket_party_link": "ticket",
    "desk:ticket_party_link_end": "ticket",
    "desk:ticket_attach": "ticket",
    "desk:ticket_link": "ticket",
    "desk:ticket_unlink": "ticket",
    "desk:template": "template",
    "desk:ticket_attachment": "attachment",
    "desk:ticket_task_add": "ticket",
    "desk:ticket_task_done": "task",
    "desk:ticket_task_again": "task",
    "desk:visit": "visit",
    "desk:visit_check_in": "visit",
    "desk:visit_cancel": "visit",
    "desk:visit_call_off": "visit",
    "desk:visit_excuse": "visit",
    "desk:visit_unexcuse": "visit",
    "desk:visit_move": "visit",
    "desk:visit_reveal": "visit",
    "desk:session": "session",
    "desk:session_mark": "session",
    "desk:session_call_off": "session",
    "desk:session_move": "session",
    "desk:session_sign_up": "session",
    "desk:care": "care",
    "desk:care_reveal": "care",
    "desk:care_visit": "care",
    "desk:care_change": "care",
    "desk:care_end": "care",
    "desk:follow_up_reveal": "follow_up",
    "desk:follow_up_solved": "follow_up",
    "desk:follow_up_unsolved": "follow_up",
    "desk:follow_up_unreached": "follow_up",
    "desk:call_reveal": "call",
    "desk:call_done": "call",
    "desk:closure_end": "closure",
    "desk:block": "block",
    "desk:skills_of": "person",
    "desk:duty": "duty",
    "desk:duty_change": "duty",
    "desk:duty_end": "duty",
    "desk:volunteer": "volunteer",
    "desk:volunteer_change": "volunteer",
    "desk:volunteer_help": "volunteer",
    "desk:volunteer_leave": "volunteer",
    "desk:volunteer_reveal": "volunteer",
    "desk:open_day": "open_day",
    "desk:pack": "pack",
    "desk:pack_accept": "pack",
    "desk:pack_decline": "pack",
    "desk:pack_give_back": "pack",
    "desk:room_use": "room_use",
    "desk:room_use_approve": "room_use",
    "desk:room_use_decline": "room_use",
    "desk:room_use_give_up": "room_use",
    "desk:room_use_reveal": "room_use",
    "desk:room_use_told": "room_use",
    "desk:ticket_coordinate": "ticket",
    "desk:proposal": "proposal",
    "desk:proposal_publish": "proposal",
    "desk:proposal_keep_back": "proposal",
    "desk:proposal_answer": "proposal",
    "desk:proposal_merge": "proposal",
    "desk:proposal_part": "proposal",
    "desk:proposal_reveal": "proposal",
    "desk:project": "project",
    "desk:project_decide": "project",
    "desk:project_begin": "project",
    "desk:project_close": "project",
    "desk:project_drop": "project",
    "desk:project_meeting": "project",
    "desk:project_step_add": "project",
    "desk:project_fund": "project",
    "desk:project_fund_strike": "project",
    "desk:step_done": "step",
    "desk:meeting": "meeting",
    "desk:meeting_move": "meeting",
    "desk:meeting_minutes": "meeting",
    "desk:meeting_opinion": "meeting",
    "desk:meeting_publish": "meeting",
}

# Of those, what the committee's head alone opens.
HEADS = {
    "desk:rota_parties",
    "desk:duty_new",
    "desk:template_new",
    "desk:day",
    "desk:looks",
    "desk:looks_csv",
    "desk:person_data",
}

# For officials; what they list is their own scope, which tests of their own hold them to.
OFFICIALS = {
    "sheet_list",
    "coverage_review",
    "coverage_csv",
    "programme_list",
    "coverage_xlsx",
    "how_counted",
    "uptake_review",
    "uptake_csv",
    "where_next",
    "siting_plans",
    "set_up",
    "personal_data_register",
}

# The same, with a kind of row in the address.
OFFICIALS_BY_KIND: dict[str, tuple[str, ...]] = {
    "figure_rows_of_all": ("came",),
    "figure_sheet_of_all": ("came",),
    "sheet_new": ("estates",),
    "sheet_template": ("estates",),
    "sheet_current": ("estates", "csv"),
    "table_export": ("stations", "estate", "csv"),
}

# What one official sent: nobody else finds it there (tests/portal/views/test_sheets.py).
OWN = {"sheet_upload"}
# Rows of theirs: tests/portal/views/test_programme.py holds them to the whole cast.
OFFICIALS_ROWS = {"programme_page", "programme_plan"}

# Officials' pages of one row each: whose key stands in the address, read by the official of its area.
OFFICIALS_OBJECTS: dict[str, str] = {
    "coverage_pictures": "area",
    "coverage_of": "area",
    "coverage_csv_of": "area",
    "coverage_xlsx_of": "area",
    "siting_plan": "siting_plan",
    "siting_plan_rename": "siting_plan",
    "siting_plan_delete": "siting_plan",
    "siting_plan_hand_over": "siting_plan",
    "figure_rows": "figure",
    "figure_sheet": "figure",
    "estate_review": "estate",
}

NOWHERE: dict[str, Any] = {
    "area": "990199999999",
    "siting_plan": 999_999,
    "figure": ("990199999999", "came"),
    "estate": 999_999,
    "device": 999_999,
    "template": 999_999,
    "attachment": ("2222-3333", 999_999),
    "task": ("2222-3333", 999_999),
    "absence": 999_999,
    "invitation": 999_999,
    "terminal": 999_999,
    "ticket": "2222-3333",
    "visit": "2222-3333",
    "call": 999_999,
    "follow_up": 999_999,
    "care": 999_999,
    "closure": 999_999,
    "block": 999_999,
    "person": 999_999,
    "duty": 999_999,
    "volunteer": 999_999,
    "session": 999_999,
    "room_use": 999_999,
    "open_day": 999_999,
    "pack": 999_999,
    "proposal": "2222-3333",
    "project": 999_999,
    "step": 999_999,
    "meeting": 999_999,
}

# A POST of each kind of word and key a form could ask for: enough to change a row that may be changed.
FULL_FORM = {
    "text": "x", "words": "x", "reason": "serve", "next_address": "x", "said_by": "x", "answer": "x",
    "name": "x", "phone": "13812341234", "confirm": "1",
}  # fmt: skip


@dataclass
class Rows:
    """One row of each kind, all of the committee ``place``."""

    ticket: Ticket
    visit: Visit
    call: Message
    follow_up: FollowUp
    closure: OpeningException
    block: Grid
    person: Worker
    duty: DutyHours
    volunteer: Volunteer
    sign_up: SignUp
    session: ActivitySession
    room_use: RoomUse

    proposal: Proposal
    project: Project
    step: ProjectStep
    meeting: Meeting
    open_day: OpenDayRecord
    pack: PackOffer
    device: Device
    attachment: TicketAttachment
    task: TicketTask
    template: AnswerTemplate
    absence: Absence
    invitation: Invitation
    terminal: Terminal
    care: Care
    area: Committee
    siting_plan: SitingPlan

    def key(self, kind: str) -> Any:
        """What stands in the address: a reference or a number; both for what belongs to a ticket."""
        if kind == "figure":
            return self.area.code, "came"
        if kind == "estate":
            return self.area.estates.get().pk
        row = getattr(self, kind)
        if kind == "area":
            return row.code
        if kind in ("attachment", "task"):
            return row.ticket.reference, row.pk
        return row.reference if kind in ("ticket", "visit", "proposal") else row.pk


@staged
def rows(place: Place, desk: Worker, colleague: Worker) -> Rows:
    visit = make.visit(place.item)
    called_off = make.visit(place.item, make.at(1, 11))
    call = outbox.tell(visit=called_off, kind=Message.Kind.CALLED_OFF, at=make.NOW)
    closure = OpeningException.objects.create(station=place.station, date=make.TODAY.replace(day=30))
    assert call is not None
    block = Grid.objects.create(committee=place.committee, name="第九十九网格")
    volunteer = Volunteer.objects.create(
        committee=place.committee, name="王志愿", phone="13812341234", since=make.TODAY
    )
    sign_up = make.sign_up(make.group(make.activity(place.station)), name="李小红")
    session = sign_up.group.sessions.get()
    ticket = make.ticket(desk, place.station, place.service)
    follow_up = make.follow_up(desk, place.station, place.service)
    room = Room.objects.create(station=place.station, name="第九十九室")
    room_use = make.room_use(room, make.at(2, 10), make.at(2, 11), state="asked")
    proposal = make.proposal(place.committee, desk, new=True, name="李小红", phone="13812341234")
    project = make.project(place.committee, desk, name="别人的项目")
    step = ProjectStep.objects.create(project=project, name="量尺寸")
    meeting = make.meeting(project, desk, "hearing", published=False)
    open_day = make.open_day_record(place.subdistrict, place.station, make.at(-1))
    pack = make.pack_offer(place.subdistrict, place.station)
    duty = DutyHours.objects.create(
        station=place.station, giver="lawyer", name="律师", weekday=3, begins="14:00", ends="16:00"
    )
    return Rows(
        ticket, visit, call, follow_up, closure, block, desk, duty, volunteer, sign_up, session, room_use, proposal,
        project, step, meeting, open_day, pack, make.device(desk),
        make.attachment(ticket, desk), make.task(ticket, colleague, text="别人的任务"),
        AnswerTemplate.objects.create(committee=place.committee, title="别人的", text="别人的话"),
        make.absence(place.committee, desk, colleague, since=5, until=9), make.invitation(place.committee, desk),
        make.terminal(desk, place.station)[0],
        make.care(make.court(place.estate), desk, name="李小红", phone="13812341234"),
        place.committee,
        make.siting_plan(place.subdistrict, [make.idle_room(place.committee)], make.worker("planner")),
    )  # fmt: skip


def names(resolver: Any, namespace: str = "") -> Iterator[str]:
    """Every named address of ours, with its namespace; the admin's own are judged by model below."""
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace != "admin":
                yield from names(
                    pattern, f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
                )
        elif isinstance(pattern, URLPattern):
            yield f"{namespace}{pattern.name}"


def test_every_address_has_its_row() -> None:
    known = PUBLIC.keys() | STAFF | OBJECTS.keys() | OFFICIALS | OFFICIALS_BY_KIND.keys() | OWN
    known |= OFFICIALS_OBJECTS.keys() | OFFICIALS_ROWS
    assert set(names(get_resolver())) == known


def bare(response: HttpResponse) -> bytes:
    """The body without what differs between any two answers."""
    return re.sub(rb"[0-9a-f]{16}", b"", response.content)


def everything() -> str:
    """All rows a desk can change, as one text."""
    kinds = (
        Ticket,
        Visit,
        HandOver,
        TicketNote,
        TicketEvent,
        VisitEvent,
        Message,
        Opinion,
        Slot,
        Reveal,
        Proposal,
        ProposalEvent,
        ProjectStep,
        Meeting,
        MeetingOpinion,
        OpeningException,
        GridFigures,
        Volunteer,
        VolunteerShift,
        ActivityGroup,
        ActivitySession,
        SignUp,
        SignUpEvent,
        Attendance,
        RoomUse,
        OpenDayRecord,
        PackOffer,
        Device,
        AccountEvent,
        DutyHours,
        DutyChange,
        RotaParty,
        TicketAttachment,
        TicketLink,
        TicketTask,
        AnswerTemplate,
        Absence,
        Invitation,
        Terminal,
        PartyLink,
        Round,
        RoundPlan,
        Care,
        CareVisit,
        SitingPlan,
        Relocation,
    )
    return "".join(str(list(model.objects.order_by("pk").values_list())) for model in kinds)


def where(name: str, key: Any) -> str:
    """The address of that name for a key, or for several."""
    return reverse(name, args=key if isinstance(key, tuple) else [key])


def call(client: Client, method: str, url: str) -> HttpResponse:
    return client.get(url) if method == "get" else client.post(url, FULL_FORM)


def assert_sent_to_the_door(response: HttpResponse) -> None:
    """To sign-in; where something was typed, by the sign-in page itself, which carries it along."""
    assert response.status_code in (302, 403)
    if response.status_code == 302:
        assert response["Location"].startswith(reverse("sign_in"))
    else:
        assert f'action="{reverse("sign_in")}"' in response.content.decode()


# The rows stay as they are, which each test asserts at its end: so one set of them serves all addresses.
@pytest.mark.parametrize("method", ["get", "post"])
class TestForeignRows:
    def test_nobody_signed_in_is_sent_to_the_door(
        self, method: str, rows: Rows, subtests: pytest.Subtests
    ) -> None:
        before = everything()
        for name, kind in OBJECTS.items():
            with subtests.test(name):
                assert_sent_to_the_door(call(Client(), method, where(name, rows.key(kind))))
        assert everything() == before

    @pytest.mark.parametrize("who", ["stranger", "other_street"])
    def test_a_foreign_row_is_like_none(
        self,
        method: str,
        who: str,
        rows: Rows,
        as_: Callable[..., Client],
        request: pytest.FixtureRequest,
        subtests: pytest.Subtests,
    ) -> None:
        client, before = as_(request.getfixturevalue(who)), everything()
        for name, kind in OBJECTS.items():
            with subtests.test(name):
                foreign = call(client, method, where(name, rows.key(kind)))
                nowhere = call(client, method, where(name, NOWHERE[kind]))
                assert foreign.status_code == nowhere.status_code
                assert foreign.status_code in (403, 404)
                assert bare(foreign) == bare(nowhere)
        assert everything() == before

    def test_the_right_person_finds_it(
        self, method: str, rows: Rows, desk: Worker, as_: Callable[..., Client], subtests: pytest.Subtests
    ) -> None:
        """The control: the very same address is no 404 for the desk that the row belongs to."""
        client, before = as_(desk), everything()
        for name, kind in OBJECTS.items():
            with subtests.test(name), transaction.atomic():
                response = call(client, method, where(name, rows.key(kind)))
                transaction.set_rollback(True)
                assert response.status_code in (200, 302, 400, 403, 409)
        assert everything() == before


@pytest.mark.parametrize("name", sorted(STAFF))
def test_staff_pages_ask_for_a_post(
    name: str, place: Place, desk: Worker, head: Worker, as_: Callable[..., Client]
) -> None:
    who = head if name in HEADS else desk
    assert_sent_to_the_door(Client().get(reverse(name)))
    assert_sent_to_the_door(Client().post(reverse(name), FULL_FORM))
    assert as_(who).get(reverse(name)).status_code in (200, 302)
    Post.objects.filter(worker=who).update(until=make.TODAY.replace(day=1))
    assert as_(who).get(reverse(name)).status_code == 403, "a revoked post ends at the next request"
    assert as_(who).post(reverse(name), FULL_FORM).status_code == 403


@pytest.mark.parametrize("name", sorted(STAFF))
def test_staff_pages_show_strangers_nothing(
    name: str, rows: Rows, stranger: Worker, as_: Callable[..., Client]
) -> None:
    body = as_(stranger).get(reverse(name), follow=True).content.decode()
    secrets = (
        rows.ticket.reference,
        rows.visit.reference,
        rows.sign_up.reference,
        rows.proposal.reference,
        rows.project.name,
        "王**",
        "李**",
        "****1234",
        "13812341234",
        "13912345678",
    )
    assert not [secret for secret in secrets if secret in body]
    before = everything()
    as_(stranger).post(reverse(name), FULL_FORM)
    assert everything() == before


@pytest.mark.parametrize("name", sorted(OFFICIALS | OFFICIALS_BY_KIND.keys()))
def test_officials_pages_refuse_the_desk(
    name: str, place: Place, desk: Worker, admin: Worker, as_: Callable[..., Client]
) -> None:
    path = reverse(name, args=OFFICIALS_BY_KIND.get(name, ()))
    assert Client().get(path).status_code == 302
    assert as_(desk).get(path).status_code == 403
    assert as_(admin).get(path).status_code in (200, 302)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(OFFICIALS_OBJECTS))
def test_officials_rows_are_for_the_officials_of_the_area(
    name: str,
    method: str,
    rows: Rows,
    desk: Worker,
    street: Worker,
    other_street: Worker,
    as_: Callable[..., Client],
) -> None:
    kind, before = OFFICIALS_OBJECTS[name], everything()
    here, nowhere = where(name, rows.key(kind)), where(name, NOWHERE[kind])
    assert_sent_to_the_door(call(Client(), method, here))
    assert call(as_(desk), method, here).status_code == 403
    foreign = call(as_(other_street), method, here)
    assert foreign.status_code == 404
    assert bare(foreign) == bare(call(as_(other_street), method, nowhere))
    assert everything() == before
    with transaction.atomic():
        found = call(as_(street), method, here)
        transaction.set_rollback(True)
    assert found.status_code in (200, 302, 400, 405, 409), "the control: its own official finds it"


@pytest.mark.parametrize(
    "name",
    [
        name
        for name, args in PUBLIC.items()
        if args and args[0] in ("token", "ticket_token", "sign_up_token", "room_token")
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_a_wrong_link_opens_nothing(name: str, method: str, rows: Rows) -> None:
    """A resident's link is the only key: another token of the same shape, or the reference, is 404."""
    before = everything()
    tokens = {
        "token": rows.visit,
        "ticket_token": rows.ticket,
        "sign_up_token": rows.sign_up,
        "room_token": rows.room_use,
    }
    right = tokens[PUBLIC[name][0]].token
    url = reverse(
        name, args=[right, *(rows.attachment.pk for more in PUBLIC[name][1:] if more == "attachment")]
    )
    for wrong in ("A" * len(right), right.swapcase(), rows.visit.reference, rows.ticket.reference):
        assert call(Client(), method, url.replace(right, wrong)).status_code in (404, 405)
    assert everything() == before


@pytest.mark.parametrize("name", [name for name, args in PUBLIC.items() if not args])
def test_public_pages_need_nobody(name: str, place: Place) -> None:
    assert Client().get(reverse(name)).status_code in (200, 302, 405)


ADMIN_VIEWS = ("change", "delete", "history")

# What every official may look up, and only its owners change: the services everyone offers, the holidays.
LOOKED_UP = {"stations.Service", "stations.Holiday", "stations.AnnouncedYear", "stations.Division"}


@pytest.mark.parametrize(
    "model", sorted(django_admin.site._registry, key=lambda m: m._meta.label), ids=lambda m: m._meta.label
)
class TestAdmin:
    def row(self, model: Any, rows: Rows) -> Any:
        return model._default_manager.order_by("pk").first()

    def url(self, model: Any, view: str, *args: Any) -> str:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)

    def test_the_desk_stays_out(
        self, model: Any, rows: Rows, desk: Worker, stranger: Worker, as_: Callable[..., Client]
    ) -> None:
        for client in (Client(), as_(desk), as_(stranger)):
            for view in ("changelist", "add"):
                assert client.get(self.url(model, view)).status_code in (302, 403)

    def test_another_streets_official_finds_nothing(
        self, model: Any, rows: Rows, other_street: Worker, as_: Callable[..., Client]
    ) -> None:
        """Rows of the first street's committee, by their addresses: 404 like a key that is not there, or
        (for what officials do not administer at all) 403."""
        row = self.row(model, rows)
        scope = getattr(model._default_manager.all(), "in_scope_of", None)
        if row is None or scope is None or scope(other_street).filter(pk=row.pk).exists():
            return
        client, before = as_(other_street), everything()
        for view in ADMIN_VIEWS:
            foreign = client.get(self.url(model, view, row.pk))
            nowhere = client.get(self.url(model, view, 999_999))
            if model._meta.label not in LOOKED_UP:
                assert foreign.status_code == nowhere.status_code
                assert foreign.status_code in (403, 404)
                assert bare(foreign) == bare(nowhere)
        for view in ("change", "delete"):
            assert client.post(self.url(model, view, row.pk), {"post": "yes"}).status_code in (403, 404, 405)
        assert everything() == before
        assert model._default_manager.filter(pk=row.pk).exists()

    def test_an_administrator_opens_it(
        self, model: Any, rows: Rows, admin: Worker, as_: Callable[..., Client]
    ) -> None:
        """The control for both tests above."""
        client, row = as_(admin), self.row(model, rows)
        if model is AnswerTemplate:  # a committee's own is its head's, and stands in no list here
            district = rows.ticket.committee.subdistrict.parent
            row = AnswerTemplate.objects.create(district=district, title="区里的", text="区里的话")
        assert client.get(self.url(model, "changelist")).status_code == 200
        if row is not None:
            assert client.get(self.url(model, "change", row.pk)).status_code == 200


def test_the_cast_is_what_it_claims(
    place: Place, stranger: Worker, other_street: Worker, desk: Worker
) -> None:
    """The matrix proves nothing if the strangers were no strangers."""
    assert Station.objects.in_scope_of(desk).get() == place.station
    assert place.station not in Station.objects.in_scope_of(stranger)
    assert place.committee not in Committee.objects.in_scope_of(other_street)
