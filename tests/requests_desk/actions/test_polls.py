"""Polls: one vote a browser, several answers up to the limit, counted while open; nobody's choice is kept."""

from datetime import timedelta

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import polls
from requests_desk.actions.proposals import TooMuchAtOnce
from requests_desk.models import Ballot, Poll
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db


@staged
def poll(place: Place, desk: Worker) -> Poll:
    """Open since yesterday, for a week; two of three answers may be chosen."""
    return make.poll(place.committee, desk)


def keys(poll: Poll) -> list[int]:
    return [option.pk for option in poll.options.order_by("pk")]


def votes(poll: Poll) -> list[int]:
    return [option.votes for option in poll.options.order_by("pk")]


def test_each_browser_once(poll: Poll) -> None:
    first, second, third = keys(poll)
    assert polls.vote(poll=poll, chosen=[first, second], mark="a", at=make.NOW, client="10.0.0.1") is True
    assert polls.vote(poll=poll, chosen=[third], mark="a", at=make.NOW, client="10.0.0.1") is False
    assert polls.vote(poll=poll, chosen=[second], mark="b", at=make.NOW, client="10.0.0.1") is True
    poll.refresh_from_db()
    assert (votes(poll), poll.ballots) == ([1, 2, 0], Ballot.objects.count() == 2 and 2)


def test_a_ballot_does_not_say_what_was_chosen() -> None:
    assert {field.name for field in Ballot._meta.get_fields()} == {"id", "poll", "mark", "at"}


@pytest.mark.parametrize("chosen", [[], [0, 1, 2], [99], [0, 99]])
def test_what_may_not_be_chosen_changes_nothing(poll: Poll, chosen: list[int]) -> None:
    here = keys(poll)
    wanted = [here[one] if one < 3 else 987654 for one in chosen]
    with pytest.raises(polls.ChosenWrong):
        polls.vote(poll=poll, chosen=wanted, mark="a", at=make.NOW)
    poll.refresh_from_db()
    assert (votes(poll), poll.ballots, Ballot.objects.count()) == ([0, 0, 0], 0, 0)


def test_an_answer_of_another_poll_is_none(poll: Poll, place: Place, desk: Worker) -> None:
    other = make.poll(place.committee, desk)
    with pytest.raises(polls.ChosenWrong):
        polls.vote(poll=poll, chosen=keys(other)[:1], mark="a", at=make.NOW)
    assert votes(other) == [0, 0, 0]


@pytest.mark.parametrize("days", [-2, 8])
def test_only_while_it_is_open(poll: Poll, days: int) -> None:
    with pytest.raises(polls.PollNotOpen):
        polls.vote(poll=poll, chosen=keys(poll)[:1], mark="a", at=make.NOW + timedelta(days=days))


def test_within_reason_from_one_address(poll: Poll) -> None:
    for number in range(polls.VOTES_AN_HOUR):
        polls.vote(poll=poll, chosen=keys(poll)[:1], mark=f"m{number}", at=make.NOW, client="10.0.0.1")
    with pytest.raises(TooMuchAtOnce):
        polls.vote(poll=poll, chosen=keys(poll)[:1], mark="more", at=make.NOW, client="10.0.0.1")
    poll.refresh_from_db()
    assert votes(poll)[0] == poll.ballots == polls.VOTES_AN_HOUR


def test_only_the_committees_own_desk_asks(place: Place, stranger: Worker, street: Worker) -> None:
    for worker in (stranger, street):
        with pytest.raises(NotAllowed):
            make.poll(place.committee, worker)
