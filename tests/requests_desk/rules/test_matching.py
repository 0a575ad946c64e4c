"""Which resources a need is shown beside."""

from requests_desk.rules.matching import matches


def test_shared_words_lead_the_likeliest_first() -> None:
    resources = ["书法老师，周末可教", "闲置活动室，可放书和桌椅", "电动车充电桩资金", "Calligraphy teacher"]
    assert matches("电动车没有地方充电", resources) == [2]
    assert matches("想要一间活动室放书", resources) == [1]
    assert matches("a calligraphy class for us", resources) == [3]


def test_words_of_every_sentence_say_nothing() -> None:
    assert matches("我们小区居民希望大家可以", ["小区居民志愿者"]) == []
    assert matches("", ["x"]) == []


def test_no_more_than_asked_for() -> None:
    assert matches("晾衣架", ["晾衣架"] * 9, most=2) == [0, 1]
