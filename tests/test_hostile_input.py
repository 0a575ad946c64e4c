"""What people, scanners and scripts may send: answered in a sentence or refused, never a 500, never obeyed."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from urllib.parse import urlencode, urlsplit

import pytest
from django.core import mail
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import reverse

from requests_desk.models import (
    AnswerTemplate,
    DutyHours,
    FollowUp,
    RotaParty,
    Slot,
    Ticket,
    Visit,
    Volunteer,
)
from stations.models import Grid, GridFigures, Programme, Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.payloads import PAYLOADS
from tests.skeletons import skeleton
from tests.stage import staged
from tests.test_matrix import everything
from tests.turns import FIRST

pytestmark = pytest.mark.django_db

NONSENSE = {
    "nothing": "",
    "nul": "a\0b",
    "only nul": "\0",
    "bidi": "a\u202eb\u2066c",
    "not a character": "\ufffe\udc80".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    "rare": "𠮷田㐂𪚥",
    "quotes": "'\"`;--",
    "sql": "1' OR '1'='1",
    "format": "%s%n{0}{{7*7}}",
    "path": "../../etc/passwd",
    "negative": "-1",
    "zero": "0",
    "huge": "9" * 40,
    "float": "1e309",
    "nan": "nan,nan",
    "infinite": "inf,-inf",
    "first day": "0001-01-01",
    "last day": "9999-12-31",
    "no day": "2026-02-30",
    "full-width": "１２３",
    "superscript": "²",
    "long": "长" * 3000,
}
FINE = (200, 302, 400, 403, 404, 405, 409, 429)


# What each address reads from its query string.
BOOKING = ("item", "service", "slot", "day", "green", "go")
DIRECTORY = ("q", "near", "estate", "service", "open", "step_free", "page")


WHERE_NEXT = ("division", "minutes", "whom", "places", "most_yuan", "step_free", "try", "room")

# Who looks at which address, and what it reads.
Looks = list[tuple[Worker | None, str, tuple[str, ...]]]


@staged
def looked_at(place: Place, visit: Visit, desk: Worker, street: Worker) -> Looks:
    ticket, item = make.ticket(desk, place.station, place.service), f"?item={place.item.pk}"
    group = make.group(make.activity(place.station))
    hall = Room.objects.create(station=place.station, name="活动室", kind=Room.Kind.HALL)
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on=make.TODAY)
    book, new = reverse("book", args=[place.station.slug]), reverse("desk:visit_new")
    return [
        (None, reverse("station_list"), DIRECTORY),
        (None, reverse("service_list"), ("q",)),
        (None, reverse("service", args=[place.service.slug]), ("page",)),
        (None, reverse("coverage"), ("on", "sort", "format")),
        (None, reverse("coverage_area", args=[place.subdistrict.code]), ("on", "sort", "format")),
        (None, reverse("coverage_area_services", args=[place.subdistrict.code]), ("format",)),
        (None, reverse("sign_in"), ("next",)),
        (None, reverse("voice"), ("committee", "estate", "station", "list", "page")),
        (None, reverse("proposal_new"), ("committee", "estate", "station", "q")),
        (desk, reverse("desk:project_new"), ("need", "resource")),
        (None, book, BOOKING),
        (None, book + item, BOOKING[1:]),
        (None, reverse("activity_list"), ("week", "place", "theme", "audience", "station", "page")),
        (None, reverse("sign_up_new", args=[group.activity_id]), ("group",)),
        (desk, reverse("desk:session_list"), ("reference", "page")),
        (desk, reverse("desk:session", args=[group.sessions.get().pk]), ("reference",)),
        (desk, reverse("desk:session_call_off", args=[group.sessions.get().pk]), ("reason", "reason_en")),
        (
            desk,
            reverse("desk:session_move", args=[group.sessions.get().pk]),
            ("day", "begins", "ends", "room"),
        ),
        (None, visit.get_absolute_url(), ("new", "moved")),
        (None, reverse("visit_move", args=[visit.token]), ("day",)),
        (desk, reverse("desk:board"), ("station",)),
        (desk, reverse("desk:ticket_list"), ("show", "after", "of", "day", "station")),
        (desk, ticket.get_absolute_url(), ("step",)),
        (desk, reverse("desk:ticket_new"), ("station",)),
        (desk, reverse("desk:check_in"), ("reference", "station")),
        (desk, reverse("desk:visit_list"), ("day", "show", "station")),
        (desk, new, ("item", "day", "slot", "station")),
        (desk, new + item, ("day", "slot")),
        (desk, reverse("desk:visit_move", args=[visit.reference]), ("day", "slot")),
        (desk, reverse("desk:rota"), ("station",)),
        (desk, reverse("desk:skill_matrix"), ("station",)),
        (None, reverse("room_list", args=[place.station.slug]), ("week",)),
        (None, reverse("room_ask", args=[hall.pk]), ("day",)),
        (desk, reverse("desk:room_use_new"), ("room", "station")),
        (desk, reverse("desk:pack_list"), ("page",)),
        (desk, reverse("desk:open_day_list"), ("page",)),
        (desk, reverse("desk:call_list"), ("page", "after")),
        (desk, reverse("desk:follow_up_list"), ("page", "after")),
        (desk, reverse("desk:closure_new"), ("station", "day", "reason", "reason_en")),
        (street, reverse("coverage_review"), ("division", "sort", "each", "on")),
        (street, reverse("coverage_csv"), ("sort", "each", "on")),
        (street, reverse("table_export", args=["stations", "estate", "csv"]), ("q", "p", "o", "area", "x")),
        (
            street,
            reverse("table_export", args=["requests_desk", "ticket", "xlsx"]),
            ("q", "state__exact", "when", "due"),
        ),
        (street, reverse("programme_page", args=[programme.pk]), ("state", "sort")),
        (street, reverse("where_next"), WHERE_NEXT),
        (street, reverse("where_next") + "?try=1", WHERE_NEXT),
        (street, reverse("figure_rows_of_all", args=["on_time"]), ("on", "only", "page")),
        (
            street,
            reverse("figure_rows", args=[place.committee.code, "households_15"]),
            ("on", "only", "page"),
        ),
        (street, reverse("figure_sheet_of_all", args=["came"]), ("on", "only")),
        (street, "/admin/requests_desk/ticket/", ("q", "p", "o", "area", "state__exact", "when", "due")),
        (street, "/admin/stations/station/", ("q", "p", "o", "area", "status__exact")),
    ]


# Every field with every nonsense takes minutes; mostly each meets a part of it, in turn, and another part on
# the other database.
ALL = pytest.param(1, marks=pytest.mark.proof)


def in_turn(names: Iterable[str], turn: int, share: int) -> list[str]:
    """One in ``share`` of the names; those of all turns are all of them."""
    return [name for place, name in enumerate(names) if (place + turn) % share == FIRST % share]


def wrong_ones(names: Sequence[str], number: int, turn: int, share: int) -> list[tuple[str, ...]]:
    """Which of a form's names hold nonsense at a time: one in ``share`` by itself, then all at once. Unless all are
    asked for, the form of that ``number`` meets all at once with every other kind of nonsense."""
    alone = [(name,) for name in in_turn(names, turn, share)]
    together = [tuple(names)] if share == 1 or (number + turn) % 2 == FIRST else []
    return list(dict.fromkeys([*alone, *together]))


@pytest.mark.parametrize("share", [ALL, 10], ids="one in {}".format)
@pytest.mark.parametrize("nonsense", NONSENSE)
def test_no_query_string_breaks_a_page(
    nonsense: str,
    share: int,
    looked_at: Looks,
    as_: Callable[..., Client],
) -> None:
    """Each parameter by itself, and all at once."""
    before, found = everything(), []
    clients = {worker: enduring(as_(worker)) for worker, _path, _names in looked_at}
    turn = list(NONSENSE).index(nonsense)
    for number, (worker, path, names) in enumerate(looked_at):
        for wrong in wrong_ones(names, number, turn, share):
            address = (
                f"{path}{'&' if '?' in path else '?'}{urlencode(dict.fromkeys(wrong, NONSENSE[nonsense]))}"
            )
            answer = clients[worker].get(address)
            if answer.status_code not in FINE:
                found.append(f"{answer.status_code} {address[:150]}")
    assert found == []
    assert everything() == before


def enduring(client: Client) -> Client:
    """One that takes a 500 for an answer, as a browser does."""
    client.raise_request_exception = False
    return client


def forms(place: Place, visit: Visit, ticket: Ticket) -> Iterator[tuple[str, dict[str, str]]]:
    """Every form that residents and workers fill in, with answers that would be right."""
    who = {"name": "王小明", "phone": "13812341234"}
    yield (
        reverse("book", args=[place.station.slug]),
        {"item": str(place.item.pk), "slot": "1", "key": "k", **who},
    )
    yield reverse("visit_move", args=[visit.token]), {"slot": "1"}
    yield reverse("visit_cancel", args=[visit.token]), {"x": ""}
    yield reverse("visit_erase", args=[visit.token]), {"x": ""}
    group = make.group(make.activity(place.station, for_children=True))
    person, session = make.sign_up(group, guardian="王", consent=True), group.sessions.get()
    child = {"group": str(group.pk), "key": "k", "guardian": "王", "consent": "on", **who}
    yield reverse("sign_up_new", args=[group.activity_id]), child
    yield reverse("sign_up_withdraw", args=[person.token]), {"x": ""}
    yield reverse("desk:session", args=[session.pk]), {"reference": person.reference}
    yield reverse("desk:session_mark", args=[session.pk]), {"do": "came", "person": person.reference}
    yield reverse("desk:session_call_off", args=[session.pk]), {"reason": "雨", "seen": "1"}
    moved = {
        "day": "2026-11-21",
        "begins": "14:00",
        "ends": "15:30",
        "room": "",
        "seen": "1",
        "sequence": "0",
    }
    yield reverse("desk:session_move", args=[session.pk]), moved
    yield reverse("desk:session_sign_up", args=[session.pk]), child
    slug = place.station.slug
    yield reverse("kiosk_number", args=[slug]), {"matter": str(place.service.pk), "green": "on", "key": "k"}
    yield reverse("kiosk_booked", args=[slug]), {"code": "K7M2-9QXD", "proof": "1234"}
    yield reverse("screen_code"), {"code": "K7M2-9QXD"}
    yield reverse("kiosk_open", args=[slug, "nobody-has-this-link"]), {"x": ""}
    yield reverse("track"), {"do": "find", "reference": "K7M2-9QXD", "proof": "1234"}
    yield reverse("track"), {"do": "send", "phone": "13812341234"}
    yield reverse("ticket_track", args=[ticket.token]), {"do": "unsolved", "text": "还没好"}
    yield reverse("sign_in"), {"username": "desk", "password": "x", "next": "/desk/"}
    yield reverse("second_factor"), {"code": "123456", "next": "/desk/"}
    yield reverse("lock"), {"pin": "4719", "locked_from": "/desk/"}
    yield reverse("pin"), {"new_pin": "4719", "password": "x"}
    yield reverse("second_factor_off"), {"code": "123456"}
    away = {"since": "2026-11-18", "until": "2026-11-20", "deputy": "1"}
    yield reverse("desk:absence_new", args=[ticket.responsible_id]), away
    invited = {"name": "李", "role": "desk", "place": "990101001001", "since": "2026-11-18", "until": ""}
    yield reverse("desk:invitation_new"), invited
    yield reverse("join", args=["nobody-has-this"]), {"username": "a", "new_password1": "b"}
    yield reverse("password_reset"), {"email": "a@example.com"}
    yield reverse("elder"), {"next": "/"}
    yield from voice_forms(place, ticket)
    yield from room_forms(place)
    walk_in = {
        "matter": "事项",
        "words": "问",
        "estate": "苑",
        "channel": "phone",
        "key": "k",
        "then": "serve",
        "quick": "1",
        "answer": "答",
        "came_on": "2026-11-17",
        "came_at": "9:30",
        "receiver": "1",
        **who,
    }
    yield reverse("desk:ticket_new"), walk_in
    yield reverse("desk:ticket_new"), {**walk_in, "look": "1", "slip": "K7M2-9QXD"}
    yield reverse("desk:ticket_new"), {**walk_in, "note_on": ticket.reference}
    yield reverse("desk:ticket_former"), {**who, "slip": "K7M2-9QXD"}
    narrow = {"q": "王", "state": "open", "who": "1", "since": "2026-11-01", "until": "2026-11-18"}
    yield reverse("desk:ticket_list"), narrow | {"after": ticket.reference}
    ticked = {"ticket": ticket.reference, "do": "offer", "to": str(ticket.responsible_id), "text": "请接手"}
    yield reverse("desk:ticket_together"), ticked
    yield reverse("desk:check_in"), {"reference": visit.reference}
    yield (
        reverse("desk:visit_new"),
        {"item": str(place.item.pk), "slot": "1", "day": "2026-11-19", "key": "k", **who},
    )
    yield reverse("desk:visit_move", args=[visit.reference]), {"slot": "1"}
    yield reverse("desk:visit_reveal", args=[visit.reference]), {"reason": "serve"}
    yield reverse("desk:visit_excuse", args=[visit.reference]), {"said_by": "女儿"}
    follow_up = FollowUp.objects.create(ticket=ticket, answered_at=make.NOW, due_at=make.NOW)
    yield reverse("desk:follow_up_unsolved", args=[follow_up.pk]), {"text": "没好"}
    yield (
        reverse("desk:closure_new"),
        {"station": place.station.slug, "day": "2026-12-01", "reason": "停电", "seen": "1"},
    )
    grid = Grid.objects.create(committee=place.committee, name="第九十八网格")
    helped = {"on": "2026-11-18", "hours": "1.5"}
    volunteer = Volunteer.objects.create(committee=place.committee, since=make.TODAY)
    yield reverse("desk:helpers_new"), helped | {"people": "3"}
    yield reverse("desk:volunteer_list"), {"q": "修伞"}
    offer = {"kind": "other", "skills": "修伞", **who}
    yield reverse("desk:volunteer_new"), offer
    yield reverse("desk:volunteer_change", args=[volunteer.pk]), offer
    yield reverse("desk:volunteer_help", args=[volunteer.pk]), helped
    yield reverse("desk:volunteer_reveal", args=[volunteer.pk]), {"reason": "serve"}
    court = make.court(place.estate)
    found = {"kind": "street", "courts": str(court.pk), "outcome": "ticket", "words": "x", "key": "k"}
    yield reverse("desk:round_new"), found | {"matter": str(place.service.pk)}
    person = make.care(court, ticket.responsible)
    living = {"court": str(court.pk), "door": "101室", **who}
    yield reverse("desk:care_new"), living | {"agreed_by": "本人", "agreed_on": "2026-11-18", "key": "k"}
    yield reverse("desk:care_change", args=[person.pk]), living
    yield reverse("desk:care_reveal", args=[person.pk]), {"reason": "at_home"}
    yield reverse("desk:care_visit", args=[person.pk]), {"text": "x"}
    yield reverse("desk:block", args=[grid.pk]), dict.fromkeys(GridFigures.KINDS, "3")
    yield reverse("desk:sit_at"), {"station": place.station.slug, "desk": "1"}
    yield reverse("desk:line_close"), {"station": place.station.slug}
    yield reverse("desk:line_open"), {"station": place.station.slug}
    yield reverse("desk:terminal_new"), {"station": place.station.slug, "kind": "screen"}
    yield reverse("desk:call_next"), {"station": place.station.slug}
    yield reverse("password_change"), {"old_password": "a", "new_password1": "b", "new_password2": "b"}
    kept = AnswerTemplate.objects.create(committee=place.committee, title="常用", text="{reference}")
    said = {"title": "常用", "matter": "1", "text": "x", "text_en": "x", "active": "on"}
    yield reverse("desk:template", args=[kept.pk]), said
    inserting = {"text": "x", "said_by": "x", "template": "1", "insert": "1"}
    yield reverse("desk:ticket_answer", args=[ticket.reference]), inserting
    yield reverse("desk:ticket_attach", args=[ticket.reference]), {"for_resident": "on", "file": "x"}
    for button in ("link", "double"):
        yield reverse("desk:ticket_link", args=[ticket.reference]), {"reference": "x", "do": button}
    yield reverse("desk:ticket_unlink", args=[ticket.reference]), {"reference": "x"}
    doing = {"text": "联系物业", "assignee": "1", "due_on": "2026-11-20"}
    yield reverse("desk:ticket_task_add", args=[ticket.reference]), doing
    ticket.responsible.load_scope(on=make.TODAY)
    _link, token = make.party_link(ticket.responsible, place.station, place.service)
    for do, more in {"decline": ("reason", "next_address"), "accept": (), "word": ("text",)}.items():
        said = dict.fromkeys((*more, "said_by"), "x")
        yield reverse("party", args=[token]), {"do": do, "key": "k" * 20, **said}
    yield reverse("ticket_track_attach", args=[ticket.token]), {"file": "x"}
    for step, fields in {
        "answer_now": ("text",), "start": ("text",), "answer": ("text", "said_by"), "note": ("text",),
        "hand_over": ("to", "outside", "reason"), "accept": ("said_by",), "close": ("text",),
        "decline": ("reason", "next_to", "next_address", "said_by"), "take_back": ("reason",), "reopen": ("text",),
        "reveal": ("reason",), "receive": ("from",), "leave": ("from",), "withdraw": ("from",),
        "call_again": ("from",), "not_here": ("from",), "park": ("from",), "line_up": ("from",), "take_over": ("from",),
    }.items():  # fmt: skip
        yield reverse(f"desk:ticket_{step}", args=[ticket.reference]), dict.fromkeys(fields, "x")


def head_forms(place: Place) -> Iterator[tuple[str, dict[str, str]]]:
    """Those that the committee's head alone fills in."""
    yield reverse("desk:person_data"), {"phone": "13812341234", "sure": "on", "do": "copy"}
    duty = DutyHours.objects.create(
        station=place.station, giver="lawyer", name="律师", weekday=3, begins="14:00", ends="16:00"
    )
    RotaParty.objects.create(station=place.station, position=1, party="committee")
    hours = {
        "giver": "doctor",
        "name": "医生",
        "name_en": "Doctor",
        "weekday": "1",
        "begins": "09:00",
        "ends": "10:00",
    }
    yield reverse("desk:rota"), {"party": "1"}
    yield reverse("desk:round_plan"), {"street_days": "7", "care_days": "14"}
    yield reverse("desk:rota_swap"), {"one": "2026-11-16", "other": "2026-11-23"}
    yield reverse("desk:rota_parties"), {"seat_1": "committee", "seat_2": "1"}
    yield reverse("desk:duty_new"), hours
    yield reverse("desk:duty", args=[duty.pk]), hours
    changed = {"on": "2026-11-19", "what": "other", "begins": "09:00", "ends": "10:00"}
    yield reverse("desk:duty_change", args=[duty.pk]), changed
    person = Worker.objects.get(username="head")
    skill = {f"level_{place.service.pk}": "knows", f"certified_{place.service.pk}": "2026-03-01"}
    yield reverse("desk:skills_of", args=[person.pk]), skill


