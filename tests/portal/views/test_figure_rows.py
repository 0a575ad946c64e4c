"""The pages of a figure's rows: of one's own area, without anybody's contact, a hundred at a time."""

import csv
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal import figure_rows as pages
from portal.views import figure_rows as views
from requests_desk.actions.review import keep_review
from requests_desk.models import ReviewDay, Ticket
from requests_desk.rules.review import BY_KEY, FIGURES, NEWER
from stations.models import Committee, Estate, Post, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of
from tests.portal.conftest import NAME, PHONE, WORDS
from tests.turns import every_other

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
KEYS = [figure.key for figure in FIGURES]
ONE_OF_EACH = sorted({figure.rows: figure.key for figure in FIGURES}.values())


def page(key: str, code: str = "", name: str = "figure_rows") -> str:
    return reverse(name, args=[code, key]) if code else reverse(f"{name}_of_all", args=[key])


def sheet(client: Client, key: str, code: str = "", query: str = "") -> list[list[str]]:
    response = client.get(page(key, code, "figure_sheet") + query)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))


def bare(response: Any) -> str:
    """A page without its request's own number."""
    return re.sub(r"[0-9a-f]{16}", "", text_of(response))


def test_every_figure_opens_and_no_page_or_sheet_says_whose_it_was(
    lively: Place, street: Worker, as_: SignIn, subtests: pytest.Subtests
) -> None:
    client = as_(street)
    addresses = [page(key, lively.committee.code) for key in every_other(KEYS)]
    addresses += [page(key, name="figure_sheet") for key in every_other(ONE_OF_EACH)]
    for address in addresses:
        with subtests.test(address):
            response = client.get(address)
            assert response.status_code == 200
            assert "no-store" in response["Cache-Control"]
            for secret in (NAME, PHONE, WORDS, "****9999", "欧**"):
                assert secret not in text_of(response)


def test_the_canaries_are_there(lively: Place) -> None:
    """The control."""
    assert Ticket.objects.filter(name=NAME, phone=PHONE, notes__text=WORDS).exists()


def test_the_page_says_what_the_figure_is(lively: Place, street: Worker, as_: SignIn) -> None:
    text = text_of(as_(street).get(page("on_time", lively.committee.code)))
    figure = BY_KEY["on_time"]
    assert str(figure.label) in text
    assert str(figure.formula) in text
    assert lively.subdistrict.label in text
    assert lively.committee.label in text
    assert reverse("how_counted") + "#figure-on_time" in text


def test_the_sheet_has_the_pages_rows_and_the_figure(
    lively: Place, street: Worker, as_: SignIn, subtests: pytest.Subtests
) -> None:
    client = as_(street)
    for key in ONE_OF_EACH:
        with subtests.test(key):
            shown = client.get(page(key)).context
            head, *rows, total = sheet(client, key)
            assert len(rows) == len(shown["lines"]) > 0
            assert head[1:] == [words for words, _number in shown["columns"]]
            for row, line in zip(rows, shown["lines"], strict=True):
                assert row[0] == line[0][1].code
                assert len(row) == len(head)
            assert str(shown["found"].value.sum) in total[2:]


def test_the_total_stands_below_the_numbers_it_is_the_sum_of(
    lively: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller, subtests: pytest.Subtests
) -> None:
    """In their unit, live and in the book; never below the names."""
    keep_review(at=timezone.now())
    clock.shift(86400)
    client, added_up = as_(street), 0
    for key in KEYS:
        for query in ({}, {"on": "2026-11-18"}):
            with subtests.test(key, **query):
                found = client.get(page(key), query).context["found"]
                head, *rows, total = sheet(client, key, query=f"?on={query['on']}" if query else "")
                assert total[:2] == ["合计", ""]
                for column, name in found.listing.sums.items():
                    at = column + 2
                    if name != "number":
                        numbers = round(sum(float(row[at] or 0) for row in rows), 1)
                        assert numbers == float(total[at]), head[at]
                        added_up += 1
                if found.flagged:
                    own = len(head) - 1
                    assert total[own] == str(found.value.part)
    assert added_up > len(KEYS)


def test_hours_are_summed_up_in_hours(lively: Place, street: Worker, as_: SignIn) -> None:
    head, *rows, total = sheet(as_(street), "hours")
    at = head.index("每周开放小时")
    assert float(total[at]) == sum(float(row[at]) for row in rows) > 0
    assert total[at + 1 :] == ["总数", str(len(rows))]


def test_yes_and_no(lively: Place, street: Worker, as_: SignIn) -> None:
    client = as_(street)
    every = client.get(page("on_time")).context["lines"]
    some = client.get(page("on_time"), {"only": "no"}).context["lines"]
    assert 0 < len(some) < len(every)
    assert {line[-1][1].text for line in some} == {"否"}
    assert {line[-1][1].text for line in every} == {"是", "否"}
    assert len(client.get(page("on_time"), {"only": "nonsense"}).context["lines"]) == len(every)
    assert len(sheet(client, "on_time", query="?only=no")) == len(some) + 2


