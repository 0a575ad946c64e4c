"""Who is to know of a late ticket: at once, then after so many working minutes."""

import pytest

from requests_desk.models import Escalation
from requests_desk.rules.escalation import HEAD, RESPONSIBLE, STREET, levels


@pytest.mark.parametrize(
    ("late", "told"),
    [
        (0, [RESPONSIBLE]),
        (239, [RESPONSIBLE]),
        (240, [RESPONSIBLE, HEAD]),
        (539, [RESPONSIBLE, HEAD]),
        (540, [RESPONSIBLE, HEAD, STREET]),
        (9000, [RESPONSIBLE, HEAD, STREET]),
    ],
)
def test_the_later_the_higher(late: int, told: list[int]) -> None:
    assert levels(late, head_after=240, street_after=540) == told


def test_the_levels_are_those_of_the_table() -> None:
    assert Escalation.Level.values == [RESPONSIBLE, HEAD, STREET]
