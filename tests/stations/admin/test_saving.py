"""What follows from a save in the administration: ways, names, sites and sections are in step at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from stations.models import (
    Brand,
    Building,
    Estate,
    Grid,
    GridPost,
    Programme,
    Relocation,
    Service,
    Site,
    Station,
    WalkingTime,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.stations.admin.rows import inline, url

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]


@pytest.fixture
def client(street: Worker, as_: SignIn) -> Client:
    return as_(street)


def new_site(place: Place, **fields: Any) -> dict[str, Any]:
    whole = {
        "station": place.station.pk, "address": "新路8号", "floor": 1, "street_front": "on", "datum": "wgs84",
        "lat": "31.2005", "lon": "121.4005", "step_free": "unknown",
    }  # fmt: skip
    return {**whole, **fields}


class TestSites:
    def test_a_new_site_is_a_move(self, client: Client, place: Place) -> None:
        old = place.station.sites.get()
        response = client.post(url(Site, "add"), new_site(place, used_from="2026-11-10"))
        assert response.status_code == 302
        old.refresh_from_db()
        assert old.used_until == date(2026, 11, 9)
        assert place.station.sites.current().get().address == "新路8号"
        assert Station.objects.matching("新路8号").get() == place.station
        assert WalkingTime.objects.filter(site__address="新路8号", estate=place.estate).exists()

    def test_a_move_without_its_day_is_asked_for_and_nothing_is_lost(
        self, client: Client, place: Place
    ) -> None:
        response = client.post(url(Site, "add"), new_site(place))
        assert response.status_code == 200
        page = response.content.decode()
        assert "新路8号" in page
        assert "errornote" in page
        assert Site.objects.count() == 1

    def test_a_move_before_the_last_one_is_refused_on_the_form(self, client: Client, place: Place) -> None:
        place.station.sites.update(used_from=date(2026, 1, 1))
        response = client.post(url(Site, "add"), new_site(place, used_from="2025-12-01"))
        assert response.status_code == 200
        assert "新路8号" in response.content.decode()
        assert place.station.sites.get().used_until is None

    def test_a_move_is_entered_when_it_has_happened(self, client: Client, place: Place) -> None:
        response = client.post(url(Site, "add"), new_site(place, used_from="2026-12-01"))
        assert response.status_code == 200
        assert Site.objects.count() == 1

    def test_a_former_site_may_be_added_and_ends_nothing(self, client: Client, place: Place) -> None:
        client.post(url(Site, "add"), new_site(place, used_from="2010-01-01", used_until="2019-12-31"))
        assert Site.objects.count() == 2
        assert place.station.sites.current().get().address != "新路8号"

    def test_a_corrected_point_moves_the_ways(self, client: Client, place: Place) -> None:
        site = place.station.sites.get()
        before = WalkingTime.objects.get(site=site).minutes
        data = new_site(place, address=site.address, lat="31.22", lon="121.42")
        assert client.post(url(site, "change", site.pk), data).status_code == 302
        assert WalkingTime.objects.get(site=site).minutes > before


class TestEstates:
    def test_a_new_name_and_point(self, client: Client, place: Place) -> None:
        data = {
            "committee": place.committee.pk, "name": "凤凰新村", "households": 5, "older_people": 1, "lat": "31.21",
            "lon": "121.41", "datum": "wgs84", **inline("bodies", {"kind": "owners", "name": "业委会"}),
        }  # fmt: skip
        before = WalkingTime.objects.get(estate=place.estate).minutes
        assert client.post(url(place.estate, "change", place.estate.pk), data).status_code == 302
        place.station.refresh_from_db()
        assert "fenghuangxincun" in place.station.search_text
        assert WalkingTime.objects.get(estate=place.estate).minutes > before
        assert place.estate.bodies.get().name == "业委会"

    def test_what_cannot_be_is_refused_as_in_a_sheet(self, client: Client, place: Place) -> None:
        for number in range(3):
            make.estate(place.committee, f"邻苑{number}")
        target = url(place.estate, "change", place.estate.pk)
        fair = {
            "committee": place.committee.pk, "name": "凤凰新村", "built": "1985", "households": 360,
            "older_people": 90, "lat": "31.21", "lon": "121.41", "datum": "wgs84", **inline("bodies"),
        }  # fmt: skip
        for field, value, words in (
            ("built", "20260", "1800 年到 2026 年之间"),
            ("older_people", "99999", "最多 3600 位"),
            ("households", "50001", "最多 50000 户"),
            ("lat", "28.5", "应在 50 公里以内"),
            ("lon", "181", "超出了中国的范围"),
        ):
            answer = client.post(target, {**fair, field: value})
            assert answer.status_code == 200, field
            assert words in str(answer.context["adminform"].form.errors[field])
        place.estate.refresh_from_db()
        assert (place.estate.built, place.estate.households) == ("", 300)
        assert client.post(target, fair).status_code == 302, "the control"

    def test_a_deleted_estate_is_found_no_more(self, client: Client, place: Place) -> None:
        target = url(place.estate, "delete", place.estate.pk)
        assert client.post(target, {"post": "yes"}).status_code == 302
        place.station.refresh_from_db()
        assert place.estate.name not in place.station.search_text
        assert not Estate.objects.exists()


class TestWays:
    def way(self, place: Place) -> WalkingTime:
        return WalkingTime.objects.get(estate=place.estate)

    def test_a_measured_way_stands(self, client: Client, place: Place) -> None:
        way = self.way(place)
        target = url(way, "change", way.pk)
        assert client.post(target, {"minutes": 12, "older_minutes": "", "source": ""}).status_code == 200
        assert (
            client.post(target, {"minutes": 12, "older_minutes": "", "source": "王主任"}).status_code == 302
        )
        way.refresh_from_db()
        assert (way.minutes, way.measured, way.source) == (12, True, "王主任")
        assert way.older_minutes > 12

    def test_to_add_a_known_way_is_to_measure_it(self, client: Client, place: Place) -> None:
        way = self.way(place)
        data = {
            "estate": way.estate_id,
            "site": way.site_id,
            "minutes": 9,
            "older_minutes": 14,
            "source": "李阿姨",
        }
        assert client.post(url(WalkingTime, "add"), data).status_code == 302
        way.refresh_from_db()
        assert (way.minutes, way.older_minutes, way.measured) == (9, 14, True)

    def test_a_deleted_measurement_is_estimated_again(self, client: Client, place: Place) -> None:
        way = self.way(place)
        estimated = way.minutes
        WalkingTime.objects.filter(pk=way.pk).update(minutes=40, measured=True)
        client.post(url(way, "delete", way.pk), {"post": "yes"})
        assert (self.way(place).minutes, self.way(place).measured) == (estimated, False)


def test_a_grids_people_stand_at_its_committee(client: Client, place: Place, far_place: Place) -> None:
    grid = Grid.objects.create(committee=place.committee, name="第一网格")
    person = {"role": "head", "holder": "周阿姨", "headcount": 1}
    building = {"kind": "court", "name": "一号院", "estate": place.estate.pk}
    data = {
        "name": "第一网格",
        "position": 1,
        **inline("posts", person),
        **inline("buildings", building),
        **inline("figures"),
    }
    assert client.post(url(grid, "change", grid.pk), data).status_code == 302
    assert GridPost.objects.get().committee == place.committee
    assert Building.objects.get().estate == place.estate
    foreign = {
        **data,
        **inline("buildings", {"kind": "court", "name": "二号院", "estate": far_place.estate.pk}),
    }
    assert client.post(url(grid, "change", grid.pk), foreign).status_code == 200
    assert Building.objects.count() == 1


class TestServices:
    def service(self, **fields: Any) -> dict[str, Any]:
        return {"name": "代收快递", "situation": "everyday", "number": 7, "limit_hours": 9, **fields}

    def test_a_stations_own(self, client: Client, place: Place) -> None:
        data = self.service(station=place.station.pk, also_called="包裹, parcel")
        assert client.post(url(Service, "add"), data).status_code == 302
        made = Service.objects.get(name="代收快递")
        assert made.slug == "dai-shou-kuai-di"
        for word in ("daishoukuaidi", "baoguo", "包裹", "parcel"):
            assert word in made.search_text

    def test_everyones_and_the_districts_are_not_a_streets_to_change(
        self, client: Client, place: Place, district: Worker, as_: SignIn
    ) -> None:
        theirs = make.service("区里的事项", district=place.subdistrict.parent)
        for service in (place.service, theirs):
            assert client.get(url(service, "change", service.pk)).status_code == 200
            assert client.post(url(service, "change", service.pk), self.service()).status_code == 403
        assert client.post(url(Service, "add"), self.service()).status_code == 200, "nobody's in particular"
        assert client.post(url(Service, "add"), self.service(district=theirs.district_id)).status_code == 200
        assert not Service.objects.filter(name="代收快递").exists()
        data = self.service(district=theirs.district_id, slug=theirs.slug)
        assert as_(district).post(url(theirs, "change", theirs.pk), data).status_code == 302


class TestProgrammes:
    def test_only_committees_of_its_division_move_in_it(
        self, client: Client, place: Place, far_place: Place
    ) -> None:
        programme = Programme.objects.create(
            division=place.subdistrict, name="沿街设置", began_on="2026-01-01"
        )
        base = {"name": "沿街设置", "began_on": "2026-01-01", **inline("steps")}
        target = url(programme, "change", programme.pk)
        client.post(target, {**base, **inline("relocations", {"committee": far_place.committee.pk})})
        assert not Relocation.objects.exists()
        data = {**base, **inline("relocations", {"committee": place.committee.pk, "due_on": "2026-12-31"})}
        assert client.post(target, data).status_code == 302
        assert Relocation.objects.get().committee == place.committee

    def test_a_street_explains_a_delay_in_the_districts_programme(self, client: Client, place: Place) -> None:
        programme = Programme.objects.create(
            division=place.subdistrict.parent, name="区计划", began_on="2026-01-01"
        )
        plan = Relocation.objects.create(programme=programme, committee=place.committee)
        assert client.get(url(programme, "change", programme.pk)).status_code == 404
        data = {"delay_reason": "雨季停工", **inline("steps"), **inline("funds"), **inline("changes")}
        assert client.post(url(plan, "change", plan.pk), data).status_code == 302
        plan.refresh_from_db()
        assert plan.delay_reason == "雨季停工"


def test_a_divisions_code_agrees_with_its_level_and_place(place: Place, admin: Worker, as_: SignIn) -> None:
    district = place.subdistrict.parent
    assert district is not None
    client, add = as_(admin), url(place.subdistrict, "add")
    good = {"code": "990101009", "name": "第九街道", "level": "subdistrict", "parent": district.pk}
    for bad in ({"code": "99010109"}, {"level": "district"}, {"code": "990202009"}, {"parent": ""}):
        assert client.post(add, {**good, **bad}).status_code == 200, bad
    assert client.post(add, good).status_code == 302


def test_a_standing_division_stays_in_its_place(place: Place, admin: Worker, as_: SignIn) -> None:
    """Its code and level are only read in the form, and the parent must still agree with them."""
    district = place.subdistrict.parent
    assert district is not None
    city = district.parent
    assert city is not None
    client = as_(admin)
    for row, parent in (
        (city, district.pk),
        (city, city.pk),
        (district, ""),
        (place.subdistrict, place.subdistrict.pk),
    ):
        said = {"name": "改名", "parent": parent}
        assert client.post(url(row, "change", row.pk), said).status_code == 200, (row.code, parent)
    assert (
        client.post(url(district, "change", district.pk), {"name": "改名", "parent": city.pk}).status_code
        == 302
    )
    district.refresh_from_db()
    assert district.name == "改名"


NO_KEYS = ("x", "长椅", "1.5", "2026-11-19", "9" * 40, "-1", "\0", "inf")


@pytest.mark.parametrize("wrong", NO_KEYS, ids=ascii)
def test_what_is_no_key_is_no_choice(wrong: str, place: Place, admin: Worker, as_: SignIn) -> None:
    """In fields that are found by typing: of one row, of several, in the rows of a parent, and in an address."""
    client = as_(admin)
    service = {"name": "代收快递", "situation": "everyday", "number": 7, "limit_hours": 9}
    page = client.post(url(Service, "add"), {**service, "station": wrong})
    assert page.status_code == 200
    assert "station" in page.context["adminform"].form.errors
    post = inline("posts", {"role": "desk", "committee": wrong, "since": "2026-11-18"})
    person = {"username": "x", "name": "x", "password1": "ganz-neu-4711", "password2": "ganz-neu-4711"}
    assert client.post(url(Worker, "add"), person | post).status_code == 200
    brand = client.post(url(Brand, "add"), {"name": "牌", "stations": [place.station.pk, wrong]})
    assert brand.status_code == 200
    if "\0" not in wrong:
        assert client.get(url(Service, "add"), {"station": wrong}).status_code == 200
    right = client.get(url(Service, "add"), {"station": place.station.pk}).content.decode()
    assert f'<option value="{place.station.pk}" selected>' in right


def test_a_field_without_a_name_is_the_key(place: Place, admin: Worker, as_: SignIn) -> None:
    for view in ("change", "delete"):
        assert (
            as_(admin).get(url(place.station, view, place.station.pk), {"_to_field": ""}).status_code == 200
        )
        assert (
            as_(admin).get(url(place.station, view, place.station.pk), {"_to_field": "x"}).status_code == 400
        )


def test_a_row_without_a_name_keeps_its_address_meanwhile(place: Place, admin: Worker, as_: SignIn) -> None:
    page = as_(admin).post(url(place.service, "change", place.service.pk), {"name": "", "slug": ""})
    assert page.status_code == 200
    assert place.service.get_absolute_url() in page.content.decode()


@pytest.mark.parametrize("wrong", NO_KEYS, ids=ascii)
def test_ticks_that_are_no_keys_are_no_ticks(wrong: str, place: Place, admin: Worker, as_: SignIn) -> None:
    said = {"action": "delete_selected", "_selected_action": [wrong, place.station.pk], "index": "0"}
    answer = as_(admin).post(url(Station, "changelist"), said)
    assert answer.status_code in (200, 302)
    assert Station.objects.filter(pk=place.station.pk).exists()