def room_forms(place: Place) -> Iterator[tuple[str, dict[str, str]]]:
    """Those of rooms, open days and service packs."""
    room = Room.objects.create(station=place.station, name="第九十八室", kind=Room.Kind.HALL)
    use = make.room_use(room, make.at(2, 10), make.at(2, 11), state="asked")
    asked = {"day": "2026-11-19", "begins": "10:00", "ends": "11:00", "what_for": "合唱", "key": "k"}
    who = {"name": "王", "phone": "13812341234"}
    yield reverse("room_ask", args=[room.pk]), asked | who | {"email": "w@example.cn"}
    yield reverse("room_use_give_up", args=[use.token]), {"x": ""}
    yield (
        reverse("desk:room_use_new"),
        asked | who | {"room": str(room.pk), "kind": "other", "outside_hours": "on"},
    )
    for step, right in {
        "reveal": {"reason": "serve"}, "decline": {"reason": "满"}, "give_up": {"reason": "满"},
        "approve": {"outside_hours": "on"}, "told": {"x": ""},
    }.items():  # fmt: skip
        yield reverse(f"desk:room_use_{step}", args=[use.pk]), right
    record = make.open_day_record(place.subdistrict, place.station, make.at(-1))
    came = {"department_came": "yes", "staff": "1", "party_members": "2", "residents": "3"}
    yield reverse("desk:open_day", args=[record.pk]), came
    offer = make.pack_offer(place.subdistrict, place.station)
    for step, right in {
        "decline": {"reason": "满"}, "give_back": {"reason": "满"},
        "accept": {"weekday": "3", "begins": "09:00", "ends": "11:00"},
    }.items():  # fmt: skip
        yield reverse(f"desk:pack_{step}", args=[offer.pk]), right


