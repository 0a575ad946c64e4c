"""Visits at the desk: the day's list, one visit, and a booking for a caller."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.common.context import is_demo
from requests_desk.actions.closures import change_opening
from requests_desk.actions.visits import call_off, move
from requests_desk.models import Message, Reveal, Slot, Visit
from stations.models import WeekHours, Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
LIST, NEW = "/desk/visits/", "/desk/visits/new/"


@pytest.fixture
def client(desk: Worker, as_: As) -> Client:
    return as_(desk)


def of(visit: Visit, step: str = "") -> str:
    return reverse(f"desk:visit_{step}" if step else "desk:visit", args=[visit.reference])


class TestList:
    def test_one_day_at_a_time(self, place: Place, client: Client, visit: Visit) -> None:
        today = make.visit(place.item, make.at(0, 11), at=make.at(-1))
        assert list(client.get(LIST).context["rows"]) == [today]
        assert list(client.get(LIST, {"day": "2026-11-19"}).context["rows"]) == [visit]
        for nonsense in ("2026-13-40", "x", "0"):
            assert list(client.get(LIST, {"day": nonsense}).context["rows"]) == [today]

    def test_names_and_phones_are_masked(self, client: Client, visit: Visit) -> None:
        page = client.get(LIST, {"day": "2026-11-19"}).content.decode()
        assert "王**" in page
        assert "王小明" not in page
        assert "13812341234" not in page

    def test_visits_left_outside_by_changed_hours(self, place: Place, client: Client, visit: Visit) -> None:
        assert list(client.get(LIST, {"show": "stranded"}).context["rows"]) == []
        WeekHours.objects.filter(station=place.station).update(opens="14:00")
        change_opening(stations=[place.station], at=make.NOW)
        assert list(client.get(LIST, {"show": "stranded"}).context["rows"]) == [visit]

    @pytest.mark.parametrize("rows", [1, 30])
    def test_statements_do_not_grow_with_the_rows(self, place: Place, client: Client, rows: int) -> None:
        Slot.objects.update(capacity=100)
        for _n in range(rows):
            make.visit(place.item)
        is_demo()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(LIST, {"day": "2026-11-19"})
        assert len(page.context["rows"]) == rows
        assert len(queries) <= 5


class TestOne:
    def test_cancelled_as_they_wished(self, client: Client, visit: Visit, desk: Worker) -> None:
        assert client.post(of(visit, "cancel"))["Location"] == of(visit)
        visit.refresh_from_db()
        assert visit.state == "cancelled"
        assert visit.events.get(kind="cancelled").actor == desk
        assert not Message.objects.exists()  # they know

    def test_called_off_they_must_be_told(self, client: Client, visit: Visit) -> None:
        client.post(of(visit, "call_off"))
        assert Message.objects.to_call().get().visit == visit

    def test_too_late_to_change_is_a_sentence(self, client: Client, visit: Visit) -> None:
        client.post(of(visit, "cancel"))
        for step in ("call_off", "move", "check_in"):
            page = client.post(of(visit, step))
            assert page.status_code == 409, step
            assert page.context["form"].non_field_errors()
        for step in ("call_off", "move"):
            assert "已不能更改：已取消" in client.post(of(visit, step)).content.decode(), (
                "why, and not whom to phone"
            )
        asked = client.get(of(visit, "call_off"), follow=True)
        assert "已不能更改：已取消" in asked.content.decode()

    def test_moved_to_another_day(self, place: Place, client: Client, visit: Visit) -> None:
        slot = make.slot(place.item, make.at(2, 14))
        assert client.post(of(visit, "move"), {"day": "2026-11-20", "slot": slot.pk})["Location"] == of(visit)
        visit.refresh_from_db()
        assert visit.starts_at == make.at(2, 14)

    @pytest.mark.parametrize("step", ["move", "cancel", "call_off"])
    def test_the_resident_was_quicker(self, place: Place, client: Client, visit: Visit, step: str) -> None:
        """The desk's page is from before the resident moved the visit: it says so, and changes nothing."""
        before = Visit.objects.get(pk=visit.pk)
        move(visit=visit, slot=make.slot(place.item, make.at(2, 14)), at=make.NOW)
        said = {"day": "2026-11-23", "slot": make.slot(place.item, make.at(5, 9)).pk}
        page = client.post("/en" + of(visit, step), {**said, "seen": before.sequence})
        assert page.status_code == 409
        assert "Its time is now Friday 20 November, 14:00–14:30." in page.content.decode()
        visit.refresh_from_db()
        assert (visit.state, visit.sequence, visit.starts_at) == ("booked", 1, make.at(2, 14))
        (seen,) = set(re.findall(r'name="seen" value="(\d+)"', page.content.decode()))
        assert client.post(of(visit, step), {**said, "seen": seen})["Location"] == of(visit)

    def test_a_time_that_is_not_free_is_refused(self, place: Place, client: Client, visit: Visit) -> None:
        slot = make.slot(place.item, make.at(2, 14))
        Slot.objects.filter(pk=slot.pk).update(booked=slot.capacity)
        for chosen in (slot.pk, 0, "x", ""):
            page = client.post(of(visit, "move"), {"day": "2026-11-20", "slot": chosen})
            assert "slot" in page.context["form"].errors
        visit.refresh_from_db()
        assert visit.starts_at == make.at(1)

    def test_name_and_phone_for_a_reason(self, client: Client, visit: Visit) -> None:
        assert "王小明" not in client.get(of(visit)).content.decode()
        assert "王小明" not in client.post(of(visit, "reveal")).content.decode()
        page = client.post(of(visit, "reveal"), {"reason": "correct"}).content.decode()
        assert "王小明" in page
        assert "13812341234" in page
        assert Reveal.objects.get().kind == "visit"


