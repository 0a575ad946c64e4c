"""The first start: the first of each thing a portal needs, from the city to the first desk worker."""

from collections.abc import Iterable
from datetime import date, datetime, time

from django.db import transaction

from requests_desk.actions.closures import change_opening
from stations.actions.stations import place_site
from stations.models import Committee, Division, Post, Site, Station, WeekHours, Worker
from stations.rules.register import kind_of
from stations.rules.slugs import slug_of


@transaction.atomic
def found_division(*, code: str, name: str, name_en: str, above: Division | None) -> Division:
    """Enter a city (4 digits), district (6) or subdistrict (9) below ``above``."""
    level = Division.CODE_LENGTHS[len(code)]
    return Division.objects.create(code=code, name=name, name_en=name_en, level=level, parent=above)


@transaction.atomic
def found_committee(*, code: str, name: str, name_en: str, above: Division) -> Committee:
    """Enter a committee of the subdistrict ``above``; its kind is read from its code."""
    kind = kind_of(code) or Committee.Kind.RESIDENTS
    return Committee.objects.create(code=code, name=name, name_en=name_en, subdistrict=above, kind=kind)


@transaction.atomic
def found_station(
    *, committee: Committee, name: str, phone: str, address: str, entrance: str, floor: int, street_front: bool,
    step_free: bool | None, weekdays: Iterable[int], opens: time, closes: time, at: datetime,
) -> Station:  # fmt: skip
    """Open ``committee``'s main station at its address, with the same hours on each of ``weekdays``.

    ``floor`` 1 is the street's level; ``step_free`` is None where nobody knows.
    """
    slug = slug_of(name) or f"station-{committee.code}"
    station = Station.objects.create(committee=committee, name=name, phone=phone, slug=slug)
    door = {"floor": floor, "street_front": street_front, "step_free": step_free}
    place_site(site=Site(station=station, address=address, entrance=entrance, **door))
    WeekHours.objects.bulk_create(
        WeekHours(station=station, weekday=day, opens=opens, closes=closes) for day in weekdays
    )
    change_opening(stations=[station], at=at)
    return station


@transaction.atomic
def appoint(
    *, name: str, username: str, password: str, role: str, committee: Committee, since: date
) -> Worker:
    """Let a new worker sign in and hold ``role`` (desk or head) at ``committee`` from ``since`` on."""
    worker: Worker = Worker.objects.create_user(username, password, name=name)
    Post.objects.create(worker=worker, role=role, committee=committee, since=since)
    return worker
