"""Every kind of page with the demo's rows: as it should be, with errors, with nothing to show."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from requests_desk.actions.sheets.load import KINDS
from requests_desk.actions.terminals import issue
from requests_desk.models import (
    ActivityGroup,
    ActivitySession,
    Care,
    DutyHours,
    Line,
    Meeting,
    OpenDayRecord,
    OpenDaySeries,
    Poll,
    Project,
    Proposal,
    ReviewDay,
    RoomUse,
    ServiceFigures,
    SignUp,
    Slot,
    Terminal,
    Ticket,
    Visit,
    Volunteer,
)
from stations.models import (
    Building,
    ChecklistItem,
    Committee,
    Division,
    Estate,
    Grid,
    IdleRoom,
    PackOffer,
    Programme,
    Service,
    SitingPlan,
    Station,
    Worker,
)
from tests import factories as make
from tests.demo import PASSWORD, entered
from tests.requests_desk.actions.sheets.files import as_xlsx

# Pages are the same on both databases, and looking at them takes minutes: on one of them at each change, on the
# other among the proofs.
ON_ONE_DATABASE = [] if "sqlite" in settings.DATABASES["default"]["ENGINE"] else [pytest.mark.proof]


def on_one_database(test: Callable[..., None]) -> Callable[..., None]:
    """Mark one test so."""
    for mark in ON_ONE_DATABASE:
        test = mark(test)
    return test


# What is looked at: the page's name and the answer.
Shown = tuple[str, HttpResponse]
TOMORROW = make.at(1, 0)
NOTHING = "没有这样的地方"


class Looker:
    """Looks at pages in one language as one person; ``elder`` in the larger print."""

    def __init__(self, who: str = "", language: str = "", *, elder: bool = False) -> None:
        self.client: Client = entered(who)
        self.language = language
        if elder:
            self.client.cookies["elder"] = "1"

    def path(self, name: str, /, *args: Any) -> str:
        """The address by its name; a name that begins with a slash is one."""
        return self.language + (name if name.startswith("/") else reverse(name, args=args))

    def get(self, name: str, /, *args: Any, query: str = "", status: int = 200) -> Shown:
        path = self.path(name, *args) + query
        return self.checked(path, self.client.get(path), status)

    def post(self, name: str, /, *args: Any, query: str = "", status: int = 200, **data: Any) -> Shown:
        path = self.path(name, *args) + query
        return self.checked(f"POST {path}", self.client.post(path, data), status)

    def checked(self, what: str, answer: HttpResponse, status: int) -> Shown:
        assert answer.status_code == status, f"{what}: {answer.status_code}, not {status}"
        return what, answer


def main_way(look: Looker) -> Iterator[Shown]:
    """The pages most residents see, one with errors among them."""
    yield look.get("home")
    yield look.get("station_list", query="?near=31.238,121.414")
    yield look.get("station_page", "fengyangyuan")
    yield look.get("checklist", "fengyangyuan")
    coming = Visit.objects.standing().filter(starts_at__gt=TOMORROW, item__isnull=False).first()
    assert coming is not None
    yield look.get("book", coming.station.slug, query=f"?item={coming.item_id}")
    what, page = look.get("book", coming.station.slug, query=f"?item={coming.item_id}&slot={coming.slot_id}")
    yield what, page
    yield look.get("visit", coming.token, query="?new")
    yield look.post("track", do="find", reference="", proof="")
    yield look.get("sign_in")


def main_desk(look: Looker) -> Iterator[Shown]:
    """The pages a worker sees all day, one with errors among them."""
    for name in ("board", "ticket_list", "visit_list"):
        yield look.get(f"desk:{name}")
    yield look.post("desk:ticket_new", matter="", phone="12")
    me = Worker.objects.get(username="desk")
    me.load_scope(on=TOMORROW.date())
    mine = Ticket.objects.mine(me).filter(state=Ticket.State.IN_PROGRESS).first()
    assert mine is not None
    yield look.get("desk:ticket", mine.reference, query="?step=hand_over")


def main_review(look: Looker) -> Iterator[Shown]:
    """The pages an official opens first, one of each shape, one with errors among them."""
    yield look.get("coverage_review")
    yield look.get("coverage_of", "990101001001")
    yield look.get("coverage_pictures", "990101001")
    yield look.get("figure_rows_of_all", "households_15")
    yield look.get("estate_review", Estate.objects.filter(committee__code="990101001001").first().pk)  # type: ignore[union-attr]
    yield look.get("where_next", query="?division=990101&places=3")
    yield look.get("programme_page", Programme.objects.get(division__code="990101001").pk)
    yield look.post("desk:invitation_new", name="", place="x")


def places(look: Looker) -> Iterator[Shown]:
    """Where to go and what for, as residents find it."""
    lively = Station.objects.get(slug="fengyangyuan")
    estate = Estate.objects.filter(areas__station=lively).first()
    item = ChecklistItem.objects.filter(station=lively).select_related("service").first()
    assert estate is not None
    assert item is not None
    yield look.get("home")
    yield look.get("station_list")
    yield look.get("station_list", query=f"?q={estate.name}")
    yield look.get("station_list", query=f"?estate={estate.pk}")
    yield look.get("station_list", query="?near=31.238,121.414")
    yield look.get("station_list", query="?near=")  # the phone did not say
    yield look.get("station_list", query="?near=here")  # an error
    yield look.get("station_list", query=f"?q={NOTHING}")
    yield look.get("station_list", query="?open=now&step_free=1")
    make.photo(lively)
    for slug in ("fengyangyuan", "mudan-7", "wujiabang"):
        yield look.get("station_page", slug)
    for station in {one.status + one.kind: one for one in Station.objects.published()}.values():
        yield look.get("station_page", station.slug)
    yield look.get("checklist", lively.slug)
    yield look.get("partner_list", "wutong-tongyin")
    yield look.get("partner_list", "wutong-mugu")  # nobody yet
    yield look.get("poster", lively.slug)
    yield look.get("poster", Station.objects.filter(status=Station.Status.PLANNED).latest("pk").slug)
    yield look.get("service_list")
    yield look.get("service_list", query=f"?q={NOTHING}")
    yield look.get("service", item.service.slug)
    yield look.get("estate", estate.pk)
    building = Building.objects.filter(estate__committee__code="410923100108").first()
    assert building is not None
    yield look.get("estate", building.estate_id, query=f"?building={building.pk}")
    yield look.get("estate", building.estate_id, query="?building=0")  # none of the estate's
    yield look.get("committee", "410923100108")
    yield look.get("committee", lively.committee.code)
    yield look.get("committee", Committee.objects.filter(stations=None).first().code)  # type: ignore[union-attr]
    yield look.get("privacy")
    yield look.get("privacy_version", 1)
    yield look.get("accessibility")
    yield look.get("coverage_how")
    yield look.get("/nowhere/", status=404)


def coverage(look: Looker) -> Iterator[Shown]:
    """How far the living rooms have come: everything, an area of each level, an earlier day, promised times."""
    yield look.get("coverage")
    for code in ("9901", "990101", "990101001"):
        yield look.get("coverage_area", code)
    yield look.get("coverage_area", "990101001", query="?sort=-on_time")
    yield look.get("coverage_area", "990101001", query=f"?on={TOMORROW.date() - timedelta(days=10)}")
    yield look.get("coverage", query="?on=2001-01-01")  # before the book
    yield look.get("coverage", query="?on=x")  # an error
    yield look.get("coverage_services")
    yield look.get("coverage_area_services", "990101")
    ServiceFigures.objects.all().delete()
    yield look.get("coverage_area_services", "990101001")  # nothing yet


def booking(look: Looker) -> Iterator[Shown]:
    """Booking, question by question, and what it says when something is wrong."""
    lively = Station.objects.get(slug="fengyangyuan")
    item = ChecklistItem.objects.bookable().with_own_hours().filter(station=lively, hours=None).first()
    assert item is not None
    slot = Slot.objects.filter(station=lively, item=None, open=True, booked=0, starts_at__gt=TOMORROW).first()
    assert slot is not None
    contact = f"?item={item.pk}&slot={slot.pk}"
    yield look.get("book", lively.slug)
    yield look.get("book", lively.slug, query=f"?item={item.pk}")
    yield look.get("book", lively.slug, query=f"?item={item.pk}&green=1")
    yield look.get("book", lively.slug, query=f"?item={item.pk}&go=1")  # no time chosen
    what, page = look.get("book", lively.slug, query=contact)
    yield what, page
    key = page.context["key"]
    said = {"item": item.pk, "slot": slot.pk, "key": key}
    yield look.post("book", lively.slug, **said, name="", phone="12", email="x")
    yield look.post("book", lively.slug, **{**said, "key": "nobody's"}, name="王小明", status=409)  # expired
    look.client.post(look.path("book", lively.slug), {**said, "name": "王小明", "phone": "13812341234"})
    yield look.post("book", lively.slug, **said, name="李四", phone="13812341234", status=409)  # used before
    full = Slot.objects.filter(station=lively, item=None, booked__gte=1, starts_at__gt=TOMORROW).first()
    assert full is not None
    Slot.objects.filter(pk=full.pk).update(capacity=full.booked, held=0)
    yield look.post(
        "book", lively.slug, **{**said, "slot": full.pk}, name="王小明", phone="13812341234", status=409
    )
    planned = Station.objects.filter(status=Station.Status.PLANNED).first()
    assert planned is not None
    yield look.get("book", planned.slug)


def whats_on(look: Looker) -> Iterator[Shown]:
    """Activities, signing up, and the sign-up in each state."""
    yield look.get("activity_list")
    yield look.get("activity_list", query="?theme=law&audience=students")  # nothing of this kind
    coming = ActivitySession.objects.published().standing().filter(starts_at__gt=TOMORROW)
    open_ones = ActivityGroup.objects.filter(open=True, sessions__in=coming, activity__entry="sign_up")
    for rows in (
        open_ones.filter(waiting=0),
        open_ones.filter(waiting__gt=0),
        open_ones.filter(activity__for_children=True),
    ):
        group = rows.order_by("pk").first()
        assert group is not None
        yield look.get("activity", group.activity_id)
        what, page = look.get("sign_up_new", group.activity_id, query=f"?group={group.pk}")
        yield what, page
    key = page.context["key"]
    yield look.post("sign_up_new", group.activity_id, key=key, name="", phone="12", email="x")
    yield look.post("sign_up_new", group.activity_id, key="nobody's", name="王小明", status=409)  # expired
    just_come = coming.filter(group__activity__entry="just_come").first()
    assert just_come is not None
    yield look.get("activity", just_come.group.activity_id)
    yield look.get("activity_poster", group.activity_id)
    for sign_up in {one.state: one for one in SignUp.objects.filter(group__sessions__in=coming)}.values():
        yield look.get("sign_up", sign_up.token, query="?new")
    standing = SignUp.objects.standing().filter(group__sessions__in=coming).first()
    assert standing is not None
    yield look.get("sign_up_withdraw", standing.token)


def rooms(look: Looker) -> Iterator[Shown]:
    """Rooms with many uses, asking for one, the request in each state; the series of open days."""
    yield look.get("room_list", "mudan-7")
    yield look.get("room_list", "wutong-jinshu", query=f"?week={TOMORROW.date()}")
    yield look.get("room_list", "wutong-jinshu-stop")  # no rooms
    asked = RoomUse.objects.filter(room__station__slug="wutong-jinshu", session=None)
    pk = asked.latest("pk").room_id
    what, page = look.get("room_ask", pk)
    yield what, page
    key = page.context["key"]
    yield look.post(
        "room_ask", pk, key=key, day="", begins="", ends="10:00", what_for="", name="", phone="12"
    )
    yield look.post("room_ask", pk, key="nobody's", what_for="合唱", status=409)  # expired
    taken = asked.standing().filter(starts_at__gt=TOMORROW).earliest("starts_at")
    day = f"{timezone.localtime(taken.starts_at).date()}"
    said = {
        "day": day,
        "begins": "07:00",
        "ends": "21:00",
        "what_for": "合唱",
        "name": "王",
        "phone": "13812341234",
    }
    yield look.post("room_ask", pk, key=key, **said, status=409)  # taken, or shut
    for use in {one.state: one for one in asked}.values():
        yield look.get("room_use", use.token, query="?new")
    yield look.get("room_use_give_up", taken.token)
    for series in OpenDaySeries.objects.all():
        yield look.get("open_days", series.pk)


def desk_rooms(look: Looker) -> Iterator[Shown]:
    """Rooms, open days and service packs at a desk of the invented district."""
    look.client = entered("wutong-jinshu-desk")
    for name in ("room_list", "room_use_new", "open_day_list", "pack_list"):
        yield look.get(f"desk:{name}")
    yield look.post("desk:room_use_new", what_for="", phone="1")
    uses = RoomUse.objects.filter(room__station__slug="wutong-jinshu", session=None)
    for use in {one.state: one for one in uses}.values():
        yield look.get("desk:room_use", use.pk)
    waiting = uses.waiting().earliest("pk")
    yield look.post("desk:room_use_decline", waiting.pk, reason="")
    yield look.post("desk:room_use_reveal", waiting.pk)
    yield look.post("desk:room_use_reveal", waiting.pk, reason="call_back")
    own = {"session__group__activity__station__slug": "wutong-jinshu"}
    for record in {one.department_came: one for one in OpenDayRecord.objects.filter(**own)}.values():
        yield look.get("desk:open_day", record.pk)
    over = OpenDayRecord.objects.filter(**own, session__starts_at__lt=TOMORROW).latest("session__starts_at")
    yield look.post("desk:open_day", over.pk, staff="x")
    for offer in {one.state: one for one in PackOffer.objects.filter(station__slug="wutong-jinshu")}.values():
        yield look.get("desk:pack", offer.pk)
    offered = PackOffer.objects.filter(station__slug="wutong-jinshu", state="offered").earliest("pk")
    yield look.post("desk:pack_decline", offered.pk, reason="")
    yield look.post("desk:pack_accept", offered.pk, weekday="3")


def voice(look: Looker) -> Iterator[Shown]:
    """Residents' voice: the lists, full and empty; proposals and projects in each state; polls."""
    for asked in ("needs", "resources", "projects"):
        yield look.get("voice", query=f"?station=wutong-tongyin&list={asked}")
        yield look.get("voice", query=f"?station=wutong-guyu&list={asked}")  # nothing yet
    yield look.get("voice", query="?committee=0", status=404)
    yield look.get("proposal_new")
    yield look.get("proposal_new", query="?q=枫杨园")
    yield look.get("proposal_new", query=f"?q={NOTHING}")
    yield look.get("proposal_new", query="?station=wutong-tongyin")
    yield look.post("proposal_new", query="?station=wutong-tongyin", key="nobody's", status=409)
    for row in {one.state: one for one in Proposal.objects.all()}.values():
        yield look.get("proposal_mine", row.token)
    for row in {one.state: one for one in Proposal.objects.published()}.values():
        yield look.get("proposal", row.reference)
    for project in {one.state: one for one in Project.objects.all()}.values():
        yield look.get("project", project.pk)
    listed = Proposal.objects.of_list().filter(supports__gt=0).first()
    assert listed is not None
    ours = {"headers": {"Origin": "http://testserver"}}
    look.client.post(look.path("proposal_support", listed.reference), **ours)
    yield look.get("proposal_support", listed.reference)
    for poll in Poll.objects.order_by("pk"):
        yield look.get("poll", poll.pk)
    running = Poll.objects.get(closes_at__gt=TOMORROW)
    nothing = look.client.post(look.path("poll_vote", running.pk), {}, **ours)
    yield look.checked("POST poll_vote", nothing, 200)
    chosen = {"chosen": [running.options.earliest("pk").pk]}
    look.client.post(look.path("poll_vote", running.pk), chosen, **ours)
    yield look.get("poll_vote", running.pk)


