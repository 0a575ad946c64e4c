"""Booking a visit: three questions without script or session, and every wrong turn a sentence."""

import re
from collections.abc import Callable
from datetime import time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.models import Message, Slot, Visit, VisitEvent
from stations.models import ChecklistItem, ItemHours, OpeningDay, Station, WeekHours, Worker
from tests import factories as make
from tests.cast import Place

KEY = re.compile(r'name="key" value="([^"]+)"')


@pytest.fixture
def address(place: Place) -> str:
    return reverse("book", args=[place.station.slug])


@pytest.fixture
def slot(place: Place) -> Slot:
    return make.slot(place.item)


def text(response: HttpResponse) -> str:
    return response.content.decode()


def asked(client: Client, address: str, place: Place, slot: Slot, **more: Any) -> dict[str, Any]:
    """What the third question's form holds, filled in, ready to be posted."""
    page = client.get(address, {"item": place.item.pk, "slot": slot.pk, **more})
    assert page.status_code == 200
    key = KEY.search(text(page))
    assert key is not None
    return {
        "item": place.item.pk, "slot": slot.pk, "key": key[1], "website": "",
        "name": "王小明", "phone": "13812341234", "email": "",
    }  # fmt: skip


class TestWhatItIsAbout:
    def test_the_bookable_services_lead_on(self, client: Client, place: Place, address: str) -> None:
        drop_in = make.item(place.station, bookable=False)
        gone = make.item(place.station, active=False)
        page = text(client.get(address))
        assert f'href="?item={place.item.pk}"' in page
        assert f"?item={drop_in.pk}" not in page
        assert drop_in.service.name in page
        assert gone.service.name not in page

    def test_the_wish_for_priority_goes_along(self, client: Client, place: Place, address: str) -> None:
        assert f"?item={place.item.pk}&amp;green=1" in text(client.get(address, {"green": "1"}))

    @pytest.mark.parametrize("item", ["0", "abc", "9" * 30, "-1", "１", "\0", "1\x002", ""])
    def test_nonsense_asks_again(self, client: Client, address: str, place: Place, item: str) -> None:
        page = client.get(address, {"item": item})
        assert page.status_code == 200
        assert f"?item={place.item.pk}" in text(page)

    @pytest.mark.parametrize("service", ["nothing", "\0", "x" * 5000])
    def test_an_unknown_service_asks_again(self, client: Client, address: str, service: str) -> None:
        assert client.get(address, {"service": service}).status_code == 200

    def test_a_services_page_skips_the_question(self, client: Client, place: Place, address: str) -> None:
        assert 'name="slot"' in text(client.get(address, {"service": place.service.slug}))

    def test_another_stations_item_is_not_taken(
        self, client: Client, address: str, other_place: Place
    ) -> None:
        assert 'name="slot"' not in text(client.get(address, {"item": other_place.item.pk}))

    def test_the_same_number_of_queries_with_one_and_thirty(
        self, client: Client, place: Place, address: str
    ) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as said:
                assert client.get(address).status_code == 200
            return len(said)

        client.get(address)
        one = count()
        for _ in range(29):
            make.item(place.station)
        assert count() == one <= 4

    def test_an_unknown_or_given_up_station_is_404(self, client: Client, place: Place, address: str) -> None:
        assert client.get(reverse("book", args=["nowhere"])).status_code == 404
        Station.objects.update(status=Station.Status.CLOSED)
        assert client.get(address).status_code == 404


