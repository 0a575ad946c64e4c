"""What became of it: found by reference and proof, told in plain words, settled by the resident's word."""

import re
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.common.codes import new_reference
from portal.common.models import Attempt
from requests_desk.actions.hand_overs import accept, offer
from requests_desk.actions.line import call_next, check_in
from requests_desk.actions.queue import park
from requests_desk.actions.tickets import add_note, answer, leave, receive, start
from requests_desk.actions.visits import cancel
from requests_desk.actions.walk_ins import log_ticket
from requests_desk.models import Message, Ticket, TicketNote, Visit
from stations.models import EstateBody, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged


def text(response: HttpResponse) -> str:
    return response.content.decode()


def look(client: Client, reference: str, proof: str, start: str = "") -> HttpResponse:
    return client.post(f"{start}/track/", {"reference": reference, "proof": proof, "do": "find"})


def bare(response: HttpResponse) -> str:
    """The page without what differs on every page, and without what was typed."""
    return re.sub(r'(csrfmiddlewaretoken|reference|proof|phone)" value="[^"]*"', "", text(response))


@staged
def ticket(place: Place, desk: Worker) -> Ticket:
    """Received by the desk, by somebody with the phone 13912345678."""
    return make.ticket(desk, place.station, place.service)


@staged
def answered(ticket: Ticket, desk: Worker) -> Ticket:
    return answer(ticket=ticket, worker=desk, at=make.NOW, text="材料齐了，下周一来取")


class TestLookUp:
    @pytest.mark.parametrize(
        "proof",
        [
            "1234",
            "１２３４",
            " 12 34 ",
            "13812341234",
            "138 1234 1234",
            "+86 13812341234",
            "021-00001234",
            "00001234",
        ],
    )
    def test_a_visit_by_reference_and_phone(self, client: Client, visit: Visit, proof: str) -> None:
        for typed in (visit.reference, visit.reference.lower(), visit.reference.replace("-", " ")):
            assert look(client, typed, proof)["Location"] == f"/visits/{visit.token}/"

    def test_a_reference_as_people_write_it(self, client: Client, visit: Visit) -> None:
        Visit.objects.update(reference="K825-V9XD")
        for typed in ("k825v9xd", "Ｋ８２５－Ｖ９ＸＤ", "KBZSU9XD", " k82 5—v9xd "):
            assert look(client, typed, "1234").status_code == 302

    def test_a_ticket_by_its_phone(self, client: Client, ticket: Ticket) -> None:
        assert look(client, ticket.reference, "5678")["Location"] == f"/track/{ticket.token}/"

    def test_an_anonymous_ticket_by_the_slips_code(self, client: Client, place: Place, desk: Worker) -> None:
        slip = log_ticket(station=place.station, matter=place.service, worker=desk, at=make.NOW)
        found = look(client, slip.ticket.reference, f" {slip.code[:3]} {slip.code[3:].lower()}")
        assert found["Location"] == f"/track/{slip.ticket.token}/"

    def test_a_visit_that_has_come_leads_to_its_ticket(
        self, client: Client, place: Place, desk: Worker
    ) -> None:
        visit = make.visit(place.item, make.at(0, 12))
        slip = check_in(visit=visit, worker=desk, at=make.NOW)
        for proof in ("1234", slip.code):
            assert look(client, visit.reference, proof)["Location"] == f"/track/{slip.ticket.token}/"

    def test_in_english(self, client: Client, visit: Visit) -> None:
        assert look(client, visit.reference, "1234", "/en")["Location"] == f"/en/visits/{visit.token}/"

    @pytest.mark.parametrize(
        ("reference", "proof", "sentence"),
        [
            ("", "1234", "Enter the reference."),
            ("K7M2", "1234", "A reference has eight letters and digits"),
            ("K7M2-9QX0", "1234", "0, O, 1, I and L are never used"),
            ("K7M2-9QX\0", "1234", "There is a character in it"),
            ("K" * 100_000, "1234", "A reference has eight letters and digits"),
            ("K7M2-9QXD", "", "Enter the last four digits"),
            ("K7M2-9QXD", "123", "Enter the last four digits"),
            ("K7M2-9QXD", "12345", "Enter the last four digits"),
            ("K7M2-9QXD", "\x001234", "There is a character in it"),
        ],
    )
    def test_a_wrong_shape_is_said(
        self, client: Client, db: None, reference: str, proof: str, sentence: str
    ) -> None:
        page = text(look(client, reference, proof, "/en"))
        assert "<title>Error: " in page
        assert page.count(sentence) == 2
        assert not Attempt.objects.exists()


