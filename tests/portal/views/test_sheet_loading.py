"""A large sheet being loaded: a page that grows, and a sheet that is written whole or, when its reader leaves, not."""

import re
from collections.abc import Callable, Iterator
from itertools import count
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client

from portal.views.sheet_loading import worth_telling
from requests_desk.actions.sheets import write
from requests_desk.actions.sheets.write import Progress, Stage
from requests_desk.models import SheetUpload
from stations.models import Estate, Worker
from tests.cast import Place
from tests.portal.views.test_sheets import HEAD, sent
from tests.requests_desk.actions.sheets.files import as_xlsx
from tests.stations.admin.rows import bare

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
COUNT = 8


@pytest.fixture(autouse=True)
def soon_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lines are many, and every step is told."""
    monkeypatch.setattr("portal.views.sheets.LARGE", 2)
    monkeypatch.setattr("portal.views.sheet_loading.PAUSE", -1)
    monkeypatch.setattr("portal.views.sheet_loading.LONGER", 0)
    monkeypatch.setattr(write, "PART", 3)


@pytest.fixture
def client(street: Worker, as_: SignIn) -> Client:
    return as_(street)


@pytest.fixture
def address(client: Client, place: Place) -> str:
    """Where a sheet of eight new estates waits."""
    return sent(
        client, "estates", as_xlsx(HEAD, [[place.committee.code, f"新村{n}", n] for n in range(COUNT)])
    )


def confirmed(client: Client, address: str) -> StreamingHttpResponse:
    answer: Any = client.post(address, {"seen": client.get(address).context["plan"].digest})
    assert answer.streaming
    return answer


def pieces(answer: StreamingHttpResponse) -> list[str]:
    return [piece.decode() for piece in answer]  # type: ignore[union-attr]


def leave(answer: Any) -> None:
    """As a server does when the reader is gone: by way of Django's client, which keeps the test's connection open."""
    answer._resource_closers[-1]()


def new() -> int:
    return Estate.objects.filter(name__startswith="新村").count()


class TestThePage:
    def test_it_grows_from_head_to_foot(self, client: Client, address: str) -> None:
        head, *steps, result, foot = pieces(confirmed(client, address))
        assert head.lstrip().startswith("<!DOCTYPE html>")
        assert head.rstrip().endswith('role="status">')
        assert "已导入" in result
        assert f"新增 {COUNT} 条，修改 0 条" in result
        assert foot.rstrip().endswith("</html>")
        assert "不要关闭" in steps[0], "what becomes of it who closes the page is said while it can be closed"
        assert "多半一条也不会导入" in steps[0], (
            "towards the end a server may be done before it sees who left"
        )
        assert "重新打开这个网址" in steps[0]
        assert new() == COUNT

    def test_its_figures_rise_and_end_with_all(self, client: Client, address: str) -> None:
        _head, *steps, _result, _foot = pieces(confirmed(client, address))
        bars = [re.findall(r'<progress max="(\d+)" value="(\d+)"', step) or [("0", "0")] for step in steps]
        stages = [re.findall(r"第 (\d) 步，共 4 步", step) for step in steps]
        told = [(int(stage), int(bar[1]), int(bar[0])) for (stage,), (bar,) in zip(stages, bars, strict=True)]
        assert told == sorted(told)
        assert [one[:2] for one in told if one[0] == Stage.WRITTEN] == [(2, 0), (2, 3), (2, 6), (2, 8)]
        assert told[-1] == (Stage.NOTED, COUNT, COUNT)
        assert [one[0] for one in told if one[1] == one[2]] == list(Stage), "no stage is passed over"
        [idle] = [step for step in steps if "第 3 步" in step]
        assert "这一步不用做什么" in idle
        assert "<progress" not in idle

    def test_it_is_in_the_reader_s_language(self, client: Client, address: str) -> None:
        english = f"/en{address}"
        text = "".join(pieces(confirmed(client, english)))
        assert "Step 2 of 4: Lines written" in text
        assert f"{COUNT} added, 0 changed" in text
        assert 'href="/en/admin/sheets/estates/"' in text
        assert 'lang="en"' in text
        assert not re.search("[\u4e00-\u9fff]", text[text.index('role="status"') :].partition("</main>")[0])

    def test_it_has_the_headers_of_every_page(self, client: Client, address: str) -> None:
        usual: Any = client.get(address)
        answer = confirmed(client, address)
        for name in usual.headers:
            if name != "Content-Length":
                assert name in answer.headers, name
        assert answer["Content-Security-Policy"] == usual["Content-Security-Policy"]
        assert "no-store" in answer["Cache-Control"]
        assert answer["X-Accel-Buffering"] == "no"
        assert "Content-Length" not in answer.headers

    def test_its_own_page_says_so_afterwards(self, client: Client, address: str) -> None:
        pieces(confirmed(client, address))
        assert f"新增 {COUNT} 条" in client.get(address).content.decode()


class TestLeaving:
    def test_before_the_end_loads_nothing(self, client: Client, address: str) -> None:
        whole = 0
        for gone in count(1):
            answer = confirmed(client, address)
            coming = iter(answer)
            told = [next(coming, b"") for _n in range(gone)]  # type: ignore[call-overload]
            if "已导入".encode() in told[-1]:
                whole = gone
                break
            leave(answer)
            assert new() == 0, gone
            assert SheetUpload.objects.waiting().count() == 1, gone
        assert whole > 6
        leave(answer)
        assert new() == COUNT, "the control: who stays has it loaded"

    def test_its_own_page_says_which_of_both_it_is(self, client: Client, address: str) -> None:
        answer = confirmed(client, address)
        coming = iter(answer)
        for _n in range(5):
            next(coming)  # type: ignore[call-overload]
        leave(answer)
        waiting = client.get(address).content.decode()
        assert "这份表格还在等待确认，一条也没有导入" in waiting
        assert "如果您是在导入时关掉了页面" in waiting
        pieces(confirmed(client, address))  # the reader is gone, and the server has not seen it
        loaded = client.get(address).content.decode()
        assert f"新增 {COUNT} 条，修改 0 条" in loaded
        assert "还在等待确认" not in loaded

    def test_it_can_be_confirmed_again(self, client: Client, address: str) -> None:
        answer = confirmed(client, address)
        coming = iter(answer)
        for _n in range(5):
            next(coming)  # type: ignore[call-overload]
        leave(answer)
        pieces(confirmed(client, address))
        assert new() == COUNT


class TestTwice:
    def test_a_reload_says_that_it_is_loaded(self, client: Client, address: str) -> None:
        seen = {"seen": client.get(address).context["plan"].digest}
        pieces(client.post(address, seen))  # type: ignore[arg-type]
        Estate.objects.filter(name="新村1").delete()
        again = client.post(address, seen, follow=True).content.decode()
        assert "已经导入过了" in again
        assert f"新增 {COUNT} 条" in again
        assert new() == COUNT - 1

    def test_the_second_of_two_at_once_says_so_too(self, client: Client, address: str) -> None:
        seen = {"seen": client.get(address).context["plan"].digest}
        late: Any = client.post(address, seen)  # it has found the sheet waiting, and not yet begun
        pieces(confirmed(client, address))
        Estate.objects.filter(name="新村1").delete()
        text = "".join(pieces(late))
        assert "已经导入过了" in text
        assert text.rstrip().endswith("</html>")
        assert new() == COUNT - 1


class TestRefusals:
    @pytest.fixture
    def broken(self, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
        """Let the history break with that, when all lines are written."""

        def by(error: Exception) -> None:
            def fail(*_args: Any) -> Iterator[Progress]:
                assert new() == COUNT
                raise error
                yield

            monkeypatch.setattr(write, "_write_history", fail)

        return by

    def test_a_fault_of_ours_is_said_logged_and_undone(
        self, client: Client, address: str, broken: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        broken(RuntimeError("secret"))
        answer = confirmed(client, address)
        text = "".join(pieces(answer))
        assert "一条也没有导入" in text
        assert "secret" not in text
        assert f'href="{address}"' in text
        assert text.rstrip().endswith("</html>")
        [line] = [one for one in caplog.records if one.message == "unexpected"]
        assert line.exc_info
        assert line.__dict__["portal"]["request_id"] == answer["X-Request-ID"]
        assert answer["X-Request-ID"] in text
        assert new() == 0
        assert SheetUpload.objects.waiting().count() == 1

    def test_a_busy_database_is_no_fault(
        self, client: Client, address: str, broken: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        broken(OperationalError("database is locked"))
        text = "".join(pieces(confirmed(client, address)))
        assert "数据库正忙" in text
        assert not [one for one in caplog.records if one.message == "unexpected"]
        assert new() == 0

    def test_a_newer_sheet_meanwhile_is_a_sentence(self, client: Client, address: str, place: Place) -> None:
        answer: Any = client.post(address, {"seen": client.get(address).context["plan"].digest})
        lines = [[place.committee.code, f"新村{n}", 5] for n in range(COUNT)]
        newer = sent(client, "estates", as_xlsx(HEAD, lines))  # after this one was found waiting
        text = "".join(pieces(answer))
        assert "这一份一条也没有导入" in text
        assert new() == 0
        pieces(confirmed(client, newer))
        assert new() == COUNT, "the control"

    def test_what_changed_since_is_a_sentence(self, client: Client, address: str, place: Place) -> None:
        seen = client.get(address).context["plan"].digest
        Estate.objects.create(committee=place.committee, name="新村1", households=5)
        text = "".join(pieces(client.post(address, {"seen": seen})))  # type: ignore[arg-type]
        assert "有了变化" in text
        assert new() == 1

    def test_nobody_else_finds_it(self, client: Client, address: str, district: Worker, as_: SignIn) -> None:
        other = as_(district)
        there, nowhere = (
            other.post(where, {"seen": ""}) for where in (address, "/admin/sheets/uploads/987654/")
        )
        assert (there.status_code, bare(there)) == (404, bare(nowhere))
        assert not isinstance(there, StreamingHttpResponse)


def test_a_small_one_goes_as_before(client: Client, place: Place) -> None:
    where = sent(client, "estates", as_xlsx(HEAD, [[place.committee.code, "新村", 5]]))
    answer: HttpResponse = client.post(where, {"seen": client.get(where).context["plan"].digest})
    assert (answer.status_code, answer["Location"]) == (302, where)


class TestWorthTelling:
    def test_about_once_a_second_and_the_end_of_each_stage(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("portal.views.sheet_loading.PAUSE", 1.0)
        monkeypatch.setattr("portal.views.sheet_loading.LONGER", 0.1)
        ticks = count(0, 0.25)
        steps = [Progress(stage, done, 100) for stage in (Stage.WRITTEN, Stage.NOTED) for done in range(101)]
        told = [step for step, _quiet in worth_telling(iter(steps), lambda: next(ticks))]
        assert [step for step in told if step.ends] == [steps[100], steps[201]]
        assert 10 < len(told) < 40

    def test_an_hour_of_steps_stays_small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("portal.views.sheet_loading.PAUSE", 1.0)
        monkeypatch.setattr("portal.views.sheet_loading.LONGER", 0.1)
        ticks = count(0, 0.5)
        steps = (Progress(Stage.WRITTEN, done, 7200) for done in range(7200))
        assert len(list(worth_telling(steps, lambda: next(ticks)))) < 300

    def test_a_screen_reader_hears_of_each_quarter(self) -> None:
        steps = [Progress(Stage.WRITTEN, done, 100) for done in range(101)]
        heard = [step.done for step, quiet in worth_telling(iter(steps)) if not quiet]
        assert heard == [0, 25, 50, 75, 100]
