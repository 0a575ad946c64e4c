"""The seal cabinet: into which posts an official may put somebody."""

from collections.abc import Iterable

# The office at a place whose register code has so many digits.
OFFICES = {4: "city", 6: "district", 9: "subdistrict"}
COMMITTEE_DIGITS = 12
AT_COMMITTEE = ("desk", "head")


def fits(role: str, code: str) -> bool:
    """Say whether `role` is held at the place with the register code `code`: desk and head at a
    committee, an office at the division of its own level."""
    if len(code) == COMMITTEE_DIGITS:
        return role in AT_COMMITTEE
    return OFFICES.get(len(code)) == role


def may_give(role: str, code: str, areas: Iterable[str]) -> bool:
    """Say whether an official of `areas` may give or take `role` at the place `code`.

        the role fits the place, and the place lies strictly inside one of the areas

    So nobody makes an official of their own rank, and nobody reaches beside their area.
    """
    return fits(role, code) and any(code != area and code.startswith(area) for area in areas)


def roles_to_give(areas: Iterable[str]) -> tuple[str, ...]:
    """Give the roles that officials of `areas` may give somewhere, from the desk upwards."""
    longest = min((len(area) for area in areas), default=COMMITTEE_DIGITS)
    offices = [OFFICES[digits] for digits in sorted(OFFICES, reverse=True) if digits > longest]
    return (*AT_COMMITTEE, *offices) if longest < COMMITTEE_DIGITS else ()