class TestNothingToBook:
    """What it is, what to do next, whom to phone."""

    def shown(self, client: Client, address: str) -> str:
        page = client.get(address)
        assert page.status_code == 200
        assert 'href="tel:021-0000-2000"' in text(page)
        return text(page)

    def test_no_service_needs_a_booking(self, client: Client, place: Place, address: str) -> None:
        ChecklistItem.objects.update(bookable=False)
        page = self.shown(client, f"/en{address}")
        assert "Nothing here needs a booking" in page
        assert place.service.name in page

    def test_a_planned_station(self, client: Client, address: str) -> None:
        Station.objects.update(status=Station.Status.PLANNED)
        assert "not open yet" in self.shown(client, f"/en{address}")

    def test_unknown_hours(self, client: Client, place: Place, address: str) -> None:
        WeekHours.objects.all().delete()
        make.opened(place.station)
        page = self.shown(client, f"/en{address}")
        assert "opening hours of this place are not known" in page
        assert "Not sure what to choose?" not in page

    def test_hours_but_no_times(self, client: Client, address: str) -> None:
        Slot.objects.all().delete()
        assert "There are no times to book" in self.shown(client, f"/en{address}")

    def test_everything_taken(self, client: Client, place: Place, address: str) -> None:
        Slot.objects.update(booked=2)
        page = client.get(f"/en{address}", {"item": place.item.pk})
        assert "No time is free here" in text(page)
        assert 'href="tel:021-0000-2000"' in text(page)
        assert 'type="radio"' not in text(page)


