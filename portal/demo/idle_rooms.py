"""The demo's idle rooms: what stands empty in the invented district, and where the next stations could be."""

from datetime import datetime, timedelta
from math import cos, radians, sin

from portal.demo.files import Data, read
from portal.demo.wutong.draw import METRES_A_DEGREE
from stations.actions.siting import Question, keep_plan, survey
from stations.models import Committee, Division, Estate, IdleRoom, Worker
from stations.rules.coverage import COVERED_MINUTES
from stations.rules.siting import SECONDS

OFFICIAL, STREET = "district", "990101001"


def fill() -> None:
    """All rooms of the file."""
    rows = [dict(fields) for fields in read("idle_rooms")["room"]]
    committees = Committee.objects.filter(code__in={fields["committee"] for fields in rows})
    by_code = {one.code: one for one in committees.prefetch_related("estates")}
    IdleRoom.objects.bulk_create(room_of(by_code[fields.pop("committee")], fields) for fields in rows)


def keep_plan_of_the_street(*, at: datetime) -> None:
    """The choice that the district's official kept for a meeting some weeks ago: three rooms for one street."""
    official = Worker.objects.get(username=OFFICIAL)
    street = Division.objects.get(code=STREET)
    question = Question(street, COVERED_MINUTES, older=False, places=3)
    found = survey(question=question, estates=Estate.objects.all(), rooms=IdleRoom.objects.all())
    keep_plan(
        survey=found, rooms=found.best(seconds=SECONDS).rooms, name="听雨街道三季度选址会", worker=official,
        at=at - timedelta(days=24), seconds=SECONDS,
    )  # fmt: skip


def room_of(committee: Committee, fields: Data) -> IdleRoom:
    """One room, beside the estate whose number it gives."""
    number, metres, degrees = (fields.pop(key, None) for key in ("estate", "metres", "degrees"))
    room = IdleRoom(committee=committee, **fields)
    if number is not None:
        estates = sorted(committee.estates.all(), key=lambda one: one.pk)
        room.estate = estates[number - 1 if number > 0 else number]
        put_beside(room, room.estate, metres, degrees)
    return room


def put_beside(room: IdleRoom, estate: Estate, metres: float, degrees: float) -> None:
    """Place ``room`` so far from the middle of ``estate``; nowhere where nobody has measured that."""
    if estate.lat is None or estate.lon is None:
        return
    north = metres * cos(radians(degrees)) / METRES_A_DEGREE
    east = metres * sin(radians(degrees)) / METRES_A_DEGREE / cos(radians(estate.lat))
    room.lat, room.lon = round(estate.lat + north, 6), round(estate.lon + east, 6)