def voice_forms(place: Place, ticket: Ticket) -> Iterator[tuple[str, dict[str, str]]]:
    """Those of residents' voice, each about a row that the form would change."""
    worker = Worker.objects.get(username="desk")
    worker.load_scope(on=make.TODAY)
    project = make.project(place.committee, worker)
    public, new = make.proposal(place.committee, worker), make.proposal(place.committee, worker, new=True)
    meeting = make.meeting(project, worker, "hearing", published=False)
    said = {
        "key": "k",
        "kind": "need",
        "title": "长椅",
        "words": "歇脚",
        "estate": "",
        "name": "王",
        "phone": "13812341234",
    }
    yield f"{reverse('proposal_new')}?committee={place.committee.code}", said
    yield reverse("poll_vote", args=[make.poll(place.committee, worker).pk]), {"chosen": "1"}
    yield reverse("proposal_support", args=[public.reference]), {"x": ""}
    for step, fields in {
        "publish": ("title", "words"), "keep_back": ("why",), "reveal": ("reason",),
    }.items():  # fmt: skip
        yield reverse(f"desk:proposal_{step}", args=[new.reference]), dict.fromkeys(fields, "x")
    for step in ("answer", "merge"):
        yield reverse(f"desk:proposal_{step}", args=[public.reference]), {"text": "x", "into": "1"}
    for step, right in {
        "decide": {"meeting": "1", "words": "x"}, "close": {"meeting": "1"},
        "drop": {"words": "x", "words_en": "x"},
        "step_add": {"name": "x", "name_en": "x", "due_on": "2026-12-01"},
        "fund": {"source": "other", "yuan": "1", "percent": "1"}, "fund_strike": {"fund": "1"},
        "meeting": {"kind": "hearing", "on": "2026-12-01", "time": "10:00", "place": "x"},
    }.items():  # fmt: skip
        yield reverse(f"desk:project_{step}", args=[project.pk]), right
    yield (
        reverse("desk:meeting_minutes", args=[meeting.pk]),
        {"attended": "1", "minutes": "x", "minutes_en": "x"},
    )
    yield reverse("desk:meeting_move", args=[meeting.pk]), {"on": "2026-12-01", "time": "10:00", "place": "x"}
    yield reverse("desk:meeting_opinion", args=[meeting.pk]), {"words": "x", "outcome": "not", "why": "x"}
    when = {"on": "2026-12-01", "time": "10:00", "place": "x"}
    yield reverse("desk:ticket_coordinate", args=[ticket.reference]), when
    yield (
        reverse("desk:project_new"),
        {"name": "x", "about": "x", "needs": "1", "resources": "1", "estate": "1"},
    )
    told = {"name": "x", "name_en": "x", "about": "x", "about_en": "x", "until": "2026-12-01"}
    yield reverse("desk:resource_new"), told
    yield reverse("desk:poll_new"), {"question": "x", "answers": "a\nb", "most": "1", "until": "2026-12-01"}


