"""Rounds as officials see them: places and counts of their own area, nobody's name and no words."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.models import Round
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
As = Callable[[Worker | None], Client]
LIST = reverse("admin:requests_desk_round_changelist")
CANARY = "金丝雀奶奶"


def walked(place: Place, by: Worker, number: int = 0) -> Round:
    row = Round.objects.create(
        committee=place.committee, walked_at=make.NOW, by=by, outcome="solved", words=f"{CANARY}家的灯修好了",
        key=f"{place.committee.pk}-{number:020}",
    )  # fmt: skip
    row.courts.set([make.court(place.estate, f"{number}号院"), make.court(place.estate, f"{number}号楼")])
    return row


def test_the_own_area_s_in_places_and_counts(
    place: Place, desk: Worker, street: Worker, other_street: Worker, as_: As
) -> None:
    row = walked(place, desk, 3)
    page = as_(street).get(LIST)
    assert [one.pk for one in page.context["cl"].result_list] == [row.pk]
    assert page.context["cl"].result_list[0].number == 2
    one = reverse("admin:requests_desk_round_change", args=[row.pk])
    sheet = as_(street).get(one).content.decode()
    assert "3号院" in sheet
    for words in (page.content.decode(), sheet):
        assert CANARY not in words
        assert str(desk) not in words
    assert list(as_(other_street).get(LIST).context["cl"].result_list) == []
    assert as_(other_street).get(one).status_code == 404
    assert as_(desk).get(LIST).status_code in (302, 403)
    assert as_(None).get(LIST).status_code == 302


def test_nothing_is_added_or_changed_here(place: Place, desk: Worker, street: Worker, as_: As) -> None:
    row = walked(place, desk)
    assert as_(street).get(reverse("admin:requests_desk_round_add")).status_code == 403
    one = reverse("admin:requests_desk_round_change", args=[row.pk])
    assert as_(street).post(one, {"outcome": "nothing"}).status_code == 403
    row.refresh_from_db()
    assert row.outcome == "solved"


def test_the_list_costs_the_same_with_many(place: Place, desk: Worker, street: Worker, as_: As) -> None:
    client, costs = as_(street), []
    for numbers in (range(1), range(1, 30)):
        for number in numbers:
            walked(place, desk, number)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(LIST).status_code == 200
        costs.append(len(asked))
    assert costs[0] == costs[1]
