"""Turning the duty wheel."""

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions.rota import give_this_week
from requests_desk.models import RotaParty
from requests_desk.rules.turns import turn_of
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged


@staged
def parties(place: Place) -> list[RotaParty]:
    names = enumerate(("committee", "owners", "property"), start=1)
    return [RotaParty.objects.create(station=place.station, position=n, party=party) for n, party in names]


@pytest.mark.parametrize("chosen", [0, 1, 2])
def test_the_chosen_party_has_this_week_and_the_others_follow(
    parties: list[RotaParty], head: Worker, chosen: int
) -> None:
    station = give_this_week(party=parties[chosen], worker=head, at=make.NOW)
    assert station.rota_began_on is not None
    weeks = [turn_of(make.at(7 * week).date(), station.rota_began_on, parties) for week in range(3)]
    assert weeks == [parties[(chosen + week) % 3] for week in range(3)]


def test_the_head_alone_turns_it(parties: list[RotaParty], desk: Worker, street: Worker) -> None:
    for worker in (desk, street):
        with pytest.raises(NotAllowed):
            give_this_week(party=parties[1], worker=worker, at=make.NOW)
