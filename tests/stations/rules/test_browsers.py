"""Browsers in words: what people call theirs, whatever else it claims to be."""

import pytest

from stations.rules.browsers import in_words

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome · Windows"),
        (f"{CHROME} Edg/130.0", "Edge · Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:130.0) Gecko/20100101 Firefox/130.0", "Firefox · Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile MicroMessenger/8.0", "WeChat · Android"),
        ("curl/8.0", ""),
        ("", ""),
        ("<script>" * 500 + "Firefox", "Firefox"),
    ],
)
def test_in_words(agent: str, words: str) -> None:
    assert in_words(agent) == words
