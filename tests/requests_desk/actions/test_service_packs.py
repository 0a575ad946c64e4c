"""Service packs: offered by the district, taken onto the checklist, declined, given back."""

from datetime import time

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import service_packs
from requests_desk.models import Slot
from stations.models import ChecklistItem, PackOffer, ServicePack, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

THURSDAY = ((3, time(9), time(11)),)


@staged
def pack(place: Place) -> ServicePack:
    make.opened(place.station)
    return make.service_pack(place.subdistrict)


@staged
def offer(pack: ServicePack, place: Place) -> PackOffer:
    service_packs.offer(pack=pack, stations=[place.station], at=make.NOW)
    return PackOffer.objects.get()


def line(offer: PackOffer) -> ChecklistItem:
    return ChecklistItem.objects.get(station=offer.station, service=offer.pack.service)


def test_offered_to_every_station_of_the_district_once(
    pack: ServicePack, place: Place, other_place: Place, far_place: Place
) -> None:
    Station.objects.filter(pk=far_place.station.pk).update(status=Station.Status.CLOSED)
    far_district = make.division("990102", "别区", make.division("9901", "示范市"))
    elsewhere = make.station(make.committee(under=make.division("990102001", "别街道", far_district)))
    assert service_packs.offer(pack=pack, stations=service_packs.stations_of(pack), at=make.NOW) == 2
    assert set(PackOffer.objects.values_list("station", flat=True)) == {
        place.station.pk,
        other_place.station.pk,
    }
    assert service_packs.offer(pack=pack, stations=service_packs.stations_of(pack), at=make.NOW) == 0
    with pytest.raises(service_packs.OtherDistrict):
        service_packs.offer(pack=pack, stations=[elsewhere], at=make.NOW)


def test_taken_it_stands_on_the_checklist_and_can_be_found_and_booked(offer: PackOffer, desk: Worker) -> None:
    taken = service_packs.accept(offer=offer, worker=desk, at=make.NOW)
    assert (taken.state, taken.decided_by, taken.decided_at) == ("accepted", desk, make.NOW)
    item = line(offer)
    assert (item.active, item.bookable, item.given_by) == (True, True, "区司法局")
    assert (item.verified_on, item.verified_by) == (make.TODAY, desk)
    assert Station.objects.offering(offer.pack.service).get() == offer.station
    assert make.visit(item).service == offer.pack.service
    assert (
        service_packs.accept(offer=offer, worker=desk, at=make.at(1)).decided_at == make.NOW
    )  # twice is once


def test_with_the_departments_hours_it_has_times_of_its_own(offer: PackOffer, desk: Worker) -> None:
    service_packs.accept(offer=offer, worker=desk, at=make.NOW, hours=THURSDAY)
    slots = Slot.objects.filter(item=line(offer))
    assert {make.at(1, 9), make.at(1, 10, 30)} <= set(slots.values_list("starts_at", flat=True))
    PackOffer.objects.update(state="offered")
    backwards = ((3, time(11), time(9)),)
    with pytest.raises(service_packs.HoursBackwards):
        service_packs.accept(offer=offer, worker=desk, at=make.NOW, hours=backwards)


def test_declined_with_a_reason_and_taken_later(offer: PackOffer, desk: Worker) -> None:
    no = service_packs.decline(offer=offer, worker=desk, reason="已有签约律师", at=make.NOW)
    assert (no.state, no.reason) == ("declined", "已有签约律师")
    assert not ChecklistItem.objects.filter(service=offer.pack.service).exists()
    with pytest.raises(service_packs.AlreadyDecided):
        service_packs.decline(offer=offer, worker=desk, reason="再说", at=make.NOW)
    assert service_packs.accept(offer=offer, worker=desk, at=make.NOW).reason == ""
    assert line(offer).active


def test_given_back_its_line_goes_and_its_visits_are_named(offer: PackOffer, desk: Worker) -> None:
    service_packs.accept(offer=offer, worker=desk, at=make.NOW, hours=THURSDAY)
    item = line(offer)
    slot = Slot.objects.get(item=item, starts_at=make.at(1, 9))
    visit = make.visit(item, slot=slot)
    left = service_packs.give_back(offer=offer, worker=desk, reason="人手不够", at=make.NOW)
    assert left == [visit]
    item.refresh_from_db()
    offer.refresh_from_db()
    assert (item.active, offer.state, offer.reason) == (False, "declined", "人手不够")
    assert not Station.objects.offering(item.service).exists()
    with pytest.raises(service_packs.AlreadyDecided):
        service_packs.give_back(offer=offer, worker=desk, reason="x", at=make.NOW)
    service_packs.accept(offer=offer, worker=desk, at=make.NOW)
    assert line(offer).active  # the same line stands again


def test_what_the_station_offered_before_it_goes_on_offering(offer: PackOffer, desk: Worker) -> None:
    assert offer.pack.service is not None
    own = make.item(offer.station, offer.pack.service, given_by="签约律师")
    service_packs.accept(offer=offer, worker=desk, at=make.NOW)
    own.refresh_from_db()
    assert (own.given_by, own.section.name) == ("签约律师", "接待咨询")
    service_packs.give_back(offer=offer, worker=desk, reason="x", at=make.NOW)
    own.refresh_from_db()
    assert own.active


def test_a_pack_without_a_service_touches_no_checklist(offer: PackOffer, desk: Worker) -> None:
    ServicePack.objects.update(service=None)
    before = ChecklistItem.objects.count()
    assert service_packs.accept(offer=offer, worker=desk, at=make.NOW).state == "accepted"
    assert service_packs.give_back(offer=offer, worker=desk, reason="x", at=make.NOW) == []
    assert ChecklistItem.objects.count() == before


def test_only_the_stations_own_desk_answers(offer: PackOffer, stranger: Worker, district: Worker) -> None:
    for worker in (stranger, district):
        for act in (
            lambda by: service_packs.accept(offer=offer, worker=by, at=make.NOW),
            lambda by: service_packs.decline(offer=offer, worker=by, reason="x", at=make.NOW),
            lambda by: service_packs.give_back(offer=offer, worker=by, reason="x", at=make.NOW),
        ):
            with pytest.raises(NotAllowed):
                act(worker)
    offer.refresh_from_db()
    assert offer.state == "offered"
