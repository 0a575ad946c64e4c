"""The privacy notice and the accessibility statement, in both languages and without a query."""

import re
from hashlib import sha256
from typing import Any

import pytest
from django.test import Client

from tests import factories as make
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/privacy/", "/accessibility/"])
def test_a_stranger_reads_them_without_a_cookie(client: Client, path: str) -> None:
    assert_cached_page(client, path)
    assert count_queries(client, path) == 0


def test_the_notice_tells_purpose_time_rights_and_whom_to_ask(client: Client, settings: Any) -> None:
    settings.PORTAL_KEEP_DAYS = dict.fromkeys(settings.PORTAL_KEEP_DAYS, 77)
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


def test_the_notice_names_the_time_of_each_kind(client: Client, settings: Any, clock: Any) -> None:
    clock.move_to(make.at(20))
    kinds = settings.PORTAL_KEEP_DAYS
    settings.PORTAL_KEEP_DAYS = {kind: 1001 + number for number, kind in enumerate(kinds)}
    page = text_of(client.get("/en/privacy/"))
    told, register = page.split("Every field, in short")
    for kind, days in settings.PORTAL_KEEP_DAYS.items():
        if kind != "invitations":  # those of staff
            assert f'<td class="num">{days}</td>' in told, kind
            assert f"({days} days)" in register, kind
    assert "180 days" not in told.replace("It goes after 180 days.", "")


def test_the_statement_names_its_measure_and_what_is_missing(client: Client) -> None:
    page = text_of(client.get("/en/accessibility/"))
    for words in (
        "Web Content Accessibility Guidelines 2.2",
        "What is not there yet",
        "If something does not work",
    ):
        assert words in page


# The words of each version, by the hash of what stands between its day and the list of versions, in Chinese and in
# English. A version in force is never changed: make a new one, with files of its own.
PRINTS = {
    1: ("04abdff783dcdb8a", "5450a2c82827028d"),
    2: ("a3f51e4fae98506f", "e216b35b31fe646c"),
    3: ("2cb173fc8e483542", "034c75a7c55ee7aa"),
}


def words_of(page: str) -> str:
    """The notice's own words, without the frame that may say more about them later."""
    inner = re.split(r'<p class="soft">[^<]*2026[^<]*</p>', page, maxsplit=1)[1]
    inner = re.split(r'<section class="stack" aria-labelledby="(?:register|versions)">', inner, maxsplit=1)[0]
    return " ".join(re.sub(r"<[^>]*>", " ", inner).split())


@pytest.mark.parametrize("number", sorted(PRINTS))
@pytest.mark.parametrize(("language", "which"), [("", 0), ("/en", 1)])
def test_a_published_version_keeps_its_words(client: Client, number: int, language: str, which: int) -> None:
    words = words_of(client.get(f"{language}/privacy/{number}/").content.decode())
    assert sha256(words.encode()).hexdigest()[:16] == PRINTS[number][which]


def test_a_version_to_come_says_from_when(client: Client, clock: Any) -> None:
    page = text_of(client.get("/en/privacy/3/"))  # on 18 November
    assert "it will be in force from 24 November 2026" in page
    assert "not in force any more" not in page


def test_every_version_stays_readable_and_says_whether_it_is_in_force(client: Client, clock: Any) -> None:
    clock.move_to(make.at(20))
    page = text_of(client.get("/en/privacy/"))
    assert "Version 3, in force from" in page
    assert "Have my data erased" in page
    assert "Every field, in short" in page
    old = text_of(client.get("/en/privacy/1/"))
    assert "not in force any more" in old
    assert "Have my data erased" not in old.split("Versions of this notice")[0]
    for number in (0, 99):
        assert client.get(f"/privacy/{number}/").status_code == 404


def test_the_register_on_the_notice_names_no_secrets_and_no_staff(client: Client, clock: Any) -> None:
    clock.move_to(make.at(20))
    page = text_of(client.get("/en/privacy/"))
    assert "Visit: name, phone" in page
    assert "password" not in page.split("Every field, in short")[1]
