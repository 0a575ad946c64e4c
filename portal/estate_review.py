"""An estate as officials look at it: the walks that were counted, who serves it, and what came from it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count

from requests_desk.actions.review_counts import walks
from requests_desk.actions.review_sets import Area, Look
from requests_desk.models import EstateReach, Ticket
from stations.models import Estate, EstateBody, ServiceArea, Station, WalkingTime

HISTORY = 60  # changes of its reach that are listed
WAYS = 60  # ways that are read, the shortest first


@dataclass(frozen=True)
class EstateReview:
    """What the review knows of one estate. ``reach`` as EstateReach.COUNTED; ``before`` is empty without a
    programme."""

    estate: Estate
    reach: dict[str, int | None]
    began_on: date | None
    now: list[WalkingTime]
    before: list[WalkingTime]
    serving: list[ServiceArea]
    bodies: list[EstateBody]
    tickets: list[tuple[str, int]]
    history: list[EstateReach]

    @property
    def tickets_in_all(self) -> int:
        """Those of all states."""
        return sum(number for _state, number in self.tickets)


def estate_review(estate: Estate, *, at: datetime) -> EstateReview:
    """Read it: six statements. ``estate`` comes with its committee and the plan of that."""
    plan: Any = getattr(estate.committee, "relocation", None)
    began_on = plan.programme.began_on if plan else None
    area = Area((estate.committee.code,))
    reach = (
        walks(area, [plan.programme] if plan else []).filter(pk=estate.pk).values(*EstateReach.COUNTED).get()
    )
    ways = _ways(estate)
    return EstateReview(
        estate=estate,
        reach=reach,
        began_on=began_on,
        now=[way for way in ways if way.site.used_until is None],
        before=[way for way in ways if began_on and _used_on(way, began_on - timedelta(days=1))],
        serving=list(estate.areas.select_related("station").order_by("-primary", "pk")),
        bodies=list(estate.bodies.order_by("kind", "name")),
        tickets=_tickets(Look(area, at), estate),
        history=list(EstateReach.objects.filter(estate=estate).order_by("-since")[:HISTORY]),
    )


def _ways(estate: Estate) -> list[WalkingTime]:
    """Ways to sites, past ones too, of stations that operate: the shortest first."""
    rows = WalkingTime.objects.filter(estate=estate, site__station__status=Station.Status.OPERATING)
    return list(rows.select_related("site__station").order_by("minutes", "older_minutes", "pk")[:WAYS])


def _used_on(way: WalkingTime, day: date) -> bool:
    begins, ends = way.site.used_from, way.site.used_until
    return (begins is None or begins <= day) and (ends is None or day <= ends)


def _tickets(look: Look, estate: Estate) -> list[tuple[str, int]]:
    """The tickets of the last 90 days from the estate, by state."""
    rows = look.tickets().filter(estate=estate).order_by().values_list("state").annotate(number=Count("pk"))
    found = dict(rows)
    return [(str(state.label), found[state.value]) for state in Ticket.State if state.value in found]
