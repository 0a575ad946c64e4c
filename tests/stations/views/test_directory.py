"""The directory: found by name, estate, address, pinyin; filtered, sorted by the walk, paged; never a 500."""

import tomllib
from urllib.parse import quote

import pytest
from django.conf import settings
from django.test import Client

from portal.common.geo import Point
from stations.actions.services import reindex_services
from stations.actions.stations import reindex_stations
from stations.actions.walking import measure_way, recalculate_ways
from stations.models import OpeningException, Service, Site, Station
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of
from tests.stage import staged

pytestmark = pytest.mark.django_db

FAR = Point(31.21, 121.42)


def found(client: Client, query: str, language: str = "/en") -> list[str]:
    """Names of the stations in the order of their cards."""
    response = client.get(f"{language}/stations/?{query}")
    assert response.status_code == 200
    return [card.name for card in response.context["cards"]]


@staged
def maple(place: Place) -> Place:
    """枫杨园, with an estate of another name, at 曹杨路891号."""
    row = make.station(
        make.committee(13, under=place.subdistrict, name="枫杨园居委会"),
        slug="maple",
        name="枫杨园百姓会客厅",
        estates=[make.estate(place.committee, "中桥大楼小区")],
    )
    Site.objects.filter(station=row).update(address="曹杨路891号", lat=FAR.lat, lon=FAR.lon)
    recalculate_ways(sites=row.sites.all())
    reindex_stations(stations=[row])
    make.opened(row)
    place.station = row
    return place


@pytest.mark.parametrize(
    "words",
    [
        "枫杨园",
        "fengyangyuan",
        "fyy",
        "中桥大楼",
        "曹杨路891",
        "曹杨路８９１号",
        "FengYang",
        "枫杨园居委会",
        " zhongqiao ",
    ],
)
def test_it_is_found_by(client: Client, maple: Place, words: str) -> None:
    assert "枫杨园百姓会客厅" in found(client, f"q={quote(words)}", "")


def test_everything_is_listed_without_a_question(client: Client, place: Place, other_place: Place) -> None:
    assert_cached_page(client, "/stations/")
    assert found(client, "") == ["枫香里会客厅", "银杏里会客厅"]


def test_the_thing_itself_in_english_names_them_all(client: Client, place: Place) -> None:
    assert found(client, "q=living+room") == ["枫香里会客厅"]


def test_what_is_called_so_comes_before_what_only_serves_it(
    client: Client, maple: Place, other_place: Place
) -> None:
    other_place.station.areas.create(estate=make.estate(other_place.committee, "枫杨园北块"))
    reindex_stations(stations=[other_place.station])
    assert found(client, f"q={quote('枫杨园')}") == ["枫杨园百姓会客厅", "银杏里会客厅"]
    assert found(client, "q=fyy")[0] == "枫杨园百姓会客厅"


def test_an_estates_name_explains_why_and_offers_its_page(client: Client, maple: Place) -> None:
    response = client.get("/en/stations/?q=zhongqiao")
    assert response.context["cards"][0].why == "Serves 中桥大楼小区"
    estate = maple.station.areas.get().estate
    page = text_of(response)
    assert f'href="/en/estates/{estate.pk}/"' in page
    assert "Do you live here?" in page
    by_name = client.get(f"/en/stations/?q={quote('枫杨园')}")
    assert by_name.context["cards"][0].why == ""


@pytest.mark.parametrize("words", ["中桥大楼6号楼", "中桥大楼小区3号楼502", "Zhongqiao Towers 6"])
def test_an_estate_with_a_building_offers_its_page(client: Client, maple: Place, words: str) -> None:
    estate = maple.station.areas.get().estate
    page = text_of(client.get(f"/stations/?q={quote(words)}"))
    assert f'href="/estates/{estate.pk}/"' in page
    assert 'href="/stations/maple/"' in page


def test_an_english_street_lists_its_own_doors_first(client: Client, maple: Place) -> None:
    row = make.station(make.committee(5, under=maple.subdistrict), name="曹杨会客厅")
    reindex_stations(stations=[row])
    assert found(client, "q=Caoyang+Road") == ["枫杨园百姓会客厅", "曹杨会客厅"]


