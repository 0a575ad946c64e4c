"""Promised time limits, for everyone: service by service, and nothing of too few answers."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from portal.common.sheets import BOM
from requests_desk.actions.service_figures import keep_service_figures
from requests_desk.actions.tickets import answer
from requests_desk.models import ServiceFigures
from stations.models import Service, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of, words_of

pytestmark = pytest.mark.django_db

PAGE = "/coverage/services/"


@pytest.fixture
def busy(place: Place, desk: Worker, clock: time_machine.Traveller) -> Place:
    """Twelve answers of one service, three of them late, and nine of another; the night is over."""
    quick = make.service("马上办", limit_hours=1)
    for service, number in ((quick, 12), (place.service, 9)):
        for minutes in range(10, 10 + 10 * number, 10):
            clock.move_to(make.NOW)
            ticket = make.ticket(desk, place.station, service, name="金丝雀", phone="13900001111")
            clock.move_to(make.NOW + timedelta(minutes=min(minutes, 90) if service == quick else minutes))
            answer(ticket=ticket, worker=desk, at=timezone.now(), text="办好了")
    keep_service_figures(at=timezone.now())
    return place


def addresses(place: Place) -> list[str]:
    code = place.subdistrict.code
    return [PAGE, *(f"/coverage/{code[:length]}/services/" for length in (4, 6, 9))]


def test_cached_without_a_cookie_in_both_languages(busy: Place, client: Client) -> None:
    for path in addresses(busy):
        assert_cached_page(client, path)
        assert_cached_page(client, f"{path}?format=csv")


def test_a_service_with_its_promise_and_how_it_was_kept(busy: Place, client: Client) -> None:
    for path in addresses(busy):
        words = words_of(client.get(f"/en{path}"))
        # 10, 20 … 60 within the hour; 70, 80 and four times 90 after it.
        assert (
            "马上办 Promised 1 working hour Answered on time 50 % Half were answered within 1 h 5 min"
            in words
        )
        assert "Answers 10 or more" in words


def test_nine_answers_tell_nothing(busy: Place, client: Client) -> None:
    row = ServiceFigures.objects.filter(code="", service=busy.service)
    assert row.get().answered == 9
    assert busy.service.name not in words_of(client.get(PAGE))
    row.update(answered=10, on_time=10)
    assert busy.service.name in words_of(client.get(PAGE, {"again": "1"}))


def test_nobody_is_named_and_no_number_is_exact(busy: Place, desk: Worker, client: Client) -> None:
    for path in (*addresses(busy), *(f"{path}?format=csv" for path in addresses(busy))):
        text = text_of(client.get(path))
        for word in ("金丝雀", "13900001111", desk.name, ">12<", ",12,"):
            assert word not in text


def test_the_sheet(busy: Place, client: Client) -> None:
    Service.objects.filter(name="马上办").update(name="=1+1")
    text = text_of(client.get(f"/en{PAGE}?format=csv"))
    assert text.startswith(BOM)
    (row,) = csv.DictReader(io.StringIO(text.removeprefix(BOM)))
    assert row["Service"] == "'=1+1"
    assert row["Promised within, in working hours"] == "1"
    assert row["Answered in 90 days, in whole tens"] == "10"
    assert row["Percent on time"] == "50"
    assert row["Median working minutes to the answer"] == "65"


def test_before_the_first_night_and_where_too_little_was_answered(busy: Place, client: Client) -> None:
    ServiceFigures.objects.filter(code="").update(answered=9, on_time=1)
    assert "too few to say anything" in words_of(client.get(f"/en{PAGE}"))
    ServiceFigures.objects.all().delete()
    assert "That is done at night" in words_of(client.get(f"/en{PAGE}", {"again": "1"}))


def test_what_is_no_area(busy: Place, client: Client) -> None:
    for code in ("1111", "111111111", "99", busy.committee.code):
        assert client.get(f"/coverage/{code}/services/").status_code == 404


def test_two_statements_for_one_and_for_thirty(busy: Place, client: Client) -> None:
    path = addresses(busy)[-1]
    before = count_queries(client, f"{path}?one")
    for number in range(30):
        ServiceFigures.objects.create(
            code=busy.subdistrict.code, service=make.service(f"事项{number}"), day=make.TODAY, answered=10,
            on_time=9, median_minutes=5,
        )  # fmt: skip
    assert count_queries(client, f"{path}?thirty") == before <= 2