def test_who_may_look(lively: Place, desk: Worker, street: Worker, as_: SignIn) -> None:
    for name in ("figure_rows", "figure_sheet"):
        for code in ("", lively.committee.code):
            address = page("came", code, name)
            assert Client().get(address).status_code == 302
            assert as_(desk).get(address).status_code == 403
            assert as_(street).get(address).status_code == 200
            assert as_(street).post(address).status_code in (200, 405)
    Post.objects.filter(worker=street).update(until=make.at(-1).date())
    assert as_(street).get(page("came")).status_code == 403


def test_another_streets_area_is_like_none(
    lively: Place, far_place: Place, other_street: Worker, as_: SignIn
) -> None:
    client = as_(other_street)
    for name in ("figure_rows", "figure_sheet"):
        assert client.get(page("came", far_place.committee.code, name)).status_code == 200
        for foreign, nowhere in (
            (lively.committee.code, "990199999999"), (lively.subdistrict.code, "990199999"), ("990101", "990199"),
            ("9901", "9999"),
        ):  # fmt: skip
            answers = [client.get(page("came", code, name)) for code in (foreign, nowhere)]
            assert [answer.status_code for answer in answers] == [404, 404]
            assert bare(answers[0]) == bare(answers[1])
    assert client.get(page("no-such-figure", far_place.committee.code)).status_code == 404


def test_a_foreign_row_is_on_no_page(
    lively: Place, other_street: Worker, as_: SignIn, subtests: pytest.Subtests
) -> None:
    client = as_(other_street)
    for key in ONE_OF_EACH:
        with subtests.test(key):
            text = text_of(client.get(page(key)))
            assert lively.committee.code not in text
            assert lively.committee.name not in text


def test_links_lead_where_the_official_may_go(
    lively: Place, street: Worker, as_: SignIn, subtests: pytest.Subtests
) -> None:
    client = as_(street)
    for key in [*ONE_OF_EACH, "moved", "households_15"]:
        lines = client.get(page(key)).context["lines"]
        for address in {cell.url for line in lines[:3] for _column, cell in line if cell.url}:
            with subtests.test(f"{key} {address}"):
                assert client.get(address).status_code == 200


def test_names_are_texts(lively: Place, street: Worker, as_: SignIn, subtests: pytest.Subtests) -> None:
    evil = '<script>alert("1")</script>'
    Committee.objects.update(name=evil)
    Station.objects.update(name=evil)
    Estate.objects.filter(pk=lively.estate.pk).update(name="=HYPERLINK(1)")
    Worker.objects.exclude(pk=street.pk).update(name=evil)
    client = as_(street)
    for key in ONE_OF_EACH:
        with subtests.test(key):
            text = text_of(client.get(page(key)))
            assert "<script>alert" not in text
            assert "&lt;script&gt;alert" in text
    cells = [cell for line in sheet(client, "households_15") for cell in line]
    assert "'=HYPERLINK(1)" in cells


