"""Tasks of a ticket: who sets one for whom, who finishes it, what is written, and how its words go."""

from datetime import timedelta

import pytest
from django.conf import settings as portal
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from requests_desk.actions import tickets
from requests_desk.actions.erasure import erase_expired
from requests_desk.actions.ticket_tasks import (
    MOST_TASKS,
    DayIsOver,
    NotOfThisDesk,
    TooManyTasks,
    add_task,
    finish_task,
    reopen_task,
)
from requests_desk.actions.tickets import HasEnded
from requests_desk.models import Ticket, TicketEvent, TicketTask
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

KEPT = timedelta(days=portal.PORTAL_KEEP_PERSONAL_DAYS + 1)
Kind = TicketEvent.Kind


@pytest.fixture
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


def set_for(
    ticket: Ticket, to: Worker, by: Worker | None = None, days: int = 1, text: str = "打电话"
) -> TicketTask:
    return add_task(
        ticket=ticket, worker=by or ticket.responsible, at=make.NOW, text=text, to=to,
        due_on=make.TODAY + timedelta(days=days),
    )  # fmt: skip


def end(ticket: Ticket, worker: Worker) -> Ticket:
    tickets.answer(ticket=ticket, worker=worker, at=make.NOW, text="好了")
    return tickets.close(ticket=ticket, worker=worker, at=make.NOW)


def test_set_for_a_colleague_the_ticket_stays_with_whom_it_was(
    ticket: Ticket, desk: Worker, colleague: Worker
) -> None:
    task = set_for(ticket, colleague)
    ticket.refresh_from_db()
    assert (task.assignee, task.by, task.done_at) == (colleague, desk, None)
    assert (ticket.responsible, ticket.state) == (desk, "in_progress")
    event = ticket.events.last()
    assert event is not None
    assert (event.kind, event.data) == (Kind.TASK_SET, {"task": task.pk, "to": colleague.pk})  # ids, no words


def test_today_and_for_oneself_is_possible(ticket: Ticket, desk: Worker, head: Worker) -> None:
    assert set_for(ticket, desk, days=0).assignee == desk
    assert set_for(ticket, desk, by=head).by == head


def test_only_whoever_answers_sets_one(
    ticket: Ticket, desk: Worker, colleague: Worker, stranger: Worker, street: Worker
) -> None:
    for other in (colleague, stranger, street):
        with pytest.raises(NotAllowed):
            set_for(ticket, desk, by=other)
    assert not TicketTask.objects.exists()


def test_only_for_the_same_desk(ticket: Ticket, stranger: Worker, street: Worker) -> None:
    for foreign in (stranger, street):
        with pytest.raises(NotOfThisDesk):
            set_for(ticket, foreign)
    assert not TicketTask.objects.exists()


def test_words_and_a_day_to_come_are_needed(ticket: Ticket, desk: Worker) -> None:
    with pytest.raises(tickets.NothingSaid):
        set_for(ticket, desk, text="  ")
    with pytest.raises(DayIsOver):
        set_for(ticket, desk, days=-1)


def test_no_more_than_twenty(ticket: Ticket, desk: Worker) -> None:
    for _n in range(MOST_TASKS):
        set_for(ticket, desk)
    with pytest.raises(TooManyTasks):
        set_for(ticket, desk)


def test_done_by_whom_it_was_set_for_or_whoever_answers_or_the_head(
    ticket: Ticket, desk: Worker, colleague: Worker, head: Worker
) -> None:
    for who in (colleague, desk, head):
        row = finish_task(task=set_for(ticket, colleague), worker=who, at=make.NOW)
        assert (row.done_at, row.done_by) == (make.NOW, who)
        again = reopen_task(task=row, worker=who, at=make.NOW)
        assert (again.done_at, again.done_by) == (None, None)


def test_and_by_nobody_else(
    ticket: Ticket, desk: Worker, colleague: Worker, stranger: Worker, street: Worker
) -> None:
    task = set_for(ticket, desk)
    for other in (colleague, stranger, street):
        with pytest.raises(NotAllowed):
            finish_task(task=task, worker=other, at=make.NOW)
        with pytest.raises(NotAllowed):
            reopen_task(task=task, worker=other, at=make.NOW)


def test_twice_is_once(ticket: Ticket, colleague: Worker, desk: Worker) -> None:
    task = set_for(ticket, colleague)
    for who in (colleague, desk):
        assert finish_task(task=task, worker=who, at=make.NOW).done_by == colleague
    for who in (colleague, desk):
        reopen_task(task=task, worker=who, at=make.NOW)
    kinds = [kind for kind in ticket.events.values_list("kind", flat=True) if kind.startswith("task")]
    assert kinds == [Kind.TASK_SET, Kind.TASK_DONE, Kind.TASK_REOPENED]


def test_a_ticket_ends_with_open_tasks_which_can_still_be_finished_but_not_added(
    ticket: Ticket, desk: Worker, colleague: Worker
) -> None:
    task = set_for(ticket, colleague)
    assert end(ticket, desk).state == "closed"
    with pytest.raises(HasEnded):
        set_for(ticket, colleague)
    finish_task(task=task, worker=colleague, at=make.NOW)
    with pytest.raises(HasEnded):
        reopen_task(task=task, worker=colleague, at=make.NOW)


def test_its_words_go_with_the_ticket(ticket: Ticket, desk: Worker, colleague: Worker) -> None:
    task = set_for(ticket, colleague, text="给李阿姨 13912345678 回电")
    erase_expired(at=make.NOW + KEPT)
    task.refresh_from_db()
    assert task.text == "给李阿姨 13912345678 回电"  # it has not ended
    end(ticket, desk)
    erase_expired(at=make.NOW + KEPT)
    task.refresh_from_db()
    assert (task.text, task.assignee) == ("", colleague)
    finish_task(task=task, worker=colleague, at=make.NOW)  # a button on an old page


def test_the_database_refuses_half_a_word_of_who_has_done_it(ticket: Ticket, desk: Worker) -> None:
    task = set_for(ticket, desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        TicketTask.objects.filter(pk=task.pk).update(done_at=make.NOW)
    TicketTask.objects.filter(pk=task.pk).update(done_at=make.NOW, done_by=desk)
