"""The proof-reader of catalogues: every fault is named with its entry and line, good entries come through."""

import pytest

from stations.rules.service_entries import Fault, Reason, read_entries

SITUATIONS = ["everyday", "papers"]
GOOD = 'slug = "a-b"\nname = "甲"\nsituation = "everyday"\n'


def faults(text: str) -> list[Fault]:
    return read_entries(text.encode(), SITUATIONS)[1]


def test_a_good_entry_comes_through_with_its_place_and_without_the_blanks_around_it() -> None:
    text = (
        f'# words\n\n[[service]]\n{GOOD}papers = """\n身份证\n户口簿\n"""\nlimit_hours = 0\nby_phone = true\n'
    )
    entries, found = read_entries(text.encode(), SITUATIONS)
    assert found == []
    assert [(entry.number, entry.line) for entry in entries] == [(1, 3)]
    assert entries[0].fields == {
        "slug": "a-b",
        "name": "甲",
        "situation": "everyday",
        "papers": "身份证\n户口簿",
        "limit_hours": 0,
        "by_phone": True,
    }


def test_a_byte_order_mark_of_a_spreadsheet_is_no_fault() -> None:
    assert read_entries(f"\ufeff[[service]]\n{GOOD}".encode(), SITUATIONS)[1] == []


@pytest.mark.parametrize(
    ("line", "reason", "found"),
    [
        ('who = "' + "长" * 161 + '"', Reason.LONG, "who"),
        ("who = 3", Reason.TEXT, "who"),
        ('who = "a\\u202eb"', Reason.SYMBOL, "who"),
        ('who = "a\\u0000b"', Reason.SYMBOL, "who"),
        ('steps = "a\\u0007b"', Reason.SYMBOL, "steps"),
        ("number = -1", Reason.NUMBER, "number"),
        ("number = 32768", Reason.NUMBER, "number"),
        ("limit_hours = 1.5", Reason.NUMBER, "limit_hours"),
        ("limit_hours = true", Reason.NUMBER, "limit_hours"),
        ('by_phone = "yes"', Reason.TICK, "by_phone"),
        ('district = "310107"', Reason.UNKNOWN, "district"),
        ("id = 1", Reason.UNKNOWN, "id"),
    ],
)
def test_a_bad_field_is_named(line: str, reason: Reason, found: str) -> None:
    assert [fault[:4] for fault in faults(f"[[service]]\n{GOOD}{line}\n")] == [(1, 1, reason, found)]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('[[service]]\nslug = "A b"\nname = "甲"\nsituation = "everyday"', Reason.SLUG),
        ('[[service]]\nslug = ["a"]\nname = "甲"\nsituation = "everyday"', Reason.TEXT),
        ('[[service]]\nslug = "a"\nname = "甲"\nsituation = "nowhere"', Reason.SITUATION),
        ('[[service]]\nslug = "a"\nsituation = "everyday"', Reason.MISSING),
        ("[[service", Reason.TOML),
        ("", Reason.EMPTY),
        ("service = 3", Reason.EMPTY),
        ("service = [3]", Reason.EMPTY),
        (f"other = 1\n[[service]]\n{GOOD}", Reason.UNKNOWN),
    ],
)
def test_what_is_no_catalogue_is_said(text: str, reason: Reason) -> None:
    assert [fault.reason for fault in faults(text)] == [reason]


def test_the_second_of_two_with_one_slug_is_at_fault_and_every_bad_entry_is_told() -> None:
    text = f"[[service]]\n{GOOD}\n[[service]]\n{GOOD}\n[[service]]\n{GOOD}foo = 1\n"
    assert [(fault.entry, fault.line, fault.reason) for fault in faults(text)] == [
        (2, 6, Reason.TWICE),
        (3, 11, Reason.UNKNOWN),
        (3, 11, Reason.TWICE),
    ]


def test_the_line_of_a_toml_error_is_told() -> None:
    assert faults(f"[[service]]\n{GOOD}name = \n")[0].line == 5


def test_other_bytes_than_utf8() -> None:
    assert read_entries("[[service]]\nname = '甲'".encode("gb18030"), SITUATIONS)[1] == [
        Fault(0, 0, Reason.ENCODING)
    ]