WRITTEN = (
    "nul",
    "bidi",
    "not a character",
    "rare",
    "sql",
    "huge",
    "first day",
    "last day",
    "superscript",
    "long",
)


@pytest.mark.parametrize("share", [ALL, 9], ids="one in {}".format)
@pytest.mark.parametrize("kind", WRITTEN)
def test_no_form_breaks(
    kind: str,
    share: int,
    place: Place,
    visit: Visit,
    desk: Worker,
    head: Worker,
    as_: Callable[..., Client],
) -> None:
    """Each field in turn holds nonsense, then all of them do; a form may take it or say why not."""
    ticket = make.ticket(desk, place.station, place.service)
    at_desk, found, nonsense = enduring(as_(desk)), [], NONSENSE[kind]
    at_desk.cookies["kiosk"] = make.terminal(desk, place.station, "kiosk")[1]
    heads = enduring(as_(head))
    filled_in = [(at_desk, *one) for one in forms(place, visit, ticket)]
    filled_in += [(heads, *one) for one in head_forms(place)]
    for number, (client, path, right) in enumerate(filled_in):
        for wrong in wrong_ones(list(right), number, WRITTEN.index(kind), share):
            said = {**right, **dict.fromkeys(wrong, nonsense)}
            answer = client.post(path, said, headers={"Origin": "http://testserver"})
            if answer.status_code not in FINE:
                found.append(f"{answer.status_code} {path} {wrong}")
    assert found == []


