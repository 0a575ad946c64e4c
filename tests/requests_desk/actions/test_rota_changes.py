"""Who takes turns, swaps, and the hours of people from outside: the head's alone."""

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from requests_desk.actions.rota import (
    NotThatWeek,
    Seat,
    WrongDay,
    change_duty,
    end_duty,
    give_this_week,
    seat_parties,
    set_duty,
    swap_weeks,
)
from requests_desk.models import DutyChange, DutyHours, RotaException, RotaParty
from requests_desk.views.rota import weeks
from stations.models import EstateBody, Station, Worker
from tests import factories as make
from tests.cast import Place

VALUES: dict[str, Any] = {
    "giver": "lawyer", "name": "合同律师", "name_en": "", "weekday": 3, "begins": time(14), "ends": time(16),
}  # fmt: skip
THURSDAY = make.TODAY + timedelta(days=1)


@pytest.fixture
def bodies(place: Place) -> list[EstateBody]:
    names = (("owners", "业委会"), ("property", "物业"))
    return [EstateBody.objects.create(estate=place.estate, kind=kind, name=name) for kind, name in names]


@pytest.fixture
def parties(place: Place, bodies: list[EstateBody], head: Worker) -> list[RotaParty]:
    seats = [Seat("committee"), Seat("owners", bodies[0]), Seat("property", bodies[1])]
    return seat_parties(station=place.station, seats=seats, worker=head, at=make.NOW)


def sitting(place: Place, count: int = 4) -> list[str]:
    """The kinds of parties of this week and the next ones."""
    station = Station.objects.get(pk=place.station.pk)
    rows = weeks(station, list(station.rota_parties.all()), make.TODAY)
    return [party.party if party else "-" for _monday, _sunday, party, _other in rows[:count]]


def test_the_first_begins_this_week(place: Place, parties: list[RotaParty]) -> None:
    assert sitting(place) == ["committee", "owners", "property", "committee"]


def test_whoever_has_this_week_keeps_it(
    place: Place, parties: list[RotaParty], bodies: list[EstateBody], head: Worker
) -> None:
    give_this_week(party=parties[1], worker=head, at=make.NOW)
    seats = [Seat("property", bodies[1]), Seat("committee"), Seat("owners", bodies[0])]
    rows = seat_parties(station=place.station, seats=seats, worker=head, at=make.NOW)
    assert sitting(place) == ["owners", "property", "committee", "owners"]
    assert {row.pk for row in rows} == {row.pk for row in parties}, "the same rows in another order"
    seat_parties(station=place.station, seats=seats[:2], worker=head, at=make.NOW)
    assert sitting(place) == ["property", "committee", "property", "committee"]
    seat_parties(station=place.station, seats=[], worker=head, at=make.NOW)
    assert Station.objects.get(pk=place.station.pk).rota_began_on is None


def test_two_weeks_change_places_and_back(place: Place, parties: list[RotaParty], head: Worker) -> None:
    say: dict[str, Any] = {"station": place.station, "worker": head, "at": make.NOW}
    swap_weeks(one=make.TODAY, other=make.at(14).date(), **say)
    assert sitting(place) == ["property", "owners", "committee", "committee"]
    swap_weeks(one=make.at(7).date(), other=make.at(14).date(), **say)
    assert sitting(place) == ["property", "committee", "owners", "committee"]
    swap_weeks(one=make.at(7).date(), other=make.at(14).date(), **say)
    swap_weeks(one=make.at(14).date(), other=make.TODAY, **say)
    assert sitting(place) == ["committee", "owners", "property", "committee"]
    assert not RotaException.objects.exists(), "as the wheel says: nothing is kept"


@pytest.mark.parametrize("days", [-7, 0, 21, 365])
def test_a_week_that_is_past_too_far_or_theirs_already(
    place: Place, parties: list[RotaParty], head: Worker, days: int
) -> None:
    with pytest.raises(NotThatWeek):
        swap_weeks(
            station=place.station, one=make.TODAY, other=make.at(days).date(), worker=head, at=make.NOW
        )
    assert not RotaException.objects.exists()


