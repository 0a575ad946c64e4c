"""Rows for tests: each function makes one valid row, and what it hangs on when that is not given."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from requests_desk.actions.activities import keep_start
from requests_desk.actions.closures import change_opening
from requests_desk.actions.hand_overs import offer
from requests_desk.actions.meetings import plan as plan_meeting
from requests_desk.actions.meetings import publish as publish_minutes
from requests_desk.actions.meetings import write_minutes
from requests_desk.actions.party_links import issue as issue_link
from requests_desk.actions.polls import ask as ask_residents
from requests_desk.actions.projects import propose as propose_project
from requests_desk.actions.proposals import make as hand_in
from requests_desk.actions.proposals import merge as merge_proposals
from requests_desk.actions.proposals import publish as publish_proposal
from requests_desk.actions.sign_ups import sign_up as sign_up_to
from requests_desk.actions.terminals import issue as issue_terminal
from requests_desk.actions.terminals import open_terminal
from requests_desk.actions.ticket_attachments import file_of
from requests_desk.actions.tickets import answer as answer_ticket
from requests_desk.actions.tickets import start as start_ticket
from requests_desk.actions.visits import book
from requests_desk.actions.walk_ins import log_ticket
from requests_desk.models import (
    Activity,
    ActivityGroup,
    ActivitySession,
    Care,
    FollowUp,
    Meeting,
    OpenDayRecord,
    OpenDaySeries,
    OpenDayTheme,
    PartyLink,
    Poll,
    Project,
    Proposal,
    RoomUse,
    SignUp,
    Slot,
    Terminal,
    Ticket,
    TicketAttachment,
    TicketTask,
    Visit,
)
from stations.actions.programme import start_plan, start_programme
from stations.actions.services import reindex_services
from stations.actions.stations import reindex_stations
from stations.actions.walking import recalculate_ways
from stations.models import (
    Absence,
    AnnouncedYear,
    Building,
    ChecklistItem,
    ChecklistSection,
    Committee,
    Device,
    Division,
    Estate,
    Grid,
    IdleRoom,
    Invitation,
    PackOffer,
    PlannedRoom,
    Post,
    Programme,
    Relocation,
    Room,
    Service,
    ServiceArea,
    ServicePack,
    Site,
    SitingPlan,
    Station,
    StationPhoto,
    WeekHours,
    Worker,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 18, 10, 0, tzinfo=SHANGHAI)  # a Wednesday, with no holiday near
TODAY = NOW.date()
PASSWORD = "a-password-for-tests"

_numbers = count(1)


def at(day: int = 0, hour: int = 10, minute: int = 0) -> datetime:
    """A moment ``day`` days after the tests' today, in local time."""
    return datetime.combine(TODAY + timedelta(days=day), time(hour, minute), SHANGHAI)


def division(code: str, name: str, parent: Division | None = None) -> Division:
    level = Division.CODE_LENGTHS[len(code)]
    return Division.objects.get_or_create(
        code=code, defaults={"name": name, "level": level, "parent": parent}
    )[0]


def subdistrict(number: int = 1) -> Division:
    """One of the test district's subdistricts, with the district and city above it."""
    city = division("9901", "示范市")
    district = division("990101", "梧桐区", city)
    return division(f"990101{number:03}", f"第{number}街道", district)


def committee(number: int | None = None, *, under: Division | None = None, name: str = "") -> Committee:
    under = under or subdistrict()
    code = f"{under.code}{number or _free_number(under):03}"
    return Committee.objects.create(
        code=code, name=name or f"梧桐{int(code[-3:])}居委会", subdistrict=under, phone="021-0000-1000"
    )


def _free_number(under: Division) -> int:
    """The highest number of a residents' committee that is free: tests that name one begin at 1."""
    taken = set(Committee.objects.filter(subdistrict=under).values_list("code", flat=True))
    return next(number for number in range(199, 0, -1) if f"{under.code}{number:03}" not in taken)


