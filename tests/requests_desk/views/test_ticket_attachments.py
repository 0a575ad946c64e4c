"""Files on the sheet and on the resident's page: who brings, who gets, and as what they are handed out."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.common.context import is_demo
from requests_desk.actions import hand_overs, tickets
from requests_desk.models import Ticket, TicketAttachment
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.common.test_papers import GOOD_PDF, HTML, SVG, bomb, picture

As = Callable[[Worker | None], Client]


@pytest.fixture
def ticket(place: Place, desk: Worker, settings: Any, tmp_path: Path) -> Ticket:
    settings.MEDIA_ROOT = tmp_path
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


def upload(name: str = "材料.pdf", content: bytes = GOOD_PDF, kind: str = "text/html") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type=kind)


def bring(
    client: Client, ticket: Ticket, file: SimpleUploadedFile | None = None, **more: Any
) -> HttpResponse:
    return client.post(
        reverse("desk:ticket_attach", args=[ticket.reference]), {"file": file or upload(), **more}
    )


def send(ticket: Ticket, file: SimpleUploadedFile | None = None) -> HttpResponse:
    return Client().post(reverse("ticket_track_attach", args=[ticket.token]), {"file": file or upload()})


def at_desk(row: TicketAttachment) -> str:
    return reverse("desk:ticket_attachment", args=[row.ticket.reference, row.pk])


def by_link(row: TicketAttachment, token: str = "") -> str:
    return reverse("ticket_track_attachment", args=[token or row.ticket.token, row.pk])


def test_handed_out_as_a_download_alone(ticket: Ticket, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert (
        bring(client, ticket, upload("../户口本\u202e.html", GOOD_PDF), for_resident="on").status_code == 302
    )
    row = TicketAttachment.objects.get()
    for answer in (client.get(at_desk(row)), Client().get(by_link(row))):
        assert answer.content == GOOD_PDF
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E6%88%B7")
        assert answer["Content-Disposition"].endswith(".pdf")
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert "no-store" in answer["Cache-Control"]


def test_kept_apart_for_colleagues_and_for_the_resident(ticket: Ticket, desk: Worker, as_: As) -> None:
    client = as_(desk)
    bring(client, ticket, upload("内部.pdf"))
    row = TicketAttachment.objects.get()
    hidden, nowhere = Client().get(by_link(row)), Client().get(by_link(row).replace(str(row.pk), "999999"))
    assert (hidden.status_code, nowhere.status_code) == (404, 404)
    track = reverse("ticket_track", args=[ticket.token])
    assert "内部" not in Client().get(track).content.decode()
    bring(client, ticket, upload("回执.pdf"), for_resident="on")
    assert "回执" in Client().get(track).content.decode()
    sheet = client.get(ticket.get_absolute_url()).content.decode()
    for said in ("内部", "回执", "给同事看", "给居民看"):
        assert said in sheet


def test_the_resident_sends_one_by_the_link(ticket: Ticket, desk: Worker, as_: As) -> None:
    assert send(ticket, upload("楼道.jpg", picture())).status_code == 302
    row = TicketAttachment.objects.get()
    assert (row.by, row.kind, row.title, row.for_resident) == (None, "picture", "楼道", True)
    assert Client().get(by_link(row)).status_code == 200
    assert as_(desk).get(at_desk(row)).status_code == 200
    assert Client().get(by_link(row, "A" * 32)).status_code == 404


def test_another_tickets_link_opens_nothing(ticket: Ticket, place: Place, desk: Worker, as_: As) -> None:
    other = make.ticket(desk, place.station, place.service)
    send(ticket)
    row = TicketAttachment.objects.get()
    assert Client().get(by_link(row, other.token)).status_code == 404
    of_other = reverse("desk:ticket_attachment", args=[other.reference, row.pk])
    assert as_(desk).get(of_other).status_code == 404


def test_strangers_get_404_and_officials_a_number(
    ticket: Ticket, stranger: Worker, street: Worker, colleague: Worker, as_: As
) -> None:
    send(ticket, upload("身份证.pdf"))
    row = TicketAttachment.objects.get()
    assert as_(stranger).get(at_desk(row)).status_code == 404
    assert as_(street).get(at_desk(row)).status_code == 403
    assert as_(colleague).get(at_desk(row)).status_code == 200
    sheet = as_(street).get(ticket.get_absolute_url())
    assert "身份证" not in sheet.content.decode()
    assert sheet.context["attachments_kept_back"] == 1
    for outsider, status in ((stranger, 404), (street, 403)):
        assert bring(as_(outsider), ticket).status_code == status
    assert TicketAttachment.objects.count() == 1


def test_who_was_handed_the_ticket_sees_them(ticket: Ticket, desk: Worker, street: Worker, as_: As) -> None:
    send(ticket)
    row = TicketAttachment.objects.get()
    offer = hand_overs.offer(
        ticket=ticket, worker=desk, at=make.NOW, reason="请接", to_division=ticket.committee.subdistrict
    )
    assert as_(street).get(at_desk(row)).status_code == 403
    hand_overs.accept(hand_over=offer, worker=street, at=make.NOW)
    assert as_(street).get(at_desk(row)).status_code == 200


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.jpg", HTML), ("x.svg", SVG), ("x.pdf", SVG), ("x.png", bomb()), ("x.pdf", b""), ("x.exe", b"MZ"),
        ("x.webp", b"RIFF\x10\0\0\0WEBP" + HTML),
    ],
)  # fmt: skip
def test_hostile_files_are_refused_with_a_sentence(
    ticket: Ticket, desk: Worker, as_: As, name: str, content: bytes, tmp_path: Path
) -> None:
    for page in (bring(as_(desk), ticket, upload(name, content)), send(ticket, upload(name, content))):
        assert page.status_code == 200
        assert page.context["attach_form"].errors["file"]
        assert 'href="#attach_file"' in page.content.decode()
    assert not TicketAttachment.objects.exists()
    assert not (tmp_path / "attachments").exists()


def test_no_file_is_a_sentence_too(ticket: Ticket, desk: Worker, as_: As) -> None:
    page = as_(desk).post(reverse("desk:ticket_attach", args=[ticket.reference]), {})
    assert page.context["attach_form"].errors["file"] == ["请选择文件。"]


def test_a_lost_file_is_404(ticket: Ticket, desk: Worker, as_: As, tmp_path: Path) -> None:
    send(ticket)
    row = TicketAttachment.objects.get()
    next((tmp_path / "attachments").iterdir()).unlink()
    assert as_(desk).get(at_desk(row)).status_code == 404


def test_what_has_ended_takes_none(ticket: Ticket, desk: Worker, as_: As) -> None:
    tickets.answer(ticket=ticket, worker=desk, at=make.NOW, text="好了")
    tickets.close(ticket=ticket, worker=desk, at=make.NOW)
    assert bring(as_(desk), ticket).status_code == 409
    assert send(ticket).status_code == 409


@pytest.mark.parametrize("files", [1, 5])
def test_statements_do_not_grow_with_them(ticket: Ticket, desk: Worker, as_: As, files: int) -> None:
    for _n in range(files):
        make.attachment(ticket, desk)
    client = as_(desk)
    is_demo()
    with CaptureQueriesContext(connection) as queries:
        client.get(ticket.get_absolute_url())
    assert len(queries) <= 17
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("ticket_track", args=[ticket.token]))
    assert len(queries) <= 8