def desk_voice(look: Looker) -> Iterator[Shown]:
    """Residents' voice at a desk of the invented district."""
    look.client = entered("wutong-tongyin-desk")
    here = {"committee__stations__slug": "wutong-tongyin"}
    for name in ("voice", "resource_new", "poll_new", "project_new"):
        yield look.get(f"desk:{name}")
    for name in ("resource_new", "poll_new", "project_new"):
        yield look.post(f"desk:{name}", name="")
    for row in {one.state: one for one in Proposal.objects.filter(**here)}.values():
        yield look.get("desk:proposal", row.reference)
    unread = Proposal.objects.get(state=Proposal.State.NEW, **here)
    yield look.post("desk:proposal_keep_back", unread.reference, why="")
    yield look.post("desk:proposal_reveal", unread.reference)
    yield look.post("desk:proposal_reveal", unread.reference, reason="serve")
    for project in {one.state: one for one in Project.objects.filter(**here)}.values():
        yield look.get("desk:project", project.pk)
    proposed = Project.objects.get(state=Project.State.PROPOSED, **here)
    yield look.post("desk:project_decide", proposed.pk, meeting="1", words="", status=409)
    yield look.post("desk:project_fund", proposed.pk, source="other")
    for meeting in {one.published_at is None: one for one in Meeting.objects.filter(**here)}.values():
        yield look.get("desk:meeting", meeting.pk)
    yield look.post("desk:meeting_minutes", proposed.meetings.earliest("pk").pk, attended="x")
    ticket = Ticket.objects.filter(station__slug="wutong-tongyin").latest("pk")
    yield look.get("desk:ticket_coordinate", ticket.reference)
    yield look.post("desk:ticket_coordinate", ticket.reference, on="x")


