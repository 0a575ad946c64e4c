"""How a station came to be, on its page: origin, brand and sisters, the collection, what nobody must book."""

import pytest
from django.test import Client

from stations.models import Amenity, Brand, Council, Keepsake, Origin, Partner, Station
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(place: Place) -> str:
    return f"/stations/{place.station.slug}/"


def english(client: Client, path: str) -> str:
    return text_of(client.get(f"/en{path}"))


def test_what_nobody_wrote_down_is_not_shown(client: Client, path: str) -> None:
    Origin.objects.create(station=Station.objects.get())
    page = english(client, path)
    for words in ("Proposed by", "Cost", "share", "Goes under", "Just come in:", "collection"):
        assert words not in page.partition('id="checklist"')[0] + page.rpartition('id="story"')[2], words


def test_the_origin_is_told_with_the_residents_share_as_a_bar(
    client: Client, place: Place, path: str
) -> None:
    Origin.objects.create(
        station=place.station, proposed_by="业委会", proposed_on="2023年", before="物业用房",
        before_en="a property room", asked="挨家问", yuan=186000, residents_percent=70, paid_by="自治金",
    )  # fmt: skip
    page = english(client, path)
    for fact in ("业委会", "2023", "a property room", "挨家问", "186,000 yuan", "自治金"):
        assert fact in page, fact
    assert '<rect width="70" height="10"/>' in page


def test_no_share_is_no_zero(client: Client, place: Place, path: str) -> None:
    Origin.objects.create(station=place.station, residents_percent=None, paid_by="街道")
    assert "Residents&#x27; share" not in english(client, path)
    Origin.objects.update(residents_percent=0)
    assert "Residents' share" in english(client, path)


def test_a_brand_leads_to_its_sisters_that_stand(
    client: Client, place: Place, other_place: Place, far_place: Place, path: str
) -> None:
    brand = Brand.objects.create(division=place.subdistrict, name="尚邻一家", about="15个试点")
    brand.stations.set([place.station, other_place.station, far_place.station])
    Station.objects.filter(pk=far_place.station.pk).update(status=Station.Status.CLOSED)
    story = english(client, path).partition('id="story"')[2]
    assert "尚邻一家" in story
    assert "15个试点" in story
    assert other_place.station.name in story
    assert far_place.station.name not in story
    assert place.station.name not in story


def test_the_collection_shows_its_pictures(client: Client, place: Place, path: str) -> None:
    Keepsake.objects.create(
        station=place.station, kind="motto", name="家训", words="邻里好", photo=make.photo(place.station)
    )
    page = english(client, path)
    assert "Family motto" in page
    assert "邻里好" in page
    assert '<img class="kept"' in page


def test_what_needs_no_booking_stands_before_the_map(client: Client, place: Place, path: str) -> None:
    Amenity.objects.create(station=place.station, kind="first_aid", note="便民服务箱")
    page = english(client, path)
    assert page.index("便民服务箱") < page.index('id="where"')
    Station.objects.update(status=Station.Status.PLANNED)
    assert "便民服务箱" not in english(client, path)


def test_the_level_is_named(client: Client, place: Place, path: str) -> None:
    assert "<dt>Level</dt>" not in english(client, path)
    Station.objects.update(level=Station.Level.COMMUNITY)
    assert "<dt>Level</dt><dd>Community&#x27;s living room" in english(client, path)


def test_councils_stand_on_their_committees_and_their_estates_page(client: Client, place: Place) -> None:
    other = make.estate(place.committee, "别的苑")
    Council.objects.create(committee=place.committee, estate=place.estate, name="汇明阳帆", since="2023年")
    Council.objects.create(committee=place.committee, name="1+1+X")
    assert "汇明阳帆" in text_of(client.get(f"/committees/{place.committee.code}/"))
    mine, others = (text_of(client.get(f"/estates/{one.pk}/")) for one in (place.estate, other))
    assert "汇明阳帆" in mine
    assert "汇明阳帆" not in others
    assert "1+1+X" in mine
    assert "1+1+X" in others


def test_the_same_statements_with_one_and_with_thirty(client: Client, place: Place, path: str) -> None:
    brand = Brand.objects.create(division=place.subdistrict, name="尚邻一家")
    brand.stations.add(place.station, make.station(make.committee(50)))
    Amenity.objects.create(station=place.station, kind="rest")
    Keepsake.objects.create(station=place.station, kind="red", name="一")
    few = count_queries(client, path)
    for number in range(30):
        brand.stations.add(make.station(place.committee, kind="satellite"))
        Amenity.objects.create(station=place.station, kind="other", note=f"第{number}")
        Keepsake.objects.create(
            station=place.station, kind="red", name=f"{number}", photo=make.photo(place.station)
        )
        Partner.objects.create(station=place.station, force="social", name=f"{number}")
    assert count_queries(client, path) == few
