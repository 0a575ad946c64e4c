"""Files kept with a ticket, and gone with it, whatever was lost on the way."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from portal.common.papers import PDF, Paper
from requests_desk.actions import tickets
from requests_desk.actions.erasure import erase_expired
from requests_desk.actions.ticket_attachments import FolderFull, attach, sweep_attachments
from requests_desk.actions.tickets import HasEnded
from requests_desk.models import Ticket, TicketAttachment, TicketEvent
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

PAPER = Paper(PDF, b"%PDF-1.7 secret %%EOF")
KEPT = timedelta(days=portal.PORTAL_KEEP_PERSONAL_DAYS + 1)


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path
    return tmp_path / "attachments"


@pytest.fixture
def ticket(place: Place, desk: Worker, folder: Path) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


def add(ticket: Ticket, worker: Worker | None, **more: Any) -> TicketAttachment:
    return attach(ticket=ticket, paper=PAPER, title="材料", worker=worker, at=make.NOW, **more)


def test_it_lies_under_a_random_name_and_its_event_holds_keys_alone(
    ticket: Ticket, desk: Worker, folder: Path
) -> None:
    row = add(ticket, desk)
    assert [file.name for file in folder.iterdir()] == [f"{row.name}.pdf"]
    assert (folder / f"{row.name}.pdf").read_bytes() == PAPER.content
    assert TicketEvent.objects.last().data == {"attachment": row.pk, "by": "desk"}  # type: ignore[union-attr]
    assert not row.for_resident


def test_the_sixth_is_refused_and_leaves_no_file(ticket: Ticket, desk: Worker, folder: Path) -> None:
    for worker in (desk, None, desk, None, desk):
        add(ticket, worker)
    for worker in (desk, None):
        with pytest.raises(FolderFull):
            add(ticket, worker)
    assert len(list(folder.iterdir())) == 5


def test_who_may_add(
    ticket: Ticket, desk: Worker, colleague: Worker, stranger: Worker, street: Worker, folder: Path
) -> None:
    add(ticket, colleague)
    for outsider in (stranger, street):
        with pytest.raises(NotAllowed):
            add(ticket, outsider)
    assert len(list(folder.iterdir())) == 1


def test_nothing_is_added_to_what_has_ended(ticket: Ticket, desk: Worker) -> None:
    tickets.answer(ticket=ticket, worker=desk, at=make.NOW, text="好了")
    add(ticket, None)  # the control: answered, and the resident shows that it is not solved
    tickets.close(ticket=ticket, worker=desk, at=make.NOW)
    for worker in (desk, None):
        with pytest.raises(HasEnded):
            add(ticket, worker)


def test_residents_always_see_what_they_sent(ticket: Ticket) -> None:
    assert add(ticket, None).for_resident
    with pytest.raises(IntegrityError), transaction.atomic():
        TicketAttachment.objects.update(for_resident=False)


class TestErasure:
    @pytest.fixture
    def ended(self, ticket: Ticket, desk: Worker) -> Ticket:
        add(ticket, desk)
        add(ticket, None)
        tickets.answer(ticket=ticket, worker=desk, at=make.NOW, text="好了")
        return tickets.close(ticket=ticket, worker=desk, at=make.NOW)

    def test_rows_names_and_files_go(
        self, place: Place, desk: Worker, ended: Ticket, folder: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        live = add(make.ticket(desk, place.station, place.service), desk)
        for _twice in range(2):
            with django_capture_on_commit_callbacks(execute=True):
                erase_expired(at=make.NOW + KEPT)
            assert list(TicketAttachment.objects.all()) == [live]
            assert [file.name for file in folder.iterdir()] == [f"{live.name}.pdf"]

    def test_a_row_whose_file_is_lost_goes_too(
        self, ended: Ticket, folder: Path, django_capture_on_commit_callbacks: Any
    ) -> None:
        next(folder.iterdir()).unlink()
        with django_capture_on_commit_callbacks(execute=True):
            erase_expired(at=make.NOW + KEPT)
        assert not TicketAttachment.objects.exists()
        assert list(folder.iterdir()) == []

    def test_a_file_whose_row_is_lost_is_swept_after_a_day(self, ended: Ticket, folder: Path) -> None:
        old, new = folder / f"{'0' * 32}.pdf", folder / f"{'1' * 32}.webp"
        for file, age in ((old, 2), (new, 0)):
            file.write_bytes(b"x")
            os.utime(file, times=((make.NOW - timedelta(days=age)).timestamp(),) * 2)
        assert sweep_attachments(at=make.NOW) == 1
        assert not old.exists()
        assert len(list(folder.iterdir())) == 3


def test_nothing_to_sweep_is_no_error(folder: Path, db: None) -> None:
    assert sweep_attachments(at=make.NOW) == 0
