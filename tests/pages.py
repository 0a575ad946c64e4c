"""What every public cached page is asked: no cookie, an ETag, 304 on the second visit, English too."""

import re
from html import unescape
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def assert_cached_page(client: Client, path: str) -> str:
    """``path`` answers 200 in Chinese and English, sets no cookie and answers 304; its Chinese text."""
    texts = []
    for address, language in ((path, "zh-hans"), (f"/en{path}", "en")):
        response = client.get(address)
        assert response.status_code == 200, address
        assert response["Content-Language"] == language
        assert not response.cookies
        assert response["Cache-Control"] == "no-cache"
        assert "Cookie" in response["Vary"]
        again = client.get(address, headers={"If-None-Match": response["ETag"]})
        assert again.status_code == 304
        assert not again.cookies
        texts.append(response.content.decode())
    assert "sessionid" not in client.cookies
    assert "csrftoken" not in client.cookies
    return texts[0]


def count_queries(client: Client, path: str) -> int:
    """Statements that ``path`` takes, once the caches for the whole installation are warm."""
    client.get("/privacy/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len(queries)


def text_of(response: Any) -> str:
    """The body of a page."""
    return str(response.content.decode())


def words_of(response: Any) -> str:
    """The words of a page's main part as one line, without its markup."""
    main = re.search(r"<main.*?</main>", text_of(response), re.S)
    assert main, "no main part"
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", main[0])).split()).replace(" ,", ",")