def estate(of: Committee, name: str = "", **fields: Any) -> Estate:
    fields = {"households": 300, "older_people": 120, "lat": 31.2, "lon": 121.4} | fields
    return Estate.objects.create(committee=of, name=name or f"小区{next(_numbers)}", **fields)


def station(
    of: Committee, *, slug: str = "", name: str = "", estates: list[Estate] | None = None, **fields: Any
) -> Station:
    """An operating main station on the street, open every day 08:30–17:30, found by its names."""
    number = next(_numbers)
    row = Station.objects.create(
        committee=of,
        slug=slug or f"station-{number}",
        name=name or f"会客厅{number}",
        phone="021-0000-2000",
        **fields,
    )
    site = Site.objects.create(
        station=row,
        address=f"梧桐路{number}号",
        entrance="临街玻璃门",
        step_free=True,
        lat=31.201,
        lon=121.401,
    )
    for one in estates or []:
        ServiceArea.objects.create(
            station=row, estate=one, primary=not one.areas.filter(primary=True).exists()
        )
    week = [WeekHours(station=row, weekday=day, opens=time(8, 30), closes=time(17, 30)) for day in range(7)]
    WeekHours.objects.bulk_create(week)
    recalculate_ways(sites=[site])
    reindex_stations(stations=[row])
    row.refresh_from_db()
    return row


def photo(of: Station, **fields: Any) -> StationPhoto:
    """A photograph's row alone; its files are made where a test looks at them."""
    number = next(_numbers)
    fields = {"alt": f"临街的门{number}", "alt_en": f"The door on the street {number}"} | fields
    return StationPhoto.objects.create(
        station=of, name=f"{number:032x}", width=1600, height=1200, uploaded_at=NOW, **fields
    )


def service(name: str = "", **fields: Any) -> Service:
    """A matter; its number at the desk is none of the low ones that tests name themselves."""
    number = 1000 + next(_numbers) % 30_000
    fields = {"situation": Service.Situation.PAPERS, "number": number, "limit_hours": 27} | fields
    row = Service.objects.create(
        slug=fields.pop("slug", f"service-{number}"), name=name or f"事项{number}", **fields
    )
    reindex_services(services=[row])
    return row


def item(at_station: Station, of: Service | None = None, **fields: Any) -> ChecklistItem:
    section, _ = ChecklistSection.objects.get_or_create(station=at_station, name="接待咨询")
    return ChecklistItem.objects.create(
        station=at_station, service=of or service(), section=section, **fields
    )


def opened(*stations: Station, now: datetime = NOW) -> None:
    """Make the opening days and slots of ``stations``, the year's holidays being announced."""
    announced()
    change_opening(stations=stations, at=now)


def announced() -> None:
    """The holidays of the years that tests reach are announced."""
    years = [AnnouncedYear(year=year, source="tests") for year in (2026, 2027)]
    AnnouncedYear.objects.bulk_create(years, ignore_conflicts=True)


def slot(of: ChecklistItem, when: datetime | None = None) -> Slot:
    """The station's slot at ``when`` (tomorrow at ten)."""
    return Slot.objects.get(station=of.station, item=None, starts_at=when or at(1))


def worker(username: str, *, name: str = "", **fields: Any) -> Worker:
    return Worker.objects.create_user(username, PASSWORD, name=name or f"工作人员{username}", **fields)


def post(of: Worker, role: str, place: Committee | Division, since: date = date(2020, 1, 1)) -> Post:
    where = {"committee": place} if isinstance(place, Committee) else {"division": place}
    row = Post.objects.create(worker=of, role=role, since=since, **where)
    of.load_scope(on=TODAY)
    return row


def visit(of: ChecklistItem, when: datetime | None = None, **fields: Any) -> Visit:
    """A booked visit, through the action that books; one phone may have any number of them."""
    fields = {
        "name": "王小明",
        "phone": "13812341234",
        "place": "梧桐路1号",
        "at": NOW,
        "most": None,
    } | fields
    return book(
        item=of, slot=fields.pop("slot", None) or slot(of, when), key=f"key-{next(_numbers)}", **fields
    )


