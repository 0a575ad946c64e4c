"""The week of the owners' committee or the property company: what they take in at the desk is theirs."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.models import HandOver, RotaParty, Ticket, TicketNote
from stations.models import EstateBody, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import text_of

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
NEW = "/en/desk/tickets/new/"


@pytest.fixture
def party(place: Place) -> RotaParty:
    Station.objects.filter(pk=place.station.pk).update(rota_began_on=make.at(-2).date())
    body = EstateBody.objects.create(estate=place.estate, kind="property", name="枫香里物业")
    return RotaParty.objects.create(station=place.station, position=1, party="property", body=body)


def typed(place: Place, **more: str) -> dict[str, str]:
    return {"matter": place.service.name, "channel": "walk_in", "words": "水管漏", "key": "k1", **more}


def test_what_they_take_in_is_theirs_and_the_worker_keeps_an_eye_on_it(
    place: Place, party: RotaParty, desk: Worker, as_: As
) -> None:
    client = as_(desk)
    for _twice in range(2):
        assert client.post(NEW, typed(place, taken_in_by="赵师傅")).status_code == 302
    ticket = Ticket.objects.get()
    offer = HandOver.objects.get()
    assert (offer.to_body, offer.outcome, ticket.state) == (party.body, "accepted", "handed_over")
    assert (ticket.responsible, ticket.first_receiver) == (desk, desk)
    assert TicketNote.objects.filter(said_by="赵师傅").count() == 1


def test_without_a_name_it_is_an_ordinary_walk_in(
    place: Place, party: RotaParty, desk: Worker, as_: As
) -> None:
    assert "Taken in by 枫香里物业 (on duty this week)" in text_of(as_(desk).get(NEW))
    as_(desk).post(NEW, typed(place, taken_in_by=""))
    assert Ticket.objects.get().state == "serving"


@pytest.mark.parametrize("then", ["answered", "number"])
def test_only_what_is_still_to_be_done_becomes_theirs(
    place: Place, party: RotaParty, desk: Worker, as_: As, then: str
) -> None:
    page = text_of(as_(desk).post(NEW, typed(place, taken_in_by="赵师傅", then=then)))
    assert "Press “Serve now”: then it is theirs." in page
    assert "赵师傅" in page
    assert not Ticket.objects.exists()


def test_in_the_committees_own_week_nobody_is_asked(place: Place, desk: Worker, as_: As) -> None:
    Station.objects.filter(pk=place.station.pk).update(rota_began_on=make.at(-2).date())
    RotaParty.objects.create(station=place.station, position=1, party="committee")
    assert "on duty this week" not in text_of(as_(desk).get(NEW))
    as_(desk).post(NEW, typed(place, taken_in_by="赵师傅"))
    assert not HandOver.objects.exists()


def test_the_stranger_can_give_them_nothing(
    place: Place, party: RotaParty, other_place: Place, stranger: Worker, as_: As
) -> None:
    client = as_(stranger)
    client.post(f"{NEW}?station={place.station.slug}", typed(place, taken_in_by="赵师傅"))
    assert not HandOver.objects.exists()
    assert not Ticket.objects.filter(station=place.station).exists()
    assert client.get(reverse("desk:rota")).status_code == 200
