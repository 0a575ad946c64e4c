"""The cast, always the same: desk worker, colleague, head, stranger from another committee, officials
of this street, another street and the district, an administrator, and a resident with a link."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
import time_machine
from django.test import Client

from requests_desk.models import Visit
from stations.models import ChecklistItem, Committee, Division, Estate, Service, Station, Worker
from tests import factories as make
from tests.hours_kept import open_like_all
from tests.stage import staged


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Wednesday 18 November 2026, 10:00 in Shanghai; it stands still until a test moves it."""
    with time_machine.travel(make.NOW, tick=False) as traveller:
        yield traveller


@dataclass
class Place:
    """A committee with its estate and station, open today and bookable."""

    subdistrict: Division
    committee: Committee
    estate: Estate
    station: Station
    service: Service
    item: ChecklistItem


def whole_place(number: int, under: Division, name: str) -> Place:
    committee = make.committee(number, under=under, name=f"{name}居委会")
    estate = make.estate(committee, f"{name}苑")
    station = make.station(committee, slug=f"place-{number}", name=f"{name}会客厅", estates=[estate])
    service = make.service(f"{name}事项")
    item = make.item(station, service)
    open_like_all(station)
    return Place(under, committee, estate, station, service, item)


@staged
def place(db: None, clock: time_machine.Traveller) -> Place:
    """Where the cast works."""
    return whole_place(1, make.subdistrict(1), "枫香里")


@staged
def other_place(place: Place) -> Place:
    """Another committee of the same street: the stranger's."""
    return whole_place(2, place.subdistrict, "银杏里")


@staged
def far_place(place: Place) -> Place:
    """A committee of another street."""
    return whole_place(3, make.subdistrict(2), "香樟里")


def _holder(username: str, role: str, where: Committee | Division) -> Worker:
    worker = make.worker(username)
    make.post(worker, role, where)
    return worker


@staged
def head(place: Place) -> Worker:
    return _holder("head", "head", place.committee)


@staged
def desk(place: Place, head: Worker) -> Worker:
    return _holder("desk", "desk", place.committee)


@staged
def colleague(place: Place, head: Worker) -> Worker:
    return _holder("colleague", "desk", place.committee)


@staged
def stranger(other_place: Place) -> Worker:
    return _holder("stranger", "desk", other_place.committee)


@staged
def street(place: Place) -> Worker:
    return _holder("street", "subdistrict", place.subdistrict)


@staged
def other_street(place: Place) -> Worker:
    return _holder("other-street", "subdistrict", make.subdistrict(2))


@staged
def district(place: Place) -> Worker:
    assert place.subdistrict.parent is not None
    return _holder("district", "district", place.subdistrict.parent)


@staged
def admin(place: Place) -> Worker:
    worker = Worker.objects.create_superuser("admin", make.PASSWORD, name="管理员")
    worker.load_scope(on=make.TODAY)
    return worker


@staged
def visit(place: Place) -> Visit:
    """A resident's booking for tomorrow at ten; its token is the resident's link."""
    return make.visit(place.item)


@pytest.fixture
def as_(db: None) -> Callable[[Worker | None], Client]:
    """A browser in which ``worker`` has signed in; nobody for None."""

    def enter(worker: Worker | None) -> Client:
        client = Client()
        if worker is not None:
            client.force_login(worker)
        return client

    return enter