def ticket(by: Worker, at_station: Station, matter: Service, **fields: Any) -> Ticket:
    """A logged ticket, through the action that logs; ``to_line=True`` leaves it waiting."""
    fields = {"words": "怎么办居住证", "name": "李阿姨", "phone": "13912345678", "at": NOW} | fields
    return log_ticket(station=at_station, matter=matter, worker=by, **fields).ticket


def attachment(of: Ticket, by: Worker | None, **fields: Any) -> TicketAttachment:
    """An attachment for the resident as well, with its file."""
    fields = {"kind": "pdf", "title": "材料", "size": 9, "for_resident": True, "at": NOW} | fields
    row = TicketAttachment.objects.create(ticket=of, by=by, name=f"{next(_numbers):032x}", **fields)
    default_storage.save(file_of(row.name, row.kind), ContentFile(b"%PDF-1.7 \n%%EOF"))
    return row


def follow_up(by: Worker, at_station: Station, matter: Service, **fields: Any) -> FollowUp:
    """A ticket answered at once by ``by`` (its words "办好了"), to be asked about today."""
    row = ticket(by, at_station, matter)
    answer_ticket(ticket=row, worker=by, at=NOW, text="办好了")
    return FollowUp.objects.create(ticket=row, answered_at=NOW, due_at=NOW, **fields)


def task(of: Ticket, to: Worker, **fields: Any) -> TicketTask:
    """Something to be done for a ticket by the end of today."""
    return TicketTask.objects.create(
        **{"ticket": of, "assignee": to, "text": "联系物业", "due_on": TODAY, "by": of.responsible, "at": NOW}
        | fields
    )


def court(of: Estate, name: str = "一号院", **fields: Any) -> Building:
    """A court of an estate, in its committee's first grid."""
    grid = of.committee.grids.first() or Grid.objects.create(committee=of.committee, name="院落网格")
    given = {"estate": of, "grid": grid, "kind": Building.Kind.COURT}
    return Building.objects.get_or_create(estate=of, name=name, defaults=given | fields)[0]


def care(of: Building, by: Worker, **fields: Any) -> Care:
    """An old person living alone in a court, to be visited today."""
    given: dict[str, Any] = {
        "committee": of.grid.committee, "court": of, "name": "孙婆婆", "door": "3号301室", "agreed_by": "本人",
        "agreed_on": TODAY, "since": TODAY, "due_on": TODAY, "added_by": by, "key": f"care-{next(_numbers)}",
    }  # fmt: skip
    return Care.objects.create(**given | fields)


def party_link(by: Worker, at_station: Station, matter: Service, **fields: Any) -> tuple[PartyLink, str]:
    """A matter offered to somebody outside, who has a link; and the link's secret."""
    row = start_ticket(ticket=ticket(by, at_station, matter, **fields), worker=by, at=NOW)
    asked = offer(ticket=row, worker=by, at=NOW, reason="请协助", to_outside="区房管局")
    return issue_link(hand_over=asked, worker=by, at=NOW)


def activity(at_station: Station, name: str = "", **fields: Any) -> Activity:
    fields = {"theme": Activity.Theme.CLASS} | fields
    return Activity.objects.create(station=at_station, name=name or f"活动{next(_numbers)}", **fields)


def group(of: Activity, *whens: datetime, **fields: Any) -> ActivityGroup:
    """A group that meets at these times (in two days at ten)."""
    row = ActivityGroup.objects.create(activity=of, **fields)
    for when in whens or (at(2),):
        ActivitySession.objects.create(group=row, starts_at=when, minutes=90)
    keep_start(group_ids=[row.pk])
    row.refresh_from_db()
    return row


