"""Hundreds of bad cells, each named by its line and column, all at once, and nothing loaded."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

import pytest

from portal.common.sheet_reading import Line, SheetRefused, Unusable
from requests_desk.actions.sheets.kind import SheetKind
from requests_desk.actions.sheets.load import KINDS
from requests_desk.actions.sheets.write import SheetFaulty, carry_out
from requests_desk.rules import sheet_cells as cells
from requests_desk.rules.sheet_plan import headings, letter
from stations.models import ChecklistItem, Committee, Estate, Station, WalkingTime, Worker
from tests import factories as make
from tests.cast import Place
from tests.requests_desk.actions.sheets.files import load, official, plan, said

pytestmark = pytest.mark.django_db

FORMULA, ERROR = Unusable("formula", "=1+1"), Unusable("error", "#REF!")
NUMBERS = [
    "x",
    "1x",
    "十",
    "1.2.3",
    "--1",
    "1e5",
    date(2026, 1, 2),
    time(9),
    True,
    "NaN",
    "∞",
    FORMULA,
    ERROR,
]
BY_READER: dict[type, list[Any]] = {
    cells.Whole: [
        *NUMBERS, 1.5, "1.5", -99, "－99", 10**9 * 10**9, "99999999999999999999", "9" * 400, float("inf"),
        "12 34", "1 200户",
    ],
    cells.Decimal: [*NUMBERS, 999, "-999.5"],
    cells.YesNo: ["或许", "2", 7, "yes no", FORMULA, ERROR],
    cells.Choice: ["另一种", "1", 3, date(2026, 1, 1), FORMULA, ERROR],
    cells.Day: [
        "明天", "2026-13-01", "2026-02-30", "26-1-1", 45000, "45809", "1/2/2026", datetime(2026, 1, 1, 9), "1799-01-01",
        "2999-01-01", "2027-01-01", FORMULA, ERROR,
    ],
    cells.Phone: ["电话", "123", "1380000111", "138000011112222", "无", FORMULA, ERROR],
    cells.Code: ["一二三", "12", "1" * 13, "31010701400l", 3.1e11 + 0.5, "3.10E+11", "3101 0701 4001", FORMULA, ERROR],
    cells.Slug: ["枫杨园", "a b", "a/b", "x" * 61, "<b>", FORMULA, ERROR],
    cells.Text: ["x" * 5000, "枫\x00杨", "枫\x1b杨", "\u202e枫", "枫\u200b杨", "枫\ufeff杨", FORMULA, ERROR],
    cells.Hours: [
        "早九晚五", "09:00", "9-17", "25:00-26:00", "09:60-10:00", "17:00-09:00", "09:00-09:00",
        "09:00-12:00, 11:00-13:00", "09:00-12:00 和 13:00-14:00", 9, FORMULA, ERROR,
    ],
    cells.WeekHours: [
        "14:00-16:00", "星期八 14:00-16:00", "周四", "周四 16:00-14:00", "周四 9-5",
        "周四 09:00-12:00; 周四 11:00-13:00", FORMULA, ERROR,
    ],
    cells.Names: ["不存在的标准", "x" * 5000, FORMULA, ERROR],
}  # fmt: skip


def bad_of(column: cells.Column) -> Iterator[Any]:
    yield from BY_READER[type(column.reader)]
    if isinstance(column.reader, cells.Text) and not column.reader.lines:
        yield "枫\n杨"
    if column.required:
        yield from (None, "", "  ", "\u3000")


def good_line(kind: SheetKind, place: Place) -> list[Any]:
    """A line about a row that stands, as it stands."""
    rows = {
        "committees": Committee, "estates": Estate, "stations": Station, "opening-hours": Station,
        "checklists": ChecklistItem, "walking-times": WalkingTime,
    }[kind.key]._default_manager.all()[:1]  # fmt: skip
    return next(iter(kind.lines(rows)))


@pytest.mark.parametrize("key", KINDS)
def test_every_bad_cell_is_named_and_nothing_is_loaded(key: str, place: Place, admin: Worker) -> None:
    kind = KINDS[key]
    good, lines, expected = good_line(kind, place), [Line(1, tuple(kind.head()))], []
    for at, column in enumerate(kind.columns):
        if column.info:
            continue
        for bad in bad_of(column):
            number = len(lines) + 1
            line = list(good)
            line[at] = bad
            lines.append(Line(number, tuple(line)))
            expected.append((number, letter(at), bad))
    found = kind.plan(lines, official(admin), make.NOW)
    named = {(fault.line, letter(fault.place)) for fault in found.faults}
    missed = [one for one in expected if one[:2] not in named]
    assert missed == []
    for fault in found.faults:
        column = kind.columns[fault.place]
        assert str(fault).startswith(f"第 {fault.line} 行 {letter(fault.place)} 列（{column.words}）：")
        assert str(fault).endswith("。")
        assert not set(str(fault)) & set("\x00\x1b\u202e\n")
    with pytest.raises(SheetFaulty) as refused:
        carry_out(kind=kind, plan=found, sender=official(admin), at=make.NOW)
    assert len(refused.value.faults) == len(found.faults)
    assert len(expected) >= 30


def test_there_are_more_than_a_hundred_kinds_of_them() -> None:
    kinds = {
        (kind.key, column.key, str(bad)) for kind in KINDS.values() for column in kind.columns if not column.info
        for bad in bad_of(column)
    }  # fmt: skip
    assert len(kinds) > 600


@pytest.mark.parametrize("key", KINDS)
def test_the_control_the_good_line_has_no_fault(key: str, place: Place, admin: Worker) -> None:
    kind = KINDS[key]
    lines = [Line(1, tuple(kind.head())), Line(2, tuple(good_line(kind, place)))]
    found = kind.plan(lines, official(admin), make.NOW)
    assert said(found) == []
    assert found.unchanged == 1


GOOD: list[tuple[str, str, Any, Any]] = [
    ("estates", "households", "１２３４", 1234),
    ("estates", "households", "1,234", 1234),
    ("estates", "households", " 1\u00a0234 ", 1234),
    ("estates", "households", "1 234 ", 1234),
    ("estates", "address", "\ufeff新路\u200b", "新路"),
    ("estates", "households", "", 0),
    ("estates", "lat", "３１.5", 31.5),
    ("estates", "datum", "gcj-02", "gcj02"),
    ("estates", "address", "  曹杨路 1 弄 ", "曹杨路 1 弄"),
    ("estates", "built", 1985, "1985"),
    ("estates", "built", "=二十世纪", "=二十世纪"),
    ("committees", "phone", "０２１ 1234 5678", "021-12345678"),
    ("committees", "phone", 13812341234, "13812341234"),
    ("committees", "about", "一\r\n二", "一\n二"),
    ("stations", "step_free", "否", False),
    ("stations", "step_free", "", None),
    ("stations", "stairs", True, True),
    ("stations", "status", "Planned", "planned"),
    ("stations", "used_from", "2025年6月1日", date(2025, 6, 1)),
    ("stations", "used_from", "2025/6/1", date(2025, 6, 1)),
    ("stations", "used_from", date(2025, 6, 1), date(2025, 6, 1)),
    ("opening-hours", "day_0", "9:00－12:00，13：30到17:00", ((time(9), time(12)), (time(13, 30), time(17)))),
    ("opening-hours", "day_0", "休息", ()),
    (
        "checklists",
        "hours",
        "周四 14:00-16:00；Friday 09:00-11:00",
        ((3, time(14), time(16)), (4, time(9), time(11))),
    ),
    ("checklists", "active", "否", False),
    ("walking-times", "minutes", "7", 7),
]


@pytest.mark.parametrize(("key", "column", "value", "meant"), GOOD)
def test_what_people_write_is_understood(
    key: str, column: str, value: Any, meant: Any, place: Place, admin: Worker
) -> None:
    kind = KINDS[key]
    line = dict(zip([one.key for one in kind.columns], good_line(kind, place), strict=True)) | {column: value}
    if key == "walking-times":
        line |= {"source": "我", "older_minutes": ""}
    found = plan(kind, admin, line)
    assert said(found) == []
    assert found.changed[0].values[column] == meant


class TestTogether:
    """What is wrong with cells that do not fit each other."""

    def test_coordinates_belong_together(self, place: Place, street: Worker) -> None:
        code = place.committee.code
        found = plan(KINDS["estates"], street, {"committee": code, "name": "新", "lat": 31.2, "lon": None})
        assert said(found) == ["第 2 行 D 列（经度）：纬度和经度要一起填。"]

    def test_a_line_twice(self, place: Place, street: Worker) -> None:
        line = {"committee": place.committee.code, "name": "新", "households": 1}
        found = plan(KINDS["estates"], street, line, line | {"households": 2})
        assert said(found) == ["第 3 行 A 列（居委会代码）：与第 2 行重复。"]

    def test_a_name_that_is_taken(self, place: Place, street: Worker) -> None:
        other = make.estate(place.committee, "另一个")
        line = {"committee": place.committee.code, "name": "另一个", "number": place.estate.pk}
        assert said(plan(KINDS["estates"], street, line)) == [
            "第 2 行 B 列（名称）：这个居委会已经有同名的小区。"
        ]
        load(KINDS["estates"], street, line | {"name": "第三个"})
        assert sorted(
            Estate.objects.filter(committee=place.committee).values_list("name", flat=True)
        ) == sorted(["第三个", other.name])

    def test_more_places_held_than_there_are(self, place: Place, street: Worker) -> None:
        line = {"slug": place.station.slug, "slot_capacity": 1, "slot_held": 2}
        assert "预留的名额" in said(plan(KINDS["stations"], street, line))[0]

    def test_a_second_main_station(self, place: Place, street: Worker) -> None:
        line = {"slug": "second", "committee": place.committee.code, "name": "第二", "kind": "主站"}
        assert "一个居委会只有一个主站点" in said(plan(KINDS["stations"], street, line))[0]
        both = plan(KINDS["stations"], street, line | {"kind": "satellite"})
        assert said(both) == []

    def test_a_station_stays_at_its_committee(self, place: Place, other_place: Place, street: Worker) -> None:
        line = {"slug": place.station.slug, "committee": other_place.committee.code}
        assert "站点所属的居委会不能改" in said(plan(KINDS["stations"], street, line))[0]

    def test_a_room_of_another_station(self, place: Place, other_place: Place, street: Worker) -> None:
        other_place.station.rooms.create(name="别人的")
        line = {"station": place.station.slug, "service": place.service.slug, "room": "别人的"}
        assert "没有叫“别人的”的功能室" in said(plan(KINDS["checklists"], street, line))[0]

    def test_another_station_s_own_service(self, place: Place, other_place: Place, street: Worker) -> None:
        make.service("别人特色", station=other_place.station, slug="foreign")
        line = {"station": place.station.slug, "service": "foreign", "section": "接待咨询"}
        assert "或者不归您管" in said(plan(KINDS["checklists"], street, line))[0]

    def test_measured_by_nobody(self, place: Place, street: Worker) -> None:
        line = {
            "committee": place.committee.code,
            "estate": place.estate.name,
            "station": place.station.slug,
            "minutes": 99,
        }
        assert "请写明是谁测的" in said(plan(KINDS["walking-times"], street, line))[0]

    def test_the_old_are_not_faster(self, place: Place, street: Worker) -> None:
        line = {"committee": place.committee.code, "estate": place.estate.name, "station": place.station.slug,
                "minutes": 9, "older_minutes": 5, "source": "我"}  # fmt: skip
        assert "比普通步行" in said(plan(KINDS["walking-times"], street, line))[0]

    def test_a_new_line_needs_what_the_file_lacks(self, place: Place, street: Worker) -> None:
        line = {"station": place.station.slug, "service": make.service().slug}
        assert "需要有“" in said(plan(KINDS["checklists"], street, line))[0]


class TestHeadings:
    def test_wrong_ones_are_told(self, place: Place, street: Worker) -> None:
        sender, kind = official(street), KINDS["estates"]
        head = [str(kind.column(key).words) for key in ("committee", "name", "households")]
        line = Line(9, (place.committee.code, "新", 5))

        def refusal(*lines: Line) -> str:
            with pytest.raises(SheetRefused) as caught:
                kind.plan([*lines, line], sender, make.NOW)
            return str(caught.value)

        assert "第 1 行没有模板里的表头" in refusal(Line(1, ("甲", "乙", "丙")))
        assert "表头在第 3 行" in refusal(Line(1, ("某街道小区表",)), Line(3, tuple(head)))
        assert "D (备注)" in refusal(Line(1, (*head, "备注")))
        assert "出现了两次：名称" in refusal(Line(1, (*head, head[1])))
        assert "缺少这些列：居委会代码" in refusal(Line(1, tuple(head[1:])))

    @pytest.mark.parametrize(
        ("key", "heads"),
        [
            ("checklists", {"station": "站点的网址名", "service": "服务的网址名"}),
            ("opening-hours", {"station": "站点的网址名"}),
            ("walking-times", {"station": "站点的网址名"}),
        ],
    )
    def test_a_sheet_from_before_a_heading_was_renamed_is_read(
        self, key: str, heads: dict[str, str], place: Place, street: Worker
    ) -> None:
        kind = KINDS[key]
        assert not set(heads.values()) & set(kind.head()), "never written any more"
        former = tuple(
            f"{heads.get(column.key, column.words)}{'*' * column.required}" for column in kind.columns
        )
        found = kind.plan(
            [Line(1, former), Line(2, former), Line(3, tuple(good_line(kind, place)))],
            official(street),
            make.NOW,
        )
        assert ["又出现了一次表头" in one for one in said(found)] == [True]
        assert found.unchanged == 1
        with pytest.raises(SheetRefused, match="出现了两次"):  # the old name and the new one are one column
            kind.plan([Line(1, (*kind.head(), *heads.values())), Line(2, ("x",))], official(street), make.NOW)
        with pytest.raises(SheetRefused):  # the control: a name that it never had
            kind.plan(
                [Line(1, tuple(one.replace("网址", "地址") for one in former))], official(street), make.NOW
            )

    def test_no_former_heading_is_another_column_s(self) -> None:
        for kind in KINDS.values():
            former = [one for column in kind.columns for one in column.formerly]
            assert len(headings(kind.columns)) == len({*former}) + len(
                headings([replace(column, formerly=()) for column in kind.columns])
            )

    def test_breaks_and_spaces_within_one_are_no_matter(self, place: Place, street: Worker) -> None:
        kind = KINDS["estates"]
        head = ("居委会\n代码 *", " 名\u3000称 ", "户 数")
        found = kind.plan(
            [Line(1, head), Line(2, (place.committee.code, f"\u200b{place.estate.name}", 50))],
            official(street),
            make.NOW,
        )
        assert (said(found), found.changed[0].changed) == ([], ["households"])

    def test_a_day_that_a_spreadsheet_counted_is_called_so(self, place: Place, street: Worker) -> None:
        line = {"slug": place.station.slug, "used_from": 45809}
        assert "请把这一列设为日期格式" in said(plan(KINDS["stations"], street, line))[0]

    def test_twice_is_a_line_to_delete(self, place: Place, street: Worker) -> None:
        kind = KINDS["estates"]
        head = tuple(str(kind.column(key).words) for key in ("committee", "name", "households"))
        lines = [Line(1, head), Line(2, head), Line(3, (place.committee.code, "新", 5))]
        assert ["又出现了一次表头" in one for one in said(kind.plan(lines, official(street), make.NOW))] == [
            True
        ]

    def test_a_cell_beside_the_table(self, place: Place, street: Worker) -> None:
        kind = KINDS["estates"]
        head = tuple(str(kind.column(key).words) for key in ("committee", "name"))
        lines = [Line(1, head), Line(2, (place.committee.code, "新", None, "备注"))]
        assert said(kind.plan(lines, official(street), make.NOW)) == ["第 2 行 D 列：这一格上面没有表头。"]
