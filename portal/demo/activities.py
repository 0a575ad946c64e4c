"""The demo's programme: what is on at the stations, who signs up, who came; relative to the day of loading."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from portal.demo import places
from portal.demo.files import Data, read
from portal.demo.ground import Ground
from requests_desk.actions.activities import Weekly, call_off, hit_by, keep_start, plan_weekly
from requests_desk.actions.attendance import tick
from requests_desk.actions.room_uses import use_for_session
from requests_desk.actions.sign_ups import sign_up, withdraw
from requests_desk.models import Activity, ActivityGroup, ActivitySession, SignUp
from stations.models import Room, Station, Worker

SEED = 430
BEFORE = timedelta(days=14)  # so long before its first session a group is announced
BETWEEN = timedelta(hours=5)  # from one sign-up to the next
TICKED = 2  # past sessions whose list was kept
INVENTED = "9901"
ASSUMED = "\n\n日期、时间和名额为演示假定。"
ASSUMED_EN = "\n\nDays, hours and numbers of places are assumed for the demo."


def build_neighbours(ground: Ground) -> None:
    """A station for each neighbour that is known by its activities, at an assumed door, without hours."""
    for fields in read("activities")["station"]:
        committee = ground.committee(fields["committee"])
        people = [
            {"username": username, "name": name, "role": role} for username, name, role in fields["workers"]
        ]
        head = places.build_workers(ground, committee, people)
        lat, lon = fields["point"]
        site = {"address": fields["address"], "address_en": fields["address_en"], "lat": lat, "lon": lon}
        station = {name: fields[name] for name in ("slug", "name", "name_en", "phone", "rooms")}
        places.build_station(ground, committee, {}, head, station | {"sites": [site]})


def fill(*, at: datetime) -> None:
    """All activities with their groups, sessions, people and lists, as of ``at``."""
    stations = {row.slug: row for row in Station.objects.select_related("committee")}
    dice, words = random.Random(SEED), read("wutong")["words"]
    for fields in read("activities")["activity"]:
        fields = dict(fields)
        station = stations[fields.pop("station")]
        groups = fields.pop("groups")
        if not station.committee.code.startswith(INVENTED):
            fields["about"] += ASSUMED
            fields["about_en"] += ASSUMED_EN
        activity = Activity.objects.create(station=station, **fields)
        for group in groups:
            Programme(activity, group, at, dice, words).run()


@dataclass
class Programme:
    """One group of an activity, being lived through."""

    activity: Activity
    fields: Data
    at: datetime
    dice: random.Random
    words: Data

    @property
    def today(self) -> date:
        return timezone.localtime(self.at).date()

    @property
    def worker(self) -> Worker:
        worker = Worker.objects.serving(self.activity.station.committee, self.today).first()
        assert worker is not None
        worker.load_scope(on=self.today)
        return worker

    def run(self) -> None:
        names = ("name", "name_en", "level", "capacity", "held")
        group = ActivityGroup.objects.create(
            activity=self.activity, **{name: self.fields[name] for name in names if name in self.fields}
        )
        self.plan(group)
        group.refresh_from_db()
        group.activity = self.activity
        assert group.starts_at is not None, f"no session of {group}"
        self.sign_people_up(group)
        self.hold(group)
        if "off" in self.fields:
            self.call_one_off(group)

    def plan(self, group: ActivityGroup) -> None:
        """Its sessions: weekly, or on single days."""
        begins, minutes = time.fromisoformat(self.fields["at"]), self.fields["minutes"]
        room = None
        if name := self.fields.get("room"):
            room = Room.objects.select_related("station").get(station=self.activity.station, name=name)
        if "weekdays" in self.fields:
            first = self.today - timedelta(weeks=self.fields["back"])
            last = self.today + timedelta(weeks=self.fields["ahead"])
            days = frozenset(day - 1 for day in self.fields["weekdays"])
            plan = Weekly(days, first, last, begins, minutes, room)
            plan_weekly(group=group, plan=plan, at=self.moment(first - BEFORE, begins))
            return
        for offset in self.fields["days"]:
            start = self.moment(self.today + timedelta(days=offset), begins)
            session = ActivitySession.objects.create(group=group, starts_at=start, minutes=minutes, room=room)
            use_for_session(session=session, at=self.at)
        keep_start(group_ids=[group.pk])

    def moment(self, day: date, clock: time) -> datetime:
        return timezone.make_aware(datetime.combine(day, clock))

    def sign_people_up(self, group: ActivityGroup) -> None:
        """One after another, the last one before now; those in ``gone`` withdraw in the end."""
        assert group.starts_at is not None
        count, green = self.fields.get("people", 0), self.fields.get("green", 0)
        begin = min(group.starts_at, self.at) - BETWEEN * (count + 1)
        rows = []
        for number, person in zip(range(1, count + 1), self.people(), strict=False):
            lane = bool(green) and number % green == 0
            key = f"demo-{group.pk}-{number}"
            rows.append(sign_up(group=group, key=key, at=begin + BETWEEN * number, green=lane, **person))
        for number in self.fields.get("gone", []):
            withdraw(sign_up=rows[number - 1], at=self.at - BETWEEN)

    def people(self) -> Iterator[Data]:
        """Invented people, each of another name; a child with a guardian."""
        seen = set()
        while True:
            surname, given = self.dice.choice(self.words["surnames"]), self.dice.choice(self.words["given"])
            phone = f"021-0000{self.dice.randrange(10_000):04}"
            if (surname, given, phone) in seen:
                continue
            seen.add((surname, given, phone))
            guardian = {"guardian": f"{surname}家长", "consent": True} if self.activity.for_children else {}
            yield {"name": surname + given, "phone": phone, **guardian}

    def hold(self, group: ActivityGroup) -> None:
        """The past sessions: heads where one just comes, else the last lists, ticked by the desk."""
        came = self.fields.get("came", 0)
        past = group.sessions.filter(starts_at__lt=self.at).order_by("-starts_at")
        if self.activity.entry == Activity.Entry.JUST_COME:
            for number, session in enumerate(past):
                session.came = max(1, came + (self.dice.randint(-3, 3) if number else 0))
                session.save(update_fields=["came"])
            return
        inside = list(SignUp.objects.filter(group=group, state=SignUp.State.IN).order_by("pk"))
        worker = self.worker if inside else None
        for session in past[:TICKED] if worker else ():
            session.group = group
            for person in inside:
                if worker and self.dice.random() < came:
                    tick(session=session, sign_up=person, worker=worker, at=session.starts_at)

    def call_one_off(self, group: ActivityGroup) -> None:
        """One of the sessions to come does not take place; those concerned stand on the call list."""
        coming = group.sessions.filter(starts_at__gt=self.at).order_by("starts_at")
        session = coming[self.fields["off"]]
        session.group = group
        call_off(
            session=session, reason=self.fields["reason"], reason_en=self.fields["reason_en"], worker=self.worker,
            at=self.at, seen=[one.pk for one in hit_by(session)],
        )  # fmt: skip
