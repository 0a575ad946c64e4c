"""The stage gives each test what it would have made for itself, and nothing that another has left or asked for.

The tests that are run twice are each other's neighbour: what the first leaves behind, the second would see.
"""

from collections.abc import Iterator

import pytest
from django.db import IntegrityError, connection, transaction
from playwright.sync_api import Page

from requests_desk.models import Visit
from stations.models import Committee, Division, Estate, Post, ServiceArea, Station, Worker
from tests import cast
from tests import factories as make
from tests.cast import Place
from tests.stage import STAGE, Part, Stage, parts, staged

twice = pytest.mark.parametrize("time", [1, 2])


@pytest.fixture
def stage(db: None) -> Iterator[Stage]:
    """One of our own, inside the test's transaction."""
    own = Stage()
    yield own
    own.set([])


class Maker:
    """A part that makes one estate of the committee below it, and counts how often."""

    def __init__(self) -> None:
        self.times = 0
        self.part = Part("made", self, ("below",))

    def __call__(self, below: Committee) -> Estate:
        self.times += 1
        return make.estate(below)


def below() -> Committee:
    return make.committee(name="下面")


BELOW = Part("below", below, ())


def test_a_part_is_made_once_and_goes_when_it_is_not_wanted(stage: Stage) -> None:
    maker = Maker()
    for _test in range(3):
        stage.set([BELOW, maker.part])
        assert Estate.objects.get() == stage.copies["made"]
    assert maker.times == 1
    stage.set([BELOW])
    assert not Estate.objects.exists()
    assert Committee.objects.get() == stage.copies["below"]
    assert set(stage.copies) == {"below"}
    stage.set([])
    assert not Committee.objects.exists()
    assert not Division.objects.exists()
    assert stage.copies == {}
    stage.set([BELOW, maker.part])
    assert (maker.times, Estate.objects.count()) == (2, 1)


def test_what_stands_on_a_part_goes_with_it(stage: Stage) -> None:
    other, maker = Part("other", lambda: make.worker("other"), ()), Maker()
    stage.set([BELOW, other, maker.part])
    stage.set([BELOW, maker.part])
    assert (maker.times, Estate.objects.count(), Worker.objects.count()) == (2, 1, 0)


def test_each_gets_objects_of_its_own_that_know_each_other(stage: Stage) -> None:
    maker = Maker()
    stage.set([BELOW, maker.part])
    first = stage.copies
    first["below"].name = "changed"
    assert first["made"].committee is first["below"]
    stage.set([BELOW, maker.part])
    assert stage.copies["below"].name == "下面"
    assert stage.copies["made"].committee is stage.copies["below"]


def test_a_part_that_fails_leaves_what_stood(stage: Stage) -> None:
    def clumsy(below: Committee) -> None:
        make.estate(below)
        raise ValueError("no")

    stage.set([BELOW])
    with pytest.raises(ValueError, match="no"):
        stage.set([BELOW, Part("clumsy", clumsy, ("below",))])
    assert not Estate.objects.exists()
    assert Committee.objects.count() == len(stage.layers) == 1


def test_constraints_are_looked_at_when_a_part_is_made(stage: Stage) -> None:
    with pytest.raises(IntegrityError):
        stage.set([Part("orphan", lambda: Estate.objects.create(committee_id=999_999, name="无"), ())])
    assert not Estate.objects.exists()


@staged
def shop(place: Place) -> str:
    return "needs what is staged"


@staged
def market(clock: None, tmp_path: object) -> str:
    return "needs what is not"


class Street:
    place = "hides the cast's"


class Here:
    shop, market = shop, market


def test_what_needs_something_else_is_not_staged() -> None:
    def named(*holders: object) -> list[str]:
        return [part.name for part in parts({"shop", "market", "desk", "tmp_path"}, holders)]

    assert named(Here, cast) == ["place", "head", "desk", "shop"]
    assert named(Street, Here, cast) == []


@twice
def test_the_cast_is_there_as_ever(time: int, place: Place, desk: Worker, head: Worker, visit: Visit) -> None:
    assert "place" in STAGE.copies or time == 1  # before the first the database is not there
    assert Station.objects.get() == place.station
    assert ServiceArea.objects.get().estate == place.estate
    assert list(Worker.objects.order_by("pk")) == [head, desk]
    assert {post.worker for post in Post.objects.all()} == {head, desk}
    assert Visit.objects.get() == visit
    assert visit.item == place.item
    assert place.station.opening_days.count() > 50
    place.station.name = "changed"
    Station.objects.update(name="changed")
    with transaction.atomic():
        Post.objects.all().delete()


@twice
def test_nothing_another_test_did_is_left(time: int, place: Place, desk: Worker) -> None:
    assert {place.station.name, Station.objects.get().name} == {"枫香里会客厅"}
    assert Post.objects.count() == 2
    assert not Visit.objects.exists()
    Visit.objects.all().delete()


def test_another_place_stands_beside_it(place: Place, other_place: Place, stranger: Worker) -> None:
    assert Station.objects.count() == 2


def test_another_place_is_gone_where_nobody_asks_for_it(place: Place) -> None:
    assert Station.objects.get() == place.station
    assert not Worker.objects.exists()


def test_a_browser_changes_nothing(place: Place, phone: Page) -> None:
    """Its event loop runs in the tests' own thread from now on."""
    assert list(Station.objects.all()) == [place.station]


@pytest.mark.django_db
def test_an_empty_database_is_empty() -> None:
    assert not Division.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_what_stood_on_a_closed_connection_is_made_again() -> None:
    stage, maker = Stage(), Maker()
    stage.set([BELOW, maker.part])
    connection.close()
    stage.set([BELOW, maker.part])
    assert (maker.times, Estate.objects.count()) == (2, 1)
    stage.set([])
    assert not Committee.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_where_a_test_commits_nothing_stands(place: Place) -> None:
    """The fixture is made for this test alone, and committed."""
    assert STAGE.layers == []
    assert not connection.in_atomic_block
    assert Station.objects.get() == place.station


def test_and_afterwards_it_stands_again(place: Place) -> None:
    assert [layer.part.name for layer in STAGE.layers] == ["place"]
    assert Station.objects.get() == place.station
