"""Hours, exceptions, holidays, items and places in the administration: slots follow every save, and the
visits left outside are named."""

from collections.abc import Callable
from datetime import date, time
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client

from requests_desk.actions.closures import change_opening
from requests_desk.actions.messages import send_next
from requests_desk.models import Message, Slot, Visit
from stations.models import ChecklistItem, Holiday, OpeningDay, OpeningException, Station, WeekHours, Worker
from tests import factories as make
from tests.cast import Place
from tests.stations.admin.rows import inline, url

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]

PREFIXES = (
    "sites",
    "rooms",
    "amenities",
    "areas",
    "partners",
    "origin",
    "keepsakes",
    "sections",
    "week",
    "exceptions",
    "rota_parties",
    "duty_hours",
)


@pytest.fixture
def client(street: Worker, as_: SignIn) -> Client:
    return as_(street)


def whole(station: Station, **fields: Any) -> dict[str, Any]:
    """The station's form as its page shows it, every inline empty."""
    data = {
        "name": station.name, "kind": station.kind, "status": station.status, "phone": station.phone,
        "desks": station.desks,
        "slot_minutes": station.slot_minutes, "slot_capacity": station.slot_capacity, "slot_held": station.slot_held,
        "horizon_days": station.horizon_days, "notice_minutes": station.notice_minutes,
    }  # fmt: skip
    for prefix in PREFIXES:
        data |= inline(prefix)
    return {**data, **fields}


def messages_of(response: Any) -> str:
    return " ".join(str(one) for one in response.context["messages"])


