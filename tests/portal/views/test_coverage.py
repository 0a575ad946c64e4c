"""The coverage review: a page and its sheets say the same, of one's own area only."""

import csv
import io
import re
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from html.parser import HTMLParser
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override
from openpyxl import load_workbook

from portal.common.sheets import neutral
from portal.common.words import formatted
from portal.views import coverage as views
from portal.views.coverage import SORTS, header
from requests_desk.actions.review import keep_review
from requests_desk.rules.review import GROUPS
from stations.models import (
    Committee,
    Estate,
    Post,
    Programme,
    Relocation,
    Site,
    Standard,
    WalkingTime,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries
from tests.skeletons import skeleton
from tests.stage import staged

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
PAGE, SHEET, BOOK = "/admin/coverage/", "/admin/coverage.csv", "/admin/coverage.xlsx"
DISTRICT = "/admin/coverage/990101/"
EACH = {"each": "committee"}


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


def table(client: Client, page: str = PAGE, **query: str) -> list[list[str]]:
    response = client.get(page, query)
    assert response.status_code == 200
    cells = Cells()
    content = response.content.decode()
    cells.feed(content[: content.index('<div class="groups">')])
    return [row for row in cells.rows if row]


def sheet(client: Client, page: str = SHEET, **query: str) -> list[list[str]]:
    response = client.get(page, query)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def workbook(client: Client, page: str = BOOK, **query: str) -> list[list[Any]]:
    response = client.get(page, query)
    first = load_workbook(io.BytesIO(response.content)).worksheets[0]
    return [list(row) for row in first.iter_rows(values_only=True)]


def number(text: str) -> str:
    """The leading figure of a cell: "56 %" → "56"; nothing of a dash or a word."""
    digits = text.replace("\xa0", " ").split(" ")[0]
    return digits if digits.isdigit() else ""


def in_words(day: str) -> str:
    """2026-06-30 as the page has it."""
    return formatted(date.fromisoformat(day), "full") if day else ""


def column(words: str) -> int:
    with override("zh-hans"):
        return header().index(words)


def percents(line: list[str]) -> list[str]:
    """What the page shows of a line, from its sheet: before, now, beyond, the standard, on time, overdue."""
    columns = (
        "计划内居委会之前15分钟内可达的户数：百分比", "15分钟内可达的户数：百分比", "15分钟以外的户数",
        "已提供的标准项目：百分比", "按时答复的工单：百分比", "目前逾期的工单数",
    )  # fmt: skip
    return [line[column(words)] for words in columns]


@pytest.mark.parametrize("query", [EACH, EACH | {"sort": "-now"}, EACH | {"sort": "overdue"}, {}])
def test_the_sheet_says_what_the_page_says(
    query: dict[str, str], lively: Place, district: Worker, as_: SignIn
) -> None:
    client = as_(district)
    _head, *rows = table(client, **query)
    _header, *lines, total = sheet(client, **query)
    assert [row[0].split(" ")[-1] for row in rows] == [line[0] for line in lines]
    for row, line in zip(rows, lines, strict=True):
        assert [number(cell) for cell in row[-6:]] == percents(line), row[0]
        assert row[-4].endswith(f"/ {line[column('15分钟内可达的户数：总数')]}")
        if query:
            assert row[1].startswith(line[2])
            assert in_words(line[3]) in row[2]
            assert in_words(line[4]) in row[2]
    assert int(total[column("15分钟内可达的户数：总数")]) == sum(
        int(line[column("15分钟内可达的户数：总数")]) for line in lines
    )


def test_the_workbook_says_what_the_sheet_says(lively: Place, district: Worker, as_: SignIn) -> None:
    client = as_(district)
    as_text = [
        ["" if cell is None else neutral(str(cell).split(" 00:")[0]) for cell in row]
        for row in workbook(client, **EACH)
    ]
    mean = column("平均每周常规开放时间（小时）")
    for line in as_text[1:]:
        line[mean] = line[mean] and str(float(line[mean]))
    assert as_text == sheet(client, **EACH)
    assert isinstance(workbook(client, **EACH)[1][column("评估范围内的居委会数")], int)


def test_its_figures(lively: Place, district: Worker, as_: SignIn) -> None:
    rows = {row[0].split(" ")[-1]: row for row in table(as_(district), **EACH)[1:]}
    moved = rows[lively.committee.code]
    assert [number(cell) for cell in moved[3:]] == ["0", "100", "0", "50", "100", "0"]
    assert len(rows) == 3


def test_only_ones_own_area(
    lively: Place, far_place: Place, street: Worker, other_street: Worker, as_: SignIn
) -> None:
    for worker, own, foreign in ((street, lively, far_place), (other_street, far_place, lively)):
        client = as_(worker)
        nowhere = client.get("/admin/coverage/990199/")
        for page in (PAGE, SHEET):
            body = client.get(page, EACH).content.decode()
            assert own.committee.code in body
            assert foreign.committee.code not in body
        for code in (
            foreign.committee.code,
            foreign.subdistrict.code,
            "990101",
            "9901",
            "990299001",
            "310107005013",
        ):
            for path in (
                f"{PAGE}{code}/",
                f"{PAGE}{code}.csv",
                f"{PAGE}{code}.xlsx",
                f"{PAGE}?division={code[:9]}",
            ):
                assert client.get(path).status_code == 404, path
        assert skeleton(client.get(f"{PAGE}{foreign.committee.code}/")) == skeleton(nowhere)
        for code in ("1", "x", "９９０１０１００１"):
            assert client.get(PAGE, {"division": code}).status_code == 404, code
        for code in (own.subdistrict.code, own.committee.code):
            assert client.get(f"{PAGE}{code}/").status_code == 200
        assert client.get(PAGE, {"division": own.subdistrict.code}).url == f"{PAGE}{own.subdistrict.code}/"


def test_a_desk_elsewhere_opens_no_row(lively: Place, far_place: Place, street: Worker, as_: SignIn) -> None:
    make.post(street, "desk", far_place.committee)
    assert far_place.committee.code not in as_(street).get(PAGE, EACH).content.decode()
    assert as_(street).get(f"{PAGE}{far_place.committee.code}/").status_code == 404


def test_who_may_look(lively: Place, desk: Worker, street: Worker, as_: SignIn) -> None:
    for page in (PAGE, SHEET, BOOK, f"{PAGE}{lively.committee.code}/"):
        assert Client().get(page).status_code == 302
        assert as_(desk).get(page).status_code == 403
        assert as_(street).get(page).status_code == 200
    Post.objects.filter(worker=street).update(until=make.at(-1).date())
    assert as_(street).get(PAGE).status_code == 403


def test_statements_are_eight_for_one_and_for_thirty_committees(
    place: Place, district: Worker, as_: SignIn
) -> None:
    client = as_(district)
    keep_review(at=make.NOW)
    paths = (
        PAGE,
        SHEET,
        f"{PAGE}?each=committee",
        f"{PAGE}{place.subdistrict.code}/",
        f"{PAGE}?on=2026-11-18",
    )
    one = {path: count_queries(client, path) for path in paths}
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on="2026-01-01")
    for code in range(100, 130):
        committee = make.committee(code, under=place.subdistrict)
        make.station(committee, estates=[make.estate(committee)])
        Relocation.objects.create(programme=programme, committee=committee)
    keep_review(at=make.NOW, again=True)
    assert {path: count_queries(client, path) for path in paths} == one
    assert max(one.values()) <= 8


