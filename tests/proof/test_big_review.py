"""The coverage review of a whole city: all residents' committees of Shanghai's register and 40,000 estates. Its first
page is read from the book; a district's is counted while the official waits."""

import time

import pytest
from django.db import connection
from django.test import Client as Browser
from django.test.utils import CaptureQueriesContext

from requests_desk.actions.review import keep_review
from requests_desk.actions.review_counts import count
from requests_desk.actions.review_sets import Area
from requests_desk.models import ReviewDay
from requests_desk.rules.review import added
from stations.models import Division, Worker
from tests import factories as make
from tests.bench.test_speed import Client, Cost, measure
from tests.proof import big_city
from tests.servers import database_url, serving

pytestmark = [
    pytest.mark.proof,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="a whole city is for PostgreSQL"),
]

CITY, DISTRICT = "3101", "310115"
MOST_CPU = 15  # times an "ok" view's
MOST_STATEMENTS = 8


def official(code: str) -> Worker:
    worker = make.worker(f"official-{code}")
    make.post(worker, "city" if len(code) == 4 else "district", Division.objects.get(code=code))
    return worker


def statements(worker: Worker, path: str) -> int:
    browser = Browser()
    browser.force_login(worker)
    browser.get(path)
    with CaptureQueriesContext(connection) as queries:
        assert browser.get(path).status_code == 200
    return len(queries)


def session_of(worker: Worker) -> dict[str, str]:
    browser = Browser()
    browser.force_login(worker)
    return {"Cookie": "; ".join(f"{name}={one.value}" for name, one in browser.cookies.items())}


def test_the_city_and_its_largest_district() -> None:
    big_city.build()
    begun = time.perf_counter()
    kept = keep_review(at=make.NOW)
    print(f"{kept:,} pages kept in {time.perf_counter() - begun:.1f} s")
    largest = ReviewDay.objects.get(code=DISTRICT).counts
    print(f"{DISTRICT}: {largest['registered']:,} committees, {largest['estates']:,} estates")
    assert ReviewDay.objects.get(code=CITY).counts["committees"] == big_city.COMMITTEES
    begun = time.perf_counter()
    plainly = added(one.counts for one in count(Area((CITY,)), at=make.NOW))
    print(f"the city counted plainly in {time.perf_counter() - begun:.1f} s")
    assert {name: n for name, n in plainly.items() if n} == ReviewDay.objects.get(code=CITY).counts
    middle = Division.objects.get(code="310107")
    of_city = official(CITY)
    paths = {
        "the city": (of_city, f"/admin/coverage/{CITY}/"),
        "its largest district, from the book": (official(DISTRICT), f"/admin/coverage/{DISTRICT}/"),
        "a district, live": (official(middle.code), f"/admin/coverage/{middle.code}/"),
        "a district, live, each committee": (of_city, f"/admin/coverage/{middle.code}/?each=committee"),
    }
    costs: dict[str, Cost] = {}
    with serving(database_url(), settings="tests.bench.settings", workers=1, threads=1) as server:
        client = Client(server)
        ok = measure(server, lambda: client.get("/healthz")[0], 200)
        for name, (worker, path) in paths.items():
            headers = session_of(worker)
            costs[name] = measure(
                server, lambda path=path, headers=headers: client.get(path, **headers)[0], 200
            )
    print(f"ok view {ok.cpu:.2f} ms of CPU")
    for name, (worker, path) in paths.items():
        taken = statements(worker, path)
        cost = costs[name]
        ratio = cost.cpu / ok.cpu
        print(f"{name:36} {cost.cpu:6.1f} ms of CPU, {ratio:5.1f} ×, {cost.wall:6.1f} ms, {taken} statements")
        assert taken <= MOST_STATEMENTS
    assert costs["the city"].cpu <= MOST_CPU * ok.cpu