def sign_up(to: ActivityGroup, **fields: Any) -> SignUp:
    """Somebody of a name of their own, signed up through the action: in, or waiting."""
    number = next(_numbers)
    fields = {"name": f"居民{number}", "phone": "13812341234", "at": NOW, "key": f"key-{number}"} | fields
    return sign_up_to(group=to, **fields)


def proposal(of: Committee, by: Worker, *, new: bool = False, **fields: Any) -> Proposal:
    """A resident's proposal, published by ``by``; ``new`` leaves it to be read."""
    number = next(_numbers)
    fields = {"kind": "proposal", "title": f"建议{number}", "at": NOW} | fields
    row = hand_in(committee=of, key=f"key-{number}", **fields)
    return row if new else publish_proposal(proposal=row, worker=by, at=NOW)


def project(of: Committee, by: Worker, **fields: Any) -> Project:
    """A project just proposed."""
    fields = {"name": f"项目{next(_numbers)}", "at": NOW, "began_on": TODAY} | fields
    return propose_project(committee=of, worker=by, **fields)


def meeting(
    about: Project, by: Worker, kind: str, when: datetime | None = None, *, published: bool = True
) -> Meeting:
    """A meeting of a project (this morning at nine), with minutes, published as soon as it began."""
    when = when or at(0, 9)
    row = plan_meeting(project=about, kind=kind, starts_at=when, place="会客厅", worker=by)
    if published:
        write_minutes(meeting=row, attended=12, minutes="谈了", worker=by, at=when)
        row = publish_minutes(meeting=row, worker=by, at=when)
    return row


def poll(of: Committee, by: Worker, **fields: Any) -> Poll:
    """Three answers, two of which may be chosen; open since yesterday, for a week."""
    fields = {
        "name": "这间房做什么用？",
        "options": [("看书", "Reading"), ("下棋", "Chess"), ("议事", "")],
        "most": 2,
        "opens_at": at(-1),
        "closes_at": at(7),
    } | fields
    return ask_residents(committee=of, worker=by, **fields)


def room_use(of: Room, begins: datetime, ends: datetime, **fields: Any) -> RoomUse:
    """A use of a room as it stands in the table, approved if nothing else is said."""
    fields = {
        "what_for": "书法班", "name": "王阿姨", "phone": "13812341234", "state": "approved", "asked_at": NOW,
    } | fields  # fmt: skip
    return RoomUse.objects.create(room=of, starts_at=begins, ends_at=ends, **fields)


def open_day_theme(
    street: Division, name: str = "美好教育心连心", department: str = "区教育局"
) -> OpenDayTheme:
    """A theme of the series of the district above ``street``."""
    series, _new = OpenDaySeries.objects.get_or_create(district=street.parent, name="开放日")
    return OpenDayTheme.objects.create(
        series=series, name=name, department=department, position=series.themes.count() + 1
    )


def open_day_session(of: Station, when: datetime | None = None, **fields: Any) -> ActivitySession:
    """A session of an open day at ``of``, where one just comes."""
    day = {"theme": Activity.Theme.OPEN_DAY, "entry": Activity.Entry.JUST_COME}
    activity, _new = Activity.objects.get_or_create(station=of, name="小区开放日", defaults=day)
    held_by, _new = ActivityGroup.objects.get_or_create(activity=activity)
    when = when or at(3)
    while held_by.sessions.filter(starts_at=when).exists():
        when += timedelta(minutes=5)
    return ActivitySession.objects.create(group=held_by, starts_at=when, **fields)


def open_day_record(
    street: Division, of: Station, when: datetime | None = None, **fields: Any
) -> OpenDayRecord:
    theme = fields.pop("theme", None) or open_day_theme(street, f"主题{next(_numbers)}")
    return OpenDayRecord.objects.create(theme=theme, session=open_day_session(of, when), **fields)