def own(look: Looker) -> Iterator[Shown]:
    """The resident's own pages: a visit and a ticket in each state, and finding them again."""
    for visit in {one.state: one for one in Visit.objects.filter(erased_at=None)}.values():
        yield look.get("visit", visit.token)
    coming = Visit.objects.standing().filter(starts_at__gt=TOMORROW, item__isnull=False).first()
    assert coming is not None
    yield look.get("visit", coming.token, query="?new")
    yield look.get("visit_move", coming.token)
    yield look.post("visit_move", coming.token)  # no time chosen
    yield look.get("visit_cancel", coming.token)
    yield look.post("visit_cancel", coming.token, seen=99, status=409)  # changed since the page was opened
    yield look.get("visit_erase", coming.token)  # still open
    yield look.post("visit_erase", coming.token, status=409)
    for ticket in {one.state: one for one in Ticket.objects.filter(erased_at=None)}.values():
        yield look.get("ticket_track", ticket.token)
    waiting = Ticket.objects.in_line().latest("pk")
    yield look.get("ticket_track", waiting.token, query="?still")
    answered = Ticket.objects.filter(state=Ticket.State.ANSWERED).first()
    assert answered is not None
    yield look.post("ticket_track", answered.token, do="unsolved", text="")
    closed = Ticket.objects.filter(state=Ticket.State.CLOSED, opinion=None).latest("ended_at", "pk")
    yield look.post("ticket_track", closed.token, do="opinion", score="", text="")
    yield look.get("ticket_erase", closed.token)
    yield look.get("ticket_track", Ticket.objects.exclude(opinion=None).latest("ended_at", "pk").token)
    yield look.get("track")
    yield look.post("track", do="find", reference="", proof="")
    yield look.post("track", do="find", reference="2222-2222", proof="1234")  # nothing fits
    yield look.post("track", do="send", phone="12")
    yield look.post("track", do="send", phone="13812341234")
    for _try in range(9):
        look.client.post(look.path("track"), {"do": "find", "reference": "2222-2222", "proof": "1234"})
    yield look.post("track", do="find", reference="2222-2222", proof="1234", status=429)


