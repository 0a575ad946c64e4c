"""What a department's turns add up to, without a database."""

from requests_desk.rules.open_days import Turn, Uptake, added, uptake


def test_a_line_a_department_in_the_order_of_their_first_turn() -> None:
    turns = [
        Turn("教育局", True, 5, 3, 40), Turn("司法局", False, 0, 1, 12), Turn("教育局", None), Turn("", None),
    ]  # fmt: skip
    assert uptake(turns) == [
        Uptake("教育局", turns=2, written=1, came=1, staff=5, party_members=3, residents=40),
        Uptake("司法局", turns=1, written=1, came=0, staff=0, party_members=1, residents=12),
        Uptake("", turns=1),
    ]


def test_what_nobody_counted_counts_as_nothing() -> None:
    assert added("x", [Turn("x", True)]) == Uptake("x", turns=1, written=1, came=1)


def test_the_share_is_of_what_is_written_and_all_but_one_is_never_a_hundred() -> None:
    assert added("x", [Turn("x", None)]).percent is None
    assert added("x", [Turn("x", True), Turn("x", False), Turn("x", None)]).percent == 50
    almost = [Turn("x", True)] * 999 + [Turn("x", False)]
    assert added("x", almost).percent == 99
    assert added("x", almost[:-1]).percent == 100
