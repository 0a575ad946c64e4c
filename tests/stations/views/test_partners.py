"""The energy map's page: five forces, what each gives, and which contracts are over."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stations.models import Partner, Station
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(place: Place) -> str:
    return reverse("partner_list", args=[place.station.slug])


def partner(place: Place, name: str, **fields: object) -> Partner:
    return Partner.objects.create(station=place.station, name=name, **{"force": "contract"} | fields)  # type: ignore[misc]


def test_a_partner_stands_on_the_map_and_in_the_list(client: Client, place: Place, path: str) -> None:
    partner(place, "卫生中心", gives="义诊", contract_from=date(2026, 1, 1), contract_until=make.TODAY)
    page = assert_cached_page(client, path)
    assert page.count("<polygon") == 5
    assert ">卫生中心</text>" in page
    for fact in ("<strong>卫生中心</strong>", "义诊", "2026年1月1日", "2026年11月18日"):
        assert fact in page, fact
    assert "Whose contract is over" not in text_of(client.get(f"/en{path}"))


def test_a_contract_that_is_over_is_on_neither_map_nor_list(client: Client, place: Place, path: str) -> None:
    partner(place, "老书店", contract_until=make.TODAY - timedelta(days=1))
    partner(place, "卫生中心")
    page = text_of(client.get(f"/en{path}"))
    assert page.rindex("卫生中心") < page.index("Whose contract is over") < page.index("老书店")
    assert ">老书店</text>" not in page


def test_without_a_partner_it_says_what_to_do(client: Client, place: Place, path: str) -> None:
    page = text_of(client.get(f"/en{path}"))
    assert "No partner stands here yet." in page
    assert "<polygon" not in page


def test_nothing_of_a_station_that_is_unknown_or_given_up(client: Client, place: Place, path: str) -> None:
    assert client.get("/stations/nowhere/partners/").status_code == 404
    Station.objects.update(status=Station.Status.CLOSED)
    assert client.get(path).status_code == 404


def test_the_same_statements_with_one_and_with_thirty(client: Client, place: Place, path: str) -> None:
    partner(place, "一")
    few = count_queries(client, path)
    for number in range(30):
        partner(place, f"伙伴{number}", force=Partner.Force.values[number % 5])
    assert count_queries(client, path) == few <= 3
