"""Suggestions: a few links under the search field, for anybody, never an error."""

from urllib.parse import quote

import pytest
from django.test import Client

from stations.actions.services import reindex_services
from stations.actions.stations import reindex_stations
from stations.models import Service, Station
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


def lines(client: Client, words: str) -> list[tuple[str, str]]:
    """What is offered for ``words``: label and kind."""
    response = client.get(f"/en/suggestions/?q={quote(words)}")
    assert response.status_code == 200
    return [(line.label, line.kind) for line in response.context["lines"]]


@pytest.mark.parametrize("words", ["枫香里", "fengxiang", "fxl", "枫香"])
def test_estate_and_living_room_by_name_pinyin_and_initials(client: Client, place: Place, words: str) -> None:
    assert lines(client, words)[:2] == [("枫香里苑", "Estate"), ("枫香里会客厅", "Living room")]


def test_each_line_leads_to_its_page(client: Client, place: Place) -> None:
    page = assert_cached_page(client, f"/suggestions/?q={quote('枫香里')}")
    assert f'href="/estates/{place.estate.pk}/"' in page
    assert f'href="/stations/{place.station.slug}/"' in page
    assert client.get("/suggestions/?q=x")["X-Robots-Tag"] == "noindex"


def test_services_and_committees_without_a_living_room(client: Client, place: Place) -> None:
    Service.objects.filter(pk=place.service.pk).update(name="居住证")
    reindex_services(services=Service.objects.all())
    make.committee(99, under=place.subdistrict, name="白杨居委会")
    assert ("居住证", "Service") in lines(client, "居住")
    assert lines(client, "白杨") == [("白杨居委会", "Committee")]


@pytest.mark.parametrize("words", ["盖章", "gz", "stamp", "我要盖章", "stamps"])
def test_services_by_what_else_people_call_them(client: Client, place: Place, words: str) -> None:
    Service.objects.filter(pk=place.service.pk).update(name="居民委员会证明", also_called="盖章 stamp")
    other = make.item(place.station).service
    Service.objects.filter(pk=other.pk).update(name="公章管理", also_called="盖章 stamp")
    reindex_services(services=Service.objects.all())
    assert {label for label, kind in lines(client, words) if kind == "Service"} == {
        "居民委员会证明",
        "公章管理",
    }


def test_a_planned_one_is_offered_and_a_closed_one_is_not(client: Client, place: Place) -> None:
    Station.objects.update(status=Station.Status.PLANNED)
    assert ("枫香里会客厅", "Living room") in lines(client, "枫香里会客厅")
    Station.objects.update(status=Station.Status.CLOSED)
    assert ("枫香里会客厅", "Living room") not in lines(client, "枫香里会客厅")


@pytest.mark.parametrize(
    "words", ["", " ", "%", "\0", "。", "x" * 5000, "没有这样的地方", "<script>x</script>"]
)
def test_nothing_and_nonsense_get_no_line(client: Client, place: Place, words: str) -> None:
    assert lines(client, words) == []
    assert "<script" not in text_of(client.get(f"/suggestions/?q={quote(words)}"))


def test_three_statements_and_seven_lines_however_many_there_are(client: Client, place: Place) -> None:
    path = f"/suggestions/?q={quote('枫香')}"
    few = count_queries(client, path)
    rows = [
        make.station(
            make.committee(number + 20, under=place.subdistrict),
            name=f"枫香{number}厅",
            estates=[make.estate(place.committee, f"枫香{number}苑")],
        )
        for number in range(20)
    ]
    reindex_stations(stations=rows)
    assert count_queries(client, path) == few
    assert few <= 3
    assert len(lines(client, "枫香")) == 7