def test_a_hundred_at_a_time(
    lively: Place, desk: Worker, street: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = as_(street)
    every = [line[1][1].text for line in client.get(page("came")).context["lines"]]
    for module in (pages, views):
        monkeypatch.setattr(module, "PAGE", 3)
    found: list[str] = []
    last = -(-len(every) // 3)
    for number in range(1, last + 1):
        answer = client.get(page("came"), {"page": number})
        shown = answer.context
        found += [line[1][1].text for line in shown["lines"]]
        assert shown["found"].value.part == len(every)
        assert shown["page"].has_next is (number < last)
        assert f"第 {number} 页，共 {last} 页" in text_of(answer)
        assert "只有" not in text_of(answer)
    assert found == every
    assert last > 2
    for nonsense in ("0", "-1", "x", "²"):
        shown = client.get(page("came"), {"page": nonsense}).context
        assert [line[1][1].text for line in shown["lines"]] == every[:3]
    assert len(sheet(client, "came")) == len(every) + 2


@pytest.mark.parametrize("key", ONE_OF_EACH)
def test_behind_the_last_page_is_the_last_and_says_so(
    key: str, lively: Place, street: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pages, views):
        monkeypatch.setattr(module, "PAGE", 1)
    client = as_(street)
    last = len(sheet(client, key)) - 2
    for number in (last + 1, 9999, "9" * 5000):
        answer = client.get(page(key), {"page": number})
        assert (answer.context["page"].number, answer.context["page"].last) == (last, last)
        assert f"一共只有 {last} 页" in text_of(answer)
    assert answer.context["lines"] == client.get(page(key), {"page": last}).context["lines"]


def test_no_more_rows_than_can_be_turned_to(
    lively: Place, street: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pages, views):
        monkeypatch.setattr(module, "PAGE", 3)
    monkeypatch.setattr(views, "MOST", 6)
    shown = as_(street).get(page("came"), {"page": 2}).context
    assert (shown["page"].has_next, shown["page"].cut) == (False, 6)
    assert shown["found"].value.part > 6


def test_a_sheet_that_is_cut_says_so(
    lively: Place, street: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (pages, views):
        monkeypatch.setattr(module, "PAGE", 1)
    monkeypatch.setattr(views, "MOST_IN_A_SHEET", 5)
    monkeypatch.setattr(views, "IN_A_SHEET_AT_ONCE", 5)
    lines = sheet(as_(street), "households_15")
    assert len(lines) == 1 + 5 + 2
    assert "5" in lines[-1][0]


def test_statements_are_as_many_for_one_as_for_thirty(
    place: Place, desk: Worker, street: Worker, as_: SignIn
) -> None:
    make.ticket(desk, place.station, place.service, answered=True)
    client = as_(street)
    keys = ("came", "households_15", "stations", "on_time")
    one = {key: count_queries(client, page(key)) for key in keys}
    for number in range(100, 130):
        committee = make.committee(number, under=place.subdistrict)
        make.station(committee, estates=[make.estate(committee)])
        make.ticket(desk, place.station, place.service, answered=True)
    assert {key: count_queries(client, page(key)) for key in keys} == one
    assert max(one.values()) <= 12


def test_days_are_words_on_the_page_and_figures_in_the_sheet(
    lively: Place, street: Worker, as_: SignIn
) -> None:
    client = as_(street)
    line = client.get(page("came")).context["lines"][0]
    received, answered = (cell.text for _column, cell in line[4:6])
    assert re.fullmatch(r"2026年11月\d+日 \d\d:\d\d", received)
    assert re.fullmatch(r"–|2026年11月\d+日 \d\d:\d\d", answered)
    assert re.fullmatch(r"2026-11-\d\d \d\d:\d\d", sheet(client, "came")[1][5])
    english = client.get(f"/en{page('posts')}")
    assert re.search(r"\b\d{1,2} [A-Z][a-z]{2} \d{4}\b", text_of(english))
    assert not re.search(r">\s*\d{4}-\d\d-\d\d", text_of(english))


def test_a_night_that_did_not_count_a_figure_yet_says_so(
    lively: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    keep_review(at=timezone.now())
    clock.shift(86400)
    client, then = as_(street), {"on": "2026-11-18"}
    code = lively.committee.code
    for key in ("older_before_5", "older_after_10"):
        assert client.get(page(key, code), then).context["found"].value.known
    for one in ReviewDay.objects.all():
        one.counts = {name: number for name, number in one.counts.items() if name not in NEWER}
        one.save()
    for key in ("older_before_5", "older_after_10"):
        for area in ("", code):
            answer = client.get(page(key, area), then)
            assert answer.context["lines"] == []
            assert "当时还没有统计" in text_of(answer)
            assert "未留存" in sheet(client, key, area, "?on=2026-11-18")[-1]
    assert client.get(page("older_before_15", code), then).context["found"].value.known


def test_a_past_day_is_the_books(
    lively: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    keep_review(at=timezone.now())
    clock.shift(86400)
    client = as_(street)
    Estate.objects.update(households=1)
    for code in ("", lively.subdistrict.code, lively.committee.code):
        shown = client.get(page("households_15", code), {"on": "2026-11-18"})
        assert shown.context["found"].kept.day == make.TODAY
        assert shown.context["found"].value.part > 100
    download = client.get(page("households_15", name="figure_sheet"), {"on": "2026-11-18"})
    assert "2026-11-18.csv" in download["Content-Disposition"]
    for nonsense in ("x", "2026-13-45", "2030-01-01", "2026-11-19", ""):
        now = client.get(page("came"), {"on": nonsense})
        assert now.context["found"].kept is None
        today = nonsense in ("2026-11-19", "")
        assert ("不是过去的日期" in text_of(now)) != today
        download = client.get(page("came", name="figure_sheet"), {"on": nonsense})
        assert download.status_code == (200 if today else 404)
        assert f"on={nonsense}" not in now.context["query"] or today
    none = client.get(page("came"), {"on": "2020-01-01"})
    assert none.status_code == 200
    assert 'class="empty"' in text_of(none)
    assert client.get(page("came", name="figure_sheet"), {"on": "2020-01-01"}).status_code == 404


def test_nothing_counted_says_so(place: Place, as_: SignIn) -> None:
    empty = make.worker("empty")
    make.post(empty, "subdistrict", make.subdistrict(5))
    for key in ONE_OF_EACH:
        response = as_(empty).get(page(key))
        assert response.status_code == 200
        assert 'class="empty"' in text_of(response)
