"""A committee: its living rooms or the plan for one, its estates, its blocks and whom to phone."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.models import Committee, Relocation, Site, Station
from stations.rules.coverage import MOVED, Standing, move_of, standing
from stations.views.cards import cards
from stations.views.grids import blocks_of, is_listed
from stations.views.otherwise import near_committee

CODE = re.compile(r"\d{12}", re.ASCII)

# How a move stands, as the public is told: that it is done, under way or to come.
STANDING_WORDS = {
    "moved": _("On the street"),
    "moved_late": _("On the street"),
    "in_work": _("The move is under way"),
    "planned": _("The move is planned"),
    "late": _("The move is not finished yet"),
    "unplanned": _("No date yet"),
}


def public_tag(standing: Standing) -> str:
    """The tag's shape (templates/components/tag.html) by which the public sees how a move stands: nobody is shamed."""
    return "open" if standing in MOVED else "off" if standing == "unplanned" else "wait"


@dataclass(frozen=True)
class Plan:
    """What the public may know of a relocation: how it stands and its days, never the reasons."""

    relocation: Relocation
    standing: Standing
    moved_on: date | None
    rough: bool
    rebuilt: bool  # done on the spot: the door stayed where it was

    @property
    def moved(self) -> bool:
        return self.standing in MOVED

    @property
    def kind(self) -> str:
        """Of the tag (templates/components/tag.html) that shows it."""
        return public_tag(self.standing)

    @property
    def words(self) -> str:
        return str(_("Rebuilt on the spot") if self.rebuilt else STANDING_WORDS[self.standing])


def facts_of(body: Committee, now: datetime) -> dict[str, Any]:
    """What stands, of one committee of the register, whether it has moved or not: for its page."""
    stations = list(Station.objects.published().filter(committee=body).for_cards().order_by("kind", "pk"))
    return {
        "section": "stations",
        "committee": body,
        "cards": cards(stations, now),
        "near": [] if stations else near_committee(body),
        "plan": plan(body, timezone.localtime(now).date()),
        "open_at_all": any(station.status == Station.Status.OPERATING for station in stations),
        "estates": list(body.estates.with_minutes().order_by("pk")),
        "councils": list(body.councils.select_related("estate").order_by("pk")),
        "blocks": (blocks := blocks_of(body)).rows,
        "spread": [post for post in blocks.spread if is_listed(post)],  # the others are counts
        "courts": blocks.courts,
        "houses": blocks.houses,
        "counts": blocks.counts(),
    }


def load(code: str) -> Committee:
    """The committee with its street, district and plan, or Http404."""
    rows = Committee.objects.select_related("subdistrict__parent__parent", "relocation__programme")
    found = rows.filter(code=code).first() if CODE.fullmatch(code) else None
    if found is None:
        raise Http404
    return found


def plan(body: Committee, today: date) -> Plan | None:
    """How the committee's move stands today; None without a plan. One statement."""
    relocation: Relocation | None = getattr(body, "relocation", None)
    sites = list(Site.objects.filter(station__committee=body, station__kind=Station.Kind.MAIN))
    if relocation is None:
        return None
    moved_on = move_of([(site.used_from, site.used_until) for site in sites], relocation.programme.began_on)
    stands = standing(
        moved_on=moved_on,
        work_began_on=relocation.work_began_on,
        due_on=relocation.promised_on,
        today=today,
    )
    rough = any(site.dates_are_rough for site in sites if site.used_from == moved_on)
    moved = stands in MOVED
    rebuilt = moved and len({site.address for site in sites}) == 1 and len(sites) > 1
    return Plan(relocation, stands, moved_on, rough, rebuilt)
