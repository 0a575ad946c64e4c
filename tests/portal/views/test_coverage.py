"""The coverage review: the page and its sheet say the same, of one's own area only."""

import csv
import io
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.test import Client

from portal.views.coverage import SORTS, neutral
from stations.models import Committee, Post, Programme, Relocation, Site, Standard, WalkingTime, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries
from tests.stage import staged

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
PAGE, SHEET = "/admin/coverage/", "/admin/coverage.csv"


@staged
def lively(place: Place, other_place: Place, far_place: Place, desk: Worker) -> Place:
    """Three committees: one moved, one planned with a delay, one without a plan; a standard; a ticket."""
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on="2026-01-01")
    Relocation.objects.create(programme=programme, committee=place.committee, due_on="2026-06-30")
    Relocation.objects.create(
        programme=programme, committee=other_place.committee, due_on="2026-11-01", delay_reason="=等门面"
    )
    # Nobody had a door within reach before: not their own, and not a neighbour's.
    Site.objects.exclude(station=other_place.station).update(used_from="2026-05-01")
    WalkingTime.objects.filter(site__station=other_place.station).delete()
    standard = Standard.objects.create(district=place.subdistrict.parent, name="六加X")
    place.item.satisfies.add(standard.items.create(name="民情收集"))
    standard.items.create(name="事务协商")
    make.ticket(desk, place.station, place.service, answered=True)
    return place