def test_from_an_estate_the_nearest_comes_first_with_its_minutes(client: Client, maple: Place) -> None:
    near = Station.objects.get(slug="place-1")
    response = client.get(f"/en/stations/?estate={maple.estate.pk}")
    cards = response.context["cards"]
    assert [card.station.pk for card in cards] == [near.pk, maple.station.pk]
    assert cards[0].minutes < cards[1].minutes
    assert cards[0].estimated
    measure_way(estate=maple.estate, site=maple.station.sites.get(), minutes=1, source="tests")
    cards = client.get(f"/en/stations/?estate={maple.estate.pk}").context["cards"]
    assert (cards[0].minutes, cards[0].estimated) == (1, False)


def test_a_serving_station_whose_walk_is_unknown_comes_last_and_says_so(client: Client, place: Place) -> None:
    lost = make.station(make.committee(under=place.subdistrict), name="没有坐标", estates=[place.estate])
    Site.objects.filter(station=lost).update(lat=None, lon=None)
    lost.sites.get().ways.all().delete()
    cards = client.get(f"/en/stations/?estate={place.estate.pk}").context["cards"]
    assert cards[-1].name == "没有坐标"
    assert cards[-1].minutes_unknown
    assert "walk not known" in text_of(client.get(f"/en/stations/?estate={place.estate.pk}"))


def test_near_sorts_by_the_walk_and_leaves_out_what_is_beyond_it(client: Client, maple: Place) -> None:
    cards = client.get(f"/en/stations/?near={FAR.lat},{FAR.lon}").context["cards"]
    assert [card.name for card in cards] == ["枫杨园百姓会客厅", "枫香里会客厅"]
    assert cards[0].minutes == 1
    assert cards[0].estimated
    assert found(client, "near=22.5,114.0") == []


def test_a_position_is_coarsened_before_it_is_used_or_shown(client: Client, place: Place) -> None:
    page = text_of(client.get("/stations/?near=31.2012345,121.4012345"))
    assert 'value="31.201,121.401"' in page
    assert 'name="near" value="31.2012345' not in page


def test_a_shifted_datum_is_calculated_in_wgs84(client: Client, place: Place) -> None:
    Site.objects.filter(station=place.station).update(datum="gcj02", lat=31.2, lon=121.4)
    (shifted,) = client.get("/stations/?near=31.2,121.4").context["cards"]
    Site.objects.filter(station=place.station).update(datum="wgs84")
    (same,) = client.get("/stations/?near=31.2,121.4").context["cards"]
    assert same.minutes == 1
    assert 5 <= shifted.minutes <= 12


def test_open_now_shows_open_doors_alone(client: Client, place: Place, other_place: Place) -> None:
    OpeningException.objects.create(station=place.station, date=make.TODAY)
    make.opened(place.station)
    assert found(client, "open=now") == ["银杏里会客厅"]
    assert len(found(client, "")) == 2


def test_step_free_shows_doors_without_steps_alone(client: Client, place: Place, other_place: Place) -> None:
    Site.objects.filter(station=place.station).update(step_free=None)
    assert found(client, "step_free=1") == ["银杏里会客厅"]


def test_a_service_shows_the_places_that_give_it(client: Client, place: Place, other_place: Place) -> None:
    assert found(client, f"service={place.service.slug}") == ["枫香里会客厅"]
    place.item.active = False
    place.item.save()
    assert found(client, f"service={place.service.slug}") == []


def test_planned_places_are_shown_as_planned_and_given_up_ones_not_at_all(
    client: Client, place: Place, other_place: Place
) -> None:
    Station.objects.filter(pk=place.station.pk).update(status=Station.Status.PLANNED)
    Station.objects.filter(pk=other_place.station.pk).update(status=Station.Status.CLOSED)
    assert found(client, "") == ["枫香里会客厅"]
    assert "Not open yet" in text_of(client.get("/en/stations/"))
    assert found(client, "near=31.2,121.4") == []


def test_beyond_every_walk_the_nearest_is_named_all_the_same(client: Client, place: Place) -> None:
    page = text_of(client.get("/en/stations/?near=31.3,121.4"))
    assert "No living room within an hour's walk of where you are." in page
    assert "The nearest is 11.0 km away in a straight line:" in page
    assert f'href="/en/stations/{place.station.slug}/"' in page
    assert "The nearest is" in text_of(client.get("/en/stations/?near=31.6,121.4"))
    assert "The nearest is" not in text_of(client.get("/en/stations/?near=39.9,116.4"))