def service_pack(street: Division, name: str = "法律服务包", **fields: Any) -> ServicePack:
    """A pack of the district above ``street``, with a service of its own."""
    fields.setdefault("department", "区司法局")
    if "service" not in fields:
        fields["service"] = service(f"{name}的服务", district=street.parent)
    return ServicePack.objects.create(district=street.parent, name=name, **fields)


def pack_offer(street: Division, of: Station, **fields: Any) -> PackOffer:
    pack = fields.pop("pack", None) or service_pack(street, f"服务包{next(_numbers)}")
    return PackOffer.objects.create(pack=pack, station=of, offered_at=NOW, **fields)


def programme(of: Division, **fields: Any) -> Programme:
    """A programme with the standard series of steps, by 2027-06-30 if nothing else is said."""
    given: dict[str, Any] = {"name": "沿街设置", "began_on": date(2026, 1, 1), "due_on": date(2027, 6, 30)}
    row = Programme(division=of, **{**given, **fields})
    start_programme(programme=row)
    return row


def plan(of: Committee, part_of: Programme, **fields: Any) -> Relocation:
    """A committee's plan with its programme's steps, none of them dated."""
    row = Relocation(committee=of, programme=part_of, **fields)
    start_plan(plan=row)
    return row


def join(one: Proposal, into: Proposal, by: Worker) -> Proposal:
    """Publish ``one`` and merge it into another."""
    row = publish_proposal(proposal=one, worker=by, at=NOW)
    return merge_proposals(proposal=row, into=into, worker=by, at=NOW)


def device(worker: Worker, session_key: str = "") -> Device:
    """A browser in which ``worker`` has signed in."""
    key = session_key or f"session-{next(_numbers)}"
    return Device.objects.create(
        worker=worker, session_key=key, browser="Firefox · Windows", signed_in_at=NOW, seen_at=NOW
    )


def invitation(of: Committee, giver: Worker, **fields: Any) -> Invitation:
    """A desk post kept for somebody; nobody has its link."""
    fields = {"name": "李新来", "role": "desk", "since": TODAY} | fields
    return Invitation.objects.create(
        committee=of, made_by=giver, made_at=NOW, expires_at=NOW + timedelta(days=7),
        token_hash=f"{next(_numbers):064}", **fields,
    )  # fmt: skip


def absence(of: Committee, worker: Worker, deputy: Worker, *, since: int = 0, until: int = 1) -> Absence:
    """Away from ``since`` days after today."""
    first, last = TODAY + timedelta(days=since), TODAY + timedelta(days=until)
    return Absence.objects.create(committee=of, worker=worker, deputy=deputy, since=first, until=last)


def terminal(by: Worker, at_station: Station, kind: str = "screen") -> tuple[Terminal, str]:
    """An opened device and the secret in its cookie, through the actions."""
    chosen = Terminal.Kind(kind)
    _row, link, _code = issue_terminal(station=at_station, kind=chosen, worker=by, at=NOW)
    return open_terminal(kind=chosen, slug=at_station.slug, link=link, at=NOW)


def idle_room(of: Committee, **fields: Any) -> IdleRoom:
    """A free room beside the estates of these tests."""
    fields = {"name": f"岗亭{next(_numbers)}", "lat": 31.2, "lon": 121.4, "cost_yuan": 50_000} | fields
    return IdleRoom.objects.create(committee=of, **fields)


def siting_plan(of: Division, rooms: list[IdleRoom], by: Worker, **fields: Any) -> SitingPlan:
    """A plan of ``rooms`` as it was kept, with figures of no matter."""
    figures = {"whole": 900, "before": 300, "after": 800, "bound": 800, "found": "proven"}
    plan = SitingPlan.objects.create(
        division=of, made_by=by, made_at=NOW,
        **{"name": f"方案{next(_numbers)}", "minutes": 15, "whom": "households", "places": 3} | figures | fields,
    )  # fmt: skip
    PlannedRoom.objects.bulk_create(
        PlannedRoom(plan=plan, room=room, position=turn, adds=100) for turn, room in enumerate(rooms, start=1)
    )
    return plan
