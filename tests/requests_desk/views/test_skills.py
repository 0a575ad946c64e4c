"""The generalists' matrix: read by the desk, written by its head, closed to everybody else."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.models import Ticket
from stations.models import Skill, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of, words_of

pytestmark = pytest.mark.django_db

As = Callable[..., Client]
MATRIX = reverse("desk:skill_matrix")


def knows(person: Worker, matter: object, level: str = "knows", **more: object) -> Skill:
    return Skill.objects.create(worker=person, matter=matter, level=level, noted_on=make.TODAY, **more)


def form_of(place: Place, level: str, day: str = "") -> dict[str, str]:
    return {f"level_{place.service.pk}": level, f"certified_{place.service.pk}": day}


def test_the_desk_reads_who_can_answer_what(place: Place, desk: Worker, colleague: Worker, as_: As) -> None:
    knows(colleague, place.service, "teaches", certified_on=date(2026, 3, 1))
    page = words_of(as_(desk).get(f"/en{MATRIX}"))
    assert "Can teach it certified" in page
    assert "What hangs on one person" not in page, "that is for the head"
    assert reverse("desk:skills_of", args=[colleague.pk]) not in text_of(as_(desk).get(MATRIX))


def test_the_head_sees_what_hangs_on_one_person(place: Place, head: Worker, desk: Worker, as_: As) -> None:
    page = words_of(as_(head).get(f"/en{MATRIX}"))
    assert "Begin with one person" in page
    assert "What hangs on one person" not in page, "nothing written down is nothing known"
    make.service("没人会的事")
    knows(desk, place.service)
    page = words_of(as_(head).get(f"/en{MATRIX}"))
    assert f"{place.service.name} · {desk} alone" in page
    assert "没人会的事 · nobody yet" in page
    knows(head, place.service)
    assert "alone" not in words_of(as_(head).get(f"/en{MATRIX}"))


def test_the_head_writes_and_corrects(place: Place, head: Worker, desk: Worker, as_: As) -> None:
    path = reverse("desk:skills_of", args=[desk.pk])
    client = as_(head)
    assert client.post(path, form_of(place, "teaches", "2026-03-01")).status_code == 302
    skill = Skill.objects.get()
    assert (skill.worker, skill.matter, skill.level, skill.certified_on, skill.noted_by) == (
        desk,
        place.service,
        "teaches",
        date(2026, 3, 1),
        head,
    )
    page = text_of(client.get(path))
    assert 'value="2026-03-01"' in page
    assert '<option value="teaches" selected' in page
    assert client.post(path, form_of(place, "")).status_code == 302
    assert not Skill.objects.exists()


@pytest.mark.parametrize(
    ("level", "day", "sentence"),
    [
        ("", "2026-03-01", "A test was passed, so say what they can do."),
        ("knows", "2026-11-19", "This day is still to come."),
        ("knows", "1 March", "Write the day like 2026-03-01."),
        ("master", "", "This choice is not there"),
        ("knows", "9999-12-31", "This day is still to come."),
        ("knows", "\0", "Write the day like 2026-03-01."),
        ("长" * 3000, "", "This choice is not there"),
    ],
)
def test_what_cannot_be_is_said_and_kept_in_the_form(
    place: Place, head: Worker, desk: Worker, as_: As, level: str, day: str, sentence: str
) -> None:
    path = reverse("desk:skills_of", args=[desk.pk])
    response = as_(head).post(f"/en{path}", form_of(place, level, day))
    assert response.status_code == 200
    assert sentence in text_of(response)
    assert day.strip("\0") in text_of(response)
    assert not Skill.objects.exists()


def test_others_read_at_most(
    place: Place, desk: Worker, colleague: Worker, stranger: Worker, street: Worker, as_: As
) -> None:
    path = reverse("desk:skills_of", args=[desk.pk])
    for who, status in ((colleague, 403), (desk, 403), (street, 403), (stranger, 404)):
        assert as_(who).get(path).status_code == status
        assert as_(who).post(path, form_of(place, "knows")).status_code == status
    knows(desk, place.service)
    assert "会办<" in text_of(as_(colleague).get(MATRIX))
    assert "会办<" not in text_of(as_(stranger).get(MATRIX))
    assert not Skill.objects.exclude(worker=desk).exists()


def test_a_foreign_matter_in_the_form_changes_nothing(
    place: Place, head: Worker, desk: Worker, other_place: Place, as_: As
) -> None:
    theirs = make.service("别家的事", station=other_place.station)
    path = reverse("desk:skills_of", args=[desk.pk])
    assert as_(head).post(path, {f"level_{theirs.pk}": "knows"}).status_code == 302
    assert not Skill.objects.exists()
    ours = make.service("自家的事", station=place.station)
    assert as_(head).post(path, {f"level_{ours.pk}": "knows"}).status_code == 302
    assert Skill.objects.exists(), "the same field with a matter of one's own"


def test_the_matrix_takes_as_many_statements_with_one_matter_and_with_thirty(
    place: Place, head: Worker, desk: Worker, as_: As
) -> None:
    knows(desk, place.service)
    client = as_(head)
    few = count_queries(client, MATRIX)
    for number in range(30):
        knows(desk, make.service(f"事{number}"))
    make.post(make.worker("new"), "desk", place.committee)
    assert count_queries(client, MATRIX) == few


def test_the_ticket_names_who_can_answer_it_today(
    place: Place, desk: Worker, colleague: Worker, as_: As
) -> None:
    ticket: Ticket = make.ticket(desk, place.station, place.service)
    knows(colleague, place.service, "teaches")
    page = words_of(as_(desk).get(f"/en{ticket.get_absolute_url()}"))
    assert f"Can answer it today {colleague} (can teach it)" in page
