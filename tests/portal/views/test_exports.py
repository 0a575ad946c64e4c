"""Every list as a sheet: what it shows, in scope, in its own types, and nothing that says something of a resident."""

import csv
import io
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from django.contrib import admin as django_admin
from django.db.models import Model
from django.test import Client
from django.utils import timezone

from requests_desk.models import AnswerTemplate, Proposal, RoomUse, SignUp, Ticket, Visit, Volunteer
from stations.models import Committee, Division, Estate, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged
from tests.stations.admin.rows import SHARED, every_kind

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
MODELS = sorted(django_admin.site._registry, key=lambda model: model._meta.label)


def path(model: type[Model] | Model, form: str = "csv", query: str = "") -> str:
    return f"/admin/export/{model._meta.app_label}/{model._meta.model_name}.{form}{query}"


def table(client: Client, model: type[Model] | Model, query: str = "") -> list[list[str]]:
    answer = client.get(path(model, "csv", query))
    assert answer.status_code == 200, model
    return list(csv.reader(io.StringIO(answer.content.decode().removeprefix("\ufeff"))))


def workbook(client: Client, model: type[Model] | Model, query: str = "") -> Any:
    return openpyxl.load_workbook(io.BytesIO(client.get(path(model, "xlsx", query)).content)).active


@staged
def rows(place: Place, desk: Worker) -> dict[str, Model]:
    return every_kind(place, desk)


@staged
def afar(place: Place) -> Worker:
    worker = make.worker("afar")
    make.post(worker, "district", make.division("990102", "青桐区", Division.objects.get(code="9901")))
    return worker


class TestEveryList:
    def test_each_goes_out_with_its_rows(
        self, rows: dict[str, Model], district: Worker, admin: Worker, as_: SignIn
    ) -> None:
        clients = {True: as_(admin), False: as_(district)}
        for model in MODELS:
            client = clients[str(model._meta.model_name) in SHARED]
            lines = table(client, model, "?all=")
            assert len(lines) > 1, model
            assert {len(line) for line in lines} == {len(lines[0])}, model
            page = workbook(client, model)
            assert page.max_row == len(lines), model
            assert page.freeze_panes == "A2"

    def test_as_many_rows_as_the_list_shows_and_none_of_another_area(
        self, rows: dict[str, Model], afar: Worker, as_: SignIn
    ) -> None:
        client = as_(afar)
        own = {
            "division",
            "worker",
            "post",
            "service",
            "servicepack",
            "opendayseries",
        }  # the district's, and themselves
        for model in MODELS:
            name = str(model._meta.model_name)
            if name in SHARED:
                assert client.get(path(model)).status_code == 403
                continue
            lines = table(client, model)
            text = "\n".join(",".join(line) for line in lines[1:])
            assert len(lines) == 1 or name in own, model
            assert name == "service" or "枫香里" not in text, model  # everyone's service bears that name

    def test_no_sheet_says_anything_of_a_resident(
        self, rows: dict[str, Model], admin: Worker, as_: SignIn
    ) -> None:
        planted = {"name": "萧峨眉", "phone": "13700009999"}
        for model in (Visit, Ticket, SignUp, RoomUse, Proposal, Volunteer):
            assert model._default_manager.update(**planted), model
        Visit.objects.update(email="emei@example.cn")
        client = as_(admin)
        for model in MODELS:
            text = client.get(path(model)).content.decode()
            for word in (
                "萧峨眉",
                "萧",
                "13700009999",
                "emei@",
                *Visit.objects.values_list("token", flat=True),
            ):
                assert word not in text, (model, word)
        # The control: the masks would show the family name, and these rows are in the sheets.
        assert "萧" in client.get("/admin/requests_desk/visit/").content.decode()
        assert Visit.objects.earliest("pk").reference in client.get(path(Visit)).content.decode()

    def test_what_points_at_a_residents_words_says_their_reference(
        self, place: Place, desk: Worker, admin: Worker, as_: SignIn
    ) -> None:
        """A proposal's title is in no column of its own; a double, a project must not tell it either."""
        main = make.proposal(place.committee, desk, title="楼下的王家太吵")
        make.join(make.proposal(place.committee, desk, new=True), main, desk)
        client = as_(admin)
        for model in MODELS:
            assert "王家太吵" not in client.get(path(model)).content.decode(), model
        head, *lines = table(client, Proposal)
        assert any(main.reference in line[head.index("并入")] for line in lines if "并入" in head), head

    def test_no_secret_of_a_worker_leaves(
        self, rows: dict[str, Model], desk: Worker, admin: Worker, as_: SignIn
    ) -> None:
        text = as_(admin).get(path(Worker)).content.decode()
        desk.refresh_from_db()
        assert desk.username in text
        assert desk.password not in text
        assert "pbkdf2" not in text