class TestWhen:
    def get(self, client: Client, address: str, place: Place, **more: Any) -> str:
        return text(client.get(address, {"item": place.item.pk, **more}))

    def test_fifteen_days_and_the_times_of_the_first(
        self, client: Client, place: Place, address: str
    ) -> None:
        page = self.get(client, address, place)
        days = re.findall(r"day=(\d{4}-\d\d-\d\d)#times", page)
        assert days == [str(make.at(n).date()) for n in range(15)]
        times = re.findall(r"<span>(\d\d:\d\d)", page)
        assert times[0] == "11:00"  # an hour's notice
        assert times[-1] == "17:00"

    @pytest.mark.parametrize("day", ["nonsense", "2026-13-01", "2030-01-01", "2020-01-01", "\0"])
    def test_a_day_that_is_none_shows_the_first(
        self, client: Client, place: Place, address: str, day: str
    ) -> None:
        assert 'day=2026-11-18#times" aria-current="date"' in self.get(client, address, place, day=day)

    def test_a_day_can_be_chosen(self, client: Client, place: Place, address: str) -> None:
        page = self.get(client, address, place, day="2026-11-20")
        assert 'day=2026-11-20#times" aria-current="date"' in page
        assert str(make.slot(place.item, make.at(2, 8, 30)).pk) in page

    @pytest.mark.parametrize(("booked", "word"), [(0, "free"), (35, "few left"), (36, "full")])
    def test_a_day_says_in_words_how_free_it_is(
        self, client: Client, place: Place, address: str, booked: int, word: str
    ) -> None:
        slots = Slot.objects.between(make.at(3, 0), make.at(4, 0)).order_by("pk")
        slots.update(held=0)
        for one in list(slots)[: (booked + 1) // 2]:
            Slot.objects.filter(pk=one.pk).update(booked=2)
        if booked % 2:
            Slot.objects.filter(pk=list(slots)[booked // 2].pk).update(booked=1)
        page = self.get(client, f"/en{address}", place)
        assert re.search(rf"day=2026-11-21#times[^>]*><span>Sat</span> <b>21</b> <span>{word}</span>", page)

    def test_a_closed_day_and_one_not_announced(self, client: Client, place: Place, address: str) -> None:
        Slot.objects.between(make.at(1, 0), make.at(4, 0)).delete()
        day = OpeningDay.objects.filter(station=place.station)
        day.filter(date=make.at(1).date()).update(opens=None, closes=None, source="exception")
        day.filter(date=make.at(2).date()).update(opens=None, closes=None, source="not_announced")
        page = self.get(client, f"/en{address}", place)
        for number, word in ((19, "closed"), (20, "not announced"), (21, "no times")):
            assert re.search(rf'class="day"><span>\w+</span> <b>{number}</b> <span>{word}</span>', page), word

    def test_held_places_show_with_the_wish_for_priority(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        far = make.slot(place.item, make.at(3))
        Slot.objects.filter(pk=far.pk).update(booked=1)
        plain = self.get(client, address, place, day="2026-11-21")
        green = self.get(client, address, place, day="2026-11-21", green="1")
        assert f'value="{far.pk}" disabled' in plain
        assert f'value="{far.pk}" disabled' not in green
        assert f"?item={place.item.pk}&amp;green=1" in plain

    def test_without_an_answer_it_asks_again(self, client: Client, place: Place, address: str) -> None:
        page = self.get(client, f"/en{address}", place, go="1")
        assert "<title>Error: " in page
        assert 'href="#id_slot_0">Choose a time.' in page
        assert 'id="id_slot_0"' in page

    @pytest.mark.parametrize("wrong", ["0", "abc", "", "\0", "9" * 40])
    def test_a_time_that_is_none_asks_again(
        self, client: Client, place: Place, address: str, wrong: str
    ) -> None:
        page = client.get(address, {"item": place.item.pk, "slot": wrong})
        assert page.status_code == 200
        assert "<title>错误：" in text(page)

    def test_a_full_time_asks_again(self, client: Client, place: Place, address: str, slot: Slot) -> None:
        Slot.objects.filter(pk=slot.pk).update(booked=2)
        assert "no longer free" in self.get(client, f"/en{address}", place, slot=slot.pk)

    def test_an_item_with_hours_of_its_own_shows_its_own(
        self, client: Client, place: Place, address: str
    ) -> None:
        lawyer = make.item(place.station)
        ItemHours.objects.create(item=lawyer, weekday=3, opens=time(14), closes=time(15))
        make.opened(place.station)
        page = text(client.get(address, {"item": lawyer.pk}))
        assert re.findall(r"<span>(\d\d:\d\d)", page) == ["14:00", "14:30"]

    def test_the_same_number_of_queries_with_few_and_many_times(
        self, client: Client, place: Place, address: str
    ) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as said:
                self.get(client, address, place)
            return len(said)

        many = count()
        Slot.objects.exclude(pk=make.slot(place.item).pk).delete()
        assert count() == many <= 4

    def test_no_cookie_before_the_last_question(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        self.get(client, address, place)
        assert not client.cookies
        self.get(client, address, place, slot=slot.pk)
        assert set(client.cookies) == {"csrftoken"}


class TestWho:
    def test_what_was_chosen_stays_visible(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        page = text(client.get(address, {"item": place.item.pk, "slot": slot.pk, "green": "1"}))
        for said in (place.service.name, "11月19日 星期四", "10:00–10:30", place.station.name):
            assert said in page
        (back,) = re.findall(r'class="back" href="([^"]+)"', page)
        answers = parse_qs(urlsplit(back.replace("&amp;", "&")).query)
        assert answers == {"item": [str(place.item.pk)], "green": ["1"], "day": ["2026-11-19"]}
        assert re.search(r'name="green"[^>]* checked', page)

    def test_five_personal_fields_and_the_notice_above_the_button(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        page = text(client.get(f"/en{address}", {"item": place.item.pk, "slot": slot.pk}))
        form = page[page.index('<form class="form" method="post"') : page.index("</main>")]
        names = set(re.findall(r' name="([^"]+)"', form))
        assert names == {
            "csrfmiddlewaretoken", "item", "slot", "key", "website",
            "name", "phone", "email", "on_behalf", "green",
        }  # fmt: skip
        assert form.index("erased 180 days after") < form.index('class="btn">Book this visit')
        for hint in ("For the desk to call you", "To reach you if the station must close"):
            assert hint in form

    def test_it_is_not_stored_and_not_listed(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        page = client.get(address, {"item": place.item.pk, "slot": slot.pk})
        assert "no-store" in page["Cache-Control"]
        assert 'content="noindex"' in text(page)


class TestBooking:
    def test_it_leads_to_the_confirmation(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        form = asked(client, address, place, slot) | {
            "phone": "１３８ 1234-1234",
            "on_behalf": "on",
            "green": "on",
        }
        answer = client.post(address, form)
        visit = Visit.objects.get()
        assert answer.status_code == 302
        assert answer["Location"] == f"/visits/{visit.token}/?new"
        assert (visit.name, visit.phone, visit.email) == ("王小明", "13812341234", "")
        assert (visit.on_behalf, visit.green, visit.language) == (True, True, "zh-hans")
        assert (visit.slot, visit.item, visit.booked_by) == (slot, place.item, None)
        assert visit.place.startswith("梧桐路")
        assert "临街玻璃门" in visit.place
        assert "no-store" in answer["Cache-Control"]

    def test_in_english(self, client: Client, place: Place, address: str, slot: Slot) -> None:
        client.post(f"/en{address}", asked(client, f"/en{address}", place, slot))
        assert Visit.objects.get().language == "en"

    def test_a_third_visit_of_one_phone_on_one_day_is_refused_with_the_next_step(
        self, client: Client, place: Place, address: str
    ) -> None:
        for hour in (9, 10):
            form = asked(client, address, place, make.slot(place.item, make.at(2, hour)))
            assert client.post(address, form).status_code == 302
        third = asked(client, address, place, make.slot(place.item, make.at(2, 11)))
        page = client.post(f"/en{address}", third)
        assert page.status_code == 409
        assert "No more than two visits a day" in text(page)
        assert reverse("track") in text(page)
        secrets = [value for pair in Visit.objects.values_list("token", "reference") for value in pair]
        assert not any(secret in text(page) for secret in secrets)
        assert client.post(address, third | {"phone": "13900000000"}).status_code == 302

    def test_one_address_books_no_more_than_the_hour_allows(
        self, client: Client, place: Place, address: str, settings: Any
    ) -> None:
        settings.PORTAL_BOOKINGS_AN_HOUR = 2
        answers = []
        for hour in (9, 10, 11):
            form = asked(client, address, place, make.slot(place.item, make.at(2, hour)))
            answers.append(client.post(f"/en{address}", form | {"phone": f"139000000{hour:02}"}))
        assert [one.status_code for one in answers] == [302, 302, 429]
        assert "Try again in an hour" in text(answers[-1])
        assert Visit.objects.count() == 2

    @pytest.mark.parametrize(("email", "most"), [("", 6), ("w@example.cn", 7)])
    def test_six_statements_at_most_and_one_for_a_letter(
        self, client: Client, place: Place, address: str, slot: Slot, email: str, most: int
    ) -> None:
        form = asked(client, address, place, slot) | {"email": email}
        with CaptureQueriesContext(connection) as said:
            assert client.post(address, form).status_code == 302
        brackets = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")
        statements = [one["sql"] for one in said if not one["sql"].startswith(brackets)]
        assert len(statements) <= most, statements

    def test_anybody_may_book_be_they_signed_in_or_not(
        self,
        as_: Callable[[Worker | None], Client],
        place: Place,
        address: str,
        stranger: Worker,
        admin: Worker,
    ) -> None:
        for number, worker in enumerate((None, stranger, admin)):
            client = as_(worker)
            slot = make.slot(place.item, make.at(2, 9 + number))
            form = asked(client, address, place, slot) | {"phone": f"1381234123{number}"}
            assert client.post(address, form).status_code == 302
        assert Visit.objects.filter(booked_by=None).count() == 3

    @pytest.mark.parametrize(
        ("wrong", "sentence"),
        [
            ({"name": ""}, "Enter a name"),
            ({"phone": ""}, "Enter a phone number"),
            ({"phone": "1234"}, "This does not look like a phone number"),
            ({"phone": "66668888"}, "Add the area code"),
            ({"email": "nonsense"}, "This does not look like an e-mail"),
            ({"name": "王\0"}, "There is a character in it"),
            ({"phone": "138\x0012341234"}, "There is a character in it"),
            ({"name": "王" * 61}, "longer than 60"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_is_lost(
        self, client: Client, place: Place, address: str, slot: Slot, wrong: dict[str, str], sentence: str
    ) -> None:
        form = (
            asked(client, f"/en{address}", place, slot) | {"on_behalf": "on", "email": "w@example.cn"} | wrong
        )
        page = text(client.post(f"/en{address}", form))
        assert "<title>Error: " in page
        assert page.count(sentence) == 2  # in the summary, which leads to it, and at the field
        (field,) = wrong
        assert f'href="#id_{field}"' in page
        for name in {"name", "phone", "email"} - set(wrong):
            assert f'value="{form[name]}"' in page
        assert re.search(r'name="on_behalf"[^>]* checked', page)
        assert f'name="key" value="{form["key"]}"' in page
        assert not Visit.objects.exists()

    @pytest.mark.parametrize("slot_said", ["", "0", "-3", "abc", "\0", "9" * 30])
    def test_a_wrong_time_is_asked_for_again(
        self, client: Client, place: Place, address: str, slot: Slot, slot_said: str
    ) -> None:
        form = asked(client, address, place, slot) | {"slot": slot_said}
        page = client.post(f"/en{address}", form)
        assert page.status_code in (200, 409)
        assert "<title>Error: " in text(page)
        assert 'value="王小明"' in text(page)
        assert not Visit.objects.exists()

    @pytest.mark.parametrize("item", ["", "0", "abc", "\0"])
    def test_a_wrong_service_is_asked_for_again(
        self, client: Client, place: Place, address: str, slot: Slot, item: str
    ) -> None:
        page = client.post(address, asked(client, address, place, slot) | {"item": item})
        assert page.status_code == 200
        assert f"?item={place.item.pk}" in text(page)
        assert not Visit.objects.exists()

    def test_three_megabytes_are_refused_in_a_sentence(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        form = asked(client, address, place, slot) | {"name": "王" * 1_000_000}
        page = client.post(f"/en{address}", form)
        assert page.status_code == 400
        assert "Nothing was saved" in text(page)

    def test_other_fields_change_nothing(
        self, client: Client, place: Place, address: str, slot: Slot, desk: Worker
    ) -> None:
        hostile = {
            field.name: "1"
            for field in Visit._meta.fields
            if field.name not in ("item", "slot", "name", "phone")
        }
        hostile |= {
            "email": "",
            "state": "came",
            "reference": "AAAA-AAAA",
            "token": "t" * 32,
            "booked_by": desk.pk,
        }
        client.post(address, asked(client, address, place, slot) | hostile)
        visit = Visit.objects.get()
        assert (visit.state, visit.booked_by, visit.sequence, visit.erased_at) == ("booked", None, 0, None)
        assert "AAAA-AAAA" not in visit.reference
        assert visit.token != "t" * 32

    def test_without_the_csrf_token_nothing_happens(self, place: Place, address: str, slot: Slot) -> None:
        browser = Client(enforce_csrf_checks=True)
        assert browser.post(address, asked(browser, address, place, slot)).status_code == 403
        assert not Visit.objects.exists()

    def test_rare_characters_are_kept_exactly(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        client.post(address, asked(client, address, place, slot) | {"name": "𠮷䶮\U000e0100"})
        assert Visit.objects.get().name == "𠮷䶮\U000e0100"


class TestFull:
    """Somebody else was quicker: 409, other times as choices, everything typed kept."""

    @pytest.fixture
    def refused(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> tuple[dict[str, Any], HttpResponse]:
        form = asked(client, f"/en{address}", place, slot) | {"email": "w@example.cn", "green": "on"}
        Slot.objects.filter(pk=slot.pk).update(booked=2)
        return form, client.post(f"/en{address}", form)

    def test_it_offers_the_next_free_times(
        self, place: Place, refused: tuple[dict[str, Any], HttpResponse]
    ) -> None:
        form, page = refused
        assert page.status_code == 409
        assert "<title>Error: " in text(page)
        assert (
            'href="#id_slot_0">This time is fully booked. Please choose one of the next free times.'
            in text(page)
        )
        offered = re.findall(r'type="radio" name="slot" value="(\d+)"', text(page))
        assert offered == [
            str(make.slot(place.item, make.at(1, h, m)).pk) for h, m in ((10, 30), (11, 0), (11, 30))
        ]
        for name in ("name", "phone", "email"):
            assert f'value="{form[name]}"' in text(page)
        assert re.search(r'name="green"[^>]* checked', text(page))
        assert not Visit.objects.exists()

    def test_one_of_them_books_with_the_same_form(
        self, client: Client, place: Place, address: str, refused: tuple[dict[str, Any], HttpResponse]
    ) -> None:
        form, _page = refused
        other = make.slot(place.item, make.at(1, 10, 30))
        assert client.post(address, form | {"slot": other.pk}).status_code == 302
        assert Visit.objects.get().slot == other

    def test_none_of_them_chosen_asks_again(
        self, client: Client, address: str, refused: tuple[dict[str, Any], HttpResponse]
    ) -> None:
        form, _page = refused
        page = client.post(f"/en{address}", form | {"slot": ""})
        assert "Choose a time." in text(page)

    def test_nothing_free_names_the_phone(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        form = asked(client, address, place, slot)
        Slot.objects.update(booked=2)
        page = client.post(f"/en{address}", form)
        assert page.status_code == 409
        assert "This time is fully booked." in text(page)
        assert 'href="tel:021-0000-2000"' in text(page)

    def test_too_late(
        self, client: Client, place: Place, address: str, clock: time_machine.Traveller
    ) -> None:
        slot = make.slot(place.item, make.at(0, 11, 30))
        form = asked(client, address, place, slot)
        clock.shift(timedelta(minutes=31))
        page = client.post(f"/en{address}", form)
        assert page.status_code == 409
        assert "can no longer be booked online" in text(page)
        assert 'type="radio"' in text(page)

    def test_a_time_in_which_this_is_not_given(
        self, client: Client, place: Place, address: str, slot: Slot, other_place: Place
    ) -> None:
        form = asked(client, address, place, slot) | {"slot": make.slot(other_place.item).pk}
        page = client.post(f"/en{address}", form)
        assert page.status_code == 409
        assert "This service is not given at that time." in text(page)
        assert other_place.station.name not in text(page)

    def test_the_last_place_held_for_others(self, client: Client, place: Place, address: str) -> None:
        slot = make.slot(place.item, make.at(3))
        form = asked(client, address, place, slot)
        Slot.objects.filter(pk=slot.pk).update(booked=1)
        assert client.post(address, form).status_code == 409
        assert client.post(address, form | {"green": "on"}).status_code == 302


class TestTwiceIsOnce:
    def test_ten_times_in_a_row(self, client: Client, place: Place, address: str, slot: Slot) -> None:
        form = asked(client, address, place, slot) | {"email": "w@example.cn"}
        answers = {client.post(address, form)["Location"] for _ in range(10)}
        assert answers == {f"/visits/{Visit.objects.get().token}/?new"}
        assert VisitEvent.objects.count() == Message.objects.count() == 1
        slot.refresh_from_db()
        assert slot.booked == 1

    def test_even_when_the_time_is_full_or_over_by_then(
        self, client: Client, place: Place, address: str, slot: Slot, clock: time_machine.Traveller
    ) -> None:
        form = asked(client, address, place, slot)
        first = client.post(address, form)["Location"]
        Slot.objects.filter(pk=slot.pk).update(capacity=1, held=0)
        assert client.post(address, form)["Location"] == first
        clock.move_to(slot.starts_at + timedelta(days=1))
        assert client.post(address, form)["Location"] == first

    def test_back_and_something_else_is_refused_without_a_link(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        form = asked(client, address, place, slot)
        client.post(address, form)
        page = client.post(f"/en{address}", form | {"name": "李四"})
        assert page.status_code == 409
        assert "You have booked with this form already" in text(page)
        assert "the place is yours" in text(page)
        visit = Visit.objects.get()
        assert visit.token not in text(page)
        assert visit.reference not in text(page)

    def test_another_browser_learns_nothing(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        form = asked(client, address, place, slot)
        client.post(address, form)
        visit = Visit.objects.get()
        thief = Client()
        asked(thief, address, place, make.slot(place.item, make.at(2)))
        stolen, changed, unknown = (
            thief.post(address, form | more) for more in ({}, {"name": "李四"}, {"key": "nonsense"})
        )
        same_browser = client.post(address, form | {"name": "李四"})
        for page in (stolen, changed, unknown, same_browser):
            assert page.status_code == 409
            assert visit.token not in text(page)
            assert visit.reference not in text(page)
        fresh = re.compile(r'[0-9a-f]{16}|name="(key|csrfmiddlewaretoken)" value="[^"]*"')
        plain = [fresh.sub("", text(page)) for page in (stolen, unknown)]
        assert len(set(plain)) == 1  # a spent key and none at all look the same to a stranger
        english = text(thief.post(f"/en{address}", form))
        assert "This form was open too long, so nothing was sent." in english
        assert "You have booked with this form" not in english
        assert Visit.objects.count() == 1

    def test_back_and_the_same_once_more_takes_no_second_place(
        self, client: Client, place: Place, address: str, slot: Slot
    ) -> None:
        Slot.objects.filter(pk=slot.pk).update(capacity=4, held=0)
        first = client.post(address, asked(client, address, place, slot))["Location"]
        again = asked(client, address, place, slot)  # Back: the page tells of it, with a key of its own
        assert 'name="yours"' in text(client.get(address, {"item": place.item.pk, "slot": slot.pk}))
        assert client.post(address, again | {"yours": "1"})["Location"] == first.partition("?")[0]
        assert Visit.objects.count() == 1
        # For somebody else it is another visit; and where the page told of nothing, nothing is assumed.
        assert client.post(address, again | {"yours": "1", "name": "李四"}).status_code == 302
        assert Visit.objects.count() == 2
        stranger = Client()
        theirs = asked(stranger, address, place, slot) | {"yours": "1"}
        assert stranger.post(address, theirs).status_code == 409  # the phone's two of the day are used up
        assert Visit.objects.count() == 2

    @pytest.mark.parametrize("places", [1, 2])
    def test_back_after_the_booking_says_that_the_place_is_hers(
        self, client: Client, place: Place, address: str, slot: Slot, places: int
    ) -> None:
        Slot.objects.filter(pk=slot.pk).update(capacity=places, held=0)
        form = asked(client, address, place, slot)
        assert client.post(address, form).status_code == 302
        wanted = {"item": place.item.pk, "slot": slot.pk}
        page = text(client.get(f"/en{address}", wanted))
        assert "You have booked this time already: the place is yours." in page
        assert "no longer free" not in page
        visit = Visit.objects.get()
        assert visit.token not in page
        assert visit.reference not in page
        stranger = Client()
        asked(stranger, address, place, make.slot(place.item, make.at(2)))
        for other in (stranger.get(f"/en{address}", wanted), Client().get(f"/en{address}", wanted)):
            assert "You have booked" not in text(other)

    @pytest.mark.parametrize("key", ["", "\0", "a:b:c", "家" * 100])
    def test_a_key_that_is_none(
        self, client: Client, place: Place, address: str, slot: Slot, key: str
    ) -> None:
        assert client.post(address, asked(client, address, place, slot) | {"key": key}).status_code == 409


class TestRobots:
    """Kept out without annoying people: whoever is met presses the button once more."""

    def test_too_quick_by_half(
        self, client: Client, place: Place, address: str, slot: Slot, settings: LazySettings,
        clock: time_machine.Traveller,
    ) -> None:  # fmt: skip
        settings.PORTAL_FORM_SECONDS = 2
        form = asked(client, address, place, slot)
        clock.shift(1)
        page = client.post(f"/en{address}", form)
        assert "press the button once more" in text(page)
        assert 'value="王小明"' in text(page)
        assert not Visit.objects.exists()
        # The form that came back is taken at once, however quickly the button is pressed.
        found = re.search(r'name="key" value="([^"]+)"', text(page))
        assert found
        assert client.post(address, form | {"key": found[1]}).status_code == 302

    def test_the_field_that_nobody_sees(self, client: Client, place: Place, address: str, slot: Slot) -> None:
        form = asked(client, address, place, slot)
        page = client.post(address, form | {"website": "https://spam.example"})
        assert page.status_code == 200
        assert "spam.example" not in text(page)
        assert not Visit.objects.exists()
        assert client.post(address, form).status_code == 302
