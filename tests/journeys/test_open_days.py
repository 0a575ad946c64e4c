"""A department's open day, in Chinese and in English: its pack is offered and taken, its session held, and who came is
written down, counted and shown. The English way goes without a script."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_desk.models import ActivitySession, OpenDayRecord, OpenDayTheme
from stations.models import PackOffer, Service, Worker
from tests import factories as make
from tests.browser import DESK, PHONE
from tests.cast import Place
from tests.journeys.stage import as_it_is, expect_heading, says, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


class Stage:
    """The portal in one language."""

    def __init__(self, home: str, language: str, words: Callable[[str], str]) -> None:
        self.home, self.language, self.words = home, language, words

    def path(self, name: str, *args: Any) -> str:
        return f"{self.language}{reverse(name, args=args)}"

    def go(self, page: Page, name: str, *args: Any) -> None:
        page.goto(self.home + self.path(name, *args))

    def press(self, page: Page, english: str) -> None:
        page.get_by_role("button", name=self.words(english)).first.click()


@pytest.fixture
def theme(place: Place) -> OpenDayTheme:
    make.opened(place.station)
    return make.open_day_theme(place.subdistrict, "法律服务面对面", "区司法局")


@pytest.fixture
def session(place: Place) -> ActivitySession:
    """This afternoon's open day, to which the district has given no theme yet."""
    return make.open_day_session(place.station, make.at(0, 14))


def offer_a_pack(stage: Stage, page: Page, legal: Service) -> None:
    """The district enters the department's pack, and offers it to all its stations from the same page."""
    page.locator(f"#content-main a[href='{stage.path('admin:stations_servicepack_add')}']").click()
    page.locator("select[name=district]").select_option(index=1)
    page.fill("input[name=name]", "法律服务包")
    page.fill("input[name=department]", "区司法局")
    page.locator("select[name=service]").select_option(str(legal.pk))
    page.locator("input[name=_save]").click()
    stage.press(page, "Offer to every station of the district")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert PackOffer.objects.get().state == "offered"


def give_a_theme(stage: Stage, page: Page, theme: OpenDayTheme, session: ActivitySession) -> None:
    stage.go(page, "admin:requests_desk_opendayrecord_add")
    page.locator("select[name=theme]").select_option(str(theme.pk))
    page.locator("select[name=session]").select_option(str(session.pk))
    page.locator("input[name=_save]").click()
    expect(page.locator("#result_list")).to_contain_text("法律服务面对面")


def menu_closes(page: Page) -> None:
    """By Escape, and by going on elsewhere."""
    opened = page.locator(".nav details[open]")
    for leave in (lambda: page.keyboard.press("Escape"), lambda: page.locator("main h1").click()):
        page.locator(".nav summary").click()
        expect(opened).to_have_count(1)
        leave()
        expect(opened).to_have_count(0)


def take_the_pack(stage: Stage, page: Page) -> None:
    """From the board, where it stands that one waits: on Fridays from nine to eleven."""
    page.locator(f"main a[href='{stage.path('desk:pack_list')}']").click()
    page.get_by_role("link", name=stage.words("With hours, or say no")).click()
    page.locator("select[name=weekday]").select_option("4")
    page.locator("select[name=begins]").select_option("09:00")
    page.locator("select[name=ends]").select_option("11:00")
    stage.press(page, "Take it")
    expect(page.locator("main [role=status]")).to_contain_text("法律服务包")
    page.locator(".nav summary").click()  # no way leads there but the desk's sections
    page.locator(f".nav a[href='{stage.path('desk:open_day_list')}']").click()
    expect(page.locator("main")).to_contain_text("法律服务面对面")


def a_resident_finds_both(stage: Stage, page: Page, place: Place, legal: Service) -> None:
    """The department's hours on the checklist and among the times to book; the open day with its theme."""
    page.goto(f"{stage.home}{stage.language}{place.station.get_absolute_url()}")
    line = page.locator("main #checklist details", has_text=legal.name)
    line.locator("summary").click()
    expect(line).to_contain_text("09:00–11:00")
    expect(line).to_contain_text("区司法局")
    line.locator(f"a[href^='{stage.path('book', place.station.slug)}']").first.click()
    page.locator("main a[href*='day=2026-11-20']").click()
    expect(page.locator("main .choice", has_text="09:00").first).to_be_visible()
    page.goto(f"{stage.home}{stage.language}{place.station.get_absolute_url()}")
    page.locator("main #activities a", has_text="小区开放日").first.click()
    expect(page.locator("main")).to_contain_text("法律服务面对面")


def write_down(stage: Stage, page: Page, session: ActivitySession) -> None:
    """Two heads are counted at the door; then the board says what is to be written."""
    stage.go(page, "desk:session", session.pk)
    for _ in range(2):
        stage.press(page, "One more")
    expect(page.locator("main .big")).to_have_text("2")
    stage.go(page, "desk:board")
    page.locator(f"main a[href='{stage.path('desk:open_day_list')}']").click()
    page.locator("main").get_by_role("link", name=stage.words("Who came")).click()
    expect(page.locator("input[name=residents]")).to_have_value("2")
    page.check("input[name=department_came][value=yes]")
    page.fill("input[name=staff]", "4")
    page.fill("input[name=party_members]", "6")
    stage.press(page, "Write down")
    expect(page.locator("main [role=status]")).to_contain_text("法律服务面对面")


@pytest.mark.parametrize(
    ("language", "words", "script"),
    [("", says, True), ("/en", as_it_is, False)],
    ids=["chinese", "english without script"],
)
def test_from_the_pack_to_the_record(
    live_server: LiveServer,
    place: Place,
    district: Worker,
    desk: Worker,
    theme: OpenDayTheme,
    session: ActivitySession,
    clock: time_machine.Traveller,
    open_page: Callable[..., Page],
    language: str,
    words: Callable[[str], str],
    script: bool,
) -> None:
    stage = Stage(live_server.url, language, words)
    legal = make.service("法律咨询", district=place.subdistrict.parent)
    office = open_page(**DESK, java_script_enabled=script)
    counter = open_page(**DESK, java_script_enabled=script)
    phone = open_page(**PHONE, has_touch=True, is_mobile=True, java_script_enabled=script)

    sign_in(office, live_server, district, stage.path("admin:index"))
    offer_a_pack(stage, office, legal)
    give_a_theme(stage, office, theme, session)

    sign_in(counter, live_server, desk, stage.path("desk:board"))
    assert counter.locator(".top").bounding_box()["height"] < 60  # type: ignore[index]  # the sections on one line
    if script:
        menu_closes(counter)
    take_the_pack(stage, counter)
    a_resident_finds_both(stage, phone, place, legal)

    clock.move_to(make.at(0, 15))
    write_down(stage, counter, session)
    record = OpenDayRecord.objects.get()
    assert (record.department_came, record.staff, record.party_members, record.residents) == (True, 4, 6, 2)

    stage.go(office, "uptake_review")
    department, pack = (office.locator("table.rows tbody tr", has_text="区司法局").nth(n) for n in (0, 1))
    told = [cell.inner_text().split()[0] for cell in department.locator("td").all()]
    assert told == ["1", "1", "100", "4", "6", "2"]
    expect(pack).to_contain_text("法律服务包")
    assert pack.locator("td").nth(1).inner_text().strip() == "1"

    phone.goto(f"{stage.home}{language}{theme.series.get_absolute_url()}")
    expect_heading(phone, theme.series.name)
    expect(phone.locator("main .figures b")).to_have_text(["1", "1 / 1", "10", "2"])