def reflected(
    client: Client, place: Place, visit: Visit, ticket: Ticket, text: str
) -> Iterator[tuple[str, HttpResponse]]:
    """Every form, sent with ``text`` in all its fields: most of them show it again."""
    for path, right in forms(place, visit, ticket):
        if path == reverse("elder"):
            continue  # shows nothing, and changes all other pages
        chosen = {
            name: value for name, value in right.items() if name in ("do", "channel", "item", "station", "to")
        }
        said = {**dict.fromkeys(right, text), **chosen}
        yield path, client.post(path, said, headers={"Origin": "http://testserver"})
    for path in (reverse("station_list"), reverse("service_list")):
        yield path, client.get(path, {"q": text[:90]})


def test_what_is_typed_changes_no_page(
    place: Place, visit: Visit, desk: Worker, as_: Callable[..., Client]
) -> None:
    """Seventy texts that would run if they were not escaped, in every field: the page has exactly the tags
    and attributes that it has with a harmless text."""
    ticket, client, hostile = make.ticket(desk, place.station, place.service), as_(desk), " ".join(PAYLOADS)
    with transaction.atomic():  # what the first round changed would change the pages of the second
        harmless = "x" * len(hostile)
        before = [skeleton(answer) for _path, answer in reflected(client, place, visit, ticket, harmless)]
        transaction.set_rollback(True)
    after = list(reflected(client, place, visit, ticket, hostile))
    assert sum("pwn()" in answer.content.decode() for _path, answer in after) > 10  # it is shown again
    changed = [path for (path, answer), plain in zip(after, before, strict=True) if skeleton(answer) != plain]
    assert changed == []