def test_turning_the_wheel_ends_this_weeks_swap(place: Place, parties: list[RotaParty], head: Worker) -> None:
    swap_weeks(station=place.station, one=make.TODAY, other=make.at(7).date(), worker=head, at=make.NOW)
    give_this_week(party=parties[2], worker=head, at=make.NOW)
    assert sitting(place, 3) == ["property", "committee", "owners"]


def test_who_leaves_takes_their_swaps_along(
    place: Place, parties: list[RotaParty], bodies: list[EstateBody], head: Worker
) -> None:
    swap_weeks(station=place.station, one=make.TODAY, other=make.at(7).date(), worker=head, at=make.NOW)
    seats = [Seat("committee"), Seat("property", bodies[1])]
    seat_parties(station=place.station, seats=seats, worker=head, at=make.NOW)
    kept = RotaException.objects.values_list("party__party", flat=True)
    assert "owners" not in kept


def test_hours_set_changed_and_ended(place: Place, head: Worker) -> None:
    duty = set_duty(station=place.station, values=VALUES, worker=head)
    say: dict[str, Any] = {"duty": duty, "worker": head, "at": make.NOW}
    change_duty(on=THURSDAY, hours=None, usual=False, **say)
    change_duty(on=THURSDAY, hours=(time(9), time(10)), usual=False, **say)
    assert DutyChange.objects.get().times == (time(9), time(10))
    change_duty(on=THURSDAY, hours=None, usual=True, **say)
    assert not DutyChange.objects.exists()
    change_duty(on=THURSDAY, hours=None, usual=False, **say)
    set_duty(station=place.station, values=VALUES | {"begins": time(15)}, worker=head, duty=duty)
    assert DutyChange.objects.get().times is None, "other times of the same weekday leave it"
    set_duty(station=place.station, values=VALUES | {"weekday": 4}, worker=head, duty=duty)
    assert not DutyChange.objects.exists()
    end_duty(duty=duty, worker=head)
    assert not DutyHours.objects.exists()


@pytest.mark.parametrize("on", [make.TODAY, THURSDAY - timedelta(days=7), date(2026, 11, 20)])
def test_a_day_on_which_they_do_not_come_anyway(place: Place, head: Worker, on: date) -> None:
    duty = set_duty(station=place.station, values=VALUES, worker=head)
    with pytest.raises(WrongDay):
        change_duty(duty=duty, on=on, hours=None, usual=False, worker=head, at=make.NOW)


@pytest.mark.parametrize("who", ["desk", "stranger", "street", "admin"])
def test_nobody_but_the_head(
    place: Place, parties: list[RotaParty], head: Worker, who: str, request: pytest.FixtureRequest
) -> None:
    duty = set_duty(station=place.station, values=VALUES, worker=head)
    worker = request.getfixturevalue(who)
    tries = (
        lambda: seat_parties(station=place.station, seats=[], worker=worker, at=make.NOW),
        lambda: swap_weeks(
            station=place.station, one=make.TODAY, other=make.at(7).date(), worker=worker, at=make.NOW
        ),
        lambda: set_duty(station=place.station, values=VALUES, worker=worker),
        lambda: end_duty(duty=duty, worker=worker),
        lambda: change_duty(duty=duty, on=THURSDAY, hours=None, usual=False, worker=worker, at=make.NOW),
    )
    for act in tries:
        with pytest.raises(NotAllowed):
            act()
    assert sitting(place) == ["committee", "owners", "property", "committee"]
    assert (DutyHours.objects.count(), DutyChange.objects.count()) == (1, 0)


def test_what_the_tables_refuse(place: Place, parties: list[RotaParty], head: Worker) -> None:
    duty = set_duty(station=place.station, values=VALUES, worker=head)
    refused = (
        lambda: RotaException.objects.create(station=place.station, monday=make.TODAY, party=parties[0]),
        lambda: DutyChange.objects.create(hours=duty, on=THURSDAY, begins=time(9)),
        lambda: DutyChange.objects.create(hours=duty, on=THURSDAY, begins=time(9), ends=time(8)),
    )
    for act in refused:
        with pytest.raises(IntegrityError), transaction.atomic():
            act()
    DutyChange.objects.create(hours=duty, on=THURSDAY, begins=time(8), ends=time(9))  # the control
