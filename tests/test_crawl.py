"""A walk along every link of the demo: nothing is missing, nothing is in the wrong language, no look changes a row."""

import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse

from requests_desk.models import Ticket, Visit
from stations.models import Worker
from tests.crawl import crawl
from tests.demo import entered
from tests.every_page import ON_ONE_DATABASE
from tests.words_on_pages import chinese_interface_on, english_on, unmarked_chinese_on

pytestmark = [pytest.mark.django_db, *ON_ONE_DATABASE]


@dataclass(frozen=True)
class Round:
    """Whose walk, from where, and how far: ``each`` examples of a kind of page (two stations differ by
    their data), ``most`` filters and sortings at once, only below ``within``."""

    starts: tuple[str, ...]
    each: int
    most: int
    within: str = ""

    def follow(self, url: str) -> bool:
        return url.count("=") <= self.most and re.match(self.within, url) is not None


ROUNDS = {
    "": Round(("/", "/en/"), each=2, most=2),
    "-by-every-filter": Round(("/", "/en/"), each=6, most=4),
    "desk": Round(("/desk/", "/en/desk/"), each=3, most=2, within=r"(/en)?/desk/"),
    "street": Round(
        (
            *("/desk/tickets/", "/admin/coverage/", "/admin/coverage/how/", "/en/admin/coverage/"),
            *("/admin/coverage/990101001/pictures/", "/en/admin/coverage/990101001/pictures/"),
        ),
        each=1,
        most=1,
        within=r"(/en)?(/desk/|/admin/coverage)",
    ),
    "admin": Round(("/admin/", "/admin/set-up/", "/en/admin/set-up/"), 1, 0, r"/admin/|/en/admin/set"),
    "admin-by-every-filter": Round(("/admin/",), each=1, most=1, within=r"/admin/"),
}
# Whose walks; the longest among the proofs.
LONG = [pytest.param(f"{who}-by-every-filter", marks=pytest.mark.proof) for who in ("", "admin")]
WALKS = ["", "desk", "street", "admin", *LONG]

# What may be written in Latin letters on a Chinese page, and why.
ALLOWED = {
    r"\b[2-9A-HJKMNP-Z]{4}-[2-9A-HJKMNP-Z]{4}\b": "a reference: letters and digits, the same in every language",
    r"“?wu\+”?": "the name that the estate of 吴家浜 gave its own services",
    r"Cookie": "the browser's own word, which has no other in Chinese",
    r"\bAA\b": "a level of the accessibility guidelines, a code",
    r"WGS-84|GCJ-02": "names of coordinate systems",
    r"[\w.+-]+@[\w.-]+": "an e-mail address",
    r"https?://\S+": "an address",
    r"\b(True|False|None)\b": "the names of the yes and no pictures in lists of Django's own administration",
    r"chinesecalendar [\d.]+": "the name of the package that the holidays come from",
    r"\b(Excel|XLSX|WPS|GB18030|UTF-8)\b|\.xlsx?\b": "names of programs, of writings and of a kind of file",
    r"\b(CSV|JPEG|PNG|WebP|PDF)\b": "the names of file formats",
    r"\b(Alt|Tab|Enter|Esc|Shift|Option|Mac)\b": "what stands on the keys of a keyboard",
    r"对象id": "Django's own name of a column in its log",
    r"(Microsoft|Google) Authenticator|FreeOTP": "names of apps",
    r"\b(PIN|TOTP)\b": "the names of codes, the same in every language",
    r"\bMB\b": "a unit",
    r"\b(JPEG|PNG|WebP|MB)\b": "names of picture formats, and a measure",
    r"\b[0-9a-f]{16}\b": "a request's number on an error page",
    r"\w+-\w+关系(: \w+ object \(\d+\))?": "Django's own name of what links two lists, on the page before a deletion",
    r"\bID\b": "how Django's own administration calls a key",
}


@dataclass
class Walk:
    """What one person's walk found."""

    pages: dict[str, str] = field(default_factory=dict)  # HTML by address
    statuses: Counter[int] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)  # tables

    def in_chinese(self) -> Iterator[tuple[str, str]]:
        return ((url, page) for url, page in self.pages.items() if not url.startswith("/en/"))

    def in_english(self) -> Iterator[tuple[str, str]]:
        return ((url, page) for url, page in self.pages.items() if url.startswith("/en/"))


def is_html(answer: HttpResponse) -> bool:
    return answer.get("Content-Type", "").startswith("text/html") and answer.status_code not in (301, 302)


def tables() -> dict[str, str]:
    """A checksum of every table's rows. Sessions apart: reading them is how one stays signed in."""
    sums = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table == "django_session":
                continue
            cursor.execute(f'SELECT * FROM "{table}" ORDER BY "{model._meta.pk.column}"')
            sums[table] = hashlib.blake2b(repr(cursor.fetchall()).encode()).hexdigest()
    return sums


def behind_secrets() -> list[str]:
    """The residents' pages that no page links to: a visit and a ticket in each of their states."""
    visits = {visit.state: visit for visit in Visit.objects.filter(erased_at=None)}
    tickets = {ticket.state: ticket for ticket in Ticket.objects.filter(erased_at=None)}
    paths = [reverse("visit", args=[visit.token]) for visit in visits.values()]
    paths += [reverse("ticket_track", args=[ticket.token]) for ticket in tickets.values()]
    return [language + path for path in paths for language in ("", "/en")]


