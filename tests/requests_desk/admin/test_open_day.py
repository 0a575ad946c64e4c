"""Open days and service packs in the admin: of one's own district, and who came is only read."""

from collections.abc import Callable

import pytest
from django.test import Client

from requests_desk.models import OpenDayRecord, OpenDaySeries
from stations.models import PackOffer, ServicePack, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import words_of

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
SERIES, RECORD = "/admin/requests_desk/opendayseries/", "/admin/requests_desk/opendayrecord/"
PACK, OFFER = "/admin/stations/servicepack/", "/admin/stations/packoffer/"


def test_the_district_adds_a_series_with_its_themes(place: Place, district: Worker, as_: As) -> None:
    client, area = as_(district), place.subdistrict.parent
    assert area is not None
    client.post(f"{SERIES}add/", {"district": area.pk, "name": "尚邻开放日"})
    series = OpenDaySeries.objects.get()
    inline = {
        "themes-TOTAL_FORMS": 1, "themes-INITIAL_FORMS": 0, "themes-MIN_NUM_FORMS": 0, "themes-MAX_NUM_FORMS": 99,
        "themes-0-position": 1, "themes-0-name": "美好教育心连心", "themes-0-department": "",
    }  # fmt: skip
    client.post(f"{SERIES}{series.pk}/change/", {"name": "尚邻开放日", **inline})
    assert series.themes.get().name == "美好教育心连心"


def test_another_district_finds_nothing_of_it(place: Place, as_: As) -> None:
    theme = make.open_day_theme(place.subdistrict)
    record = make.open_day_record(place.subdistrict, place.station, make.at(-1), theme=theme)
    pack = make.service_pack(place.subdistrict)
    offer = make.pack_offer(place.subdistrict, place.station, pack=pack)
    far = make.worker("far")
    make.post(far, "district", make.division("990102", "别区", make.division("9901", "示范市")))
    client = as_(far)
    rows = ((SERIES, theme.series_id), (RECORD, record.pk), (PACK, pack.pk), (OFFER, offer.pk))
    for path, key in rows:
        assert client.get(f"{path}{key}/change/").status_code == 404
        assert f"{path}{key}/change/" not in client.get(path).content.decode()


def test_who_came_is_not_written_here(place: Place, district: Worker, as_: As) -> None:
    record = make.open_day_record(place.subdistrict, place.station, make.at(-1))
    said = {"theme": record.theme_id, "department_came": "true", "staff": 99, "residents": 99}
    as_(district).post(f"{RECORD}{record.pk}/change/", said)
    record.refresh_from_db()
    assert (record.department_came, record.staff, record.residents) == (None, None, None)


def test_only_open_days_of_ones_area_can_be_chosen(
    place: Place, far_place: Place, street: Worker, as_: As
) -> None:
    own = make.open_day_session(place.station)
    foreign = make.open_day_session(far_place.station)
    other = make.group(make.activity(place.station)).sessions.get()
    page = as_(street).get(f"{RECORD}add/").content.decode()
    assert f'value="{own.pk}"' in page
    assert f'value="{foreign.pk}">' not in page
    assert str(other) not in page


def test_a_written_record_keeps_its_theme(place: Place, district: Worker, as_: As) -> None:
    record = make.open_day_record(place.subdistrict, place.station, make.at(-1), department_came=True)
    other = make.open_day_theme(place.subdistrict, "另一个主题")
    answer = as_(district).post(f"{RECORD}{record.pk}/change/", {"theme": other.pk})
    assert answer.status_code == 200
    record.refresh_from_db()
    assert record.theme != other


def test_a_pack_goes_to_a_chosen_station_of_its_district(
    place: Place, other_place: Place, district: Worker, as_: As
) -> None:
    pack = make.service_pack(place.subdistrict)
    as_(district).post(f"{OFFER}add/", {"pack": pack.pk, "station": place.station.pk})
    assert PackOffer.objects.get().station == place.station
    page = as_(district).get(f"{PACK}{pack.pk}/change/").content.decode()
    assert "枫香里会客厅" in page


def test_the_packs_own_page_offers_it_to_all_stations_of_the_district(
    place: Place, other_place: Place, district: Worker, as_: As
) -> None:
    pack = make.service_pack(place.subdistrict)
    own, client = f"/en{PACK}{pack.pk}/change/", as_(district)
    said = {
        "name": "法律服务包", "department": "区司法局", "offers-TOTAL_FORMS": 0, "offers-INITIAL_FORMS": 0,
        "_offer": "",
    }  # fmt: skip
    answer = client.post(own, said, follow=True)
    assert answer.redirect_chain == [(own, 302)]
    text = words_of(answer)
    assert "2 stations have a new offer." in text
    assert set(PackOffer.objects.values_list("station", flat=True)) == {
        place.station.pk,
        other_place.station.pk,
    }
    far = make.worker("far")
    make.post(far, "district", make.division("990102", "别区", make.division("9901", "示范市")))
    PackOffer.objects.all().delete()
    assert as_(far).post(own, said).status_code == 404
    client.post(own, {**said, "name": ""})  # what cannot be saved is not offered
    assert not PackOffer.objects.exists()


def test_before_an_offer_is_made_there_is_no_answer_to_show(place: Place, district: Worker, as_: As) -> None:
    page = words_of(as_(district).get(f"/en{OFFER}add/"))
    assert "Station:" in page
    assert "Decided by:" not in page
    assert "Its staff who came:" not in words_of(as_(district).get(f"/en{RECORD}add/"))


def test_what_a_station_has_taken_stays(place: Place, admin: Worker, as_: As) -> None:
    offer = make.pack_offer(place.subdistrict, place.station, state="accepted")
    client = as_(admin)
    client.post(f"{OFFER}{offer.pk}/delete/", {"post": "yes"})
    client.post(f"{PACK}{offer.pack_id}/delete/", {"post": "yes"})
    client.post(PACK, {"action": "delete_selected", "_selected_action": [offer.pack_id], "post": "yes"})
    client.post(OFFER, {"action": "delete_selected", "_selected_action": [offer.pk], "post": "yes"})
    assert PackOffer.objects.exists()
    assert ServicePack.objects.exists()


def test_records_are_not_deleted_by_officials(place: Place, district: Worker, as_: As) -> None:
    record = make.open_day_record(place.subdistrict, place.station, make.at(-1))
    assert as_(district).post(f"{RECORD}{record.pk}/delete/", {"post": "yes"}).status_code == 403
    assert OpenDayRecord.objects.exists()
