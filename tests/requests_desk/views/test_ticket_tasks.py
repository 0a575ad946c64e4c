"""Tasks on the sheet and above the list of tickets: set, done in one press, and seen by whom they concern."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.common.context import is_demo
from requests_desk.actions import hand_overs, tickets
from requests_desk.actions.ticket_tasks import finish_task
from requests_desk.models import Ticket, TicketTask
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
LIST = "/desk/tickets/"
TOMORROW = make.TODAY + timedelta(days=1)


@pytest.fixture
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


def send(client: Client, ticket: Ticket, to: Worker | int | str, **more: str) -> HttpResponse:
    said = {
        "text": "联系物业",
        "assignee": str(to.pk if isinstance(to, Worker) else to),
        "due_on": str(TOMORROW),
    }
    return client.post(reverse("desk:ticket_task_add", args=[ticket.reference]), said | more)


def press(client: Client, task: TicketTask, what: str = "done", **more: str) -> HttpResponse:
    return client.post(reverse(f"desk:ticket_task_{what}", args=[task.ticket.reference, task.pk]), more)


def test_set_seen_by_the_colleague_and_done_from_their_list(
    ticket: Ticket, desk: Worker, colleague: Worker, as_: As
) -> None:
    answer = send(as_(desk), ticket, colleague)
    assert answer["Location"] == f"{ticket.get_absolute_url()}#tasks"
    task = TicketTask.objects.get()
    assert (task.text, task.assignee, task.due_on) == ("联系物业", colleague, TOMORROW)
    theirs = as_(colleague)
    assert theirs.get(LIST).context["tasks"] == [task]
    assert "联系物业" in theirs.get(LIST).content.decode()
    assert press(theirs, task, **{"from": "list"})["Location"] == LIST
    assert theirs.get(LIST).context["tasks"] == []
    task.refresh_from_db()
    assert task.done_by == colleague


def test_the_deputy_of_who_is_away_finds_and_does_it(
    place: Place, ticket: Ticket, desk: Worker, colleague: Worker, head: Worker, as_: As
) -> None:
    task = make.task(ticket, colleague)
    assert as_(head).get(LIST).context["tasks"] == []
    make.absence(place.committee, colleague, head)
    assert as_(head).get(LIST).context["tasks"] == [task]
    assert press(as_(head), task, **{"from": "list"}).status_code == 302
    task.refresh_from_db()
    assert task.done_by == head


def test_on_the_sheet_done_and_open_again(ticket: Ticket, desk: Worker, colleague: Worker, as_: As) -> None:
    client = as_(desk)
    task = make.task(ticket, colleague)
    done, again = (
        reverse(f"desk:ticket_task_{what}", args=[ticket.reference, task.pk]) for what in ("done", "again")
    )
    page = client.get(ticket.get_absolute_url()).content.decode()
    assert done in page
    assert again not in page
    assert press(client, task)["Location"] == f"{ticket.get_absolute_url()}#tasks"
    page = client.get(ticket.get_absolute_url()).content.decode()
    assert again in page
    assert done not in page
    press(client, task, "again")
    task.refresh_from_db()
    assert task.done_at is None


def test_the_diary_names_for_whom(ticket: Ticket, desk: Worker, colleague: Worker, as_: As) -> None:
    client = as_(desk)
    send(client, ticket, colleague)
    history = client.get(ticket.get_absolute_url()).context["history"]
    assert [entry.who for entry in history if entry.what.endswith(f": {colleague}")] == [str(desk)]


def test_answer_and_close_warn_of_open_tasks_and_go_through(
    ticket: Ticket, desk: Worker, colleague: Worker, as_: As
) -> None:
    client, warning = as_(desk), "2 tasks are still open."
    sheet = f"/en{ticket.get_absolute_url()}"
    assert warning not in client.get(sheet).content.decode()
    for _n in range(2):
        make.task(ticket, colleague)
    finish_task(task=make.task(ticket, colleague), worker=desk, at=make.NOW)
    assert client.get(sheet).content.decode().count(warning) == 1
    client.post(reverse("desk:ticket_answer", args=[ticket.reference]), {"text": "好了"})
    assert client.get(sheet).content.decode().count(warning) == 1  # now where it is closed
    client.post(reverse("desk:ticket_close", args=[ticket.reference]))
    ticket.refresh_from_db()
    assert ticket.state == "closed"
    page = client.get(sheet)
    assert warning not in page.content.decode()
    assert page.context["task_form"] is None


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"text": " "}, "text"), ({"text": "长" * 201}, "text"), ({"text": "\0"}, "text"),
        ({"assignee": ""}, "assignee"),
        ({"assignee": "x"}, "assignee"), ({"due_on": ""}, "due_on"), ({"due_on": "明天"}, "due_on"),
        ({"due_on": "2026-11-17"}, "due_on"), ({"due_on": "9999-12-31"}, "due_on"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_a_sentence_and_stays_typed(
    ticket: Ticket, desk: Worker, as_: As, said: dict[str, str], field: str
) -> None:
    page = send(as_(desk), ticket, desk, **said)
    assert page.status_code == 200
    assert set(page.context["form"].errors) == {field}
    assert page.context["form"].data["assignee"] == said.get("assignee", str(desk.pk))
    assert not TicketTask.objects.exists()


def test_a_foreign_worker_is_a_choice_like_none(
    ticket: Ticket, desk: Worker, stranger: Worker, street: Worker, as_: As
) -> None:
    client = as_(desk)
    said = [send(client, ticket, who).context["form"].errors for who in (stranger, street, 999_999)]
    assert said[0] == said[1] == said[2]
    assert set(said[0]) == {"assignee"}
    assert not TicketTask.objects.exists()
    assert send(client, ticket, desk).status_code == 302


def test_colleagues_set_none_but_see_and_finish_their_own(
    ticket: Ticket, desk: Worker, colleague: Worker, as_: As
) -> None:
    client = as_(colleague)
    assert send(client, ticket, colleague).status_code == 403
    mine, others = make.task(ticket, colleague), make.task(ticket, desk)
    page = client.get(ticket.get_absolute_url())
    assert page.context["task_form"] is None
    assert [row.theirs for row in page.context["tasks"]] == [True, False]
    assert press(client, others).status_code == 403
    assert press(client, mine).status_code == 302


def test_strangers_learn_nothing_officials_see_no_words(
    ticket: Ticket, desk: Worker, stranger: Worker, other_street: Worker, street: Worker, as_: As
) -> None:
    task = make.task(ticket, desk, text="找李阿姨的儿子")
    for foreign in (stranger, other_street):
        client = as_(foreign)
        assert send(client, ticket, foreign).status_code == 404
        assert press(client, task).status_code == press(client, task, "again").status_code == 404
    official = as_(street)
    assert "找李阿姨的儿子" not in official.get(ticket.get_absolute_url()).content.decode()
    assert "找李阿姨的儿子" in as_(desk).get(ticket.get_absolute_url()).content.decode()
    assert send(official, ticket, desk).status_code == press(official, task).status_code == 403
    task.refresh_from_db()
    assert task.done_at is None


def test_a_task_is_found_at_its_own_ticket_alone(place: Place, ticket: Ticket, desk: Worker, as_: As) -> None:
    task, other = make.task(ticket, desk), make.ticket(desk, place.station, place.service)
    wrong = reverse("desk:ticket_task_done", args=[other.reference, task.pk])
    client = as_(desk)
    assert client.post(wrong).status_code == client.get(wrong).status_code == 404
    assert client.get(wrong.replace(other.reference, ticket.reference)).status_code == 302


def test_whoever_lost_scope_does_not_find_it_in_their_list(
    ticket: Ticket, desk: Worker, stranger: Worker, as_: As
) -> None:
    task = make.task(ticket, stranger)  # as if they had once served here
    client = as_(stranger)
    assert client.get(LIST).context["tasks"] == []
    hand_overs.offer(ticket=ticket, worker=desk, at=make.NOW, reason="请接手", to_worker=stranger)
    assert client.get(LIST).context["tasks"] == [task]


def test_above_mine_alone_late_ones_first_and_said(ticket: Ticket, desk: Worker, as_: As) -> None:
    later = make.task(ticket, desk, due_on=TOMORROW)
    late = make.task(ticket, desk, due_on=make.TODAY - timedelta(days=1))
    client = as_(desk)
    rows = client.get(LIST).context["tasks"]
    assert rows == [late, later]
    assert [row.late for row in rows] == [True, False]
    assert client.get(LIST, {"show": "all"}).context["tasks"] == []
    assert client.post(LIST, {"q": "李"}).context["tasks"] == []


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_costs_one_statement_more(ticket: Ticket, desk: Worker, as_: As, rows: int) -> None:
    for _n in range(rows):
        make.task(ticket, desk)
    client = as_(desk)
    is_demo()
    with CaptureQueriesContext(connection) as queries:
        page = client.get(LIST)
    assert len(page.context["tasks"]) == rows
    assert len(queries) <= 7


@pytest.mark.parametrize("rows", [1, 19])
def test_the_sheets_statements_do_not_grow_with_them(
    ticket: Ticket, desk: Worker, as_: As, rows: int
) -> None:
    for _n in range(rows):
        make.task(ticket, desk)
    client = as_(desk)
    is_demo()
    with CaptureQueriesContext(connection) as queries:
        client.get(ticket.get_absolute_url())
    assert len(queries) <= 17


def test_what_was_erased_is_said_to_be_erased(ticket: Ticket, desk: Worker, as_: As) -> None:
    make.task(ticket, desk, text="")
    assert "(erased)" in as_(desk).get(f"/en{LIST}").content.decode()