def devices(look: Looker) -> Iterator[Shown]:
    """The call screen and the kiosk: on a device nobody knows, their links, and at work."""
    station, worker = Station.objects.get(slug="fengyangyuan"), Worker.objects.get(username="desk")
    worker.load_scope(on=TOMORROW.date())
    yield look.get("screen_open", station.slug, "nobody-has-this-link", status=404)
    yield look.get("screen_code")
    yield look.post("kiosk_code", code="2222-2222", status=400)
    for kind in Terminal.Kind:
        yield look.get(kind.value, station.slug, status=403)
        _row, link, _code = issue(station=station, kind=kind, worker=worker, at=timezone.now())
        yield look.get(f"{kind}_open", station.slug, link)
        look.client.post(look.path(f"{kind}_open", station.slug, link))
        yield look.get(kind.value, station.slug)
    what, page = look.get("kiosk_number", station.slug)
    yield what, page
    yield look.post("kiosk_number", station.slug, key="nobody's")
    matter, _row = page.context["first"][0]
    look.client.post(
        look.path("kiosk_number", station.slug),
        {"key": page.context["key"], "matter": matter, "green": "on"},
    )
    yield look.get("kiosk_slip", station.slug)
    yield look.get("kiosk_booked", station.slug)
    yield look.post("kiosk_booked", station.slug, code="")
    yield look.post("kiosk_booked", station.slug, code="2222-2222")
    for _try in range(10):
        look.client.post(look.path("kiosk_booked", station.slug), {"code": "2222-2222", "proof": "1234"})
    yield look.post("kiosk_booked", station.slug, code="2222-2222", proof="1234", status=429)
    Line.objects.filter(station=station).update(closed_at=timezone.now())
    yield look.get("kiosk", station.slug)


