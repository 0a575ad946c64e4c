"""Rounds: noted once, solved at once or taken along as a ticket; the head's intervals."""

from datetime import timedelta
from typing import Any

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import care as cares
from requests_desk.actions import rounds
from requests_desk.actions.erasure import erase_rounds
from requests_desk.actions.tickets import NothingSaid
from requests_desk.models import Round, Ticket
from stations.models import Worker
from tests import factories as make
from tests.cast import Place


def walk(place: Place, worker: Worker, **said: Any) -> Round:
    given: dict[str, Any] = {
        "station": place.station, "worker": worker, "at": make.NOW, "courts": [make.court(place.estate)],
        "kind": "street", "outcome": "nothing", "key": "round-1",
    }  # fmt: skip
    return rounds.log_round(**given | said)


def test_nothing_to_note_is_noted_once(place: Place, desk: Worker) -> None:
    both = [make.court(place.estate), make.court(place.estate, "二号院")]
    rows = [walk(place, desk, courts=both) for _twice in range(2)]
    assert rows[0] == rows[1]
    assert Round.objects.count() == 1
    assert list(rows[0].courts.order_by("pk")) == both
    assert (rows[0].by, rows[0].committee, rows[0].words) == (desk, place.committee, "")


def test_what_becomes_a_ticket_is_the_walkers_and_has_no_number(place: Place, desk: Worker) -> None:
    said: dict[str, Any] = {"outcome": "ticket", "words": "门关不上", "matter": place.service}
    row = walk(place, desk, **said)
    assert walk(place, desk, **said).ticket == row.ticket
    ticket = Ticket.objects.get()
    assert row.ticket == ticket
    assert (ticket.channel, ticket.number, ticket.responsible) == ("round", None, desk)
    assert ticket.state == "in_progress"  # nobody sits at the desk for it
    assert (ticket.estate, ticket.name, ticket.phone) == (place.estate, "", "")
    assert ticket.notes.get().text == "门关不上"
    assert row.words == ""


@pytest.mark.parametrize(
    ("said", "error"),
    [
        ({"outcome": "solved", "words": " "}, NothingSaid),
        ({"outcome": "ticket", "words": "门坏了"}, NothingSaid),
        ({"courts": []}, rounds.NoCourt),
    ],
)
def test_what_is_missing_is_asked_for(
    said: dict[str, Any], error: type[Exception], place: Place, desk: Worker
) -> None:
    with pytest.raises(error):
        walk(place, desk, **said)
    assert not Round.objects.exists()
    walk(place, desk, outcome="solved", words="已清理")  # the control


def test_nobody_walks_at_another_desk(
    place: Place, other_place: Place, desk: Worker, stranger: Worker, street: Worker
) -> None:
    for worker in (stranger, street):
        with pytest.raises(NotAllowed):
            walk(place, worker)
    with pytest.raises(rounds.NoCourt):
        walk(place, desk, courts=[make.court(other_place.estate)])


def test_the_head_says_how_often_and_who_is_due_moves_with_it(
    place: Place, head: Worker, desk: Worker
) -> None:
    said: dict[str, Any] = {"committee": place.committee, "at": make.NOW, "street_days": 5}
    new = make.care(make.court(place.estate), desk)
    seen = make.care(make.court(place.estate), desk)
    assert rounds.plan_of(place.committee.pk) == (7, 14)
    cares.been_there(care=seen, worker=desk, at=make.at(3))
    with pytest.raises(NotAllowed):
        rounds.set_plan(**said, worker=desk, care_days=7)
    for days in (21, 7):
        rounds.set_plan(**said, worker=head, care_days=days)
    assert rounds.plan_of(place.committee.pk) == (5, 7)
    new.refresh_from_db()
    seen.refresh_from_db()
    assert (new.due_on, seen.due_on) == (make.at(7).date(), make.at(10).date())


def test_words_go_when_their_time_is_over_and_the_round_stays(place: Place, desk: Worker) -> None:
    walk(place, desk, outcome="solved", words="李阿姨家的灯", at=make.NOW - timedelta(days=400))
    fresh = walk(place, desk, outcome="solved", words="新的", key="round-2")
    assert [erase_rounds(at=make.NOW) for _twice in range(2)] == [1, 0]
    assert sorted(Round.objects.values_list("words", flat=True)) == ["", "新的"]
    assert Round.objects.get(pk=fresh.pk).erased_at is None