class TestForACaller:
    def book(self, client: Client, place: Place, **data: Any):  # type: ignore[no-untyped-def]
        key = client.get(NEW).context["form"]["key"].value()
        said = {
            "item": place.item.pk,
            "day": "2026-11-19",
            "name": "赵大爷",
            "phone": "13600001111",
            "key": key,
        }
        return client.post(NEW, said | data)

    def test_booked_by_the_desk(self, place: Place, client: Client, desk: Worker) -> None:
        slot = make.slot(place.item, make.at(1, 9))
        response = self.book(client, place, slot=slot.pk, green="on", email="zhao@example.cn")
        visit = Visit.objects.get()
        assert response["Location"] == of(visit)
        assert (visit.booked_by, visit.name, visit.green) == (desk, "赵大爷", True)
        assert "临街玻璃门" in visit.place
        assert Message.objects.get().channel == "email"

    def test_a_third_visit_of_one_phone_asks_for_a_tick(self, place: Place, client: Client) -> None:
        slots = [make.slot(place.item, make.at(1, hour)) for hour in (9, 10, 11)]
        for slot in slots[:2]:
            assert self.book(client, place, slot=slot.pk).status_code == 302
        assert 'name="beyond"' not in client.get(NEW).content.decode()
        page = self.book(client, place, slot=slots[2].pk)
        assert page.status_code == 409
        assert 'name="beyond"' in page.content.decode()
        assert Visit.objects.count() == 2
        assert self.book(client, place, slot=slots[2].pk, beyond="on").status_code == 302

    def test_up_to_the_last_minute(self, place: Place, client: Client) -> None:
        slot = make.slot(place.item, make.at(0, 10, 30))
        assert self.book(client, place, day="2026-11-18", slot=slot.pk).status_code == 302

    def test_the_same_form_twice_is_one_visit(self, place: Place, client: Client) -> None:
        key = client.get(NEW).context["form"]["key"].value()
        slot = make.slot(place.item, make.at(1, 9))
        first, again = (self.book(client, place, slot=slot.pk, key=key)["Location"] for _twice in range(2))
        assert first == again
        assert Visit.objects.count() == 1

    def test_a_key_of_another_browser_books_nothing(
        self, place: Place, client: Client, colleague: Worker, as_: As
    ) -> None:
        key = as_(colleague).get(NEW).context["form"]["key"].value()
        slot = make.slot(place.item, make.at(1, 9))
        assert self.book(client, place, slot=slot.pk, key=key).status_code == 409
        assert not Visit.objects.exists()

    def test_the_last_place_is_the_green_lanes(self, place: Place, client: Client) -> None:
        slot = make.slot(place.item, make.at(2, 9))
        make.visit(place.item, make.at(2, 9))
        page = self.book(client, place, day="2026-11-20", slot=slot.pk)
        assert page.status_code == 409
        assert "slot" in page.context["form"].errors
        assert 'value="赵大爷"' in page.content.decode()
        assert self.book(client, place, day="2026-11-20", slot=slot.pk, green="on").status_code == 302

    @pytest.mark.parametrize(
        ("data", "field"), [({"name": ""}, "name"), ({"phone": "1"}, "phone"), ({}, "slot")]
    )
    def test_a_mistake_is_a_sentence_at_its_field(
        self, place: Place, client: Client, data: dict[str, str], field: str
    ) -> None:
        page = self.book(client, place, email="a@example.cn", **data)
        assert field in page.context["form"].errors
        assert 'value="a@example.cn"' in page.content.decode()

    def test_nothing_to_book_is_said(self, place: Place, client: Client) -> None:
        type(place.item).objects.update(bookable=False)
        assert client.get(NEW).context["items"] == []


