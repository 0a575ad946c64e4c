"""The removal van: where a station stood before a programme began, and where it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from stations.rules.coverage import Use


@dataclass(frozen=True)
class Move:
    """Indexes into the station's sites; `before` is None where it did not move."""

    before: int | None
    now: int | None


def move_between(sites: Sequence[Use], began_on: date | None) -> Move:
    """Find the sites "before" and "now" among one station's sites, given as (from, to).

        now    = the site whose use has no end
        before = the site in use on began_on − 1 day; the site left last where none is
                 recorded for that day; without a programme the first site of all

    Before is never the site of now. Of several that share a day the later one counts.
    """
    now = next((i for i, (_, ends) in enumerate(sites) if ends is None), None)
    left = [i for i in range(len(sites)) if i != now]
    if began_on is not None:
        day = began_on - timedelta(days=1)
        if now is not None and _holds(sites[now], day):
            return Move(None, now)
        then = [i for i in left if _holds(sites[i], day)]
        if then:
            return Move(max(then, key=lambda i: sites[i][0] or date.min), now)
        return Move(max(left, key=lambda i: sites[i][1] or date.min, default=None), now)
    return Move(min(left, key=lambda i: sites[i][0] or date.min, default=None), now)


def in_use_on(sites: Sequence[Use], day: date) -> int | None:
    """The site in use on ``day``: an index into the sites, None where there was none; of two that share the day the
    later one."""
    held = [i for i, site in enumerate(sites) if _holds(site, day)]
    return max(held, key=lambda i: sites[i][0] or date.min, default=None)


def _holds(site: Use, day: date) -> bool:
    begins, ends = site
    return (begins is None or begins <= day) and (ends is None or day <= ends)
