"""What search engines read: a station's hours day by day as on its page, what it offers, and who gives it."""

from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from stations.actions.holidays import seed_holidays
from stations.models import AnnouncedYear, Holiday, OpeningException, Station, WeekHours
from tests import factories as make
from tests.cast import Place
from tests.linked_data import data_of, disagreements, hours_on_page
from tests.pages import text_of
from tests.stage import staged

pytestmark = pytest.mark.django_db

# 28 days with Mid-Autumn, National Day, a make-up Sunday (20 September) and a make-up Saturday (10 October).
AUTUMN = datetime(2026, 9, 14, 10, tzinfo=make.SHANGHAI)
WINTER = datetime(2026, 12, 14, 10, tzinfo=make.SHANGHAI)  # before the notice for 2027 is loaded
OFFICE = (("09:00", "12:00"), ("13:30", "17:30"))
FRIDAY = (("09:00", "12:00"), ("13:30", "16:30"))


@pytest.fixture
def path(place: Place) -> str:
    return f"/en/stations/{place.station.slug}/"


@staged
def office(place: Place) -> Station:
    """Open from Monday to Friday with a break, shorter on Fridays, with the holidays that were announced."""
    AnnouncedYear.objects.all().delete()
    Holiday.objects.all().delete()
    seed_holidays(years=[2026])
    place.station.week.all().delete()
    WeekHours.objects.bulk_create(
        WeekHours(
            station=place.station, weekday=day, opens=time.fromisoformat(a), closes=time.fromisoformat(b)
        )
        for day in range(5)
        for a, b in (FRIDAY if day == 4 else OFFICE)
    )
    return place.station


def shown(client: Client, clock: time_machine.Traveller, station: Station, now: datetime) -> str:
    """The station's page at ``now``, its opening days rebuilt as every night."""
    clock.move_to(now)
    make.opened(station, now=now)
    return text_of(client.get(f"/en/stations/{station.slug}/"))


@pytest.fixture
def autumn(client: Client, clock: time_machine.Traveller, office: Station) -> str:
    OpeningException.objects.create(station=office, date=date(2026, 9, 16), reason="盘点")
    OpeningException.objects.create(
        station=office, date=date(2026, 10, 3), opens=time(10), closes=time(12), reason="值班"
    )
    return shown(client, clock, office, AUTUMN)


def test_every_day_of_four_weeks_has_the_hours_of_the_page(autumn: str) -> None:
    hours = hours_on_page(autumn)
    assert list(hours) == [date(2026, 9, 14) + timedelta(days=n) for n in range(28)]
    assert hours[date(2026, 9, 14)] == OFFICE
    assert hours[date(2026, 9, 16)] == ()  # an exception
    assert hours[date(2026, 9, 18)] == FRIDAY
    assert hours[date(2026, 9, 20)] == OFFICE  # a make-up Sunday
    assert hours[date(2026, 9, 25)] == hours[date(2026, 10, 7)] == ()  # holidays
    assert hours[date(2026, 10, 3)] == (("10:00", "12:00"),)  # an exception on a holiday
    assert hours[date(2026, 10, 10)] == FRIDAY  # a make-up Saturday
    assert disagreements(autumn) == {}


@pytest.mark.parametrize(
    ("right", "wrong", "days"),
    [
        (
            '"opens":"13:30","closes":"17:30","validFrom":"2026-09-20"',
            '"opens":"13:00","closes":"17:30","validFrom":"2026-09-20"',
            {date(2026, 9, 20)},
        ),
        ('"validThrough":"2026-10-10"', '"validThrough":"2026-10-11"', {date(2026, 10, 11)}),
        (
            '"opens":"00:00","closes":"00:00","validFrom":"2026-09-25"',
            '"opens":"09:00","closes":"12:00","validFrom":"2026-09-25"',
            {date(2026, 9, 25)},
        ),
        # Fridays; that of a holiday has a line of its own, and so has the make-up Sunday.
        (
            '"https://schema.org/Friday"',
            '"https://schema.org/Sunday"',
            {date(2026, 9, 18), date(2026, 10, 9), date(2026, 9, 27), date(2026, 10, 11)},
        ),
    ],
)
def test_a_wrong_hour_would_be_seen(autumn: str, right: str, wrong: str, days: set[date]) -> None:
    """The control: data that are wrong on some days disagree with the page on these."""
    assert right in autumn
    assert days <= disagreements(autumn.replace(right, wrong)).keys()


