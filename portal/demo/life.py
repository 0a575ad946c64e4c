"""The demo's life: opening days and slots from ninety days ago to two weeks ahead."""

from collections.abc import Callable
from datetime import datetime, time

from django.utils import timezone

from requests_desk.actions.closures import change_opening
from stations.actions.opening import rebuild_opening_days
from stations.models import OpeningDay, OpeningException, Station

TODAY_OPENS, TODAY_CLOSES = time(9), time(17)


def live(*, at: datetime, days: int, advance: Callable[[int], None], work: int) -> None:
    """Open the stations."""
    open_today(at)
    change_opening(stations=Station.objects.operating(), at=at)
    advance(work)


def open_today(at: datetime) -> None:
    """Whatever day it is, today the demo's doors are open: a station that a Sunday, a holiday or an
    unannounced day would keep shut gets hours for today. One that is closed by exception stays so."""
    today = timezone.localtime(at).date()
    stations = Station.objects.operating().exclude(week=None)
    rebuild_opening_days(stations=stations, today=today, ahead=0)
    shut = OpeningDay.objects.filter(date=today, opens=None, station__in=stations)
    OpeningException.objects.bulk_create(
        OpeningException(
            station_id=day.station_id,
            date=today,
            opens=TODAY_OPENS,
            closes=TODAY_CLOSES,
            reason="演示日，照常开放",
            reason_en="Demo day, open as usual",
        )
        for day in shut.exclude(source=OpeningDay.Source.EXCEPTION)
    )
