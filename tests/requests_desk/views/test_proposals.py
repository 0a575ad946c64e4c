"""A resident proposes, supports and follows it: without an account, and without a mark but for a tap."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import LazySettings
from django.test import Client
from django.urls import reverse

from requests_desk.actions import proposals
from requests_desk.models import Proposal, Support
from requests_desk.views.robots import ONCE_MORE
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
OURS = {"Origin": "http://testserver"}


def sheet(client: Client, place: Place) -> dict[str, Any]:
    """The open sheet's address and key."""
    page = client.get(reverse("proposal_new"), {"committee": place.committee.code})
    assert page.status_code == 200
    return {
        "key": page.context["key"],
        "kind": "need",
        "title": "楼下放一张长椅",
        "words": "",
        "name": "",
        "phone": "",
    }


def hand_in(client: Client, place: Place, said: dict[str, Any], **kwargs: Any) -> Any:
    return client.post(f"{reverse('proposal_new')}?committee={place.committee.code}", said, **kwargs)


class TestNew:
    def test_it_asks_where_one_lives_and_finds_it(self, place: Place) -> None:
        client = Client()
        assert 'role="search"' in client.get(reverse("proposal_new")).content.decode()
        found = client.get(reverse("proposal_new"), {"q": "枫香里"}).content.decode()
        assert f"?estate={place.estate.pk}" in found
        assert f"?committee={place.committee.code}" in found
        assert "?estate=" not in client.get(reverse("proposal_new"), {"q": "没有的地方"}).content.decode()

    def test_one_form_is_one_proposal_and_leads_to_its_own_page(self, place: Place) -> None:
        client = Client()
        said = sheet(client, place) | {
            "estate": place.estate.pk,
            "name": "王小明",
            "phone": "１３８１２３４１２３４",
        }
        first, again = hand_in(client, place, said), hand_in(client, place, said)
        row = Proposal.objects.get()
        assert first["Location"] == again["Location"] == reverse("proposal_mine", args=[row.token])
        assert (row.phone, row.estate, row.state, row.kind) == ("13812341234", place.estate, "new", "need")
        assert hand_in(client, place, said | {"title": "别的"}).status_code == 409
        mine = client.get(first["Location"])
        assert "no-store" in mine["Cache-Control"]
        assert mine["Referrer-Policy"] == "strict-origin"
        assert row.title in mine.content.decode()
        assert "王小明" not in mine.content.decode()

    def test_without_a_name_without_a_line_and_from_another_browser(self, place: Place) -> None:
        client = Client()
        said = sheet(client, place)
        bare = hand_in(client, place, said | {"title": " "})
        assert bare.status_code == 200
        assert bare.context["form"].errors.keys() == {"title"}
        assert hand_in(Client(), place, said).status_code == 409
        assert hand_in(client, place, said | {"website": "x"}).status_code == 200
        assert hand_in(client, place, said | {"estate": "999999"}).status_code == 200
        assert Proposal.objects.count() == 0
        assert hand_in(client, place, said).status_code == 302

    def test_too_quick_is_asked_to_press_once_more_and_only_once(
        self, place: Place, settings: LazySettings, clock: time_machine.Traveller
    ) -> None:
        settings.PORTAL_FORM_SECONDS = 2
        client = Client()
        said = sheet(client, place)
        clock.shift(1)
        page = hand_in(client, place, said)
        assert str(ONCE_MORE) in page.content.decode()
        assert not Proposal.objects.exists()
        assert hand_in(client, place, said | {"key": page.context["key"]}).status_code == 302
        assert Proposal.objects.get().title == said["title"]

    def test_an_expired_sheet_comes_back_with_what_was_typed(self, place: Place) -> None:
        said = sheet(Client(), place) | {"title": "𠮷田㐂的长椅"}
        again = hand_in(Client(enforce_csrf_checks=True), place, said)
        assert again.status_code == 403
        assert "𠮷田㐂的长椅" in again.content.decode()
        assert Proposal.objects.count() == 0

    @pytest.mark.parametrize(
        "query", ["committee=0", "estate=9999999", "estate=x", "station=none", "committee=１"]
    )
    def test_a_place_that_is_not_there(self, query: str, place: Place) -> None:
        for name in ("proposal_new", "voice"):
            assert Client().get(f"{reverse(name)}?{query}").status_code == 404


class TestMine:
    def test_every_fate_is_told_to_its_writer(self, place: Place, desk: Worker) -> None:
        project = make.project(place.committee, desk, name="装长椅")
        rows = [make.proposal(place.committee, desk, new=number < 2) for number in range(5)]
        proposals.keep_back(proposal=rows[1], why="说的是一个人", worker=desk, at=make.NOW)
        proposals.answer(proposal=rows[2], text="下周就装", worker=desk, at=make.NOW)
        proposals.take_up(proposal=rows[3], project=project, worker=desk, at=make.NOW)
        proposals.merge(proposal=rows[4], into=rows[2], worker=desk, at=make.NOW)
        texts = [Client().get(reverse("proposal_mine", args=[row.token])).content.decode() for row in rows]
        for text, said in zip(
            texts, ["11月23日", "说的是一个人", "下周就装", "装长椅", rows[2].title], strict=True
        ):
            assert said in text

    def test_a_wrong_link_opens_nothing(self, place: Place, desk: Worker) -> None:
        row = make.proposal(place.committee, desk, new=True)
        for wrong in ("A" * 32, row.token.swapcase(), row.reference):
            assert Client().get(f"/voice/mine/{wrong}/").status_code == 404


