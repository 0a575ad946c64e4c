"""Where next for a whole city: 40,000 estates, 2,000 rooms, all committees of Shanghai's register, within seconds."""

import time
from dataclasses import dataclass

import pytest
from django.db import connection

from stations.actions.siting import Question, Survey, survey
from stations.models import Division, Estate, IdleRoom
from stations.rules.siting import GUARANTEE, Choice
from tests.proof import big_city

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]

SECONDS = 20
CHOICES = ((3, None), (20, None), (100, None), (20, 2_000_000), (100, 10_000_000))  # rooms, yuan


@dataclass(frozen=True)
class Run:
    """One question answered from the database on."""

    of: Survey
    choice: Choice
    seconds: float


def answered(places: int, most_yuan: int | None, *, older: bool = False, seconds: float = 15) -> Run:
    begun = time.perf_counter()
    question = Question(Division.objects.get(code="3101"), 15, older, places, most_yuan)
    of = survey(question=question, estates=Estate.objects.all(), rooms=IdleRoom.objects.all())
    return Run(of, of.best(seconds=seconds), time.perf_counter() - begun)


def told(name: str, run: Run) -> None:
    """Print what the README's table says."""
    choice = run.choice
    print(
        f"where next, {connection.vendor}, {name}: {run.seconds:.1f} s, {choice.gained:,} more, "
        f"no choice more than {choice.bound:,}, {choice.found}; "
        f"{run.of.before.percent} % → {run.of.after(choice.gained).percent} %"
    )


def test_a_city_is_answered_in_time_with_its_bound() -> None:
    begun = time.perf_counter()
    city = big_city.build()
    print(f"{len(city.committees):,} committees made in {time.perf_counter() - begun:.1f} s")
    assert (len(city.committees), city.estates, city.sites) == (4_941, 40_000, 2_000)
    for places, most_yuan in CHOICES:
        run = answered(places, most_yuan)
        told(f"{places} rooms" + (f" for {most_yuan:,} yuan" if most_yuan else ""), run)
        assert run.seconds <= SECONDS
        assert (len(run.of.estates), len(run.of.rooms)) == (40_000, 2_000)
        assert 0 < run.choice.gained <= run.choice.bound
        assert run.of.after(run.choice.gained).part == counted_plainly(run)
        if most_yuan is not None:
            assert sum(run.of.by_key[key].cost_yuan or 0 for key in run.choice.rooms) <= most_yuan
    told("20 rooms for people over 60", older := answered(20, None, older=True))
    assert older.seconds <= SECONDS
    told("500 rooms, by greed alone", greedy := answered(500, None, seconds=0))
    told("500 rooms", best := answered(500, None))
    assert GUARANTEE * best.choice.bound <= greedy.choice.gained <= best.choice.gained <= best.choice.bound
    assert best.seconds <= SECONDS


def counted_plainly(run: Run) -> int:
    """Who is reached with the choice, counted from the rows and not from the solver."""
    reached = run.of.reached_by(set(run.choice.rooms))
    return sum(
        estate.households
        for estate in run.of.estates
        if (estate.minutes is not None and estate.minutes <= 15) or estate.pk in reached
    )
