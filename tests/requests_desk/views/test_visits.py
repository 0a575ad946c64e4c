"""The booked visit behind its secret link: what it shows, what can be done, and what strangers get."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
import zxingcpp
from django.conf import LazySettings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from icalendar import Calendar

from requests_desk.actions.line import check_in
from requests_desk.actions.tickets import answer_on_the_spot, receive
from requests_desk.actions.visits import call_off, cancel, mark_missed
from requests_desk.models import Slot, Visit
from stations.models import OpeningException, Service, Site, Worker
from tests import factories as make
from tests.cast import Place
from tests.common.test_qr import painted

OTHERS = "a" * 32  # the shape of a secret, but nobody's


def text(response: HttpResponse) -> str:
    return response.content.decode()


def seen_in(page: HttpResponse) -> str:
    """What the page's form says it was made from."""
    (seen,) = re.findall(r'name="seen" value="(\d+)"', text(page))
    return str(seen)


@pytest.fixture
def link(visit: Visit) -> str:
    return f"/visits/{visit.token}/"


class TestSecrecy:
    """Whoever has the link may; nobody else learns that there is a visit."""

    PAGES = ("", "cancel/", "move/", "calendar.ics")

    @pytest.mark.parametrize("page", PAGES)
    def test_pages_are_not_stored_listed_or_passed_on(self, client: Client, link: str, page: str) -> None:
        answer = client.get(link + page)
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        assert "private" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "ETag" not in answer

    @pytest.mark.parametrize(
        ("method", "page"),
        [*(("get", page) for page in PAGES), ("post", "cancel/"), ("post", "move/")],
    )
    def test_another_secret_is_404_for_everybody(
        self, as_: Callable[[Worker | None], Client], link: str, page: str, method: str, desk: Worker, admin: Worker,
        stranger: Worker,
    ) -> None:  # fmt: skip
        pages = {
            re.sub(r"[0-9a-f]{16}", "", text(answer))
            for worker in (None, stranger, desk, admin)
            if (answer := getattr(as_(worker), method)(f"/visits/{OTHERS}/{page}")).status_code == 404
        }
        assert len(pages) == 1

    @pytest.mark.parametrize("token", ["x", "%00", "a" * 31 + "%00", "a" * 5000, "..%2f..", "家" * 20])
    def test_what_is_no_secret_is_404(self, client: Client, visit: Visit, token: str) -> None:
        assert client.get(f"/visits/{token}/").status_code == 404

    def test_the_link_works_signed_in_or_not(
        self, as_: Callable[[Worker | None], Client], link: str, stranger: Worker
    ) -> None:
        for worker in (None, stranger):
            assert as_(worker).get(link).status_code == 200

    def test_reading_changes_nothing(self, client: Client, link: str, visit: Visit) -> None:
        before = Visit.objects.values_list().get(pk=visit.pk)
        for page in self.PAGES:
            client.get(link + page)
        assert Visit.objects.values_list().get(pk=visit.pk) == before
        assert visit.events.count() == 1

    @pytest.mark.parametrize("page", ["cancel/", "move/"])
    def test_without_the_csrf_token_nothing_happens(self, link: str, visit: Visit, page: str) -> None:
        browser = Client(enforce_csrf_checks=True)
        assert browser.post(link + page).status_code == 403
        visit.refresh_from_db()
        assert visit.state == Visit.State.BOOKED

    @pytest.mark.parametrize("page", ["", "calendar.ics"])
    def test_pages_to_read_take_no_post(self, client: Client, link: str, page: str) -> None:
        assert client.post(link + page).status_code == 405


