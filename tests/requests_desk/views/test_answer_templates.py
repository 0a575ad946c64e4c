"""Templates: chosen and filled in for a ticket, inserted below what was typed, kept by the head."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.common.context import is_demo
from requests_desk.actions import tickets
from requests_desk.models import AnswerTemplate, Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]


@pytest.fixture
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


@pytest.fixture
def own(place: Place) -> AnswerTemplate:
    return AnswerTemplate.objects.create(
        committee=place.committee, matter=place.service, title="可来取", text="{reference}可到{station}取。",
        text_en="{reference} is ready at {station}.",
    )  # fmt: skip


def insert(client: Client, ticket: Ticket, template: object, text: str = "", language: str = "") -> str:
    said = {"text": text, "said_by": "张老师", "template": template, "insert": "1"}
    page = client.post(language + reverse("desk:ticket_answer", args=[ticket.reference]), said)
    assert page.status_code == 200
    assert not Ticket.objects.filter(state="answered").exists()
    form = page.context["main"][0].form
    assert form["said_by"].value() == "张老师"
    return str(form["text"].value())


def test_the_likeliest_first_and_no_foreign_ones(
    place: Place,
    other_place: Place,
    far_place: Place,
    ticket: Ticket,
    own: AnswerTemplate,
    desk: Worker,
    as_: As,
) -> None:
    district = place.subdistrict.parent
    kept = {"text": "x"}
    AnswerTemplate.objects.create(district=district, title="区里通用", **kept)
    AnswerTemplate.objects.create(committee=place.committee, title="本居通用", **kept)
    for hidden in (
        {"committee": other_place.committee},
        {"committee": place.committee, "matter": other_place.service},
        {"committee": place.committee, "active": False},
    ):
        AnswerTemplate.objects.create(title="别的", **kept, **hidden)
    rows = as_(desk).get(ticket.get_absolute_url()).context["templates"]
    assert [row.title for row in rows] == ["可来取", "本居通用", "区里通用"]
    assert rows[0].words == f"{ticket.reference}可到枫香里会客厅取。"


def test_inserted_below_what_was_typed(ticket: Ticket, own: AnswerTemplate, desk: Worker, as_: As) -> None:
    client, words = as_(desk), f"{ticket.reference}可到枫香里会客厅取。"
    assert insert(client, ticket, own.pk) == words
    assert insert(client, ticket, own.pk, "王阿姨：\n") == f"王阿姨：\n{words}"
    assert insert(client, ticket, own.pk, f"{words}\n再见") == f"{words}\n再见"
    assert insert(client, ticket, own.pk, language="/en").startswith(f"{ticket.reference} is ready at")


def test_what_is_not_for_this_ticket_is_like_none(
    ticket: Ticket, other_place: Place, desk: Worker, stranger: Worker, as_: As
) -> None:
    foreign = AnswerTemplate.objects.create(committee=other_place.committee, title="别人的", text="别人的话")
    for template in (foreign.pk, 999_999, "x", "", "²", "9" * 30):
        assert insert(as_(desk), ticket, template, "我的话") == "我的话"
    url = reverse("desk:ticket_answer", args=[ticket.reference])
    assert as_(stranger).post(url, {"insert": "1", "template": foreign.pk}).status_code == 404


def test_only_who_answers_may_insert(ticket: Ticket, own: AnswerTemplate, colleague: Worker, as_: As) -> None:
    url = reverse("desk:ticket_answer", args=[ticket.reference])
    assert as_(colleague).post(url, {"insert": "1", "template": own.pk}).status_code == 403


def test_the_edited_words_are_what_is_answered(
    ticket: Ticket, own: AnswerTemplate, desk: Worker, as_: As
) -> None:
    client = as_(desk)
    text = insert(client, ticket, own.pk) + "带身份证。"
    client.post(reverse("desk:ticket_answer", args=[ticket.reference]), {"text": text, "template": own.pk})
    assert ticket.notes.get(kind="answer").text == text


def test_the_head_writes_and_changes_them(place: Place, head: Worker, desk: Worker, as_: As) -> None:
    client = as_(head)
    said = {"title": "常用", "text": "到{station}", "matter": place.service.pk, "active": "on"}
    assert client.post(reverse("desk:template_new"), said).status_code == 302
    row = AnswerTemplate.objects.get()
    assert (row.committee, row.matter, row.active) == (place.committee, place.service, True)
    client.post(reverse("desk:template", args=[row.pk]), said | {"title": "少用", "active": ""})
    row.refresh_from_db()
    assert (row.title, row.active) == ("少用", False)
    page = as_(desk).get(reverse("desk:template_list"))
    assert list(page.context["own"]) == [row]
    assert reverse("desk:template", args=[row.pk]) not in page.content.decode()


def test_a_districts_is_not_the_heads(place: Place, head: Worker, as_: As) -> None:
    row = AnswerTemplate.objects.create(district=place.subdistrict.parent, title="区里", text="x")
    assert as_(head).get(reverse("desk:template", args=[row.pk])).status_code == 403
    assert list(as_(head).get(reverse("desk:template_list")).context["districts"]) == [row]


@pytest.mark.parametrize("field", ["title", "text"])
def test_what_is_missing_is_asked_for(place: Place, head: Worker, as_: As, field: str) -> None:
    said = {"title": "常用", "text": "话"} | {field: " "}
    page = as_(head).post(reverse("desk:template_new"), said)
    assert field in page.context["form"].errors
    assert not AnswerTemplate.objects.exists()


def test_one_owner_and_not_two(place: Place) -> None:
    for owners in ({}, {"committee": place.committee, "district": place.subdistrict.parent}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AnswerTemplate.objects.create(title="x", text="x", **owners)


class TestAdmin:
    ADD = "/admin/requests_desk/answertemplate/add/"

    def test_the_district_writes_its_own(self, place: Place, district: Worker, as_: As) -> None:
        said = {"district": place.subdistrict.parent_id, "title": "区里", "text": "话", "active": "on"}
        as_(district).post(self.ADD, said)
        assert AnswerTemplate.objects.get().district == place.subdistrict.parent

    def test_the_street_reads_and_changes_nothing(self, place: Place, street: Worker, as_: As) -> None:
        row = AnswerTemplate.objects.create(district=place.subdistrict.parent, title="区里", text="话")
        url = f"/admin/requests_desk/answertemplate/{row.pk}/change/"
        assert as_(street).get(url).status_code == 200
        assert as_(street).post(url, {"title": "x", "text": "x"}).status_code == 403
        as_(street).post(self.ADD, {"district": place.subdistrict.parent_id, "title": "x", "text": "x"})
        assert list(AnswerTemplate.objects.values_list("title", flat=True)) == ["区里"]


@pytest.mark.parametrize("rows", [1, 30])
def test_statements_do_not_grow(place: Place, ticket: Ticket, desk: Worker, as_: As, rows: int) -> None:
    for n in range(rows):
        AnswerTemplate.objects.create(committee=place.committee, title=f"{n}", text="x")
    client = as_(desk)
    is_demo()
    with CaptureQueriesContext(connection) as queries:
        client.get(ticket.get_absolute_url())
    assert len(queries) <= 17
    with CaptureQueriesContext(connection) as queries:
        client.get(reverse("desk:template_list"))
    assert len(queries) <= 8
