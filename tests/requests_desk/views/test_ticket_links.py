"""What belongs together, on the sheet and on the page of a double's resident."""

import re
from collections.abc import Callable

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.actions import tickets
from requests_desk.actions.hand_overs import offer
from requests_desk.actions.ticket_links import link, merge
from requests_desk.models import Ticket, TicketLink
from stations.models import EstateBody, Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
NO_SUCH = "您的接待台没有这个编号的工单"


@pytest.fixture
def main(place: Place, desk: Worker, colleague: Worker) -> Ticket:
    row = make.ticket(
        colleague, place.station, place.service, name="赵秘密", phone="13700001111", words="我家厨房漏水",
        estate=place.estate,
    )  # fmt: skip
    return tickets.start(ticket=row, worker=colleague, at=make.NOW)


@pytest.fixture
def double(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


def send(client: Client, ticket: Ticket, reference: str, do: str = "link") -> HttpResponse:
    if do == "unlink":
        return client.post(reverse("desk:ticket_unlink", args=[ticket.reference]), {"reference": reference})
    where = reverse("desk:ticket_link", args=[ticket.reference])
    return client.post(where, {"reference": reference, "do": do})


def text(response: HttpResponse) -> str:
    return response.content.decode()


def bare(response: HttpResponse, reference: str) -> str:
    page = re.sub(r'csrfmiddlewaretoken" value="[^"]*"|nonce[-="\w]*|[0-9a-f]{16}', "", text(response))
    return page.replace(reference, "")


def track(ticket: Ticket) -> str:
    return text(Client().get(reverse("ticket_track", args=[ticket.token])))


def test_linked_and_parted_again(main: Ticket, double: Ticket, desk: Worker, as_: As) -> None:
    client = as_(desk)
    typed = main.reference.replace("-", "").lower()
    for _twice in range(2):
        assert send(client, double, typed).status_code == 302
    assert TicketLink.objects.count() == 1
    for one, other in ((main, double), (double, main)):
        sheet = text(client.get(one.get_absolute_url()))
        assert other.get_absolute_url() in sheet
        assert "取消关联" in sheet
    assert send(client, main, double.reference, "unlink").status_code == 302
    assert not TicketLink.objects.exists()


def test_what_is_not_theirs_is_like_what_does_not_exist(
    main: Ticket, double: Ticket, desk: Worker, stranger: Worker, other_place: Place, as_: As
) -> None:
    foreign = make.ticket(stranger, other_place.station, other_place.service)
    client = as_(desk)
    for do in ("link", "double", "unlink"):
        there, nowhere = send(client, double, foreign.reference, do), send(client, double, "2222-3333", do)
        assert (there.status_code, nowhere.status_code) == (200, 200)
        assert NO_SUCH in text(nowhere)
        assert bare(there, foreign.reference) == bare(nowhere, "2222-3333")
        assert NO_SUCH in text(send(client, double, "0O1!", do))
        assert "请输入编号" in text(send(client, double, "", do))
    assert not TicketLink.objects.exists()
    assert send(client, double, main.reference).status_code == 302  # the control


def test_whose_it_is_not(
    main: Ticket, double: Ticket, colleague: Worker, stranger: Worker, street: Worker, as_: As
) -> None:
    for do in ("link", "double", "unlink"):
        assert send(as_(stranger), double, main.reference, do).status_code == 404
        assert send(as_(street), double, main.reference, do).status_code == 403
    assert send(as_(colleague), double, main.reference, "double").status_code == 403
    sheet = text(as_(colleague).get(double.get_absolute_url()))
    assert "关联两件" in sheet
    assert "并入那一件" not in sheet
    assert "关联两件" not in text(as_(street).get(double.get_absolute_url()))
    double.refresh_from_db()
    assert double.merged_into is None


def test_a_double_says_where_it_goes_on_and_is_undone(
    main: Ticket, double: Ticket, desk: Worker, as_: As
) -> None:
    client = as_(desk)
    assert "并入那一件" in text(client.get(double.get_absolute_url()))
    for _twice in range(2):
        assert send(client, double, main.reference, "double").status_code == 302
    sheet = text(client.get(double.get_absolute_url()))
    assert "这一件已并入" in sheet
    assert "重复件：" in text(client.get(main.get_absolute_url()))
    assert "重新办理" not in sheet
    refused = client.post(reverse("desk:ticket_reopen", args=[double.reference]), {"text": "没好"})
    assert refused.status_code == 409
    assert f"这一件已并入 {main.reference}" in text(refused)
    assert "没好" in text(refused)
    assert client.post(reverse("desk:ticket_undo", args=[double.reference])).status_code == 302
    double.refresh_from_db()
    assert (double.merged_into, double.state) == (None, "in_progress")


def test_what_does_not_fit_is_said_with_what_was_typed(double: Ticket, desk: Worker, as_: As) -> None:
    refused = send(as_(desk), double, double.reference, "double")
    assert refused.status_code == 409
    assert "这是同一件工单" in text(refused)
    assert f'value="{double.reference}"' in text(refused)


@pytest.fixture
def joined(main: Ticket, double: Ticket, desk: Worker) -> Ticket:
    return merge(double=double, main=main, worker=desk, at=make.NOW)


def test_the_resident_of_a_double_reads_the_answers_and_nothing_else_of_the_other(
    joined: Ticket, main: Ticket, place: Place, colleague: Worker
) -> None:
    page = track(joined)
    for said in ("合并办理", "正在办理", "前给您答复", "怎么办居住证"):
        assert said in page
    tickets.add_note(ticket=main, worker=colleague, at=make.NOW, text="内部的话")
    body = EstateBody.objects.create(estate=place.estate, kind="property", name="某某物业")
    offer(ticket=main, worker=colleague, at=make.NOW, reason="理由在此", to_body=body)
    page += track(joined)
    tickets.answer(ticket=main, worker=colleague, at=make.NOW, text="周一来修", said_by="物业老吴")
    page += track(joined)
    tickets.reopen(ticket=main, at=make.NOW, text="还在漏")
    page += track(joined)
    assert "周一来修" in page
    for kept in (
        main.reference,
        main.token,
        "赵秘密",
        "13700001111",
        "厨房",
        "内部的话",
        "理由在此",
        "物业",
        "还在漏",
    ):
        assert kept not in page, kept
    assert "怎么办居住证" not in track(main)  # nor the other way round


def test_nothing_is_settled_on_the_page_of_a_double(joined: Ticket, main: Ticket, colleague: Worker) -> None:
    tickets.answer(ticket=main, worker=colleague, at=make.NOW, text="好了")
    page = track(joined)
    assert "如果您的问题没有解决，请致电" in page
    for button in ('value="solved"', 'value="unsolved"', 'value="opinion"'):
        assert button not in page
        assert button in track(main) or button == 'value="opinion"'
    where = reverse("ticket_track", args=[joined.token])
    for said in ({"do": "unsolved", "text": "没好"}, {"do": "opinion", "score": "3", "text": ""}):
        refused = Client().post(where, said)
        assert refused.status_code == 409
        assert main.reference not in text(refused)
    main.refresh_from_db()
    assert main.state == "answered"


def test_no_more_statements_for_many(main: Ticket, place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    counts = []
    for more in (1, 6):
        for _each in range(more):
            link(ticket=main, other=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)
        client.get(main.get_absolute_url())
        with CaptureQueriesContext(connection) as queries:
            assert client.get(main.get_absolute_url()).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
