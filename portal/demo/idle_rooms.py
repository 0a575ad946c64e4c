"""The demo's idle rooms: what stands empty in the invented district, and where the next stations could be."""

from math import cos, radians, sin

from portal.demo.files import Data, read
from portal.demo.wutong.draw import METRES_A_DEGREE
from stations.models import Committee, Estate, IdleRoom


def fill() -> None:
    """All rooms of the file."""
    rows = [dict(fields) for fields in read("idle_rooms")["room"]]
    committees = Committee.objects.filter(code__in={fields["committee"] for fields in rows})
    by_code = {one.code: one for one in committees.prefetch_related("estates")}
    IdleRoom.objects.bulk_create(room_of(by_code[fields.pop("committee")], fields) for fields in rows)


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
