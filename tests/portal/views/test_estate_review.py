"""An estate's page for officials: its walks now and before, who serves it, what came from it, how that changed."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from requests_desk.actions.review import keep_review
from requests_desk.models import EstateReach, Ticket
from stations.actions.walking import measure_way
from stations.models import Estate, EstateBody, Post, ServiceArea, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of
from tests.portal.conftest import NAME, PHONE, WORDS
from tests.portal.views.test_figure_rows import bare

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]


def page(estate: Estate | int) -> str:
    return reverse("estate_review", args=[estate if isinstance(estate, int) else estate.pk])


def test_what_it_says(
    lively: Place, other_place: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    EstateBody.objects.create(estate=lively.estate, kind="owners", name="枫香里业委会")
    ServiceArea.objects.create(station=other_place.station, estate=lively.estate)
    measure_way(
        estate=lively.estate, site=other_place.station.sites.get(used_until=None), minutes=21, source=""
    )
    keep_review(at=timezone.now())
    clock.shift(86400)
    Estate.objects.filter(pk=lively.estate.pk).update(households=301)
    keep_review(at=timezone.now())
    response = as_(street).get(page(lively.estate))
    found, text = response.context["found"], text_of(response)
    assert found.reach == {
        "households": 301, "older_people": 120, "minutes": 4, "older_minutes": 5, "minutes_before": 5,
        "older_minutes_before": 5,
    }  # fmt: skip
    assert [(way.site.station, way.minutes) for way in found.now] == [
        (lively.station, 4), (other_place.station, 21),
    ]  # fmt: skip
    assert [way.minutes for way in found.before] == [5]
    assert [area.primary for area in found.serving] == [True, False]
    assert (
        found.tickets_in_all
        == Ticket.objects.filter(estate=lively.estate, day__gte=make.at(-88).date()).count()
    )
    assert [row.households for row in found.history] == [301, 300]
    for words in ("居委会走过", "枫香里业委会", other_place.station.name, "2026年11月18日"):
        assert words in text
    for secret in (NAME, PHONE, WORDS):
        assert secret not in text


def test_it_agrees_with_what_was_counted(lively: Place, street: Worker, as_: SignIn) -> None:
    keep_review(at=timezone.now())
    for estate in Estate.objects.filter(committee=lively.committee):
        kept = EstateReach.objects.get(estate=estate)
        found = as_(street).get(page(estate)).context["found"]
        assert found.reach == {name: getattr(kept, name) for name in EstateReach.COUNTED}
        assert found.reach["minutes"] == (found.now[0].minutes if found.now else None)
        assert found.reach["minutes_before"] == (found.before[0].minutes if found.before else None)


def test_an_estate_of_which_nothing_is_known(lively: Place, street: Worker, as_: SignIn) -> None:
    estate = Estate.objects.get(name="没有方案的小区")
    text = text_of(as_(street).get(page(estate)))
    assert text.count('class="empty"') == 5


def test_who_may_look(
    lively: Place, far_place: Place, desk: Worker, street: Worker, other_street: Worker, as_: SignIn
) -> None:
    assert Client().get(page(lively.estate)).status_code == 302
    assert as_(desk).get(page(lively.estate)).status_code == 403
    client = as_(other_street)
    assert client.get(page(far_place.estate)).status_code == 200
    for foreign in (client.get(page(lively.estate)), client.get(page(2**70))):
        nowhere = client.get(page(999_999))
        assert foreign.status_code == nowhere.status_code == 404
        assert bare(foreign) == bare(nowhere)
    Post.objects.filter(worker=street).update(until=make.at(-1).date())
    assert as_(street).get(page(lively.estate)).status_code == 403


def test_names_are_texts(lively: Place, street: Worker, as_: SignIn) -> None:
    evil = "<script>alert(1)</script>"
    Estate.objects.filter(pk=lively.estate.pk).update(name=evil)
    EstateBody.objects.create(estate=lively.estate, kind="owners", name=evil)
    text = text_of(as_(street).get(page(lively.estate)))
    assert evil not in text
    assert "&lt;script&gt;alert" in text


def test_statements_do_not_grow(
    lively: Place, other_place: Place, desk: Worker, street: Worker, as_: SignIn
) -> None:
    client = as_(street)
    few = count_queries(client, page(lively.estate))
    for number in range(30):
        EstateBody.objects.create(estate=lively.estate, kind="property", name=f"物业{number}")
        station = make.station(other_place.committee, kind="satellite", estates=[lively.estate])
        measure_way(estate=lively.estate, site=station.sites.get(), minutes=10, source="")
        make.ticket(desk, lively.station, lively.service, estate=lively.estate)
    assert count_queries(client, page(lively.estate)) == few <= 14
