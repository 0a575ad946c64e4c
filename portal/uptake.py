"""What departments really give (下沉): their turns at open days, and which stations took their packs; as far as an
official may see."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from requests_desk.models import OpenDayRecord
from requests_desk.rules.open_days import Turn, Uptake, added, uptake
from stations.admin.official import Official, scoped
from stations.models import PackOffer, ServicePack
from stations.models.named import in_language


@dataclass(frozen=True)
class PackUptake:
    """One pack: to how many stations in scope it was offered, and what they said."""

    pack: ServicePack
    offered: int
    accepted: int
    declined: int

    @property
    def waiting(self) -> int:
        return self.offered - self.accepted - self.declined

    @property
    def percent(self) -> int | None:
        """How many of 100 stations took it; all but one is never 100. None where it was offered to nobody."""
        if not self.offered:
            return None
        share = round(100 * self.accepted / self.offered)
        return 99 if share == 100 and self.accepted < self.offered else share


def department_turns(official: Official, *, at: datetime) -> tuple[list[Uptake], Uptake]:
    """A line a department of the sessions in scope that have begun, and their sum. One statement."""
    rows = scoped(OpenDayRecord.objects.all(), official).filter(
        session__called_off=False, session__starts_at__lte=at
    )
    names = ("theme__department", "theme__department_en")
    figures = ("department_came", "staff", "party_members", "residents")
    rows = rows.order_by("theme__position", "pk")
    turns = [
        Turn(in_language(name, english), *counted)
        for name, english, *counted in rows.values_list(*names, *figures)
    ]
    return uptake(turns), added("", turns)


def pack_uptake(official: Official) -> list[PackUptake]:
    """A line a pack that was offered to stations in scope. One statement."""
    offers = scoped(PackOffer.objects.all(), official).values("pk")

    def number(**more: str) -> Count:
        return Count("offers", filter=Q(offers__in=offers, **more))

    rows = ServicePack.objects.annotate(
        offered=number(),
        accepted=number(offers__state=PackOffer.State.ACCEPTED),
        declined=number(offers__state=PackOffer.State.DECLINED),
    )
    found = rows.filter(offered__gt=0).select_related("district")
    return [PackUptake(row, row.offered, row.accepted, row.declined) for row in found]  # type: ignore[attr-defined]
