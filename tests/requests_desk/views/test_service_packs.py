"""Service packs at the desk; and one department's way from its pack to the record of its open day."""

from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from requests_desk.models import OpenDayRecord
from stations.models import ChecklistItem, PackOffer, ServicePack, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, words_of
from tests.stage import staged

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]


@staged
def offer(place: Place) -> PackOffer:
    make.opened(place.station)
    return make.pack_offer(place.subdistrict, place.station, pack=make.service_pack(place.subdistrict))


def test_taken_by_one_key_from_the_list(offer: PackOffer, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert "To answer 1 法律服务包 · 区司法局 · 枫香里会客厅" in words_of(client.get("/en/desk/packs/"))
    assert client.post(f"/en/desk/packs/{offer.pk}/accept/")["Location"] == "/en/desk/packs/"
    offer.refresh_from_db()
    assert (offer.state, offer.decided_by) == ("accepted", desk)
    assert "To answer 0" in words_of(client.get("/en/desk/packs/"))


def test_with_hours_these_times_can_be_booked(
    offer: PackOffer, desk: Worker, as_: As, client: Client
) -> None:
    said = {"weekday": "3", "begins": "09:00", "ends": "11:00"}
    assert as_(desk).post(f"/desk/packs/{offer.pk}/accept/", said).status_code == 302
    item = ChecklistItem.objects.get(service=offer.pack.service)
    page = words_of(client.get(f"/en/stations/{offer.station.slug}/book/?item={item.pk}"))
    assert "Thursday 19 November" in page
    assert "09:00" in page
    assert "Wednesday 18 November" not in page


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"weekday": "3"}, "Choose the weekday, the beginning and the end, or none of them."),
        ({"weekday": "3", "begins": "11:00", "ends": "09:00"}, "The end must be later than the beginning."),
        ({"weekday": "9", "begins": "09:00", "ends": "11:00"}, "This choice is not there"),
    ],
)
def test_half_an_answer_takes_nothing(
    offer: PackOffer, desk: Worker, as_: As, said: dict[str, str], sentence: str
) -> None:
    assert sentence in words_of(as_(desk).post(f"/en/desk/packs/{offer.pk}/accept/", said))
    offer.refresh_from_db()
    assert offer.state == "offered"


def test_declined_and_given_back_with_a_reason_alone(offer: PackOffer, desk: Worker, as_: As) -> None:
    client = as_(desk)
    for what, before, after in (("decline", "offered", "declined"), ("give-back", "accepted", "declined")):
        PackOffer.objects.update(state=before, reason="")
        assert "Say why: the district reads it." in words_of(
            client.post(f"/en/desk/packs/{offer.pk}/{what}/")
        )
        assert client.post(f"/en/desk/packs/{offer.pk}/{what}/", {"reason": "已有律师"}).status_code == 302
        offer.refresh_from_db()
        assert (offer.state, offer.reason) == (after, "已有律师")
        assert client.post(f"/desk/packs/{offer.pk}/{what}/", {"reason": "x"}).status_code == 409


def test_strangers_see_nothing_of_it(offer: PackOffer, stranger: Worker, as_: As) -> None:
    client = as_(stranger)
    assert "法律服务包" not in words_of(client.get("/en/desk/packs/"))
    for what in ("", "accept/", "decline/", "give-back/"):
        assert client.post(f"/desk/packs/{offer.pk}/{what}", {"reason": "x"}).status_code == 404
    offer.refresh_from_db()
    assert offer.state == "offered"


def test_one_row_and_thirty_take_as_many_statements(
    offer: PackOffer, place: Place, desk: Worker, as_: As
) -> None:
    client = as_(desk)
    make.pack_offer(place.subdistrict, place.station, state="accepted", decided_at=make.NOW, decided_by=desk)
    few = count_queries(client, "/desk/packs/")
    for _ in range(18):
        make.pack_offer(place.subdistrict, place.station)
        make.pack_offer(place.subdistrict, place.station, state="declined", reason="x", decided_by=desk)
    assert count_queries(client, "/desk/packs/") == few


def test_a_departments_way_from_its_pack_to_the_record(
    place: Place, desk: Worker, district: Worker, as_: As, client: Client
) -> None:
    """The district offers the pack, the station takes it and gives it a day, the department comes, the desk writes
    down who came, and the district and everybody read it."""
    make.opened(place.station)
    official, worker = as_(district), as_(desk)
    service = make.service("法律咨询", district=place.subdistrict.parent)
    area = place.subdistrict.parent
    assert area is not None
    pack = {"district": area.pk, "name": "法律服务包", "department": "区司法局", "service": service.pk}
    official.post("/admin/stations/servicepack/add/", pack)
    made = ServicePack.objects.get()
    official.post("/admin/stations/servicepack/", {"action": "offer_to_all", "_selected_action": [made.pk]})
    offer = PackOffer.objects.get(station=place.station)
    worker.post(f"/desk/packs/{offer.pk}/accept/")
    assert "法律咨询" in words_of(client.get(f"/stations/{place.station.slug}/checklist/"))

    theme = make.open_day_theme(place.subdistrict, "法律服务面对面", "区司法局")
    session = make.open_day_session(place.station, make.at(2))
    official.post("/admin/requests_desk/opendayrecord/add/", {"theme": theme.pk, "session": session.pk})
    record = OpenDayRecord.objects.get()
    assert (record.theme, record.session) == (theme, session)
    assert "法律服务面对面" in words_of(client.get(f"/open-days/{theme.series_id}/"))
    with time_machine.travel(make.at(2, 12), tick=False):
        came = {"department_came": "yes", "staff": "3", "party_members": "5", "residents": "42"}
        official, worker = as_(district), as_(desk)  # signed in anew that morning
        worker.post(f"/desk/open-days/{record.pk}/", came)
        text = words_of(client.get(f"/en/open-days/{theme.series_id}/"))
        assert "The department came: 3 of its staff, 5 party members, 42 residents." in text
        review = official.get("/en/admin/open-days/").content.decode()
        assert "区司法局" in review
        sheet = official.get("/en/admin/open-days.csv").content.decode()
        assert "区司法局,1,1,1,100,3,5,42" in sheet
        assert "法律服务包,区司法局,1,1,0,0,100" in sheet
