"""What is on, for pages of the hall: the next sessions of one station, and of today."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from requests_desk.models import ActivitySession
from requests_desk.views.activity_words import Line, line_of, listed
from stations.models import Station

FEW, FEW_OF_ONE = 6, 8
RUNNING = timedelta(minutes=90)  # so long after its begin a session is still shown on its station's page


def on_at(station: Station, at: datetime) -> list[Line]:
    """The next session of each group that meets at the station, a few. One statement."""
    rows = ActivitySession.objects.published().standing().filter(starts_at__gt=at - RUNNING)
    before = rows.filter(group=OuterRef("group"), starts_at__lt=OuterRef("starts_at"))
    here = rows.filter(~Exists(before), group__activity__station=station)
    return [line_of(one, at) for one in listed(here)[:FEW_OF_ONE]]


def on_today(at: datetime) -> list[Line]:
    """Today's sessions that are not over, the next one first, a few. One statement."""
    rows = ActivitySession.objects.published().standing().on(timezone.localtime(at).date())
    return [line_of(one, at) for one in listed(rows)[: FEW * 4] if one.ends_at > at][:FEW]
