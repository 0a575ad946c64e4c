"""A visit's life in somebody's calendar: booked, moved, cancelled, undone, read by two readers; and its QR
code, read by a third, as the way to the desk's check-in."""

import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import zxingcpp
from django.conf import LazySettings
from django.core import mail
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from requests_desk.actions.messages import send_next
from requests_desk.models import Slot, Visit
from stations.models import Service, Worker
from tests import factories as make
from tests.cast import Place
from tests.common.test_qr import painted

pytestmark = pytest.mark.django_db

NAME, PHONE, EMAIL = "王小明", "13812341234", "w@example.cn"
MOVED_TO = make.at(2, 14)


@pytest.fixture
def written(place: Place, settings: LazySettings) -> Visit:
    settings.PORTAL_PUBLIC_URL = "https://portal.example"
    settings.DEFAULT_FROM_EMAIL = "家门口 <portal@portal.example>"
    Service.objects.filter(pk=place.service.pk).update(papers="身份证\n户口簿")
    return make.visit(place.item, name=NAME, phone=PHONE, email=EMAIL, on_behalf=True, green=True)


def plainly(file: bytes) -> dict[str, str]:
    """The file as a reader of no library reads it: unfolded, one property a line, VEVENT's beside the
    calendar's METHOD."""
    assert file.endswith(b"END:VCALENDAR\r\n")
    lines = file.decode().replace("\r\n ", "").split("\r\n")
    begin, end = lines.index("BEGIN:VEVENT"), lines.index("END:VEVENT")
    kept = [*lines[begin + 1 : end], *(line for line in lines if line.startswith("METHOD"))]
    found = dict(re.split(r"(?<=^.):|:", line, maxsplit=1) for line in kept)
    assert len(found) == len(kept), "no property twice"
    return found


def life(client: Client, visit: Visit) -> list[tuple[bytes, bytes]]:
    """The visit booked, moved, cancelled, undone by its link; after each step the file of its page and the
    one in the letter."""
    link, files = visit.get_absolute_url(), []
    slot = Slot.objects.get(station=visit.station, item=None, starts_at=MOVED_TO)
    steps: tuple[tuple[str, dict[str, int]], ...] = (
        ("", {}), ("move/", {"slot": slot.pk}), ("cancel/", {}), ("undo/", {}),
    )  # fmt: skip
    for step, typed in steps:
        if step:
            assert client.post(link + step, typed).status_code == 302
        while send_next(at=make.NOW):
            pass
        attached = mail.outbox[-1].attachments[0][1]
        by_letter = attached if isinstance(attached, bytes) else attached.encode()
        files.append((client.get(f"{link}calendar.ics").content, by_letter))
    return files


def test_one_entry_for_ever_that_the_next_file_replaces(client: Client, written: Visit) -> None:
    files = life(client, written)
    assert len(mail.outbox) == 4
    for place, file in enumerate(page for pair in files for page in pair):
        (event,) = Calendar.from_ical(file).walk("VEVENT")
        said = plainly(file)
        step = place // 2
        assert said["UID"] == str(event["uid"]) == f"visit-{written.reference}@portal.example"
        assert int(said["SEQUENCE"]) == event["sequence"] == step
        assert said["STATUS"] == str(event["status"]) == ("CANCELLED" if step == 2 else "CONFIRMED")
        assert said["METHOD"] == ("CANCEL" if step == 2 else "PUBLISH")
        begins = make.at(1) if step == 0 else MOVED_TO
        assert event.decoded("dtstart") == begins
        assert said["DTSTART;TZID=Asia/Shanghai"] == f"{begins:%Y%m%dT%H%M%S}"
        assert re.fullmatch(r"\d{8}T\d{6}Z", said["DTSTAMP"])
        organiser = next(name for name in said if name.startswith("ORGANIZER"))
        assert said[organiser] == "mailto:portal@portal.example"
        assert b"BEGIN:VTIMEZONE\r\nTZID:Asia/Shanghai\r\n" in file


def test_its_address_leads_to_the_visit_and_its_words_to_nobody(client: Client, written: Visit) -> None:
    for file in (page for pair in life(client, written) for page in pair):
        whole = file.decode().replace("\r\n ", "")
        for person in (NAME, "王", PHONE, "1234", EMAIL, "优先", "代"):
            assert person not in whole.replace(written.token, "").replace(written.reference, ""), person
        url = urlsplit(plainly(file)["URL"])
        assert (url.scheme, url.netloc) == ("https", "portal.example")
        page = client.get(url.path)
        assert page.context["visit"] == written


def test_the_letters_calendar_says_what_is_to_be_done_with_it(client: Client, written: Visit) -> None:
    life(client, written)
    kinds = [letter.message().get_payload()[1]["Content-Type"] for letter in mail.outbox]  # type: ignore[union-attr,index]
    assert ['method="CANCEL"' in kind for kind in kinds] == [False, False, True, False]
    assert ['method="PUBLISH"' in kind for kind in kinds] == [True, True, False, True]
    assert all(kind.startswith("text/calendar;") for kind in kinds)


def test_the_code_on_the_confirmation_leads_the_desk_to_this_visit(
    client: Client, place: Place, desk: Worker, as_: Callable[..., Client]
) -> None:
    """Of three visits of the day, the one whose code is held under the scanner."""
    visits = [make.visit(place.item, make.at(0, hour)) for hour in (13, 14, 15)]
    page = client.get(f"{visits[1].get_absolute_url()}?new").content.decode()
    (svg,) = re.findall(r'<div class="qr">(<svg.*?</svg>)', page, re.DOTALL)
    (found,) = zxingcpp.read_barcodes(painted(svg))
    address = urlsplit(found.text)
    at_desk = as_(desk)
    answer = at_desk.get(f"{address.path}?{address.query}")
    assert answer.context["found"] == [visits[1]]
    visits[1].refresh_from_db()
    assert visits[1].state == Visit.State.BOOKED, "looking changes nothing"
    button = reverse("desk:visit_check_in", args=[visits[1].reference])
    assert f'action="{button}"' in answer.content.decode()
    at_desk.post(button)
    visits[1].refresh_from_db()
    assert visits[1].state == Visit.State.CAME