class TestStation:
    def save(self, client: Client, station: Station, **fields: Any) -> Any:
        return client.post(url(station, "change", station.pk), whole(station, **fields), follow=True)

    def test_more_places_reach_the_slots(self, client: Client, place: Place) -> None:
        self.save(client, place.station, slot_capacity=5, slot_held=2)
        assert set(Slot.objects.values_list("capacity", "held")) == {(5, 2)}

    def test_fewer_places_than_booked_are_listed_as_over(self, client: Client, place: Place) -> None:
        visit = make.visit(place.item)
        Slot.objects.filter(pk=visit.slot_id).update(booked=2)
        self.save(client, place.station, slot_capacity=1, slot_held=0)
        assert Slot.objects.over().get() == visit.slot

    def shorter_thursday(self, place: Place) -> dict[str, Any]:
        thursday = place.station.week.get(weekday=3)
        line = {
            "id": thursday.pk,
            "station": place.station.pk,
            "weekday": 3,
            "opens": "13:00",
            "closes": "17:00",
        }
        return inline("week", line, standing=1)

    def test_a_shorter_day_lists_the_visits_outside_before_it_is_saved(
        self, client: Client, place: Place, visit: Visit
    ) -> None:
        response = self.save(client, place.station, slot_capacity=7, **self.shorter_thursday(place))
        page = response.content.decode()
        assert response.context["hit"] == [visit]
        refused = "这项修改会使已有预约落在开放时间之外。"
        assert (page.count(refused) or page.count("Nothing is saved yet.")) == 1, (
            "not on every row of the page"
        )
        for said in (
            visit.reference,
            "王**",
            'value="13:00"',
            'value="7"',
            f'name="seen" value="{visit.pk}"',
        ):
            assert said in page  # and nothing typed is lost
        assert "王小明" not in page
        assert place.station.week.get(weekday=3).opens == time(8, 30)
        assert Station.objects.get(pk=place.station.pk).slot_capacity == 2
        visit.slot.refresh_from_db()
        assert visit.slot.open
        assert not LogEntry.objects.exists()

    def test_called_off_everybody_is_told(
        self, client: Client, place: Place, visit: Visit, street: Worker
    ) -> None:
        written = make.visit(place.item, make.at(1, 11), email="w@example.cn", phone="13900001111")
        later = make.visit(place.item, make.at(1, 14))
        response = self.save(
            client, place.station, **self.shorter_thursday(place), hit="call_off", seen=[visit.pk, written.pk]
        )
        said = messages_of(response)
        assert "2" in said
        assert visit.reference not in said, "nothing is left to do for the desk but the call"
        assert place.station.week.get(weekday=3).opens == time(13)
        states = dict(Visit.objects.values_list("pk", "state"))
        assert states == {visit.pk: "cancelled", written.pk: "cancelled", later.pk: "booked"}
        told = set(Message.objects.filter(kind="called_off").values_list("visit", "channel"))
        assert told == {(visit.pk, "call"), (written.pk, "email")}
        assert visit.events.get(kind="called_off").actor == street
        while send_next(at=make.NOW):
            pass
        assert "开放时间" in mail.outbox[-1].body or "opening hours" in mail.outbox[-1].body

    def test_left_to_the_desk_they_stand_and_are_named(
        self, client: Client, place: Place, visit: Visit
    ) -> None:
        response = self.save(
            client, place.station, **self.shorter_thursday(place), hit="leave", seen=[visit.pk]
        )
        assert visit.reference in messages_of(response)
        visit.slot.refresh_from_db()
        assert not visit.slot.open
        assert Visit.objects.get(pk=visit.pk).state == Visit.State.BOOKED
        # Saved again, nobody is asked about the same visit twice.
        response = self.save(client, place.station, phone="021-0000-3000")
        assert Station.objects.get(pk=place.station.pk).phone == "021-0000-3000"

    @pytest.mark.parametrize("answer", [{}, {"hit": "leave"}, {"hit": "nonsense"}, {"hit": "call_off"}])
    def test_one_booked_since_the_list_was_shown_stops_it(
        self, client: Client, place: Place, visit: Visit, answer: dict[str, str]
    ) -> None:
        new = make.visit(place.item, make.at(1, 9), phone="13900001111")
        response = self.save(client, place.station, **self.shorter_thursday(place), seen=[visit.pk], **answer)
        assert {one.pk for one in response.context["hit"]} == {visit.pk, new.pk}
        assert not Visit.objects.exclude(state="booked").exists()
        assert place.station.week.get(weekday=3).opens == time(8, 30)

    def test_hours_that_hit_nobody_name_nobody(self, client: Client, place: Place, visit: Visit) -> None:
        """The control: the same save on another day."""
        friday = place.station.week.get(weekday=4)
        line = {
            "id": friday.pk,
            "station": place.station.pk,
            "weekday": 4,
            "opens": "13:00",
            "closes": "17:00",
        }
        response = self.save(client, place.station, **inline("week", line, standing=1))
        assert visit.reference not in messages_of(response)
        opens = OpeningDay.objects.filter(station=place.station, date=make.at(2).date()).values_list(
            "opens", flat=True
        )
        assert list(opens) == [time(13)]

    def test_a_station_given_up_lists_them_too(self, client: Client, place: Place, visit: Visit) -> None:
        assert self.save(client, place.station, status="closed").context["hit"] == [visit]
        self.save(client, place.station, status="closed", hit="call_off", seen=[visit.pk])
        assert Visit.objects.get(pk=visit.pk).state == "cancelled"

    def test_a_station_given_up_has_no_more_slots(self, client: Client, place: Place) -> None:
        self.save(client, place.station, status="closed")
        assert not Slot.objects.filter(open=True, starts_at__gt=make.NOW).exists()

    def test_more_held_than_there_is_is_refused(self, client: Client, place: Place) -> None:
        self.save(client, place.station, slot_capacity=1, slot_held=2)
        place.station.refresh_from_db()
        assert (place.station.slot_capacity, place.station.slot_held) == (2, 1)

    def test_hours_that_run_backwards_are_refused(self, client: Client, place: Place) -> None:
        line = {"weekday": 0, "opens": "18:00", "closes": "17:59"}
        response = self.save(client, place.station, **inline("week", line))
        assert response.context["errors"]
        assert place.station.week.count() == 7

    def test_the_new_site_is_a_move_here_too(self, client: Client, place: Place) -> None:
        site = {
            "address": "新路8号",
            "floor": 1,
            "datum": "wgs84",
            "step_free": "unknown",
            "used_from": "2026-11-10",
        }
        self.save(client, place.station, **inline("sites", site))
        assert place.station.sites.current().get().address == "新路8号"
        assert place.station.sites.count() == 2

    def test_a_printed_address_is_not_an_officials_to_change(self, client: Client, place: Place) -> None:
        self.save(client, place.station, slug="other", committee=make.committee().pk)
        place.station.refresh_from_db()
        assert (place.station.slug, place.station.committee) == ("place-1", place.committee)

    def test_a_new_station_takes_its_address_from_its_name(self, client: Client, place: Place) -> None:
        committee = make.committee(50, under=place.subdistrict)
        data = whole(place.station, committee=committee.pk, name="桂花里会客厅")
        response = client.post(url(Station, "add"), data)
        made = Station.objects.get(name="桂花里会客厅")
        assert made.slug == "gui-hua-li-hui-ke-ting"
        assert response["Location"] == url(made, "change", made.pk), "the rest is filled in next"


