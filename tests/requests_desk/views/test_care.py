"""One person living alone: no name without a reason, and each look is a line."""

import logging
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.models import Care, CareVisit, Reveal
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]
NEW = reverse("desk:care_new")
SECRETS = ("孙桂芳", "孙**", "402室", "0000-4103", "女儿李丽", "药快吃完了")


@staged
def person(place: Place, desk: Worker) -> Care:
    row = make.care(
        make.court(place.estate, "三号院"), desk, name="孙桂芳", door="402室", phone="021-0000-4103",
        agreed_by="女儿李丽", due_on=make.at(-4).date(),
    )  # fmt: skip
    CareVisit.objects.create(care=row, on=make.at(-18).date(), by=desk, text="药快吃完了")
    return row


def of(name: str, person: Care) -> str:
    return reverse(f"desk:{name}", args=[person.pk])


def test_no_name_before_a_reason_and_every_look_is_a_line(
    person: Care, colleague: Worker, as_: As, caplog: pytest.LogCaptureFixture
) -> None:
    client = as_(colleague)
    with caplog.at_level(logging.DEBUG):
        for name in ("care", "care_change"):
            text = client.get(of(name, person)).content.decode()
            assert [one for one in SECRETS if one in text] == []
            assert "三号院" in text
        assert client.post(of("care_reveal", person)).status_code == 200  # no reason given
        assert not Reveal.objects.exists()
        shown = client.post(of("care_reveal", person), {"reason": "at_home"}).content.decode()
    assert [one for one in SECRETS if one not in shown] == ["孙**"]
    look = Reveal.objects.get()
    assert (look.kind, look.row, look.actor, look.reason) == ("care", person.pk, colleague, "at_home")
    assert not [one for one in SECRETS if one in caplog.text or one in str(look.data)]
    assert "孙桂芳" not in client.get(of("care", person)).content.decode()  # shown once


def test_strangers_find_nothing_and_officials_may_not(
    person: Care, stranger: Worker, street: Worker, as_: As
) -> None:
    for name in ("care", "care_reveal", "care_visit", "care_change", "care_end"):
        said = {"reason": "at_home", "text": "x"}
        assert as_(stranger).post(of(name, person), said).status_code == 404
        assert as_(stranger).get(of(name, person)).status_code == 404
        answer = as_(street).post(of(name, person), said)
        assert answer.status_code == 403
        assert not [one for one in SECRETS if one in answer.content.decode()]
    assert not Reveal.objects.exists()
    assert CareVisit.objects.count() == 1


def test_been_there_changed_and_ended(person: Care, place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert client.post(of("care_visit", person), {"text": "精神很好"})["Location"] == reverse(
        "desk:round_list"
    )
    person.refresh_from_db()
    assert person.due_on == make.at(14).date()
    said = {"court": person.court_id, "door": "501室", "name": "", "phone": ""}
    assert client.post(of("care_change", person), said).status_code == 302
    person.refresh_from_db()
    assert (person.name, person.door) == ("孙桂芳", "501室")
    assert "court" in client.post(of("care_change", person), {"court": "0"}).context["form"].errors
    client.post(of("care_end", person))
    person.refresh_from_db()
    assert person.ended_on == make.TODAY
    assert "已停止探望" in client.post(of("care_visit", person), follow=True).content.decode()
    assert CareVisit.objects.count() == 2


def test_nobody_is_added_without_a_consent(place: Place, desk: Worker, as_: As) -> None:
    court = make.court(place.estate)
    said = {
        "court": str(court.pk),
        "name": "周福根",
        "door": "1号",
        "phone": "021-0000-4102",
        "key": "k" * 20,
    }
    client = as_(desk)
    wrong = client.post(NEW, said | {"agreed_by": "", "agreed_on": "2027-01-01"})
    assert set(wrong.context["form"].errors) == {"agreed_by", "agreed_on"}
    assert "周福根" in wrong.content.decode()  # what was typed stays
    assert not Care.objects.exists()
    for _twice in range(2):
        client.post(NEW, said | {"agreed_by": "本人", "agreed_on": "2026-11-18"})
    row = Care.objects.get()
    assert (row.name, row.agreed_by, row.phone) == ("周福根", "本人", "021-00004102")


def test_courts_of_others_cannot_be_named(place: Place, other_place: Place, desk: Worker, as_: As) -> None:
    foreign = make.court(other_place.estate, "外院")
    said = {"court": str(foreign.pk), "name": "周", "agreed_by": "本人", "agreed_on": "2026-11-18"}
    assert "court" in as_(desk).post(NEW, said).context["form"].errors
    assert not Care.objects.exists()
