"""What cannot be true of an estate: slips are caught, and what could be true passes."""

import pytest

from portal.common.geo import Point
from stations.rules.plausible import Around, around, odd_figures, odd_place

ALL = ("built", "households", "older_people")
FAIR = {"built": "1985", "households": 360, "older": 150}
DISTRICT = Around(Point(31.2, 121.4), 50)


def odd(**given: object) -> list[str]:
    return list(odd_figures(**{"year": 2026, "changed": ALL, **FAIR, **given}))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "built",
    ["", "1985", "1800", "2026", "1985年", "80年代", "1980s", "1952–1957", "1978、1986", "二十世纪", "1期", "1994-06",
     "１９８５"],
)  # fmt: skip
def test_years_that_can_be(built: str) -> None:
    assert odd(built=built) == []


@pytest.mark.parametrize(
    "built", ["2027", "3000", "20260", "1799", "0", "198", "1985–2985", "２０２６０", "19850601"]
)
def test_years_that_cannot(built: str) -> None:
    assert odd(built=built) == (["built"] if built != "0" else [])


def test_the_sentence_says_what_is_expected() -> None:
    said = odd_figures(built="20260", households=0, older=0, year=2026, changed=ALL)["built"]
    assert all(part in said for part in ("20260", "1800", "2026"))


@pytest.mark.parametrize(
    ("households", "older", "fields"),
    [
        (360, 150, []), (360, 3600, []), (360, 3601, ["older_people"]), (360, 99_999, ["older_people"]),
        (1, 10, []), (1, 11, ["older_people"]), (0, 350, []), (50_000, 0, []), (50_001, 0, ["households"]),
    ],
)  # fmt: skip
def test_people_and_households(households: int, older: int, fields: list[str]) -> None:
    assert odd(households=households, older=older) == fields


def test_what_nobody_touched_is_left_alone() -> None:
    bad = {"built": "3000", "households": 5, "older": 99}
    assert odd(**bad, changed=("name", "about")) == []
    assert odd(**bad, changed=("built",)) == ["built"]
    assert odd(**bad, changed=("households",)) == ["older_people"]


class TestPlaces:
    def test_a_middle_is_not_moved_by_a_slip_among_many(self) -> None:
        near = [Point(31.2 + n / 1000, 121.4) for n in range(10)]
        found = around([*near, Point(28.0, 121.4)])
        assert found is not None
        assert abs(found.middle.lat - 31.2) < 0.01
        assert found.reach == 50

    def test_of_two_places_there_is_none(self) -> None:
        assert around([Point(31.2, 121.4)] * 2) is None
        assert around([Point(31.2, 121.4)] * 3) is not None

    def test_a_wide_county_reaches_further(self) -> None:
        found = around([Point(38 + n, 88) for n in (-2, -1, 0, 1, 2)])
        assert found is not None
        assert 200 < found.reach < 250

    @pytest.mark.parametrize(
        ("lat", "lon", "field"),
        [
            (31.2, 121.4, None), (31.64, 121.4, None), (31.66, 121.4, "lat"), (31.2, 121.9, None),
            (31.2, 121.94, "lon"), (28.5, 121.4, "lat"), (31.2, 118.4, "lon"), (2.9, 121.4, "lat"),
            (31.2, 137, "lon"), (121.4, 31.2, "lat"),
        ],
    )  # fmt: skip
    def test_fifty_kilometres(self, lat: float, lon: float, field: str | None) -> None:
        assert list(odd_place(lat, lon, DISTRICT)) == ([field] if field else [])

    def test_where_nothing_is_known_all_of_china_is_taken(self) -> None:
        assert odd_place(28.5, 121.4, None) == {}
        assert list(odd_place(60, 121.4, None)) == ["lat"]

    def test_the_sentence_says_how_far_and_what_is_expected(self) -> None:
        said = odd_place(28.5, 121.4, DISTRICT)["lat"]
        assert "300" in said
        assert "50" in said