class TestExceptions:
    ADD = url(OpeningException, "add")

    def test_a_closed_day_lists_the_visits_then_tells_their_people(
        self, client: Client, place: Place, visit: Visit
    ) -> None:
        data = {"station": place.station.pk, "date": make.at(1).date(), "reason": "停电"}
        assert client.post(self.ADD, data).context["hit"] == [visit]
        assert not OpeningException.objects.exists()
        client.post(self.ADD, {**data, "hit": "call_off", "seen": [visit.pk]})
        assert OpeningException.objects.get().reason == "停电"
        visit.slot.refresh_from_db()
        assert not visit.slot.open
        assert Message.objects.to_call().get().visit == visit

    def test_a_shorter_day_by_exception_does_so_too(self, client: Client, place: Place, visit: Visit) -> None:
        data = {"station": place.station.pk, "date": make.at(1).date(), "opens": "14:00", "closes": "17:00"}
        assert client.post(self.ADD, data).context["hit"] == [visit]
        response = client.post(self.ADD, {**data, "hit": "leave", "seen": [visit.pk]}, follow=True)
        assert visit.reference in messages_of(response)

    @pytest.mark.parametrize("in_the_list", [False, True])
    def test_longer_hours_that_visits_need_are_not_deleted(
        self, client: Client, place: Place, in_the_list: bool
    ) -> None:
        longer = OpeningException.objects.create(
            station=place.station, date=make.at(1).date(), opens=time(8, 30), closes=time(20)
        )
        make.opened(place.station)
        evening = make.visit(place.item, make.at(1, 19))
        if in_the_list:
            chosen = {"action": "delete_selected", "_selected_action": [longer.pk], "post": "yes"}
            response = client.post(url(OpeningException, "changelist"), chosen, follow=True)
        else:
            response = client.post(url(longer, "delete", longer.pk), {"post": "yes"}, follow=True)
        assert evening.reference in messages_of(response)
        assert OpeningException.objects.get() == longer
        evening.slot.refresh_from_db()
        assert evening.slot.open
        assert not LogEntry.objects.exists()

    def test_taken_back_the_day_is_open_again(self, client: Client, place: Place, visit: Visit) -> None:
        data = {"station": place.station.pk, "date": make.at(1).date(), "hit": "leave", "seen": [visit.pk]}
        client.post(self.ADD, data)
        exception = OpeningException.objects.get()
        client.post(url(exception, "delete", exception.pk), {"post": "yes"})
        visit.slot.refresh_from_db()
        assert visit.slot.open

    def test_half_an_interval_is_refused(self, client: Client, place: Place) -> None:
        for half in ({"opens": "09:00"}, {"closes": "12:00"}, {"opens": "12:00", "closes": "09:00"}):
            data = {"station": place.station.pk, "date": make.at(1).date(), **half}
            assert client.post(self.ADD, data).status_code == 200
        assert not OpeningException.objects.exists()

    def test_a_day_is_closed_once(self, client: Client, place: Place) -> None:
        for status in (302, 200):
            data = {"station": place.station.pk, "date": make.at(1).date()}
            assert client.post(self.ADD, data).status_code == status


