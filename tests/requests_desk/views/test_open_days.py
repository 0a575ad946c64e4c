"""The series of open days for everyone: themes in turn, departments, sessions, what they came to."""

import pytest
from django.test import Client

from requests_desk.models import OpenDaySeries, OpenDayTheme
from stations.models import Station
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, words_of
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def theme(place: Place) -> OpenDayTheme:
    return make.open_day_theme(place.subdistrict)


def read(client: Client, theme: OpenDayTheme) -> str:
    return words_of(client.get(f"/en/open-days/{theme.series_id}/"))


def test_themes_in_turn_with_departments_or_none_yet(client: Client, theme: OpenDayTheme) -> None:
    OpenDayTheme.objects.create(series=theme.series, name="主题待定", position=2)
    text = read(client, theme)
    assert "1. 美好教育心连心 区教育局 No session is planned yet." in text
    assert "2. 主题待定 Neither the department nor the day is named yet." in text
    assert "2 themes, given by departments in turn" in text


def test_sessions_to_come_and_what_came_of_those_held(
    client: Client, place: Place, theme: OpenDayTheme
) -> None:
    make.open_day_record(place.subdistrict, place.station, make.at(2), theme=theme)
    came = {"department_came": True, "staff": 4, "party_members": 6, "residents": 55}
    make.open_day_record(place.subdistrict, place.station, make.at(-2), theme=theme, **came)
    alone = {"department_came": False, "staff": 0, "party_members": 2, "residents": 9}
    make.open_day_record(place.subdistrict, place.station, make.at(-3), theme=theme, **alone)
    make.open_day_record(place.subdistrict, place.station, make.at(-4), theme=theme)
    text = read(client, theme)
    assert "Friday 20 November 10:00–11:00 枫香里会客厅" in text
    assert "The department came: 4 of its staff, 6 party members, 55 residents." in text
    assert "The department did not come; 2 party members and 9 residents did." in text
    assert "Who came is not written down yet." in text
    assert (
        "3 sessions held 1 / 2 times the department came 1 session is not written down yet 12 staff and party members"
        in text
    )
    assert "64 residents came" in text


def test_what_was_called_off_hidden_or_closed_is_not_shown(
    client: Client, place: Place, other_place: Place, theme: OpenDayTheme
) -> None:
    off = make.open_day_record(place.subdistrict, place.station, make.at(2), theme=theme)
    type(off.session).objects.filter(pk=off.session_id).update(called_off=True)
    closed = make.open_day_record(place.subdistrict, other_place.station, make.at(2), theme=theme)
    Station.objects.filter(pk=other_place.station.pk).update(status=Station.Status.CLOSED)
    assert "Friday 20 November" not in read(client, theme)
    Station.objects.update(status=Station.Status.OPERATING)
    assert "Friday 20 November" in read(client, theme)
    type(closed.session.group.activity).objects.update(published=False)
    assert "Friday 20 November" not in read(client, theme)


def test_none_is_a_404_and_an_empty_one_says_so(client: Client, place: Place) -> None:
    assert client.get("/open-days/999999/").status_code == 404
    assert place.subdistrict.parent is not None
    empty = OpenDaySeries.objects.create(district=place.subdistrict.parent, name="空")
    assert "The themes are not settled yet." in words_of(client.get(f"/en/open-days/{empty.pk}/"))


def test_it_is_a_cached_page_of_three_statements(client: Client, place: Place, theme: OpenDayTheme) -> None:
    path = f"/open-days/{theme.series_id}/"
    assert_cached_page(client, path)
    make.open_day_record(place.subdistrict, place.station, make.at(2), theme=theme)
    few = count_queries(client, path)
    for number in range(30):
        make.open_day_record(place.subdistrict, place.station, make.at(number - 15, 15))
    assert count_queries(client, path) == few <= 3
