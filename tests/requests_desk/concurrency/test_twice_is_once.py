"""The same form, three times at once and ten times in a row: one row, and the same confirmation each time."""

import re
from collections.abc import Iterator
from urllib.request import Request

import pytest

from requests_desk.models import Message, Visit, VisitEvent
from tests.requests_desk.concurrency.crowd import Browser, a_slot, a_station, at_once
from tests.servers import Server, database_url, direct, serving

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def server(transactional_db: None) -> Iterator[Server]:
    with serving(database_url(), threads=4) as running:
        yield running


def test_three_at_once(server: Server) -> None:
    station, item = a_station()
    path = f"/stations/{station.slug}/book/"
    for places in (1, 2, 5):  # with one place the second press finds it gone, by its own first
        slot = a_slot(station, places)
        browser = Browser()
        form = browser.form(item, slot, places, email="w@example.cn")
        answers = at_once([(browser, server.url, path, form)] * 3)
        visit = Visit.objects.get(slot=slot)
        assert {(one.status, one.location) for one in answers} == {(302, f"/visits/{visit.token}/?new")}
        assert VisitEvent.objects.filter(visit=visit).count() == 1
        assert Message.objects.filter(visit=visit).count() == 1
        slot.refresh_from_db()
        assert slot.booked == 1


def test_ten_in_a_row_with_the_page_as_the_server_gave_it(server: Server) -> None:
    station, item = a_station()
    slot = a_slot(station, 1)
    path = f"/stations/{station.slug}/book/"
    with direct.open(f"{server.url}{path}?item={item.pk}&slot={slot.pk}") as page:
        html = page.read().decode()
        secret = re.search(r"csrftoken=(\w+)", page.headers["Set-Cookie"])
    given = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', html))
    assert secret is not None
    browser = Browser(secret[1])
    form = given | {"slot": slot.pk, "name": "王小明", "phone": "13812341234"}
    locations = {browser.post(server.url, path, form).location for _ in range(10)}
    visit = Visit.objects.get()
    assert locations == {f"/visits/{visit.token}/?new"}
    with direct.open(Request(server.url + locations.pop())) as confirmation:
        assert visit.reference in confirmation.read().decode()


def test_another_browser_learns_nothing(server: Server) -> None:
    station, item = a_station()
    slot = a_slot(station, 5)
    path = f"/stations/{station.slug}/book/"
    owner, thief = Browser(), Browser()
    form = owner.form(item, slot, 1)
    assert owner.post(server.url, path, form).status == 302
    visit = Visit.objects.get()
    stolen = form | {"csrfmiddlewaretoken": thief.secret}
    for attempt in at_once(
        [(thief, server.url, path, stolen), (thief, server.url, path, stolen | {"name": "x"})]
    ):
        assert attempt.status == 409
        assert visit.token not in attempt.body + attempt.location
        assert visit.reference not in attempt.body
    assert Visit.objects.count() == 1