def test_nothing_found_says_what_to_try_and_whom_to_phone(client: Client, place: Place) -> None:
    page = text_of(client.get("/en/stations/?q=nowhere"))
    assert "No living room found by these words." in page
    assert "pinyin" in page
    assert 'href="tel:12345"' in page


def test_a_committee_without_a_station_is_named_with_its_page(client: Client, place: Place) -> None:
    body = make.committee(99, under=place.subdistrict, name="白杨居委会")
    page = text_of(client.get(f"/stations/?q={quote('白杨')}"))
    assert f'href="/committees/{body.code}/"' in page


def test_it_begins_with_the_committee_and_what_is_near_it(client: Client, place: Place) -> None:
    make.committee(99, under=place.subdistrict, name="白杨居委会")
    page = text_of(client.get(f"/en/stations/?q={quote('白杨社区居委会')}"))
    assert "has no living room yet" in page
    assert f'href="/en/stations/{place.station.slug}/"' in page
    assert "No living room" not in page


@pytest.mark.parametrize("tick", ["open=now", "step_free=1"])
def test_what_a_tick_leaves_out_is_named_with_its_door(client: Client, place: Place, tick: str) -> None:
    OpeningException.objects.create(station=place.station, date=make.TODAY)
    make.opened(place.station)
    Site.objects.update(step_free=False)
    path = f"/en/stations/?q={quote('枫香里')}&{tick}"
    page = text_of(client.get(path))
    assert "None of these is" in page
    assert f'href="/en/stations/{place.station.slug}/"' in page
    assert "Closed, opens tomorrow 08:30" in page
    assert f'href="?q={quote("枫香里")}"' in page
    assert "No living room found" not in page
    assert count_queries(client, path) <= 3
    assert count_queries(client, f"/en/stations/?q=nowhere&{tick}") <= 3


def test_a_question_that_no_service_answers_may_be_asked_anywhere(client: Client, place: Place) -> None:
    page = text_of(client.get(f"/en/stations/?q={quote('养狗')}"))
    assert "You may ask any living room anything." in page
    assert 'href="/en/services/"' in page


@pytest.mark.parametrize("words", ["盖个章", "修水管", "狗", "marriage", "身份证"])
def test_everyday_words_of_the_starter_catalogue(client: Client, place: Place, words: str) -> None:
    starter = tomllib.loads((settings.BASE_DIR / "stations/data/services/starter.toml").read_text("utf-8"))
    rows = [row for row in starter["service"] if row["slug"] in ("advice", "committee-letter", "repair")]
    for row in rows:
        service = make.item(place.station, make.service(row["name"])).service
        Service.objects.filter(pk=service.pk).update(also_called=row["also_called"])
    reindex_services(services=Service.objects.all())
    assert len(client.get(f"/stations/?q={quote(words)}").context["services"]) == 1


def test_part_of_an_english_word_is_no_matter(client: Client, place: Place) -> None:
    Service.objects.filter(pk=place.service.pk).update(name_en="Family doctor: prescriptions")
    reindex_services(services=Service.objects.all())
    assert client.get("/stations/?q=<script>x").context["services"] == []
    (found,) = client.get("/stations/?q=any+prescription").context["services"]
    assert found.slug == place.service.slug


def test_an_estate_without_a_station_is_named_with_its_page(client: Client, place: Place) -> None:
    estate = make.estate(place.committee, "白杨小区")
    assert f'href="/estates/{estate.pk}/"' in text_of(client.get(f"/stations/?q={quote('白杨')}"))


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("near=abc", "We could not read where you are."),
        ("near=1,2,3", "We could not read where you are."),
        ("near=91,0", "We could not read where you are."),
        ("near=nan,nan", "We could not read where you are."),
        ("near=%00", "We could not read where you are."),
        ("estate=abc", "We do not know this estate."),
        ("estate=0", "We do not know this estate."),
        ("estate=99999999999999999999999999", "We do not know this estate."),
        ("service=a%00b", "We do not know this service."),
        ("service=%27%20or%201", "We do not know this service."),
        ("q=%00", "There is a character in it that we cannot read."),
    ],
)
def test_nonsense_gets_a_sentence_and_is_left_out(
    client: Client, place: Place, query: str, sentence: str
) -> None:
    response = client.get(f"/en/stations/?{query}")
    page = text_of(response)
    assert sentence in page
    assert "<title>Error: " in page
    assert response.status_code == (404 if query.startswith(("estate", "service")) else 200)


