"""Closing a day: what was seen is what is called off, and everybody is told in some way."""

from datetime import timedelta

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions.closures import DayOver, ListChanged, close_day, reopen_day, visits_hit
from requests_desk.models import Message, Slot, Visit
from stations.models import OpeningDay, Worker
from tests import factories as make
from tests.cast import Place

TOMORROW = make.at(1).date()


def close(place: Place, worker: Worker, seen: list[Visit], **more: object) -> list[Visit]:
    fields = {"day": TOMORROW, "reason": "停电检修", "reason_en": "", "at": make.NOW} | more
    return close_day(station=place.station, worker=worker, seen=[visit.pk for visit in seen], **fields)


def test_visits_are_called_off_and_told_by_mail_or_phone(place: Place, desk: Worker) -> None:
    by_mail = make.visit(place.item, make.at(1, 9), email="wang@example.cn")
    by_phone = make.visit(place.item, make.at(1, 15))
    other_day = make.visit(place.item, make.at(2, 9))
    hit = visits_hit(station=place.station, day=TOMORROW, at=make.NOW)
    assert hit == [by_mail, by_phone]
    close(place, desk, hit)
    states = dict(Visit.objects.values_list("pk", "state"))
    assert states == {by_mail.pk: "cancelled", by_phone.pk: "cancelled", other_day.pk: "booked"}
    told = set(Message.objects.filter(kind="called_off").values_list("visit", "channel"))
    assert told == {(by_mail.pk, "email"), (by_phone.pk, "call")}
    assert not Slot.objects.filter(station=place.station, open=True, starts_at__date=TOMORROW).exists()
    day = OpeningDay.objects.get(station=place.station, date=TOMORROW)
    assert (day.opens, day.source) == (None, "exception")


def test_a_visit_booked_since_the_list_was_shown_stops_it(place: Place, desk: Worker) -> None:
    seen = [make.visit(place.item, make.at(1, 9))]
    make.visit(place.item, make.at(1, 10))
    with pytest.raises(ListChanged):
        close(place, desk, seen)
    assert not Visit.objects.filter(state="cancelled").exists()
    assert not Message.objects.filter(kind="called_off").exists()


def test_today_closes_for_what_is_left_of_it(place: Place, desk: Worker) -> None:
    early = make.visit(place.item, make.at(0, 11), at=make.at(-1))
    late = make.visit(place.item, make.at(0, 15), at=make.at(-1))
    close(place, desk, [late], day=make.TODAY, at=make.at(0, 12))
    assert dict(Visit.objects.values_list("pk", "state")) == {early.pk: "booked", late.pk: "cancelled"}


def test_a_day_that_is_over_stays_as_it_was(place: Place, desk: Worker) -> None:
    with pytest.raises(DayOver):
        close(place, desk, [], day=make.TODAY - timedelta(days=1))


def test_opened_after_all_it_has_its_hours_and_slots_again(place: Place, desk: Worker) -> None:
    visit = make.visit(place.item, make.at(1, 9))
    slots = Slot.objects.filter(station=place.station, open=True, starts_at__date=TOMORROW)
    before = slots.count()
    close(place, desk, [visit])
    close(place, desk, [], reason="仍在检修")  # saying it twice is no error
    reopen_day(station=place.station, day=TOMORROW, worker=desk, at=make.NOW)
    assert slots.count() == before
    visit.refresh_from_db()
    assert visit.state == "cancelled"  # called off stays called off


def test_only_the_stations_own_desk(place: Place, stranger: Worker, street: Worker) -> None:
    for worker in (stranger, street):
        with pytest.raises(NotAllowed):
            close(place, worker, [])
        with pytest.raises(NotAllowed):
            reopen_day(station=place.station, day=TOMORROW, worker=worker, at=make.NOW)
