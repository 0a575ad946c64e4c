"""The drawn front: it shows what is known of the door, and every name fits the board."""

import pytest

from stations.rules.front import BOARD, LARGEST, front


def door(**known):
    facts = {"name": "枫杨园百姓会客厅", "street_front": True, "step_free": True, "floor": 1} | known
    return front(**facts)


@pytest.mark.parametrize(
    ("known", "drawn"),
    [
        ({}, (True, False, False)),
        ({"step_free": False}, (True, True, False)),
        ({"step_free": None}, (True, False, False)),
        ({"street_front": False}, (False, False, False)),
        ({"street_front": False, "floor": 2, "step_free": False}, (False, True, True)),
        ({"floor": 2}, (False, False, True)),
    ],
)
def test_it_shows_what_is_known(known, drawn):
    seen = door(**known)
    assert (seen.glass, seen.step, seen.upstairs) == drawn


@pytest.mark.parametrize(
    "name", ["归心", "枫杨园百姓会客厅", "阳光花园社区居民会客厅", "Fengyangyuan Residents' Living Room"]
)
def test_every_usual_name_fits_the_board(name):
    seen = door(name=name)
    wide = sum(1 if letter > "\u3000" else 0.55 for letter in name)
    assert wide * seen.size <= BOARD
    assert not seen.tight
    assert seen.size <= LARGEST


def test_the_longest_is_squeezed():
    assert door(name="客" * 80).tight
    assert not door(name="").tight