class TestItems:
    def item(self, place: Place, **fields: Any) -> dict[str, Any]:
        data = {
            "section": place.item.section_id, "active": "on", "bookable": "on", "slot_capacity": 1, "verify_days": 90,
            **inline("hours"),
        }  # fmt: skip
        return {**data, **fields}

    def test_an_item_starts_from_its_station(self, client: Client, place: Place) -> None:
        response = client.get(url(ChecklistItem, "add"))
        assert response["Location"] == url(Station, "changelist")
        page = f"{url(ChecklistItem, 'add')}?station={place.station.pk}"
        assert client.get(page).status_code == 200
        service = make.service("代办证明")
        assert (
            client.post(page, self.item(place, station=place.station.pk, service=service.pk)).status_code
            == 302
        )
        assert place.station.checklist.filter(service=service).exists()

    def test_it_points_at_nothing_of_another_station(
        self, client: Client, place: Place, far_place: Place
    ) -> None:
        foreign = f"{url(ChecklistItem, 'add')}?station={far_place.station.pk}"
        assert client.get(foreign).status_code == 302, "a station out of scope is none"
        page, service = f"{url(ChecklistItem, 'add')}?station={place.station.pk}", make.service()
        own_elsewhere = make.service("别站特色", station=far_place.station)
        for wrong in (
            {"station": far_place.station.pk}, {"section": far_place.item.section_id}, {"service": own_elsewhere.pk},
        ):  # fmt: skip
            data = self.item(place, **{"station": place.station.pk, "service": service.pk, **wrong})
            assert client.post(page, data).status_code == 200, wrong
        assert ChecklistItem.objects.count() == 2

    def test_a_service_stands_once_on_a_checklist(self, client: Client, place: Place) -> None:
        page = f"{url(ChecklistItem, 'add')}?station={place.station.pk}"
        data = self.item(place, station=place.station.pk, service=place.service.pk)
        assert client.post(page, data).status_code == 200
        assert place.station.checklist.count() == 1

    def test_hours_of_its_own_make_slots_of_its_own(self, client: Client, place: Place) -> None:
        thursday = {"weekday": 3, "opens": "14:00", "closes": "16:00"}
        target = url(place.item, "change", place.item.pk)
        assert client.post(target, self.item(place, **inline("hours", thursday))).status_code == 302
        own = Slot.objects.filter(item=place.item)
        assert own.count() == 2 * 4, "two Thursdays of the next 14 days, four half hours each"
        assert not Slot.objects.filter(item=None, open=True).exists()

    def test_an_item_no_longer_offered_shuts_its_slots(
        self, client: Client, place: Place, visit: Visit
    ) -> None:
        data = self.item(place)
        del data["active"]
        page = url(place.item, "change", place.item.pk)
        assert client.post(page, data).context["hit"] == [visit]
        response = client.post(page, {**data, "hit": "leave", "seen": [visit.pk]}, follow=True)
        assert visit.reference in messages_of(response)

    def test_checked_today_is_signed(self, client: Client, place: Place, street: Worker) -> None:
        chosen = {"action": "checked_today", "_selected_action": [place.item.pk]}
        client.post(url(ChecklistItem, "changelist"), chosen)
        place.item.refresh_from_db()
        assert (place.item.verified_on, place.item.verified_by) == (make.TODAY, street)


class TestHolidays:
    def test_a_new_day_off_reaches_every_station(
        self, place: Place, far_place: Place, visit: Visit, admin: Worker, as_: SignIn,
        django_capture_on_commit_callbacks: Any,
    ) -> None:  # fmt: skip
        data = {"date": make.at(1).date(), "name": "临时假", "off": "on", "source": "通知"}
        with django_capture_on_commit_callbacks(execute=True):
            response = as_(admin).post(url(Holiday, "add"), data)
        assert response.context["hit"] == [visit], "listed before it is saved"
        assert not Holiday.objects.filter(name="临时假").exists()
        with django_capture_on_commit_callbacks(execute=True):
            response = as_(admin).post(url(Holiday, "add"), {**data, "hit": "call_off", "seen": [visit.pk]})
        assert response.status_code == 302
        assert Message.objects.get(kind="called_off").visit == visit, "and told after"
        sources = OpeningDay.objects.filter(date=make.at(1).date()).values_list("source", flat=True)
        assert set(sources) == {OpeningDay.Source.HOLIDAY}
        assert not Slot.objects.filter(starts_at__date=make.at(1).date(), open=True).exists()

    @pytest.mark.parametrize("to", [make.at(20).date(), date(2027, 10, 1)])
    def test_a_make_up_day_moved_away_asks_about_the_visits_of_its_old_day(
        self, place: Place, admin: Worker, as_: SignIn, to: date, django_capture_on_commit_callbacks: Any
    ) -> None:
        """Open on a Saturday because of it; near its old day somebody is booked, near the new one nobody."""
        saturday = make.at(3).date()
        WeekHours.objects.filter(station=place.station, weekday=5).delete()
        row = Holiday.objects.create(date=saturday, name="补班", off=False, source="通知")
        change_opening(stations=[place.station], at=make.NOW)
        visit = make.visit(place.item, make.at(3))
        data = {"date": to, "name": "补班", "source": "通知"}
        with django_capture_on_commit_callbacks(execute=True):
            response = as_(admin).post(url(Holiday, "change", row.pk), data)
        assert response.context["hit"] == [visit]
        row.refresh_from_db()
        assert row.date == saturday
        with django_capture_on_commit_callbacks(execute=True):
            as_(admin).post(url(Holiday, "change", row.pk), {**data, "hit": "call_off", "seen": [visit.pk]})
        row.refresh_from_db()
        assert row.date == to
        visit.refresh_from_db()
        assert visit.state == Visit.State.CANCELLED

    def test_a_day_far_off_is_built_in_its_time(
        self, place: Place, admin: Worker, as_: SignIn, django_capture_on_commit_callbacks: Any
    ) -> None:
        with django_capture_on_commit_callbacks() as later:
            data = {"date": "2027-10-01", "name": "国庆节", "off": "on", "source": "通知"}
            as_(admin).post(url(Holiday, "add"), data)
        assert Holiday.objects.filter(name="国庆节").exists()
        assert later == []