class Cells(HTMLParser):
    """The review's table as rows of texts, bars and tags read as they are seen."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.inside = False

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        if tag == "tr":
            self.rows.append([])
        if tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self.inside = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self.inside = False

    def handle_data(self, data: str) -> None:
        if self.inside and data.strip():
            self.rows[-1][-1] = f"{self.rows[-1][-1]} {data.strip()}".strip()


def table(client: Client, query: str = "") -> list[list[str]]:
    response = client.get(f"{PAGE}{query}")
    assert response.status_code == 200
    cells = Cells()
    cells.feed(response.content.decode())
    return [row for row in cells.rows if row]


def sheet(client: Client, query: str = "") -> list[list[str]]:
    response = client.get(f"{SHEET}{query}")
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def number(text: str) -> str:
    """The leading figure of a cell: "56 %" → "56"; nothing of a dash or a word."""
    digits = text.replace("\xa0", " ").split(" ")[0]
    return digits if digits.isdigit() else ""


@pytest.mark.parametrize("query", ["", "?sort=-now", "?sort=overdue", "?all=1", "?division=990101001"])
def test_the_sheet_says_what_the_page_says(query: str, lively: Place, district: Worker, as_: SignIn) -> None:
    client = as_(district)
    _head, *rows, foot = table(client, query)
    _header, *lines, last = sheet(client, query)
    assert [row[0].split(" ")[-1] for row in rows] == [line[0] for line in lines]
    for row, line in zip([*rows, foot], [*lines, last], strict=True):
        shown = [number(cell) for cell in row[3:]]
        assert shown == [line[9], line[11], line[12], line[15], line[19], line[20]], row[0]
        assert row[5].endswith(f"/ {line[7]}")
    for row, line in zip(rows, lines, strict=True):
        assert row[1].startswith(line[3])
        assert line[4] in row[2]
        assert line[5] in row[2]


def test_its_figures(lively: Place, district: Worker, as_: SignIn) -> None:
    rows = {row[0].split(" ")[-1]: row for row in table(as_(district))[1:-1]}
    moved = rows[lively.committee.code]
    assert [number(cell) for cell in moved[3:]] == ["0", "100", "0", "50", "100", "0"]
    assert "事务协商" in moved[6]
    assert len(rows) == 3


def test_only_ones_own_area(
    lively: Place, far_place: Place, street: Worker, other_street: Worker, as_: SignIn
) -> None:
    for worker, own, foreign in ((street, lively, far_place), (other_street, far_place, lively)):
        client = as_(worker)
        for page in (PAGE, SHEET):
            body = client.get(page, {"all": "1"}).content.decode()
            assert own.committee.code in body
            assert foreign.committee.code not in body
            for code in (
                foreign.subdistrict.code,
                "990101",
                "9901",
                "990299001",
                "1",
                "x",
                "９９０１０１００１",
            ):
                assert client.get(page, {"division": code}).status_code == 404, code
            assert client.get(page, {"division": own.subdistrict.code}).status_code == 200


def test_a_desk_elsewhere_opens_no_row(lively: Place, far_place: Place, street: Worker, as_: SignIn) -> None:
    make.post(street, "desk", far_place.committee)
    assert far_place.committee.code not in as_(street).get(PAGE).content.decode()


def test_who_may_look(lively: Place, desk: Worker, street: Worker, as_: SignIn) -> None:
    for page in (PAGE, SHEET):
        assert Client().get(page).status_code == 302
        assert as_(desk).get(page).status_code == 403
        assert as_(street).get(page).status_code == 200
    Post.objects.filter(worker=street).update(until=make.at(-1).date())
    assert as_(street).get(PAGE).status_code == 403


def test_statements_are_eight_for_one_and_for_thirty_committees(
    place: Place, district: Worker, as_: SignIn
) -> None:
    client = as_(district)
    one = {page: count_queries(client, page) for page in (PAGE, SHEET)}
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on="2026-01-01")
    for code in range(100, 130):
        committee = make.committee(code, under=place.subdistrict)
        make.station(committee, estates=[make.estate(committee)])
        Relocation.objects.create(programme=programme, committee=committee)
    assert {page: count_queries(client, page) for page in (PAGE, SHEET)} == one
    assert max(one.values()) <= 8


@pytest.mark.parametrize("sort", ["due", "before", "now", "checklist", "on_time"])
def test_what_is_not_known_comes_last_in_both_directions(
    lively: Place, district: Worker, as_: SignIn, sort: str
) -> None:
    key, client = SORTS[sort], as_(district)
    for direction in ("", "-"):
        shown = client.get(PAGE, {"sort": direction + sort}).context["rows"]
        keys = [key(row) for row, *_more in shown]
        known = [one for one in keys if one is not None]
        assert keys == sorted(known, reverse=bool(direction)) + [None] * (len(keys) - len(known))
    assert known
    assert sort in ("now", "checklist") or len(known) < len(keys)


def test_sorting(lively: Place, district: Worker, as_: SignIn) -> None:
    client = as_(district)
    codes = [row[0].split(" ")[-1] for row in table(client)[1:-1]]
    assert codes == sorted(codes)
    assert [row[0].split(" ")[-1] for row in table(client, "?sort=-code")[1:-1]] == codes[::-1]
    assert table(client, "?sort=standing")[1][1].startswith(table(client)[2][1].split(" ")[0]), (
        "the late one first"
    )
    links = client.get(PAGE).context["sorts"]
    assert links["overdue"]["query"] == "sort=-overdue", "the most overdue first"
    assert links["now"]["query"] == "sort=now", "the least reached first"
    assert client.get(PAGE, {"sort": "-overdue"}).context["sorts"]["overdue"]["query"] == "sort=overdue"
    for sort in ("due", "-due", "before", "now", "unreached", "checklist", "on_time", "nonsense", "-"):
        assert len(table(client, f"?sort={sort}")) == 5


def test_formulas_are_made_plain(lively: Place, district: Worker, as_: SignIn) -> None:
    Committee.objects.filter(pk=lively.committee.pk).update(name="=HYPERLINK(1)")
    cells = [cell for line in sheet(as_(district)) for cell in line]
    assert "'=HYPERLINK(1)" in cells
    assert "'=等门面" in cells
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


@pytest.mark.parametrize("cell", ["=1", "+1", "-1", "@x", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"])
def test_a_text_that_would_run_is_neutral(cell: str) -> None:
    assert neutral(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["枫杨园", "310107005013", 0, -1, ""])
def test_figures_and_names_stay(cell: str | int) -> None:
    assert neutral(cell) == cell


def test_an_empty_area_says_what_to_do(place: Place, as_: SignIn) -> None:
    empty = make.worker("empty")
    make.post(empty, "subdistrict", make.subdistrict(5))
    response = as_(empty).get(PAGE)
    assert response.status_code == 200
    assert 'class="empty"' in response.content.decode()


def test_the_index_leads_there(lively: Place, street: Worker, as_: SignIn) -> None:
    page = as_(street).get("/admin/").content.decode()
    assert f'href="{PAGE}"' in page
    assert f'href="{SHEET}"' in page
