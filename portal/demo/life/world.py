"""The demo's world: the diary, the dice, the crew and the desks, handed to everything that happens."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from portal.demo.life.crew import Crew
from portal.demo.life.desks import Desk
from portal.demo.life.diary import Diary
from portal.demo.life.people import Talk
from stations.models import Worker


@dataclass
class World:
    """What life needs. ``is_working`` tells China's working days."""

    today: date
    dice: random.Random
    diary: Diary
    crew: Crew
    talk: Talk
    desks: list[Desk]
    is_working: Callable[[date], bool]

    def chance(self, share: float) -> bool:
        """True so often in 1."""
        return self.dice.random() < share

    def minutes(self, least: int, most: int) -> timedelta:
        return timedelta(minutes=self.dice.randint(least, most))

    def count(self, expected: float) -> int:
        """A whole number, ``expected`` on average, with the ups and downs of ordinary days."""
        return int(expected * self.dice.uniform(0.4, 1.6) + self.dice.random())

    def seat_of(self, worker: Worker, desk: Desk) -> int:
        """The number of the desk at which they sit: everybody at the committee has theirs, or shares it."""
        return 1 + self.crew.at_desk(desk.station.committee).index(worker) % desk.station.desks

    def worker_at(self, desk: Desk) -> Worker:
        """One of those at the desk today; the head only now and then."""
        workers = self.crew.at_desk(desk.station.committee)
        heads = [one for one in workers if desk.station.committee_id in one.scope.head_committees]
        others = [one for one in workers if one not in heads]
        return self.dice.choice(others if others and not self.chance(0.1) else workers)


def midnight(day: date) -> datetime:
    """When a local day begins."""
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))
