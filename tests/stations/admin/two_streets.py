"""Two streets and another district, full of rows of every kind: what the drill's attackers have, and what they want."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import DatabaseError, models, transaction
from django.db.models import F

from requests_desk.models import (
    Care,
    DutyHours,
    Proposal,
    RoomUse,
    RotaParty,
    SheetUpload,
    SignUp,
    Ticket,
    TicketNote,
    Visit,
    Volunteer,
)
from requests_desk.rules.personal_data import REGISTER, Whose
from stations.models import (
    Amenity,
    Building,
    Committee,
    Division,
    GridFigures,
    GridPost,
    Keepsake,
    Origin,
    Partner,
    PlanFund,
    PlanStep,
    ProgrammeStep,
    PromiseChange,
    Room,
    WalkingTime,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.stations.admin.rows import every_kind

CANARY = "夜鸮"  # begins every text of the foreign streets, and stands nowhere else
NAME, PHONE, MAIL = "翟丽质", "13788887391", "zhai@secrets.example"  # the own street's residents
THEIR_NAME, THEIR_PHONE, THEIR_MAIL = "夜鸮居民", "13966662846", "their@secrets.example"
RESIDENTS = (Visit, Ticket, SignUp, RoomUse, Proposal, Volunteer, Care)

# What a street shares with the others of its district, or with everybody.
OF_THE_DISTRICT = {
    "stations.Standard", "stations.StandardItem", "stations.ServicePack", "requests_desk.OpenDaySeries",
    "requests_desk.OpenDayTheme", "requests_desk.AnswerTemplate",
}  # fmt: skip
EVERYBODYS = {
    "stations.Holiday", "stations.AnnouncedYear", "contenttypes.ContentType", "sessions.Session", "stations.Skill",
}  # fmt: skip
# What a machine wrote, or must be spelt as it is.
NOT_WORDS = {
    "code", "slug", "reference", "token", "username", "password", "pin", "phone", "work_phone", "email", "key",
    "token_hash", "hash", "salt", "search_text", "sounds", "kind", "name_of_file", "session_key", "channel",
    "booking_key", "booking_digest", "digest", "slip_salt", "slip_hash", "mark", "language", "action_flag",
}  # fmt: skip


@dataclass
class Streets:
    """The rows of the attackers' street and of others, by kind (model name); ``theirs``: the keys of all foreign rows
    by the model's label; ``needles``: what must be in no answer; ``secrets``: what officials of the own street are
    not told either."""

    own: dict[str, models.Model]
    foreign: dict[str, models.Model]
    theirs: dict[str, set[Any]]
    place: Place
    far: Place
    needles: tuple[str, ...] = ()
    secrets: tuple[str, ...] = ()
    hidden: list[tuple[str, str, str]] = field(default_factory=list)


def all_models() -> list[type[models.Model]]:
    """Every table, those of many-to-many relations too."""
    return [one for one in apps.get_models(include_auto_created=True) if one._meta.managed]


def keys() -> dict[str, set[Any]]:
    """The keys of every row there is, by the model's label."""
    return {one._meta.label: set(one._base_manager.values_list("pk", flat=True)) for one in all_models()}


