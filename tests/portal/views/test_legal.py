"""The privacy notice and the accessibility statement, in both languages and without a query."""

from typing import Any

import pytest
from django.test import Client

from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/privacy/", "/accessibility/"])
def test_a_stranger_reads_them_without_a_cookie(client: Client, path: str) -> None:
    assert_cached_page(client, path)
    assert count_queries(client, path) == 0


def test_the_notice_tells_purpose_time_rights_and_whom_to_ask(client: Client, settings: Any) -> None:
    settings.PORTAL_KEEP_PERSONAL_DAYS = 77
    page = text_of(client.get("/en/privacy/"))
    assert "erased 77 days after the visit" in page
    for words in (
        "What we ask, and why",
        "Who sees it",
        "Your rights",
        "Who answers for it",
        "Cookies",
        "12345",
    ):
        assert words in page


def test_the_statement_names_its_measure_and_what_is_missing(client: Client) -> None:
    page = text_of(client.get("/en/accessibility/"))
    for words in (
        "Web Content Accessibility Guidelines 2.2",
        "What is not there yet",
        "If something does not work",
    ):
        assert words in page
