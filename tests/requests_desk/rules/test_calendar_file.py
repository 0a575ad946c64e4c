"""The calendar file, read back by the library that calendars use."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar

from requests_desk.rules.calendar_file import Entry, calendar_file

SHANGHAI = ZoneInfo("Asia/Shanghai")
ENTRY = Entry(
    uid="visit-K7M2-9QXD@portal.example",
    sequence=3,
    cancelled=False,
    begins=datetime(2026, 11, 19, 10, tzinfo=SHANGHAI),
    ends=datetime(2026, 11, 19, 10, 30, tzinfo=SHANGHAI),
    changed_at=datetime(2026, 11, 18, 10, tzinfo=SHANGHAI),
    summary="居住证办理；材料, 逗号; 分号 · 枫杨园百姓会客厅" * 3,
    place="曹杨路891号，临街",
    url="https://portal.example/visits/secret/",
    sender=('枫杨园"会客厅"', "portal@portal.example"),
    lines=("带身份证", "电话 021-0000-2000\\ 转 1"),
)


def event(entry: Entry):  # type: ignore[no-untyped-def]
    (found,) = Calendar.from_ical(calendar_file(entry)).walk("VEVENT")
    return found


def test_it_says_what_was_booked() -> None:
    found = event(ENTRY)
    assert str(found["uid"]) == ENTRY.uid
    assert found["sequence"] == 3
    assert found.decoded("dtstart") == datetime(2026, 11, 19, 10, tzinfo=SHANGHAI)
    assert found["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert found.decoded("dtend") == datetime(2026, 11, 19, 10, 30, tzinfo=SHANGHAI)
    assert found.decoded("dtstamp") == datetime(2026, 11, 18, 2, tzinfo=UTC)
    assert str(found["summary"]) == ENTRY.summary
    assert str(found["location"]) == ENTRY.place
    assert str(found["description"]) == "\n".join(ENTRY.lines)
    assert str(found["url"]) == ENTRY.url
    assert str(found["status"]) == "CONFIRMED"
    assert str(found["organizer"]) == "mailto:portal@portal.example"


def test_it_brings_its_time_zone_along() -> None:
    (zone,) = Calendar.from_ical(calendar_file(ENTRY)).walk("VTIMEZONE")
    assert str(zone["tzid"]) == "Asia/Shanghai"
    for moment in (ENTRY.begins, datetime(2030, 7, 1)):
        assert zone.to_tz().utcoffset(moment.replace(tzinfo=None)) == timedelta(hours=8)


def test_a_cancelled_visit_is_struck_out() -> None:
    cancelled = calendar_file(replace(ENTRY, cancelled=True, sequence=4))
    assert b"METHOD:CANCEL\r\n" in cancelled
    assert b"STATUS:CANCELLED\r\n" in cancelled
    assert b"METHOD:PUBLISH\r\n" in calendar_file(ENTRY)


def test_lines_are_folded_between_characters() -> None:
    file = calendar_file(ENTRY)
    assert file.endswith(b"\r\n")
    for line in file.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()  # no character is cut in two


def test_a_line_break_in_a_name_adds_no_property() -> None:
    found = event(replace(ENTRY, summary="a\r\nATTENDEE:mailto:x@example.cn"))
    assert "attendee" not in found
