"""One row of every kind that the admin keeps, all of one committee, and how its pages are asked for."""

import re
from typing import Any

from django.db.models import Model
from django.http import HttpResponse
from django.urls import reverse

from requests_desk.actions import messages as outbox
from requests_desk.actions.reveals import reveal
from requests_desk.models import AnswerTemplate, Escalation, Message, Resource, Reveal, Round, Volunteer
from stations.models import (
    AnnouncedYear,
    Brand,
    Council,
    Grid,
    Holiday,
    IdleRoom,
    OpeningException,
    Programme,
    Relocation,
    Room,
    Skill,
    Standard,
    StandardItem,
    WalkingTime,
    Worker,
)
from tests import factories as make
from tests.cast import Place

# What a whole city shares: administrators keep it, and only the official's own rows are tried below.
SHARED = ("holiday", "announcedyear")


def every_kind(place: Place, desk: Worker) -> dict[str, Model]:
    """{model name: a row of ``place``}, made through the actions where there is one."""
    district = place.subdistrict.parent
    assert district is not None
    standard, _new = Standard.objects.get_or_create(district=district, defaults={"name": "六加X"})
    StandardItem.objects.get_or_create(standard=standard, name="事务协商")
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on=make.TODAY)
    own = make.service("本站特色", station=place.station)
    visit, ticket = make.visit(place.item), make.ticket(desk, place.station, place.service)
    message = outbox.tell(visit=visit, kind=Message.Kind.CALLED_OFF, at=make.NOW)
    way = WalkingTime.objects.filter(estate=place.estate, site__station=place.station).get()
    assert message is not None
    seen = reveal(row=ticket, worker=desk, reason=Reveal.Reason.SERVE, at=make.NOW)
    slot = visit.slot
    sign_up = make.sign_up(make.group(make.activity(place.station)))
    exception = OpeningException.objects.create(station=place.station, date=make.at(9).date())
    project = make.project(place.committee, desk)
    record = make.open_day_record(place.subdistrict, place.station, make.at(-1))
    offer = make.pack_offer(place.subdistrict, place.station)
    rows: list[Model] = [
        make.photo(place.station),
        place.subdistrict, place.committee, place.estate, place.station, place.station.sites.get(), place.item, own,
        Grid.objects.create(committee=place.committee, name="第一网格"), exception, programme,
        Relocation.objects.create(programme=programme, committee=place.committee), way, standard, desk,
        desk.posts.get(), visit, ticket, message, slot, seen,
        sign_up, sign_up.group, sign_up.group.activity,
        Holiday.objects.get_or_create(date=make.at(20).date(), defaults={"name": "假", "off": True, "source": "x"})[0],
        AnnouncedYear.objects.get(year=2026), Brand.objects.create(division=place.subdistrict, name="尚邻一家"),
        Council.objects.create(committee=place.committee, name="汇明阳帆"),
        IdleRoom.objects.create(committee=place.committee, name="东门岗亭"),
        make.proposal(place.committee, desk), make.meeting(project, desk, "hearing"), project,
        make.poll(place.committee, desk), Resource.objects.create(committee=place.committee, name="木匠老李"),
        Volunteer.objects.create(committee=place.committee, name="秦小明", phone="13755550003", since=make.TODAY),
        make.room_use(Room.objects.create(station=place.station, name="活动室"), make.at(1), make.at(1, 11)),
        record, record.theme.series, offer, offer.pack,
        Round.objects.create(
            committee=place.committee, walked_at=make.NOW, by=desk, outcome="nothing",
            key=f"{place.committee.code:k<20}",
        ),
        Escalation.objects.create(ticket=ticket, level=1, to=desk, at=make.NOW),
        AnswerTemplate.objects.create(district=district, title="常用答复", text="{reference}"),
        Skill.objects.create(worker=desk, matter=own, level="knows", noted_on=make.TODAY),
    ]  # fmt: skip
    return {str(row._meta.model_name): row for row in rows}


def url(row: Model | type[Model], view: str, *args: Any) -> str:
    """The admin's page ``view`` for this kind of row."""
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{view}", args=args)


def bare(response: HttpResponse) -> bytes:
    """The body without the request's number, which differs between any two answers."""
    return re.sub(rb"[0-9a-f]{16}", b"", response.content)


def inline(prefix: str, *rows: dict[str, Any], standing: int = 0, **fields: Any) -> dict[str, Any]:
    """A posted formset: ``standing`` of its ``rows`` are there already."""
    data: dict[str, Any] = {
        f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": standing,
        f"{prefix}-MIN_NUM_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000,
    }  # fmt: skip
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data | fields
