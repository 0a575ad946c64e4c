"""Every kind of page is HTML as the standard has it: the Nu HTML Checker finds no error."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from tests.crawl import crawl
from tests.proof.vnu import faults

pytestmark = pytest.mark.proof
STARTS = {
    None: ["/", "/en/", "/coverage/", "/track/", "/nowhere/", "/en/nowhere/"],
    "desk": ["/desk/", "/desk/tickets/", "/desk/visits/", "/desk/check-in/", "/en/desk/"],
    "district": ["/admin/coverage/", "/en/admin/coverage/"],
}


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Iterator[None]:
    """The demo's own data, loaded once and taken out again."""
    with django_db_blocker.unblock():
        call_command("load_demo", days=5, verbosity=0)
        yield
        call_command("flush", interactive=False, verbosity=0)


def test_the_checker_itself_finds_faults(tmp_path: Path) -> None:
    page = "<!DOCTYPE html><html lang=zh><title>x</title><p><div id=a></div></p><i id=a></i></html>"
    found = faults({"/bad/": page}, tmp_path)
    assert any("Duplicate ID" in fault for fault in found)
    assert any("No “p” element in scope" in fault for fault in found)


def ours(url: str) -> bool:
    """Django's own admin pages are Django's to mend; the coverage review among them is ours."""
    return "/admin/" not in url or "/admin/coverage/" in url


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "at_least"), [(None, 20), ("desk", 8), ("district", 2)], ids=str)
def test_every_page_is_valid(who: str | None, at_least: int, demo: None, tmp_path: Path) -> None:
    client = Client()
    if who:
        assert client.login(username=who, password="doorstep-demo")
    pages = {
        url: answer.content.decode()
        for url, answer in crawl(client, *STARTS[who], each=1, follow=ours)
        if answer.get("Content-Type", "").startswith("text/html") and answer.content
    }
    print(f"{who or 'resident'}: {len(pages)} kinds of page")
    assert len(pages) >= at_least
    found = faults(pages, tmp_path)
    assert not found, "\n".join(found)
