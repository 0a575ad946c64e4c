"""The gates: whatever path is tried, nothing is decided unheard and nothing closed unreviewed."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from requests_desk.models import Project
from requests_desk.rules import meetings
from requests_desk.rules.meetings import (
    STEPS,
    WAYS,
    Held,
    Standing,
    Step,
    after,
    bar,
    begun,
    steps,
    too_early,
)

START = datetime(2026, 11, 18, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
OURS, THEIRS = 1, 2


def hours(number: int) -> datetime:
    return START + timedelta(hours=number)


# A meeting of our project, another's or a ticket's, begun and published sooner or later, or never.
MEETINGS = st.none() | st.builds(
    Held,
    project=st.sampled_from([OURS, OURS, OURS, THEIRS, None]),
    kind=st.sampled_from(["hearing", "review", "coordination"]),
    starts_at=st.integers(-5, 30).map(hours),
    published_at=st.none() | st.integers(-5, 30).map(hours),
)
TRIES = st.lists(
    st.tuples(st.sampled_from(STEPS), MEETINGS, st.sampled_from(["", " ", "做"]), st.integers(0, 4)),
    max_size=12,
)
Tries = list[tuple[Step, Held | None, str, int]]


def walk(tries: Tries) -> set[str]:
    """Try one step after the other and check, without the rules' own words, that a gate was opened by
    what it needs. Returns the states that were reached."""
    at, now = START, Standing(OURS, "proposed")
    heard = reviewed = False
    reached = {now.state}
    for step, meeting, words, later in tries:
        at += timedelta(hours=later)
        if bar(step, now, meeting=meeting, words=words, at=at) is not None:
            continue
        before, now = now, after(step, now, at=at)
        told = meeting is not None and meeting.project == OURS and (meeting.published_at or hours(99)) <= at
        if step == "decide":
            heard = told and meeting is not None and meeting.kind == "hearing" and bool(words.strip())
        if step == "close":
            reviewed = told and meeting is not None and meeting.kind == "review"
            assert meeting is not None
            assert before.decided_at is not None
            assert before.decided_at < meeting.starts_at <= at
        reached.add(now.state)
        assert now.state not in ("decided", "under_way", "closed") or heard, "decided without a hearing"
        assert now.state != "closed" or reviewed, "closed without a review"
    return reached


def nothing_around(tries: Tries) -> None:
    walk(tries)


def test_no_path_leads_around_a_gate() -> None:
    given(TRIES)(nothing_around)()


def whole_way() -> Tries:
    hearing = Held(OURS, "hearing", hours(1), hours(2))
    review = Held(OURS, "review", hours(10), hours(11))
    return [("decide", hearing, "做", 3), ("begin", None, "", 4), ("close", review, "", 5)]


def test_the_way_itself_is_open() -> None:
    """The control: the test does not pass because nothing ever moves."""
    assert walk(whole_way()) == {"proposed", "decided", "under_way", "closed"}


def open_door(*_args: object) -> bool:
    return True


def any_meeting(meeting: Held | None, kind: str, standing: Standing, at: datetime) -> bool:
    """As the rule, but a hearing of another project would do."""
    return meeting is not None and meeting.kind == kind and meeting.published_at is not None


@pytest.mark.parametrize("broken", [open_door, any_meeting])
def test_a_broken_rule_is_found(broken: Callable[..., bool], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(meetings, "opens", broken)
    search = settings(phases=[Phase.generate], report_multiple_bugs=False, database=None, max_examples=5000)
    with pytest.raises(AssertionError):
        search(given(TRIES)(nothing_around))()


@pytest.mark.parametrize(
    ("change", "barred"),
    [
        ({}, None),
        ({"project": THEIRS}, "hearing"),
        ({"project": None}, "hearing"),
        ({"kind": "review"}, "hearing"),
        ({"kind": "coordination"}, "hearing"),
        ({"published_at": None}, "hearing"),
        ({"published_at": hours(6)}, "hearing"),
        ({"starts_at": hours(6)}, "hearing"),
    ],
)
def test_what_opens_the_first_gate(change: dict[str, object], barred: str | None) -> None:
    told = Held(
        **{"project": OURS, "kind": "hearing", "starts_at": hours(1), "published_at": hours(2)} | change
    )  # type: ignore[arg-type]
    assert bar("decide", Standing(OURS, "proposed"), meeting=told, words="做", at=hours(5)) == barred


@pytest.mark.parametrize(("starts", "barred"), [(4, "review"), (5, "review"), (6, None)])
def test_a_review_comes_after_the_decision(starts: int, barred: str | None) -> None:
    told = Held(OURS, "review", hours(starts), hours(8))
    assert bar("close", Standing(OURS, "under_way", hours(5)), meeting=told, at=hours(9)) == barred


@pytest.mark.parametrize(("since", "barred"), [(0, None), (1, None), (2, "hearing")])
def test_a_hearing_from_before_the_project_opens_nothing(since: int, barred: str | None) -> None:
    told = Held(OURS, "hearing", hours(1), hours(2))
    began = Standing(OURS, "proposed", since=hours(since))
    assert bar("decide", began, meeting=told, words="做", at=hours(5)) == barred


def test_when_a_meeting_may_lie_and_when_it_may_be_written_about() -> None:
    assert [too_early(hours(1), since) for since in (hours(2), hours(1), hours(0), None)] == [
        True, False, False, False,
    ]  # fmt: skip
    assert [begun(hours(1), at) for at in (hours(0), hours(1), hours(2))] == [False, True, True]


def test_dropping_and_deciding_need_words() -> None:
    told = Held(OURS, "hearing", hours(1), hours(2))
    assert bar("drop", Standing(OURS, "decided", hours(2)), words=" ", at=hours(3)) == "words"
    assert bar("decide", Standing(OURS, "proposed"), meeting=told, words="", at=hours(3)) == "words"
    assert bar("drop", Standing(OURS, "proposed"), words="没有经费", at=hours(3)) is None


def test_the_states_are_the_models() -> None:
    named = {state for sources, target in WAYS.values() for state in (*sources, target)}
    assert named == set(Project.State.values)
    assert steps("proposed") == ["decide", "drop"]
    assert steps("closed") == steps("dropped") == []
