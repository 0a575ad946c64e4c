"""Polls: opened by the committee, voted in once a browser, counted by guarded updates."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from portal.common import limits
from portal.common.errors import PortalError
from requests_desk.actions.own_desk import must_sit_there
from requests_desk.actions.proposals import TooMuchAtOnce
from requests_desk.actions.visits import HOUR
from requests_desk.models import Ballot, Poll, PollOption, Project
from stations.models import Committee, Worker

VOTES_AN_HOUR = 60  # from one address of the net, in one poll


class PollNotOpen(PortalError):
    """Before it opens, or after it has closed."""

    sentence = _("This poll is not open now.")


class ChosenWrong(PortalError):
    """Nothing chosen, more than may be, or an answer that is not there."""

    status = 400
    sentence = _("Please choose from the answers, and not more than allowed.")


@transaction.atomic
def ask(
    *,
    committee: Committee,
    name: str,
    options: Sequence[tuple[str, str]],
    opens_at: datetime,
    closes_at: datetime,
    worker: Worker,
    most: int = 1,
    name_en: str = "",
    project: Project | None = None,
) -> Poll:
    """Ask residents ``name``; ``options`` are answers, each with its English or "". Raises NotAllowed."""
    must_sit_there(committee.pk, worker)
    poll = Poll.objects.create(
        committee=committee, project=project, name=name, name_en=name_en, most=most, opens_at=opens_at,
        closes_at=closes_at,
    )  # fmt: skip
    PollOption.objects.bulk_create(
        PollOption(poll=poll, name=chinese, name_en=english) for chinese, english in options
    )
    return poll


@transaction.atomic
def vote(*, poll: Poll, chosen: Sequence[int], mark: str, at: datetime, client: str = "") -> bool:
    """Count one browser's vote for the options of these keys; what it chose is not kept beside its
    ``mark``. A second vote changes nothing. Returns whether it was counted. Raises PollNotOpen,
    ChosenWrong, TooMuchAtOnce."""
    wanted = set(chosen)
    # The row's guard comes first: whoever votes twice at once waits here for their first vote's end.
    if not Poll.objects.filter(pk=poll.pk, opens_at__lte=at, closes_at__gt=at).update(
        ballots=F("ballots") + 1
    ):
        raise PollNotOpen
    if not 1 <= len(wanted) <= poll.most:
        raise ChosenWrong
    if Ballot.objects.filter(poll=poll, mark=mark).exists():
        Poll.objects.filter(pk=poll.pk).update(ballots=F("ballots") - 1)
        return False
    if client and limits.count(f"vote-{poll.pk}:{client}", at=at, window=HOUR) > VOTES_AN_HOUR:
        raise TooMuchAtOnce
    Ballot.objects.create(poll=poll, mark=mark, at=at)
    if PollOption.objects.filter(poll=poll, pk__in=wanted).update(votes=F("votes") + 1) != len(wanted):
        raise ChosenWrong
    return True
