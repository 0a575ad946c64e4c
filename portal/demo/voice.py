"""The demo's voice: needs, resources, projects with their meetings, polls, all through the portal's own actions."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from portal.demo.files import Data, read
from requests_desk.actions import meetings, polls, projects, proposals
from requests_desk.models import Meeting, Project, Proposal, Resource
from stations.models import Committee, Estate, Post, Station, Worker

NOON, EVENING = time(10, 0), time(16, 0)

_keys = count(1)


def fill(*, at: datetime) -> None:
    """All of voice.toml, as of ``at``."""
    stations = {row.slug: row for row in Station.objects.select_related("committee")}
    for place in read("voice")["place"]:
        Place(stations[place["station"]].committee, place, at).build()


class Place:
    """One committee's voice."""

    def __init__(self, committee: Committee, fields: Data, at: datetime) -> None:
        self.committee, self.fields, self.at = committee, fields, at
        self.estates = {row.name: row for row in Estate.objects.filter(committee=committee)}
        self.worker = somebody_at(committee, timezone.localtime(at).date())
        self.proposals: dict[str, Proposal] = {}
        self.resources: dict[str, Resource] = {}
        self.projects: dict[str, Project] = {}

    def moment(self, day: date | int, hour: time = NOON) -> datetime:
        """That hour of a date, or of so many days before today; today's are a moment ago."""
        today = timezone.localtime(self.at).date()
        if day == 0:
            return self.at
        on = today - timedelta(days=day) if isinstance(day, int) else day
        return timezone.make_aware(datetime.combine(on, hour))

    def build(self) -> None:
        """In the order in which one thing hangs on another."""
        for fields in self.fields.get("resources", []):
            row = Resource.objects.create(committee=self.committee, **fields)
            self.resources[row.name] = row
        for fields in self.fields.get("proposals", []):
            self.propose(dict(fields))
        for fields in self.fields.get("projects", []):
            self.start(fields)
        for fields in self.fields.get("polls", []):
            self.ask(fields)

    def propose(self, fields: Data) -> None:
        """One proposal: handed in, read the same day, supported, and what became of it."""
        at = self.moment(fields["made"])
        said = {name: fields[name] for name in ("kind", "title", "words", "name", "phone") if name in fields}
        estate: Estate | None = self.estates.get(fields.get("estate", ""))
        row = proposals.make(
            committee=self.committee, estate=estate, key=f"demo-voice-{next(_keys)}", at=at, **said
        )
        self.proposals[fields.get("key", row.reference)] = row
        who: dict[str, Any] = {"worker": self.worker, "at": at + timedelta(hours=3)}
        if fields.get("state") == "new":
            return
        if "kept_back" in fields:
            proposals.keep_back(proposal=row, why=fields["kept_back"], **who)
            return
        row = proposals.publish(proposal=row, **who)
        for number in range(fields.get("supports", 0)):
            proposals.support(
                proposal=row, mark=f"demo-{(len(self.proposals) * 5 + number) % 41}", at=who["at"]
            )
        if "answer" in fields:
            proposals.answer(proposal=row, text=fields["answer"], **who)
        if "merged" in fields:
            proposals.merge(proposal=row, into=self.proposals[fields["merged"]], **who)

    def start(self, fields: Data) -> None:
        """One project, day by day as far as it came."""
        at = self.moment(fields["proposed"])
        words = {name: fields[name] for name in ("name_en", "about", "about_en") if name in fields}
        row = projects.propose(
            committee=self.committee, name=fields["name"], worker=self.worker, at=at,
            began_on=timezone.localtime(at).date(), estate=self.estates.get(fields.get("estate", "")),
            needs=[self.proposals[key] for key in fields.get("needs", [])],
            resources=[self.resources[name] for name in fields.get("resources", [])], **words,
        )  # fmt: skip
        self.projects[row.name] = row
        for fund in fields.get("funds", []):
            projects.add_fund(project=row, worker=self.worker, **fund)
        steps = [(self.step(row, step), step) for step in fields.get("steps", [])]
        held = [(self.meet(row, one), one) for one in fields.get("meetings", [])]
        self.carry_out(row, fields, {one.kind: one for one, _fields in held}, steps)

    def step(self, row: Project, fields: Data) -> Any:
        due = timezone.localtime(self.moment(fields["due"])).date() if "due" in fields else None
        return projects.add_step(
            project=row,
            name=fields["name"],
            name_en=fields.get("name_en", ""),
            due_on=due,
            worker=self.worker,
        )

    def meet(self, row: Project, fields: Data) -> Meeting:
        """A meeting; where minutes are given they are published in the evening."""
        starts_at = self.moment(fields["on"])
        meeting = meetings.plan(
            project=row, kind=fields["kind"], starts_at=starts_at, place=fields["place"],
            place_en=fields.get("place_en", ""), worker=self.worker,
        )  # fmt: skip
        if "minutes" not in fields:
            return meeting
        said = {name: fields[name] for name in ("attended", "minutes", "minutes_en")}
        who: dict[str, Any] = {"worker": self.worker, "at": self.moment(fields["on"], EVENING)}
        meetings.write_minutes(meeting=meeting, **said, **who)
        voiced = [meetings.Voiced(**one) for one in fields.get("opinions", [])]
        meetings.add_opinions(meeting=meeting, voiced=voiced, **who)
        return meetings.publish(meeting=meeting, **who)

    def carry_out(self, row: Project, fields: Data, held: dict[str, Meeting], steps: list[Any]) -> None:
        """Through its gates, on the days that are given."""
        if "decided" in fields:
            projects.decide(
                project=row, hearing=held["hearing"], decision=fields["decision"], worker=self.worker,
                decision_en=fields.get("decision_en", ""), at=self.moment(fields["decided"]),
            )  # fmt: skip
        if "begun" in fields:
            projects.begin(project=row, worker=self.worker, at=self.moment(fields["begun"]))
        for step, given in steps:
            if "done" in given:
                at = self.moment(given["done"])
                projects.finish_step(
                    step=step, done_on=timezone.localtime(at).date(), worker=self.worker, at=at
                )
        if "closed" in fields:
            at = self.moment(fields["closed"])
            projects.close(project=row, review=held["review"], worker=self.worker, at=at)
        if "dropped" in fields:
            at, why_en = self.moment(fields["dropped"]), fields.get("why_en", "")
            projects.drop(project=row, why=fields["why"], why_en=why_en, worker=self.worker, at=at)

    def ask(self, fields: Data) -> None:
        """A poll and its votes, each from a browser of its own."""
        opens_at, options = self.moment(fields["opens"]), fields["options"]
        poll = polls.ask(
            committee=self.committee, name=fields["name"], name_en=fields.get("name_en", ""), most=fields["most"],
            options=[(chinese, english) for chinese, english, _votes in options], opens_at=opens_at,
            closes_at=self.moment(fields["closes"], EVENING), worker=self.worker,
            project=self.projects.get(fields.get("project", "")),
        )  # fmt: skip
        left = {
            option.pk: votes
            for option, (_name, _english, votes) in zip(poll.options.order_by("pk"), options, strict=True)
        }
        for number in count(1):
            chosen = sorted((key for key in left if left[key]), key=lambda key: -left[key])[: poll.most]
            if not chosen:
                break
            left |= {key: left[key] - 1 for key in chosen}
            polls.vote(poll=poll, chosen=chosen, mark=f"demo-{number}", at=opens_at + timedelta(hours=number))


def somebody_at(committee: Committee, today: date) -> Worker:
    """Who writes it down: the committee's head, with their scope."""
    worker = Post.objects.current(today).get(committee=committee, role=Post.Role.HEAD).worker
    worker.load_scope(on=today)
    return worker