def doors(look: Looker) -> Iterator[Shown]:
    """The staff's way in."""
    yield look.get("sign_in")
    yield look.post("sign_in", username="", password="")
    yield look.post("sign_in", username="nobody", password="wrong")
    yield look.get("password_reset")
    yield look.post("password_reset", email="x")
    yield look.get("password_reset_done")
    yield look.get("password_reset_confirm", "MQ", "used-up")
    ticket = Ticket.objects.filter(station__slug="fengyangyuan").latest("pk")
    what, door = look.post(
        "desk:ticket_note", ticket.reference, text="水管漏水", status=403
    )  # signed out meanwhile
    yield what, door
    yield look.post("sign_in", username="desk", password=PASSWORD, kept=door.context["kept"])  # offered again


def desk(look: Looker) -> Iterator[Shown]:
    """The desk on a busy day."""
    yield look.get("account")
    yield look.get("second_factor")  # setting it up
    yield look.post("second_factor", code="000000")
    yield look.get("second_factor_off")
    yield look.get("pin")
    yield look.post("pin", new_pin="1234", password=PASSWORD)
    yield look.get("desk:people")
    me = Worker.objects.get(username="desk")
    yield look.get("desk:person", me.pk)
    yield look.post("desk:absence_new", me.pk, since="", until="2020-01-01")
    yield look.post("desk:terminal_new", kind="screen")
    yield look.get("desk:terminal_list")
    yield look.get("join", "nobody-has-this", status=404)
    lists = ("board", "ticket_list", "ticket_new", "check_in", "visit_list", "visit_new", "rota", "call_list")
    for name in (*lists, "follow_up_list", "closure_new"):
        yield look.get(f"desk:{name}")
    for show in ("offers", "late", "open", "all"):
        yield look.get("desk:ticket_list", query=f"?show={show}")
    yield look.post("desk:ticket_list", q=NOTHING)
    yield look.get("desk:keys")
    yield look.post("desk:ticket_new", look="1", name="王小", phone="1234")
    yield look.post("desk:ticket_new", matter="", phone="12")
    yield look.post("desk:ticket_new", matter="咨询")  # several fit
    yield look.post("desk:check_in", reference="")
    yield look.post("desk:check_in", reference="2222-2222")
    came = Visit.objects.filter(station__slug="fengyangyuan", state=Visit.State.CAME).latest(
        "starts_at", "pk"
    )
    yield look.post("desk:check_in", reference=came.reference, status=409)
    expected = (
        Visit.objects.filter(station__slug="fengyangyuan")
        .expected(TOMORROW.date() - timedelta(days=1))
        .first()
    )
    assert expected is not None
    yield look.post("desk:check_in", reference=expected.name[0])  # part of a name
    yield look.get("password_change")
    yield look.post("password_change", old_password="x", new_password1="1", new_password2="2")
    me = Worker.objects.get(username="desk")
    me.load_scope(on=TOMORROW.date())
    tickets = Ticket.objects.in_scope_of(me).filter(station__slug="fengyangyuan")
    for ticket in {one.state: one for one in tickets}.values():
        yield look.get("desk:ticket", ticket.reference)
    offered = Ticket.objects.offered_to(me).first()
    mine = Ticket.objects.mine(me).filter(state=Ticket.State.IN_PROGRESS).first()
    assert offered is not None
    assert mine is not None
    yield look.get("desk:ticket", offered.reference)
    yield look.post("desk:ticket_decline", offered.reference, reason="")
    yield look.get("desk:ticket", mine.reference, query="?step=hand_over")
    yield look.post("desk:ticket_hand_over", mine.reference, to="")
    yield look.get("desk:ticket_slip", mine.reference)
    yield look.post("desk:ticket_reveal", mine.reference)
    yield look.post("desk:ticket_reveal", mine.reference, reason="serve")
    visits = Visit.objects.in_scope_of(me).filter(station__slug="fengyangyuan")
    for visit in {one.state: one for one in visits}.values():
        yield look.get("desk:visit", visit.reference)
    coming = visits.standing().filter(starts_at__gt=TOMORROW, item__isnull=False).first()
    assert coming is not None
    yield look.get("desk:visit_move", coming.reference)
    yield look.post("desk:visit_cancel", coming.reference, seen=99, status=409)
    item = ChecklistItem.objects.bookable().filter(station__slug="fengyangyuan").first()
    assert item is not None
    yield look.get("desk:visit_new", query=f"?item={item.pk}")
    yield look.post("desk:visit_new", query=f"?item={item.pk}", item=item.pk, name="", phone="1")
    day = TOMORROW.date()
    yield look.get("desk:closure_new", query=f"?station=fengyangyuan&day={day}&reason=停电")  # whom it hits
    yield look.get("desk:closure_new", query="?station=fengyangyuan&day=&reason=")
    yield from parties(look, me)
    yield look.get("desk:session_list")
    yield look.get("desk:session_list", query="?reference=2222-2222")  # nobody
    sessions = ActivitySession.objects.in_scope_of(me)
    for session in (
        sessions.filter(group__activity__entry=entry).latest("pk") for entry in ("sign_up", "just_come")
    ):
        yield look.get("desk:session", session.pk)
    crowded = sessions.filter(starts_at__gt=TOMORROW, group__booked__gt=0).first()
    assert crowded is not None
    yield look.get("desk:session", crowded.pk)
    yield look.post("desk:session", crowded.pk, reference="2222-2222")
    yield look.get("desk:session_call_off", crowded.pk, query="?reason=下雨")
    yield look.get("desk:session_move", crowded.pk)
    yield look.get(
        "desk:session_move", crowded.pk, query=f"?day={TOMORROW.date()}&begins=06:10&ends=07:00&room="
    )
    yield look.get("desk:session_move", crowded.pk, query="?day=&begins=9&ends=8&room=0")
    yield look.get("desk:session_sign_up", crowded.pk)
    yield look.post("desk:session_sign_up", crowded.pk, name="", phone="1")
    yield from around(look)
    yield look.get("coverage_review", status=403)
    look.client.post(look.path("desk:ticket_answer", mine.reference), {"text": "办好了"})
    yield look.get("desk:ticket", mine.reference)  # which can be undone
    yield look.get("desk:board", query=f"?undo={mine.reference}")
    look.client.post(look.path("desk:sit_at"), {"desk": "2"})
    look.client.post(look.path("desk:call_next"))
    yield look.get("desk:board")  # somebody is called, and somebody set aside
    yield look.get("desk:board", query="?desk")
    yield look.get("desk:line")
    look.client.post(look.path("desk:line_close"))
    yield look.get("desk:line")
    asked = Ticket.objects.in_line().filter(station__slug="fengyangyuan").latest("pk").matter
    yield look.post("desk:ticket_new", matter=asked.name, channel="walk_in", then="number", status=409)


