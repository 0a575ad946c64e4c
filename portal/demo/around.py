"""The demo's neighbourhood: what stands around a station and its committee, from the keys of their files."""

from datetime import date, timedelta

from portal.demo.files import Data, read
from requests_desk.models import DropIns, Volunteer, VolunteerShift
from stations.models import (
    Amenity,
    Brand,
    Committee,
    Council,
    Division,
    Estate,
    Keepsake,
    Origin,
    Partner,
    Site,
    Station,
)

DAYS_COUNTED = 165  # as far back as a move of the invented district that is to be seen before and after
PARTS = ("partners", "amenities", "keepsakes", "origin")


def build_around(station: Station, parts: Data, today: date) -> None:
    """Partners, what nobody must book, how the station came to be, and its collection."""
    Partner.objects.bulk_create(partner_of(station, fields, today) for fields in parts["partners"])
    Amenity.objects.bulk_create(Amenity(station=station, **fields) for fields in parts["amenities"])
    Keepsake.objects.bulk_create(Keepsake(station=station, **fields) for fields in parts["keepsakes"])
    if parts["origin"]:
        Origin.objects.create(station=station, **parts["origin"])


def partner_of(station: Station, fields: Data, today: date) -> Partner:
    """A partner; ``contract`` gives the days of its contract, counted from today."""
    fields = dict(fields)
    begins, ends = fields.pop("contract", (None, None))
    partner = Partner(station=station, **fields)
    if begins is not None:
        partner.contract_from = today + timedelta(days=begins)
        partner.contract_until = today + timedelta(days=ends)
    return partner


def build_councils(committee: Committee, estates: dict[str, Estate], councils: list[Data]) -> None:
    """The bodies in which residents decide."""
    for fields in councils:
        Council.objects.create(
            committee=committee, **fields | {"estate": estates.get(fields.get("estate", ""))}
        )


def build_volunteers(committee: Committee, place: Data, today: date) -> None:
    """Who offered to help, and the help given by whom nobody names; ``ago`` counts days back from today."""
    for fields in place.get("volunteers", []):
        Volunteer.objects.create(committee=committee, since=today - timedelta(days=400), **fields)
    shifts = (dict(fields) for fields in place.get("helped", []))
    VolunteerShift.objects.bulk_create(
        VolunteerShift(committee=committee, on=today - timedelta(days=fields.pop("ago")), **fields)
        for fields in shifts
    )


def count_drop_ins(today: date) -> None:
    """Who just came in, in the invented district: on every day of the last ten weeks and, where a station
    moved since, in the weeks around its move; more on the street than upstairs. The same at every load."""
    rows = []
    moves = dict(Site.objects.filter(used_until=None).values_list("station", "used_from"))
    for station in Station.objects.operating().filter(committee__code__startswith="990101", kind="main"):
        moved_on = moves.get(station.pk)
        for ago in range(1, DAYS_COUNTED):
            day = today - timedelta(days=ago)
            on_the_street = moved_on is not None and day >= moved_on
            people = (9 if on_the_street else 2) + (station.pk * 7 + ago * 5) % 6
            rows.append(DropIns(station=station, day=day, people=people))
    DropIns.objects.bulk_create(rows, batch_size=500)


def build_brands() -> None:
    """What several stations go under, once they all stand."""
    for fields in read("brands")["brands"]:
        fields = dict(fields)
        slugs = fields.pop("stations")
        division = Division.objects.get(code=fields.pop("division"))
        brand = Brand.objects.create(division=division, **fields)
        brand.stations.set(Station.objects.filter(slug__in=slugs))
