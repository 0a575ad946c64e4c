"""The officials' look at open days and packs: of their own area, the same figures on the page and on the sheet."""

from collections.abc import Callable

import pytest
from django.test import Client

from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries
from tests.stage import staged

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
SHEET = "/en/admin/open-days.csv"


@staged
def held(place: Place, far_place: Place) -> None:
    """One theme at two streets' stations, and a pack that one of them took."""
    theme = make.open_day_theme(place.subdistrict)
    came = {"department_came": True, "staff": 4, "party_members": 6, "residents": 55}
    make.open_day_record(place.subdistrict, place.station, make.at(-1), theme=theme, **came)
    make.open_day_record(
        place.subdistrict, far_place.station, make.at(-1), theme=theme, department_came=False
    )
    make.open_day_record(place.subdistrict, place.station, make.at(2), theme=theme)  # to come: no turn yet
    pack = make.service_pack(place.subdistrict, "=cmd|法律")
    make.pack_offer(place.subdistrict, place.station, pack=pack, state="accepted")
    make.pack_offer(place.subdistrict, far_place.station, pack=pack, state="declined", reason="x")


def test_the_district_reads_all_a_street_its_own(
    held: None, district: Worker, street: Worker, other_street: Worker, as_: As
) -> None:
    for worker, line, pack in (
        (district, "区教育局,2,2,1,50,4,6,55", "2,1,1,0,50"),
        (street, "区教育局,1,1,1,100,4,6,55", "1,1,0,0,100"),
        (other_street, "区教育局,1,1,0,0,0,0,0", "1,0,1,0,0"),
    ):
        sheet = as_(worker).get(SHEET).content.decode()
        assert line in sheet
        assert f"区司法局,{pack}" in sheet
        assert "'=cmd|法律" in sheet  # no formula
        assert sheet.startswith("\ufeff")


def test_the_page_says_the_same(held: None, district: Worker, as_: As) -> None:
    page = as_(district).get("/en/admin/open-days/").content.decode()
    assert "1 of 2" in page
    assert 'href="/en/admin/open-days.csv"' in page


def test_nothing_yet_is_said(place: Place, district: Worker, as_: As) -> None:
    page = as_(district).get("/en/admin/open-days/").content.decode()
    assert "No open-day session has been held yet." in page
    assert "No service pack has been offered here yet." in page


def test_a_desk_is_refused(held: None, desk: Worker, as_: As) -> None:
    for path in ("/admin/open-days/", "/admin/open-days.csv"):
        assert as_(desk).get(path).status_code == 403
        assert Client().get(path).status_code == 302


def test_one_row_and_thirty_take_as_many_statements(
    held: None, place: Place, district: Worker, as_: As
) -> None:
    client = as_(district)
    few = count_queries(client, "/admin/open-days/")
    for _ in range(15):
        make.open_day_record(place.subdistrict, place.station, make.at(-2))
        make.pack_offer(place.subdistrict, place.station)
    assert count_queries(client, "/admin/open-days/") == few
