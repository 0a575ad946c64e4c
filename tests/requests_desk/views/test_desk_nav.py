"""The desk's sections: the neighbourhood's pages stand under one word, and each says where one is."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, words_of

pytestmark = pytest.mark.django_db

As = Callable[[Worker | None], Client]
NEIGHBOURHOOD = (
    "session_list", "open_day_list", "room_list", "pack_list", "voice", "volunteer_list", "block_list", "round_list",
    "figures", "people",
)  # fmt: skip


@pytest.mark.parametrize("name", NEIGHBOURHOOD)
def test_every_page_of_the_neighbourhood_is_marked_with_its_group(desk: Worker, as_: As, name: str) -> None:
    own = reverse(f"desk:{name}")
    page = as_(desk).get(own).content.decode()
    group = page.split("<details>")[1].split("</details>")[0]
    assert re.findall(r'href="([^"]+)"', group) == [reverse(f"desk:{one}") for one in NEIGHBOURHOOD]
    assert f'<a href="{own}" aria-current="page">' in group
    assert group.startswith('<summary aria-current="true">')


@pytest.mark.parametrize("name", ["board", "rota", "visit_list", "password_change"])
def test_elsewhere_the_group_is_not_marked(desk: Worker, as_: As, name: str) -> None:
    page = as_(desk).get(reverse(name if name == "password_change" else f"desk:{name}")).content.decode()
    assert "<details><summary>" in page


def test_the_board_says_what_waits_of_packs_and_open_days(place: Place, desk: Worker, as_: As) -> None:
    client = as_(desk)
    few = count_queries(client, "/en/desk/")
    for _ in range(2):
        make.pack_offer(place.subdistrict, place.station)
    make.pack_offer(place.subdistrict, place.station, state="accepted")
    make.open_day_record(place.subdistrict, place.station, make.at(-1))
    make.open_day_record(place.subdistrict, place.station, make.at(-1), department_came=True)
    make.open_day_record(place.subdistrict, place.station, make.at(1))
    text = words_of(client.get("/en/desk/"))
    assert "2 service packs to answer · 1 open day to write down" in text
    assert count_queries(client, "/en/desk/") == few


def test_a_colleague_elsewhere_reads_nothing_of_it(place: Place, stranger: Worker, as_: As) -> None:
    make.pack_offer(place.subdistrict, place.station)
    make.open_day_record(place.subdistrict, place.station, make.at(-1))
    text = words_of(as_(stranger).get("/en/desk/"))
    assert "to answer" not in text
    assert "to write down" not in text
