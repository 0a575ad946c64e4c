"""Ten thousand lines from a workbook, through the administration's own pages: how long each step takes."""

import time
from collections.abc import Callable, Iterator
from datetime import time as clock_time
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from requests_desk.actions.sheets.load import KINDS
from stations.models import (
    ChecklistItem,
    ChecklistSection,
    Committee,
    Estate,
    Service,
    Site,
    Station,
    WalkingTime,
    WeekHours,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.sheets.files import as_xlsx

pytestmark = [pytest.mark.django_db, pytest.mark.proof]

LINES, STATIONS = 10_000, 200
MOST_SECONDS = 30  # of the processor: the clock on the wall also counts what else the machine does

SignIn = Callable[[Worker | None], Client]


def in_the_street(committees: list[Committee], places: list[tuple[float, float]]) -> list[Station]:
    """The stations of new ``committees``, one each, open every day, at ``places`` (latitude and longitude)."""
    Committee.objects.bulk_create(committees)
    stations = [Station(committee=one, slug=f"s-{one.code}", name=f"{one.name}会客厅") for one in committees]
    Station.objects.bulk_create(stations)
    Site.objects.bulk_create(
        Site(station=one, address=f"长路{n}号", lat=lat, lon=lon)
        for n, (one, (lat, lon)) in enumerate(zip(stations, places, strict=True))
    )
    WeekHours.objects.bulk_create(
        WeekHours(station=one, weekday=day, opens=clock_time(9), closes=clock_time(17))
        for one in stations
        for day in range(7)
    )
    make.opened(*stations)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")  # as the database does by itself once rows are there to stay
    return stations


@pytest.fixture
def city(place: Place) -> list[Station]:
    """Two hundred committees with a station each, over twenty kilometres."""
    committees = [
        Committee(
            code=f"{place.subdistrict.code}{number:03}",
            name=f"第{number}居委会",
            subdistrict=place.subdistrict,
        )
        for number in range(200, 200 + STATIONS)
    ]
    return in_the_street(committees, [(31.1 + n % 20 / 100, 121.3 + n // 20 / 50) for n in range(STATIONS)])


def sheet(key: str, keys: list[str], lines: list[list[Any]]) -> bytes:
    return as_xlsx([str(KINDS[key].column(one).words) for one in keys], lines)


Times = tuple[float, float]  # on the wall, of this process


def now() -> Times:
    return time.perf_counter(), time.process_time()


def since(begun: Times) -> Times:
    wall, busy = now()
    return wall - begun[0], busy - begun[1]


def timed(client: Client, key: str, data: bytes) -> Iterator[tuple[str, Times]]:
    """Seconds that each step takes."""
    begun = now()
    sent = client.post(f"/admin/sheets/{key}/", {"file": SimpleUploadedFile("x.xlsx", data)})
    assert sent.status_code == 302, [str(fault) for fault in sent.context["faults"][:3]]
    yield "read and checked", since(begun)
    begun = now()
    page = client.get(sent["Location"])
    yield "preview", since(begun)
    begun = now()
    done: Any = client.post(sent["Location"], {"seen": page.context["plan"].digest})
    told, pieces = begun, []
    for piece in done.streaming_content:
        pieces.append((since(told)[0], piece.decode()))
        told = now()
    yield "loaded", since(begun)
    assert "表格已导入" in pieces[-2][1]
    print(f"\n{len(pieces)} pieces, {sum(len(text.encode()) for _wait, text in pieces)} bytes; the longest silence "
          f"{max(wait for wait, _text in pieces):.1f} s")  # fmt: skip


def told(what: str, steps: dict[str, Times]) -> None:
    parts = ", ".join(f"{name} {wall:.1f} s" for name, (wall, _busy) in steps.items())
    wall, busy = (sum(times) for times in zip(*steps.values(), strict=True))
    print(f"\n{connection.vendor}: {what}: {parts}; together {wall:.1f} s, of the processor {busy:.1f} s")
    assert busy <= MOST_SECONDS


def test_ten_thousand_new_estates(city: list[Station], admin: Worker, as_: SignIn) -> None:
    lines = [
        [
            city[n % STATIONS].committee.code,
            f"小区{n}",
            f"长路{n}弄",
            300 + n % 700,
            31.1 + n % 997 / 4985,
            121.3 + n % 991 / 4955,
        ]
        for n in range(LINES)
    ]
    keys = ["committee", "name", "address", "households", "lat", "lon"]
    steps = dict(timed(as_(admin), "estates", sheet("estates", keys, lines)))
    told(f"{LINES} new estates, {WalkingTime.objects.count()} ways", steps)
    assert Estate.objects.filter(name__startswith="小区").count() == LINES
    assert WalkingTime.objects.count() > LINES
    changed = [[*line[:3], line[3] + 1, *line[4:]] for line in lines]
    steps = dict(timed(as_(admin), "estates", sheet("estates", keys, changed)))
    told(f"{LINES} changed estates", steps)
    assert Estate.objects.get(name="小区7").households == 308


def test_ten_thousand_checklist_items(city: list[Station], admin: Worker, as_: SignIn) -> None:
    services = [
        Service(slug=f"m-{n}", name=f"事项{n}", number=n, situation="papers")
        for n in range(LINES // STATIONS)
    ]
    Service.objects.bulk_create(services)
    lines = [[one.slug, matter.slug, "接待咨询", "带身份证"] for one in city for matter in services]
    keys = ["station", "service", "section", "note"]
    steps = dict(timed(as_(admin), "checklists", sheet("checklists", keys, lines)))
    told(f"{LINES} new checklist items at {STATIONS} stations", steps)
    assert ChecklistItem.objects.filter(note="带身份证").count() == LINES
    assert ChecklistSection.objects.filter(station__in=city).count() == STATIONS


def test_ten_thousand_measured_ways(city: list[Station], admin: Worker, as_: SignIn) -> None:
    estates = [Estate(committee=city[n % STATIONS].committee, name=f"小区{n}") for n in range(LINES)]
    Estate.objects.bulk_create(estates)
    lines = [
        [one.committee.code, one.name, city[n % STATIONS].slug, 1 + n % 60, "居委会"]
        for n, one in enumerate(estates)
    ]
    keys = ["committee", "estate", "station", "minutes", "source"]
    steps = dict(timed(as_(admin), "walking-times", sheet("walking-times", keys, lines)))
    told(f"{LINES} measured ways", steps)
    assert WalkingTime.objects.filter(measured=True).count() == LINES


@pytest.fixture
def wide_land(place: Place) -> list[Station]:
    """Ten thousand committees with a station each."""
    committees = [
        Committee(code=f"{street.code}{number:03}", name=f"{street.name}第{number}居委会", subdistrict=street)
        for street in map(make.subdistrict, range(20, 30))
        for number in range(LINES // 10)
    ]
    return in_the_street(committees, [(31.1 + n % 100 / 500, 121.3 + n // 100 / 500) for n in range(LINES)])


def test_ten_thousand_of_the_other_kinds(wide_land: list[Station], admin: Worker, as_: SignIn) -> None:
    lines = [[one.committee.code, "021-12345678"] for one in wide_land]
    told("committees", dict(timed(as_(admin), "committees", sheet("committees", ["code", "phone"], lines))))
    assert Committee.objects.filter(phone="021-12345678").count() == LINES
    lines = [[one.slug, "021-12345678", "改名路1号"] for one in wide_land]
    told(
        "stations",
        dict(timed(as_(admin), "stations", sheet("stations", ["slug", "phone", "address"], lines))),
    )
    assert Site.objects.filter(address="改名路1号").count() == LINES
    lines = [[one.slug, "09:00-12:00"] for one in wide_land]
    told(
        "hours", dict(timed(as_(admin), "opening-hours", sheet("opening-hours", ["station", "day_0"], lines)))
    )
    assert WeekHours.objects.filter(weekday=0, closes=clock_time(12)).count() == LINES
