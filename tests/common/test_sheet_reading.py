"""Files that are sheets, and files that are none: each is told what it is, in a sentence that says what to do."""

import io
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from typing import Any

import openpyxl
import pytest

from portal.common import sheet_reading as reading
from portal.common.sheet_reading import Line, SheetRefused, Unusable, read_sheet
from portal.common.sheets import Sheet, xlsx


def lines(data: bytes) -> list[Line]:
    return read_sheet(io.BytesIO(data), len(data))


def rows(data: bytes) -> list[tuple[Any, ...]]:
    return [line.cells for line in lines(data)]


def refused(data: bytes) -> SheetRefused:
    with pytest.raises(SheetRefused) as caught:
        lines(data)
    assert caught.value.sentence
    assert caught.value.next_step
    return caught.value


def workbook(fill: Callable[[Any], Any]) -> bytes:
    book = openpyxl.Workbook()
    fill(book.active)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def plain(*lines_: list[Any]) -> bytes:
    return xlsx([Sheet("表", lines_[0], lines_[1:])])


def with_part(data: bytes, name: str, content: bytes, old: str = "") -> bytes:
    """The archive with one more part, or another one in place of ``old``."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as source,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            if part.filename not in (old, name):
                target.writestr(part, source.read(part))
        target.writestr(name, content)
    return out.getvalue()


class TestSheets:
    def test_a_workbook_keeps_its_types_and_its_line_numbers(self) -> None:
        def fill(page: Any) -> None:
            page.append(["名", "数"])
            page.append([])
            page.append(
                ["枫", 3.0, 1.5, date(2026, 2, 28), datetime(2026, 1, 1, 9, 30), time(9), True, None, ""]
            )

        assert lines(workbook(fill)) == [
            Line(1, ("名", "数")),
            Line(3, ("枫", 3, 1.5, date(2026, 2, 28), datetime(2026, 1, 1, 9, 30), time(9), True)),
        ]

    @pytest.mark.parametrize(
        "data",
        [
            "名,数\r\n枫杨园,3\r\n".encode(),
            "\ufeff名,数\n枫杨园,3".encode(),
            "名,数\r\n枫杨园,3\r\n".encode("gb18030"),
            "名\t数\r\n枫杨园\t3\r\n".encode("utf-16"),
            "名;数\r\n枫杨园;3\r\n".encode(),
            "sep=;\r\n名;数\r\n枫杨园;3\r\n".encode("gb18030"),
            '名,数\n枫杨园,="3"\n'.encode(),
            '"名","数"\r\n"枫杨园","3"\r\n'.encode(),
        ],
        ids=[
            "utf-8",
            "utf-8 with a mark",
            "gb18030",
            "utf-16",
            "semicolons",
            "told which",
            "kept as a text",
            "quotes",
        ],
    )
    def test_csv_in_every_usual_writing(self, data: bytes) -> None:
        assert rows(data) == [("名", "数"), ("枫杨园", "3")]

    def test_a_cell_of_several_lines_is_one_line_of_the_sheet(self) -> None:
        assert lines('名,数\r\n"甲\n乙",1\r\n丙,2'.encode()) == [
            Line(1, ("名", "数")), Line(2, ("甲\n乙", "1")), Line(3, ("丙", "2")),
        ]  # fmt: skip

    def test_a_rare_character_of_gb18030_is_kept(self) -> None:
        assert rows("名\n㙦里".encode("gb18030")) == [("名",), ("㙦里",)]

    def test_a_formula_and_an_error_are_no_values(self) -> None:
        def fill(page: Any) -> None:
            page.append(["=1+1", "#N/A", "x"])

        assert rows(workbook(fill)) == [(Unusable("formula", "=1+1"), Unusable("error", "#N/A"), "x")]

    def test_the_first_sheet_that_is_shown_counts(self) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active.append(["藏"])
        book.active.sheet_state = "hidden"
        book.create_sheet("二").append(["显"])
        file = io.BytesIO()
        book.save(file)
        assert rows(file.getvalue()) == [("显",)]


class TestBadFiles:
    def test_empty(self) -> None:
        assert isinstance(refused(b""), reading.Empty)
        assert isinstance(refused(b"\xef\xbb\xbf\r\n\r\n"), reading.Empty)
        assert isinstance(refused(plain([])), reading.Empty)

    def test_larger_than_is_read(self) -> None:
        with pytest.raises(reading.TooLarge):
            read_sheet(io.BytesIO(b""), 100_000_000)

    def test_a_password_or_the_old_kind(self) -> None:
        assert isinstance(refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)), reading.Locked)

    def test_an_archive_with_a_password(self) -> None:
        data = bytearray(plain(["名"]))
        start = data.rindex(b"PK\x01\x02")
        data[start + 8] |= 1
        assert isinstance(refused(bytes(data)), reading.Locked)

    def test_macros(self) -> None:
        assert isinstance(refused(with_part(plain(["名"]), "xl/vbaProject.bin", b"x")), reading.HoldsMacros)

    def test_another_kind_of_archive(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("hello.txt", "x")
        assert type(refused(file.getvalue())) is SheetRefused

    def test_an_open_document(self) -> None:
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w") as archive:
            archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        assert isinstance(refused(file.getvalue()), reading.OpenDocument)

    def test_a_bomb(self) -> None:
        bomb = with_part(plain(["名"]), "xl/worksheets/sheet1.xml", bytes(reading.MOST_UNPACKED))
        assert len(bomb) < 1_000_000
        assert isinstance(refused(bomb), reading.UnpacksTooLarge)

    def test_a_thousand_parts(self) -> None:
        file = io.BytesIO(plain(["名"]))
        with zipfile.ZipFile(file, "a") as archive:
            for number in range(reading.MOST_PARTS):
                archive.writestr(f"xl/{number}", b"")
        assert isinstance(refused(file.getvalue()), reading.UnpacksTooLarge)

    def test_a_bomb_that_lies_about_its_size_is_no_bomb(self) -> None:
        """What an archive says it unpacks to is all that is unpacked."""
        bomb = with_part(plain(["名"]), "xl/worksheets/sheet1.xml", bytes(reading.MOST_UNPACKED))
        data = bytearray(bomb)
        for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
            at = data.rindex(mark)
            data[at + offset : at + offset + 4] = (1000).to_bytes(4, "little")
        assert isinstance(refused(bytes(data)), reading.Damaged)

    ENTITIES = (
        b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "1111111111"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        b'<c r="A1" t="inlineStr"><is><t>&b;</t></is></c></row></sheetData></worksheet>'
    )
    OUTSIDE = ENTITIES.replace(
        b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">', b'<!ENTITY b SYSTEM "file:///etc/passwd">'
    )

    @pytest.mark.parametrize("part", [ENTITIES, OUTSIDE, b"<worksheet>", b"", b"\x00\x01"])
    def test_xml_with_traps_or_none(self, part: bytes) -> None:
        refused(with_part(plain(["名"]), "xl/worksheets/sheet1.xml", part))

    @pytest.mark.parametrize("cut", [40, 400, -30])
    def test_damaged(self, cut: int) -> None:
        assert isinstance(refused(plain(["名"], ["枫"])[:cut]), reading.Damaged)

    @pytest.mark.parametrize(
        "data",
        [
            b"\x89PNG\r\n\x1a\n" + bytes(range(256)),
            b"%PDF-1.7\n\xe2\xe3\xcf\xd3\x01",
            b"\x7fELF\x02\x01\x01\xff",
        ],
        ids=["png", "pdf", "program"],
    )
    def test_a_picture_a_pdf_a_program(self, data: bytes) -> None:
        refused(data)

    def test_another_writing(self) -> None:
        assert isinstance(refused("名,数".encode() + b"\xff\xff\n"), reading.NotText)

    def test_an_open_quotation_mark_names_its_line(self) -> None:
        assert "2" in str(refused('名\n"枫'.encode()))

    def test_merged_cells_are_named(self) -> None:
        def fill(page: Any) -> None:
            page.append(["名", "数"])
            page.merge_cells("A2:B3")

        assert "A2:B3" in str(refused(workbook(fill)))

    def test_more_lines_than_are_loaded(self) -> None:
        data = "名\n" + "枫\n" * reading.MOST_LINES
        assert isinstance(refused(data.encode()), reading.TooLong)
        assert len(lines(("名\n" + "枫\n" * (reading.MOST_LINES - 1)).encode())) == reading.MOST_LINES

    def test_a_million_empty_lines(self) -> None:
        def fill(page: Any) -> None:
            page.append(["名"])
            page.cell(1_000_000, 1).value = "底"

        assert isinstance(refused(workbook(fill)), reading.TooDeep)
        assert isinstance(refused(b"x\n" + b"\n" * 1_000_000 + b"y"), reading.TooDeep)
        assert rows(b"x\n" + b"\n" * 50_000 + b"y") == [("x",), ("y",)]

    def test_a_thousand_columns(self) -> None:
        assert isinstance(refused(("名," * 1000 + "数").encode()), reading.TooWide)
        assert isinstance(refused(plain(["名"] * 101)), reading.TooWide)


class TestSeveralSheets:
    @staticmethod
    def two(head: list[str], state: str = "visible") -> bytes:
        """A sheet of names and numbers, and beside it one with ``head``."""

        def fill(page: Any) -> None:
            page.title = "甲"
            page.append(["名", "数"])
            page.append(["枫杨园", 3])
            other = page.parent.create_sheet("乙")
            other.append(head)
            other.append(["桐荫里", 4])
            other.sheet_state = state

        return workbook(fill)

    def test_lines_on_a_second_one_are_not_lost_in_silence(self) -> None:
        assert "甲, 乙" in str(refused(self.two(["名", "数"])))

    @staticmethod
    def second_alone(state: str = "visible") -> bytes:
        """An empty sheet, and beside it a full one."""

        def fill(page: Any) -> None:
            page.title = "甲"
            page.cell(3, 2).value = ""
            other = page.parent.create_sheet("乙")
            for number in range(5):
                other.append(["枫杨园", number] if number else [])
            other.sheet_state = state

        return workbook(fill)

    def test_that_the_first_alone_is_read_is_said_where_it_is_empty(self) -> None:
        told = refused(self.second_alone())
        assert isinstance(told, reading.FirstEmpty)
        assert "只读取工作簿里的第一张工作表，而这里的第一张“甲”是空的。“乙”里有内容" in str(told)
        assert "放到第一张工作表" in str(told.next_step)

    def test_where_the_others_are_empty_or_out_of_sight_nothing_is_said_of_them(self) -> None:
        assert isinstance(refused(self.second_alone("hidden")), reading.Empty)
        assert isinstance(refused(workbook(lambda page: page.parent.create_sheet("乙"))), reading.Empty)

    def test_notes_beside_it_and_what_nobody_sees_do_no_harm(self) -> None:
        for data in (self.two(["列", "说明"]), self.two([]), self.two(["名", "数"], "hidden")):
            assert rows(data) == [("名", "数"), ("枫杨园", 3)]
