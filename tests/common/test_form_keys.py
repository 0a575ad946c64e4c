"""Keys of forms: worth something in the browser that was given them, and nowhere else."""

from datetime import UTC, datetime

import pytest
from django.http import HttpRequest
from django.test import RequestFactory

from portal.common.form_keys import KeyNotYours, new_key, read_key

AT = datetime(2026, 11, 18, 2, 0, 0, 5000, tzinfo=UTC)


@pytest.fixture
def browser(rf: RequestFactory) -> HttpRequest:
    return rf.get("/")


def test_a_browser_reads_its_own_key(browser: HttpRequest) -> None:
    key = read_key(new_key("booking", browser, at=AT), "booking", browser)
    assert key.made_at == AT
    assert len(key.nonce) == 32


def test_keys_differ(browser: HttpRequest) -> None:
    assert (
        len({read_key(new_key("booking", browser, at=AT), "booking", browser).nonce for _ in range(50)}) == 50
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda _: "",
        lambda _: "\0",
        lambda _: "家" * 1000,
        lambda key: key[:-1],
        lambda key: key + "x",
        lambda key: key.replace(key[3], "A" if key[3] != "A" else "B", 1),
        lambda key: ":".join(reversed(key.split(":"))),
    ],
)
def test_a_changed_key_is_refused(browser: HttpRequest, spoil) -> None:  # type: ignore[no-untyped-def]
    key = new_key("booking", browser, at=AT)
    with pytest.raises(KeyNotYours):
        read_key(spoil(key), "booking", browser)


def test_another_browser_and_another_purpose_are_refused(browser: HttpRequest, rf: RequestFactory) -> None:
    key = new_key("booking", browser, at=AT)
    for purpose, reader in (("booking", rf.get("/")), ("moving", browser)):
        with pytest.raises(KeyNotYours):
            read_key(key, purpose, reader)
