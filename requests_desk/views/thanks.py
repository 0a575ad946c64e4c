"""Thanks in figures: how often people helped and for how many hours, and who agreed to be named."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from requests_desk.models import Volunteer, VolunteerShift
from stations.models import Committee

YEAR = timedelta(days=365)
NAMED = 12  # people named at most


@dataclass(frozen=True)
class Thanks:
    """Participations and hours, in all and in the last twelve months; None is not known, never zero."""

    times: int | None
    late_times: int | None
    hours: Decimal | None
    late_hours: Decimal | None

    def __bool__(self) -> bool:
        return self.times is not None


def thanks_of(committee: Committee, today: date) -> Thanks:
    """What was given at ``committee`` up to ``today``. One statement."""
    shifts = VolunteerShift.objects.filter(committee=committee, on__lte=today)
    sums = shifts.thanks(today - YEAR)
    return Thanks(sums["all_times"], sums["late_times"], sums["all_hours"], sums["late_hours"])


def named_at(committee: Committee) -> list[Volunteer]:
    """Those who agreed to be named. One statement."""
    return list(Volunteer.objects.filter(committee=committee).named().order_by("pk")[:NAMED])
