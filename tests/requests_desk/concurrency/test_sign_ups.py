"""200 people sign up at once for 30 places with a waiting list: exactly 30 are in, 170 wait, numbered without gaps in
the order of arrival. More places then move up exactly as many, and who leaves the list moves nobody.

The control runs the same crowd against a portal whose guard is patched out, without the constraint: it must overbook,
else the proof proves nothing.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from django.http import HttpRequest

from portal.common.form_keys import new_key
from requests_desk.actions.sign_ups import set_group_places
from requests_desk.models import ActivityGroup, ActivitySession, SignUp
from tests import factories as make
from tests.requests_desk.concurrency.crowd import Answer, Browser, at_once
from tests.requests_desk.concurrency.unconstrained import without_constraint
from tests.servers import database_url, serving

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]

PEOPLE, PLACES, MORE = 200, 30, 12


@pytest.fixture
def group(transactional_db: None) -> ActivityGroup:
    begins = datetime.now(UTC).replace(microsecond=0) + timedelta(days=5)
    return make.group(make.activity(make.station(make.committee())), begins, capacity=PLACES)


def crowd(url: str, group: ActivityGroup, people: int) -> list[Answer]:
    """Let ``people`` sign up at once, each from a browser of its own; the keys are made as the page makes them."""
    work = []
    for number in range(people):
        browser, request = Browser(), HttpRequest()
        request.META["CSRF_COOKIE"] = browser.secret
        form: dict[str, object] = {
            "csrfmiddlewaretoken": browser.secret, "group": group.pk, "name": f"居民{number}",
            "phone": f"138{number:08}",
            "key": new_key("sign-up", request, at=datetime.now(UTC) - timedelta(minutes=1), about=group.activity_id),
        }  # fmt: skip
        work.append((browser, url, f"/activities/{group.activity_id}/sign-up/", form))
    return at_once(work)


def figures(group: ActivityGroup) -> tuple[int, int, int, int]:
    group.refresh_from_db()
    return group.booked, group.waiting, group.asked, group.over


def states(group: ActivityGroup) -> Counter[str]:
    return Counter(SignUp.objects.filter(group=group).values_list("state", flat=True))


def test_thirty_in_and_the_others_wait_in_the_order_of_arrival(group: ActivityGroup) -> None:
    with serving(database_url(), threads=4) as server:
        answers = crowd(server.url, group, PEOPLE)
        assert Counter(one.status for one in answers) == {302: PEOPLE}, server.said()[-2000:]
        assert len({one.location for one in answers}) == PEOPLE
        assert figures(group) == (PLACES, PEOPLE - PLACES, PEOPLE - PLACES, 0)
        assert states(group) == {"in": PLACES, "waiting": PEOPLE - PLACES}
        line = SignUp.objects.filter(group=group).in_line()
        # Rows are written inside the lock that gives the numbers: their keys are the order of arrival.
        assert list(line.values_list("number", flat=True)) == list(range(1, PEOPLE - PLACES + 1))
        assert list(line) == sorted(line, key=lambda one: one.pk)

        expected = list(line.all()[:MORE])
        assert set_group_places(group=group, capacity=PLACES + MORE, held=0, at=datetime.now(UTC)) == expected
        assert states(group) == {"in": PLACES + MORE, "waiting": PEOPLE - PLACES - MORE}

        # Now ten of the list leave at once, and nobody moves; then ten who are in, and the next ten move up.
        leave(server.url, list(line.all()[:10]))
        assert states(group) == {"in": 42, "waiting": 148, "withdrawn": 10}
        following = list(line.all()[:10])
        leave(server.url, list(SignUp.objects.filter(group=group, state="in").order_by("pk")[:10]))
        assert states(group) == {"in": 42, "waiting": 138, "withdrawn": 20}
        assert not SignUp.objects.filter(pk__in=[one.pk for one in following]).exclude(state="in").exists()
        assert figures(group) == (42, 138, 170, 0)
        assert "Traceback" not in server.said()


def leave(url: str, rows: list[SignUp]) -> None:
    browser = Browser()
    form: dict[str, object] = {"csrfmiddlewaretoken": browser.secret}
    answers = at_once([(browser, url, f"/sign-ups/{one.token}/withdraw/", form) for one in rows])
    assert {one.status for one in answers} == {302}


@pytest.fixture
def no_constraint(group: ActivityGroup) -> Iterator[None]:
    """The groups' table without the line that says booked ≤ capacity."""
    with without_constraint(ActivityGroup, "group_not_overbooked"):
        yield


def test_the_control_overbooks(group: ActivityGroup, no_constraint: None) -> None:
    application = "tests.requests_desk.concurrency.unguarded_groups:application"
    with serving(database_url(), application=application, threads=4) as unguarded:
        crowd(unguarded.url, group, 60)
    assert states(group)["in"] > PLACES, "Even without its guard the portal did not overbook."
    assert ActivitySession.objects.count() == 1
