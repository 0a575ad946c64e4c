"""Uses of rooms in the admin: read only, masked, of one's own area."""

from collections.abc import Callable

import pytest
from django.test import Client

from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

LIST = "/admin/requests_desk/roomuse/"


def test_officials_read_masked_uses_of_their_area(
    place: Place, street: Worker, other_street: Worker, as_: Callable[..., Client]
) -> None:
    room = Room.objects.create(station=place.station, name="活动室")
    use = make.room_use(room, make.at(1, 10), make.at(1, 11), what_for="合唱队排练")
    for page in (LIST, f"{LIST}{use.pk}/change/"):
        text = as_(street).get(page).content.decode()
        assert "合唱队排练" in text
        assert "王**" in text
        assert not [word for word in ("王阿姨", "13812341234", use.token) if word in text]
    assert "合唱队排练" not in as_(other_street).get(LIST).content.decode()
    assert as_(street).get(f"{LIST}add/").status_code == 403
    as_(street).post(f"{LIST}{use.pk}/change/", {"what_for": "别的"})
    use.refresh_from_db()
    assert use.what_for == "合唱队排练"
