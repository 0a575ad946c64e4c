"""My account: one's own devices, ended one by one or all at once, and nobody else's."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from stations.models import Device, Worker
from tests import factories as make

As = Callable[[Worker | None], Client]
PAGE = "/desk/account/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0"


def signed_in(name: str, agent: str = FIREFOX) -> Client:
    client = Client(headers={"user-agent": agent})
    client.post("/desk/sign-in/", {"username": name, "password": make.PASSWORD})
    return client


def device_of(client: Client) -> Device:
    return Device.objects.get(session_key=client.session.session_key)


def test_it_says_where_one_is_signed_in_in_words(desk: Worker) -> None:
    here = signed_in("desk")
    signed_in("desk", "Mozilla/5.0 (iPhone) Version/18 Safari/604")
    text = here.get(PAGE).content.decode()
    assert "Firefox · Windows" in text
    assert "Safari · iPhone" in text
    assert here.session.session_key not in text
    assert text.count("/end/") == 2  # the other one, and all others; never this one


def test_ending_one_ends_that_one(desk: Worker) -> None:
    here, there, third = (signed_in("desk") for _n in range(3))
    here.post(f"{PAGE}devices/{device_of(there).pk}/end/")
    assert there.get("/desk/").status_code == 302
    assert (here.get("/desk/").status_code, third.get("/desk/").status_code) == (200, 200)


def test_ending_all_others_keeps_this_one(desk: Worker, colleague: Worker) -> None:
    here, there, other = signed_in("desk"), signed_in("desk"), signed_in("colleague")
    here.post(f"{PAGE}devices/end/")
    found = [client.get("/desk/").status_code for client in (here, there, other)]
    assert found == [200, 302, 200]


def test_a_look_at_the_button_ends_nothing(desk: Worker) -> None:
    here, there = signed_in("desk"), signed_in("desk")
    for path in (f"{PAGE}devices/{device_of(there).pk}/end/", f"{PAGE}devices/end/"):
        assert here.get(path)["Location"] == PAGE
    assert there.get("/desk/").status_code == 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_somebody_elses_device_is_like_none(
    method: str, desk: Worker, head: Worker, stranger: Worker
) -> None:
    there = signed_in("desk")
    for who in ("head", "stranger"):
        client = signed_in(who)
        foreign = getattr(client, method)(f"{PAGE}devices/{device_of(there).pk}/end/")
        none = getattr(client, method)(f"{PAGE}devices/999999/end/")
        assert (foreign.status_code, none.status_code) == (404, 404)
    assert there.get("/desk/").status_code == 200


def test_a_new_password_ends_the_others_and_keeps_this_one(desk: Worker) -> None:
    here, there = signed_in("desk"), signed_in("desk")
    new = {"new_password1": "ganz-neu-4711", "new_password2": "ganz-neu-4711"}
    here.post("/desk/password/", {"old_password": make.PASSWORD, **new})
    assert (here.get(PAGE).status_code, there.get(PAGE).status_code) == (200, 302)
    assert list(Device.objects.filter(worker=desk)) == [device_of(here)]


def test_signing_out_forgets_the_device(desk: Worker) -> None:
    here = signed_in("desk")
    here.post("/desk/sign-out/")
    assert not Device.objects.exists()


def test_a_request_writes_no_line(desk: Worker) -> None:
    """The first of ten minutes asks whether it should; the others ask nothing."""
    here = signed_in("desk")
    cache.clear()
    here.get(PAGE)
    with CaptureQueriesContext(connection) as asked:
        here.get(PAGE)
    assert not [one for one in asked.captured_queries if one["sql"].startswith(("UPDATE", "INSERT"))]
