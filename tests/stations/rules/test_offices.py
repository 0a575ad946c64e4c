"""The table of who may give which post where, and the roles a form may offer."""

import pytest

from stations.rules.offices import fits, may_give, roles_to_give

CITY, DISTRICT, STREET, COMMITTEE = "3101", "310107", "310107005", "310107005013"


@pytest.mark.parametrize(
    ("role", "code", "does"),
    [
        ("desk", COMMITTEE, True),
        ("head", COMMITTEE, True),
        ("subdistrict", COMMITTEE, False),
        ("subdistrict", STREET, True),
        ("district", STREET, False),
        ("desk", STREET, False),
        ("district", DISTRICT, True),
        ("city", CITY, True),
        ("city", DISTRICT, False),
        ("desk", "31010700501", False),
        ("desk", "", False),
    ],
)
def test_a_role_fits_places_of_its_own_level(role: str, code: str, does: bool) -> None:
    assert fits(role, code) is does


@pytest.mark.parametrize(
    ("role", "code", "areas", "may"),
    [
        ("head", COMMITTEE, [STREET], True),
        ("head", COMMITTEE, [DISTRICT], True),
        ("head", COMMITTEE, ["310107006"], False),
        ("head", COMMITTEE, ["310107006", STREET], True),
        ("subdistrict", STREET, [STREET], False),
        ("subdistrict", STREET, [DISTRICT], True),
        ("district", DISTRICT, [STREET], False),
        ("district", DISTRICT, [CITY], True),
        ("city", CITY, [CITY], False),
        ("subdistrict", DISTRICT, [CITY], False),
        ("desk", COMMITTEE, [], False),
    ],
)
def test_only_strictly_inside_ones_area(role: str, code: str, areas: list[str], may: bool) -> None:
    assert may_give(role, code, areas) is may


def test_roles_offered_end_below_ones_own() -> None:
    assert roles_to_give([STREET]) == ("desk", "head")
    assert roles_to_give([DISTRICT]) == ("desk", "head", "subdistrict")
    assert roles_to_give([STREET, CITY]) == ("desk", "head", "subdistrict", "district")
    assert roles_to_give([]) == ()