class TestNothingIsGivenAway:
    """Wrong code, wrong phone, unknown reference, cancelled booking: the same page at the same cost."""

    @pytest.fixture
    def cases(self, place: Place, desk: Worker, visit: Visit, ticket: Ticket) -> dict[str, tuple[str, str]]:
        cancelled = make.visit(place.item, make.at(2))
        cancel(visit=cancelled, at=make.NOW)
        anonymous = log_ticket(station=place.station, matter=place.service, worker=desk, at=make.NOW).ticket
        return {
            "unknown": (new_reference(), "1234"),
            "wrong phone of a visit": (visit.reference, "9999"),
            "wrong phone of a ticket": (ticket.reference, "9999"),
            "wrong code": (ticket.reference, "222222"),
            "code for a visit": (visit.reference, "222222"),
            "phone of an anonymous ticket": (anonymous.reference, "1234"),
            "cancelled": (cancelled.reference, "1234"),
            "the other's phone": (visit.reference, "5678"),
        }

    def test_they_look_the_same(self, client: Client, cases: dict[str, tuple[str, str]]) -> None:
        pages = {}
        for name, typed in cases.items():
            answer = look(client, *typed)
            assert answer.status_code == 200, name
            pages[name] = bare(answer)
        assert len(set(pages.values())) == 1

    def test_they_cost_the_same(
        self, client: Client, cases: dict[str, tuple[str, str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from requests_desk.views import track  # noqa: PLC0415  patched below

        hashed: list[int] = []
        real = track.hash_slip_code
        monkeypatch.setattr(
            track, "hash_slip_code", lambda code, salt: hashed.append(len(salt)) or real(code, salt)
        )
        statements = set()
        for typed in cases.values():
            with CaptureQueriesContext(connection) as said:
                look(client, *typed)
            statements.add(len(said))
        assert len(statements) == 1
        assert hashed == [32] * len(cases)

    def test_a_right_proof_costs_no_less_than_a_wrong_one(self, client: Client, ticket: Ticket) -> None:
        def seconds(proof: str) -> float:
            begun = time.perf_counter()
            look(client, ticket.reference, proof)
            return time.perf_counter() - begun

        seconds("9999")
        wrong = min(seconds("9999") for _ in range(3))
        assert wrong > 0.003  # the slow hash was worked out


class TestLimit:
    def test_ten_tries_in_ten_minutes(
        self, client: Client, visit: Visit, clock: time_machine.Traveller
    ) -> None:
        for _ in range(10):
            assert look(client, visit.reference, "9999").status_code == 200
        clock.shift(timedelta(minutes=3))
        refused = look(client, visit.reference, "1234", "/en")
        assert refused.status_code == 429
        assert "perhaps by neighbours who share it. Try again in 7 minutes, or phone the station" in text(
            refused
        )
        assert f'value="{visit.reference}"' in text(refused)
        clock.shift(timedelta(minutes=-3))
        assert (
            Client(REMOTE_ADDR="192.0.2.7")
            .post("/track/", {"reference": visit.reference, "proof": "1234"})
            .status_code
            == 302
        )
        clock.shift(timedelta(minutes=10))
        assert look(client, visit.reference, "1234").status_code == 302

    def test_what_is_right_does_not_count(self, client: Client, visit: Visit) -> None:
        """Twenty neighbours behind one address look up their own; and one of them buys no guesses with it."""
        for _ in range(20):
            assert look(client, visit.reference, "1234").status_code == 302
        for _ in range(9):
            assert look(client, visit.reference, "9999").status_code == 200
        assert look(client, visit.reference, "1234").status_code == 302
        statuses = [look(client, visit.reference, "9999").status_code for _ in range(2)]
        assert statuses == [200, 429]

    def test_a_forged_forwarding_header_buys_nothing(self, client: Client, visit: Visit) -> None:
        statuses = [
            client.post(
                "/track/",
                {"reference": visit.reference, "proof": "9999"},
                headers={"X-Forwarded-For": f"192.0.2.{n}"},
            ).status_code
            for n in range(11)
        ]
        assert statuses == [200] * 10 + [429]

    def test_thousands_of_guesses_hit_nothing(self, client: Client, visit: Visit) -> None:
        """One address, day and night: the limit lets through 1,440 of 10,000 numbers a day; here the
        guesses of two hours with a wrong reference each."""
        hits = sum(look(client, new_reference(), "1234").status_code == 302 for _ in range(120))
        assert hits == 0
        assert Attempt.objects.exclude(key__startswith="visits:").get().tries == 120


class TestLostLink:
    def send(self, client: Client, phone: str, start: str = "/en") -> HttpResponse:
        return client.post(f"{start}/track/", {"phone": phone, "do": "send"})

    def test_it_goes_to_the_address_that_was_given(self, client: Client, place: Place) -> None:
        first = make.visit(place.item, email="w@example.cn")
        second = make.visit(place.item, make.at(2), email="w@example.cn")
        make.visit(place.item, make.at(3), phone="13900001111", email="other@example.cn")
        self.send(client, "１３８ 1234 1234")
        sent = Message.objects.filter(kind=Message.Kind.LINK)
        assert {one.visit for one in sent} == {first, second}
        assert [event.kind for event in first.events.all()] == ["booked", "link_sent"]

    def test_the_answer_is_always_the_same(self, client: Client, place: Place) -> None:
        make.visit(place.item, email="w@example.cn")
        make.visit(place.item, make.at(2), phone="13900001111")
        pages = {bare(self.send(client, phone)) for phone in ("13812341234", "13900001111", "13777777777")}
        assert len(pages) == 1
        assert "If visits stand under this number" in pages.pop()

    def test_cancelled_and_past_ones_are_left_out(
        self, client: Client, place: Place, clock: time_machine.Traveller
    ) -> None:
        cancel(visit=make.visit(place.item, email="w@example.cn"), at=make.NOW)
        make.visit(place.item, make.at(0, 12), email="w@example.cn")
        clock.move_to(make.at(0, 13))
        self.send(client, "13812341234")
        assert not Message.objects.filter(kind=Message.Kind.LINK).exists()

    def test_nobodys_box_is_filled(self, place: Place) -> None:
        make.visit(place.item, email="w@example.cn")
        pages = {bare(self.send(Client(REMOTE_ADDR=f"192.0.2.{n}"), "13812341234")) for n in range(8)}
        assert len(pages) == 1
        assert Message.objects.filter(kind=Message.Kind.LINK).count() == 3
        assert not any("1381234" in key for key in Attempt.objects.values_list("key", flat=True))

    def test_the_same_limit_counts(self, client: Client, db: None, clock: time_machine.Traveller) -> None:
        statuses = [self.send(client, f"1381234{n:04}").status_code for n in range(11)]
        assert statuses == [200] * 10 + [429]

    def test_a_wrong_number_is_said_at_its_field(self, client: Client, db: None) -> None:
        page = text(self.send(client, "123"))
        assert "<title>Error: " in page
        assert 'href="#id_phone"' in page
        assert "<details" in page
        assert re.search(r"<details[^>]* open>", page)


class TestTheTicketInPlainWords:
    def page(self, client: Client, ticket: Ticket) -> str:
        answer = client.get(f"/en/track/{ticket.token}/")
        assert answer.status_code == 200
        return text(answer)

    def test_secret_pages_are_not_stored_listed_or_passed_on(self, client: Client, ticket: Ticket) -> None:
        answer = client.get(f"/track/{ticket.token}/")
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Robots-Tag"].startswith("noindex")
        assert answer["Referrer-Policy"] == "strict-origin"

    @pytest.mark.parametrize("token", ["a" * 32, "x", "%00" * 20, "a" * 5000])
    @pytest.mark.parametrize("method", ["get", "post"])
    def test_another_secret_is_404_for_everybody(
        self, as_: Callable[[Worker | None], Client], ticket: Ticket, token: str, method: str, desk: Worker,
        stranger: Worker, admin: Worker,
    ) -> None:  # fmt: skip
        for worker in (None, stranger, desk, admin):
            assert getattr(as_(worker), method)(f"/track/{token}/").status_code == 404

    def test_a_visits_secret_opens_no_ticket(self, client: Client, visit: Visit, ticket: Ticket) -> None:
        assert client.get(f"/track/{visit.token}/").status_code == 404
        assert client.get(f"/visits/{ticket.token}/").status_code == 404

    def test_who_waits_sees_the_number_and_the_line(
        self, client: Client, place: Place, desk: Worker, colleague: Worker
    ) -> None:
        line = [
            make.ticket(desk, place.station, place.service, to_line=True, at=make.NOW + timedelta(seconds=n))
            for n in range(3)
        ]
        page = self.page(client, line[2])
        assert '<p class="big">3</p>' in page
        assert "2 people are before you." in page
        assert "One person is before you." in self.page(client, line[1])
        assert "You are next." in self.page(client, line[0])
        call_next(station=place.station, worker=colleague, at=make.NOW)
        assert "It is your turn." in self.page(client, line[0])
        assert "You are next." in self.page(client, line[1])
        leave(ticket=line[1], at=make.NOW)
        assert "You left before somebody could talk to you" in self.page(client, line[1])

    def test_who_waits_is_told_how_long_and_where_to(
        self, client: Client, place: Place, desk: Worker
    ) -> None:
        row = make.ticket(desk, place.station, place.service, to_line=True)
        type(place.station).objects.update(desks=3)
        place.station.refresh_from_db()
        assert "You will wait 0 to 15 minutes" in self.page(client, row)
        call_next(station=place.station, worker=desk, at=make.NOW, desk=3)
        page = self.page(client, row)
        assert "number 1 is called to desk 3" in page
        assert "You will wait" not in page
        park(ticket=row, worker=desk, at=make.NOW)
        assert "You are set aside and keep your number." in self.page(client, row)
        for name in ("李阿姨", "13912345678"):
            assert name not in page

    def test_the_page_renews_itself_while_they_wait_and_stands_still_when_asked(
        self, client: Client, place: Place, desk: Worker
    ) -> None:
        row = make.ticket(desk, place.station, place.service, to_line=True)
        address = f"/track/{row.token}/"
        page = client.get(address)
        assert (page["Refresh"], "no-store" in page["Cache-Control"]) == ("20", True)
        still = client.get(address, {"still": ""})
        assert "Refresh" not in still
        assert reverse("ticket_track_attach", args=[row.token]) in still.content.decode()
        assert "Refresh" not in client.post(address, {"do": "solved"})
        receive(ticket=row, worker=desk, at=make.NOW)
        assert "Refresh" not in client.get(address)

    def test_nothing_renews_itself_after_the_day(
        self, client: Client, place: Place, desk: Worker, clock: time_machine.Traveller
    ) -> None:
        row = make.ticket(desk, place.station, place.service, to_line=True)
        clock.move_to(make.at(1))
        assert "Refresh" not in client.get(f"/track/{row.token}/")

    def test_in_progress_it_says_by_when_and_who(self, client: Client, ticket: Ticket, desk: Worker) -> None:
        assert "Somebody is with you." in self.page(client, ticket)
        start(ticket=ticket, worker=desk, at=make.NOW)
        page = self.page(client, ticket)
        assert "You will have an answer by Monday 23 November, 10:00." in page  # three working days
        for said in (ticket.reference, desk.name, 'href="tel:021-0000-1000"', "怎么办居住证"):
            assert said in page

    def test_late_it_says_so(self, client: Client, ticket: Ticket, clock: time_machine.Traveller) -> None:
        clock.move_to(make.at(9))
        page = self.page(client, ticket)
        assert "We promised this earlier and are sorry." in page

    def test_handed_over_it_says_to_whom_and_who_still_answers(
        self, client: Client, ticket: Ticket, place: Place, desk: Worker
    ) -> None:
        body = EstateBody.objects.create(estate=place.estate, kind=EstateBody.Kind.PROPERTY, name="安居物业")
        given = offer(ticket=ticket, worker=desk, at=make.NOW, reason="内部的原因", to_body=body)
        page = self.page(client, ticket)
        assert "We have asked 安居物业 to take it on." in page
        assert desk.name in page
        assert "内部的原因" not in page
        accept(hand_over=given, worker=desk, at=make.NOW, said_by="赵经理")
        page = self.page(client, ticket)
        assert "安居物业 has taken it on." in page
        assert "赵经理" not in page

    def test_internal_words_stay_inside(self, client: Client, answered: Ticket, desk: Worker) -> None:
        add_note(ticket=answered, worker=desk, at=make.NOW, text="这位居民很着急")
        page = self.page(client, answered)
        assert "材料齐了，下周一来取" in page
        assert "这位居民很着急" not in page
        for person in ("李阿姨", "13912345678"):
            assert person not in page

    def test_words_are_shown_as_words(self, client: Client, ticket: Ticket, desk: Worker) -> None:
        answer(ticket=ticket, worker=desk, at=make.NOW, text="<script>alert(1)</script>\n第二行")
        page = self.page(client, ticket)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)&lt;/script&gt;<br>第二行" in page

    def test_the_same_number_of_queries_with_one_and_thirty_words(
        self, client: Client, answered: Ticket, desk: Worker
    ) -> None:
        def count() -> int:
            with CaptureQueriesContext(connection) as said:
                self.page(client, answered)
            return len(said)

        self.page(client, answered)
        one = count()
        for _ in range(30):
            TicketNote.objects.create(
                ticket=answered, kind=TicketNote.Kind.RESIDENT, text="还有", at=make.NOW
            )
        assert count() == one <= 5

    def test_erased_it_shows_its_way_and_no_words(self, client: Client, answered: Ticket) -> None:
        TicketNote.objects.update(text="")
        Ticket.objects.update(name="", phone="", erased_at=make.NOW, state=Ticket.State.CLOSED)
        page = self.page(client, answered)
        assert "What said something about you here was erased." in page
        assert 'name="do"' not in page


class TestTheResidentsWord:
    def say(self, client: Client, ticket: Ticket, do: str, words: str = "") -> HttpResponse:
        return client.post(f"/en/track/{ticket.token}/", {"do": do, "text": words})

    def test_solved_closes_it_once(self, client: Client, answered: Ticket) -> None:
        for _ in range(3):
            assert self.say(client, answered, "solved")["Location"] == f"/en/track/{answered.token}/"
        answered.refresh_from_db()
        assert answered.state == Ticket.State.CLOSED
        assert answered.events.filter(kind="closed").get().data == {"by": "resident"}

    @pytest.mark.parametrize("closed", [False, True])
    def test_not_solved_opens_it_again_with_the_words(
        self, client: Client, answered: Ticket, closed: bool
    ) -> None:
        if closed:
            self.say(client, answered, "solved")
        for _ in range(3):
            assert self.say(client, answered, "unsolved", "窗口说还缺一份表").status_code == 302
        answered.refresh_from_db()
        assert (answered.state, answered.reopened) == (Ticket.State.IN_PROGRESS, 1)
        assert [one.text for one in answered.notes.filter(kind="resident")] == ["窗口说还缺一份表"]

    @pytest.mark.parametrize(
        ("words", "sentence"),
        [
            ("", "Please write a few words"),
            ("  \n ", "Please write a few words"),
            ("字" * 1001, "at most 1000 characters"),
            ("a\0b", "There is a character in it"),
        ],
    )
    def test_wrong_words_are_said_at_the_field(
        self, client: Client, answered: Ticket, words: str, sentence: str
    ) -> None:
        page = text(self.say(client, answered, "unsolved", words))
        assert "<title>Error: " in page
        assert page.count(sentence) == 2
        assert 'href="#id_unsolved_text"' in page
        assert re.search(r"<details[^>]* open>", page)
        answered.refresh_from_db()
        assert answered.state == Ticket.State.ANSWERED

    @pytest.mark.parametrize(
        ("do", "words"), [("solved", ""), ("unsolved", "还没好"), ("nonsense", ""), ("", "")]
    )
    def test_when_it_cannot_be_said_now_nothing_changes(
        self, client: Client, ticket: Ticket, do: str, words: str
    ) -> None:
        page = self.say(client, ticket, do, words)
        assert page.status_code == 409
        assert "This has moved on" in text(page)
        assert words in text(page)
        ticket.refresh_from_db()
        assert ticket.state == Ticket.State.SERVING

    def test_without_the_csrf_token_nothing_happens(self, answered: Ticket) -> None:
        browser = Client(enforce_csrf_checks=True)
        assert browser.post(f"/track/{answered.token}/", {"do": "solved"}).status_code == 403

    def test_reading_changes_nothing(self, client: Client, answered: Ticket, desk: Worker) -> None:
        before = Ticket.objects.values_list().get()
        client.get(f"/track/{answered.token}/?do=solved")
        assert Ticket.objects.values_list().get() == before

    def test_nobody_else_is_asked(self, client: Client, ticket: Ticket) -> None:
        page = text(client.get(f"/en/track/{ticket.token}/"))
        assert "Yes, it is solved" not in page


def test_a_waiting_tickets_receipt(client: Client, place: Place, desk: Worker) -> None:
    ticket = make.ticket(desk, place.station, place.service, to_line=True)
    receive(ticket=ticket, worker=desk, at=make.NOW)
    page = text(client.get(f"/en/track/{ticket.token}/"))
    assert "You were received" in page
    assert "Promised by" in page