def test_holidays_and_make_up_days_are_said_in_words(autumn: str) -> None:
    for words in ("Mid-autumn Festival", "National Day", "Make-up working day for National Day", "盘点"):
        assert words in autumn
    for week in ("This week", "Next week", "The week after", "In three weeks"):
        assert f"<caption>{week}</caption>" in autumn


def test_of_days_that_wait_for_the_notice_nothing_is_claimed(
    client: Client, clock: time_machine.Traveller, office: Station
) -> None:
    AnnouncedYear.objects.exclude(year=2026).delete()
    clock.move_to(WINTER)
    page = shown(client, clock, office, WINTER)
    assert hours_on_page(page)[date(2026, 12, 25)] != ()
    AnnouncedYear.objects.filter(year=2027).delete()
    make.change_opening(stations=[office], at=WINTER)
    page = text_of(client.get(f"/en/stations/{office.slug}/"))
    hours = hours_on_page(page)
    assert len(hours) == 28
    assert hours[date(2026, 12, 24)] == OFFICE
    assert [day for day, said in hours.items() if said is None] == [
        date(2026, 12, 25) + timedelta(days=n) for n in range(15)
    ]
    assert "has not announced" in page
    assert disagreements(page) == {}


def test_the_days_that_are_over_are_left_out(
    client: Client, clock: time_machine.Traveller, office: Station
) -> None:
    page = shown(client, clock, office, AUTUMN + timedelta(days=3))
    assert len(hours_on_page(page)) == 25
    assert disagreements(page) == {}


def test_without_any_pattern_only_dates_are_claimed(
    client: Client, clock: time_machine.Traveller, office: Station
) -> None:
    office.week.all().delete()
    OpeningException.objects.create(station=office, date=date(2026, 9, 16), opens=time(9), closes=time(11))
    page = shown(client, clock, office, AUTUMN)
    assert "openingHoursSpecification" not in data_of(page)
    assert disagreements(page) == {}


def test_a_station_names_itself_and_what_it_offers(client: Client, place: Place) -> None:
    data = data_of(text_of(client.get(place.station.get_absolute_url())))
    host = settings.PORTAL_PUBLIC_URL
    assert data["@type"] == ["GovernmentOffice", "CivicStructure"]
    assert data["name"] == place.station.name
    assert data["telephone"] == place.station.phone
    assert data["url"] == f"{host}/stations/{place.station.slug}/"
    assert data["geo"]["latitude"] == 31.201
    assert data["makesOffer"] == [
        {
            "@type": "Offer",
            "itemOffered": {
                "@type": "GovernmentService",
                "name": place.service.name,
                "url": f"{host}/services/{place.service.slug}/",
            },
        }
    ]


def test_a_place_that_is_not_open_claims_no_hours_and_offers_nothing(client: Client, place: Place) -> None:
    Station.objects.update(status=Station.Status.PLANNED)
    data = data_of(text_of(client.get(place.station.get_absolute_url())))
    assert not data.keys() & {"openingHoursSpecification", "specialOpeningHoursSpecification", "makesOffer"}


def test_a_service_names_who_gives_it_and_where(client: Client, place: Place, other_place: Place) -> None:
    place.service.who, place.service.district = "本市居民", place.subdistrict.parent
    place.service.save()
    make.item(other_place.station, place.service)
    data = data_of(text_of(client.get(place.service.get_absolute_url())))
    assert data["@type"] == "GovernmentService"
    assert data["url"] == settings.PORTAL_PUBLIC_URL + place.service.get_absolute_url()
    assert [office["name"] for office in data["provider"]] == [place.station.name, other_place.station.name]
    assert data["provider"][0]["url"] == settings.PORTAL_PUBLIC_URL + place.station.get_absolute_url()
    assert data["areaServed"] == [{"@type": "AdministrativeArea", "name": "梧桐区"}]
    assert data["audience"]["audienceType"] == "本市居民"
    assert data["offers"] == {"@type": "Offer", "price": "0", "priceCurrency": "CNY"}


def test_a_service_that_nobody_gives_names_nobody(client: Client, place: Place) -> None:
    data = data_of(text_of(client.get(make.service().get_absolute_url())))
    assert not data.keys() & {"provider", "areaServed"}


def test_a_service_of_no_district_serves_the_committees_that_give_it(client: Client, place: Place) -> None:
    place.service.cost = "10元"
    place.service.save()
    data = data_of(text_of(client.get(place.service.get_absolute_url())))
    assert data["areaServed"] == [{"@type": "AdministrativeArea", "name": place.committee.name}]
    assert "offers" not in data
