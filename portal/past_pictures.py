"""The pictures of an area as of a past day: the walks, floor space and days that the nightly book kept, the places and
the doors by the days of their use. What it does not keep, the page says."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Q
from django.db.models.functions import Length

from portal.common.geo import to_wgs84
from portal.figure_book import COMMITTEE, kept_on
from portal.pictures import (
    SUBDISTRICT,
    EstateRow,
    Pictures,
    SpaceLine,
    area_of,
    divisions_of,
    trends_of,
)
from requests_desk.actions.review_counts import reaches_on
from requests_desk.actions.review_sets import Area
from requests_desk.models import ReviewDay
from requests_desk.rules.review import A_MONTH, Counts
from stations.admin.official import Official, scoped
from stations.models import Committee, Site, Station
from stations.models.named import in_language
from stations.rules.charts.estate_map import Door, Home
from stations.rules.charts.space_bars import Space


class NothingKept(LookupError):
    """The book has no page of the area on the day, and none of the month before."""


def pictures_then(official: Official, code: str, *, on: date) -> Pictures | None:
    """What was drawn of the area on the last night up to ``on``; None where there is no such area, NothingKept where
    there was no such night. Eight statements, however many committees. The code lies in ``official``'s scope: whoever
    asks has looked."""
    divisions = divisions_of(code)
    kept = kept_on((code,), on)
    if kept is None or kept.day <= on - A_MONTH:
        if code in divisions or Committee.objects.filter(code=code).exists():
            raise NothingKept
        return None
    pages = _pages(code, kept.day)
    registered = _committees(official, code, pages)
    if code not in divisions and code not in {one.code for one in registered}:
        return None
    committees = [one for one in registered if one.code in pages]
    estates = _estates(code, kept.day, {one.pk: one for one in committees}, pages)
    drawn = sum(one.home.households for one in estates)
    return Pictures(
        area_of(official, code, divisions, registered), committees, estates, _doors(code, kept.day),
        [SpaceLine(one, _space(one, pages[one.code])) for one in committees], [], trends_of(code, kept.day),
        on=kept.day, gone=max(0, kept.counts.get("households", 0) - drawn),
    )  # fmt: skip


def _pages(code: str, day: date) -> dict[str, Counts]:
    """What was counted of each committee that was under review that day."""
    rows = ReviewDay.objects.annotate(digits_=Length("code")).filter(
        code__startswith=code, day=day, digits_=COMMITTEE
    )
    return dict(rows.values_list("code", "counts"))


def _committees(official: Official, code: str, pages: Mapping[str, Counts]) -> list[Committee]:
    """Those with a page; in a subdistrict all, for they are its parts."""
    rows = scoped(Committee.objects.all(), official).filter(code__startswith=code)
    if len(code) < SUBDISTRICT:
        rows = rows.filter(code__in=list(pages))
    return list(rows.select_related("relocation__programme").order_by("code"))


def _estates(
    code: str, day: date, owners: Mapping[int, Committee], pages: Mapping[str, Counts]
) -> list[EstateRow]:
    rows = reaches_on(Area((code,)), day).order_by("estate")
    columns = ("name", "name_en", "lat", "lon", "datum", "committee")
    found = []
    for key, name, name_en, lat, lon, datum, committee, *walk in rows.values_list(
        "estate", *(f"estate__{one}" for one in columns), "households", "minutes", "minutes_before"
    ):
        if committee not in owners:  # it has come to a committee that was not under review then
            continue
        place = None if lat is None or lon is None else to_wgs84(lat, lon, datum)
        households, minutes, before = walk
        owner, label = owners[committee], in_language(name, name_en)
        planned = bool(pages[owner.code].get("in_programme"))
        found.append(EstateRow(key, label, owner, Home(label, place, households, minutes), before, planned))
    return found


def _doors(code: str, day: date) -> list[Door]:
    """The doors in use that day, of the area's stations that operate now: no day is noted on which one began to."""
    used = Q(used_from=None) | Q(used_from__lte=day)
    used &= Q(used_until=None) | Q(used_until__gte=day)
    rows = Site.objects.filter(
        used, station__committee__code__startswith=code, station__status=Station.Status.OPERATING,
        lat__isnull=False, lon__isnull=False,
    )  # fmt: skip
    places: Any = rows.order_by("pk").values_list("lat", "lon", "datum")
    return [Door(to_wgs84(*place), own=True) for place in places]


def _space(committee: Committee, counts: Counts) -> Space:
    """Floor space before and then: kept of those in a programme of which all four areas were known."""
    if not counts.get("floors"):
        return Space(committee.label, None, None)
    before, then = (
        (counts.get(f"office_{when}", 0), counts.get(f"service_{when}", 0)) for when in ("before", "now")
    )
    return Space(committee.label, before, then)
