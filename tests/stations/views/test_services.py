"""What can be done, by life situation; and one service with every place that gives it."""

from datetime import time
from urllib.parse import quote

import pytest
from django.test import Client

from stations.actions.services import reindex_services
from stations.models import ItemHours, OpeningDay, OpeningException, Service, Station
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(f"/services/?{query}")
    return [service.name for _name, found in response.context["situations"] for service in found]


def test_a_stranger_sees_what_is_given_somewhere_grouped(client: Client, place: Place) -> None:
    make.item(place.station, make.service("陪诊", situation=Service.Situation.ELDER_CARE))
    make.service("没有人做的事")
    assert_cached_page(client, "/services/")
    assert names(client) == ["陪诊", "枫香里事项"]
    page = text_of(client.get("/en/services/"))
    assert page.index("Growing old") < page.index("Papers and certificates")


@pytest.mark.parametrize("words", ["陪诊", "peizhen", "pz"])
def test_a_service_is_found_by_name_and_pinyin(client: Client, place: Place, words: str) -> None:
    make.item(place.station, make.service("陪诊"))
    assert names(client, f"q={quote(words)}") == ["陪诊"]


def test_what_is_given_up_or_not_offered_is_not_listed(
    client: Client, place: Place, other_place: Place
) -> None:
    Station.objects.filter(pk=place.station.pk).update(status=Station.Status.CLOSED)
    other_place.item.active = False
    other_place.item.save()
    assert names(client) == []
    assert "No service has been entered here yet." in text_of(client.get("/en/services/"))


def test_one_stations_own_service_names_its_station(client: Client, place: Place) -> None:
    own = make.service("跑腿", station=place.station)
    make.item(place.station, own)
    assert f'only at <span lang="zh-Hans">{place.station.name}</span>' in text_of(client.get("/en/services/"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("q=zzz", "No service found by these words."),
        ("q=%00", "There is a character in it that we cannot read."),
    ],
)
def test_nothing_found_and_nonsense_get_a_sentence(
    client: Client, place: Place, query: str, sentence: str
) -> None:
    response = client.get(f"/en/services/?{query}")
    assert response.status_code == 200
    assert sentence in text_of(response)


@pytest.mark.parametrize("words", ["敬老卡", "我想办敬老卡", "jinglaoka", "senior card", "Cards"])
def test_what_people_call_it_finds_it(client: Client, place: Place, words: str) -> None:
    make.item(place.station)
    Service.objects.filter(pk=place.service.pk).update(also_called="敬老卡，senior card")
    reindex_services(services=Service.objects.all())
    response = client.get("/services/", {"q": words})
    assert [row for _label, rows in response.context["situations"] for row in rows] == [place.service]


def test_the_list_takes_one_statement_whatever_its_length(client: Client, place: Place) -> None:
    few = count_queries(client, "/services/")
    for _number in range(30):
        make.item(place.station)
    assert count_queries(client, "/services/") == few == 1


class TestOneService:
    @pytest.fixture
    def path(self, place: Place) -> str:
        return f"/services/{place.service.slug}/"

    def test_a_stranger_reads_what_to_bring_and_where(self, client: Client, place: Place, path: str) -> None:
        page = assert_cached_page(client, path)
        assert place.station.name in page
        assert f'href="/stations/{place.station.slug}/book/?service={place.service.slug}"' in page

    def test_an_unknown_service_is_404(self, client: Client, place: Place) -> None:
        assert client.get("/services/nobody-does-this/").status_code == 404

    def test_each_place_has_its_door_hours_and_giver(self, client: Client, place: Place, path: str) -> None:
        ItemHours.objects.create(item=place.item, weekday=3, opens=time(14), closes=time(16))
        place.item.given_by = place.item.given_by_en = "Lawyer Wang"
        place.item.save()
        OpeningException.objects.create(station=place.station, date=make.TODAY)
        make.opened(place.station)
        page = text_of(client.get(f"/en{path}"))
        assert "Thursday" in page
        assert "14:00–16:00" in page
        assert "Lawyer Wang" in page
        assert "Closed, opens tomorrow 08:30" in page

    def test_a_planned_place_takes_no_bookings(self, client: Client, place: Place, path: str) -> None:
        Station.objects.update(status=Station.Status.PLANNED)
        page = text_of(client.get(f"/en{path}"))
        assert "Not open yet" in page
        assert "/book/" not in page

    def test_where_no_hours_are_known_nothing_is_booked(
        self, client: Client, place: Place, path: str
    ) -> None:
        OpeningDay.objects.update(source=OpeningDay.Source.UNKNOWN, opens=None, closes=None)
        page = text_of(client.get(f"/en{path}"))
        assert "/book/" not in page
        assert "Please phone first." in page

    def test_given_nowhere_says_so(self, client: Client, place: Place, path: str) -> None:
        place.item.delete()
        assert "No living room does this at the moment." in text_of(client.get(f"/en{path}"))

    def test_the_same_statements_with_one_and_with_thirty(
        self, client: Client, place: Place, path: str
    ) -> None:
        few = count_queries(client, path)
        rows = [
            make.station(make.committee(n + 20, under=place.subdistrict), name=f"第{n}厅") for n in range(30)
        ]
        for row in rows:
            item = make.item(row, place.service)
            ItemHours.objects.create(item=item, weekday=3, opens=time(14), closes=time(16))
        make.opened(*rows)
        assert len(client.get(path).context["places"]) == 20
        assert count_queries(client, path) == few
