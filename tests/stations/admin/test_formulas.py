"""No cell of any sheet that leaves is a formula, whatever a name begins with; and read back it says the same (A9)."""

import csv
import io
from collections.abc import Callable, Iterator
from typing import Any

import openpyxl
import pytest
from django.contrib import admin as django_admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from requests_desk.actions.sheets.load import KINDS
from requests_desk.rules.review import FIGURES
from stations.models import Estate, Worker
from tests.cast import Place
from tests.stage import staged
from tests.stations.admin.two_streets import all_models, fill, words_of
from tests.turns import FIRST

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]

RUN = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
WORDS = "1+1"
MODELS = sorted(django_admin.site._registry, key=lambda model: model._meta.label)
# Every column meets all of them in `make proof`, and one of them otherwise, another on each database.
TURNS = [pytest.param(turn, marks=[pytest.mark.proof] if turn != FIRST else []) for turn in range(len(RUN))]


@staged
def full(place: Place, desk: Worker, street: Worker) -> None:
    fill(place, desk, street)


def plant(turn: int) -> dict[str, set[str]]:
    """Let every text that somebody typed begin as a formula does, each column of a table otherwise; by table (the
    model's label) the columns that do so now."""
    planted: dict[str, set[str]] = {}
    for model in all_models():
        if model._meta.app_label not in ("stations", "requests_desk"):
            continue
        for place, one in enumerate(words_of(model)):
            begin = RUN[(place + turn) % len(RUN)] + WORDS
            for row in model._base_manager.all():
                try:
                    with transaction.atomic():
                        model._base_manager.filter(pk=row.pk).update(
                            **{one.name: f"{begin}{row.pk}"[: one.max_length]}
                        )
                    planted.setdefault(model._meta.label, set()).add(one.name)
                except DatabaseError:  # kept by a trigger, or a constraint wants these words
                    continue
    return planted


def sheets(place: Place) -> Iterator[tuple[str, str]]:
    """(whose it is, its address without the ending) of every table that leaves as CSV and as a workbook."""
    for model in MODELS:
        yield "admin", f"/admin/export/{model._meta.app_label}/{model._meta.model_name}"
    for kind in KINDS:
        yield "admin", f"/admin/sheets/{kind}/current"
    yield "admin", "/admin/coverage"
    yield "admin", f"/admin/coverage/{place.subdistrict.code}"


def lists(place: Place) -> Iterator[tuple[str, str]]:
    """The same, of those that leave as CSV alone."""
    yield "admin", "/admin/open-days.csv"
    for figure in FIGURES:
        yield "admin", f"/admin/coverage/{place.subdistrict.code}/figures/{figure.key}.csv"
    yield "head", reverse("desk:looks_csv")
    yield "head", reverse("desk:volunteer_csv")
    yield "", f"{reverse('coverage')}?format=csv"
    yield "", f"{reverse('coverage_area', args=[place.subdistrict.code])}?format=csv"
    yield "", f"{reverse('coverage_services')}?format=csv"


def cells(client: Client, page: str) -> list[str]:
    """Every cell of a CSV, as a spreadsheet reads it."""
    answer = client.get(page)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/csv; charset=utf-8"), page
    text = answer.content.decode().removeprefix("\ufeff")
    return [cell for line in csv.reader(io.StringIO(text, newline="")) for cell in line]


def book(client: Client, page: str) -> list[Any]:
    """Every cell of a workbook."""
    pages = openpyxl.load_workbook(io.BytesIO(client.get(page).content))
    return [cell for one in pages for line in one.iter_rows() for cell in line]


def number(text: str) -> bool:
    """A number may begin with a minus: it is none of anybody's words."""
    return text.removeprefix("-").replace(".", "", 1).isdigit()


@pytest.mark.parametrize("turn", TURNS)
def test_no_cell_runs(
    turn: int, place: Place, full: None, desk: Worker, head: Worker, admin: Worker, as_: SignIn
) -> None:
    planted = plant(turn)
    clients = {"admin": as_(admin), "head": as_(head), "": Client()}
    seen, ran = 0, []
    for who, page in [*((who, f"{page}.csv") for who, page in sheets(place)), *lists(place)]:
        texts = cells(clients[who], page)
        seen += sum(WORDS in text for text in texts)
        ran += [(page, text) for text in texts if text.startswith(RUN) and not number(text)]
    for who, page in sheets(place):
        for cell in book(clients[who], f"{page}.xlsx"):
            ran += [(page, cell.value)] if cell.data_type == "f" else []
            begins = isinstance(cell.value, str) and cell.value.startswith(RUN)
            seen += begins
            ran += [(page, cell.value)] if begins and not cell.quotePrefix else []
    print(
        f"turn {turn}: {sum(map(len, planted.values()))} columns planted, {seen} such cells, {len(ran)} run"
    )
    assert ran == []
    assert len(planted) > 30
    assert seen > 150


def test_without_its_lid_a_cell_would_run(
    place: Place, full: None, admin: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    plant(0)
    monkeypatch.setattr("portal.common.sheets.neutral", lambda cell: cell)
    page = f"/admin/export/{Estate._meta.app_label}/{Estate._meta.model_name}.csv"
    assert [text for text in cells(as_(admin), page) if text.startswith(RUN)]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("begin", RUN)
def test_read_back_it_says_the_same(begin: str, form: str, place: Place, street: Worker, as_: SignIn) -> None:
    """What went out and comes in again, into other words that stood there meanwhile."""
    words = f"{begin}{WORDS}"
    Estate.objects.filter(pk=place.estate.pk).update(address=words)
    client = as_(street)
    sheet = client.get(reverse("sheet_current", args=["estates", form])).content
    Estate.objects.filter(pk=place.estate.pk).update(address="别处")
    sent = client.post(
        reverse("sheet_new", args=["estates"]), {"file": SimpleUploadedFile(f"x.{form}", sheet)}
    )
    assert sent.status_code == 302
    client.post(sent["Location"], {"seen": client.get(sent["Location"]).context["plan"].digest})
    place.estate.refresh_from_db()
    assert place.estate.address == words.strip()