def on_the_way(look: Looker) -> Iterator[Shown]:
    """Rounds, and people living alone."""
    yield look.get("desk:round_list")
    yield look.get("desk:round_new")
    yield look.post("desk:round_new", outcome="ticket")
    yield look.get("desk:care_new")
    yield look.post("desk:care_new", name="", phone="1")
    person = Care.objects.standing().filter(committee__stations__slug="fengyangyuan").earliest("pk")
    yield look.get("desk:care", person.pk)
    yield look.post("desk:care_reveal", person.pk)
    yield look.post("desk:care_reveal", person.pk, reason="at_home")
    yield look.get("desk:care_change", person.pk)
    yield look.post("desk:care_change", person.pk, court="")


def parties(look: Looker, me: Worker) -> Iterator[Shown]:
    """A party without an account: its link at the ticket, and its own page in each state."""
    link, _token = make.party_link(
        me, Station.objects.get(slug="fengyangyuan"), Service.objects.earliest("pk")
    )
    ticket = link.hand_over.ticket
    yield look.get("desk:ticket", ticket.reference)
    what, made = look.post("desk:ticket_party_link", ticket.reference)
    yield what, made
    token = made.context["url"].rstrip("/").rpartition("/")[2]
    yield look.get("party", token)
    yield look.post("party", token, do="decline", said_by="", key="k" * 20)
    look.client.post(look.path("party", token), {"do": "accept", "said_by": "刘", "key": "a" * 20})
    yield look.get("party", token, query="?said=accept")
    yield look.post("party", token, do="word", said_by="", text="")
    said = {"do": "answer", "said_by": "刘", "text": "好了", "key": "b" * 20}
    look.client.post(look.path("party", token), said)
    yield look.get("desk:ticket", ticket.reference)
    yield look.get("party", "nobody-has-this-one", status=404)


