"""PINs: four to eight digits, and none that anybody tries first."""

import pytest

from stations.rules.pins import fault_of


@pytest.mark.parametrize("pin", ["4719", "82640", "731946", "90817263"])
def test_good_ones(pin: str) -> None:
    assert fault_of(pin) == ""


@pytest.mark.parametrize(
    "pin", ["1234", "4321", "7890", "0000", "99999999", "1212", "474747", "1987", "2026", "123456"]
)
def test_those_that_anybody_tries_first(pin: str) -> None:
    assert fault_of(pin) == "trivial"


@pytest.mark.parametrize("pin", ["", "471", "471947194", "47a9", "４７１９", "²³⁴⁵", " 4719"])
def test_those_that_are_none(pin: str) -> None:
    assert fault_of(pin) == "digits"
