"""The proposal's way, in Chinese and in English: said on the phone → merged → a project → hearing → decision → review,
all of it read again."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from requests_desk.models import Meeting, Project, Proposal
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.journeys.stage import expect_heading, in_both_languages, sign_in

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def propose(phone: Page, home: str, language: str, place: Place) -> None:
    """From the station's page to the proposal's own page."""
    phone.goto(home + language + place.station.get_absolute_url())
    phone.locator(f"main a[href^='{language}{reverse('proposal_new')}']").click()
    phone.locator("label.choice").first.click()
    phone.fill("input[name=title]", "老人买菜回来没地方坐")
    phone.locator("main form button").click()


class Desk:
    """The desk's screen, on the sheet of one row after the other."""

    def __init__(self, screen: Page, home: str, language: str) -> None:
        self.screen, self.home, self.language = screen, home, language

    def path(self, name: str, *args: Any) -> str:
        return f"{self.language}{reverse(f'desk:{name}', args=args)}"

    def open(self, name: str, *args: Any) -> None:
        self.screen.goto(self.home + self.path(name, *args))

    def press(self, name: str, *args: Any, **said: str) -> None:
        """Fill in the form of that button and send it; the page says that it is done."""
        form = self.screen.locator(f"form[action='{self.path(name, *args)}']")
        if not form.locator("button").is_visible():
            self.screen.locator("details", has=form).locator("summary").click()
        for field, value in said.items():
            control = form.locator(f"[name={field}]")
            if control.evaluate("one => one.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        form.locator("button").click()
        expect(self.screen.locator("main [role=status]").first).to_be_visible()


def hold(desk: Desk, project: Project, kind: str, clock: time_machine.Traveller) -> Meeting:
    """Call a meeting for the next hour, hold it, write and publish its minutes."""
    starts = make.at(0, 11) if kind == "hearing" else make.at(0, 15)
    desk.open("project", project.pk)
    day = f"{starts:%Y-%m-%d}"
    desk.press("project_meeting", project.pk, kind=kind, on=day, time=f"{starts:%H:%M}", place="会客厅")
    clock.move_to(starts.replace(minute=30))
    row = Meeting.objects.get(project=project, kind=kind)
    desk.open("meeting", row.pk)
    desk.press("meeting_minutes", row.pk, attended="12", minutes=f"{kind}：都同意")
    desk.press("meeting_opinion", row.pk, words="要有靠背", outcome="taken_up")
    desk.press("meeting_publish", row.pk)
    return row


@in_both_languages
def test_from_a_word_on_the_phone_to_the_review(
    live_server: LiveServer,
    place: Place,
    desk: Worker,
    phone: Page,
    desk_page: Page,
    clock: time_machine.Traveller,
    language: str,
    words: Callable[[str], str],
) -> None:
    home = live_server.url + language
    twin = make.proposal(place.committee, desk, title="花坛边放几张长椅")
    propose(phone, live_server.url, language, place)
    expect_heading(phone, words("Thank you. It has been handed in."))
    mine = phone.url
    row = Proposal.objects.get(title="老人买菜回来没地方坐")

    sign_in(desk_page, live_server, desk, f"{language}{reverse('desk:board')}")
    at = Desk(desk_page, live_server.url, language)
    at.open("proposal", row.reference)
    at.press("proposal_publish", row.reference)
    at.press("proposal_merge", row.reference, into=str(twin.pk))
    phone.goto(mine)
    phone.locator(f"main a[href='{language}{twin.get_absolute_url()}']").click()
    expect_heading(phone, twin.title)
    phone.get_by_role("button", name=words("I want this too")).click()
    expect_heading(phone, words("You support this"))

    at.open("proposal", twin.reference)
    desk_page.locator(f"main a[href^='{at.path('project_new')}']").click()
    desk_page.fill("input[name=name]", "装三张长椅")
    desk_page.locator("main form button").click()
    project = Project.objects.get()
    at.screen.wait_for_url(f"**{at.path('project', project.pk)}")
    hearing = hold(at, project, "hearing", clock)
    at.open("project", project.pk)
    at.press("project_decide", project.pk, meeting=str(hearing.pk), words="做三张带靠背的")
    at.press("project_begin", project.pk)
    review = hold(at, project, "review", clock)
    at.open("project", project.pk)
    at.press("project_close", project.pk, meeting=str(review.pk))

    phone.goto(home + twin.get_absolute_url())
    phone.locator(f"main a[href='{language}{project.get_absolute_url()}']").click()
    expect_heading(phone, "装三张长椅")
    for said in ("花坛边放几张长椅", "hearing：都同意", "做三张带靠背的", "要有靠背", "review：都同意"):
        expect(phone.locator("main")).to_contain_text(said)
    project.refresh_from_db()
    assert (project.state, project.hearing, project.review) == ("closed", hearing, review)


def told(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200
    return page.content.decode()


def test_the_same_in_english_without_a_script(place: Place, desk: Worker) -> None:
    """The resident's side under /en/, by plain requests: propose, merged, project, support."""
    client, new = Client(), f"/en{reverse('proposal_new')}?committee={place.committee.code}"
    page = client.get(new)
    said = {"key": page.context["key"], "kind": "need", "title": "No place to sit"}
    mine = client.post(new, said)["Location"]
    assert mine.startswith("/en/voice/mine/")
    first = told(client, mine)
    assert "Until then nobody else sees it" in first
    row = Proposal.objects.get()
    assert row.language == "en"
    twin = make.proposal(place.committee, desk, title="Benches")
    make.join(row, twin, desk)
    merged = told(client, mine)
    assert "It says the same as another" in merged
    project = make.project(place.committee, desk, name="三张长椅", name_en="Three benches", needs=[twin])
    public = told(client, f"/en{twin.get_absolute_url()}")
    assert "Three benches" in public
    tap = f"/en{reverse('proposal_support', args=[twin.reference])}"
    answer = client.post(tap, headers={"Origin": "http://testserver"})
    thanks = told(client, answer["Location"])
    assert "1 supporter, you among them." in thanks
    story = told(client, f"/en{project.get_absolute_url()}")
    assert "Benches" in story
