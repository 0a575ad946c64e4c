"""The demo's scene: one desk's day so far, told from the present backwards.

Every deed has a share of the morning: 1 is when it began, 0 is now. So the bar is as busy at six in the
morning as at noon, and holds as many tickets.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from django.utils import timezone

from portal.demo.life import bookings, enquiries, fates
from portal.demo.life.desks import Desk
from portal.demo.life.hand_overs import SPEAKERS
from portal.demo.life.world import World, midnight
from requests_desk.actions.hand_overs import accept, offer
from requests_desk.actions.line import call_next, check_in
from requests_desk.actions.queue import call_again, not_here, park
from requests_desk.actions.tickets import answer, receive, start
from requests_desk.models import Ticket, Visit
from stations.models import Worker

MORNING = timedelta(hours=3)
COME_BY_NOW = timedelta(minutes=40)  # whoever was booked so long ago has come, and has gone again
STEP = 0.04  # of the morning, from one deed of a ticket to the next


@dataclass
class Scene:
    """A desk as of ``now``. What is taken in hand here has days to go, so that nothing is late today."""

    world: World
    desk: Desk
    now: datetime

    def enter(self, share: float, deed: Callable[[datetime], None]) -> None:
        """``deed`` is done that share of the morning ago, and not before today began."""
        morning = min(MORNING, self.now - midnight(self.world.today))
        self.world.diary.enter(timezone.localtime(self.now - max(0.0, share) * morning), deed)

    def log(self, worker: Worker, at: datetime, slug: str = "") -> Ticket:
        """Somebody walks in and sits down with ``worker``."""
        return enquiries.log(self.world, self.desk, worker, at, green=False, slug=slug)

    def receive_early(self, workers: list[Worker], count: int) -> None:
        """``count`` people came and were answered on the spot: those booked for earlier today, then
        people who walked in."""
        came = self.visits_before(self.now - COME_BY_NOW)[:count]
        for number, visit in enumerate(came):
            worker = workers[number % len(workers)]
            begin = max(visit.starts_at - timedelta(minutes=3), midnight(self.world.today))
            self.world.diary.enter(begin, partial(self.serve_visit, visit, worker))
        for number in range(count - len(came)):
            share = 1 - 0.6 * number / count
            self.enter(share, partial(self.serve, share, workers[number % len(workers)]))

    def visits_before(self, moment: datetime) -> list[Visit]:
        """Today's visits up to a moment, in order."""
        expected = Visit.objects.expected(self.world.today).filter(station=self.desk.station)
        return list(expected.filter(starts_at__lt=moment))

    def expect(self, count: int) -> None:
        """This morning people booked for later today, until ``count`` are still to come; on an evening on
        which no time is left, nobody."""

        def begin(at: datetime) -> None:
            soon = self.now + timedelta(minutes=10)
            coming = sum(visit.starts_at > soon for visit in self.visits_before(self.tomorrow))
            for item in self.desk.items[: max(0, count - coming)]:
                free = bookings.free_slots(item, self.world.today, at, green=False)
                if slot := free.filter(starts_at__gt=soon).order_by("booked", "starts_at").first():
                    bookings.book_slot(self.world, self.desk, item, slot, False, at)

        self.enter(0.9, begin)

    @property
    def tomorrow(self) -> datetime:
        return midnight(self.world.today + timedelta(days=1))

    def serve_visit(self, visit: Visit, worker: Worker, at: datetime) -> None:
        ticket = check_in(visit=visit, worker=worker, at=at).ticket
        fresh = receive(ticket=ticket, worker=worker, at=at + timedelta(minutes=4))
        done = at + timedelta(minutes=15)
        self.world.diary.enter(done, partial(fates.on_the_spot, self.world, fresh, worker))

    def serve(self, share: float, worker: Worker, at: datetime) -> None:
        ticket = self.log(worker, at)
        self.enter(share - STEP, partial(fates.on_the_spot, self.world, ticket, worker))

    def take_in_hand(self, worker: Worker, slug: str, share: float) -> None:
        """It takes days; the person has gone home."""

        def begin(at: datetime) -> None:
            ticket = self.log(worker, at, slug)
            note = self.world.talk.word("note")
            self.enter(
                share - STEP, lambda later: void(start(ticket=ticket, worker=worker, at=later, text=note))
            )

        self.enter(share, begin)

    def answer_already(self, worker: Worker, slug: str, share: float) -> None:
        """Answered, and the resident has not said a word yet."""

        def begin(at: datetime) -> None:
            ticket = self.log(worker, at, slug)
            _asked, told = self.world.talk.about(slug)
            self.enter(
                share - STEP, lambda later: void(answer(ticket=ticket, worker=worker, at=later, text=told))
            )

        self.enter(share, begin)

    def offer_to(self, giver: Worker, receiver: Worker, slug: str, share: float) -> None:
        """Offered to a colleague, who has not decided yet."""

        def begin(at: datetime) -> None:
            ticket, reason = self.log(giver, at, slug), self.world.talk.word("hand_over")
            deed = partial(offer, ticket=ticket, worker=giver, reason=reason, to_worker=receiver)
            self.enter(share - STEP, lambda later: void(deed(at=later)))

        self.enter(share, begin)

    def give_to_body(self, giver: Worker, share: float) -> None:
        """Handed to a body of the estate, which took it: somebody there said so by phone."""

        def begin(at: datetime) -> None:
            ticket, reason = self.log(giver, at, "repair"), self.world.talk.word("hand_over")
            made = offer(ticket=ticket, worker=giver, at=at, reason=reason, to_body=self.desk.bodies[0])
            deed = partial(accept, hand_over=made, worker=giver, said_by=SPEAKERS[0])
            self.enter(share - STEP, lambda later: void(deed(at=later)))

        self.enter(share, begin)

    def sit(self, worker: Worker, slug: str, share: float) -> None:
        """Somebody sits with ``worker`` right now."""
        self.enter(share, lambda at: void(self.log(worker, at, slug)))

    def wait(self, worker: Worker, share: float, *, green: bool = False) -> None:
        """Somebody took a number and waits."""
        world, desk = self.world, self.desk
        self.enter(share, lambda at: void(enquiries.log(world, desk, worker, at, to_line=True, green=green)))

    def wait_booked(self, worker: Worker, share: float) -> None:
        """The next one booked has come and waits; where nobody is booked any more, one who was not."""

        def begin(at: datetime) -> None:
            booked = self.visits_before(self.tomorrow)
            later = [one for one in booked if one.starts_at > at - timedelta(minutes=10)]
            if later:
                check_in(visit=later[0], worker=worker, at=at)
            else:
                enquiries.log(self.world, self.desk, worker, at, to_line=True, green=False)

        self.enter(share, begin)

    def wait_and_fetch(self, worker: Worker, share: float) -> None:
        """Somebody took a number and then remembered a paper at home: set aside until they are back."""

        def begin(at: datetime) -> None:
            ticket = enquiries.log(self.world, self.desk, worker, at, to_line=True, green=False)
            self.enter(share - STEP / 4, lambda later: void(park(ticket=ticket, worker=worker, at=later)))

        self.enter(share, begin)

    def call(self, worker: Worker, share: float, *, again: float, missed: bool = False) -> None:
        """The first in line has been called, and once more a share of the morning later; they are on the way, or
        (``missed``) set aside, as nobody came."""
        seat = self.world.seat_of(worker, self.desk)

        def begin(at: datetime) -> None:
            ticket = call_next(station=self.desk.station, worker=worker, at=at, desk=seat)
            deed = partial(call_again, ticket=ticket, worker=worker, desk=seat)
            self.enter(share - again, lambda later: void(deed(at=later)))
            if missed:
                nobody = partial(not_here, ticket=ticket, worker=worker)
                self.enter(share - 2 * again, lambda later: void(nobody(at=later)))

        self.enter(share, begin)


def void(result: object) -> None:
    """A deed's result is of no use to the diary."""
