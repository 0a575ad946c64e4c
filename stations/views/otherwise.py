"""The second look: what to offer beside a list that came out empty."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, Value, When

from stations.models import Committee, Station
from stations.rules.search import normalise_query
from stations.views.cards import DAYS_AHEAD, NOT_OPERATING, Door, door, opening_days

FEW = 5  # stations named
STREET, DISTRICT = 9, 6  # digits of a register code


@dataclass(frozen=True)
class Otherwise:
    """A station that the words name and a tick leaves out, with the word over its door."""

    station: Station
    door: Door


def without_ticks(wanted: dict[str, Any], order: Any, now: datetime) -> dict[str, Any]:
    """Where "open now" or "step-free" left nothing of what the words alone name: those, in ``order``, and
    the address of the search without ticks. At most two statements."""
    ticked = wanted["open"] or wanted["step_free"]
    if (
        not ticked
        or not normalise_query(wanted["q"])
        or wanted["near"]
        or wanted["estate"]
        or wanted["service"]
    ):
        return {}
    rows = list(Station.objects.published().matching(wanted["q"]).for_cards().order_by(*order)[:FEW])
    days = opening_days(rows, now, DAYS_AHEAD) if rows else {}
    found = []
    for row in rows:
        shut = NOT_OPERATING.get(row.status)
        found.append(Otherwise(row, Door(shut, None, "") if shut else door(days.get(row.pk, {}), now)))
    return {"otherwise": found, "unticked": "?" + urlencode({"q": wanted["q"]})}


def near_committee(body: Committee) -> list[Station]:
    """A few operating stations of the committee's district, those of its street first. One statement."""
    rows = Station.objects.operating().filter(committee__code__startswith=body.code[:DISTRICT])
    same = Case(When(committee__code__startswith=body.code[:STREET], then=Value(0)), default=Value(1))
    return list(rows.for_cards().order_by(same, "committee__code", "kind", "pk")[:FEW])
