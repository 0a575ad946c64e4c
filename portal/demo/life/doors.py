"""The demo's doors: open today, whatever day it is and at whatever hour somebody looks."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta

from django.utils import timezone

from portal.demo.life.desks import Desk
from stations.actions.opening import rebuild_opening_days
from stations.models import OpeningDay, OpeningException, Station

OPENS, CLOSES = time(9), time(17)
AROUND = timedelta(hours=3)  # before and after now, where the day is lengthened
NEARLY_CLOSING = timedelta(minutes=30)
DEMO_DAY = {"reason": "演示日，照常开放", "reason_en": "Demo day, open as usual"}


def open_today(at: datetime) -> None:
    """A station that a holiday or an unannounced day would keep shut gets hours for today. One that is
    closed by exception, or on that day of every week, stays so."""
    today = timezone.localtime(at).date()
    stations = Station.objects.operating().exclude(week=None)
    rebuild_opening_days(stations=stations, today=today, ahead=0)
    shut = OpeningDay.objects.filter(date=today, opens=None, station__in=stations)
    OpeningException.objects.bulk_create(
        OpeningException(station_id=day.station_id, date=today, opens=OPENS, closes=CLOSES, **DEMO_DAY)
        for day in shut.exclude(source__in=(OpeningDay.Source.EXCEPTION, OpeningDay.Source.WEEK))
    )


def stay_open(desks: Iterable[Desk], at: datetime) -> None:
    """Where the day has not begun or is over, it is lengthened, so that the bar is open now. Its
    bookable times are made when the day has been told."""
    local = timezone.localtime(at)
    longer = [desk for desk in desks if not is_open(desk, local)]
    for desk in longer:
        spans = desk.spans[local.date()]
        lengthen(desk.station, min(spans[0][0], local - AROUND), max(spans[-1][1], local + AROUND), local)
    rebuild_opening_days(stations=[desk.station for desk in longer], today=local.date())


def is_open(desk: Desk, local: datetime) -> bool:
    """Whether the desk is open at ``local`` and for some time to come."""
    return any(opens <= local < closes - NEARLY_CLOSING for opens, closes in desk.spans[local.date()])


def lengthen(station: Station, opens: datetime, closes: datetime, local: datetime) -> None:
    """Hours of this day alone, in whole minutes and within it."""
    day = local.date()
    begin = time.min if opens.date() < day else opens.time().replace(second=0, microsecond=0)
    end = time(23, 59) if closes.date() > day else closes.time().replace(second=0, microsecond=0)
    OpeningException.objects.filter(station=station, date=day).delete()
    OpeningException.objects.create(station=station, date=day, opens=begin, closes=end, **DEMO_DAY)