@pytest.mark.parametrize("query", ["estate=999999", "service=nobody-gives-this"])
def test_an_unknown_estate_or_service_is_404_with_a_sentence(
    client: Client, place: Place, query: str
) -> None:
    response = client.get(f"/en/stations/?{query}")
    assert response.status_code == 404
    assert "We do not know this" in text_of(response)
    assert response.context["cards"] == []


@pytest.mark.parametrize(
    "query", ["page=abc", "page=-1", "page=0", "q=" + "x" * 5000, "q=%25_%27", "open=no", "page=99999"]
)
def test_odd_but_harmless_parameters_never_break_it(client: Client, place: Place, query: str) -> None:
    assert client.get(f"/stations/?{query}").status_code == 200


def test_no_position_is_explained(client: Client, place: Place) -> None:
    page = text_of(client.get("/en/stations/?near="))
    assert "We do not know where you are" in page
    assert place.station.name in page


def test_script_in_the_question_stays_text(client: Client, place: Place) -> None:
    assert "<script>alert" not in text_of(client.get("/stations/?q=<script>alert(1)</script>"))


def test_twenty_a_page_and_the_filters_stay(client: Client, place: Place) -> None:
    for number in range(24):
        make.station(make.committee(number + 20, under=place.subdistrict), name=f"第{number}厅")
    first = client.get("/stations/?step_free=1")
    assert len(first.context["cards"]) == 20
    assert 'href="?step_free=1&amp;page=2"' in text_of(first)
    second = client.get("/stations/?step_free=1&page=2")
    assert len(second.context["cards"]) == 5
    assert not second.context["page"].has_next


@pytest.mark.parametrize("words", ["示范市", "梧桐区", "梧桐", "第1街道", "wutongqu"])
def test_a_street_or_district_lists_its_stations(client: Client, place: Place, words: str) -> None:
    assert "枫香里会客厅" in found(client, f"q={quote(words)}")


def test_a_name_comes_before_the_district_of_that_name(client: Client, maple: Place) -> None:
    make.station(make.committee(150, under=maple.subdistrict), name="梧桐会客厅")
    assert found(client, f"q={quote('梧桐')}")[0] == "梧桐会客厅"


@pytest.mark.parametrize("words", ["枫杨圆", "封杨园", "楓楊園", "fengyanyuan", "枫杨园百姓会客厅在哪里"])
def test_what_is_called_nearly_so_is_offered(client: Client, maple: Place, words: str) -> None:
    page = text_of(client.get(f"/en/stations/?q={quote(words)}"))
    asked = words if words.isascii() else f'<span lang="zh-Hans">{words}</span>'
    assert f"Nothing is called “{asked}”. Did you mean:" in page
    assert 'href="/en/stations/maple/"' in page
    assert "No living room found" not in page


def test_a_street_nearly_called_so_leads_to_its_station(client: Client, maple: Place) -> None:
    page = text_of(client.get(f"/stations/?q={quote('曹阳路')}"))
    assert 'href="/stations/maple/"' in page
    assert "曹杨路" in page


def test_an_estate_nearly_called_so_leads_to_its_station(client: Client, maple: Place) -> None:
    page = text_of(client.get(f"/stations/?q={quote('中桥大偻')}"))
    assert 'href="/stations/maple/"' in page
    assert "中桥大楼小区" in page


def test_only_operating_stations_are_offered(client: Client, maple: Place) -> None:
    Station.objects.filter(slug="maple").update(status=Station.Status.CLOSED)
    assert "maple" not in text_of(client.get("/stations/?q=fengyanyuan"))


@pytest.mark.parametrize("words", ["%", "_", "'", "🏠", "。，！"])
def test_signs_alone_find_nothing_and_say_so(client: Client, place: Place, words: str) -> None:
    page = text_of(client.get(f"/en/stations/?q={quote(words)}"))
    assert "There is no letter, character or digit in what you typed." in page
    assert "枫香里会客厅" not in page


