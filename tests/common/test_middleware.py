"""What a request is refused for is no error of ours: the log has its one line, and no trace beside it."""

from collections.abc import Callable

import pytest
from django.test import Client, override_settings
from django.urls import path, reverse

from portal.urls import urlpatterns as portal
from stations.models import Worker
from tests.cast import Place

pytestmark = pytest.mark.django_db


def broken(_request: object) -> None:
    raise LookupError("ours")


urlpatterns = [path("broken/", broken), *portal]


def traces(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [one.getMessage() for one in caplog.records if one.exc_info]


def test_a_refusal_leaves_no_trace(
    place: Place, admin: Worker, as_: Callable[..., Client], caplog: pytest.LogCaptureFixture
) -> None:
    office, stations = as_(admin), "/admin/stations/station/"
    answers = [
        office.get(stations, {"committee__name__startswith": "x"}),
        office.get(stations, {"_to_field": "name"}),
        office.get(f"{stations}?q=%00"),
        office.post(reverse("track"), {f"field{n}": "1" for n in range(1001)}),
        Client().post(reverse("track"), b"x", content_type="multipart/form-data"),
    ]
    assert [one.status_code for one in answers] == [400] * 5
    assert traces(caplog) == []


@override_settings(ROOT_URLCONF="tests.common.test_middleware")
def test_what_breaks_leaves_one(place: Place, caplog: pytest.LogCaptureFixture) -> None:
    """The control."""
    client = Client(raise_request_exception=False)
    assert client.get("/broken/").status_code == 500
    assert "unexpected" in traces(caplog)
