"""The demo's builder: one committee's file into rows, from its estates to its workers' posts.

The keys of a file are the names of the models' fields; what hangs on something else (rooms, sites,
checklist …) stands in a table of its own. A word that no field is called is an error.
"""

from collections.abc import Iterator
from datetime import date, time, timedelta
from typing import Any

from portal.demo.around import PARTS as AROUND
from portal.demo.around import build_around, build_councils, build_volunteers
from portal.demo.files import Data
from portal.demo.ground import Ground, add_service
from portal.demo.plans import relocate
from requests_desk.models import DutyHours, RotaParty
from stations.actions.stations import move_station
from stations.actions.walking import measure_way
from stations.models import (
    Building,
    ChecklistItem,
    ChecklistSection,
    Committee,
    Estate,
    EstateBody,
    Grid,
    GridFigures,
    GridPost,
    ItemHours,
    OpeningException,
    Post,
    Room,
    ServiceArea,
    Site,
    Station,
    WeekHours,
    Worker,
)

LONG_AGO = 800  # days; since when posts are held, if nothing else is said
CHINESE_DIGITS = "一二三四五六七八九十"

Names = dict[str, Estate]


def build(ground: Ground, place: Data) -> Committee:
    """Everything of one committee's file, in the order in which one thing hangs on another."""
    committee = describe(ground, place["committee"])
    estates = build_estates(committee, place)
    build_grids(committee, estates, place, ground.today)
    build_councils(committee, estates, place.get("councils", []))
    build_volunteers(committee, place, ground.today)
    head = build_workers(ground, committee, place.get("workers", []))
    for station in place.get("stations", []):
        build_station(ground, committee, estates, head, station)
    if relocation := place.get("relocation"):
        relocate(ground, committee, relocation)
    return committee


def describe(ground: Ground, fields: Data) -> Committee:
    """What the register does not know about a committee."""
    committee = ground.committee(fields["code"])
    for name, value in fields.items():
        setattr(committee, name, value)
    committee.save()
    return committee


def build_estates(committee: Committee, place: Data) -> Names:
    """Estates by name, with the bodies behind them."""
    rows = [*place.get("estates", []), *numbered(place.get("estates_named"))]
    estates = {fields["name"]: Estate.objects.create(committee=committee, **fields) for fields in rows}
    for fields in place.get("bodies", []):
        EstateBody.objects.create(**fields | {"estate": estates[fields["estate"]]})
    return estates


def numbered(series: Data | None) -> Iterator[Data]:
    """Estates of one shape, of which only number and place differ."""
    if series is None:
        return
    shared = {key: series[key] for key in ("about", "about_en", "households", "older_people", "datum")}
    for number, (lat, lon) in enumerate(series["points"], start=1):
        name = f"{series['prefix']}{CHINESE_DIGITS[number - 1]}{series['suffix']}"
        yield {
            "name": name,
            "name_en": series["name_en"].format(number=number),
            "lat": lat,
            "lon": lon,
            **shared,
        }


def build_grids(committee: Committee, estates: Names, place: Data, today: date) -> None:
    """Grids with their courts and figures, then the people in their posts."""
    grids = {}
    for position, fields in enumerate(place.get("grids", []), start=1):
        fields = dict(fields)
        courts, figures = fields.pop("courts", None), fields.pop("figures", None)
        houses, before = fields.pop("houses", []), fields.pop("before", [])
        grid = Grid.objects.create(committee=committee, position=position, **fields)
        grids[grid.name] = grid
        if courts:
            build_courts(grid, estates[courts["estate"]], range(courts["from"], courts["to"] + 1))
        Building.objects.bulk_create(
            Building(
                estate=estates[name], grid=grid, name=f"{name}{number}号楼", name_en=f"{english} {number}"
            )
            for name, english, number in houses
        )
        days = [(today.replace(day=1), figures)] if figures else []
        GridFigures.objects.bulk_create(
            GridFigures(grid=grid, on=day, **numbers)
            for day, numbers in [*((today - timedelta(days=ago), told) for ago, told in before), *days]
        )
    for fields in place.get("posts", []):
        where: Data = {"grid": grids.get(fields.get("grid"))}
        if building := fields.get("building"):
            where["building"] = Building.objects.get(grid=where["grid"], name=building)
        GridPost.objects.create(committee=committee, **fields | where)


def build_courts(grid: Grid, estate: Estate, numbers: range) -> None:
    """Courts of a grid, known by their numbers alone."""
    Building.objects.bulk_create(
        Building(
            estate=estate,
            grid=grid,
            kind=Building.Kind.COURT,
            name=f"{number}号楼院",
            name_en=f"Court {number}",
        )
        for number in numbers
    )


def build_workers(ground: Ground, committee: Committee, people: list[Data]) -> Worker | None:
    """Logins and posts at the committee; returns its head."""
    head = None
    for person in people:
        worker = sign_up(ground, person["username"], person["name"])
        since = ground.today - timedelta(days=person.get("since", LONG_AGO))
        until = ground.today + timedelta(days=person["until"]) if "until" in person else None
        Post.objects.create(worker=worker, role=person["role"], committee=committee, since=since, until=until)
        if person["role"] == Post.Role.HEAD:
            head = worker
    return head


