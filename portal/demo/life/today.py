"""The demo's today: which scene is played at which desk."""

from collections.abc import Iterator
from datetime import datetime

from portal.demo.life.desks import Desk
from portal.demo.life.scene import Scene
from portal.demo.life.world import World
from stations.models import Station

LIVELY = "fengyangyuan"  # where the demo's desk, colleague and head sit
QUIET = 0.6  # enquiries a day: below it a desk has a quiet day


def desks_of_today(world: World) -> list[Desk]:
    """The desks that are open today and have something to show."""
    mains = [desk for desk in world.desks if desk.station.kind == Station.Kind.MAIN]
    return [desk for desk in mains if desk.spans.get(world.today) and desk.station.slug not in closed(world)]


def closed(world: World) -> Iterator[str]:
    """Slugs of the stations that are closed today by exception."""
    rows = Station.objects.filter(exceptions__date=world.today, exceptions__opens=None)
    yield from rows.values_list("slug", flat=True)


def write_down(world: World, at: datetime) -> None:
    """Enter what has happened today so far, at every open desk."""
    for desk in desks_of_today(world):
        scene = Scene(world, desk, at)
        if desk.station.slug == LIVELY:
            lively(scene)
        elif desk.busy >= QUIET:
            ordinary(scene)
        else:
            scene.receive_early([world.worker_at(desk)], 1)


def ordinary(scene: Scene) -> None:
    """Three have been here, one is in hand, one sits there, two wait; at the larger ones one did not come when called,
    and one is on the way."""
    workers = scene.world.crew.at_desk(scene.desk.station.committee)
    head, desk, other = workers[0], workers[-2], workers[-1]
    scene.receive_early([desk, other], 3)
    scene.take_in_hand(other, "hardship", 0.5)
    if scene.desk.station.desks > 1 and not scene.desk.flawless:
        scene.wait(head, 0.14)
        scene.call(other, 0.12, again=0.015, missed=True)
        scene.wait(head, 0.08)
        scene.call(other, 0.06, again=0.03)
    scene.sit(desk, "advice", 0.06)
    scene.wait(head, 0.05)
    scene.wait(head, 0.02, green=True)


def lively(scene: Scene) -> None:
    """Every state there is: answered, in hand, offered both ways, taken over by the property company,
    two people at the bar, one called again, one gone to fetch a paper, four waiting, others expected."""
    by_name = {one.username: one for one in scene.world.crew.at_desk(scene.desk.station.committee)}
    head, desk, colleague = by_name["head"], by_name["desk"], by_name["colleague"]
    scene.receive_early([desk, colleague], 9)
    scene.take_in_hand(desk, "elder-allowance", 0.8)
    scene.take_in_hand(colleague, "mediation", 0.7)
    scene.take_in_hand(desk, "hardship", 0.45)
    scene.offer_to(desk, colleague, "public-housing", 0.6)
    scene.offer_to(colleague, desk, "disability-card", 0.5)
    scene.give_to_body(desk, 0.75)
    scene.answer_already(desk, "residence-permit", 0.65)
    scene.sit(desk, "medical-insurance", 0.07)
    scene.sit(colleague, "living-alone", 0.05)
    scene.wait(head, 0.14)
    scene.wait_and_fetch(colleague, 0.1)
    scene.call(head, 0.08, again=0.05)
    scene.wait(desk, 0.06)
    scene.wait(colleague, 0.05, green=True)
    scene.expect(4)
    scene.wait_booked(desk, 0.04)
    scene.wait(desk, 0.02)