class TestOnceMore:
    """Somebody whose visit was called off is booked anew without typing them again."""

    def test_who_it_is_is_filled_in_and_the_look_logged(
        self, place: Place, client: Client, desk: Worker, visit: Visit
    ) -> None:
        assert "为居民另约时间" not in client.get(of(visit)).content.decode()  # it still stands
        call_off(visit=visit, actor=desk, at=make.NOW)
        assert "为居民另约时间" in client.get(of(visit)).content.decode()
        form = client.post(NEW, {"again": visit.reference, "item": visit.item_id}).context["form"]
        assert not form.is_bound
        assert (form.initial["name"], form.initial["phone"]) == (visit.name, visit.phone)
        line = Reveal.objects.get()
        assert (line.row, line.actor, line.reason) == (visit.pk, desk, Reveal.Reason.CALL_BACK)

    def test_nobody_of_another_desk(self, visit: Visit, stranger: Worker, street: Worker, as_: As) -> None:
        assert as_(stranger).post(NEW, {"again": visit.reference}).status_code == 404
        assert as_(street).post(NEW, {"again": visit.reference}).status_code == 403
        assert not Reveal.objects.exists()


class TestCallOff:
    """We cannot: nobody is told by a single tap."""

    def test_it_shows_whom_it_hits_first(self, visit: Visit, desk: Worker, as_: As) -> None:
        url, client = reverse("desk:visit_call_off", args=[visit.reference]), as_(desk)
        sheet = client.get(reverse("desk:visit", args=[visit.reference])).content.decode()
        assert f'href="{url}"' in sheet
        assert f'action="{url}"' not in sheet
        asked = client.get(url)
        assert asked.status_code == 200
        assert visit.masked_name in asked.content.decode()
        visit.refresh_from_db()
        assert visit.state == "booked"
        assert client.post(url, {"seen": str(visit.sequence)})["Location"] == reverse(
            "desk:visit", args=[visit.reference]
        )
        visit.refresh_from_db()
        assert visit.state == "cancelled"
        assert client.get(url).status_code == 302  # nothing is left to ask

    def test_who_may_not_is_not_asked(self, visit: Visit, stranger: Worker, street: Worker, as_: As) -> None:
        url = reverse("desk:visit_call_off", args=[visit.reference])
        codes = [as_(who).get(url).status_code for who in (stranger, street, None)]
        assert codes == [404, 403, 302]