@pytest.mark.parametrize("sort", ["due", "before", "now", "standard", "on_time"])
def test_what_is_not_known_comes_last_in_both_directions(
    lively: Place, district: Worker, as_: SignIn, sort: str
) -> None:
    key, client = SORTS[sort], as_(district)
    for direction in ("", "-"):
        shown = client.get(PAGE, {"sort": direction + sort} | EACH).context["lines"]
        keys = [key(row["line"]) for row in shown]
        known = [one for one in keys if one is not None]
        assert keys == sorted(known, reverse=bool(direction)) + [None] * (len(keys) - len(known))
    assert known
    assert sort in ("now", "standard") or len(known) < len(keys)


def test_sorting(lively: Place, district: Worker, as_: SignIn) -> None:
    client = as_(district)

    def codes(**query: str) -> list[str]:
        return [row[0].split(" ")[-1] for row in table(client, **EACH, **query)[1:]]

    assert codes() == sorted(codes())
    assert codes(sort="-code") == codes()[::-1]
    first = client.get(PAGE, EACH | {"sort": "standing"}).context["lines"][0]
    assert first["line"].standing == "late", "the late one first"
    links = client.get(PAGE, EACH).context["sorts"]
    assert links["overdue"]["query"].endswith("sort=-overdue"), "the most overdue first"
    assert links["now"]["query"].endswith("sort=now"), "the least reached first"
    assert client.get(PAGE, {"sort": "-overdue"}).context["sorts"]["overdue"]["query"] == "sort=overdue"
    for sort in (*SORTS, "-due", "nonsense", "-"):
        assert len(codes(sort=sort)) == 3


