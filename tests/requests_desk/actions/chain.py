"""The chain of responsibility, tried at random: what anybody may try with a ticket, and a plain second opinion on
what must come of it. It reads the tables alone, and knows the rights by a table of its own."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.db import connection

from portal.common.errors import PortalError
from requests_desk.actions import hand_overs, line, queue, tickets
from requests_desk.actions.escalation import escalate
from requests_desk.actions.line_ends import close_line, reopen_line
from requests_desk.actions.responsibility import pass_on_responsibility
from requests_desk.actions.ticket_links import merge
from requests_desk.actions.undo import undo
from requests_desk.models import HandOver, Ticket, TicketNote
from requests_desk.rules.due import working_minutes
from stations.models import Holiday, Worker
from tests import factories as make

DESK = ("desk", "colleague", "head")
ACTORS = (*DESK, "stranger", "street", "other_street", "nobody")
TO = {"colleague": "to_worker", "head": "to_worker", "stranger": "to_worker", "street": "to_division",
      "body": "to_outside"}  # fmt: skip
# What is done to the line as a whole and not to the ticket; the resident takes a number at the kiosk.
OF_THE_LINE = ("close the line", "open the line", "take a number")
# Steps of somebody who waits, which are the desk's to take back.
IN_LINE = ("call", "call again", "not here", "park", "line up", "receive", "leave")
RUNNING = ("serving", "in_progress", "handed_over")
# The state a line of the diary leads to; those that are not named here lead nowhere.
LEADS_TO = {
    "received": "serving", "left": "left", "started": "in_progress", "offered": "handed_over",
    "declined": "in_progress", "withdrawn": "in_progress", "returned": "in_progress",
    "answered": "answered", "closed": "closed", "reopened": "in_progress", "merged": "closed",
}  # fmt: skip
ROW = "SELECT * FROM requests_desk_ticket WHERE id = %s"
# Diary, words and offers at one go: on PostgreSQL each statement is a way there and back, and these are most of all.
BESIDE = """
SELECT 'offer' AS what, id, outcome, CAST(decided_at AS TEXT), decided_by_id, to_worker_id, to_division_id
    FROM requests_desk_handover WHERE ticket_id = %s
UNION ALL SELECT 'event', id, kind, CAST(data AS TEXT), actor_id, NULL, NULL
    FROM requests_desk_ticketevent WHERE ticket_id = %s