@pytest.mark.parametrize(
    "words", ["zzz", "枫杨圆", "白杨", "fengyanyuan", "%", "会客厅在哪里", "梧桐区 白杨", "开证明"]
)
def test_three_statements_where_nothing_is_found(client: Client, maple: Place, words: str) -> None:
    make.committee(99, under=maple.subdistrict, name="白杨居委会")
    make.estate(maple.committee, "白杨小区")
    assert count_queries(client, f"/stations/?q={quote(words)}") <= 3


@pytest.mark.parametrize(
    "query",
    [
        "",
        "q=ting",
        "near=31.2,121.4",
        "estate={estate}",
        "open=now",
        "service={service}",
        "estate={estate}&service={service}&step_free=1",
        "q=ting&near=31.2,121.4",
    ],
)
def test_three_statements_with_one_row_and_with_many(client: Client, place: Place, query: str) -> None:
    path = "/stations/?" + query.format(estate=place.estate.pk, service=place.service.slug)
    Station.objects.filter(pk=place.station.pk).update(search_text="|厅|ting|")
    few = count_queries(client, path)
    rows = [
        make.station(
            make.committee(number + 20, under=place.subdistrict), name=f"第{number}厅", estates=[place.estate]
        )
        for number in range(29)
    ]
    make.opened(*rows)
    for row in rows:
        make.item(row, place.service)
    assert count_queries(client, path) == few
    assert few <= 3


@pytest.mark.parametrize(
    "words",
    [
        "示范市梧桐区",
        "示范市梧桐区第1街道",
        "第1街道 枫杨园",
        "枫杨园社区居民委员会",
        "枫杨园 社区服务站",
        "梧桐区枫杨园社区",
        "东海省示范市",
        "wutongqu fyy",
        "枫杨园居委会5号楼301室",
        "梧桐区枫杨园6幢",
    ],
)
def test_words_side_by_side_are_found_each_for_itself(client: Client, maple: Place, words: str) -> None:
    assert "枫杨园百姓会客厅" in found(client, f"q={quote(words)}")


@pytest.mark.parametrize("words", ["示范市 枫杨林", "长宁区枫杨园", "枫杨园 白杨"])
def test_every_word_must_be_found(client: Client, maple: Place, words: str) -> None:
    assert found(client, f"q={quote(words)}") == []


def test_what_is_called_so_comes_before_what_has_each_word(client: Client, maple: Place) -> None:
    make.station(make.committee(7, under=maple.subdistrict, name="香枫杨园居委会"), name="杨园里会客厅")
    row = make.station(make.committee(150, under=maple.subdistrict), name="枫杨园社区会客厅")
    assert found(client, f"q={quote('枫杨园社区')}")[0] == row.name
    assert len(found(client, f"q={quote('枫杨园社区')}")) == 3


@pytest.mark.parametrize("words", ["证明", "去居委会开证明怎么走", "residence paper", "zhengming"])
def test_a_matter_leads_to_its_service(client: Client, place: Place, words: str) -> None:
    Service.objects.filter(pk=place.service.pk).update(name="证明", name_en="Residence papers")
    reindex_services(services=Service.objects.all())
    response = client.get(f"/en/stations/?q={quote(words)}")
    assert [service.slug for service in response.context["services"]] == [place.service.slug]
    page = text_of(response)
    assert "Is this what you come for?" in page
    assert f'href="/en/services/{place.service.slug}/"' in page
    Station.objects.update(status=Station.Status.CLOSED)  # given nowhere any more
    assert client.get(f"/en/stations/?q={quote(words)}").context["services"] == []


def test_the_way_alone_is_no_matter(client: Client, place: Place) -> None:
    Service.objects.filter(pk=place.service.pk).update(name="居委会怎么走")
    assert client.get(f"/stations/?q={quote('请问居委会怎么走')}").context["services"] == []


@pytest.mark.parametrize("query", ["estate=99999999999999999999999999", "estate=999999", "service=nobody"])
def test_a_false_address_does_not_say_that_there_is_nothing(client: Client, place: Place, query: str) -> None:
    page = text_of(client.get(f"/en/stations/?{query}"))
    assert "has been entered here yet" not in page
    assert "So no living room is listed here." in page
