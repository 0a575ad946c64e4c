"""Which matters hang on one person, or on nobody."""

from stations.rules.skills import thin


def test_two_who_know_are_enough_and_one_is_named() -> None:
    known = [(1, 10), (2, 10), (2, 20), (1, 30), (2, 30), (3, 30)]
    assert thin([30, 20, 10], known) == ([(20, 2)], [])


def test_what_nobody_knows_comes_in_the_order_of_the_matters() -> None:
    assert thin([3, 1, 2], [(7, 1)]) == ([(1, 7)], [3, 2])


def test_matters_that_are_not_asked_about_are_left_out() -> None:
    assert thin([1], [(7, 2)]) == ([], [1])
    assert thin([], [(7, 2)]) == ([], [])