def heads_pages(look: Looker) -> Iterator[Shown]:
    """What the committee's head alone opens."""
    person = Worker.objects.get(username="desk")
    duty = DutyHours.objects.filter(station__slug="fengyangyuan").first()
    yield look.get("desk:rota")
    yield look.post("desk:rota_swap", one="")
    yield look.get("desk:rota_parties")
    yield look.post("desk:rota_parties", seat_1="committee", seat_2="committee")
    yield look.get("desk:day")
    yield look.get("desk:day", query="?day=2001-01-01")
    yield look.get("desk:day", query="?day=x")
    yield look.get("desk:looks")
    yield look.get("desk:person_data")
    yield look.post("desk:person_data", phone="x")
    yield look.post("desk:person_data", phone="13700000000", sure="on", do="find")
    yield look.get("desk:looks", query="?day=x")
    yield look.get("desk:duty_new")
    yield look.post("desk:duty_new", name="")
    yield look.get("desk:skill_matrix")
    yield look.get("desk:skills_of", person.pk)
    yield look.post(
        "desk:skills_of", person.pk, **{f"certified_{Service.objects.earliest('number').pk}": "x"}
    )
    if duty is not None:
        yield look.get("desk:duty", duty.pk)
        yield look.post("desk:duty_change", duty.pk, on="")


def around(look: Looker) -> Iterator[Shown]:
    """Blocks, volunteers and figures at the desk."""
    grid = Grid.objects.create(committee=Station.objects.get(slug="fengyangyuan").committee, name="东块")
    for name in ("block_list", "volunteer_list", "volunteer_new", "figures", "skill_matrix"):
        yield look.get(f"desk:{name}")
    yield from on_the_way(look)
    yield look.get("desk:block", grid.pk)
    yield look.post("desk:block", grid.pk, volunteers="x")
    one = Volunteer.objects.filter(committee=grid.committee).first()
    assert one is not None
    yield look.post("desk:volunteer_list", q="修伞")
    yield look.post("desk:volunteer_list", q="无人会")
    yield look.post("desk:helpers_new", people="")
    yield look.post("desk:volunteer_new", name="")
    yield look.get("desk:volunteer_change", one.pk)
    yield look.post("desk:volunteer_help", one.pk, on="")
    look.client.post(look.path("desk:volunteer_help", one.pk), {"on": make.TODAY, "hours": "2"})
    yield look.get("desk:volunteer", one.pk)
    yield look.post("desk:volunteer_reveal", one.pk, reason="call_back")
    yield look.get("desk:board", query="?tapped=1")


def quiet_desk(look: Looker) -> Iterator[Shown]:
    """A desk where nothing has happened yet."""
    Ticket.objects.waiting().update(state=Ticket.State.LEFT)
    Ticket.objects.open().update(state=Ticket.State.CLOSED, running_since=None)
    Visit.objects.all().update(state=Visit.State.CANCELLED)
    for name in ("board", "ticket_list", "check_in", "visit_list", "call_list"):
        yield look.get(f"desk:{name}")


def sheets(look: Looker) -> Iterator[Shown]:
    """A sheet on its way in: asked for, refused, with bad cells, as a preview and loaded."""
    estate = Estate.objects.filter(committee__code__startswith="990101").select_related("committee").first()
    assert estate is not None
    head = [str(KINDS["estates"].column(key).words) for key in ("committee", "name", "households")]
    code, name = estate.committee.code, estate.name

    def sent(*lines: list[Any]) -> Shown:
        file = SimpleUploadedFile("x.xlsx", as_xlsx(head, lines))
        return look.post("sheet_new", "estates", file=file)

    yield look.get("/admin/stations/estate/")
    yield look.get("sheet_list")
    yield look.get("sheet_new", "estates")
    yield look.post("sheet_new", "estates")
    yield look.post("sheet_new", "estates", file=SimpleUploadedFile("x.xlsx", b"PK"))
    yield sent([code, name, "x"], ["1", "", -1])
    older, address = (
        look.client.post(
            look.path("sheet_new", "estates"),
            {
                "file": SimpleUploadedFile(
                    "x.xlsx", as_xlsx(head, [[code, name, count], [code, "新添的苑", 7]])
                )
            },
        )["Location"]
        for count in (4322, 4321)
    )
    yield look.checked(f"{older} (replaced)", look.client.get(older), 410)
    what, preview = address, look.client.get(address)
    yield what, preview
    look.client.post(address, {"seen": "0" * 32})
    yield look.checked(f"{address} (changed meanwhile)", look.client.get(address), 200)
    with patch("portal.views.sheets.LARGE", 1):
        for seen in ("0" * 32, preview.context["plan"].digest):
            answer: Any = look.client.post(address, {"seen": seen})
            yield look.checked(
                f"{address} (in sight)", HttpResponse(answer.getvalue(), headers=answer.headers), 200
            )
    yield look.checked(f"{address} (loaded)", look.client.get(address), 200)
    yield look.checked("sheet_new (one is loaded)", look.client.get(look.path("sheet_new", "estates")), 200)


