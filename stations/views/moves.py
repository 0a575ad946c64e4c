"""The move: where a station stood, where it stands, and what that changed for those who walk there."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import sqrt

from stations.models import Committee, Estate, Site, Station, WalkingTime
from stations.rules.moving import move_between


@dataclass(frozen=True)
class Place:
    """One of the two panels: a site, the walk shown large on it, and its office as a drawn square."""

    site: Site
    way: WalkingTime | None
    side: int | None  # 0 to 100, true to scale beside the other panel's

    @property
    def estimated(self) -> bool:
        """Whether nobody has walked it with a watch."""
        return self.way is not None and not self.way.measured


@dataclass(frozen=True)
class Way:
    """The walk from one estate, before and now; None where it is not known."""

    estate: Estate
    before: WalkingTime | None
    now: WalkingTime | None


@dataclass(frozen=True)
class Moving:
    """A station's move. Without a site before there was none, and ``before`` is None."""

    before: Place | None
    now: Place | None
    between: list[Site]
    ways: list[Way]
    estate: Estate | None  # the one whose walk stands on the panels

    @property
    def same_address(self) -> bool:
        """Rebuilt, not moved: the door stayed where it was."""
        return bool(self.before and self.now and self.before.site.address == self.now.site.address)


def began_on(committee: Committee) -> date | None:
    """First day of the programme that the committee's plan belongs to (loaded with it), if any."""
    relocation = getattr(committee, "relocation", None)
    return relocation.programme.began_on if relocation else None


def moving(station: Station, estates: Iterable[Estate], began: date | None) -> Moving:
    """The move of ``station``, as seen from ``estates``. Two statements."""
    sites = list(station.sites.order_by("used_from", "pk"))
    found = move_between([(site.used_from, site.used_until) for site in sites], began)
    before = None if found.before is None else sites[found.before]
    now = None if found.now is None else sites[found.now]
    ends = [site for site in (before, now) if site]
    ways = _ways(list(estates), before, now)
    shown = _most_telling(ways)
    return Moving(
        before=_place(before, shown.before if shown else None, ends),
        now=_place(now, shown.now if shown else None, ends),
        between=_between(sites, before, now),
        ways=ways,
        estate=shown.estate if shown else None,
    )


def _ways(estates: list[Estate], before: Site | None, now: Site | None) -> list[Way]:
    sites = [site for site in (before, now) if site]
    rows = WalkingTime.objects.filter(estate__in=estates, site__in=sites)
    found = {(row.estate_id, row.site_id): row for row in rows}

    def way(estate: Estate, site: Site | None) -> WalkingTime | None:
        return found.get((estate.pk, site.pk)) if site else None

    return [Way(estate, way(estate, before), way(estate, now)) for estate in estates]


def _most_telling(ways: list[Way]) -> Way | None:
    # What a person measured tells more than an estimate; then the walk that shrank most.
    def weight(way: Way) -> tuple[bool, bool, int]:
        both = way.before is not None and way.now is not None
        measured = bool(way.before and way.before.measured)
        gain = way.before.minutes - way.now.minutes if way.before and way.now else 0
        return both, measured, gain

    known = [way for way in ways if way.before or way.now]
    return max(known, key=weight, default=None)


def _place(site: Site | None, way: WalkingTime | None, both: list[Site]) -> Place | None:
    if site is None:
        return None
    largest = max((one.office_m2 or 0 for one in both), default=0)
    side = round(100 * sqrt(site.office_m2 / largest)) if site.office_m2 and largest else None
    return Place(site, way, side)


def _between(sites: list[Site], before: Site | None, now: Site | None) -> list[Site]:
    # Stations that were rebuilt in steps: what stood after "before" and ended before "now".
    if before is None or now is None or before.used_until is None:
        return []
    others = [site for site in sites if site not in (before, now) and site.used_from]
    return [site for site in others if site.used_from and site.used_from > before.used_until]
