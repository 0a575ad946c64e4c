"""Texts that would run, in every text field there is, on every page that shows them: none changes a page."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction
from django.http import HttpResponse
from playwright.sync_api import Page

from stations.models import Committee, Station
from tests import every_page
from tests.crawl import crawl
from tests.every_page import Looker, Shown
from tests.inside import show
from tests.payloads import PAYLOADS
from tests.skeletons import skeleton

pytestmark = [pytest.mark.proof, pytest.mark.django_db]

# What a person types is in none of these: keys, secrets, hashes, and words made from others.
NOT_TYPED = {
    "password", "username", "email", "code", "reference", "token", "language", "booking_key", "booking_digest",
    "slip_salt", "slip_hash", "key", "search_text",
}  # fmt: skip
# A constraint allows these in some states only: a matter is handed to exactly one, an excuse has an excuser.
ONLY_WHERE_GIVEN = {"to_outside", "excused_by"}
ROOM_FOR_KEY = 7  # each text begins with its row's key: names must differ, and sort as before
EVERYTHING = " ".join(PAYLOADS)
Text = Callable[[int, int, int | None], str]


def typed_fields(model: type[models.Model]) -> list[Any]:
    """The fields of ``model`` that hold what somebody typed."""
    kinds = (models.CharField, models.TextField)
    return [
        field
        for field in model._meta.concrete_fields
        if type(field) in kinds and not field.choices and field.name not in NOT_TYPED
    ]


def fill(text: Text) -> int:
    """Write ``text(key, field's place, its length)`` into every text field of every row that a page shows;
    returns how many texts that were."""
    written = 0
    for label in ("stations", "requests_desk"):
        for model in apps.get_app_config(label).get_models():
            fields = typed_fields(model)
            if not fields:
                continue
            rows = list(shown_rows(model))
            for row in rows:
                for place, field in enumerate(fields):
                    if field.name in ONLY_WHERE_GIVEN and not getattr(row, field.name):
                        continue
                    setattr(row, field.name, text(row.pk, place, field.max_length))
            model._default_manager.bulk_update(rows, [field.name for field in fields], batch_size=100)
            written += len(rows) * len(fields)
    return written


def shown_rows(model: type[models.Model]) -> Any:
    """All rows; of the register only what has a station."""
    rows = model._default_manager.all()
    return rows.filter(stations__isnull=False).distinct() if model is Committee else rows


def harmless(key: int, place: int, length: int | None) -> str:
    return f"{key:05} x"


def hostile(shift: int) -> Text:
    """A text of PAYLOADS that fits, another one in each row and field; where there is room, all of them."""

    def text(key: int, place: int, length: int | None) -> str:
        if length is None:
            return f"{key:05} {EVERYTHING}"
        fitting = [one for one in PAYLOADS if len(one) + ROOM_FOR_KEY <= length]
        return f"{key:05} {fitting[(key + place * 11 + shift) % len(fitting)]}" if fitting else f"{key:05}<b>"

    return text


def pages() -> Iterator[Shown]:
    """Every kind of page that shows what somebody typed, to residents, the desk and officials."""
    sections = (
        every_page.places,
        every_page.coverage,
        every_page.booking,
        every_page.own,
        every_page.whats_on,
    )
    for section in sections:
        yield from section(Looker())
    yield from every_page.places(Looker(language="/en"))
    yield from every_page.desk(Looker("desk"))
    yield from every_page.review(Looker("district"))

    def one_at_a_time(url: str) -> bool:
        return url.startswith("/admin/") and "=" not in url

    for url, answer in crawl(Looker("admin").client, "/admin/", each=1, follow=one_at_a_time):
        if answer.status_code == 200 and answer["Content-Type"].startswith("text/html"):
            yield url, answer


def steady(what: str) -> bool:
    """Whether the page shows the same rows whatever they are called."""
    return "?q=" not in what and what.startswith(("/", "POST /"))


def skeletons() -> dict[str, Counter[str]]:
    """The skeleton of each of ``pages``, whose forms leave no rows behind. Addresses are told apart by their
    place: PostgreSQL does not use a key again that a rolled-back row had."""
    with transaction.atomic():
        found = {
            f"{number} {re.sub(r'[0-9]+', '#', what)}": skeleton(answer)
            for number, (what, answer) in enumerate(pages())
            if steady(what)
        }
        transaction.set_rollback(True)
    return found


def differing(plain: dict[str, Counter[str]], other: dict[str, Counter[str]]) -> list[str]:
    """The pages whose skeletons differ, with what is too much on them."""
    assert plain.keys() == other.keys()
    return [f"{what}: {dict(other[what] - plain[what])}" for what in plain if other[what] != plain[what]]


def test_what_is_stored_changes_no_page(demo: None) -> None:
    """The page with hostile texts has exactly the tags and attributes of the page with harmless ones."""
    fill(harmless)
    plain = skeletons()
    for shift in (0, 29):
        written = fill(hostile(shift))
        print(f"{written} texts, {len(plain)} pages")
        assert differing(plain, skeletons()) == []
    assert len(plain) > 100


RUN = "window.ran = 0; window.pwn = () => { window.ran += 1 };"
# Whether anything ran, and whether anything stands there that could run later.
SIGNS = """async () => {
  await new Promise((done) => setTimeout(done, 20));
  const armed = [...document.querySelectorAll("*")].filter((one) =>
    [...one.attributes].some((a) => a.name.startsWith("on") || /^\\s*javascript:/i.test(a.value) && a.name !== "value"
      && ["href", "src", "action", "formaction", "data"].includes(a.name)));
  return [window.ran, armed.map((one) => one.outerHTML.slice(0, 100))];
}"""
WITHOUT_POLICY = frozenset({"content-security-policy"})


def ran(page: Page, answer: HttpResponse, without: frozenset[str]) -> Any:
    """[how many texts ran, which elements could run] when a browser shows ``answer``."""
    show(page, answer, without=without)
    return page.evaluate(SIGNS)


def test_nothing_runs_in_a_browser(demo: None, open_page: Callable[..., Page]) -> None:
    """Without our policy, so that it is the escaping that holds; each kind of page once."""
    fill(hostile(7))
    page = open_page(width=1280)
    page.add_init_script(RUN)
    found, looked = [], 0
    for what, answer in pages():
        looked += 1
        if (result := ran(page, answer, WITHOUT_POLICY)) != [0, []]:
            found.append(f"{what}: {result}")
    print(f"{looked} pages, {len(PAYLOADS)} texts")
    assert found == []
    assert len(PAYLOADS) >= 60


def test_the_policy_is_a_second_wall(demo: None, open_page: Callable[..., Page]) -> None:
    """The control: written raw into a page, the texts run without the policy, and none runs with it."""
    Station.objects.filter(slug="fengyangyuan").update(story=EVERYTHING)
    _what, answer = Looker().get("station_page", "fengyangyuan")
    page = open_page()
    page.add_init_script(RUN)
    raw = answer.content.decode().replace(
        "</main>", "".join(f"<div>{one}</div>" for one in PAYLOADS[12:20]) + "</main>"
    )
    answer.content = raw.encode()
    times, armed = ran(page, answer, WITHOUT_POLICY)
    assert times >= 5
    assert len(armed) >= 5
    assert ran(page, answer, frozenset())[0] == 0
    assert skeleton(answer) != skeleton(Looker().get("station_page", "fengyangyuan")[1])
