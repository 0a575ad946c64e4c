"""The demo's neighbourhood: what stands around a station and its committee, from the keys of their files."""

from datetime import date, timedelta

from portal.demo.files import Data, read
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
    Station,
)

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


def build_brands() -> None:
    """What several stations go under, once they all stand."""
    for fields in read("brands")["brands"]:
        fields = dict(fields)
        slugs = fields.pop("stations")
        division = Division.objects.get(code=fields.pop("division"))
        brand = Brand.objects.create(division=division, **fields)
        brand.stations.set(Station.objects.filter(slug__in=slugs))