def fill(place: Place, desk: Worker, official: Worker) -> dict[str, models.Model]:
    """A row of each kind that the administration keeps, and of what hangs on them."""
    rows = every_kind(place, desk)
    station, committee, grid = place.station, place.committee, rows["grid"]
    court = make.court(place.estate)
    body = place.estate.bodies.create(kind="owners", name="业委会")
    Room.objects.create(station=station, name="议事室")
    Amenity.objects.create(station=station, kind="rest", note="沙发")
    Partner.objects.create(station=station, force="social", name="律所", gives="咨询")
    Origin.objects.create(station=station, proposed_by="居民", before="仓库", asked="问过", paid_by="街道")
    Keepsake.objects.create(
        station=station, kind="red", name="军功章", words="话", photo=station.photos.first()
    )
    post: dict[str, Any] = {"role": "head", "title": "长", "holder": "周阿姨", "work_phone": "021-0000-3000"}
    GridPost.objects.create(committee=committee, grid=grid, **post)
    GridPost.objects.create(committee=committee, **post)
    Building.objects.create(grid=grid, kind="building", name="9号楼", estate=place.estate)
    GridFigures.objects.create(grid=grid, on=make.TODAY, volunteers=3)
    RotaParty.objects.create(station=station, position=1, party="owners", body=body)
    hours: dict[str, Any] = {"weekday": 3, "begins": "14:00", "ends": "16:00"}
    DutyHours.objects.create(station=station, giver="lawyer", name="律师", **hours)
    plan: Any = rows["relocation"]
    ProgrammeStep.objects.create(programme=plan.programme, name="定址")
    step = PlanStep.objects.create(relocation=plan, name="装修", planned_on=make.at(30).date())
    PlanFund.objects.create(relocation=plan, source="subdistrict", yuan=1000, note="备注")
    moved: dict[str, Any] = {
        "was": date(2026, 6, 30),
        "becomes": date(2026, 12, 31),
        "by": desk,
        "at": make.NOW,
    }
    PromiseChange.objects.create(programme=plan.programme, relocation=plan, step=step, reason="雨季", **moved)
    idle: Any = rows["idleroom"]
    make.siting_plan(place.subdistrict, [idle], official)
    make.care(court, desk)
    ticket: Any = rows["ticket"]
    TicketNote.objects.create(ticket=ticket, author=desk, kind="internal", text="记一笔", at=make.NOW)
    make.attachment(ticket, desk)
    make.device(desk)
    make.invitation(committee, desk)
    make.terminal(desk, station)
    colleague = make.worker(f"{desk.username}-2")
    make.post(colleague, "desk", committee)
    make.absence(committee, desk, colleague, since=5, until=9)
    SheetUpload.objects.create(worker=official, kind="estates", content=b"[]", lines=0, made_at=make.NOW)
    LogEntry.objects.create(
        user=official, content_type=ContentType.objects.get_for_model(place.estate), object_id=str(place.estate.pk),
        object_repr=place.estate.name, action_flag=CHANGE, change_message="改了",
    )  # fmt: skip
    return rows


def two_streets(place: Place, far: Place, elsewhere: Place, desk: Worker, street: Worker) -> Streets:
    """The attackers' ``place``, one of another street (``far``) and one of another district (``elsewhere``)."""
    own = fill(place, desk, street)
    before = keys()
    district = place.subdistrict.parent
    assert district is not None
    theirs = fill(
        far, officer("far-desk", far.committee, "desk"), officer("far-street", far.subdistrict, "subdistrict")
    )
    shared = {label: new - before[label] for label, new in keys().items() if label in OF_THE_DISTRICT}
    outside = fill(
        elsewhere,
        officer("off-desk", elsewhere.committee, "desk"),
        officer("off-street", elsewhere.subdistrict, "subdistrict"),
    )
    foreign = {
        kind: (outside if row._meta.label in OF_THE_DISTRICT else theirs)[kind]
        for kind, row in theirs.items()
    }
    keys_of = {
        label: new - before[label] - shared.get(label, set())
        for label, new in keys().items()
        if label not in EVERYBODYS
    }
    for at in (far, elsewhere):  # they stood before
        for row in (at.committee, at.estate, at.station, at.item, at.subdistrict):
            keys_of[row._meta.label].add(row.pk)
        for row in (*at.station.sites.all(), *at.station.week.all(), *at.station.areas.all()):
            keys_of[row._meta.label].add(row.pk)
    keys_of["stations.Service"] -= everybodys_services()
    # How near a neighbour's station is anybody may know: here nothing is near, so that any word of theirs tells.
    ways = WalkingTime.objects.exclude(estate__committee=F("site__station__committee"))
    ways.delete()
    streets = Streets(own, foreign, keys_of, place, far)
    plant(streets)
    for row in (*own.values(), *foreign.values()):
        row.refresh_from_db()
    streets.needles = tuple(sorted({CANARY, THEIR_NAME, THEIR_PHONE, THEIR_MAIL, *spelt(keys_of)}))
    streets.secrets = tuple(sorted({NAME, PHONE, MAIL, *tokens_of(own.values())}))
    streets.hidden = list(hidden(own))
    return streets