def sign_up(ground: Ground, username: str, name: str, **fields: Any) -> Worker:
    """A login with the demo's password."""
    return Worker.objects.create(
        username=username, name=name, password=ground.password, work_phone="021-0000-1000", **fields
    )


def build_station(
    ground: Ground, committee: Committee, estates: Names, head: Worker | None, fields: Data
) -> Station:
    """A station with its sites, rooms, hours, checklist, duty and partners."""
    fields = dict(fields)
    parts = {name: fields.pop(name, []) for name in PARTS}
    serves, host = fields.pop("serves", None), fields.pop("host_estate", None)
    station = Station.objects.create(committee=committee, host_estate=estates.get(host), **fields)
    serve(station, estates if serves is None else {name: estates[name] for name in serves})
    build_sites(station, estates, parts["sites"])
    build_hours(ground, station, parts)
    rooms = build_rooms(station, parts["rooms"])
    for service in parts["services"]:
        add_service(ground, service, station=station)
    build_checklist(ground, station, rooms, head, parts["sections"])
    build_duty(station, estates, parts)
    build_around(station, parts, ground.today)
    return station


PARTS = ("sites", "rooms", "hours", "exceptions", "services", "sections", "rota", "duty", *AROUND)


def serve(station: Station, estates: Names) -> None:
    """The estates a station serves; it is the primary one of those that have none yet."""
    for estate in estates.values():
        taken = ServiceArea.objects.filter(estate=estate, primary=True).exists()
        ServiceArea.objects.create(station=station, estate=estate, primary=not taken)


def build_sites(station: Station, estates: Names, sites: list[Data]) -> None:
    """Where the station stood and stands, the oldest first; every next one is a move."""
    for number, fields in enumerate(sites):
        fields = dict(fields)
        ways = fields.pop("ways", [])
        if number:
            site = move_station(site=Site(station=station, **fields), on=fields["used_from"])
        else:
            site = Site.objects.create(station=station, **fields)
        for way in ways:
            measure_way(
                estate=estates[way["estate"]], site=site, minutes=way["minutes"], source=way["source"]
            )


def build_hours(ground: Ground, station: Station, parts: Data) -> None:
    """The ordinary week, and dated exceptions (``day`` counts from today)."""
    WeekHours.objects.bulk_create(
        WeekHours(station=station, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in spans(parts["hours"])
    )
    for fields in parts["exceptions"]:
        fields = dict(fields)
        day = ground.today + timedelta(days=fields.pop("day"))
        OpeningException.objects.create(station=station, date=day, **fields)


def spans(lines: list[str]) -> Iterator[tuple[int, time, time]]:
    """("1-5 08:30-17:00") as weekday (0 is Monday), opening, closing; days are written 1 to 7."""
    for line in lines:
        days, hours = line.split()
        first, _dash, last = days.partition("-")
        opens, closes = (time.fromisoformat(clock) for clock in hours.split("-"))
        for weekday in range(int(first) - 1, int(last or first)):
            yield weekday, opens, closes


def build_rooms(station: Station, rooms: list[Data]) -> dict[str, Room]:
    """Rooms by name, in the order given."""
    return {
        fields["name"]: Room.objects.create(station=station, position=position, **fields)
        for position, fields in enumerate(rooms, start=1)
    }


def build_checklist(
    ground: Ground, station: Station, rooms: dict[str, Room], head: Worker | None, sections: list[Data]
) -> None:
    """The checklist's sections and items, in the station's own words."""
    count = 0
    for position, fields in enumerate(sections, start=1):
        section = ChecklistSection.objects.create(
            station=station, position=position, name=fields["name"], name_en=fields.get("name_en", "")
        )
        for item in fields["items"]:
            count += 1
            build_item(ground, section, rooms, head, {"verified": 4 + count * 7 % 60} | item)


def build_item(
    ground: Ground, section: ChecklistSection, rooms: dict[str, Room], head: Worker | None, fields: Data
) -> None:
    """One line of the checklist. ``verified`` is how many days ago, below 0 for never."""
    fields = dict(fields)
    service = ground.services[fields.pop("service")]
    verified, hours, meets = fields.pop("verified"), fields.pop("hours", []), fields.pop("meets", None)
    overrides = {
        "room": rooms.get(fields.pop("room", "")),
        "bookable": fields.pop("bookable", service.limit_hours > 0),
        "slot_minutes": fields.pop("minutes", None),
        "slot_capacity": fields.pop("places", 1),
    }
    item = ChecklistItem(station=section.station, section=section, service=service, **overrides, **fields)
    if verified >= 0:
        item.verified_on, item.verified_by = ground.today - timedelta(days=verified), head
    item.save()
    ItemHours.objects.bulk_create(
        ItemHours(item=item, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in spans(hours)
    )
    district = section.station.committee.district_code
    met = ground.items[district, meets] if meets else ground.meets.get((district, service.slug))
    if met:
        item.satisfies.add(met)


def build_duty(station: Station, estates: Names, parts: Data) -> None:
    """Who takes weekly turns at the desk, and the hours of people from outside."""
    for position, fields in enumerate(parts["rota"], start=1):
        body = EstateBody.objects.filter(estate__in=estates.values(), name=fields.get("body", "")).first()
        RotaParty.objects.create(station=station, position=position, party=fields["party"], body=body)
    for fields in parts["duty"]:
        weekday = fields["weekday"] - 1
        DutyHours.objects.create(station=station, **fields | {"weekday": weekday})
