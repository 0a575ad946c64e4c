"""The rota: whose week, who turns the wheel."""

from collections.abc import Callable

from django.test import Client

from requests_desk.models import DutyHours, RotaParty
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]
ROTA = "/desk/rota/"


@staged
def parties(place: Place) -> list[RotaParty]:
    type(place.station).objects.update(rota_began_on=make.at(-7).date())
    names = enumerate(("committee", "owners", "property"), start=1)
    return [RotaParty.objects.create(station=place.station, position=n, party=party) for n, party in names]


def turns(client: Client) -> list[RotaParty]:
    return [party for _begins, _ends, party, _other in client.get(ROTA).context["weeks"]]


def test_this_week_and_the_next_ones(place: Place, parties: list[RotaParty], desk: Worker, as_: As) -> None:
    DutyHours.objects.create(
        station=place.station, giver="lawyer", name="合同律师", weekday=3, begins="14:00", ends="16:00"
    )
    client = as_(desk)
    assert turns(client)[:4] == [parties[1], parties[2], parties[0], parties[1]]
    assert "合同律师" in client.get(ROTA).content.decode()


def test_the_head_gives_this_week_to_another(
    parties: list[RotaParty], head: Worker, desk: Worker, as_: As
) -> None:
    assert as_(desk).post(ROTA, {"party": parties[2].pk}).status_code == 403
    client = as_(head)
    assert "party" in client.post(ROTA, {"party": "0"}).context["form"].errors
    assert client.post(ROTA, {"party": parties[2].pk})["Location"] == ROTA
    assert turns(client)[:2] == [parties[2], parties[0]]


def test_without_parties_the_committee_sits_there(place: Place, head: Worker, as_: As) -> None:
    page = as_(head).get(ROTA)
    assert page.status_code == 200
    assert page.context["is_head"] is True