@pytest.mark.parametrize("on", ["2026-11-17", "1900-01-01"])
def test_a_day_without_a_page_says_so(lively: Place, street: Worker, as_: SignIn, on: str) -> None:
    keep_review(at=make.NOW)
    response = as_(street).get(PAGE, {"on": on})
    assert "没有存档数据" in response.content.decode()
    assert as_(street).get(SHEET, {"on": on}).status_code == 404


@pytest.mark.parametrize("on", ["2026-11-18", "2099-01-01", "2026-02-31", "yesterday", ""])
def test_today_and_nonsense_are_now(lively: Place, street: Worker, as_: SignIn, on: str) -> None:
    response = as_(street).get(PAGE, {"on": on})
    assert response.context["page"].on is None


def test_a_past_day_stays_chosen_on_the_way_down(
    lively: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    keep_review(at=make.NOW)
    clock.shift(timedelta(days=3))
    body = as_(street).get(PAGE, {"on": "2026-11-18"}).content.decode()
    assert f'href="{PAGE}{lively.committee.code}/?on=2026-11-18"' in body
    assert as_(street).get(f"{PAGE}{lively.committee.code}/", {"on": "2026-11-18"}).context["page"].estates


@pytest.fixture
def pages_kept(settings: Any) -> Iterator[None]:
    """As in production; and nothing of it is left for another test."""
    settings.PAGE_CACHE_SECONDS = 600
    cache.clear()
    yield
    cache.clear()


def main_part(response: Any) -> str:
    """A page without its frame, which has a token in it that is another each time."""
    return str(response.content.decode().partition('id="content-main"')[2].partition("<footer")[0])


@pytest.mark.usefixtures("pages_kept")
def test_a_page_of_the_book_is_drawn_once(
    lively: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    keep_review(at=make.NOW)
    clock.shift(timedelta(days=3))
    client, asked = as_(street), f"{PAGE}?on=2026-11-18"
    client.get("/privacy/")  # reads what every page needs once
    with CaptureQueriesContext(connection) as dear:
        first = main_part(client.get(asked))
    with CaptureQueriesContext(connection) as cheap:
        assert main_part(client.get(asked)) == first
    assert (len(dear), len(cheap)) == (6, 4)
    assert main_part(client.get(f"{asked}&sort=-code")) != first
    assert main_part(client.get(f"/en{asked}")) != first


@pytest.mark.usefixtures("pages_kept")
def test_what_was_drawn_goes_once_the_book_is_written_again(
    lively: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    keep_review(at=make.NOW)
    clock.shift(timedelta(days=3))
    client = as_(street)
    before = main_part(client.get(PAGE, {"on": "2026-11-18"}))
    Committee.objects.filter(pk=lively.committee.pk).update(name="桂花苑居民委员会")
    assert main_part(client.get(PAGE, {"on": "2026-11-18"})) == before
    keep_review(at=make.NOW + timedelta(minutes=1), again=True)
    assert "桂花苑" in main_part(client.get(PAGE, {"on": "2026-11-18"}))


@pytest.mark.usefixtures("pages_kept")
def test_what_was_drawn_for_the_district_is_not_the_streets(
    lively: Place, street: Worker, district: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    """The way up and the area above are for those in whose area they lie."""
    keep_review(at=make.NOW)
    clock.shift(timedelta(days=3))
    path, asked = f"{PAGE}{lively.committee.code}/", {"on": "2026-11-18"}
    theirs = as_(district).get(path, asked).content.decode()
    ours = as_(street).get(path, asked).content.decode()
    assert f'href="{DISTRICT}"' in theirs
    assert f'href="{DISTRICT}"' not in ours


def test_formulas_are_made_plain(lively: Place, district: Worker, as_: SignIn) -> None:
    Committee.objects.filter(pk=lively.committee.pk).update(name="=HYPERLINK(1)")
    cells = [cell for line in sheet(as_(district), **EACH) for cell in line]
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


def test_the_page_says_which_day_it_shows(
    lively: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    keep_review(at=make.NOW)
    clock.shift(timedelta(days=5))
    client = as_(street)
    assert client.get(PAGE).context["said"] == ""
    assert client.get(PAGE, {"on": "2026-11-18"}).context["said"] == ""
    between = client.get(PAGE, {"on": "2026-11-20"})
    assert "2026年11月20日没有存档" in between.content.decode()
    assert 'value="2026-11-20"' in between.content.decode()
    for nonsense in ("2099-01-01", "2026-13-45", "x"):
        said = client.get(PAGE, {"on": nonsense}).content.decode()
        assert "不是过去的日期" in said
        for ending in ("csv", "xlsx"):
            sheet = f"{PAGE}{lively.subdistrict.code}.{ending}"
            assert f"{sheet}?on=" not in said
            assert client.get(sheet, {"on": nonsense}).status_code == 404
            assert client.get(sheet, {"on": "2026-11-18"}).status_code == 200


def test_of_very_many_estates_the_largest_stand_there_and_the_way_to_all(
    lively: Place, street: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, code = as_(street), lively.committee.code
    whole = client.get(f"{PAGE}{code}/").content.decode()
    assert "户数最多的" not in whole
    monkeypatch.setattr(views, "MOST_ESTATES", 3)
    few = Estate.objects.filter(committee=lively.committee).count()
    for number in range(5):
        make.estate(lively.committee, f"第{number}苑", households=5000 + number)
    shown = client.get(f"{PAGE}{code}/").content.decode()
    assert [number for number in range(5) if f"第{number}苑" in shown] == [2, 3, 4]
    assert shown.index("第4苑") < shown.index("第2苑")
    assert f"共 {few + 5} 个小区" in shown
    rows = f"{PAGE}{code}/figures/households_15/"
    assert f'<a href="{rows}">全部小区' in shown
    assert all(f"第{number}苑" in client.get(rows).content.decode() for number in range(5))


def test_on_a_narrow_screen_too_a_change_says_since_which_day(
    lively: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    """The last kept day at least a month before may lie further back."""
    keep_review(at=make.NOW)
    clock.shift(timedelta(days=45))
    said = as_(street).get(PAGE).content.decode()
    assert 'data-label="与2026年11月18日相比' in said
    assert "一个月" not in said


def test_on_a_narrow_screen_the_headings_stand_at_the_top_to_jump_to(
    lively: Place, street: Worker, as_: SignIn
) -> None:
    page = as_(street).get(PAGE).content.decode()
    jumps = re.search(r'<nav class="jumps".*?</nav>', page, re.S)
    assert jumps
    leads = re.findall(r'href="#([a-z]+)">([^<]+)<', jumps[0])
    assert leads == re.findall(r'<h2 id="([a-z]+)">([^<]+)<', page)
    assert len(leads) == len(GROUPS)


def test_what_a_move_is_due_for_is_no_visit(lively: Place, street: Worker, as_: SignIn) -> None:
    assert "2026年6月30日前完成" in as_(street).get(PAGE).content.decode()


def test_an_official_who_finds_nothing_is_led_back(lively: Place, street: Worker, as_: SignIn) -> None:
    body = as_(street).get("/admin/coverage/990199/").content.decode()
    assert 'href="/admin/"' in body
    assert 'href="/admin/"' not in Client().get("/nowhere/").content.decode()
