"""Sheets: real types in XLSX, and nothing that a spreadsheet would run, in XLSX and CSV alike."""

import io
import zipfile
from datetime import UTC, date, datetime, time
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.common.sheets import (
    BOM,
    Sheet,
    as_written,
    csv_response,
    neutral,
    width_of,
    xlsx,
    xlsx_response,
)

RUNS = ["=1+1", "+86 138", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x"]


def opened(*sheets: Sheet) -> Any:
    return openpyxl.load_workbook(io.BytesIO(xlsx(sheets)))


def only(*row: Any) -> list[Any]:
    return list(opened(Sheet("一", ["列"] * len(row), [row])).active[2])


class TestTypes:
    def test_numbers_dates_and_moments_keep_theirs(self) -> None:
        moment = datetime(2026, 11, 18, 2, 0, tzinfo=UTC)
        whole, part, day, at, clock, yes, none = only(
            3, 1.5, date(2026, 2, 28), moment, time(9, 30), True, None
        )
        assert (whole.value, whole.data_type) == (3, "n")
        assert (part.value, part.data_type) == (1.5, "n")
        assert (day.value, day.number_format) == (datetime(2026, 2, 28), "yyyy-mm-dd")
        assert at.value == datetime(2026, 11, 18, 10, 0)  # Shanghai's time
        assert at.number_format == "yyyy-mm-dd hh:mm"
        assert only(moment.replace(second=5, microsecond=7))[0].value == at.value
        assert clock.value == time(9, 30)
        assert yes.value is True
        assert none.value is None

    def test_digits_that_are_a_text_stay_one(self) -> None:
        code, day = only("310107014001", "2026-02-28")
        assert (code.value, code.data_type) == ("310107014001", "s")
        assert (day.value, day.data_type) == ("2026-02-28", "s")

    def test_control_characters_are_left_out(self) -> None:
        assert only("王\x00\x1b小")[0].value == "王小"

    def test_an_error_s_name_is_a_text(self) -> None:
        assert only("#N/A")[0].data_type == "s"


class TestFormulas:
    @pytest.mark.parametrize("text", RUNS)
    def test_none_is_one_in_a_workbook_and_the_text_stays(self, text: str) -> None:
        cell = only(text)[0]
        assert cell.data_type == "s"
        assert cell.quotePrefix is True
        assert cell.value == text.replace("\r", "\n") or cell.value == text
        assert b"<f>" not in zipfile.ZipFile(io.BytesIO(xlsx([Sheet("一", ["列"], [[text]])]))).read(
            "xl/worksheets/sheet1.xml"
        )

    def test_the_control_a_bare_workbook_runs_it(self) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(["=1+1"])
        file = io.BytesIO()
        book.save(file)
        cell = openpyxl.load_workbook(file).active["A1"]  # type: ignore[index]
        assert cell.data_type == "f"

    def test_headings_neither(self) -> None:
        assert opened(Sheet("一", ["=1+1"], [])).active["A1"].data_type == "s"

    @pytest.mark.parametrize("text", RUNS)
    def test_none_begins_a_cell_of_a_csv(self, text: str) -> None:
        page = csv_response("x", ["列"], [[text]]).content.decode()
        assert page.startswith(f"{BOM}列\r\n")
        assert neutral(text) == f"'{text}"

    @given(st.text())
    def test_what_was_made_plain_is_read_back(self, text: str) -> None:
        assert as_written(neutral(text)) == text

    @pytest.mark.parametrize("text", ["'=1", "''=1", "'王", "王", ""])
    def test_an_apostrophe_of_ones_own_stays(self, text: str) -> None:
        assert as_written(neutral(text)) == text


class TestSheets:
    def test_several_with_their_names_and_frozen_headings(self) -> None:
        book = opened(Sheet("甲/乙", ["一"], [[1]]), Sheet("甲 乙", ["二"], []), Sheet("长" * 40, ["三"], []))
        assert book.sheetnames == ["甲 乙", "甲 乙 2", "长" * 31]
        assert [page.freeze_panes for page in book.worksheets] == ["A2"] * 3
        assert book["甲 乙"]["A1"].font.bold

    def test_none_is_an_empty_workbook(self) -> None:
        assert len(opened().sheetnames) == 1

    def test_columns_are_as_wide_as_what_stands_in_them(self) -> None:
        page = opened(Sheet("一", ["名", "x"], [["曹杨新村街道", "长" * 200]])).active
        assert page.column_dimensions["A"].width == 14
        assert page.column_dimensions["B"].width == 48
        assert (width_of("中a"), width_of("a\n中文"), width_of(None), width_of(date(2026, 1, 1))) == (
            3,
            4,
            0,
            10,
        )

    def test_a_csv_has_local_times_to_the_minute(self) -> None:
        moment = datetime(2026, 11, 18, 2, 0, 5, 7, tzinfo=UTC)
        response = csv_response("x", ["列"] * 3, [[moment, date(2026, 11, 18), time(9, 30)]])
        assert response.content.decode().splitlines()[1] == "2026-11-18 10:00,2026-11-18,09:30"

    def test_a_download(self) -> None:
        response = xlsx_response("stations", [Sheet("一", ["列"], [["x"]])])
        assert response["Content-Disposition"] == 'attachment; filename="stations.xlsx"'
        assert openpyxl.load_workbook(io.BytesIO(response.content)).active["A2"].value == "x"  # type: ignore[index]
