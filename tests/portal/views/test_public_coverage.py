"""Coverage, for everyone: what stands on the page and in the sheet, and what never does."""

import csv
import io
import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone, translation

from portal.common.sheets import BOM
from portal.public_coverage import PUBLIC, Told
from requests_desk.actions.review import keep_review
from requests_desk.models import ReviewDay
from requests_desk.rules.review import FIGURES
from stations.models import Estate, Programme, Relocation, Standard, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of, words_of

pytestmark = pytest.mark.django_db

PAGE = "/coverage/"


@pytest.fixture
def lively(place: Place, other_place: Place, desk: Worker) -> Place:
    """A street with two committees in a programme, a standard, and eleven answers at the first; the night is over."""
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on="2026-01-01")
    Relocation.objects.create(programme=programme, committee=place.committee, due_on="2026-12-31")
    Relocation.objects.create(
        programme=programme, committee=other_place.committee, due_on="2026-11-01", delay_reason="=等门面"
    )
    standard = Standard.objects.create(district=place.subdistrict.parent, name="六加X")
    place.item.satisfies.add(standard.items.create(name="民情收集"))
    standard.items.create(name="事务协商")
    for _number in range(11):
        make.ticket(desk, place.station, place.service, name="金丝雀", phone="13900001111", answered=True)
    keep_review(at=make.NOW)
    return place


def addresses(place: Place) -> list[str]:
    code = place.subdistrict.code
    return [PAGE, *(f"{PAGE}{code[:length]}/" for length in (4, 6, 9))]


def sheet(client: Client, path: str) -> list[dict[str, str]]:
    answer = client.get(path, {"format": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert not answer.cookies
    text = answer.content.decode()
    assert text.startswith(BOM)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM))))


def test_cached_without_a_cookie_in_both_languages(lively: Place, client: Client) -> None:
    for path in addresses(lively):
        assert_cached_page(client, path)
        assert_cached_page(client, f"{path}?format=csv")


def test_headings_are_those_of_areas_and_figures(lively: Place, client: Client) -> None:
    assert list(sheet(client, PAGE)[0])[:3] == ["区划代码", "区域", "日期"]
    page = text_of(client.get(PAGE))
    assert '<th scope="col">变化</th>' in page
    assert "更改</th>" not in page


def test_the_first_screen_says_how_far_one_is(lively: Place, client: Client) -> None:
    words = words_of(client.get(f"/en{PAGE}{lively.subdistrict.code}/"))
    assert "0 / 2 committees that are to move have moved to the street" in words
    assert "100 % of the households walk to a living room in 15 minutes or less" in words
    assert "25 % of what every living room should offer is offered" in words
    assert "100 % of the matters answered in 90 days were answered by the promised time" in words
    assert "Counted on 18 November 2026 at 10:00" in words
    assert words.index("Find your own living room") < words.index("Who has moved to the street")


def test_a_passed_day_is_told_with_its_reason_and_without_blame(lively: Place, client: Client) -> None:
    words = words_of(client.get(f"/en{PAGE}{lively.subdistrict.code}/"))
    assert "not finished by the planned day planned for 1 November 2026 =等门面" in words
    assert not re.search(r"\b(late|overdue|delay|fail)", words, re.I)