@pytest.mark.parametrize("size", ["one field of 3 MB", "1,001 fields"])
def test_too_much_is_refused_with_a_page(
    size: str, place: Place, desk: Worker, as_: Callable[..., Client]
) -> None:
    much = {"words": "长" * 1_000_000} if size.startswith("one") else {f"field{n}": "1" for n in range(1001)}
    ticket, client = make.ticket(desk, place.station, place.service), as_(desk)
    before = everything()
    for path in (
        reverse("track"),
        reverse("book", args=[place.station.slug]),
        reverse("sign_in"),
        reverse("elder"),
        reverse("desk:ticket_new"),
        reverse("desk:ticket_note", args=[ticket.reference]),
    ):
        answer = client.post(path, much, headers={"Origin": "http://testserver"})
        assert answer.status_code in (400, 413), path
        assert "<h1" in answer.content.decode()
    assert everything() == before


BOOKED = "王小明"
KEPT = {
    "𠮷田㐂": "𠮷田㐂",  # beyond the basic plane, as some family names are
    "  王\t小 明 ": "王 小 明",
    "王\u202e小\u2066明": BOOKED,  # marks of direction can make a list lie
    "O’Brien-李 & Söhne": "O’Brien-李 & Söhne",
    "<b>王</b>": "<b>王</b>",  # no character is forbidden; a page shows it as it was typed
}