def programmes(look: Looker) -> Iterator[Shown]:
    """Programmes: the list, each as a whole, filtered to some and to none, and plans as different as there are."""
    yield look.get("programme_list")
    make.programme(Division.objects.get(code="990101"), name="区计划")  # without a plan
    for programme in Programme.objects.filter(division__code__regex="^(310107|990101)"):
        yield look.get("programme_page", programme.pk)
    lively = Programme.objects.get(division__code="990101001")
    yield look.get("programme_page", lively.pk, query="?state=late&sort=-due")
    yield look.get("programme_page", lively.pk, query="?state=unplanned")  # none
    for on in (lively.began_on + timedelta(days=100), lively.began_on - timedelta(days=1)):
        yield look.get("programme_page", lively.pk, query=f"?on={on}")
    make.photo(Station.objects.get(slug="wutong-tongyin"), moment="before")
    for number in (1, 8, 11):  # moved, with a photograph; put off twice; late with nearly everything open
        yield look.get("programme_plan", lively.pk, f"990101001{number:03}")


def review(look: Looker) -> Iterator[Shown]:
    """What officials have beside Django's own administration."""
    yield look.get("desk:people")
    yield look.get("desk:invitation_new")
    yield look.post("desk:invitation_new", name="", place="x")
    invited = look.post(
        "desk:invitation_new", name="李新来", role="desk", place="枫杨园居委会", since="2030-01-01"
    )
    yield invited
    yield look.get("coverage_review")
    yield look.get("coverage_review", query="?each=committee&sort=-overdue")
    yield look.get("coverage_review", query="?on=2020-01-01")
    yield look.get("coverage_of", "990101001")
    yield look.get("coverage_of", "990101001001")
    for code in ("990101", "990101001", "990101001001", "310107005"):
        yield look.get("coverage_pictures", code)
    kept = ReviewDay.objects.filter(code="990101001", day__lt=timezone.localdate()).latest("day").day
    for on in (f"{kept}", "2020-01-01"):
        yield look.get("coverage_pictures", "990101001", query=f"?on={on}")
    yield look.get("coverage_of", "990101001", query=f"?on={kept}")
    yield look.get("figure_rows_of_all", "came", query="?page=9999")
    yield from programmes(look)
    yield from where_next(look)
    for key in (
        "late",
        "households_15",
        "service_now",
        "missing",
        "unverified",
        "step_free",
        "on_time",
        "overdue",
    ):
        yield look.get("figure_rows_of_all", key)
    for key in ("posts", "alone", "taken_part", "packs", "turns"):
        yield look.get("figure_rows_of_all", key)
    yield look.get("figure_rows", "990101001001", "before_15")
    yield look.get("figure_rows_of_all", "came", query="?on=2020-01-01")  # before the book began
    yield look.get("estate_review", Estate.objects.filter(committee__code="990101001001").first().pk)  # type: ignore[union-attr]
    yield look.get("how_counted")
    yield look.get("uptake_review")
    yield look.get("personal_data_register")
    yield from sheets(look)
    yield look.get("desk:ticket_list")


def where_next(look: Looker) -> Iterator[Shown]:
    """Where the next stations would help most, and the plans of it."""
    area = "?division=990101"
    yield look.get("where_next", query=f"{area}&places=3")
    yield look.get("where_next", query=f"{area}&whom=older&most_yuan=100000&step_free=on")
    yield look.get("where_next", query="?division=310107005")  # no room there
    yield look.get("where_next", query=f"{area}&places=x&minutes=7")
    room = IdleRoom.objects.to_be_had().filter(lat__isnull=False).earliest("pk")
    yield look.get("where_next", query=f"{area}&try=1&room={room.pk}")
    asked = {"division": "990101", "try": "1", "room": [room.pk]}
    yield look.post("siting_plans", status=400, **asked, name="")
    yield look.post("siting_plans", status=409, **{**asked, "room": [room.pk, 999_999]}, name="年中会")
    look.client.post(look.path("siting_plans"), {**asked, "name": "年中会"})
    plan = SitingPlan.objects.latest("pk")
    yield look.get("siting_plans")
    yield look.get("siting_plan", plan.pk)
    yield look.get("siting_plan_delete", plan.pk)
    programme = Programme.objects.get(division__code=room.committee.code[:9])
    look.client.post(look.path("siting_plan_hand_over", plan.pk), {"programme": programme.pk})
    yield look.get("siting_plan", plan.pk)
