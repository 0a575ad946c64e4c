"""The plan of a block: every building has its place, and none lies on another."""

import pytest

from stations.rules.plan import CELL_HEIGHT, CELL_WIDTH, SHEET, plan_of


@pytest.mark.parametrize("number", [0, 1, 4, 5, 28])
def test_all_stand_on_the_sheet_and_none_on_another(number: int) -> None:
    plan = plan_of([(f"{n}号楼院", True) for n in range(1, number + 1)])
    places = {(cell.x, cell.y) for cell in plan.cells}
    assert len(places) == number
    assert all(x % (CELL_WIDTH + 8) == 0 and y % (CELL_HEIGHT + 8) == 0 for x, y in places)
    assert all(x + CELL_WIDTH <= SHEET and y + CELL_HEIGHT <= plan.height for x, y in places)
    assert plan.whole


def test_a_long_name_is_cut_and_the_plan_says_so() -> None:
    plan = plan_of([("解放新村二期东侧十二号楼", False)])
    assert not plan.whole
    assert [line.text for line in plan.cells[0].lines] == ["解放新村", "二期东…"]
    assert not plan.cells[0].court
