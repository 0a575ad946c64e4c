"""The register office: small folders written here, each kind of bad line beside the folder without it."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from stations.actions.register import (
    SENTENCES,
    NoRegister,
    RegisterChanged,
    RegisterInUse,
    RegisterRefused,
    Summary,
    bytes_to_read,
    load_register,
)
from stations.models import Committee, Division, Station
from stations.rules.register_lines import NAME_LENGTH, Reason
from stations.rules.search import needle
from tests import factories as make

pytestmark = pytest.mark.django_db

DIVISIONS = [
    "code,name,parent_code",
    "9901,示范市,",
    "990101,梧桐区,9901",
    "990101001,第一街道,990101",
    "990101002,第二街道,990101",
]
COMMITTEES = [
    "code,name,parent_code",
    "990101001001,甲居委会,990101001",
    "990101001002,乙居委会,990101001",
    "990101001201,丙村委会,990101001",
    "990101001498,丁虚拟社区,990101001",
    "990101002001,戊居委会,990101002",
]
BODIES = 4  # committees among them

NATION = {
    "provinces.csv": ["code,name", '31,"上海市"', '41,"河南省"', '50,"重庆市"', '65,"新疆维吾尔自治区"'],
    "cities.csv": [
        "code,name,provinceCode",
        '3101,"市辖区",31',
        '4109,"濮阳市",41',
        '4190,"省直辖县级行政区划",41',
        '5001,"市辖区",50',
        '5002,"县",50',
        '6590,"自治区直辖县级行政区划",65',
    ],
    "areas.csv": ["code,name,cityCode,provinceCode", '310107,"普陀区",3101,31', '500229,"城口县",5002,50'],
    "streets.csv": [
        "code,name,areaCode,provinceCode,cityCode",
        '310107005,"曹杨新村街道",310107,31,3101',
        '500229000,"城口县",500229,50,5002',
    ],
    "villages.csv": [
        "code,name,streetCode,provinceCode,cityCode,areaCode",
        '310107005013,"枫杨园居委会",310107005,31,3101,310107',
        '310107005498,"某虚拟社区",310107005,31,3101,310107',
        '500229000000,"城口县",500229000,50,5002,500229',
    ],
}


def write(folder: Path, **files: list[Any]) -> Path:
    """Write each file's lines, str as UTF-8 and bytes as they are."""
    folder.mkdir(exist_ok=True)
    for name, lines in files.items():
        raw = [line if isinstance(line, bytes) else line.encode() for line in lines]
        (folder / f"{name}.csv").write_bytes(b"\n".join(raw) + b"\n")
    return folder


def own(folder: Path, divisions: list[Any] = DIVISIONS, committees: list[Any] = COMMITTEES) -> Path:
    return write(folder, divisions=divisions, committees=committees)


def nation(folder: Path, **other: list[Any]) -> Path:
    return write(folder, **{name.removesuffix(".csv"): lines for name, lines in NATION.items()} | other)