class TestPublic:
    def test_unread_and_kept_back_ones_are_nobodys(self, place: Place, desk: Worker) -> None:
        new, kept = (make.proposal(place.committee, desk, new=True) for _two in range(2))
        proposals.keep_back(proposal=kept, why="说的是一个人", worker=desk, at=make.NOW)
        nowhere = Client().get(reverse("proposal", args=["2222-3333"]))
        for row in (new, kept):
            for name in ("proposal", "proposal_support"):
                assert Client().get(reverse(name, args=[row.reference])).status_code == 404
            assert (
                Client().post(reverse("proposal_support", args=[row.reference]), headers=OURS).status_code
                == 404
            )
            assert row.title not in Client().get(reverse("voice")).content.decode()
        assert nowhere.status_code == 404

    def test_a_name_and_a_number_are_never_shown(self, place: Place, desk: Worker) -> None:
        row = make.proposal(place.committee, desk, name="王小明", phone="13812341234")
        for url in (row.get_absolute_url(), reverse("voice"), reverse("proposal_mine", args=[row.token])):
            text = Client().get(url).content.decode()
            assert "王小明" not in text
            assert "13812341234" not in text

    def test_it_is_cached_and_leaves_nothing_in_the_browser(self, place: Place, desk: Worker) -> None:
        client = Client()
        for url in (make.proposal(place.committee, desk).get_absolute_url(), reverse("voice")):
            page = client.get(url)
            assert (page.status_code, page["Cache-Control"]) == (200, "no-cache")
            assert "ETag" in page
        assert not client.cookies


class TestSupport:
    @pytest.fixture
    def row(self, place: Place, desk: Worker) -> Proposal:
        return make.proposal(place.committee, desk)

    def tap(self, client: Client, row: Proposal, **headers: str) -> Any:
        return client.post(reverse("proposal_support", args=[row.reference]), headers=headers or OURS)

    def test_the_same_browser_counts_once(self, row: Proposal) -> None:
        client = Client()
        for _tap in range(3):
            answer = self.tap(client, row)
            assert answer.status_code == 302
        row.refresh_from_db()
        assert (row.supports, Support.objects.count()) == (1, 1)
        said = client.get(answer["Location"])
        assert "no-store" in said["Cache-Control"]
        self.tap(Client(), row)
        row.refresh_from_db()
        assert row.supports == 2

    def test_the_mark_is_sent_to_these_pages_alone_and_kept_as_a_hash(self, row: Proposal) -> None:
        answer = self.tap(Client(), row)
        for name, path in (("voice", "/voice/"), ("voice-en", "/en/voice/")):
            cookie = answer.cookies[name]
            assert (cookie["path"], cookie["samesite"], cookie["httponly"]) == (path, "Lax", True)
            assert 0 < cookie["max-age"] <= timedelta(days=180).total_seconds()
        secret = answer.cookies["voice"].value
        mark = Support.objects.get().mark
        assert len(mark) == 64
        assert secret not in mark
        assert set(answer.cookies) == {"voice", "voice-en"}

    def test_on_the_english_pages_it_is_the_same_browser(self, row: Proposal) -> None:
        client = Client()
        self.tap(client, row)
        answer = client.post(f"/en/voice/proposals/{row.reference}/support/", headers=OURS)
        assert answer.status_code == 302
        assert Support.objects.count() == 1

    def test_another_site_cannot_tap(self, row: Proposal) -> None:
        for origin in ("https://evil.example", "http://testserver.evil.example", "null"):
            answer = self.tap(Client(), row, Origin=origin)
            assert (answer.status_code, dict(answer.cookies)) == (403, {})
        assert Client().post(reverse("proposal_support", args=[row.reference])).status_code == 403
        assert Support.objects.count() == 0

    def test_who_has_not_tapped_is_led_to_the_page(self, row: Proposal) -> None:
        client = Client()
        client.cookies["voice"] = "x" * 32
        for one in (Client(), client):
            assert (
                one.get(reverse("proposal_support", args=[row.reference]))["Location"]
                == row.get_absolute_url()
            )

    def test_a_tap_on_a_merged_one_counts_where_it_goes_on(
        self, row: Proposal, place: Place, desk: Worker
    ) -> None:
        target = make.proposal(place.committee, desk)
        proposals.merge(proposal=row, into=target, worker=desk, at=make.NOW)
        answer = self.tap(Client(), row)
        assert answer["Location"] == reverse("proposal_support", args=[target.reference])
        target.refresh_from_db()
        assert target.supports == 1

    def test_too_many_from_one_address(self, row: Proposal, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(proposals, "SUPPORTS_A_DAY", 2)
        found = [self.tap(Client(), row).status_code for _browser in range(3)]
        assert found == [302, 302, 429]
