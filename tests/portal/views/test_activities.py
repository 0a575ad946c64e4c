"""What is on, on the station's own page."""

import pytest
from django.test import Client

from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of

pytestmark = pytest.mark.django_db


def test_the_stations_page_shows_its_next_sessions(client: Client, place: Place, other_place: Place) -> None:
    address = f"/stations/{place.station.slug}/"
    assert 'id="activities"' not in text_of(client.get(address))
    group = make.group(
        make.activity(place.station, "书法班"),
        make.at(-7, 19),
        make.at(0, 8),
        make.at(7, 19),
        make.at(14, 19),
    )
    make.group(make.activity(other_place.station, "别处的"))
    few = count_queries(client, address)
    page = text_of(client.get(address))
    assert page.count(f'href="/activities/{group.activity_id}/"') == 1  # its next time alone
    assert "11月25日 星期三" in page
    assert "别处的" not in page
    assert f'href="/activities/?station={place.station.slug}"' in page
    for n in range(20):
        make.group(make.activity(place.station, f"活动{n}"), make.at(1, 9), make.at(2, 9))
    assert count_queries(client, address) == few
