"""The demo's people: invented residents, and the words they and the workers use."""

import random
from dataclasses import dataclass

from portal.demo.files import Data, read
from stations.models import Estate

PHONES = 10_000  # 021-0000xxxx, which no telephone has


@dataclass(frozen=True)
class Resident:
    """Somebody who is nobody. An empty phone: would rather not say."""

    name: str
    phone: str
    estate: Estate | None


class People:
    """The residents around one desk, who come again and again."""

    def __init__(self, dice: random.Random, estates: list[Estate], count: int) -> None:
        words = read("wutong")["words"]
        self._dice = dice
        self._residents = [
            Resident(
                dice.choice(words["surnames"]) + dice.choice(words["given"]),
                f"021-0000{dice.randrange(PHONES):04}",
                dice.choice(estates) if estates and dice.random() < 0.8 else None,
            )
            for _number in range(count)
        ]

    def somebody(self) -> Resident:
        return self._dice.choice(self._residents)


class Talk:
    """What is asked and answered, by the service it is about."""

    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        self._book: Data = read("talk")

    def about(self, slug: str) -> tuple[str, str]:
        """A question and its answer."""
        asked, answered = self._dice.choice(self._book[slug if slug in self._book else "otherwise"])
        return asked, answered

    def word(self, kind: str) -> str:
        """A note, a reason, a thank-you: one of the words of that kind."""
        return str(self._dice.choice(self._book["words"][kind]))
