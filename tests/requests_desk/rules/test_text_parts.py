"""Two parts of a text message: what fits stands whole, what does not is cut, and less than a word is left out."""

import pytest

from requests_desk.rules.text_parts import fitted

LINK = "https://portal.example/visits/" + "x" * 32 + "/"


@pytest.mark.parametrize(
    ("sentence", "beside", "result"),
    [
        ("停电检修", "您的预约不能进行。" + LINK, "停电检修"),
        ("停" * 67, "约" * 67, "停" * 67),  # 134: to the last place
        ("停" * 68, "约" * 67, "停" * 66 + "…"),
        ("停" * 68, "约" * 127, "停" * 6 + "…"),
        ("停" * 68, "约" * 128, ""),
        ("𠮷" * 40, "约" * 67, "𠮷" * 33 + "…"),  # two places each
        ("Power cut", "a" * 297, "Power cut"),  # 306 plain letters
        ("Power cut for repairs", "a" * 290, "Power cut for..."),
        ("Power cut", "a" * 128 + "约", ""),  # one other character makes all of it wide
    ],
)
def test_it_fills_two_parts_at_most(sentence: str, beside: str, result: str) -> None:
    assert fitted(sentence, beside=beside) == result
    most = 306 if (result + beside).isascii() else 134
    assert sum(2 if symbol > "\uffff" else 1 for symbol in result + beside) <= most
