"""Sheets in the administration: sent, looked at, confirmed; once, whole, by their sender, in their area."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from portal.common.sheets import BOM
from requests_desk.actions.sheets.load import KINDS
from requests_desk.models import SheetUpload, Slot
from stations.models import Committee, Estate, OpeningDay, Station, WeekHours, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries
from tests.requests_desk.actions.sheets.files import as_csv, as_xlsx
from tests.stations.admin.rows import bare

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
HEAD = ["居委会代码", "名称", "户数"]


def send(client: Client, kind: str, data: bytes, name: str = "x.xlsx") -> HttpResponse:
    return client.post(f"/admin/sheets/{kind}/", {"file": SimpleUploadedFile(name, data)})


def estates(place: Place, households: int = 777) -> bytes:
    return as_xlsx(
        HEAD, [[place.committee.code, place.estate.name, households], [place.committee.code, "新村", 88]]
    )


def sent(client: Client, kind: str, data: bytes) -> str:
    """The address of the preview."""
    answer = send(client, kind, data)
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def confirm(client: Client, address: str) -> HttpResponse:
    return client.post(address, {"seen": client.get(address).context["plan"].digest}, follow=True)


class TestTheWay:
    def test_nothing_is_loaded_before_it_is_confirmed(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        address = sent(client, "estates", estates(place))
        page = client.get(address)
        text = page.content.decode()
        assert "300</del> → <ins>777" in text
        assert "新村" in text
        assert (len(page.context["plan"].added), len(page.context["plan"].changed)) == (1, 1)
        place.estate.refresh_from_db()
        assert place.estate.households == 300
        done = confirm(client, address)
        place.estate.refresh_from_db()
        assert place.estate.households == 777
        assert Estate.objects.get(name="新村").committee == place.committee
        assert "新增 1 条，修改 1 条" in done.content.decode()

    def test_a_second_press_loads_nothing(self, place: Place, street: Worker, as_: SignIn) -> None:
        client = as_(street)
        address = sent(client, "estates", estates(place))
        seen = client.get(address).context["plan"].digest
        client.post(address, {"seen": seen})
        Estate.objects.filter(name="新村").delete()
        Estate.objects.filter(pk=place.estate.pk).update(households=1)
        again = client.post(address, {"seen": seen}, follow=True)
        assert "已经导入过了" in again.content.decode()
        place.estate.refresh_from_db()
        assert place.estate.households == 1
        assert not Estate.objects.filter(name="新村").exists()

    def test_what_changed_since_is_shown_again(self, place: Place, street: Worker, as_: SignIn) -> None:
        client = as_(street)
        address = sent(client, "estates", estates(place))
        seen = client.get(address).context["plan"].digest
        Estate.objects.filter(pk=place.estate.pk).update(households=5)
        page = client.post(address, {"seen": seen}, follow=True).content.decode()
        assert "有了变化" in page
        assert "5</del> → <ins>777" in page
        assert not Estate.objects.filter(name="新村").exists()
        confirm(client, address)
        assert Estate.objects.filter(name="新村").exists()

    @pytest.mark.parametrize("seen", ["", "0" * 32, "x\0"])
    def test_a_mark_of_something_else_loads_nothing(
        self, seen: str, place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        address = sent(client, "estates", estates(place))
        client.post(address, {"seen": seen})
        assert not Estate.objects.filter(name="新村").exists()
        assert SheetUpload.objects.waiting().exists()

    def test_it_expires(
        self, place: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
    ) -> None:
        client = as_(street)
        address = sent(client, "estates", estates(place))
        seen = client.get(address).context["plan"].digest
        clock.shift(3601)
        assert client.get(address).status_code == 404
        assert client.post(address, {"seen": seen}).status_code == 404
        assert not Estate.objects.filter(name="新村").exists()

    def test_another_file_takes_its_place(
        self, place: Place, street: Worker, district: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        first = sent(client, "estates", estates(place))
        seen = client.get(first).context["plan"].digest
        week = as_xlsx(headings("opening-hours", ["station", "day_0"]), [[place.station.slug, None]])
        other_kind = sent(client, "opening-hours", week)
        second = sent(client, "estates", estates(place, 555))
        for answer in (client.get(first), client.post(first, {"seen": seen})):
            assert answer.status_code == 410
            text = answer.content.decode()
            assert "您又上传了一份同类的表格" in text
            assert f'href="{second}"' in text
        for one in (second, other_kind):
            assert client.get(one).status_code == 200
        replaced = SheetUpload.objects.replaced().get()
        assert (bytes(replaced.content), replaced.loaded_at) == (b"", None)
        assert not Estate.objects.filter(name="新村").exists()
        confirm(client, second)
        assert f'href="{second}"' in client.get(first).content.decode(), (
            "the newer one, loaded, is still named"
        )
        there, nowhere = (as_(district).get(where) for where in (first, "/admin/sheets/uploads/987654/"))
        assert (there.status_code, bare(there)) == (404, bare(nowhere))

    def test_a_loaded_one_is_not_replaced(self, place: Place, street: Worker, as_: SignIn) -> None:
        client = as_(street)
        first = sent(client, "estates", estates(place))
        confirm(client, first)
        sent(client, "estates", estates(place, 555))
        assert "新增 1 条，修改 1 条" in client.get(first).content.decode()

    def test_its_own_page_and_its_kind_s_say_whether_it_waits_or_is_loaded(
        self, place: Place, street: Worker, colleague: Worker, as_: SignIn
    ) -> None:
        client, kind = as_(street), "/admin/sheets/estates/"
        assert "您 10:00 上传的表格" not in client.get(kind).content.decode()
        address = sent(client, "estates", estates(place))
        assert "这份表格还在等待确认，一条也没有导入" in client.get(address).content.decode()
        page = client.get(kind).content.decode()
        assert "上传的表格还在等待确认，一条也没有导入" in page
        assert f'href="{address}"' in page
        assert f'href="{address}"' not in client.get("/admin/sheets/stations/").content.decode()
        confirm(client, address)
        assert "还在等待确认" not in client.get(address).content.decode()
        assert "上传的表格已导入：新增 1 条，修改 1 条" in client.get(kind).content.decode()

    def test_history_says_who_changed_what(self, place: Place, street: Worker, as_: SignIn) -> None:
        client = as_(street)
        confirm(client, sent(client, "estates", estates(place)))
        entries = LogEntry.objects.filter(user=street)
        assert sorted(str(entry.get_change_message()) for entry in entries) == ["已修改户数。", "已添加。"]
        page = client.get(f"/admin/stations/estate/{place.estate.pk}/history/").content.decode()
        assert "户数" in page

    def test_what_stands_already_is_said_to(self, place: Place, street: Worker, as_: SignIn) -> None:
        same = as_xlsx(HEAD, [[place.committee.code, place.estate.name, 300]])
        page = send(as_(street), "estates", same).content.decode()
        assert "完全一样" in page
        assert not SheetUpload.objects.exists()

    def test_headings_alone_are_no_lines(self, place: Place, street: Worker, as_: SignIn) -> None:
        page = send(as_(street), "estates", as_xlsx(HEAD, [])).content.decode()
        assert "没有可以导入的行" in page
        assert "完全一样" not in page

    @pytest.mark.parametrize(
        ("kind", "key", "value", "heading"),
        [
            ("checklists", "verified_on", "2020-01-01", "最近核对日期"),
            ("walking-times", "measured", "是", "实测"),
        ],
    )
    def test_columns_that_are_not_read_are_named(
        self, kind: str, key: str, value: str, heading: str, place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        content = client.get(f"/admin/sheets/{kind}/current.csv").content.decode()
        head, *rows = csv.reader(io.StringIO(content.removeprefix(BOM)))
        assert "完全一样" in send(client, kind, as_csv(head, rows), "x.csv").content.decode()
        rows[0][[column.key for column in KINDS[kind].columns].index(key)] = value
        page = send(client, kind, as_csv(head, rows), "x.csv").content.decode()
        assert f"在表格里改了也不会导入：{heading}。" in page
        assert "完全一样" not in page

    def test_a_column_that_is_not_read_is_named_beside_what_changes(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        head = headings("opening-hours", ["station", "name", "day_0"])
        week = as_xlsx(head, [[place.station.slug, "另一个名字", "06:00-07:00"]])
        page = as_(street).get(sent(as_(street), "opening-hours", week)).content.decode()
        assert "在表格里改了也不会导入：站点。" in page

    def test_a_day_without_hours_is_closed(self, place: Place, street: Worker, as_: SignIn) -> None:
        client = as_(street)
        week = as_xlsx(headings("opening-hours", ["station", "day_0"]), [[place.station.slug, None]])
        page = client.get(sent(client, "opening-hours", week)).content.decode()
        assert "→ <ins>当天不开门</ins>" in page
        whole = headings("opening-hours", ["station", *(f"day_{day}" for day in range(7))])
        week = as_xlsx(whole, [[place.station.slug, *[None] * 7]])
        page = client.get(sent(client, "opening-hours", week)).content.decode()
        assert "→ <ins>时间未知</ins>" in page
        assert "当天不开门</ins>" not in page

    def test_the_preview_counts_lines(self, place: Place, street: Worker, as_: SignIn) -> None:
        client = as_(street)
        page = client.get(sent(client, "estates", estates(place))).content.decode()
        assert '<th scope="col">行号</th>' in page
        assert "清单事项" not in page.partition("<thead>")[2].partition("</table>")[0]

    def test_what_is_called_a_workbook_and_is_none(self, place: Place, street: Worker, as_: SignIn) -> None:
        for data in (b"\x8f\xff\xfe\x01" * 99, b"\x89PNG\r\n\x1a\n" + bytes(range(256))):
            page = send(as_(street), "estates", data).content.decode()
            assert "不是能读取的工作簿" in page
            assert "CSV 文件的编码" not in page
            assert "工作簿，但" not in send(as_(street), "estates", data, "x.csv").content.decode()
        same = as_csv(HEAD, [[place.committee.code, place.estate.name, 300]])
        assert "完全一样" in send(as_(street), "estates", same).content.decode()

    def test_no_file_is_asked_for(self, place: Place, street: Worker, as_: SignIn) -> None:
        assert "请选择文件" in as_(street).post("/admin/sheets/estates/", {}).content.decode()


class TestBadCells:
    def test_all_are_named_by_line_and_column_and_nothing_is_loaded(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        code = place.committee.code
        bad = as_csv(HEAD, [[code, "甲", "很多"], [code, "乙", 5], ["123", "丙", "-1"], [code, "", "＝1"]])
        page = send(as_(street), "estates", bad, "x.csv")
        text = page.content.decode()
        assert "第 2 行 C 列（户数）：“很多”不是数字" in text
        assert "第 4 行 A 列（居委会代码）：“123”是 3 位，应为 12 位" in text
        assert "第 4 行 C 列（户数）" in text
        assert "第 5 行 B 列（名称）：必须填写" in text
        assert "第 5 行 C 列（户数）" in text
        assert not Estate.objects.filter(name="乙").exists()
        assert not SheetUpload.objects.exists()

    def test_the_list_is_capped_and_says_how_many_more(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        bad = as_xlsx(HEAD, [[place.committee.code, f"小区{n}", "x"] for n in range(250)])
        page = send(as_(street), "estates", bad).content.decode()
        assert page.count("（户数）") == 200
        assert "共有 250 个单元格有问题" in page
        assert "还有 50 条" in page

    def test_in_english_for_who_reads_english(self, place: Place, street: Worker, as_: SignIn) -> None:
        bad = as_xlsx(["committee's code", "name", "households"], [[place.committee.code, "甲", "many"]])
        answer = as_(street).post("/en/admin/sheets/estates/", {"file": SimpleUploadedFile("x.xlsx", bad)})
        assert "Line 2, column C (households): “many” is no number." in answer.content.decode()

    def test_what_is_no_sheet_is_told(self, place: Place, street: Worker, as_: SignIn) -> None:
        page = send(as_(street), "estates", b"\xd0\xcf\x11\xe0" + b"x" * 100).content.decode()
        assert "设有密码" in page


class TestScope:
    """An official of another street: nothing goes in and nothing comes out, by whatever way."""

    def foreign(self, place: Place) -> dict[str, tuple[list[str], list[Any], list[Any]]]:
        """By kind: headings, a line about a row of ``place``, and the same about one that does not exist."""
        code, slug, nowhere = place.committee.code, place.station.slug, "990101999999"
        item, site = place.service.slug, place.station.sites.get().pk
        return {
            "committees": (["code", "phone"], [code, "021-12345678"], [nowhere, "021-12345678"]),
            "estates": (
                ["committee", "name", "households"], [code, place.estate.name, 99], [nowhere, place.estate.name, 99],
            ),
            "estates by number": (
                ["committee", "name", "number", "households"],
                [code, place.estate.name, place.estate.pk, 88], [nowhere, place.estate.name, 987_654, 88],
            ),
            "stations": (["slug", "committee", "name"], [slug, code, "占用"], ["none-such", nowhere, "占用"]),
            "opening-hours": (["station", "day_0"], [slug, "06:00-07:00"], ["none-such", "06:00-07:00"]),
            "checklists": (["station", "service", "note"], [slug, item, "占用"], ["none-such", item, "占用"]),
            "walking-times": (
                ["committee", "estate", "station", "minutes", "source"],
                [code, place.estate.name, slug, 3, "我"], [nowhere, place.estate.name, slug, 3, "我"],
            ),
            "walking-times by number": (
                ["committee", "estate", "station", "site", "minutes", "source"],
                [code, place.estate.name, slug, site, 4, "我"], [nowhere, place.estate.name, slug, site, 4, "我"],
            ),
        }  # fmt: skip

    def test_foreign_rows_are_refused_like_those_that_are_not_there(
        self, place: Place, far_place: Place, other_street: Worker, as_: SignIn
    ) -> None:
        client, before = as_(other_street), state()
        for kind, (head, foreign, nowhere) in self.foreign(place).items():
            key = kind.partition(" ")[0]
            one, other = (
                send(client, key, as_xlsx(headings(key, head), [line])) for line in (foreign, nowhere)
            )
            assert one.status_code == other.status_code == 200, kind
            told = [[str(fault) for fault in answer.context["faults"]] for answer in (one, other)]
            assert told[0], kind
            for known, unknown in zip(foreign, nowhere, strict=True):
                told[0] = [fault.replace(f"“{known}”", f"“{unknown}”") for fault in told[0]]
            assert told[0] == told[1], kind
        assert state() == before
        assert not SheetUpload.objects.exists()

    def test_the_control_their_own_official_may(self, place: Place, street: Worker, as_: SignIn) -> None:
        client = as_(street)
        for kind, (head, own, _nowhere) in self.foreign(place).items():
            key = kind.partition(" ")[0]
            before = state()
            confirm(client, sent(client, key, as_xlsx(headings(key, head), [own])))
            assert state() != before, kind

    def test_an_estate_is_not_moved_out_nor_in(
        self, place: Place, far_place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        out = as_xlsx([*HEAD, "系统编号"], [[far_place.committee.code, "占用", 1, place.estate.pk]])
        pulled = as_xlsx([*HEAD, "系统编号"], [[place.committee.code, "占用", 1, far_place.estate.pk]])
        for data in (out, pulled):
            assert "或者不归您管" in send(client, "estates", data).content.decode()

    def test_another_worker_s_upload_is_like_none(
        self, place: Place, far_place: Place, street: Worker, district: Worker, admin: Worker, as_: SignIn
    ) -> None:
        address = sent(as_(street), "estates", estates(place))
        seen = as_(street).get(address).context["plan"].digest
        for other in (district, admin):
            client = as_(other)
            there, nowhere = client.get(address), client.get("/admin/sheets/uploads/987654/")
            assert (there.status_code, bare(there)) == (404, bare(nowhere))
            there, nowhere = (
                client.post(where, {"seen": seen}) for where in (address, "/admin/sheets/uploads/987654/")
            )
            assert (there.status_code, bare(there)) == (404, bare(nowhere))
        assert not Estate.objects.filter(name="新村").exists()
        confirm(as_(street), address)
        assert Estate.objects.filter(name="新村").exists()

    def test_a_post_that_ended_meanwhile_loads_nothing(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        address = sent(client, "estates", estates(place))
        seen = client.get(address).context["plan"].digest
        street.posts.update(until=make.at(-1).date())
        assert client.post(address, {"seen": seen}).status_code == 403
        assert not Estate.objects.filter(name="新村").exists()

    def test_an_area_that_shrank_meanwhile_loads_nothing(
        self, place: Place, far_place: Place, district: Worker, as_: SignIn
    ) -> None:
        client = as_(district)
        address = sent(client, "estates", estates(place))
        seen = client.get(address).context["plan"].digest
        district.posts.update(division=far_place.subdistrict, role="subdistrict")
        client.post(address, {"seen": seen})
        assert not Estate.objects.filter(name="新村").exists()

    def test_desk_workers_and_strangers_stay_outside(
        self, place: Place, desk: Worker, colleague: Worker, stranger: Worker, as_: SignIn
    ) -> None:
        pages = ["/admin/sheets/", "/admin/sheets/estates/", "/admin/sheets/estates/template.xlsx",
                 "/admin/sheets/estates/current.csv", "/admin/sheets/uploads/1/"]  # fmt: skip
        for worker in (desk, colleague, stranger):
            assert {as_(worker).get(page).status_code for page in pages} == {403}
            assert send(as_(worker), "estates", estates(place)).status_code == 403
        assert {as_(None).get(page).status_code for page in pages} == {302}
        assert not SheetUpload.objects.exists()

    def test_register_fields_are_the_administrators(
        self, place: Place, street: Worker, admin: Worker, as_: SignIn
    ) -> None:
        code = place.committee.code
        renamed = as_xlsx(headings("committees", ["code", "name"]), [[code, "改名居委会"]])
        new = as_xlsx(headings("committees", ["code", "name"]), [[f"{code[:9]}077", "新设居委会"]])
        assert "只有管理员能改" in send(as_(street), "committees", renamed).content.decode()
        assert "或者不归您管" in send(as_(street), "committees", new).content.decode()
        for data in (renamed, new):
            confirm(as_(admin), sent(as_(admin), "committees", data))
        assert Committee.objects.filter(name__in=["改名居委会", "新设居委会"]).count() == 2
        assert Station.objects.get(pk=place.station.pk).search_text.count("改名居委会")

    def test_what_is_downloaded_is_ones_own(
        self, place: Place, far_place: Place, street: Worker, district: Worker, as_: SignIn
    ) -> None:
        for kind in ("committees", "estates", "stations", "opening-hours", "checklists", "walking-times"):
            own = as_(street).get(f"/admin/sheets/{kind}/current.csv").content.decode()
            whole = as_(district).get(f"/admin/sheets/{kind}/current.csv").content.decode()
            mark = (
                far_place.station.slug
                if kind in ("stations", "opening-hours", "checklists")
                else far_place.committee.code
            )
            assert mark not in own, kind
            assert mark in whole, kind


def headings(kind: str, keys: list[str]) -> list[str]:
    """The headings of these columns."""
    return [str(KINDS[kind].column(key).words) for key in keys]


def state() -> list[Any]:
    """Everything that a sheet could change."""
    found: list[Any] = []
    for model in (Committee, Estate, Station, WeekHours):
        found += model._default_manager.order_by("pk").values_list()
    for station in Station.objects.order_by("pk"):
        found += station.checklist.order_by("pk").values_list("section__name", "note")
        found += station.sites.order_by("pk").values_list("ways__minutes", "ways__measured")
    return found


class TestWhatFollows:
    def test_hours_bring_days_and_slots_into_step(self, place: Place, street: Worker, as_: SignIn) -> None:
        client = as_(street)
        tomorrow = make.at(1).date()
        week = as_xlsx(["站点的网址标识", "星期四"], [[place.station.slug, "12:00-13:00"]])
        confirm(client, sent(client, "opening-hours", week))
        day = OpeningDay.objects.get(station=place.station, date=tomorrow)
        assert (f"{day.opens:%H:%M}", f"{day.closes:%H:%M}") == ("12:00", "13:00")
        slots = Slot.objects.filter(station=place.station, starts_at__date=tomorrow)
        assert [f"{make.at(1, 12):%H}"] * 2 == [
            f"{one.starts_at.astimezone(make.SHANGHAI):%H}" for one in slots
        ]

    def test_booked_visits_are_not_stranded(
        self, place: Place, visit: Any, street: Worker, as_: SignIn
    ) -> None:
        client, before = as_(street), state()
        week = as_xlsx(["站点的网址标识", "星期四"], [[place.station.slug, "12:00-13:00"]])
        page = confirm(client, sent(client, "opening-hours", week)).content.decode()
        assert visit.reference in page
        assert "一条也没有导入" in page
        assert state() == before

    def test_a_preview_asks_as_little_for_thirty_lines_as_for_one(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)

        def asked(lines: int) -> int:
            data = as_xlsx(HEAD, [[place.committee.code, f"新村{n}", n] for n in range(lines)])
            address = sent(client, "estates", data)
            return count_queries(client, address)

        assert asked(30) == asked(1)


class TestTemplates:
    def test_each_loads_nothing_by_itself_and_has_its_columns(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        for kind in ("committees", "estates", "stations", "opening-hours", "checklists", "walking-times"):
            data = client.get(f"/admin/sheets/{kind}/template.xlsx").content
            book = openpyxl.load_workbook(io.BytesIO(data))
            assert len(book.sheetnames) == 2
            assert str(book.worksheets[0]["A2"].value).startswith("例：")
            assert book.worksheets[1].max_row == book.worksheets[0].max_column + 1
            page = send(client, kind, data)
            assert "没有可以导入的行" in page.content.decode(), kind

    def test_an_unknown_kind_is_not_there(self, place: Place, street: Worker, as_: SignIn) -> None:
        for page in ("tickets/", "tickets/template.xlsx", "tickets/current.csv"):
            assert as_(street).get(f"/admin/sheets/{page}").status_code == 404