@pytest.mark.parametrize(("typed", "kept"), KEPT.items())
def test_names_are_kept_as_typed(typed: str, kept: str, place: Place) -> None:
    """Through the form of a booking, with a phone number in full-width digits."""
    client = Client()
    slot = Slot.objects.filter(station=place.station, item=None, starts_at=make.at(1)).get()
    page = client.get(reverse("book", args=[place.station.slug]), {"item": place.item.pk, "slot": slot.pk})
    said = {"item": place.item.pk, "slot": slot.pk, "key": page.context["key"]}
    answer = client.post(
        reverse("book", args=[place.station.slug]), {**said, "name": typed, "phone": "１３８１２３４１２３４"}
    )
    assert answer.status_code == 302
    visit = Visit.objects.get()
    assert (visit.name, visit.phone) == (kept, "13812341234")


ELSEWHERE = [
    "https://evil.example/", "http://evil.example", "//evil.example", "///evil.example",
    "////evil.example/%2f..", r"\\evil.example", r"/\evil.example", r"/\/evil.example",
    r"\/evil.example", "/\t/evil.example", "/%09/evil.example/", "\t//evil.example", " //evil.example",
    "//evil.example@testserver/", "http:evil.example", "http:/evil.example", "http:///evil.example",
    "https:evil.example", "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java\nscript:alert(1)",
    "data:text/html,x", "vbscript:x", "ftp://evil.example", "//testserver@evil.example",
    "http://testserver.evil.example", "//evil。example", "/\n/evil.example", "\x00//evil.example",
    "//[::1]/", "http://[evil", "/..//evil.example",
]  # fmt: skip


def stays_here(answer: HttpResponse) -> bool:
    """Whether a browser that follows the answer stays on this host."""
    if answer.status_code not in (301, 302):
        return True
    there = answer["Location"].strip()
    # Browsers drop tabs and line ends, and read a backslash as a slash.
    read = "".join(sign for sign in there if sign not in "\t\r\n").replace("\\", "/")
    return (
        urlsplit(read).netloc in ("", "testserver")
        and not read.startswith("//")
        and ":" not in read.split("/")[0]
    )