class TestTheTicket:
    def test_it_shows_what_one_needs_at_the_desk(self, client: Client, place: Place) -> None:
        Service.objects.filter(pk=place.service.pk).update(papers="身份证\n户口簿")
        visit = make.visit(place.item, green=True, on_behalf=True)
        page = text(client.get(visit.get_absolute_url()))
        for said in (
            visit.reference, "11月19日 星期四", "10:00–10:30", place.station.name, "梧桐路1号",
            place.service.name, "身份证", "户口簿", "王**", "138****1234", 'href="tel:021-0000-2000"',
        ):  # fmt: skip
            assert said in page
        assert "王小明" not in page
        assert "13812341234" not in page
        for more in ("calendar.ics", "move/", "cancel/"):
            assert f"{visit.get_absolute_url()}{more}" in page

    def test_the_code_opens_the_desks_check_in(
        self, client: Client, visit: Visit, settings: LazySettings
    ) -> None:
        settings.PORTAL_PUBLIC_URL = "https://portal.example"
        for start in ("", "/en"):
            page = text(client.get(start + f"/visits/{visit.token}/"))
            (svg,) = re.findall(r'<div class="qr">(<svg.*?</svg>)', page, re.DOTALL)
            (found,) = zxingcpp.read_barcodes(painted(svg))
            assert found.text == f"https://portal.example/desk/check-in/?reference={visit.reference}"
            assert visit.token not in found.text

    def test_new_says_so_and_to_keep_the_link(self, client: Client, place: Place) -> None:
        visit = make.visit(place.item, email="w@example.cn")
        page = text(client.get(f"/en/visits/{visit.token}/?new"))
        assert "<h1>Your visit is booked</h1>" in page
        assert "Keep the address of this page" in page
        assert "A message with it is on its way" in page
        assert "w@example.cn" not in page

    def test_a_few_statements(self, client: Client, link: str) -> None:
        client.get(link)
        with CaptureQueriesContext(connection) as said:
            client.get(link)
        assert len(said) <= 3

    def test_once_begun_it_cannot_be_changed(
        self, client: Client, link: str, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(make.at(1, 10, 1))
        page = text(client.get(f"/en{link}"))
        assert "come to the desk" in page
        assert "cancel/" not in page

    def test_after_the_station_has_moved(self, client: Client, place: Place) -> None:
        site = Site.objects.get(station=place.station)
        link = f"/visits/{make.visit(place.item, place=f'{site.address}、{site.entrance}').token}/"
        assert "has moved" not in text(client.get(f"/en{link}"))
        Site.objects.filter(station=place.station).update(address="香樟路9号")
        page = text(client.get(f"/en{link}"))
        assert "The station has moved since you booked." in page
        assert "香樟路9号" in page

    def test_cancelled_by_the_resident(self, client: Client, link: str, visit: Visit) -> None:
        cancel(visit=visit, at=make.NOW)
        page = text(client.get(f"/en{link}?new"))
        assert "<h1>This visit is cancelled</h1>" in page
        assert "Your place is free for others now" in page
        assert "say at the desk" not in page
        assert "This is what was booked" in page
        assert 'class="qr"' not in page
        assert f"/en/stations/place-1/book/?item={visit.item_id}" in page

    def test_cancelled_and_over_the_place_is_nobodys(
        self, client: Client, link: str, visit: Visit, clock: time_machine.Traveller
    ) -> None:
        cancel(visit=visit, at=make.NOW)
        clock.move_to(make.at(2))
        page = text(client.get(f"/en{link}"))
        assert "free for others" not in page
        assert "Nothing more is to be done." in page

    def test_called_off_by_the_station(self, client: Client, link: str, visit: Visit, desk: Worker) -> None:
        day = visit.starts_at.date()
        OpeningException.objects.create(
            station=visit.station, date=day, reason="停水检修", reason_en="No water"
        )
        call_off(visit=visit, at=make.NOW, actor=desk)
        assert "Reason: No water" in text(client.get(f"/en{link}"))
        assert "We are sorry" in text(client.get(f"/en{link}"))

    def test_missed(self, client: Client, link: str, clock: time_machine.Traveller) -> None:
        clock.move_to(make.at(2))
        mark_missed(at=make.at(2))
        assert "<h1>You did not come</h1>" in text(client.get(f"/en{link}"))

    def test_checked_in_it_shows_what_becomes_of_it(self, client: Client, place: Place, desk: Worker) -> None:
        visit = make.visit(place.item, make.at(0, 12))
        link = f"/en/visits/{visit.token}/"
        ticket = check_in(visit=visit, worker=desk, at=make.NOW).ticket
        page = text(client.get(link))
        assert "<h1>You are checked in</h1>" in page
        assert '<p class="big">1</p>' in page
        assert "You are next." in page
        assert f"/en/track/{ticket.token}/" in page
        receive(ticket=ticket, worker=desk, at=make.NOW)
        answer_on_the_spot(ticket=ticket, worker=desk, at=make.NOW)
        assert "Settled" in text(client.get(link))

    def test_erased_it_shows_no_person(self, client: Client, link: str) -> None:
        Visit.objects.update(name="", phone="", email="", erased_at=make.NOW, state=Visit.State.NO_SHOW)
        page = client.get(link)
        assert page.status_code == 200
        assert "**" not in text(page)
        assert client.get(f"{link}calendar.ics").status_code == 404


class TestCancel:
    def test_it_asks_first_and_then_does(self, client: Client, link: str, visit: Visit) -> None:
        assert "Yes, cancel the visit" in text(client.get(f"/en{link}cancel/"))
        visit.refresh_from_db()
        assert visit.state == Visit.State.BOOKED
        for _ in range(2):
            answer = client.post(f"{link}cancel/")
            assert (answer.status_code, answer["Location"]) == (302, link)
        visit.refresh_from_db()
        assert visit.state == Visit.State.CANCELLED
        assert visit.events.count() == 2

    def test_when_it_has_begun_it_leads_back(
        self, client: Client, link: str, clock: time_machine.Traveller
    ) -> None:
        clock.move_to(make.at(1, 10))
        assert client.get(f"{link}cancel/")["Location"] == link
        assert client.post(f"{link}cancel/").status_code == 409


class TestMove:
    def test_the_same_strip_and_then_the_new_time(self, client: Client, link: str, visit: Visit) -> None:
        page = text(client.get(f"{link}move/", {"day": "2026-11-20"}))
        other = Slot.objects.get(station=visit.station, starts_at=make.at(2, 14))
        assert f'value="{other.pk}"' in page
        assert 'day=2026-11-20#times" aria-current="date"' in page
        for _ in range(2):
            answer = client.post(f"{link}move/", {"slot": other.pk})
            assert answer["Location"] == f"{link}?moved"
        visit.refresh_from_db()
        assert (visit.slot, visit.sequence) == (other, 1)
        assert "Your visit has a new time" in text(client.get(f"/en{link}?moved"))

    def test_the_time_it_has_is_not_offered_and_the_one_after_it_is(
        self, client: Client, link: str, visit: Visit
    ) -> None:
        page = text(client.get(f"{link}move/", {"day": f"{visit.starts_at:%Y-%m-%d}"}))
        offered = {int(key) for key in re.findall(r'name="slot"[^>]* value="(\d+)"', page)}
        day = Slot.objects.filter(station=visit.station, starts_at__date=visit.starts_at.date())
        assert visit.slot_id not in offered
        assert offered == set(day.exclude(pk=visit.slot_id).values_list("pk", flat=True)) != set()

    def test_a_full_time_offers_others_and_keeps_the_visit(
        self, client: Client, link: str, visit: Visit, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        wanted = Slot.objects.get(station=visit.station, starts_at=make.at(2, 14))
        # It fills up between the page and the button.
        monkeypatch.setattr("requests_desk.actions.visits.take", lambda **_: False)
        page = client.post(f"/en{link}move/", {"slot": wanted.pk})
        assert page.status_code == 409
        assert "<title>Error: " in text(page)
        assert "This time is fully booked." in text(page)
        assert len(re.findall(r'type="radio" name="slot"', text(page))) == 3
        visit.refresh_from_db()
        assert visit.starts_at == make.at(1)

    @pytest.mark.parametrize("page", ["move/", "cancel/"])
    def test_another_tab_was_quicker(self, client: Client, link: str, visit: Visit, page: str) -> None:
        """Two pages are opened, one moves the visit; the other says where it stands, and changes nothing."""
        shown = seen_in(client.get(link + page))
        first, second = (make.slot(visit.item, make.at(2, hour)).pk for hour in (14, 15))
        client.post(f"{link}move/", {"slot": first, "seen": shown})
        for seen in (shown, "x"):
            answer = client.post(f"/en{link}{page}", {"slot": second, "seen": seen})
            assert answer.status_code == 409
            assert "after you had opened the page. Nothing was done now." in text(answer)
            assert "Its time is now Friday 20 November, 14:00–14:30." in text(answer)
        visit.refresh_from_db()
        assert (visit.state, visit.slot_id, visit.sequence) == ("booked", first, 1)
        fresh = seen_in(client.get(link + page))
        assert client.post(link + page, {"slot": second, "seen": fresh}).status_code == 302
        visit.refresh_from_db()
        assert visit.sequence == 2

    @pytest.mark.parametrize("wrong", ["", "0", "abc", "\0", "9" * 40])
    def test_a_wrong_time_asks_again(self, client: Client, link: str, visit: Visit, wrong: str) -> None:
        page = client.post(f"{link}move/", {"slot": wrong})
        assert page.status_code == 200
        assert "<title>错误：" in text(page)
        visit.refresh_from_db()
        assert visit.starts_at == make.at(1)

    def test_not_to_another_station(
        self, client: Client, link: str, visit: Visit, other_place: Place
    ) -> None:
        foreign = make.slot(other_place.item)
        assert client.post(f"{link}move/", {"slot": foreign.pk}).status_code == 200
        visit.refresh_from_db()
        assert visit.station != other_place.station
        foreign.refresh_from_db()
        assert foreign.booked == 0

    def test_nothing_else_free(self, client: Client, link: str) -> None:
        Slot.objects.update(booked=2)
        page = text(client.get(f"/en{link}move/"))
        assert "No other time is free" in page
        assert 'href="tel:021-0000-2000"' in page

    @pytest.mark.parametrize("method", ["get", "post"])
    def test_cancelled_it_leads_back(self, client: Client, link: str, visit: Visit, method: str) -> None:
        cancel(visit=visit, at=make.NOW)
        assert getattr(client, method)(f"{link}move/")["Location"] == link


class TestCalendar:
    def test_a_file_that_calendars_read(self, client: Client, link: str, visit: Visit) -> None:
        answer = client.get(f"{link}calendar.ics")
        assert answer["Content-Type"] == "text/calendar; charset=utf-8"
        calendar = Calendar.from_ical(answer.content)
        (event,) = calendar.walk("VEVENT")
        assert str(calendar["method"]) == "PUBLISH"
        assert event.decoded("dtstart") == make.at(1)
        assert event.decoded("dtend") == make.at(1) + timedelta(minutes=30)
        assert event["sequence"] == 0
        assert visit.reference in str(event["uid"])
        assert visit.reference in str(event["description"])
        for person in (visit.name, visit.phone):
            assert person not in answer.content.decode()

    def test_a_moved_and_then_cancelled_visit_keeps_its_name(
        self, client: Client, link: str, visit: Visit
    ) -> None:
        def event() -> tuple[str, int, str]:
            calendar = Calendar.from_ical(client.get(f"{link}calendar.ics").content)
            (found,) = calendar.walk("VEVENT")
            return str(found["uid"]), int(found["sequence"]), str(found["status"])

        first = event()
        client.post(f"{link}move/", {"slot": Slot.objects.get(starts_at=make.at(2, 14)).pk})
        second = event()
        client.post(f"{link}cancel/")
        third = event()
        assert first[0] == second[0] == third[0]
        assert [one[1:] for one in (first, second, third)] == [
            (0, "CONFIRMED"), (1, "CONFIRMED"), (2, "CANCELLED"),
        ]  # fmt: skip
