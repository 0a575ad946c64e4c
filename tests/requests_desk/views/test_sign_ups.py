"""Signing up without an account, and the page behind the link: every wrong turn a sentence."""

import re
from typing import Any

import pytest
from django.conf import LazySettings
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from requests_desk.actions.sign_ups import take_out, withdraw
from requests_desk.models import ActivityGroup, ActivitySession, SignUp
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import text_of
from tests.stage import staged

pytestmark = pytest.mark.django_db
KEY = re.compile(r'name="key" value="([^"]+)"')


@staged
def group(place: Place) -> ActivityGroup:
    return make.group(make.activity(place.station, "书法班"), make.at(1, 19), make.at(8, 19), capacity=1)


def address(group: ActivityGroup) -> str:
    return f"/en/activities/{group.activity_id}/sign-up/"


def filled(client: Client, group: ActivityGroup, **more: Any) -> dict[str, Any]:
    """The form as the page gives it, filled in."""
    key = KEY.search(client.get(address(group), {"group": group.pk}).content.decode())
    assert key is not None
    contact = {"name": "王小明", "phone": "13812341234", "email": ""}
    return {"group": group.pk, "key": key[1], "website": "", **contact, **more}


def sent(client: Client, group: ActivityGroup, **more: Any) -> HttpResponse:
    return client.post(address(group), filled(client, group, **more))


class TestTheForm:
    def test_one_page_leads_to_the_confirmation(self, client: Client, group: ActivityGroup) -> None:
        answer = sent(client, group)
        row = SignUp.objects.get()
        assert answer["Location"] == f"/en/sign-ups/{row.token}/?new"
        assert (row.group, row.name, row.phone, row.language) == (group, "王小明", "13812341234", "en")
        page = text_of(client.get(answer["Location"]))
        for said in (
            "You are signed up",
            row.reference,
            "书法班",
            "Thursday 19 November",
            "Withdraw",
            "王**",
        ):
            assert said in page, said
        assert "王小明" not in page

    def test_then_the_waiting_list_by_its_number(self, client: Client, group: ActivityGroup) -> None:
        make.sign_up(group), make.sign_up(group)
        assert "All places are taken" in text_of(client.get(address(group)))
        page = text_of(client.get(sent(client, group)["Location"]))
        assert "You are on the waiting list" in page
        assert "1 person is before you" in page
        withdraw(sign_up=SignUp.objects.earliest("pk"), at=make.NOW)
        page = text_of(client.get("/en" + SignUp.objects.latest("pk").get_absolute_url()))
        assert "You are the next one" in page

    def test_the_same_form_twice_is_once(self, client: Client, group: ActivityGroup) -> None:
        form = filled(client, group)
        first, second = client.post(address(group), form), client.post(address(group), form)
        assert first["Location"] == second["Location"]
        changed = client.post(address(group), form | {"name": "李四"})
        assert changed.status_code == 409
        assert "already used" in text_of(changed)
        assert "李四" in changed.content.decode()
        assert SignUp.objects.count() == 1

    def test_another_browsers_form(self, client: Client, group: ActivityGroup) -> None:
        form = filled(client, group)
        answer = Client().post(address(group), form)
        assert answer.status_code == 409
        assert "王小明" in answer.content.decode()
        assert not SignUp.objects.exists()

    def test_a_form_that_had_expired_is_shown_again(self, group: ActivityGroup) -> None:
        careful = Client(enforce_csrf_checks=True)
        answer = careful.post(address(group), {"group": group.pk, "name": "王小明", "phone": "138"})
        assert answer.status_code == 403
        assert "王小明" in answer.content.decode()
        assert not SignUp.objects.exists()

    def test_the_same_person_twice(self, client: Client, group: ActivityGroup) -> None:
        sent(client, group)
        answer = sent(Client(), group)
        assert answer.status_code == 409
        assert "signed up to this group already" in text_of(answer)
        assert SignUp.objects.get().token not in answer.content.decode()

    @pytest.mark.parametrize(
        "wrong",
        [{"name": ""}, {"phone": "12"}, {"email": "x"}, {"group": ""}, {"group": 999}, {"website": "x"}],
    )
    def test_what_is_wrong_is_said_and_nothing_lost(
        self, client: Client, group: ActivityGroup, wrong: dict[str, Any]
    ) -> None:
        make.group(group.activity, name="二组")
        answer = client.post(address(group), {**filled(client, group, email="w@example.cn"), **wrong})
        assert answer.status_code == 200
        assert 'role="alert"' in answer.content.decode() or "errors" in answer.content.decode()
        assert not SignUp.objects.exists()

    def test_a_machine_is_slowed_down(
        self, client: Client, group: ActivityGroup, settings: LazySettings
    ) -> None:
        settings.PORTAL_BOOKINGS_AN_HOUR = 1
        sent(client, group)
        answer = sent(client, group, name="李四")
        assert answer.status_code == 429
        assert "A great many people" in text_of(answer)

    def test_a_child_needs_a_guardian(self, client: Client, place: Place) -> None:
        group = make.group(make.activity(place.station, "亲子", for_children=True))
        answer = sent(client, group)
        assert answer.status_code == 200
        assert "guardian" in text_of(answer)
        assert not SignUp.objects.exists()
        assert sent(client, group, guardian="王妈妈", consent="on").status_code == 302
        assert SignUp.objects.get().guardian == "王妈妈"

    def test_a_group_that_takes_nobody_leads_to_the_others(
        self, client: Client, group: ActivityGroup
    ) -> None:
        shut = make.group(group.activity, make.at(1, 9), name="二组", open=False)
        elsewhere = make.group(make.activity(group.activity.station, "别的"))
        for asked in (shut.pk, elsewhere.pk, "x"):
            answer = client.get(f"{address(group)}?group={asked}", follow=True)
            assert answer.redirect_chain == [(f"/en/activities/{group.activity_id}/?others", 302)]
            assert "The group asked for takes no sign-ups now." in text_of(answer)
            assert f"?group={group.pk}" in answer.content.decode()
        assert client.get(f"{address(group)}?group={group.pk}").status_code == 200

    def test_a_group_closed_meanwhile_leaves_a_choice(self, client: Client, group: ActivityGroup) -> None:
        shut = make.group(group.activity, make.at(1, 9), name="二组", open=False)
        answer = client.post(address(group), filled(client, group) | {"group": shut.pk})
        assert f'type="radio" name="group" value="{group.pk}"' in " ".join(answer.content.decode().split())
        assert not SignUp.objects.exists()

    def test_who_was_never_there_is_told_nothing_of_it(self, client: Client, group: ActivityGroup) -> None:
        sent(client, group)
        ActivitySession.objects.filter(starts_at=make.at(1, 19)).update(starts_at=make.at(-1))
        assert "0 times" not in text_of(client.get(f"/en{SignUp.objects.get().get_absolute_url()}"))

    def test_what_takes_nobody_leads_back(self, client: Client, group: ActivityGroup) -> None:
        ActivityGroup.objects.update(open=False)
        assert client.get(address(group))["Location"] == f"/en/activities/{group.activity_id}/"