UNION ALL SELECT 'note', id, kind, text, NULL, NULL, NULL FROM requests_desk_ticketnote WHERE ticket_id = %s
ORDER BY what, id
"""
WAITS = (0, 1, 4, 9, 11, 45, 200, 600, 1440, 4000, 11000)  # minutes between two steps


@dataclass(frozen=True)
class Seen:
    """The tables as they stand: the row, its diary, its words, its offers."""

    row: dict[str, Any]
    events: list[tuple[Any, ...]]
    notes: list[tuple[Any, ...]]
    offers: list[tuple[Any, ...]]

    @classmethod
    def of(cls, ticket: Ticket) -> "Seen":
        """Read as the tables have it, past the ORM: this is done after every step of every sequence."""
        with connection.cursor() as cursor:
            cursor.execute(ROW, [ticket.pk])
            row = dict(zip([one[0] for one in cursor.description], cursor.fetchone(), strict=True))
            cursor.execute(BESIDE, [ticket.pk] * 3)
            found = cursor.fetchall()
        since = row["running_since"]
        if since is not None:
            row["running_since"] = since if since.tzinfo else since.replace(tzinfo=UTC)
        events = [
            (pk, kind, who, json.loads(data)) for what, pk, kind, data, who, *_ in found if what == "event"
        ]
        notes = [(pk, kind, text) for what, pk, kind, text, *_ in found if what == "note"]
        return cls(row, events, notes, [tuple(offer) for what, *offer in found if what == "offer"])

    @property
    def standing(self) -> list[tuple[Any, ...]]:
        """Offers that wait or were taken: what an undone step must leave as it was."""
        return [one for one in self.offers if one[1] != "withdrawn"]

    @property
    def open_offer(self) -> tuple[Any, ...] | None:
        return next((one for one in self.offers if one[1] == "offered"), None)


@dataclass
class World:
    """One ticket in the line, the people around it, and the time; and another ticket, of which it may be a double."""

    ticket: Ticket
    people: dict[str, Worker]
    main: Ticket
    at: datetime = make.NOW
    now: Seen = field(init=False)
    # Whose step was the last, when, of what kind, and how everything stood before it.
    last: tuple[str, datetime, str, Seen] | None = None
    gone: set[str] = field(default_factory=set)  # whose post has ended
    holder_of_main: int = field(init=False)
    works: Callable[[date], bool] = field(init=False)  # which days are working days
    closed: set[date] = field(default_factory=set)  # the days whose lines are closed
    given: dict[date, int] = field(default_factory=lambda: {make.TODAY: 2})  # the last number of each day

    def __post_init__(self) -> None:
        self.now, self.holder_of_main = Seen.of(self.ticket), self.main.responsible_id
        self.works = Holiday.objects.calendar()

    # Who they are.

    def at_desk(self, actor: str) -> bool:
        return actor in DESK and actor not in self.gone

    def holds(self, actor: str) -> bool:
        return self.now.row["responsible_id"] == self.people[actor].pk

    def answers(self, actor: str) -> bool:
        return self.holds(actor) or (actor == "head" and "head" not in self.gone)

    def asked(self, actor: str) -> bool:
        """Whether the open offer is theirs to answer."""
        offer = self.now.open_offer
        if offer is None:
            return False
        *_rest, to_worker, to_division = offer
        if to_worker is None and to_division is None:
            return self.answers(actor)
        return to_worker == self.people[actor].pk or (to_division is not None and actor == "street")

    # What they may do: by the state, then by the person.

    def legal(self, step: str, actor: str) -> bool:
        state, concerned = (
            self.now.row["state"],
            actor == "resident" or self.at_desk(actor) or self.holds(actor),
        )
        offered = self.now.open_offer is not None
        if step == "reopen" and self.now.row["merged_into_id"] is not None:
            return False
        if step == "undo":
            return actor != "resident" and self.may_undo(actor)
        if step in OF_THE_LINE:
            return self.at_desk(actor) if actor != "resident" else self.at.date() not in self.closed
        if actor == "resident":
            return (step == "close" and state == "answered") or (
                step == "reopen" and state in ("answered", "closed")
            )
        if step.startswith("offer"):
            to = step.removeprefix("offer to ")
            return state in ("serving", "in_progress") and self.answers(actor) and not (
                TO[to] == "to_worker" and self.holds(to)
            )  # fmt: skip
        return {
            "call": self.at_desk(actor)
            and self.in_line
            and self.at.date() == make.TODAY,  # it ends with its day
            "call again": self.at_desk(actor) and self.called == self.people[actor].pk,
            "not here": self.at_desk(actor) and self.called is not None,
            "park": self.at_desk(actor) and state == "waiting" and not self.aside,
            "line up": self.at_desk(actor) and self.aside,
            "take over": self.may_take_over(actor),
            "receive": self.at_desk(actor) and state == "waiting",
            "leave": self.at_desk(actor) and state == "waiting",
            "start": self.answers(actor) and state == "serving",
            "answer now": self.answers(actor) and state == "serving",
            "answer": self.answers(actor) and state in RUNNING,
            "accept": state == "handed_over" and offered and self.asked(actor),
            "decline": state == "handed_over" and offered and self.asked(actor),
            "withdraw": state == "handed_over" and offered and self.answers(actor),
            "take back": state == "handed_over" and not offered and self.answers(actor),
            "close": state == "answered" and self.answers(actor),
            "reopen": state in ("answered", "closed") and concerned,
            "note": concerned,
            "merge": state in RUNNING and self.may_merge(actor),
        }[step]

    # How somebody who waits stands in the line: to be called, called (by whom), or set aside.

    @property
    def in_line(self) -> bool:
        return self.now.row["state"] == "waiting" and self.called is None and not self.aside

    @property
    def called(self) -> int | None:
        return self.now.row["called_by_id"] if self.now.row["state"] == "waiting" else None

    @property
    def aside(self) -> bool:
        return self.now.row["state"] == "waiting" and self.now.row["aside_at"] is not None

    def may_take_over(self, actor: str) -> bool:
        """Whom a colleague has called; or, of who sits there already, the head alone."""
        if self.now.row["state"] == "serving":
            return self.answers(actor) and not self.holds(actor)
        return self.at_desk(actor) and self.called not in (None, self.people[actor].pk)

    def may_merge(self, actor: str) -> bool:
        """It is theirs to move, and they may write into the other one."""
        concerned = self.at_desk(actor) or self.holder_of_main == self.people[actor].pk
        return self.answers(actor) and concerned

    def may_undo(self, actor: str) -> bool:
        """Theirs, the last, ten minutes ago at most, and still theirs to make."""
        if self.last is None or self.last[0] != actor or self.at - self.last[1] > timedelta(minutes=10):
            return False
        kind = self.last[2]
        if kind == "undo":  # there is nothing behind it: pressed twice is once
            return False
        if kind in IN_LINE or (kind == "take over" and self.now.row["state"] == "waiting"):
            return self.at_desk(actor)
        if kind in ("note", "reopen"):
            return self.at_desk(actor) or self.holds(actor)
        if kind == "decline":
            *_rest, to_worker, to_division = self.now.offers[-1]
            return to_worker is not None or to_division is not None or self.answers(actor)
        return self.answers(actor)

    # What they do.

    def do(self, step: str, actor: str) -> Any:
        who = self.people.get(actor)
        plain: dict[str, Any] = {"ticket": self.ticket, "worker": who, "at": self.at}
        if step.startswith("offer"):
            to = step.removeprefix("offer to ")
            whom: Any = {"body": "自来水公司", "street": self.ticket.committee.subdistrict}.get(
                to
            ) or self.people[to]
            return hand_overs.offer(**plain, reason="请协助", **{TO[to]: whom})
        if step in ("accept", "decline", "withdraw"):
            return self.decide(step, who)
        acts: dict[str, Callable[[], Any]] = {
            "call": lambda: line.call_next(station=self.ticket.station, worker=who, at=self.at),  # type: ignore[arg-type]
            "call again": lambda: queue.call_again(**plain),
            "not here": lambda: queue.not_here(**plain),
            "park": lambda: queue.park(**plain),
            "line up": lambda: queue.line_up(**plain),
            "take over": lambda: queue.take_over(**plain),
            "close the line": lambda: close_line(station=self.ticket.station, worker=who, at=self.at),  # type: ignore[arg-type]
            "open the line": lambda: reopen_line(station=self.ticket.station, worker=who, at=self.at),  # type: ignore[arg-type]
            "take a number": self.take_a_number,
            "receive": lambda: tickets.receive(**plain),
            "leave": lambda: tickets.leave(**plain),
            "start": lambda: tickets.start(**plain, text="要问街道"),
            "answer now": lambda: tickets.answer_on_the_spot(**plain, text="带身份证"),
            "answer": lambda: tickets.answer(**plain, text="办好了"),
            "take back": lambda: hand_overs.take_back(**plain, reason="没人管"),
            "close": lambda: tickets.close(**plain, text="满意"),
            "reopen": lambda: tickets.reopen(**plain, text="没好"),
            "note": lambda: tickets.add_note(**plain, text="看过"),
            "undo": lambda: undo(ticket=Ticket.objects.get(pk=self.ticket.pk), worker=who, at=self.at),  # type: ignore[arg-type]
            "merge": lambda: merge(double=self.ticket, main=self.main, worker=who, at=self.at),  # type: ignore[arg-type]
        }
        return acts[step]()

    def take_a_number(self) -> None:
        """As every way to a number does it: the next one, and each once."""
        day = self.at.date()
        number = line.next_number(self.ticket.station, day)
        assert number == self.given.get(day, 0) + 1, "a number twice, or a gap"
        self.given[day] = number

    def decide(self, step: str, who: Worker | None) -> Any:
        row = HandOver.objects.filter(ticket=self.ticket).last()
        if row is None:
            raise hand_overs.AlreadyDecided
        row.ticket = self.ticket
        plain: dict[str, Any] = {"hand_over": row, "worker": who, "at": self.at}
        if step == "withdraw":
            return hand_overs.withdraw(**plain)
        spoken = {} if row.signs_in else {"said_by": "刘经理"}
        if step == "accept":
            return hand_overs.accept(**plain, **spoken)
        return hand_overs.decline(**plain, **spoken, reason="不归我们", next_address="街道")

    # What must come of it.

    def take(self, step: str, actor: str) -> None:
        """One step of somebody's: done if it is theirs, refused without a trace if not."""
        legal, before = self.legal(step, actor), self.now
        twice = step == "undo" and self.last is not None and self.last[2] == "undo" and self.last[0] == actor
        twice = twice or (
            step == "merge" and self.now.row["merged_into_id"] is not None and self.may_merge(actor)
        )
        refused = self.refused(step, actor)
        assert (refused is None) == (legal or twice), (step, actor, before.row["state"], refused)
        self.now = Seen.of(self.ticket)
        if not legal or step in OF_THE_LINE:
            assert self.now == before, ("a trace of", step, actor)
            self.keep_line(step, legal)
            return
        if step == "undo":
            assert self.last is not None
            was = self.last[3]
            assert (self.now.row, self.now.standing) == (was.row, was.standing), (
                "not restored",
                self.last[2],
            )
            public = [one for one in self.now.notes if one[1] in TicketNote.PUBLIC]
            assert public == [one for one in was.notes if one[1] in TicketNote.PUBLIC]
        self.last = (actor, self.at, step, before)
        self.check(before, undone=step == "undo")

    def keep_line(self, step: str, legal: bool) -> None:
        """Remember what became of the line of the day."""
        if legal and step == "close the line":
            self.closed.add(self.at.date())
        elif legal and step == "open the line":
            self.closed.discard(self.at.date())

    def refused(self, step: str, actor: str) -> PortalError | None:
        try:
            self.do(step, actor)
        except PortalError as error:
            return error
        return None

    def pass_time(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)

    def night(self) -> None:
        """All that time does to a ticket by itself; and twice, where it did something."""
        before = self.now
        self.end_day()
        if self.now != before:
            once = self.now
            self.end_day()
            assert self.now == once, "twice is not once"
        self.holder_of_main = Ticket.objects.values_list("responsible", flat=True).get(pk=self.main.pk)
        if self.now != before:
            self.last = None
            self.check(before)
        told = [data["level"] for _pk, kind, _who, data in self.now.events if kind == "escalated"]
        assert told == sorted(set(told)), "told twice, or out of turn"
        if self.now.row["state"] in Ticket.OPEN:
            holder = next(name for name, who in self.people.items() if self.holds(name))
            assert holder not in self.gone, ("nobody in post", holder)

    def end_day(self) -> None:
        tickets.end_day(at=self.at)
        tickets.close_silent(at=self.at)
        pass_on_responsibility(at=self.at)
        escalate(at=self.at)
        self.now = Seen.of(self.ticket)

    def end_post(self, actor: str) -> None:
        """From now on they hold none; the head's stays, or nobody could be asked."""
        who = self.people[actor]
        who.posts.all().delete()
        who.load_scope(on=self.at.date())
        self.gone.add(actor)

    def check(self, before: Seen, *, undone: bool = False) -> None:
        """What is true of every ticket after every step."""
        row, was = self.now.row, before.row
        assert row["responsible_id"] is not None
        if was["first_receiver_id"] is not None and not undone:
            assert row["first_receiver_id"] == was["first_receiver_id"]
        if not undone:
            assert self.clock(row) >= self.clock(was), "the total clock went back"
        assert self.now.events[: len(before.events)] == before.events, "the diary was rewritten"
        if row != was:
            assert len(self.now.events) > len(before.events), "changed without an event"
        assert (row["state"], row["responsible_id"]) == self.retold(), "the diary tells another story"
        if was["state"] == "waiting":
            self.check_line(was)

    def check_line(self, was: dict[str, Any]) -> None:
        """Whoever waits is found: in the line, on the way to a desk, or among those set aside, and in one place only;
        nobody is called from aside, and a number stays theirs."""
        row = self.now.row
        assert not (row["aside_at"] and row["called_by_id"]), "set aside, and called"
        assert not (row["aside_at"] and row["state"] == "serving"), "set aside, and served"
        assert row["number"] == was["number"]
        assert row["first_receiver_id"] is not None or row["state"] in ("waiting", "left")
        listed = [one.pk for one in line.waiting_in_order(self.ticket.station, make.NOW)]
        assert listed == ([self.ticket.pk] if self.in_line else []), (
            "waits unlisted, or is listed and does not wait"
        )
        if self.last is not None and self.last[2] in ("call", "call again"):
            assert was["aside_at"] is None, "called from aside"
            assert row["times_called"] == was["times_called"] + 1

    def clock(self, row: dict[str, Any]) -> int:
        since = row["running_since"]
        return row["spent_minutes"] + (working_minutes(since, self.at, self.works) if since else 0)

    def retold(self) -> tuple[str, int]:
        """State and responsible person as the diary alone tells them."""
        state, story = "waiting", {}
        holder = next(
            (data["from"] for _pk, kind, _who, data in self.now.events if kind == "responsible"), None
        )
        for pk, kind, _who, data in self.now.events:
            story[pk] = state
            if kind == "accepted":
                offer = next(one for one in self.now.offers if one[0] == data["hand_over"])
                state = "in_progress" if offer[4] or offer[5] else "handed_over"
            elif kind == "undone":
                state = story[data["event"]]
                if data["step"] in ("closed", "answered", "merged"):  # perhaps in one stroke with others
                    state = self.before_stroke(data["event"], story)
            elif kind == "responsible":
                assert data["from"] == holder, "the chain of responsibility is broken"
                holder = data["to"]
            else:
                state = LEADS_TO.get(kind, state)
        return state, holder or self.now.row["responsible_id"]

    def before_stroke(self, event: int, story: dict[int, str]) -> str:
        """The state before the first line that was written at the same stroke as ``event``."""
        lines = [pk for pk, *_rest in self.now.events]
        kinds = {pk: kind for pk, kind, *_rest in self.now.events}
        data = next(one[3] for one in self.now.events if one[0] == event)
        before = lines[lines.index(event) - 1]
        on_the_spot = kinds[event] == "closed" and "on_the_spot" in data.get("before", {})
        withdrawn = kinds[event] in ("answered", "merged") and "offer" in data
        return story[before] if on_the_spot or withdrawn else story[event]


STEPS = (
    "call", "call again", "not here", "park", "line up", "take over", "receive", "leave", "start", "answer now",
    "answer", "accept", "decline", "withdraw", "take back", "close", "reopen", "note", "undo", "merge",
    *(f"offer to {to}" for to in TO),
)  # fmt: skip
EVERY = tuple((step, actor) for step in STEPS for actor in ACTORS) + tuple(
    (step, "resident") for step in ("close", "reopen")
)
# Of what is done to the whole line a few alone: it stands open at all times, and would crowd out the rest.
EVERY += (
    ("close the line", "desk"), ("close the line", "stranger"), ("open the line", "head"), ("open the line", "street"),
    ("take a number", "resident"),
)  # fmt: skip
