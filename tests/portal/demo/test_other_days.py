"""The demo on other days than an ordinary Wednesday."""

from datetime import datetime

import pytest
import time_machine
from django.core.management import call_command
from django.test import Client

from portal.views.today import whats_on
from requests_desk.models import Ticket, Visit
from stations.models import Station
from tests import factories as make
from tests.demo import entered, scoped
from tests.every_page import on_one_database

pytestmark = pytest.mark.django_db

State = Ticket.State


def moment(*clock: int) -> datetime:
    return datetime(*clock, tzinfo=make.SHANGHAI)


def load(now: datetime) -> None:
    with time_machine.travel(now, tick=False):
        call_command("load_demo", days=1, verbosity=0)


def assert_the_bar_is_busy(now: datetime) -> None:
    """The demo's own living room is open; people wait, sit there, and nothing is late."""
    assert Station.objects.open_at(now).filter(slug="fengyangyuan").exists()
    bar = Ticket.objects.filter(station__slug="fengyangyuan", day=now.date())
    assert bar.waiting().count() == 6
    assert bar.filter(state=State.SERVING).count() == 2
    assert not bar.overdue(now).exists()


@pytest.mark.parametrize(
    "now",
    [
        # a Sunday of the National Day's week
        pytest.param(moment(2026, 10, 4, 21, 30), marks=pytest.mark.proof),
        pytest.param(
            moment(2027, 2, 6, 9), marks=pytest.mark.proof
        ),  # the Spring Festival of a year not announced
    ],
    ids=["holiday Sunday at night", "not announced"],
)
def test_today_is_busy_whatever_day_it_is(now):
    load(now)
    assert_the_bar_is_busy(now)


@on_one_database
@pytest.mark.parametrize(
    "now",
    [
        pytest.param(moment(2026, 10, 1, 10), marks=pytest.mark.proof),
        moment(2026, 11, 21, 10, 30),
        pytest.param(moment(2026, 11, 22, 14, 45), marks=pytest.mark.proof),
    ],
    ids=["National Day", "Saturday", "Sunday"],
)
def test_every_page_that_tells_of_today_has_something_to_tell(now):
    load(now)
    assert_the_bar_is_busy(now)
    with time_machine.travel(now, tick=False):
        assert_the_board_shows_all_of_it(now)
        assert_the_front_door_says_what_is_on(now)
        assert_most_doors_are_open(now)


def assert_the_board_shows_all_of_it(now: datetime) -> None:
    """Waiting, served, expected, and what is the worker's own: in the rows and on the page."""
    bar = Ticket.objects.filter(station__slug="fengyangyuan", day=now.date())
    mine = bar.mine(scoped("desk"))
    assert {State.SERVING, State.IN_PROGRESS} <= set(mine.values_list("state", flat=True))
    assert bar.filter(state=State.ANSWERED).exists() or bar.filter(state=State.CLOSED).exists()
    expected = list(Visit.objects.expected(now.date()).filter(station__slug="fengyangyuan"))
    assert sum(visit.starts_at > now for visit in expected) >= 3
    board = entered("desk").get("/desk/").content.decode()
    waiting = bar.in_line()
    assert len(waiting) == 4
    assert all(row.reference in board for row in (*waiting, *expected))


def assert_the_front_door_says_what_is_on(now: datetime) -> None:
    """Both in the demo's own living room and in the invented district, and one thing is running."""
    lines, _more = whats_on(now)
    slugs = {line.station.slug for line in lines}
    assert "fengyangyuan" in slugs
    assert any(slug.startswith("wutong-") for slug in slugs)
    assert any(line.running for line in lines)
    for page in ("/", "/stations/fengyangyuan/"):
        text = Client().get(page).content.decode()
        assert "开门中" in text, page
    assert "今天没有别的安排了" not in Client().get("/").content.decode()


def assert_most_doors_are_open(now: datetime) -> None:
    """Not all: in the invented district somebody always keeps a day of rest, or a power cut."""
    invented = Station.objects.filter(slug__startswith="wutong-", kind="main").operating()
    assert invented.count() // 2 < invented.open_at(now).count() < invented.count()