def test_no_way_leads_to_another_host(place: Place, desk: Worker, as_: Callable[..., Client]) -> None:
    """At the sign-in, the administration's door, the toggle of the print, and on the way out."""
    outside = []
    for where in ELSEWHERE:
        login = {"username": "desk", "password": make.PASSWORD}
        answers = [
            Client().post(reverse("sign_in"), {**login, "next": where}),
            Client().post(f"{reverse('sign_in')}?{urlencode({'next': where})}", login),
            as_(desk).get(reverse("sign_in"), {"next": where}),
            as_(desk).get(reverse("admin:login"), {"next": where}),
            Client().get(reverse("admin:login"), {"next": where}),
            Client().post(reverse("elder"), {"next": where}, headers={"Origin": "http://testserver"}),
            as_(desk).post(reverse("sign_out"), {"next": where}),
        ]
        assert [one.status_code for one in answers[:2]] == [302, 302]
        outside += [f"{where!r}: {one['Location']}" for one in answers if not stays_here(one)]
    assert outside == []


def test_the_detector_of_such_ways() -> None:
    for bad in (
        "//evil.example",
        r"/\evil.example",
        "/\t/evil.example",
        "https://evil.example/",
        "javascript:x",
    ):
        assert not stays_here(HttpResponse(status=302, headers={"Location": bad}))
    assert stays_here(HttpResponse(status=302, headers={"Location": "/desk/?a=b"}))


def test_the_page_that_was_asked_for_is_reached(place: Place, desk: Worker) -> None:
    """The control: a way of our own is kept."""
    said = {"username": "desk", "password": make.PASSWORD, "next": "/desk/rota/?station=x"}
    assert Client().post(reverse("sign_in"), said)["Location"] == "/desk/rota/?station=x"


def test_what_is_no_way_at_all_leads_to_the_office(admin: Worker, as_: Callable[..., Client]) -> None:
    """At the administration's door: a word could be taken for the name of a page of ours."""
    for where in ("00", "²", "desk:board", "sign_out", "1' OR '1'='1", "", "x/y"):
        answer = as_(admin).get(reverse("admin:login"), {"next": where})
        assert (answer.status_code, answer["Location"]) == (302, reverse("admin:index")), where


def test_another_host_is_refused(place: Place) -> None:
    for name in (
        "evil.example",
        "testserver.evil.example",
        "testserver:80@evil.example",
        "127.0.0.1.evil.example",
    ):
        assert Client().get("/", headers={"Host": name}).status_code == 400


def test_no_host_but_our_own_stands_in_a_letter(place: Place, desk: Worker) -> None:
    Worker.objects.filter(pk=desk.pk).update(email="desk@example.com")
    with override_settings(ALLOWED_HOSTS=["*"], PORTAL_PUBLIC_URL="https://portal.example"):
        Client().post(
            reverse("password_reset"),
            {"email": "desk@example.com"},
            headers={"Host": "evil.example", "X-Forwarded-Host": "evil.example"},
        )
    (letter,) = mail.outbox
    assert "https://portal.example/" in letter.body
    assert "evil.example" not in letter.body + str(letter.subject)


def test_a_forwarded_host_is_not_believed(place: Place) -> None:
    page = Client().get("/", headers={"X-Forwarded-Host": "evil.example"})
    assert page.status_code == 200
    assert "evil.example" not in page.content.decode()


def test_the_toggle_of_the_print_listens_to_our_own_pages_alone(place: Place) -> None:
    for origin in ("https://evil.example", "http://testserver.evil.example", "null", "http://[", "//]", ""):
        answer = Client().post(reverse("elder"), {"next": "/"}, headers={"Origin": origin} if origin else {})
        assert answer.status_code == 403
        assert not answer.cookies
    assert Client().get(reverse("elder")).status_code == 405


def test_a_link_of_long_ago_is_no_key(place: Place, visit: Visit) -> None:
    """Case, stray signs and half a token open nothing."""
    for wrong in (visit.token[:-1], visit.token + "a", visit.token.swapcase(), visit.token[:-2] + "%00"):
        assert Client().get(f"/visits/{wrong}/").status_code == 404
    assert Client().get(f"/visits/{visit.token}/").status_code == 200


def test_in_turn_all_fields_are_reached() -> None:
    names = "abcdefg"
    assert {name for turn in range(3) for name in in_turn(names, turn, 3)} == set(names)
    assert {name for turn in range(10) for name in in_turn(names, turn, 10)} == set(names)
    assert in_turn(names, 4, 1) == list(names)