def rows() -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Everything that the register may touch."""
    return (
        list(Division.objects.values_list("pk", "code", "name", "level", "parent__code")),
        list(Committee.objects.values_list("pk", "code", "name", "kind", "subdistrict__code")),
    )


def counts(summary: Summary) -> tuple[dict[str, int], dict[str, int]]:
    """The figures that are not 0."""
    divisions, committees = (
        {name: figure for name, figure in vars(count).items() if figure}
        for count in (summary.divisions, summary.committees)
    )
    return divisions, committees


def refused(folder: Path) -> list[tuple[str, int, Reason]]:
    """The faults for which ``folder`` is refused, with nothing loaded."""
    before = rows()
    with pytest.raises(RegisterRefused) as caught:
        load_register(folder=folder)
    assert rows() == before
    return [(fault.file, fault.line, fault.reason) for fault in caught.value.faults]


# What is taken in


def test_bodies_get_their_level_parent_and_kind(tmp_path: Path) -> None:
    summary = load_register(folder=own(tmp_path))
    divisions, committees = rows()
    assert [row[1:] for row in divisions] == [
        ("9901", "示范市", "city", None),
        ("990101", "梧桐区", "district", "9901"),
        ("990101001", "第一街道", "subdistrict", "990101"),
        ("990101002", "第二街道", "subdistrict", "990101"),
    ]
    assert [row[1:] for row in committees] == [
        ("990101001001", "甲居委会", "residents", "990101001"),
        ("990101001002", "乙居委会", "residents", "990101001"),
        ("990101001201", "丙村委会", "villages", "990101001"),
        ("990101002001", "戊居委会", "residents", "990101002"),
    ]
    assert counts(summary) == ({"created": 4}, {"created": BODIES})
    assert summary.left_out == 1


@pytest.mark.parametrize(
    ("last", "kind"),
    [
        ("001", "residents"),
        ("199", "residents"),
        ("200", "villages"),
        ("399", "villages"),
        ("400", "like_residents"),
        ("497", "like_residents"),
        ("499", "like_residents"),
        ("500", "like_villages"),
        ("597", "like_villages"),
        ("599", "like_villages"),
    ],
)
def test_the_last_three_digits_say_the_kind(tmp_path: Path, last: str, kind: str) -> None:
    load_register(folder=own(tmp_path, committees=[COMMITTEES[0], f"990101001{last},名,990101001"]))
    assert Committee.objects.get().kind == kind


@pytest.mark.parametrize("last", ["498", "598"])
def test_placeholders_are_left_out_and_counted(tmp_path: Path, last: str) -> None:
    summary = load_register(folder=own(tmp_path, committees=[*COMMITTEES, f"990101002{last},虚拟,990101002"]))
    assert summary.left_out == 2
    assert Committee.objects.count() == BODIES


def test_what_spreadsheets_do_to_files_is_no_matter(tmp_path: Path) -> None:
    """A byte order mark, CRLF, quotes, spaces around names, blank lines, no end of the last line."""
    own(tmp_path, divisions=[b"\xef\xbb\xbfcode,name,parent_code", *DIVISIONS[1:]])
    text = "\r\n".join([COMMITTEES[0], '990101001001,"甲,居委会　",990101001', "", " 	", COMMITTEES[2]])
    (tmp_path / "committees.csv").write_bytes(text.encode())
    load_register(folder=tmp_path)
    assert [row[2] for row in rows()[1]] == ["甲,居委会", "乙居委会"]


def test_lines_may_stand_in_any_order(tmp_path: Path) -> None:
    shuffled = [random.Random(7).sample(lines[1:], len(lines) - 1) for lines in (DIVISIONS, COMMITTEES)]
    load_register(folder=own(tmp_path, [DIVISIONS[0], *shuffled[0]], [COMMITTEES[0], *shuffled[1]]))
    assert [row[1] for row in rows()[0]] == ["9901", "990101", "990101001", "990101002"]
    assert Committee.objects.get(code="990101002001").subdistrict.code == "990101002"
    assert counts(load_register(folder=tmp_path)) == ({"unchanged": 4}, {"unchanged": BODIES})
    assert counts(load_register(folder=own(tmp_path))) == ({"unchanged": 4}, {"unchanged": BODIES})


def test_rare_characters_are_kept_exactly(tmp_path: Path) -> None:
    name = "\ue170𠮷〇·ｅ（）居委会"
    load_register(folder=own(tmp_path, committees=[COMMITTEES[0], f"990101001001,{name},990101001"]))
    assert Committee.objects.get().name == name


def test_the_longest_name_that_fits_is_the_column_s() -> None:
    assert {model._meta.get_field("name").max_length for model in (Division, Committee)} == {NAME_LENGTH}


# The national package


def test_the_national_package_is_told_by_its_files(tmp_path: Path) -> None:
    summary = load_register(folder=nation(tmp_path))
    assert [row[1:3] for row in rows()[0]] == [
        ("3101", "上海市"),
        ("310107", "普陀区"),
        ("310107005", "曹杨新村街道"),
        ("4109", "濮阳市"),
        ("4190", "河南省直辖县级行政区划"),
        ("5001", "重庆市"),
        ("5002", "重庆市辖县"),
        ("500229", "城口县"),
        ("500229000", "城口县"),
        ("6590", "新疆维吾尔自治区直辖县级行政区划"),
    ]
    assert [row[1:] for row in rows()[1]] == [("310107005013", "枫杨园居委会", "residents", "310107005")]
    assert summary.left_out == 2  # the virtual community, and the county that is not divided


def test_both_kinds_of_register_agree_on_the_same_bodies(tmp_path: Path) -> None:
    load_register(folder=nation(tmp_path / "nation"))
    lines = ["3101,上海市,", "310107,普陀区,3101", "310107005,曹杨新村街道,310107"]
    committees = [COMMITTEES[0], "310107005013,枫杨园居委会,310107005"]
    summary = load_register(folder=own(tmp_path / "own", [DIVISIONS[0], *lines], committees))
    assert counts(summary) == ({"unchanged": 3, "missing": 7}, {"unchanged": 1})


@pytest.mark.parametrize(
    ("file", "line", "reason"),
    [
        ("provinces", '3,"某省"', Reason.LENGTH),
        ("cities", '9901,"市",99', Reason.PARENT_UNKNOWN),
        ("cities", '4110,"市",31', Reason.PARENT_OTHER),
        ("areas", '310110,"杨浦区",3101,41', Reason.PARENT_OTHER),
        ("areas", '310110,"杨浦区",3101', Reason.COLUMNS),
        ("streets", '310107006,"",310107,31,3101', Reason.NAME_EMPTY),
        ("villages", '310107005014,"某居委会",310107006,31,3101,310107', Reason.PARENT_UNKNOWN),
        ("villages", '310107005014,"某居委会",310107005,31,4109,310107', Reason.PARENT_OTHER),
    ],
)
def test_bad_lines_of_the_national_package(tmp_path: Path, file: str, line: str, reason: Reason) -> None:
    good = NATION[f"{file}.csv"]
    folder = nation(tmp_path, **{file: [*good, line]})
    assert refused(folder) == [(f"{file}.csv", len(good) + 1, reason)]
    assert counts(load_register(folder=nation(tmp_path)))[1] == {"created": 1}


# Once more


def written(folder: Path) -> tuple[set[str], Summary]:
    """The statements other than questions that a load sends, by their first words, and its summary."""
    with CaptureQueriesContext(connection) as captured:
        summary = load_register(folder=folder)
    words = {query["sql"].split()[0] for query in captured}
    return words & {"INSERT", "COPY", "UPDATE", "DELETE"}, summary


def test_a_second_load_writes_nothing(tmp_path: Path) -> None:
    first, _summary = written(own(tmp_path))
    assert first == {"COPY" if connection.vendor == "postgresql" else "INSERT"}
    before = rows()
    second, summary = written(tmp_path)
    assert second == set()
    assert rows() == before
    assert counts(summary) == ({"unchanged": 4}, {"unchanged": BODIES})
    assert summary.left_out == 1


def test_a_renamed_body_is_renamed_and_keeps_what_hangs_on_it(tmp_path: Path) -> None:
    load_register(folder=own(tmp_path))
    Committee.objects.filter(code="990101001001").update(phone="021-0000-1234", about_en="A committee.")
    before = rows()
    committees = [line.replace("甲居委会", "枫杨园居委会") for line in COMMITTEES]
    summary = load_register(
        folder=own(tmp_path, [line.replace("梧桐", "银杏") for line in DIVISIONS], committees)
    )
    assert counts(summary) == ({"renamed": 1, "unchanged": 3}, {"renamed": 1, "unchanged": BODIES - 1})
    assert [(body.old, body.new) for body in summary.renamed] == [
        ("梧桐区", "银杏区"),
        ("甲居委会", "枫杨园居委会"),
    ]
    assert [row[0] for row in rows()[1]] == [row[0] for row in before[1]]
    committee = Committee.objects.get(code="990101001001")
    assert (committee.name, committee.phone, committee.about_en) == (
        "枫杨园居委会",
        "021-0000-1234",
        "A committee.",
    )


def test_a_station_is_found_by_its_committee_s_new_name_and_no_longer_by_the_old(tmp_path: Path) -> None:
    load_register(folder=own(tmp_path))
    here, elsewhere = (Committee.objects.get(code=f"99010100{n}001") for n in (1, 2))
    station, other = make.station(here, name="客厅一"), make.station(elsewhere, name="客厅二")
    assert set(Station.objects.matching(needle("甲居委会"))) == {station}
    load_register(
        folder=own(tmp_path, committees=[line.replace("甲居委会", "枫杨园居委会") for line in COMMITTEES])
    )
    for query in ("枫杨园", "fengyangyuan", "fyy"):
        assert set(Station.objects.matching(needle(query))) == {station}, query
    assert not Station.objects.matching(needle("甲居委会")).exists()
    assert set(Station.objects.matching(needle("戊居委会"))) == {other}


def test_what_hangs_under_another_parent_is_put_right(tmp_path: Path) -> None:
    load_register(folder=own(tmp_path))
    before = rows()
    wrong = Division.objects.get(code="990101002")
    Committee.objects.filter(code="990101001001").update(subdistrict=wrong, kind="villages")
    Division.objects.filter(code="990101001").update(parent=Division.objects.get(code="9901"))
    summary = load_register(folder=tmp_path)
    assert rows() == before
    assert counts(summary) == ({"corrected": 1, "unchanged": 3}, {"corrected": 1, "unchanged": BODIES - 1})


def test_a_body_that_moved_to_another_subdistrict_has_a_new_code_there(tmp_path: Path) -> None:
    load_register(folder=own(tmp_path))
    committees = [
        line.replace("990101001001,甲居委会,990101001", "990101002002,甲居委会,990101002")
        for line in COMMITTEES
    ]
    summary = load_register(folder=own(tmp_path, committees=committees))
    assert counts(summary)[1] == {"created": 1, "unchanged": BODIES - 1, "missing": 1}
    assert [body.code for body in summary.missing] == ["990101001001"]
    assert Committee.objects.get(code="990101002002").subdistrict.code == "990101002"


def test_what_the_files_no_longer_hold_is_reported_and_stays(tmp_path: Path) -> None:
    load_register(folder=own(tmp_path))
    before = rows()
    summary = load_register(folder=own(tmp_path, DIVISIONS[:-1], [*COMMITTEES[:2], *COMMITTEES[3:-1]]))
    assert rows() == before
    assert counts(summary) == ({"unchanged": 3, "missing": 1}, {"unchanged": BODIES - 2, "missing": 2})
    assert [(body.code, body.name, body.below) for body in summary.missing] == [
        ("990101001002", "乙居委会", 0),
        ("990101002", "第二街道", 1),
    ]


# Bad lines, each beside the folder without it

COMMITTEE = {
    "eleven digits": ("99010100100,名,990101001", Reason.LENGTH),
    "thirteen digits": ("9901010010011,名,990101001", Reason.LENGTH),
    "a letter in the code": ("99010100100O,名,990101001", Reason.DIGITS),
    "full-width digits": ("９９０１０１００１００９,名,990101001", Reason.DIGITS),
    "a space before the code": (" 990101001009,名,990101001", Reason.DIGITS),
    "no code": (",名,990101001", Reason.DIGITS),
    "unknown parent": ("990101009001,名,990101009", Reason.PARENT_UNKNOWN),
    "a parent of another level": ("990101001009,名,990101", Reason.PARENT_UNKNOWN),
    "a parent that is no code": ("990101001009,名,街道", Reason.PARENT_UNKNOWN),
    "another's code": ("990101001009,名,990101002", Reason.PARENT_OTHER),
    "no parent": ("990101001009,名,", Reason.NO_PARENT),
    "duplicate code": ("990101001001,名,990101001", Reason.DUPLICATE),
    "duplicate placeholder": ("990101001498,名,990101001", Reason.DUPLICATE),
    "GBK": ("990101001009,名,990101001".encode("gbk"), Reason.ENCODING),
    "half a character": ("990101001009,名".encode()[:-1] + b",990101001", Reason.ENCODING),
    "empty name": ("990101001009,,990101001", Reason.NAME_EMPTY),
    "a name of spaces": ("990101001009,　 ,990101001", Reason.NAME_EMPTY),
    "too long a name": (f"990101001009,{'名' * 81},990101001", Reason.NAME_LONG),
    "two columns": ("990101001009,名", Reason.COLUMNS),
    "four columns": ("990101001009,名,990101001,", Reason.COLUMNS),
    "a semicolon for a comma": ("990101001009;名;990101001", Reason.COLUMNS),
    "NUL": ("990101001009,名\0,990101001", Reason.SYMBOL),
    "a control character": ("990101001009,名\x1b[2J,990101001", Reason.SYMBOL),
    "a turn of direction": ("990101001009,\u202e名,990101001", Reason.SYMBOL),
    "zero width": ("990101001009,名\u200b名,990101001", Reason.SYMBOL),
    "an open quotation mark": ('990101001009,"名,990101001', Reason.QUOTES),
    "a return within the line": ("990101001009,名\r名,990101001", Reason.QUOTES),
    "no kind below": ("990101001000,名,990101001", Reason.KIND),
    "no kind above": ("990101001600,名,990101001", Reason.KIND),
}
DIVISION = {
    "five digits": ("99010,名,9901", Reason.LENGTH),
    "a committee among divisions": ("990101001009,名,990101001", Reason.LENGTH),
    "a city that belongs to another": ("9902,名,9901", Reason.PARENT_UNKNOWN),
    "a district of nowhere": ("990201,名,9902", Reason.PARENT_UNKNOWN),
    "a district without a city": ("990102,名,", Reason.NO_PARENT),
    "a subdistrict that skips its district": ("990101003,名,9901", Reason.PARENT_UNKNOWN),
    "a subdistrict under itself": ("990101003,名,990101003", Reason.PARENT_UNKNOWN),
    "duplicate district": ("990101,名,9901", Reason.DUPLICATE),
    "empty name of a district": ("990102,,9901", Reason.NAME_EMPTY),
    "GBK in a district": ("990102,名,9901".encode("gbk"), Reason.ENCODING),
    "one column": ("990102", Reason.COLUMNS),
}


@pytest.mark.parametrize("case", COMMITTEE)
def test_a_bad_committee_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    line, reason = COMMITTEE[case]
    bad = [*COMMITTEES[:4], line, *COMMITTEES[4:]]
    if reason is Reason.DUPLICATE:  # the second of the two is the bad one
        bad = [*COMMITTEES, line]
    assert refused(own(tmp_path, committees=bad)) == [("committees.csv", bad.index(line) + 1, reason)]
    assert counts(load_register(folder=own(tmp_path))) == ({"created": 4}, {"created": BODIES})


@pytest.mark.parametrize("case", DIVISION)
def test_a_bad_division_is_refused_with_its_line(tmp_path: Path, case: str) -> None:
    line, reason = DIVISION[case]
    assert refused(own(tmp_path, divisions=[*DIVISIONS, line])) == [("divisions.csv", 6, reason)]
    assert counts(load_register(folder=own(tmp_path))) == ({"created": 4}, {"created": BODIES})


@pytest.mark.parametrize(
    "header", ["code,name", "name,code,parent_code", "code,name,parent_code,kind", "", "名称,代码,上级"]
)
@pytest.mark.parametrize("file", ["divisions", "committees"])
def test_a_wrong_header_is_a_bad_line(tmp_path: Path, file: str, header: str) -> None:
    good = {"divisions": DIVISIONS, "committees": COMMITTEES}[file]
    folder = own(tmp_path, **{file: [header, *good[1:]]})
    assert refused(folder) == [(f"{file}.csv", 1, Reason.HEADER)]
    assert counts(load_register(folder=own(tmp_path)))[1] == {"created": BODIES}


def test_an_empty_file_lacks_its_header(tmp_path: Path) -> None:
    own(tmp_path)
    (tmp_path / "committees.csv").write_bytes(b"")
    assert refused(tmp_path) == [("committees.csv", 1, Reason.HEADER)]
    write(tmp_path, committees=COMMITTEES[:1])  # the header alone is a register without committees
    assert counts(load_register(folder=tmp_path))[1] == {}


def test_every_kind_of_bad_line_has_a_case_here_and_a_sentence() -> None:
    tried = {reason for _line, reason in (*COMMITTEE.values(), *DIVISION.values())}
    assert tried | {Reason.HEADER} == set(Reason) == set(SENTENCES)


def test_all_bad_lines_are_named_at_once_in_the_order_of_the_files(tmp_path: Path) -> None:
    divisions = [*DIVISIONS, "990102,,9901", "99,名,", "990103,名,9909"]
    committees = [
        COMMITTEES[0],
        "x,名,990101001",
        *COMMITTEES[1:],
        "990101001001,名,990101001",
        "990101001700,名,990101001",
    ]
    assert refused(own(tmp_path, divisions, committees)) == [
        ("divisions.csv", 6, Reason.NAME_EMPTY),
        ("divisions.csv", 7, Reason.LENGTH),
        ("divisions.csv", 8, Reason.PARENT_UNKNOWN),
        ("committees.csv", 2, Reason.DIGITS),
        ("committees.csv", 8, Reason.DUPLICATE),
        ("committees.csv", 9, Reason.KIND),
    ]


def test_nothing_of_a_refused_folder_reaches_rows_that_are_here_already(tmp_path: Path) -> None:
    load_register(folder=own(tmp_path))
    changed = [line.replace("甲", "枫杨园") for line in COMMITTEES]
    assert refused(own(tmp_path, committees=[*changed, "1,名,1"])) == [("committees.csv", 7, Reason.LENGTH)]
    assert counts(load_register(folder=own(tmp_path, committees=changed)))[1]["renamed"] == 1


def test_the_children_of_a_bad_line_are_not_blamed(tmp_path: Path) -> None:
    nameless = [line.replace("第二街道", "") for line in DIVISIONS]
    assert refused(own(tmp_path, divisions=nameless)) == [("divisions.csv", 5, Reason.NAME_EMPTY)]


def test_an_open_quotation_mark_does_not_hide_the_bad_lines_behind_it(tmp_path: Path) -> None:
    bad = [COMMITTEES[0], '990101001009,"名,990101001', "1,名,1", *COMMITTEES[1:]]
    assert [line for _file, line, _reason in refused(own(tmp_path, committees=bad))] == [2, 3]


def test_bad_lines_are_told_in_sentences_and_neighbours_share_one(tmp_path: Path) -> None:
    gbk = [line.encode("gbk") for line in COMMITTEES]
    with pytest.raises(RegisterRefused) as caught, translation.override("en"):
        load_register(folder=own(tmp_path, [*DIVISIONS, "990101003,名,990102"], gbk))
    with translation.override("en"):
        assert list(caught.value.lines) == [
            "divisions.csv, line 6: it belongs to “990102”, which the register does not hold.",
            "committees.csv, lines 2 to 6: this is not UTF-8 text.",
        ]
        assert str(caught.value) == "Nothing was loaded. Bad lines: 6."


def test_what_a_bad_line_holds_cannot_move_the_terminal_s_cursor(tmp_path: Path) -> None:
    with pytest.raises(RegisterRefused) as caught:
        load_register(folder=own(tmp_path, committees=[*COMMITTEES, f"\x1b[2J{'9' * 500},名,990101001"]))
    (told,) = caught.value.lines
    assert "\x1b" not in told
    assert len(told) < 200


# The folder


def _absent(folder: Path) -> Path:
    return folder / "nowhere"


def _file(folder: Path) -> Path:
    return own(folder) / "divisions.csv"


def _half(folder: Path) -> Path:
    return write(folder, committees=COMMITTEES)


def _both(folder: Path) -> Path:
    own(folder)
    return nation(folder)


@pytest.mark.parametrize("wrong", [_absent, _file, _half, _both])
def test_a_folder_without_exactly_one_register_is_refused(
    tmp_path: Path, wrong: Callable[[Path], Path]
) -> None:
    with pytest.raises(NoRegister):
        load_register(folder=wrong(tmp_path))
    with pytest.raises(NoRegister):
        bytes_to_read(wrong(tmp_path))
    assert rows() == ([], [])


def test_progress_ends_at_the_whole(tmp_path: Path) -> None:
    read: list[int] = []
    load_register(folder=own(tmp_path), advance=read.append)
    assert sum(read) == bytes_to_read(tmp_path)
    assert len(read) == len(DIVISIONS) + 2 * len(COMMITTEES)


def test_a_file_that_changes_while_it_is_loaded_loads_nothing(tmp_path: Path) -> None:
    own(tmp_path)
    read = 0

    def meddle(size: int) -> None:
        nonlocal read
        read += 1
        if read == len(DIVISIONS) + len(COMMITTEES) + 2:  # the second line of the second reading
            write(tmp_path, committees=[*COMMITTEES, "990101002002,己居委会,990101002"])

    with pytest.raises(RegisterChanged):
        load_register(folder=tmp_path, advance=meddle)
    assert rows() == ([], [])


@pytest.mark.django_db(transaction=True)
def test_a_load_beside_another_gives_up_with_a_sentence(tmp_path: Path) -> None:
    load_register(folder=own(tmp_path))
    before = rows()
    statement = {"postgresql": "SET lock_timeout = 100", "sqlite": "PRAGMA busy_timeout = 100"}[
        connection.vendor
    ]
    other = connection.copy()
    try:
        with connection.cursor() as ours, other.cursor() as theirs:
            ours.execute(statement)
            theirs.execute("BEGIN")
            theirs.execute("UPDATE stations_committee SET about = 'x' WHERE code = '990101001001'")
            with pytest.raises(RegisterInUse):
                load_register(
                    folder=own(tmp_path, committees=[line.replace("甲", "丙") for line in COMMITTEES])
                )
            theirs.execute("ROLLBACK")
    finally:
        other.close()
        connection.close()
    assert rows() == before
