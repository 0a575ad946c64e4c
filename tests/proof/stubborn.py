"""Clients that do not give up: each sends its form again until it has an answer that is one."""

import random
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPException

from requests_desk.models import Slot
from stations.models import ChecklistItem
from tests.requests_desk.concurrency.crowd import Answer, Browser

PATIENCE = 90  # seconds after which a client without an answer gives up
PAUSE = (0.05, 0.3)  # between two tries; shorter than the answer's Retry-After asks for, which is harder
DEFINITE = (302, 409)


@dataclass
class Client:
    """One person: their browser, their number, what came of each try ("broken" where nothing came), and the answer."""

    number: int
    browser: Browser = field(default_factory=Browser)
    tries: list[int | str] = field(default_factory=list)
    answer: Answer | None = None

    @property
    def phone(self) -> str:
        return f"138{self.number:08}"

    @property
    def link(self) -> str:
        """The secret link this client was led to; "" for whoever was not."""
        return self.answer.location if self.answer and self.answer.status == 302 else ""

    def insist(self, url: str, path: str, form: Callable[[], dict[str, object]]) -> None:
        """Send what ``form`` gives until an answer is definite, or patience ends."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answer = self.browser.post(url, path, form())
            except (OSError, HTTPException):
                self.tries.append("broken")
            else:
                self.tries.append(answer.status)
                if answer.status in DEFINITE:
                    self.answer = answer
                    return
            time.sleep(random.uniform(*PAUSE))


@dataclass(frozen=True)
class Crowd:
    """All clients of one burst."""

    clients: list[Client]

    @property
    def told(self) -> int:
        """How many have been told so far that they have a place."""
        return sum(bool(one.link) for one in self.clients)

    @property
    def without_answer(self) -> int:
        return sum(one.answer is None for one in self.clients)

    @property
    def came_again(self) -> int:
        """How many had to send their form more than once."""
        return sum(len(one.tries) > 1 for one in self.clients)

    @property
    def seen(self) -> Counter[int | str]:
        """Everything that clients got, by status."""
        return Counter(seen for one in self.clients for seen in one.tries)


def besiege(
    url: str,
    item: ChecklistItem,
    slot: Slot,
    *,
    clients: int,
    blows: Callable[[Crowd], None],
    fresh_keys: bool = False,
) -> Crowd:
    """Let ``clients`` want ``slot`` at the same moment, each with one form of its own, while ``blows`` fall.

    ``fresh_keys``, for a control: each try is a new form, as if a form had no key.
    """
    path = f"/stations/{item.station.slug}/book/"
    crowd = Crowd([Client(number) for number in range(clients)])
    ready = threading.Barrier(clients + 1)

    def come(client: Client) -> None:
        def fresh() -> dict[str, object]:
            more = {"email": f"r{client.number}@example.cn", "phone": client.phone}
            return client.browser.form(item, slot, client.number, **more)

        kept = fresh()
        ready.wait(60)
        client.insist(url, path, fresh if fresh_keys else lambda: kept)

    with ThreadPoolExecutor(clients) as pool:
        coming: list[Future[None]] = [pool.submit(come, one) for one in crowd.clients]
        ready.wait(60)
        blows(crowd)
        for one in coming:
            one.result()
    return crowd