class TestTheLink:
    def test_withdrawn_in_two_taps(self, client: Client, group: ActivityGroup) -> None:
        row, waiting = make.sign_up(group), make.sign_up(group)
        page = f"/en{row.get_absolute_url()}"
        assert f"{page}withdraw/" in client.get(page).content.decode()
        assert "Your place goes to whoever waits first" in text_of(client.get(f"{page}withdraw/"))
        assert SignUp.objects.get(pk=row.pk).state == SignUp.State.IN  # looking changes nothing
        assert client.post(f"{page}withdraw/")["Location"] == page
        assert client.post(f"{page}withdraw/")["Location"] == page
        assert "You are not signed up any more" in text_of(client.get(page))
        assert "You are signed up" in text_of(client.get(f"/en{waiting.get_absolute_url()}"))

    def test_taken_out_says_so(self, client: Client, group: ActivityGroup, desk: Worker) -> None:
        row = make.sign_up(group)
        take_out(sign_up=row, at=make.NOW, actor=desk)
        assert "The station had to take you out" in text_of(client.get(f"/en{row.get_absolute_url()}"))

    def test_all_sessions_in_one_calendar_file(self, client: Client, group: ActivityGroup) -> None:
        row, waiting = make.sign_up(group), make.sign_up(group)
        ActivitySession.objects.filter(starts_at=make.at(8, 19)).update(called_off=True, sequence=1)
        answer = client.get(f"{row.get_absolute_url()}calendar.ics")
        assert answer["Content-Type"].startswith("text/calendar")
        file = Calendar.from_ical(answer.content)
        assert file["METHOD"] == "PUBLISH"
        events = file.walk("VEVENT")
        assert [(str(one["STATUS"]), int(one["SEQUENCE"])) for one in events] == [
            ("CONFIRMED", 0),
            ("CANCELLED", 1),
        ]
        assert events[0]["DTSTART"].dt == make.at(1, 19)
        assert client.get(f"{waiting.get_absolute_url()}calendar.ics").status_code == 404
        withdraw(sign_up=row, at=make.NOW)
        gone = Calendar.from_ical(client.get(f"{row.get_absolute_url()}calendar.ics").content)
        assert gone["METHOD"] == "CANCEL"
        assert {str(one["STATUS"]) for one in gone.walk("VEVENT")} == {"CANCELLED"}

    def test_nothing_of_it_is_stored_or_passed_on(self, client: Client, group: ActivityGroup) -> None:
        answer = client.get(make.sign_up(group).get_absolute_url())
        assert "no-store" in answer["Cache-Control"]
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "noindex" in answer["X-Robots-Tag"]

    def test_a_lost_link_is_found_by_reference_and_phone(self, client: Client, group: ActivityGroup) -> None:
        row = make.sign_up(group, email="w@example.cn")
        found = client.post(reverse("track"), {"do": "find", "reference": row.reference, "proof": "1234"})
        assert found["Location"] == row.get_absolute_url()
        wrong = client.post(reverse("track"), {"do": "find", "reference": row.reference, "proof": "4321"})
        assert wrong.status_code == 200
        client.post(reverse("track"), {"do": "send", "phone": row.phone})
        assert row.messages.filter(kind="link", channel="email").count() == 1
