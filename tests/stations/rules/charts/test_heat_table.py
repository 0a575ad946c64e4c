"""The heat table: how an item stands by the checks of its lines, sums, and who is left out of very many."""

from stations.rules.charts.heat_table import MANY, MOST, heat_table, state_of
from stations.rules.coverage import Share


def test_how_an_item_stands() -> None:
    assert state_of([]) == "missing"
    assert state_of(["overdue"]) == "overdue"
    assert state_of(["never"]) == "overdue"
    assert state_of(["overdue", "verified"]) == "offered"


def test_rows_and_sums_by_hand() -> None:
    table = heat_table([7, 8], [1, 2], {(1, 7): ["verified"], (1, 8): ["never"], (2, 8): ["verified"]})
    assert [row.states for row in table.rows] == [("offered", "overdue"), ("missing", "offered")]
    assert [row.done for row in table.rows] == [Share(2, 2), Share(1, 2)]
    assert table.sums == (Share(1, 2), Share(2, 2))
    assert table.left_out == 0


def test_up_to_five_hundred_keep_their_order() -> None:
    table = heat_table([1], list(range(MANY)), {})
    assert [row.committee for row in table.rows] == list(range(MANY))
    assert table.left_out == 0


def test_of_more_the_worst_are_shown_and_all_are_counted() -> None:
    committees = list(range(MANY + 100))
    offering = {(one, item): ["verified"] for one in committees for item in (1, 2) if one % 10 or item == 2}
    late = {(one, 2): ["overdue"] for one in (20, 50)}
    table = heat_table([1, 2], committees, offering | late)
    assert len(table.rows) == MOST
    assert table.left_out == len(committees) - MOST
    assert [row.committee for row in table.rows[:3]] == [20, 50, 0], (
        "what misses as much and is overdue, first"
    )
    assert all(one.committee % 10 == 0 for one in table.rows)
    assert table.sums[0] == Share(len(committees) - len(committees) // 10, len(committees))
