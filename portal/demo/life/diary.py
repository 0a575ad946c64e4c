"""The demo's diary: what is to happen when, done in the order of time, each thing as of its own moment."""

from collections.abc import Callable
from datetime import datetime
from heapq import heappop, heappush
from itertools import count

Deed = Callable[[datetime], None]


class Diary:
    """Deeds by their moment; those of one moment in the order in which they were entered."""

    def __init__(self) -> None:
        self._order = count()
        self._deeds: list[tuple[datetime, int, Deed]] = []

    def enter(self, when: datetime, deed: Deed) -> None:
        """``deed`` is to be done at ``when``, and is told so."""
        heappush(self._deeds, (when, next(self._order), deed))

    def run(self, until: datetime) -> None:
        """Do everything up to ``until``, also what is entered on the way. The rest stays for later."""
        while self._deeds and self._deeds[0][0] <= until:
            when, _order, deed = heappop(self._deeds)
            deed(when)
