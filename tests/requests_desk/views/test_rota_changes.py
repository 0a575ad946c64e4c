"""The rota's pages for the head: swaps, who takes turns, and hours of people from outside."""

from collections.abc import Callable
from datetime import time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.models import DutyChange, DutyHours, RotaParty
from stations.models import EstateBody, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import text_of, words_of

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
ROTA, SWAP, PARTIES = "/en/desk/rota/", "/en/desk/rota/swap/", "/en/desk/rota/parties/"
HOURS = {
    "giver": "lawyer",
    "name": "合同律师",
    "name_en": "",
    "weekday": "3",
    "begins": "14:00",
    "ends": "16:00",
}
THURSDAY = make.TODAY + timedelta(days=1)


@pytest.fixture
def parties(place: Place) -> list[RotaParty]:
    Station.objects.filter(pk=place.station.pk).update(rota_began_on=make.at(-2).date())
    names = enumerate(("committee", "owners", "property"), start=1)
    return [RotaParty.objects.create(station=place.station, position=n, party=party) for n, party in names]


@pytest.fixture
def lawyer(place: Place) -> DutyHours:
    return DutyHours.objects.create(
        station=place.station, giver="lawyer", name="合同律师", weekday=3, begins=time(14), ends=time(16)
    )


def test_the_head_swaps_two_weeks(place: Place, parties: list[RotaParty], head: Worker, as_: As) -> None:
    client = as_(head)
    said = {"one": "2026-11-16", "other": "2026-11-23"}
    assert client.post(SWAP, said)["Location"] == ROTA
    page = words_of(client.get(ROTA))
    assert "this week Owners' committee (swapped)" in page
    station = words_of(client.get(f"/en{place.station.get_absolute_url()}"))
    assert "This week : Owners' committee" in station


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"one": "2026-11-16", "other": ""}, 200, "Choose a week."),
        ({"one": "2026-11-16", "other": "2026-11-17"}, 200, "This choice is not there"),
        ({"one": "2026-11-16", "other": "2026-12-07"}, 400, "Nothing can be swapped with this week."),
    ],
)
def test_a_swap_that_cannot_be_is_said(
    parties: list[RotaParty], head: Worker, as_: As, said: dict[str, str], status: int, sentence: str
) -> None:
    response = as_(head).post(SWAP, said)
    assert response.status_code == status
    assert sentence in text_of(response)
    assert '<option value="2026-11-16" selected' in text_of(response)


def test_the_head_says_who_takes_turns(place: Place, other_place: Place, head: Worker, as_: As) -> None:
    ours = EstateBody.objects.create(estate=place.estate, kind="owners", name="枫香里业委会")
    theirs = EstateBody.objects.create(estate=other_place.estate, kind="owners", name="银杏里业委会")
    client = as_(head)
    assert "银杏里业委会" not in text_of(client.get(PARTIES))
    twice = client.post(PARTIES, {"seat_1": "committee", "seat_2": "committee"})
    assert "They stand on the wheel already." in text_of(twice)
    foreign = client.post(PARTIES, {"seat_1": "committee", "seat_2": str(theirs.pk)})
    assert "This choice is not there" in text_of(foreign)
    assert not RotaParty.objects.exists()
    client.post(PARTIES, {"seat_1": "committee", "seat_2": str(ours.pk)})
    rows = RotaParty.objects.values_list("position", "party", "body")
    assert list(rows) == [(1, "committee", None), (2, "owners", ours.pk)]


def test_hours_are_added_changed_for_a_day_and_ended(place: Place, head: Worker, as_: As) -> None:
    client = as_(head)
    assert client.post("/en/desk/rota/hours/new/", HOURS)["Location"] == ROTA
    duty = DutyHours.objects.get()
    path, home = f"/en/desk/rota/hours/{duty.pk}/", f"/en{place.station.get_absolute_url()}"
    assert "Thu 19 Nov 14:00–16:00 合同律师" in words_of(client.get(home))
    off = {"on": f"{THURSDAY}", "what": "off", "begins": "", "ends": ""}
    assert client.post(f"{path}change/", off).status_code == 302
    assert "nobody comes" in words_of(client.get(ROTA))
    assert "Thu 26 Nov 14:00–16:00 合同律师 Lawyer not on Thu 19 Nov" in words_of(client.get(home))
    other = off | {"what": "other", "begins": "09:00", "ends": "10:30"}
    client.post(f"{path}change/", other)
    assert "Thu 19 Nov 09:00–10:30 合同律师" in words_of(client.get(home))
    assert client.post(path, HOURS | {"ends": "17:00"})["Location"] == ROTA
    assert DutyHours.objects.get().ends == time(17)
    assert client.post(f"{path}end/")["Location"] == ROTA
    assert not DutyHours.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Say who comes"),
        ({"begins": "16:00"}, "It must end later than it begins."),
        ({"begins": "at noon"}, "Write the time like 09:30."),
        ({"weekday": "9"}, "This choice is not there"),
    ],
)
def test_hours_that_cannot_be_are_said(head: Worker, as_: As, wrong: dict[str, str], sentence: str) -> None:
    response = as_(head).post("/en/desk/rota/hours/new/", HOURS | wrong)
    assert sentence in text_of(response)
    assert "14:00" in text_of(response) or "begins" in wrong, "what was typed stays"
    assert not DutyHours.objects.exists()


@pytest.mark.parametrize(
    ("said", "status", "sentence"),
    [
        ({"on": "", "what": "off"}, 200, "Choose a day."),
        ({"on": "2026-11-19", "what": "other"}, 200, "Say when."),
        ({"on": "2026-11-19", "what": "other", "begins": "10:00", "ends": "09:00"}, 200, "It must end later"),
        ({"on": "2026-11-20", "what": "off"}, 400, "these hours do not take place anyway"),
        ({"on": "9999-12-31", "what": "off"}, 400, "these hours do not take place anyway"),
    ],
)
def test_a_day_that_cannot_be_is_said(
    lawyer: DutyHours, head: Worker, as_: As, said: dict[str, str], status: int, sentence: str
) -> None:
    response = as_(head).post(f"/en/desk/rota/hours/{lawyer.pk}/change/", said)
    assert response.status_code == status
    assert sentence in text_of(response)
    assert not DutyChange.objects.exists()


def test_the_stranger_and_their_head_find_nothing_here(
    lawyer: DutyHours, parties: list[RotaParty], other_place: Place, stranger: Worker, as_: As
) -> None:
    make.post(stranger, "head", other_place.committee)
    client, path = as_(stranger), reverse("desk:duty", args=[lawyer.pk])
    for url in (path, f"{path}change/", f"{path}end/"):
        assert client.get(url).status_code == 404
        assert client.post(url, HOURS).status_code == 404
    client.post(SWAP, {"one": "2026-11-16", "other": "2026-11-23"})
    client.post(f"{PARTIES}?station={parties[0].station.slug}", {"seat_1": "committee"})
    assert RotaParty.objects.filter(station=parties[0].station).count() == 3
    assert "合同律师" not in text_of(client.get(ROTA))


def test_the_desk_reads_and_does_not_change(
    lawyer: DutyHours, parties: list[RotaParty], desk: Worker, as_: As
) -> None:
    client = as_(desk)
    page = text_of(client.get(ROTA))
    assert "合同律师" in page
    assert reverse("desk:rota_swap") not in page
    for url in (SWAP, PARTIES, "/en/desk/rota/hours/new/", f"/en/desk/rota/hours/{lawyer.pk}/"):
        assert client.post(url, HOURS).status_code == 403