@pytest.fixture(scope="module")
def walks(demo: None) -> Callable[[str], Walk]:
    """The walk of one of ROUNDS through the demo; walked once, when it is first asked for."""
    return cache(walked)


def walked(who: str) -> Walk:
    """The walk of one person, from their starts to all they can reach."""
    client, walk, before = entered(who.partition("-")[0]), Walk(), tables()
    starts = [*ROUNDS[who].starts, *([] if who.partition("-")[0] else behind_secrets())]
    for url, answer in crawl(client, *starts, each=ROUNDS[who].each, follow=ROUNDS[who].follow):
        walk.statuses[answer.status_code] += 1
        if answer.status_code not in (200, 301, 302):
            walk.broken.append(f"{answer.status_code} {url}")
        if is_html(answer):
            walk.pages[url] = answer.content.decode()
    after = tables()
    walk.changed = [table for table in before if before[table] != after[table]]
    return walk


# So many pages at least, or the walk went astray.
AT_LEAST = {
    "": 100,
    "-by-every-filter": 200,
    "desk": 40,
    "street": 8,
    "admin": 80,
    "admin-by-every-filter": 150,
}


@pytest.mark.parametrize("who", WALKS)
def test_every_link_leads_somewhere(who: str, walks: Callable[[str], Walk]) -> None:
    walk = walks(who)
    print(f"{who or 'resident'}: {len(walk.pages)} pages, {dict(walk.statuses)}")
    assert walk.broken == []
    assert len(walk.pages) >= AT_LEAST[who]


@pytest.mark.parametrize("who", WALKS)
def test_no_look_changes_a_row(who: str, walks: Callable[[str], Walk]) -> None:
    assert walks(who).changed == []


def test_a_changed_row_would_be_seen(demo: None) -> None:
    """The control of the one above."""
    before = tables()
    Visit.objects.filter(pk=Visit.objects.first().pk).update(name="谁")  # type: ignore[union-attr]
    assert [table for table, checksum in tables().items() if before[table] != checksum] == [
        "requests_desk_visit"
    ]


def names_of_people() -> str:
    """Sign-in names: they are typed on keyboards that have Latin letters alone."""
    names = sorted(Worker.objects.values_list("username", flat=True), key=len, reverse=True)
    return r"\b(" + "|".join(map(re.escape, names)) + r")\b"


@pytest.mark.parametrize("who", WALKS)
def test_no_english_word_on_a_chinese_page(who: str, walks: Callable[[str], Walk]) -> None:
    allowed = re.compile("|".join([*ALLOWED, *([names_of_people()] if who.partition("-")[0] else [])]))
    found = {sentence: url for url, page in walks(who).in_chinese() for sentence in english_on(page, allowed)}
    assert found == {}


@pytest.mark.parametrize("who", WALKS)
def test_no_chinese_words_of_ours_on_an_english_page(who: str, walks: Callable[[str], Walk]) -> None:
    """Names and what committees typed may be Chinese there; what the portal itself says may not."""
    found = {line: url for url, page in walks(who).in_english() for line in chinese_interface_on(page)}
    assert {line: url for line, url in found.items() if not line.endswith(": 家门口")} == {}  # our name


def test_chinese_on_an_english_page_says_that_it_is_chinese(walks: Callable[[str], Walk]) -> None:
    """A screen reader must know, or it reads noise. On the public side, but for the pages of one person,
    where the names of people and bodies stand."""
    pages = [
        page for url, page in walks("").in_english() if not url.startswith(("/en/visits/", "/en/track/"))
    ]
    found = {line for page in pages for line in unmarked_chinese_on(page)}
    # Our name in the drawing of the street, and the example of a masked one.
    assert [line for line in found if not line.endswith(": 家门口") and "王**" not in line] == []


PAGE = '<html lang="{}"><body><p>{}</p><input placeholder="{}"><p lang="en">Doorstep</p></body></html>'


def test_the_detectors_find_planted_words() -> None:
    allowed = re.compile("|".join(ALLOWED))
    clean = PAGE.format("zh-hans", "参考号 K7M2-9QXD，“wu+”服务", "小区")
    assert list(english_on(clean, allowed)) == []
    assert [
        hit.partition(":")[0] for hit in english_on(PAGE.format("zh-hans", "预约 Book", "Search"), allowed)
    ] == [
        "Book",
        "Search",
    ]
    english = PAGE.format("en", "预约到访", "Estate")
    assert [hit.partition(":")[0] for hit in unmarked_chinese_on(english)] == ["p"]
    assert list(chinese_interface_on(PAGE.format("en", "枫杨园", "Estate"))) == []  # a name
    for ours in ("隐私说明", "查询"):
        assert any(ours in hit for hit in chinese_interface_on(PAGE.format("en", ours, "")))


def test_the_walk_notices_a_missing_page(demo: None) -> None:
    """The control of the first: an address that is not there is reported."""

    def nowhere(url: str) -> bool:
        return url == "/nowhere/"

    assert [(url, answer.status_code) for url, answer in crawl(entered(""), "/nowhere/", follow=nowhere)] == [
        ("/nowhere/", 404)
    ]
