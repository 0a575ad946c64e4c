"""The volunteers' book at the desk: masked, searched by skill, and exported without names."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.models import Reveal, Volunteer, VolunteerShift
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of
from tests.stage import staged

pytestmark = pytest.mark.django_db

LIST = "/en/desk/volunteers/"
SAID = {"kind": "talent", "name": "张金丝雀", "phone": "13755550001", "skills": "修伞"}
As = Callable[[Worker | None], Client]


@staged
def one(place: Place) -> Volunteer:
    return Volunteer.objects.create(committee=place.committee, since=make.TODAY, **SAID)


def url(name: str, one: Volunteer) -> str:
    return "/en" + reverse(f"desk:{name}", args=[one.pk]).removeprefix("/en")


def test_somebody_offers_to_help(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert "Enter a name" in text_of(client.post("/en/desk/volunteers/new/", {"kind": "talent"}))
    response = client.post("/en/desk/volunteers/new/", SAID)
    assert response.status_code == 302
    row = Volunteer.objects.get()
    assert (row.committee, row.since, row.named_in_public) == (place.committee, make.TODAY, False)
    page = text_of(client.get(response["Location"]))
    assert "张**" in page
    assert "张金丝雀" not in page
    assert "13755550001" not in page


def test_a_look_leaves_a_line(one: Volunteer, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert "13755550001" not in text_of(client.post(url("volunteer_reveal", one)))
    page = text_of(client.post(url("volunteer_reveal", one), {"reason": "call_back"}))
    assert "13755550001" in page
    assert Reveal.objects.in_scope_of(desk).get(kind=Reveal.Kind.VOLUNTEER).row == one.pk


def test_search_is_by_skill_alone(one: Volunteer, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert "张**" in text_of(client.post(LIST, {"q": "修伞"}))
    for words in ("理发", "张金丝雀", "13755550001"):
        assert "张**" not in text_of(client.post(LIST, {"q": words})), words
    assert "Type what is needed" in text_of(client.post(LIST, {"q": " "}))


def test_help_is_noted_by_one_and_by_several(one: Volunteer, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert client.post(url("volunteer_help", one), {"on": "2026-11-17", "hours": "1.5"}).status_code == 302
    helped = {"people": "12", "on": "2026-11-18", "hours": ""}
    assert client.post(f"{LIST}helpers/", helped).status_code == 302
    rows = list(VolunteerShift.objects.order_by("on").values_list("volunteer", "people", "hours"))
    assert rows == [(one.pk, 1, Decimal("1.5")), (None, 12, None)]
    assert "<b>13</b>" in text_of(client.get(LIST))


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"people": "0"}, "Enter how many people helped"),
        ({"people": ""}, "Enter how many people helped"),
        ({"hours": "25"}, "Enter hours like 1.5"),
        ({"hours": "NaN"}, "Enter hours like 1.5"),
        ({"on": "2026-11-19"}, "Choose today or a day before it."),
        ({"on": "0001-01-01"}, "Choose today or a day before it."),
    ],
)
def test_what_cannot_be_is_said(
    place: Place, desk: Worker, as_: As, fields: dict[str, str], sentence: str
) -> None:
    said = {"people": "3", "on": "2026-11-18", "hours": "1"} | fields
    assert sentence in text_of(as_(desk).post(f"{LIST}helpers/", said))
    assert not VolunteerShift.objects.exists()


def test_they_change_and_stop(one: Volunteer, desk: Worker, as_: As) -> None:
    client = as_(desk)
    form = text_of(client.get(url("volunteer_change", one)))
    assert "张金丝雀" not in form
    said = {"kind": "student", "skills": "辅导", "named_in_public": "on", "name": "", "phone": ""}
    assert client.post(url("volunteer_change", one), said).status_code == 302
    one.refresh_from_db()
    assert (one.name, one.kind, one.skills, one.named_in_public) == ("张金丝雀", "student", "辅导", True)
    assert client.post(url("volunteer_leave", one)).status_code == 302
    for name in ("volunteer_leave", "volunteer_change"):
        assert client.post(url(name, one), said).status_code == 409
    assert client.post(url("volunteer_help", one), {"on": "2026-11-18"}).status_code == 409


def test_the_stranger_gets_none_of_it(one: Volunteer, stranger: Worker, street: Worker, as_: As) -> None:
    for name in ("volunteer", "volunteer_change", "volunteer_reveal", "volunteer_help", "volunteer_leave"):
        assert as_(stranger).post(url(name, one), SAID).status_code == 404, name
        assert as_(street).post(url(name, one), SAID).status_code == 403, name
    assert "张**" not in text_of(as_(stranger).get(LIST))


def test_the_sheet_names_nobody_and_keeps_to_its_scope(
    place: Place, other_place: Place, one: Volunteer, desk: Worker, street: Worker, as_: As
) -> None:
    def note(of: Place, **fields: Any) -> None:
        VolunteerShift.objects.create(committee=of.committee, on=make.TODAY, **fields)

    note(place, volunteer=one, hours=2)
    note(place, people=30)
    note(other_place, people=7)
    mine, all_ = (as_(who).get(f"{LIST}given.csv").content.decode() for who in (desk, street))
    assert len(mine.splitlines()) == 3
    assert len(all_.splitlines()) == 4
    assert "张" not in all_
    assert "1375555" not in all_
    assert f"2026-11-18,{place.committee.code},{place.committee.name},,30," in mine


def test_the_same_statements_with_one_and_with_thirty(
    place: Place, one: Volunteer, desk: Worker, as_: As
) -> None:
    client = as_(desk)
    few = count_queries(client, LIST)
    for number in range(30):
        more = Volunteer.objects.create(committee=place.committee, name=f"王{number}", since=make.TODAY)
        VolunteerShift.objects.create(committee=place.committee, volunteer=more, on=make.TODAY, hours=1)
    assert count_queries(client, LIST) == few