def officer(name: str, where: Committee | Division, role: str) -> Worker:
    worker = make.worker(name)
    make.post(worker, role, where)
    return worker


def everybodys_services() -> set[Any]:
    found = apps.get_model("stations", "Service")._base_manager.filter(station=None)
    return set(found.exclude(district__code__startswith="990102").values_list("pk", flat=True))


def words_of(model: type[models.Model]) -> list[Any]:
    """The fields of ``model`` that hold what somebody typed."""
    return [
        one
        for one in model._meta.concrete_fields
        if type(one) in (models.CharField, models.TextField)
        and not one.choices
        and not one.primary_key
        and one.name not in NOT_WORDS
    ]


def plant(streets: Streets) -> None:
    """Let every foreign text begin with the canary, and give all residents a name and a phone of their own."""
    for model in RESIDENTS:
        names = {one.name for one in model._meta.concrete_fields}
        for theirs in (False, True):
            said = (THEIR_NAME, THEIR_PHONE, THEIR_MAIL) if theirs else (NAME, PHONE, MAIL)
            values = {
                key: one for key, one in zip(("name", "phone", "email"), said, strict=True) if key in names
            }
            rows = model._base_manager.all()
            chosen = rows.filter if theirs else rows.exclude
            chosen(pk__in=streets.theirs[model._meta.label]).update(**values)
    for model in all_models():
        rows = model._base_manager.filter(pk__in=streets.theirs.get(model._meta.label, ()))
        fields = [
            one for one in words_of(model) if not (model in RESIDENTS and one.name in ("name", "email"))
        ]
        if fields and rows:
            write(rows, fields)


def write(rows: Any, fields: list[Any]) -> None:
    """The canary, then what stood there; what a trigger or constraint keeps as it is stays."""
    for row in rows:
        texts = {one.attname: f"{CANARY}{getattr(row, one.attname)}"[: one.max_length] for one in fields}
        for some in (texts, *({name: text} for name, text in texts.items())):
            try:
                with transaction.atomic():
                    rows.model._base_manager.filter(pk=row.pk).update(**some)
            except DatabaseError:
                continue
            if some is texts:
                break


SPELT = ("reference", "token", "username", "slug", "token_hash")


def spelt(theirs: dict[str, set[Any]]) -> Iterator[str]:
    """What names a foreign row without being a word: references, tokens, sign-in names."""
    for model in all_models():
        names = {one.name for one in model._meta.concrete_fields} & set(SPELT)
        if model._meta.label == "stations.Service":  # those of everybody are spelt alike
            continue
        for row in (
            model._base_manager.filter(pk__in=theirs.get(model._meta.label, ())).values(*names)
            if names
            else ()
        ):
            yield from (str(one) for one in row.values() if one)


def tokens_of(rows: Any) -> Iterator[str]:
    yield from (row.token for row in rows if getattr(row, "token", ""))


def hidden(own: dict[str, models.Model]) -> Iterator[tuple[str, str, str]]:
    """(kind, field, value) of each row of the own street of which officials see a mask at most."""
    for kind, row in own.items():
        names = {
            name
            for entry in REGISTER
            if entry.model == row._meta.label_lower and (entry.secret or entry.whose == Whose.RESIDENT)
            for name in entry.fields
        } | {"token", "password", "pin"}
        # A proposal's words and what a room is for are read by officials, who answer for them.
        names -= {
            "title",
            "words",
            "answer",
            "what_for",
            "what_for_en",
            "reason",
            "on_behalf",
            "green",
            "child",
        }
        for one in row._meta.concrete_fields:
            if one.name in names and (value := str(getattr(row, one.attname) or "")) and len(value) > 1:
                yield kind, one.name, value
