"""Sessions at the desk: who came, called off, signed up by phone; what the stranger and the official get."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from portal.common.context import is_demo
from requests_desk.models import Activity, ActivityGroup, ActivitySession, Attendance, Message, Reveal, SignUp
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import text_of
from tests.stage import staged

As = Callable[[Worker | None], Client]
LIST = "/en/desk/activities/"


@staged
def session(place: Place) -> ActivitySession:
    """On in an hour, one place."""
    group = make.group(make.activity(place.station, "书法班"), make.at(0, 11), make.at(7, 11), capacity=1)
    return group.sessions.select_related("group__activity__station").order_by("starts_at")[0]


def url(session: ActivitySession, name: str = "session") -> str:
    return "/en" + reverse(f"desk:{name}", args=[session.pk])


def mark(client: Client, session: ActivitySession, do: str, person: SignUp | None = None) -> Any:
    return client.post(url(session, "session_mark"), {"do": do, "person": person.reference if person else ""})


class TestTheList:
    def test_today_and_coming_of_ones_own(
        self, session: ActivitySession, desk: Worker, stranger: Worker, street: Worker, as_: As
    ) -> None:
        page = as_(desk).get(LIST)
        assert [one.pk for one in page.context["today"]] == [session.pk]
        assert len(page.context["coming"]) == 1
        assert "书法班" not in text_of(as_(stranger).get(LIST))
        assert "书法班" in text_of(as_(street).get(LIST))

    def test_what_nobody_counted_is_no_zero(self, session: ActivitySession, desk: Worker, as_: As) -> None:
        table = text_of(as_(desk).get(LIST))
        assert '<td class="num">–</td></tr>' in table
        Activity.objects.update(entry=Activity.Entry.JUST_COME)
        assert '<td class="num">–</td></tr>' in text_of(as_(desk).get(LIST))
        ActivitySession.objects.update(came=12)
        assert '<td class="num">12</td></tr>' in text_of(as_(desk).get(LIST))

    @pytest.mark.parametrize("rows", [1, 30])
    def test_statements_do_not_grow(self, place: Place, desk: Worker, as_: As, rows: int) -> None:
        for n in range(rows):
            make.group(make.activity(place.station, f"活动{n}"), make.at(1, 8 + n % 8, n))
        client = as_(desk)
        is_demo()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(LIST)
        assert len(page.context["coming"]) == rows
        assert len(queries) <= 4

    def test_a_scanned_code_leads_to_the_session_that_is_on(
        self, session: ActivitySession, desk: Worker, stranger: Worker, as_: As
    ) -> None:
        row = make.sign_up(session.group)
        answer = as_(desk).get(LIST, {"reference": row.reference})
        assert answer["Location"] == f"{url(session)}?reference={row.reference}"
        page = as_(desk).get(answer["Location"])
        assert page.context["found"] == row
        assert not Attendance.objects.exists()  # a link only looks
        assert "No sign-up of ours" in text_of(as_(stranger).get(LIST, {"reference": row.reference}))


class TestAttendance:
    @pytest.mark.parametrize("how", ["reference", "small", "code", "link"])
    def test_typed_or_scanned(self, session: ActivitySession, desk: Worker, as_: As, how: str) -> None:
        row = make.sign_up(session.group)
        typed = {
            "reference": row.reference, "small": row.reference.lower().replace("-", " "),
            "code": f"http://testserver/desk/activities/?reference={row.reference}",
            "link": f"http://testserver{row.get_absolute_url()}",
        }[how]  # fmt: skip
        client = as_(desk)
        assert client.post(url(session), {"reference": typed}).status_code == 302
        page = client.get(url(session))
        assert page.context["ticked"] == 1
        assert "is here" in text_of(page)

    def test_nonsense_and_who_is_not_in_the_group(
        self, session: ActivitySession, desk: Worker, as_: As
    ) -> None:
        make.sign_up(session.group)
        waiting = make.sign_up(session.group)
        client = as_(desk)
        for typed, status in (
            ("", 200),
            ("x", 200),
            ("2222-3333", 200),
            ("http://[x", 200),
            (waiting.reference, 409),
        ):
            assert client.post(url(session), {"reference": typed}).status_code == status
        assert not Attendance.objects.exists()

    def test_ticked_on_the_list_and_back(self, session: ActivitySession, desk: Worker, as_: As) -> None:
        row, client = make.sign_up(session.group), as_(desk)
        mark(client, session, "came", row)
        assert Attendance.objects.get().sign_up == row
        mark(client, session, "not", row)
        assert not Attendance.objects.exists()
        assert mark(client, session, "nonsense", row).status_code == 302

    def test_not_too_early(
        self, session: ActivitySession, desk: Worker, as_: As, clock: time_machine.Traveller
    ) -> None:
        row = make.sign_up(session.group)
        clock.move_to(make.at(0, 8))
        assert mark(as_(desk), session, "came", row).status_code == 409

    def test_heads_where_one_just_comes(self, session: ActivitySession, desk: Worker, as_: As) -> None:
        Activity.objects.update(entry=Activity.Entry.JUST_COME)
        client = as_(desk)
        for do in ("more", "more", "less"):
            mark(client, session, do)
        session.refresh_from_db()
        assert session.came == 1


class TestPeople:
    def test_masked_until_somebody_looks(
        self, session: ActivitySession, desk: Worker, street: Worker, as_: As
    ) -> None:
        row = make.sign_up(session.group, name="欧阳娜娜")
        page = text_of(as_(desk).get(url(session)))
        assert "欧阳**" in page
        assert "138****1234" in page
        shown = text_of(mark(as_(desk), session, "reveal", row))
        assert "欧阳娜娜" in shown
        assert "13812341234" in shown
        look = Reveal.objects.get()
        assert (look.kind, look.row, look.actor) == ("sign_up", row.pk, desk)
        official = text_of(as_(street).get(url(session)))
        assert "欧阳**" in official
        assert "****1234" not in official
        assert "session_mark" not in official
        assert mark(as_(street), session, "reveal", row).status_code == 403

    def test_withdrawn_by_phone_and_taken_out(self, session: ActivitySession, desk: Worker, as_: As) -> None:
        first, second, third = (make.sign_up(session.group) for _ in range(3))
        client = as_(desk)
        mark(client, session, "withdrew", first)
        mark(client, session, "out", second)
        assert list(SignUp.objects.order_by("pk").values_list("state", flat=True)) == ["withdrawn"] * 2 + [
            "in"
        ]
        assert sorted(Message.objects.values_list("sign_up", "kind")) == [
            (second.pk, "moved_up"), (second.pk, "taken_out"), (third.pk, "moved_up"),
        ]  # fmt: skip

    def test_signed_up_by_phone(self, session: ActivitySession, desk: Worker, as_: As) -> None:
        client = as_(desk)
        page = client.get(url(session, "session_sign_up"))
        form = {
            "key": page.context["form"].initial["key"], "group": session.group_id, "name": "李阿姨",
            "phone": "13912345678",
        }  # fmt: skip
        assert client.post(url(session, "session_sign_up"), form | {"phone": ""}).status_code == 200
        assert client.post(url(session, "session_sign_up"), form).status_code == 302
        assert client.post(url(session, "session_sign_up"), form).status_code == 302
        row = SignUp.objects.get()
        assert (row.asked_by, row.state) == (desk, "in")
        stale = client.post(url(session, "session_sign_up"), form | {"key": "x", "name": "王"})
        assert stale.status_code == 409
        assert "王" in text_of(stale)

    @pytest.mark.parametrize("rows", [1, 30])
    def test_statements_do_not_grow(self, session: ActivitySession, desk: Worker, as_: As, rows: int) -> None:
        ActivityGroup.objects.update(capacity=20)
        for _n in range(rows):
            make.sign_up(session.group)
        client = as_(desk)
        is_demo()
        with CaptureQueriesContext(connection) as queries:
            page = client.get(url(session))
        assert len(page.context["people"]) + len(page.context["line"]) == rows
        assert len(queries) <= 5


class TestCalledOff:
    def test_it_lists_whom_it_hits_and_tells_them(self, place: Place, desk: Worker, as_: As) -> None:
        group = make.group(make.activity(place.station), make.at(1), make.at(8), capacity=2)
        session = group.sessions.order_by("starts_at")[0]
        rung, written = make.sign_up(group), make.sign_up(group, email="w@example.cn")
        client, path = as_(desk), url(session, "session_call_off")
        page = client.get(path, {"reason": "老师生病"})
        assert page.context["hit"] == [rung, written]
        assert "2 people will be told" in text_of(page)
        late = client.post(path, {"reason": "老师生病", "seen": [rung.pk]})
        assert late.status_code == 409
        answer = client.post(path, {"reason": "老师生病", "seen": [rung.pk, written.pk]})
        assert answer["Location"] == "/en/desk/calls/"
        calls = text_of(client.get("/en/desk/calls/"))
        assert rung.reference in calls
        assert written.reference not in calls
        call = Message.objects.to_call().get()
        assert rung.phone in text_of(client.post(reverse("desk:call_reveal", args=[call.pk])))
        client.post(reverse("desk:call_done", args=[call.pk]))
        assert not Message.objects.to_call().exists()
        assert client.get(path).status_code == 302
        session.refresh_from_db()
        assert session.called_off


class TestMoved:
    @pytest.fixture
    def session(self, place: Place) -> ActivitySession:
        """Tomorrow at ten in the hall, with two in the group."""
        hall = Room.objects.create(station=place.station, name="活动室", kind=Room.Kind.HALL)
        group = make.group(make.activity(place.station, "书法班"), make.at(1), make.at(8), capacity=2)
        ActivitySession.objects.update(room=hall)
        make.opened(place.station)
        return group.sessions.select_related("group__activity__station", "room").order_by("starts_at")[0]

    def to(self, session: ActivitySession, **changed: Any) -> dict[str, Any]:
        said = {"day": "2026-11-21", "begins": "14:00", "ends": "15:30", "room": session.room_id}
        return said | changed

    def test_it_shows_whom_it_concerns_then_tells_them(
        self, session: ActivitySession, desk: Worker, as_: As
    ) -> None:
        rung, written = make.sign_up(session.group), make.sign_up(session.group, email="w@example.cn")
        client, path = as_(desk), url(session, "session_move")
        assert path in client.get(url(session)).content.decode()
        assert 'value="2026-11-19"' in client.get(path).content.decode()
        page = client.get(path, self.to(session))
        assert page.context["hit"] == [rung, written]
        text = text_of(page)
        assert "2 people will be told" in text
        assert "Saturday 21 November" in text
        late = client.post(path, self.to(session, seen=[rung.pk], sequence=0))
        assert late.status_code == 409
        assert "then move the session" in text_of(late)
        assert 'value="14:00"' in late.content.decode()  # what was typed stands there
        seen = {"seen": [rung.pk, written.pk], "sequence": 0}
        answer = client.post(path, self.to(session, **seen))
        assert answer["Location"] == "/en/desk/calls/"
        calls = text_of(client.get("/en/desk/calls/"))
        assert "The session is moved. 2 people are told. 1 person must be rung." in calls
        assert "Thursday 19 November 10:00 → Saturday 21 November 14:00" in calls
        session.refresh_from_db()
        assert (session.starts_at, session.minutes) == (make.at(3, 14), 90)
        assert "Saturday 21 November" in text_of(Client().get(f"/en/activities/{session.group.activity_id}/"))
        again = client.post(path, self.to(session, **seen, begins="16:00", ends="17:00"))
        assert again.status_code == 409  # made from how it was before
        assert "since you looked" in text_of(again)

    @pytest.mark.parametrize(
        ("changed", "said"),
        [
            ({"day": "2026-11-17"}, "into the past"),
            ({"day": "9999-12-31"}, "like 2026-11-19"),
            ({"ends": "13:00"}, "later than the beginning"),
            ({"begins": ""}, "Say when it begins"),
            ({"room": "0"}, "not there"),
            ({"day": "2026-11-20", "begins": "09:30"}, "Free that day"),
        ],
    )
    def test_what_cannot_be_is_said_before_anybody_is_told(
        self, session: ActivitySession, desk: Worker, as_: As, changed: dict[str, str], said: str
    ) -> None:
        make.room_use(session.room, make.at(2, 9), make.at(2, 12))
        page = as_(desk).get(url(session, "session_move"), self.to(session, **changed))
        assert said in text_of(page)
        assert "will be told" not in text_of(page)
        answer = as_(desk).post(url(session, "session_move"), self.to(session, **changed, sequence=0))
        assert answer.status_code in (200, 409)
        session.refresh_from_db()
        assert session.sequence == 0

    def test_not_the_strangers_nor_the_officials(
        self, session: ActivitySession, stranger: Worker, street: Worker, as_: As
    ) -> None:
        assert as_(stranger).get(url(session, "session_move")).status_code == 404
        assert as_(street).get(url(session, "session_move")).status_code == 403
