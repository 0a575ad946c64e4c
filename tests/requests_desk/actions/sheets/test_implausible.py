"""Cells that can be read and cannot be true: refused by line and column, where they are new."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from requests_desk.actions.sheets.load import KINDS
from stations.actions.known_places import district_of, known_places
from stations.models import Estate, Worker
from stations.rules.plausible import odd_figures, odd_place
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.sheets.files import load, plan, said

pytestmark = pytest.mark.django_db

ESTATES, STATIONS = KINDS["estates"], KINDS["stations"]


@pytest.fixture
def known(place: Place) -> Place:
    """With enough estates to know where the district lies."""
    for number in range(3):
        make.estate(place.committee, f"邻苑{number}")
    return place


@pytest.mark.parametrize(
    ("cells", "faults"),
    [
        ({"built": "20260"}, ["第 2 行 C 列（建成年代）：“20260”不是 1800 年到 2026 年之间的年份。"]),
        ({"built": 3000}, ["第 2 行 C 列（建成年代）：“3000”不是 1800 年到 2026 年之间的年份。"]),
        ({"households": 360, "older_people": 99_999},
         ["第 2 行 D 列（60 岁以上人数）：360 户里不可能有 99999 位 60 岁以上的居民：最多 3600 位。"]),
        ({"households": 50_001}, ["第 2 行 C 列（户数）：50001 不在 0 到 50000 之间。"]),
        ({"lat": 28.5, "lon": 121.4},
         ["第 2 行 C 列（纬度）：这里离本区已知地点的中心有 300 公里，应在 50 公里以内。请核对纬度和经度。"]),
        ({"lat": 31.2, "lon": 118.2},
         ["第 2 行 D 列（经度）：这里离本区已知地点的中心有 304 公里，应在 50 公里以内。请核对纬度和经度。"]),
    ],
)  # fmt: skip
@pytest.mark.parametrize("new", [True, False])
def test_what_cannot_be_is_said(
    known: Place, street: Worker, cells: dict[str, Any], faults: list[str], new: bool
) -> None:
    line = {"committee": known.committee.code, "name": "新苑" if new else known.estate.name}
    assert said(plan(ESTATES, street, line | cells)) == faults


@pytest.mark.parametrize(
    "cells",
    [
        {"built": "2026年"}, {"built": "80年代"}, {"households": 50_000}, {"households": 36, "older_people": 360},
        {"older_people": 90}, {"lat": 31.6, "lon": 121.4},
    ],
)  # fmt: skip
def test_the_control_what_could_be_passes(known: Place, street: Worker, cells: dict[str, Any]) -> None:
    line = {"committee": known.committee.code, "name": "新苑"}
    assert said(plan(ESTATES, street, line | cells)) == []


def test_fewer_households_than_old_people_need_are_said_at_their_own_column(
    known: Place, street: Worker
) -> None:
    line = {"committee": known.committee.code, "name": known.estate.name, "households": 11}
    [fault] = said(plan(ESTATES, street, line))
    assert fault.startswith("第 2 行 C 列（户数）：11 户里不可能有 120 位")


def test_what_stands_is_left_alone(known: Place, street: Worker) -> None:
    odd = {"built": "3000", "households": 60_000, "older_people": 900_000, "lat": 28.5, "lon": 121.4}
    Estate.objects.filter(pk=known.estate.pk).update(**odd)
    line = {"committee": known.committee.code, "name": known.estate.name, **odd, "about": "新"}
    found = load(ESTATES, street, line)
    assert found.changed[0].changed == ["about"]
    back = {"committee": known.committee.code, "name": known.estate.name, "lat": 31.2, "lon": 121.4}
    assert said(plan(ESTATES, street, back)) == [], "and it can be put right"


def test_stations_stand_in_their_district_too(known: Place, street: Worker) -> None:
    line = {"slug": known.station.slug, "lat": 28.5, "lon": 121.4}
    [fault] = said(plan(STATIONS, street, line))
    assert "应在 50 公里以内" in fault
    assert said(plan(STATIONS, street, line | {"lat": 31.3})) == []


def test_of_a_committee_of_others_nothing_is_said_of_where_it_lies(
    known: Place, far_place: Place, other_street: Worker
) -> None:
    line = {"committee": known.committee.code, "name": "新苑", "lat": 28.5, "lon": 121.4}
    assert [fault for fault in said(plan(ESTATES, other_street, line)) if "公里" in fault] == []


def test_nothing_in_the_demo_cannot_be(demo: Client) -> None:
    rows = list(Estate.objects.select_related("committee"))
    known = known_places(district_of(row.committee.code) for row in rows)
    year = timezone.localtime(make.NOW).year
    assert len(rows) > 20
    for row in rows:
        assert not odd_figures(
            built=row.built, households=row.households, older=row.older_people, year=year,
            changed=("built", "households", "older_people"),
        )  # fmt: skip
        if row.point:
            assert not odd_place(*row.point, known[district_of(row.committee.code)])
