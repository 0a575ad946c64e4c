"""A look at a name leaves a line, and is not everybody's."""

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import hand_overs, tickets
from requests_desk.actions.reveals import may_see_contact, reveal
from requests_desk.models import Reveal, Visit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place


def test_a_look_is_one_line_of_ids(visit: Visit, desk: Worker) -> None:
    reveal(row=visit, worker=desk, reason="call_back", at=make.NOW)
    line = Reveal.objects.get()
    assert (line.kind, line.row, line.actor, line.reason, line.data) == (
        "visit",
        visit.pk,
        desk,
        "call_back",
        {},
    )


def test_officials_see_no_contact_until_the_ticket_is_theirs(
    place: Place, desk: Worker, street: Worker
) -> None:
    ticket = make.ticket(desk, place.station, place.service)
    assert may_see_contact(ticket, desk)
    assert not may_see_contact(ticket, street)
    with pytest.raises(NotAllowed):
        reveal(row=ticket, worker=street, reason="complaint", at=make.NOW)
    assert not Reveal.objects.exists()
    ticket = tickets.start(ticket=ticket, worker=desk, at=make.NOW)
    row = hand_overs.offer(
        ticket=ticket, worker=desk, at=make.NOW, reason="街道管", to_division=place.subdistrict
    )
    ticket = hand_overs.accept(hand_over=row, worker=street, at=make.NOW)
    assert may_see_contact(ticket, street)
