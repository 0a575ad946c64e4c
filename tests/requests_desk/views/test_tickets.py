"""The sheet and its steps."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.common.context import is_demo
from requests_desk.actions import hand_overs, tickets
from requests_desk.models import Reveal, Ticket, TicketNote
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]


@pytest.fixture
def client(desk: Worker, as_: As) -> Client:
    return as_(desk)


@staged
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


def sheet(ticket: Ticket, step: str = "") -> str:
    return reverse(f"desk:ticket_{step}" if step else "desk:ticket", args=[ticket.reference])


class TestSheet:
    def test_who_answers_both_clocks_and_the_diary(
        self, ticket: Ticket, desk: Worker, colleague: Worker, client: Client
    ) -> None:
        row = hand_overs.offer(
            ticket=ticket, worker=desk, at=make.at(0, 11), reason="他更熟", to_worker=colleague
        )
        hand_overs.accept(hand_over=row, worker=colleague, at=make.at(0, 12))
        page = client.get(sheet(ticket))
        assert [clock.due for clock in page.context["clocks"]] == [make.at(5, 10), make.at(5, 12)]
        whos = [entry.who for entry in page.context["history"]]
        assert set(whos) == {str(desk), str(colleague)}
        assert "他更熟" in page.content.decode()
        assert str(colleague) in page.content.decode()

    @pytest.mark.parametrize(("at", "late"), [((5, 9, 59), False), ((5, 10, 1), True)])
    def test_late_is_said_in_working_time(
        self, ticket: Ticket, client: Client, clock: Any, at: tuple[int, int, int], late: bool
    ) -> None:
        clock.move_to(make.at(*at))
        client.force_login(ticket.responsible)  # the session of some days ago is over
        assert [one.late for one in client.get(sheet(ticket)).context["clocks"]] == [late]

    def test_one_next_step_stands_open(self, ticket: Ticket, client: Client) -> None:
        page = client.get(sheet(ticket)).context
        assert [choice.name for choice in page["main"]] == ["answer"]
        assert [choice.name for choice in page["others"]] == ["hand_over", "note"]

    def test_a_link_opens_the_step_it_names(self, ticket: Ticket, client: Client) -> None:
        page = client.get(sheet(ticket) + "?step=hand_over").context
        assert [choice.name for choice in page["others"] if choice.open] == ["hand_over"]

    def test_officials_read_it_without_the_person(self, ticket: Ticket, street: Worker, as_: As) -> None:
        page = as_(street).get(sheet(ticket))
        assert (page.context["main"], page.context["others"]) == ([], [])
        for secret in ("李**", "139****5678", "李阿姨"):
            assert secret not in page.content.decode()

    def test_what_was_erased_is_said_to_be_erased(self, ticket: Ticket, client: Client) -> None:
        Ticket.objects.filter(pk=ticket.pk).update(name="", phone="", erased_at=make.NOW)
        TicketNote.objects.filter(ticket=ticket).update(text="")
        assert client.get(sheet(ticket)).status_code == 200

    @pytest.mark.parametrize("notes", [1, 30])
    def test_statements_do_not_grow_with_its_history(
        self, ticket: Ticket, desk: Worker, client: Client, notes: int
    ) -> None:
        for n in range(notes):
            tickets.add_note(ticket=ticket, worker=desk, at=make.NOW, text=f"第{n}次")
        is_demo()
        with CaptureQueriesContext(connection) as queries:
            client.get(sheet(ticket))
        assert len(queries) <= 17


class TestSteps:
    def test_a_whole_life(self, ticket: Ticket, client: Client) -> None:
        steps = [
            ("note", {"text": "已问街道"}, "in_progress"),
            ("answer", {"text": "可以办了", "said_by": "街道张老师"}, "answered"),
            ("reopen", {"text": "材料被退回"}, "in_progress"),
            ("answer", {"text": "补了材料"}, "answered"),
            ("close", {"text": "谢谢"}, "closed"),
        ]
        for step, data, state in steps:
            response = client.post(sheet(ticket, step), data)
            assert response["Location"] == sheet(ticket), step
            ticket.refresh_from_db()
            assert ticket.state == state
        assert list(ticket.notes.values_list("kind", "said_by").order_by("pk"))[2] == ("answer", "街道张老师")
        page = client.get(sheet(ticket)).content.decode()
        for words in ("已问街道", "可以办了", "街道张老师", "材料被退回", "谢谢"):
            assert words in page

    def test_an_answer_without_words_is_asked_for(self, ticket: Ticket, client: Client) -> None:
        page = client.post(sheet(ticket, "answer"), {"text": " ", "said_by": "刘经理"})
        assert page.status_code == 200
        assert "text" in page.context["form"].errors
        assert 'value="刘经理"' in page.content.decode()

    def test_what_was_typed_is_kept_when_the_ticket_has_moved_on(
        self, ticket: Ticket, desk: Worker, client: Client
    ) -> None:
        tickets.answer(ticket=ticket, worker=desk, at=make.NOW, text="好了")
        page = client.post(sheet(ticket, "answer"), {"text": "我写了很久的答复"})
        assert page.status_code == 409
        assert "我写了很久的答复" in page.content.decode()
        assert page.context["form"].non_field_errors()
        assert ticket.notes.filter(kind="answer").count() == 1

    def test_the_sheet_says_who_reads_what(self, ticket: Ticket, client: Client) -> None:
        client.post(sheet(ticket, "note"), {"text": "先别告诉他"})
        client.post(sheet(ticket, "answer"), {"text": "可以办了"})
        page = client.get(sheet(ticket))
        read = {entry.text: entry.outward for entry in page.context["history"] if entry.text}
        assert read == {"怎么办居住证": True, "先别告诉他": False, "可以办了": True}
        body = page.content.decode()
        assert body.count('<blockquote class="inward"><span class="whom inward">给同事看') == 1
        assert body.count('<blockquote class="outward"><span class="whom outward">给居民看') == 2

    def test_markup_stays_text(self, ticket: Ticket, client: Client) -> None:
        client.post(sheet(ticket, "note"), {"text": "<script>alert(1)</script>"})
        page = client.get(sheet(ticket)).content.decode()
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


class TestReveal:
    def test_once_with_a_reason_that_is_written_down(
        self, ticket: Ticket, desk: Worker, client: Client
    ) -> None:
        page = client.post(sheet(ticket, "reveal"), {"reason": "call_back"}).content.decode()
        assert "李阿姨" in page
        assert "13912345678" in page
        assert Reveal.objects.get().row == ticket.pk
        again = client.get(sheet(ticket)).content.decode()
        assert "李阿姨" not in again
        assert "13912345678" not in again

    def test_without_a_reason_nothing_is_shown(self, ticket: Ticket, client: Client) -> None:
        for reason in ("", "curious"):
            page = client.post(sheet(ticket, "reveal"), {"reason": reason})
            assert "李阿姨" not in page.content.decode()
        assert not Reveal.objects.exists()


@pytest.mark.parametrize(
    "path", ["%00", "x%00y", "AAAA-AAA%00", "a" * 500, "K7M2-9QXD-", "王小明", "..%2F.."]
)
def test_what_is_no_reference_is_no_page(client: Client, path: str) -> None:
    for kind in ("tickets", "visits"):
        assert client.get(f"/desk/{kind}/{path}/").status_code == 404
