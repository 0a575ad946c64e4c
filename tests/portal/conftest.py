"""Lively streets: two streets of one district where every figure of the review has something to count."""

from datetime import date, timedelta

from requests_desk.models import ActivitySession, Attendance, Opinion, Ticket
from stations.actions.walking import measure_way
from stations.models import (
    ChecklistItem,
    Committee,
    PackOffer,
    Programme,
    Relocation,
    Site,
    Skill,
    Standard,
    Station,
    WalkingTime,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

BEGAN = date(2026, 3, 1)
NAME, PHONE, WORDS = "欧阳不可见", "13700009999", "谁也不该看见的话"  # of residents: no official sees them


@staged
def lively(
    place: Place, other_place: Place, far_place: Place, desk: Worker, head: Worker, colleague: Worker
) -> Place:
    """Six committees, one for each way a move can stand; estates at every distance; rows of every kind."""
    more = [make.committee(10 + number, under=place.subdistrict) for number in range(3)]
    committees = [place.committee, other_place.committee, far_place.committee, *more]
    _plans(place, committees)
    _estates(place, other_place, far_place)
    _checklists(place, other_place)
    _tickets(place, other_place, desk, colleague)
    Skill.objects.create(worker=desk, matter=place.service, level="knows", noted_on=make.TODAY)
    _life(place, other_place, desk)
    return place


def _plans(place: Place, committees: list[Committee]) -> None:
    """Moved, moved late, in work, planned, late; the last one in no programme, but with an estate."""
    assert place.subdistrict.parent is not None
    programme = Programme.objects.create(division=place.subdistrict.parent, name="沿街设置", began_on=BEGAN)
    plans = (
        {"due_on": date(2026, 6, 1)},
        {"due_on": date(2026, 5, 1)},
        {"due_on": date(2027, 1, 1), "work_began_on": date(2026, 9, 1)},
        {"due_on": date(2027, 1, 1)},
        {"due_on": date(2026, 10, 1)},
    )
    for committee, fields in zip(committees, plans, strict=False):
        Relocation.objects.create(programme=programme, committee=committee, **fields)
    make.estate(committees[-1], "没有方案的小区", households=90)
    for number, committee in enumerate(committees[:2]):
        _moved(committee.stations.get(), date(2026, 5, 20), number)


def _moved(station: Station, on: date, number: int) -> None:
    Site.objects.filter(station=station).update(used_from=on, office_m2=30 + number, service_m2=90)
    Site.objects.create(
        station=station, address="楼上", floor=2, used_until=on - timedelta(days=1),
        office_m2=120, service_m2=20 + number,
    )  # fmt: skip


def _estates(place: Place, other_place: Place, far_place: Place) -> None:
    """At 4, 9, 14 and 30 minutes and nowhere; before, the first was at 12 and the second at 22."""
    WalkingTime.objects.all().delete()
    now = place.station.sites.get(used_until=None)
    then = place.station.sites.exclude(used_until=None).get()
    estates = [place.estate]
    estates += [
        make.estate(place.committee, f"第{number}小区", households=100 + number) for number in range(4)
    ]
    for estate, minutes in zip(estates, (4, 9, 14, 30), strict=False):
        measure_way(estate=estate, site=now, minutes=minutes, source="居委会走过")
    for estate, minutes in zip(estates, (4, 9, 14), strict=False):
        measure_way(estate=estate, site=then, minutes=minutes + 1, source="居委会走过")
    for one, minutes in ((other_place, 8), (far_place, 13)):
        site = one.station.sites.get(used_until=None)
        measure_way(estate=one.estate, site=site, minutes=minutes, source="")
    # An old person's pace, near enough for somebody in each circle.
    WalkingTime.objects.filter(minutes__lte=5).update(older_minutes=5)
    WalkingTime.objects.filter(minutes__in=(8, 9, 10)).update(older_minutes=10)
    WalkingTime.objects.filter(minutes__in=(13, 14, 15)).update(older_minutes=15)


def _checklists(place: Place, other_place: Place) -> None:
    assert place.subdistrict.parent is not None
    standard = Standard.objects.create(district=place.subdistrict.parent, name="六加X")
    first, second, _third = (
        standard.items.create(name=name) for name in ("民情收集", "事务协商", "纠纷调解")
    )
    place.item.satisfies.add(first, second)
    other_place.item.satisfies.add(first)
    ChecklistItem.objects.filter(pk=place.item.pk).update(verified_on=make.TODAY - timedelta(days=90))
    make.item(place.station, verified_on=make.TODAY - timedelta(days=91))
    make.item(place.station, verified_on=make.TODAY, active=False)
    satellite = make.station(place.committee, kind=Station.Kind.SATELLITE)
    satellite.week.all().delete()
    Site.objects.filter(station=satellite).update(step_free=False, lat=None, lon=None)
    WalkingTime.objects.filter(site__station=satellite).delete()
    make.station(place.committee, kind=Station.Kind.SATELLITE, status=Station.Status.PLANNED)


def _tickets(place: Place, other_place: Place, desk: Worker, colleague: Worker) -> None:
    """On the spot, late, passed on, reopened, with an opinion; running and overdue; too old to count."""

    def one(answered: bool = True, **changed: object) -> Ticket:
        row = make.ticket(
            desk, place.station, place.service, answered=answered, name=NAME, phone=PHONE, words=WORDS,
            estate=place.estate,
        )  # fmt: skip
        Ticket.objects.filter(pk=row.pk).update(**changed)
        return row

    one()
    one(channel="visit")
    one(channel="phone", answered_at=make.at(1), due_at=make.at(0))
    one(responsible=colleague)
    Opinion.objects.create(ticket=one(), score=5, said_at=make.NOW, text=WORDS)
    Opinion.objects.create(ticket=one(), score=2, said_at=make.NOW, text=WORDS)
    one(reopened=1)
    one(answered=False, due_at=make.at(-1))
    one(day=make.at(-90).date())
    one(day=make.at(-89).date())


def _life(place: Place, other_place: Place, desk: Worker) -> None:
    held = make.group(make.activity(place.station))
    person = make.sign_up(held, name=NAME, phone=PHONE)
    ActivitySession.objects.filter(group=held).update(starts_at=make.at(-2), came=5)
    Attendance.objects.create(session=held.sessions.get(), sign_up=person, at=make.at(-2), by=desk)
    make.group(make.activity(place.station), make.at(-3))
    make.group(make.activity(place.station), make.at(-95), make.at(3))
    ActivitySession.objects.filter(starts_at=make.at(-3)).update(came=7)
    called_off = make.group(make.activity(other_place.station), make.at(-4))
    called_off.sessions.update(called_off=True, came=9)
    make.open_day_record(place.subdistrict, place.station, make.at(-1), department_came=True, staff=3)
    make.open_day_record(place.subdistrict, other_place.station, make.at(-1), department_came=False)
    make.open_day_record(place.subdistrict, place.station, make.at(-1))
    make.pack_offer(place.subdistrict, place.station, state=PackOffer.State.ACCEPTED, decided_at=make.NOW)
    make.pack_offer(place.subdistrict, place.station)
