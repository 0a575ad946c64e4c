"""The holiday table's seed."""

from datetime import date

import pytest

from stations.actions.holidays import CHINESE, known_years, seed_holidays
from stations.models import AnnouncedYear, Holiday

pytestmark = pytest.mark.django_db


def test_a_known_year_is_entered_with_its_source_and_is_announced():
    assert seed_holidays(years=[2026]) == [2026]
    assert AnnouncedYear.objects.get().year == 2026
    assert set(Holiday.objects.values_list("date__year", flat=True)) == {2026}
    assert all(
        source.startswith("chinesecalendar ") for source in Holiday.objects.values_list("source", flat=True)
    )


@pytest.mark.parametrize(
    ("day", "off", "name"),
    [
        (date(2026, 10, 1), True, "国庆节"),
        (date(2026, 10, 4), True, "国庆节"),  # a Sunday inside the holiday
        (date(2026, 9, 20), False, "国庆节调休上班"),  # a Sunday worked for it
        (date(2026, 1, 1), True, "元旦"),
    ],
)
def test_days_off_and_make_up_days_are_told_apart(day, off, name):
    seed_holidays(years=[2026])
    row = Holiday.objects.get(date=day)
    assert (row.off, row.name) == (off, name)


def test_every_holiday_has_a_chinese_name():
    seed_holidays(years=known_years())
    assert not Holiday.objects.filter(off=True).exclude(name__in=CHINESE.values()).exists()


def test_a_year_nobody_has_announced_stays_so():
    assert seed_holidays(years=[2199]) == []
    assert not AnnouncedYear.objects.exists()


def test_twice_is_once():
    seed_holidays(years=[2025, 2026])
    rows = set(Holiday.objects.values_list("pk", "date", "off", "name"))
    assert seed_holidays(years=[2025, 2026]) == []
    assert set(Holiday.objects.values_list("pk", "date", "off", "name")) == rows


def test_a_day_that_staff_entered_first_is_kept():
    Holiday.objects.create(date=date(2026, 10, 1), off=False, name="本街道照常", source="街道通知")
    seed_holidays(years=[2026])
    kept = Holiday.objects.get(date=date(2026, 10, 1))
    assert (kept.off, kept.name, kept.source) == (False, "本街道照常", "街道通知")


def test_what_staff_changed_or_removed_afterwards_does_not_come_back():
    seed_holidays(years=[2026])
    Holiday.objects.filter(date=date(2026, 10, 1)).delete()
    Holiday.objects.filter(date=date(2026, 10, 2)).update(name="改过")
    seed_holidays(years=[2026])
    assert not Holiday.objects.filter(date=date(2026, 10, 1)).exists()
    assert Holiday.objects.get(date=date(2026, 10, 2)).name == "改过"


def test_a_year_that_staff_announced_themselves_is_left_to_them():
    AnnouncedYear.objects.create(year=2026, source="国务院办公厅通知")
    assert seed_holidays(years=[2026]) == []
    assert not Holiday.objects.exists()
