"""Rounds at the desk: where nobody was for long, who is due without a name, and the short page for a phone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.actions import rounds
from requests_desk.models import Round, RoundPlan, Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

As = Callable[[Worker | None], Client]
LIST, NEW, PLAN = (reverse(f"desk:round_{name}") for name in ("list", "new", "plan"))


def walked(place: Place, worker: Worker, court: str, day: int, **said: Any) -> Round:
    given: dict[str, Any] = {"kind": "street", "outcome": "nothing", "key": f"{court}{day}"}
    return rounds.log_round(
        station=place.station, worker=worker, at=make.at(day), courts=[make.court(place.estate, court)],
        **given | said,
    )  # fmt: skip


def test_never_walked_comes_first_and_home_visits_do_not_count(place: Place, desk: Worker, as_: As) -> None:
    for name in ("甲院", "乙院", "丙院"):
        make.court(place.estate, name)
    walked(place, desk, "甲院", -2)
    walked(place, desk, "乙院", -9)
    walked(place, desk, "丙院", -1, kind="home")
    page = as_(desk).get(LIST)
    found = [(one.court.name, one.stand.days, one.stand.due) for one in page.context["walked"]]
    assert found == [("丙院", None, True), ("乙院", 9, True), ("甲院", 2, False)]
    text = page.content.decode()
    assert "从未走到" in text
    assert "9天前走过" in text


def test_who_is_due_stands_there_without_a_name(
    place: Place, desk: Worker, colleague: Worker, as_: As
) -> None:
    court = make.court(place.estate, "三号院")
    make.care(court, desk, name="孙桂芳", door="402室", phone="021-0000-4103", due_on=make.at(-4).date())
    make.care(court, desk, name="周福根", due_on=make.at(5).date())
    for address in (LIST, reverse("desk:board")):
        text = as_(colleague).get(address).content.decode()
        for hidden in ("孙桂芳", "孙**", "402室", "4103", "周福根"):
            assert hidden not in text
    text = as_(colleague).get(LIST).content.decode()
    assert "三号院 1位老人" in text
    assert "已超期4天" in text
    assert "1位稍后再探望" in text
    assert "有1位独居老人该探望了" in as_(colleague).get(reverse("desk:board")).content.decode()


def test_strangers_see_their_own_and_officials_count(
    place: Place, desk: Worker, stranger: Worker, street: Worker, other_street: Worker, as_: As
) -> None:
    walked(place, desk, "三号院", -1)
    make.care(make.court(place.estate, "三号院"), desk, name="孙桂芳", due_on=make.at(-4).date())
    assert "三号院" not in as_(stranger).get(LIST).content.decode()
    above = as_(street).get(LIST)
    row = above.context["page"].rows[0]
    assert (row, row.courts, row.walked, row.people, row.due) == (place.committee, 1, 1, 1, 1)
    assert "三号院" not in above.content.decode()
    assert "孙" not in re.sub(r"<nav.*?</nav>", "", above.content.decode(), flags=re.S)
    assert as_(other_street).get(LIST).context["page"].rows == []
    for address in (NEW, PLAN, reverse("desk:care_new")):
        assert as_(street).post(address).status_code == 403
    assert as_(None).get(LIST).status_code == 302


class TestTheShortPage:
    def said(self, place: Place, **said: Any) -> dict[str, Any]:
        court = make.court(place.estate, "甲院")
        given = {"kind": "street", "courts": [court.pk], "outcome": "nothing", "key": "k" * 20}
        return given | said

    def test_a_round_in_one_press(self, place: Place, desk: Worker, as_: As) -> None:
        client, said = as_(desk), self.said(place)
        opened = client.get(NEW, {"court": said["courts"][0]}).content.decode()
        assert re.search(rf'value="{said["courts"][0]}" checked', opened)
        for _twice in range(2):
            assert client.post(NEW, said)["Location"] == LIST
        assert Round.objects.get().by == desk

    def test_a_ticket_of_the_walkers_own(self, place: Place, desk: Worker, as_: As) -> None:
        said = self.said(place, outcome="ticket", words="门坏了", matter=place.service.pk)
        as_(desk).post(NEW, said)
        assert Round.objects.get().ticket == Ticket.objects.get()
        assert Ticket.objects.get().reference in as_(desk).get(LIST).content.decode()

    @pytest.mark.parametrize(
        ("wrong", "field"),
        [
            ({"courts": []}, "courts"),
            ({"courts": [999_999]}, "courts"),
            ({"outcome": "solved"}, "words"),
            ({"outcome": "ticket", "words": "门坏了"}, "matter"),
            ({"outcome": "x"}, "outcome"),
            ({"kind": ""}, "kind"),
        ],
    )
    def test_what_is_missing_is_said_and_the_words_stay(
        self, wrong: dict[str, Any], field: str, place: Place, desk: Worker, as_: As
    ) -> None:
        said = wrong if field == "words" else {"words": "写了一半"} | wrong
        page = as_(desk).post(NEW, self.said(place, **said))
        assert page.status_code == 200
        assert said.get("words", "") in page.content.decode()
        assert field in page.context["form"].errors
        assert not Round.objects.exists()

    def test_courts_of_others_cannot_be_ticked(
        self, place: Place, other_place: Place, desk: Worker, as_: As
    ) -> None:
        foreign = make.court(other_place.estate, "外院")
        page = as_(desk).post(NEW, self.said(place, courts=[foreign.pk]))
        assert "courts" in page.context["form"].errors
        assert "外院" not in page.content.decode()

    def test_without_courts_it_says_where_they_are_set_up(self, place: Place, desk: Worker, as_: As) -> None:
        assert "尚未设置楼院" in as_(desk).get(NEW).content.decode()


def test_the_head_alone_sets_the_intervals(place: Place, desk: Worker, head: Worker, as_: As) -> None:
    make.court(place.estate)
    said = {"street_days": "5", "care_days": "10"}
    assert as_(desk).post(PLAN, said).status_code == 403
    assert "plan_form" in as_(head).post(PLAN, {"street_days": "0", "care_days": "x"}).context
    assert not RoundPlan.objects.exists()
    as_(head).post(PLAN, said)
    assert rounds.plan_of(place.committee.pk) == (5, 10)
    assert as_(desk).get(LIST).context["plan_form"] is None


@pytest.mark.parametrize("page", ["desk", "street"])
def test_as_many_statements_for_thirty_as_for_one(
    page: str, place: Place, desk: Worker, street: Worker, as_: As
) -> None:
    client = as_({"desk": desk, "street": street}[page])

    def one_more(number: int) -> None:
        court = make.court(place.estate, f"{number}号院")
        make.care(court, desk)
        walked(place, desk, court.name, 0, key=f"round-{number}")

    one_more(0)
    client.get(LIST)
    from_one = statements(client)
    for number in range(1, 30):
        one_more(number)
    assert statements(client) == from_one <= 11


def statements(client: Client) -> int:
    with CaptureQueriesContext(connection) as made:
        assert client.get(LIST).status_code == 200
    return len(made)