class TestFilters:
    def test_filter_and_search_hold(
        self, place: Place, other_place: Place, far_place: Place, district: Worker, as_: SignIn
    ) -> None:
        client = as_(district)

        def names(query: str) -> set[str]:
            lines = table(client, Estate, query)
            return {line[1] for line in lines[1:]}

        assert names("") == {"枫香里苑", "银杏里苑", "香樟里苑"}
        assert names("?q=银杏") == {"银杏里苑"}
        assert names(f"?area={place.subdistrict.code}") == {"枫香里苑", "银杏里苑"}
        assert names(f"?area={place.subdistrict.code}&q=香樟") == set()

    def test_a_list_of_several_pages_goes_out_whole(self, place: Place, street: Worker, as_: SignIn) -> None:
        Estate.objects.bulk_create(Estate(committee=place.committee, name=f"苑{n}") for n in range(120))
        assert len(table(as_(street), Estate, "?p=2")) == 122

    def test_filters_that_a_list_has_not_are_refused(
        self, place: Place, visit: Visit, district: Worker, as_: SignIn
    ) -> None:
        for query in (
            "?phone__startswith=1",
            "?name__contains=王",
            "?token=x",
            "?committee__posts__worker=1",
        ):
            for model in (Visit, Station):
                assert as_(district).get(path(model, "csv", query)).status_code == 400, query
        assert as_(district).get(path(Station, "csv", "?q=%00")).status_code == 400
        assert as_(district).get(path(Visit, "csv", "?state__exact=booked")).status_code == 200

    def test_a_filter_reaches_nobody_elses(
        self, place: Place, far_place: Place, street: Worker, district: Worker, as_: SignIn
    ) -> None:
        for query in (f"?area={far_place.committee.code}", f"?q={far_place.estate.name}", "?all="):
            assert far_place.estate.name not in as_(street).get(path(Estate, "csv", query)).content.decode()
            assert far_place.estate.name in as_(district).get(path(Estate, "csv", query)).content.decode()

    def test_what_has_no_list_has_no_sheet(self, place: Place, admin: Worker, as_: SignIn) -> None:
        for where in (
            "requests_desk/reveallog",
            "stations/invitation",
            "sessions/session",
            "x/y",
            "stations/device",
        ):
            assert as_(admin).get(f"/admin/export/{where}.csv").status_code == 404
        assert as_(admin).get("/admin/export/stations/estate.pdf").status_code == 404

    def test_nobody_sends_anything_there(self, place: Place, admin: Worker, as_: SignIn) -> None:
        assert as_(admin).post(path(Estate)).status_code == 405


class TestCells:
    def test_types_are_real(self, place: Place, rows: dict[str, Model], street: Worker, as_: SignIn) -> None:
        page = workbook(as_(street), type(rows["openingexception"]))
        head = [cell.value for cell in page[1]]
        line = dict(zip(head, page[2], strict=True))
        day = line["日期"]
        assert isinstance(day.value, datetime)
        assert day.number_format == "yyyy-mm-dd"
        households = workbook(as_(street), Estate)["G2"]
        assert (households.value, households.data_type) == (300, "n")
        code = workbook(as_(street), Committee)["A2"]
        assert (code.value, code.data_type) == (place.committee.code, "s")

    def test_times_are_local_to_the_minute(
        self, rows: dict[str, Model], visit: Visit, admin: Worker, as_: SignIn
    ) -> None:
        for model in MODELS:
            lines = table(as_(admin), model, "?all=")
            assert not [cell for line in lines for cell in line if re.search(r":\d\d[+.:]\d\d", cell)], model
        local = f"{timezone.localtime(visit.slot.starts_at):%Y-%m-%d %H:%M}"
        line = next(line for line in table(as_(admin), Visit) if visit.reference in line)
        assert line.count(local) >= 1
        utc = f"{visit.slot.starts_at.astimezone(UTC):%Y-%m-%d %H:%M}"
        assert utc not in line
        head, *others = [[cell.value for cell in row] for row in workbook(as_(admin), Visit).iter_rows()]
        assert head[0] == "编号"
        assert local in next(row for row in others if visit.reference in row)
        slot = as_(admin).get(f"/admin/requests_desk/slot/{visit.slot.pk}/change/").content.decode()
        assert local in slot
        assert utc not in slot

    @pytest.mark.parametrize("text", ["=HYPERLINK(1)", "+1", "-1", "@x", "\t=1", "＝1"])
    def test_nothing_runs(
        self, text: str, place: Place, street: Worker, district: Worker, as_: SignIn
    ) -> None:
        AnswerTemplate.objects.create(district=place.subdistrict.parent, title=text, text=text)
        Estate.objects.filter(pk=place.estate.pk).update(address=text)
        for model in (AnswerTemplate, Estate):
            for line in table(as_(district), model)[1:]:
                assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "＝"))]
                assert f"'{text}" in line
            cells = [cell for line in workbook(as_(district), model).iter_rows() for cell in line]
            assert not [cell for cell in cells if cell.data_type == "f"]
            assert [cell for cell in cells if cell.value == text and cell.quotePrefix]

    def test_statements_do_not_grow_with_rows(
        self,
        place: Place,
        rows: dict[str, Model],
        district: Worker,
        as_: SignIn,
        django_assert_max_num_queries: Any,
    ) -> None:
        Estate.objects.bulk_create(Estate(committee=place.committee, name=f"苑{n}") for n in range(60))
        client = as_(district)
        for model in MODELS:
            if str(model._meta.model_name) not in SHARED:
                with django_assert_max_num_queries(24):
                    client.get(path(model))


def test_the_list_leads_to_its_sheet(place: Place, street: Worker, as_: SignIn) -> None:
    page = as_(street).get("/admin/stations/estate/?q=枫香").content.decode()
    assert "/admin/export/stations/estate.xlsx?q=%E6%9E%AB%E9%A6%99" in page
    assert "/admin/sheets/estates/" in page
