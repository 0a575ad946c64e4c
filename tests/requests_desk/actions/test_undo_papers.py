"""Taking back a task, a file or a link of one's own; and the step below them, once they are taken back."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from requests_desk.actions import line, queue, tickets
from requests_desk.actions.escalation import escalate
from requests_desk.actions.ticket_attachments import file_of
from requests_desk.actions.ticket_links import link, unlink
from requests_desk.actions.ticket_tasks import add_task, finish_task, reopen_task
from requests_desk.actions.tickets import Kind, write
from requests_desk.actions.undo import NotUndoable, OneCallAtATime, undo, undoable
from requests_desk.models import Escalation, Ticket, TicketLink, TicketTask
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

SOON = make.NOW + timedelta(minutes=3)


@pytest.fixture
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


@pytest.fixture
def task(ticket: Ticket, desk: Worker, colleague: Worker) -> TicketTask:
    return add_task(ticket=ticket, worker=desk, at=make.NOW, text="打电话", to=colleague, due_on=make.TODAY)


def back(ticket: Ticket, worker: Worker, event: int | None = None) -> Ticket:
    return undo(ticket=ticket, worker=worker, at=SOON, event=event)


def test_a_task_set_by_mistake_is_gone_and_then_the_step_below_it(
    task: TicketTask, ticket: Ticket, desk: Worker
) -> None:
    back(ticket, desk)
    assert not ticket.tasks.exists()
    assert back(ticket, desk).state == "in_progress"  # pressed twice is once
    below = undoable(ticket, desk, SOON)
    assert below is not None
    assert below.kind == Kind.STARTED
    assert back(ticket, desk, event=below.pk).state == "serving"
    assert list(ticket.events.values_list("kind", flat=True))[-2:] == ["undone", "undone"]


def test_a_form_that_names_another_step_undoes_nothing(
    task: TicketTask, ticket: Ticket, desk: Worker
) -> None:
    with pytest.raises(NotUndoable):
        back(ticket, desk, event=ticket.events.get(kind=Kind.STARTED).pk)
    assert ticket.tasks.exists()


def test_done_and_not_done_by_whoever_did_it(task: TicketTask, ticket: Ticket, colleague: Worker) -> None:
    finish_task(task=task, worker=colleague, at=make.NOW)
    back(ticket, colleague)
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (None, None)
    finish_task(task=task, worker=colleague, at=make.NOW)
    reopen_task(task=task, worker=colleague, at=SOON)
    back(ticket, colleague)
    task.refresh_from_db()
    assert (task.done_at, task.done_by) == (make.NOW, colleague)


def test_not_a_task_of_somebody_who_has_no_post_any_more(
    task: TicketTask, ticket: Ticket, desk: Worker
) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(responsible=Worker.objects.get(username="colleague"))
    desk.posts.all().delete()
    desk.load_scope(on=make.TODAY)
    with pytest.raises(NotAllowed):
        back(ticket, desk)
    assert ticket.tasks.exists()


def test_a_file_is_gone_with_its_row(
    ticket: Ticket, desk: Worker, settings: Any, tmp_path: Path, django_capture_on_commit_callbacks: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    row = make.attachment(ticket, desk)
    write(ticket, Kind.ATTACHED, at=make.NOW, actor=desk, attachment=row.pk, by="desk")
    file = tmp_path / file_of(row.name, row.kind)
    assert file.exists()
    with django_capture_on_commit_callbacks(execute=True):
        back(ticket, desk)
    assert not ticket.attachments.exists()
    assert not file.exists()


def test_a_link_goes_and_comes_in_both_diaries(ticket: Ticket, place: Place, desk: Worker) -> None:
    other = make.ticket(desk, place.station, place.service)
    link(ticket=ticket, other=other, worker=desk, at=make.NOW)
    back(ticket, desk)
    assert not TicketLink.objects.exists()
    assert [row.events.latest("pk").kind for row in (ticket, other)] == ["undone", "unlinked"]
    link(ticket=ticket, other=other, worker=desk, at=make.NOW)
    unlink(ticket=ticket, other=other, worker=desk, at=make.NOW)
    back(ticket, desk)
    assert TicketLink.objects.get().one_id == min(ticket.pk, other.pk)
    assert other.events.latest("pk").kind == "linked"


def test_what_the_machine_wrote_since_is_no_obstacle(ticket: Ticket, desk: Worker, street: Worker) -> None:
    Ticket.objects.filter(pk=ticket.pk).update(due_at=make.NOW + timedelta(minutes=1))
    assert escalate(at=make.NOW + timedelta(minutes=2)) == 1
    assert ticket.events.latest("pk").kind == "escalated"
    assert back(ticket, desk).state == "serving"
    assert Escalation.objects.exists()


class TestOneCallAtATime:
    def in_line(self, place: Place, desk: Worker) -> tuple[Ticket, Ticket]:
        rows = [
            make.ticket(desk, place.station, place.service, to_line=True, at=make.at(0, 9, minute))
            for minute in (1, 2)
        ]
        return rows[0], rows[1]

    def test_not_here_is_not_undone_while_the_next_is_called(self, place: Place, desk: Worker) -> None:
        first, second = self.in_line(place, desk)
        line.call_next(station=place.station, worker=desk, at=make.NOW)
        queue.not_here(ticket=first, worker=desk, at=make.NOW)
        line.call_next(station=place.station, worker=desk, at=make.NOW)
        with pytest.raises(OneCallAtATime, match="2"):
            back(first, desk)
        tickets.receive(ticket=second, worker=desk, at=make.NOW)
        assert back(first, desk).called_by == desk

    def test_a_call_taken_over_does_not_go_back_to_whoever_calls_the_next(
        self, place: Place, desk: Worker, colleague: Worker
    ) -> None:
        first, second = self.in_line(place, desk)
        line.call_next(station=place.station, worker=colleague, at=make.NOW)
        queue.take_over(ticket=first, worker=desk, at=make.NOW)
        line.call_next(station=place.station, worker=colleague, at=make.NOW)
        with pytest.raises(OneCallAtATime, match=str(colleague)):
            back(first, desk)
        first.refresh_from_db()
        assert (first.called_by, second.number) == (desk, 2)

    def test_received_is_not_undone_while_the_next_is_called(self, place: Place, desk: Worker) -> None:
        first, _second = self.in_line(place, desk)
        line.call_next(station=place.station, worker=desk, at=make.NOW)
        tickets.receive(ticket=first, worker=desk, at=make.NOW)
        line.call_next(station=place.station, worker=desk, at=make.NOW)
        with pytest.raises(OneCallAtATime):
            back(first, desk)

    def test_the_database_keeps_it(self, place: Place, desk: Worker) -> None:
        first, second = self.in_line(place, desk)
        line.call_next(station=place.station, worker=desk, at=make.NOW)
        call = Ticket.objects.filter(pk=second.pk)
        with pytest.raises(IntegrityError), transaction.atomic():
            call.update(called_by=desk, called_at=make.NOW)
        Ticket.objects.filter(pk=first.pk).update(called_by=None, called_at=None)
        assert call.update(called_by=desk, called_at=make.NOW) == 1  # the control

    def test_two_calls_at_one_moment_are_told_apart(
        self, place: Place, desk: Worker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self.in_line(place, desk)
        line.call_next(station=place.station, worker=desk, at=make.NOW)
        monkeypatch.setattr(line, "must_have_settled", lambda *_who: None)  # the other window was quicker
        with pytest.raises(line.StillCalling):
            line.call_next(station=place.station, worker=desk, at=make.NOW)
