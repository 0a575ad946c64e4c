"""The time table: which times can be booked on a day, asked at a moment, in Asia/Shanghai. Everything from
the week to the list that a resident chooses from is the product's own; the holidays are those announced."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import zip_longest

import chinese_calendar
import pytest

from requests_desk.actions.closures import change_opening
from requests_desk.actions.places import bookable_slots
from requests_desk.models import Slot
from stations.models import (
    AnnouncedYear,
    ChecklistItem,
    Holiday,
    ItemHours,
    OpeningDay,
    OpeningException,
    Station,
    WeekHours,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

OFFICE = "09:00-12:00 13:30-17:00"
WEEKS = {
    "office": dict.fromkeys(range(4), OFFICE) | {4: "09:00-11:00"},
    "saturdays too": dict.fromkeys(range(5), OFFICE) | {5: "09:00-10:00"},
    "daily": dict.fromkeys(range(7), OFFICE),
    "touching": dict.fromkeys(range(7), "09:00-10:15 10:15-11:15"),
    "night": dict.fromkeys(range(7), "00:30-02:00 22:00-23:45"),
    "none": {},
}
WHOLE_DAY = "09:00…11:30 13:30…16:30"
YEARS = (2024, 2026)  # whose notice is out


@dataclass(frozen=True)
class Case:
    """At ``now`` somebody looks for a time on ``day``; ``free`` is what they find."""

    what: str
    now: str
    day: str
    free: str
    week: str = "office"
    exceptions: dict[str, str] = field(default_factory=dict)  # date: hours, "" for closed
    own_hours: str = ""  # of the item, on every day of the week
    years: tuple[int, ...] = YEARS
    station: dict[str, object] = field(default_factory=dict)


def at(**fields: object) -> dict[str, object]:
    return {"notice_minutes": 60, "horizon_days": 14, "slot_minutes": 30, **fields}


CASES = (
    # The day and its edges.
    Case("an ordinary day has a lunch break", "2026-03-03 08:00", "2026-03-04", WHOLE_DAY),
    Case("a Friday has hours of its own", "2026-03-03 08:00", "2026-03-06", "09:00…10:30"),
    Case("a Saturday has none", "2026-03-03 08:00", "2026-03-07", ""),
    Case("no week is unknown, not open", "2026-03-03 08:00", "2026-03-04", "", week="none"),
    Case(
        "what is left at the end of an interval is no slot", "2026-03-03 08:00", "2026-03-04",
        "09:00 09:50 10:40 13:30 14:20 15:10 16:00", station=at(slot_minutes=50),
    ),
    Case(
        "a slot that just fits is one", "2026-03-03 08:00", "2026-03-04", "09:00 13:30",
        station=at(slot_minutes=180),
    ),
    Case(
        "a minute longer and only the afternoon holds it", "2026-03-03 08:00", "2026-03-04", "13:30",
        station=at(slot_minutes=181),
    ),
    Case(
        "no slot runs over the seam of two intervals", "2026-03-03 08:00", "2026-03-04",
        "09:00…09:30 10:15…10:45", week="touching",
    ),
    # Notice.
    Case("exactly the notice is enough", "2026-03-04 08:00", "2026-03-04", WHOLE_DAY),
    Case("a minute less is not", "2026-03-04 08:01", "2026-03-04", "09:30…11:30 13:30…16:30"),
    Case("over lunch only the afternoon is left", "2026-03-04 12:00", "2026-03-04", "13:30…16:30"),
    Case("half an hour before the last slot nothing is", "2026-03-04 16:00", "2026-03-04", ""),
    Case("a notice of a day", "2026-03-03 10:00", "2026-03-04", "10:00…11:30 13:30…16:30",
         station=at(notice_minutes=1440)),
    Case("a notice over midnight", "2026-03-03 23:45", "2026-03-04", "01:30 22:00…23:00", week="night",
         station=at(notice_minutes=105)),
    # Midnight, and days that begin earlier in Greenwich.
    Case("a second before midnight it is still today", "2026-03-03 23:59:59", "2026-03-03", ""),
    Case("and tomorrow is whole", "2026-03-03 23:59:59", "2026-03-04", WHOLE_DAY),
    Case("at midnight the day is whole", "2026-03-04 00:00", "2026-03-04", WHOLE_DAY),
    Case("the small hours belong to their own day", "2026-03-03 08:00", "2026-03-04",
         "00:30…01:30 22:00…23:00", week="night"),
    # Horizon.
    Case("the last day of the horizon counts in full", "2026-03-04 23:30", "2026-03-18", WHOLE_DAY),
    Case("the day after it does not", "2026-03-04 23:30", "2026-03-19", ""),
    Case("a day later it does", "2026-03-05 00:00", "2026-03-19", WHOLE_DAY),
    Case("a horizon of none is today", "2026-03-04 07:00", "2026-03-05", "", station=at(horizon_days=0)),
    Case("and today it is", "2026-03-04 07:00", "2026-03-04", WHOLE_DAY, station=at(horizon_days=0)),
    # Months and years.
    Case("over the end of a month", "2026-03-25 08:00", "2026-04-01", WHOLE_DAY),
    Case("29 February", "2024-02-20 08:00", "2024-02-29", WHOLE_DAY),
    Case("1 March of a leap year", "2024-02-20 08:00", "2024-03-01", "09:00…10:30"),
    Case("over the end of a year whose next is announced", "2026-12-28 08:00", "2027-01-04", WHOLE_DAY,
         years=(2026, 2027)),
    Case("nobody promises what is not announced", "2026-12-20 08:00", "2026-12-30", ""),
    Case("further from the holidays it is the week", "2026-12-20 08:00", "2026-12-24", WHOLE_DAY),
    Case("summer time elsewhere moves nothing here", "2026-03-27 08:00", "2026-03-30", WHOLE_DAY),
    # Holidays and make-up days.
    Case("Spring Festival", "2026-02-10 08:00", "2026-02-17", "", week="daily"),
    Case("its last day", "2026-02-10 08:00", "2026-02-23", "", week="daily"),
    Case("the first day after it", "2026-02-10 08:00", "2026-02-24", WHOLE_DAY),
    Case("open on New Year's Day by an exception", "2026-02-10 08:00", "2026-02-17", "10:00…10:30",
         exceptions={"2026-02-17": "10:00-11:00"}),
    Case("a make-up Saturday follows Friday", "2026-02-10 08:00", "2026-02-14", "09:00…10:30"),
    Case("unless it has hours of its own", "2026-02-10 08:00", "2026-02-14", "09:00…09:30",
         week="saturdays too"),
    Case("a make-up Sunday follows Monday", "2026-01-03 08:00", "2026-01-04", WHOLE_DAY),
    Case("closed on a make-up Saturday by an exception", "2026-02-20 08:00", "2026-02-28", "",
         exceptions={"2026-02-28": ""}),
    Case("a long weekend within the week", "2026-04-01 08:00", "2026-04-06", ""),
    Case("half a day by an exception", "2026-03-03 08:00", "2026-03-04", "14:00…15:30",
         exceptions={"2026-03-04": "14:00-16:00"}),
    # What has hours of its own, and who takes nobody.
    Case("the lawyer's hours lie inside the station's", "2026-03-03 08:00", "2026-03-05",
         "11:00…11:30 13:30…14:30", own_hours="11:00-15:00"),
    Case("and on a holiday there are none", "2026-02-10 08:00", "2026-02-17", "", week="daily",
         own_hours="11:00-15:00"),
    Case("no places", "2026-03-03 08:00", "2026-03-04", "", station=at(slot_capacity=0, slot_held=0)),
    Case("a station given up", "2026-03-03 08:00", "2026-03-04", "",
         station=at(status=Station.Status.CLOSED)),
)  # fmt: skip


def spans(text: str) -> list[tuple[time, time]]:
    pairs = (part.split("-") for part in text.split())
    return [(time.fromisoformat(begins), time.fromisoformat(ends)) for begins, ends in pairs]


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=make.SHANGHAI)


@pytest.fixture
def item(db: None) -> ChecklistItem:
    """One matter at one station, and the announced holidays."""
    station = make.station(make.committee())
    constants = chinese_calendar.constants
    announced = dict.fromkeys(constants.holidays, True) | dict.fromkeys(constants.workdays, False)
    Holiday.objects.bulk_create(
        Holiday(date=day, off=off, name="x", source="x")
        for day, off in announced.items()
        if day.year in YEARS
    )
    return make.item(station)


def write_down(case: Case, item: ChecklistItem) -> ChecklistItem:
    """Make the station as the case has it, with the days and slots of the night before and of ``now``."""
    station = item.station
    for model in (WeekHours, OpeningException, OpeningDay, Slot):
        model.objects.filter(station=station).delete()  # type: ignore[attr-defined]
    AnnouncedYear.objects.all().delete()
    AnnouncedYear.objects.bulk_create(AnnouncedYear(year=year, source="x") for year in case.years)
    ItemHours.objects.all().delete()
    plain = at(status=Station.Status.OPERATING, slot_capacity=2, slot_held=0)
    Station.objects.filter(pk=station.pk).update(**{**plain, **case.station})
    WeekHours.objects.bulk_create(
        WeekHours(station=station, weekday=day, opens=opens, closes=closes)
        for day, hours in WEEKS[case.week].items()
        for opens, closes in spans(hours)
    )
    OpeningException.objects.bulk_create(
        OpeningException(station=station, date=date.fromisoformat(day), opens=opens, closes=closes)
        for day, hours in case.exceptions.items()
        for opens, closes in spans(hours) or [(None, None)]
    )
    ItemHours.objects.bulk_create(
        ItemHours(item=item, weekday=day, opens=opens, closes=closes)
        for day in range(7)
        for opens, closes in spans(case.own_hours)
    )
    for when in (moment(case.now) - timedelta(days=1), moment(case.now)):
        change_opening(stations=[station], at=when)
    return ChecklistItem.objects.select_related("station").get(pk=item.pk)


def free(case: Case, item: ChecklistItem) -> str:
    """The times to be had, runs of half hours drawn together: "09:00…11:30 13:30"."""
    slots = bookable_slots(item, at=moment(case.now)).order_by("starts_at")
    local = (slot.starts_at.astimezone(make.SHANGHAI) for slot in slots)
    return " ".join(runs([one for one in local if one.date() == date.fromisoformat(case.day)]))


def runs(moments: list[datetime]) -> Iterator[str]:
    begun: datetime | None = None
    for this, following in zip_longest(moments, moments[1:]):
        begun = begun or this
        if following is None or following - this != timedelta(minutes=30):
            yield f"{begun:%H:%M}" if begun == this else f"{begun:%H:%M}…{this:%H:%M}"
            begun = None


def test_every_time_that_can_be_booked_and_no_other(item: ChecklistItem) -> None:
    assert len(CASES) >= 30
    found = {case.what: free(case, write_down(case, item)) for case in CASES}
    assert found == {case.what: case.free for case in CASES}


def test_after_bookings_the_hours_change_and_change_back(item: ChecklistItem) -> None:
    """What is booked is shut, not lost; what nobody booked goes; both come back with the hours."""
    case = Case("", "2026-03-03 08:00", "2026-03-04", WHOLE_DAY)
    item = write_down(case, item)
    begins = moment("2026-03-04 10:00")
    visit = make.visit(item, begins, at=moment(case.now))
    week = WeekHours.objects.filter(station=item.station, weekday=2)
    week.filter(opens=time(9)).update(opens=time(11))
    hit = change_opening(stations=[item.station], at=moment(case.now))
    assert hit == [visit]
    assert free(case, item) == "11:00…11:30 13:30…16:30"
    day = Slot.objects.between(moment("2026-03-04 00:00"), moment("2026-03-05 00:00"))
    assert [slot.starts_at for slot in day.filter(open=False)] == [begins]
    week.filter(opens=time(11)).update(opens=time(9))
    assert change_opening(stations=[item.station], at=moment(case.now)) == []
    assert free(case, item) == WHOLE_DAY
    assert Slot.objects.get(pk=visit.slot_id).booked == 1
