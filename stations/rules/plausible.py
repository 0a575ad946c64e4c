"""What cannot be true of an estate or a station's place: slips of the key, before they fall into every sum.

The limits are wide on purpose; what could be true somewhere passes.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median

from django.utils.translation import gettext as _

from portal.common.geo import Point, east_north, metres_between

FIRST_YEAR = 1800  # older walls stand, but no estates with a neighbourhood committee
MOST_HOUSEHOLDS = 50_000  # the largest estates of the country have about 40,000
MOST_OLDER = 10  # people over 60 in one household, on an average
LATITUDES, LONGITUDES = (3, 54), (73, 136)  # China, from its south-western to its north-eastern corner
NEAR_KM = 50  # from the middle of a district; the datums lie less than 1 km apart and need not be told apart
FEW = 3  # places; of fewer no middle is taken, or one slip would shut out all that is right

_NUMBER = re.compile(r"\d{3,}")  # "80年代" and "1–3" name no year
# Which figures each sentence is about: it is said when one of them is new.
_ABOUT: Mapping[str, frozenset[str]] = {
    "built": frozenset({"built"}),
    "households": frozenset({"households"}),
    "older_people": frozenset({"households", "older_people"}),
}


@dataclass(frozen=True)
class Around:
    """Where a district's known places stand: their middle, and how many km from it another can be meant."""

    middle: Point
    reach: int


def around(points: Sequence[Point]) -> Around | None:
    """The middle of ``points`` (medians: a slip among them does not move it); None of fewer than three.

    reach = 50 km, or twice as far as half of the places stand, in the wide counties of the west.
    """
    if len(points) < FEW:
        return None
    middle = Point(median(one.lat for one in points), median(one.lon for one in points))
    half = median(metres_between(middle, one) for one in points) / 1000
    return Around(middle, max(NEAR_KM, ceil(2 * half)))


def odd_figures(
    *, built: str, households: int, older: int, year: int, changed: Collection[str]
) -> dict[str, str]:
    """What of an estate cannot be, a sentence a field, as far as ``changed`` touches it. ``year`` is this year.

    built: every number of three digits or more is a year from 1800 to this one. households ≤ 50,000.
    older_people ≤ 10 × households; nothing where the households are not known (0).
    """
    found = {"built": _odd_year(built, year)}
    if households > MOST_HOUSEHOLDS:
        words = _("%(found)s households cannot be: at most %(most)s are expected in one estate.")
        found["households"] = words % {"found": households, "most": MOST_HOUSEHOLDS}
    if households > 0 and older > MOST_OLDER * households:
        words = _(
            "%(older)s people over 60 in %(households)s households cannot be: at most %(most)s are expected."
        )
        most = MOST_OLDER * households
        found["older_people"] = words % {"older": older, "households": households, "most": most}
    return {key: said for key, said in found.items() if said and _ABOUT[key] & set(changed)}


def _odd_year(built: str, year: int) -> str:
    for number in _NUMBER.findall(built):
        if len(number) != 4 or not FIRST_YEAR <= int(number) <= year:
            words = _("“%(found)s” is no year from %(first)s to %(last)s.")
            return words % {"found": number, "first": FIRST_YEAR, "last": year}
    return ""


def odd_place(lat: float, lon: float, known: Around | None) -> dict[str, str]:
    """What is wrong with degrees outside China, or too far from the ``known`` places; under "lat" or "lon", whichever
    is further off."""
    for key, value, (least, most) in (("lat", lat, LATITUDES), ("lon", lon, LONGITUDES)):
        if not least <= value <= most:
            words = _("China lies between %(least)s and %(most)s degrees.")
            return {key: words % {"least": least, "most": most}}
    if known is None:
        return {}
    place = Point(lat, lon)
    km = metres_between(known.middle, place) / 1000
    if km <= known.reach:
        return {}
    east, north = east_north(known.middle, place)
    words = _("This lies %(km)s km from the middle of what is known of the district: within %(most)s km is expected. "
              "Check latitude and longitude.")  # fmt: skip
    return {"lon" if abs(east) > abs(north) else "lat": words % {"km": round(km), "most": known.reach}}