def test_lines_lead_on_down_to_the_committee(lively: Place, client: Client) -> None:
    code, here = lively.subdistrict.code, ""
    for path, below in zip(addresses(lively), (code[:6], code[:6], code), strict=False):
        assert f'href="{PAGE}{below}/"' in text_of(client.get(path)), path
        here = text_of(client.get(f"{PAGE}{code}/"))
    assert f'href="/committees/{lively.committee.code}/"' in here
    assert f'href="{PAGE}{code}/"' in text_of(client.get(f"/committees/{lively.committee.code}/"))
    assert f'href="{PAGE}"' in text_of(client.get("/"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_word_of_a_figure_that_is_not_public(language: str, lively: Place, client: Client) -> None:
    prefix = "/en" if language == "en" else ""
    with translation.override(language):
        hidden = [str(figure.words) for figure in FIGURES if not figure.public]
        every = [Told(figure.value({})) for figure in PUBLIC]
        shown = [str(one.counted) for one in every if one.figure.key in ("on_time", "step_free", "sessions")]
    for path in addresses(lively):
        page = words_of(client.get(prefix + path))
        heads = "|".join(sheet(client, prefix + path)[0])
        for text in (page, heads):
            assert [words for words in hidden if words.lower() in text.lower()] == []
            assert [words for words in shown if words.lower() not in text.lower()] == []  # the control


ELEVEN = re.compile(r"(?<![\d/:-])11(?![\d月:-])")  # the answers at the first committee; no part of a day


def test_nobody_is_named_and_no_answer_counted(lively: Place, desk: Worker, client: Client) -> None:
    assert ELEVEN.search("11 of 12")  # the control
    for path in addresses(lively):
        page, rows = client.get(path), client.get(path, {"format": "csv"})
        for word in ("金丝雀", "13900001111", desk.name):
            assert word not in text_of(page) + text_of(rows), path
        assert not ELEVEN.search(words_of(page))
        assert not ELEVEN.search(text_of(rows))


def test_the_sheet_says_what_the_page_says(lively: Place, client: Client) -> None:
    rows = sheet(client, f"/en{PAGE}{lively.subdistrict.code}/")
    codes = [row["Register code"] for row in rows]
    assert codes == [lively.committee.code, rows[1]["Register code"], lively.subdistrict.code]
    first, second, whole = rows
    assert first["matters answered by the promised time: percent"] == "100"
    assert second["matters answered by the promised time: percent"] == ""
    assert "matters answered by the promised time: number" not in first
    assert (whole["committees moved to the street: number"], whole["committees moved to the street: of"]) == (
        "0",
        "2",
    )
    assert whole["items of the standard offered: percent"] == "25"
    assert whole["stations that operate"] == "2"


def test_the_sheet_runs_nothing(lively: Place, client: Client) -> None:
    lively.committee.name = "=1+1"
    lively.committee.save()
    rows = sheet(client, f"/en{PAGE}{lively.subdistrict.code}/")
    assert rows[0]["Name"] == "'=1+1"


@pytest.mark.parametrize(
    "sort", ["code", "-code", "moved", "-households_15", "standard", "-on_time", "overdue"]
)
def test_orders_are_links(sort: str, lively: Place, client: Client) -> None:
    answer = client.get(f"{PAGE}{lively.subdistrict.code}/", {"sort": sort})
    assert answer.status_code == 200
    known = sort != "overdue"
    assert text_of(answer).count('aria-current="true"') == known
    assert '<meta name="robots" content="noindex">' in text_of(answer)


def test_a_day_that_cannot_be_read_is_said(lively: Place, client: Client) -> None:
    for typed in ("x", "2026-02-30", "2099-01-01", "0001-01-01", "9" * 40):
        answer = client.get(PAGE, {"on": typed})
        assert answer.status_code == 200
        assert f"“{typed[:20]}”不是过去的日期" in text_of(answer), typed
        assert 'href="?format=csv"' in text_of(answer), typed
        assert client.get(PAGE, {"on": typed, "format": "csv"}).status_code == 404
    for typed in ("", "1999-01-01", f"{make.TODAY}"):
        assert "不是过去的日期" not in text_of(client.get(PAGE, {"on": typed})), typed
        assert client.get(PAGE, {"on": typed, "format": "csv"}).status_code == 200
    assert "都没有留下数字" in text_of(client.get(PAGE, {"on": "1999-01-01"}))


def test_an_earlier_day(lively: Place, client: Client, clock: time_machine.Traveller) -> None:
    clock.shift(timedelta(days=40))
    keep_review(at=timezone.now())
    words = words_of(client.get(f"/en{PAGE}", {"on": "2026-11-20"}))
    assert "You are looking at an earlier day: 18 November 2026" in words
    assert "earlier day:" not in words_of(client.get(f"/en{PAGE}"))
    assert "nothing was kept" in words_of(client.get(f"/en{PAGE}", {"on": "2026-11-17"}))


def test_before_the_first_night_of_a_large_register(
    lively: Place, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    ReviewDay.objects.all().delete()
    monkeypatch.setattr("portal.public_coverage.LIVE_MOST", 1)
    words = words_of(client.get(f"/en{PAGE}"))
    assert "The figures are counted at night" in words
    assert " %" not in words
    assert sheet(client, PAGE) == []


def test_nothing_recorded(client: Client) -> None:
    street = make.subdistrict(1)
    assert "No living room and no plan" in words_of(client.get(f"/en{PAGE}{street.code}/"))


def test_what_is_no_area(lively: Place, client: Client) -> None:
    for code in ("1111", "111111", "111111111", "99", "99010", lively.committee.code, "abcd", "９９０１"):
        for prefix in ("", "/en"):
            assert client.get(f"{prefix}{PAGE}{code}/").status_code == 404, code


def test_nothing_is_written_and_nothing_else_is_answered(lively: Place, client: Client) -> None:
    rows = list(ReviewDay.objects.order_by("pk").values())
    for path in addresses(lively):
        client.get(path)
    assert list(ReviewDay.objects.order_by("pk").values()) == rows


def test_at_most_three_statements_for_one_and_for_thirty(lively: Place, client: Client) -> None:
    counted = [[count_queries(client, f"{path}?sort=code") for path in addresses(lively)]]
    for number in range(3, 33):
        body = make.committee(number, under=lively.subdistrict, name=f"第{number}居委会")
        Estate.objects.create(committee=body, name=f"{number}号苑", households=10)
        Relocation.objects.create(programme=Programme.objects.get(), committee=body)
    keep_review(at=make.NOW, again=True)
    counted.append([count_queries(client, f"{path}?sort=-code") for path in addresses(lively)])
    assert counted[0] == counted[1]
    assert max(counted[0]) <= 3
