"""Where the next stations could be: an area surveyed, rooms chosen together, and the choice kept as a plan."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from portal.common.errors import NotAllowed, PortalError
from stations.actions.programme import start_plan
from stations.models import (
    Division,
    IdleRoom,
    PlannedRoom,
    Programme,
    Relocation,
    Site,
    SitingPlan,
    Worker,
)
from stations.rules.coverage import Share, move_of
from stations.rules.siting import Candidate, Choice, Demand, alone, best_together, in_turn, within_reach
from stations.rules.walking import metres_within

DATUM = 0.008  # degrees, some 800 m: what a shifted datum (GCJ-02) may hide
METRES_A_DEGREE = 111_195
WIDEST = 0.6  # the cosine of 53° north: China's degrees of longitude are nowhere shorter
MOST_PLACES = 50
SENT_TWICE = timedelta(minutes=10)


class AlreadyHanded(PortalError):
    """The plan was handed to a programme before."""

    next_step = _("Ask the same question today and keep it as a new plan for this programme.")

    def __init__(self, plan: SitingPlan, *, next_step: Any = None) -> None:
        handed = {
            "programme": plan.programme.label if plan.programme else "–",
            "day": plan.handed_at and timezone.localdate(plan.handed_at),
        }
        said = _("This plan was handed over to %(programme)s on %(day)s and stays there.") % handed
        super().__init__(said, next_step=next_step)


class NotYours(NotAllowed):
    """Somebody else's plan, whose office does not lie within one's own."""

    sentence = _("Somebody else made this plan, so you can read it, but not rename or delete it.")
    next_step = _("Ask whoever made it, or keep a plan of your own.")


class NoRooms(PortalError):
    """A plan without a room."""

    sentence = _("A plan needs at least one room.")
    next_step = _("Tick the rooms that belong to it.")


@dataclass(frozen=True)
class Question:
    """What is asked: for which area, within how many minutes, for whom, and how many rooms for how much."""

    division: Division
    minutes: int
    older: bool
    places: int
    most_yuan: int | None = None
    step_free: bool = False


@dataclass(frozen=True)
class Survey:
    """An area's estates as demands, and the rooms that could serve them. ``rooms`` are those that reach an estate of
    the area, those of the area that reach nobody new among them; ``nowhere`` are rooms of the area whose place is
    not known, ``unreckoned`` how many of ``rooms`` have no cost yet."""

    question: Question
    estates: list[Any]  # with their minutes
    demands: list[Demand]
    rooms: list[IdleRoom]
    candidates: list[Candidate]
    nowhere: list[IdleRoom]

    @cached_property
    def before(self) -> Share:
        """Who is reached today."""
        return Share(
            sum(one.weight for one in self.demands if one.covered), sum(one.weight for one in self.demands)
        )

    @cached_property
    def alone(self) -> dict[int, int]:
        """By a room's key how many it would newly reach by itself."""
        return alone(self.demands, self.candidates)

    @cached_property
    def by_key(self) -> dict[int, IdleRoom]:
        """The rooms by their keys."""
        return {room.pk: room for room in self.rooms}

    def after(self, gained: int) -> Share:
        """Who is reached once ``gained`` more are."""
        return Share(self.before.part + gained, self.before.whole)

    def best(self, *, places: int | None = None, seconds: float) -> Choice:
        """The best rooms together for the budget: as many as were asked for, or ``places`` of them."""
        asked = self.question
        return best_together(
            self.demands, self.candidates, places or asked.places, budget=asked.most_yuan, seconds=seconds
        )

    def best_for_any_money(self, places: int, *, seconds: float) -> Choice:
        """The best ``places`` rooms together, whatever they cost."""
        return best_together(self.demands, self.candidates, places, seconds=seconds)

    def together(self, rooms: Collection[int]) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """These rooms in turn, with what each adds."""
        return in_turn(self.demands, self.candidates, rooms)

    def reached_by(self, rooms: Collection[int]) -> set[int]:
        """The keys of the estates that these rooms reach."""
        return {key for one in self.candidates if one.key in rooms for key in one.reaches}


def survey(*, question: Question, estates: Any, rooms: Any) -> Survey:
    """Look at an area: ``estates`` and ``rooms`` (querysets) hold what the asker may see, and no more. Two
    statements, however many there are.

    Rooms beyond the area's border count if they reach into it, and for the area's estates alone.
    """
    here: Any = Q(committee__code__startswith=question.division.code)
    needed = ("name", "name_en", "committee", "households", "older_people", "lat", "lon", "datum")
    lived = list(estates.filter(here).with_minutes().order_by("committee__code", "pk").only(*needed))
    wanted = rooms.to_be_had().filter(here | _around(lived, question.minutes))
    if question.step_free:
        wanted = wanted.filter(step_free=True)
    found = list(wanted.select_related("committee").order_by("committee__code", "pk"))
    placed = [(room, point) for room in found if (point := room.point) is not None]
    reach = within_reach(
        [point for _room, point in placed],
        [one.point for one in lived],
        question.minutes,
        older=question.older,
    )
    reaching = [
        (room, frozenset(lived[index].pk for index in indexes))
        for (room, _point), indexes in zip(placed, reach, strict=True)
        if indexes or room.committee.code.startswith(question.division.code)
    ]
    return Survey(
        question=question,
        estates=lived,
        demands=[demand(one, question) for one in lived],
        rooms=[room for room, _reaches in reaching],
        candidates=[Candidate(room.pk, reaches, room.cost_yuan) for room, reaches in reaching],
        nowhere=[room for room in found if room.point is None],
    )


def demand(estate: Any, question: Question) -> Demand:
    """An estate (with its minutes) as the question counts it."""
    minutes = walk(estate, question.older)
    weight = estate.older_people if question.older else estate.households
    return Demand(estate.pk, weight, minutes is not None and minutes <= question.minutes)


def walk(estate: Any, older: bool) -> int | None:
    """Minutes on foot to the nearest operating station, at the pace that is counted."""
    minutes: int | None = estate.older_minutes if older else estate.minutes
    return minutes


def _around(estates: Sequence[Any], minutes: int) -> Q:
    """A box around all of ``estates``, as wide as a walk; nothing where none has a place."""
    placed = [one for one in estates if one.lat is not None and one.lon is not None]
    if not placed:
        return Q(pk__in=[])
    high = metres_within(minutes) / METRES_A_DEGREE + DATUM
    wide = high / WIDEST
    return Q(
        lat__gte=min(one.lat for one in placed) - high,
        lat__lte=max(one.lat for one in placed) + high,
        lon__gte=min(one.lon for one in placed) - wide,
        lon__lte=max(one.lon for one in placed) + wide,
    )


# Plans -------------------------------------------------------------------------------------------


@transaction.atomic
def keep_plan(
    *, survey: Survey, rooms: Collection[int], name: str, worker: Worker, at: datetime, seconds: float
) -> SitingPlan:
    """Write the choice of ``rooms`` (keys of the survey's) down, with the figures of this moment. Raises NoRooms, and
    KeyError for a room that the survey does not hold."""
    if not rooms:
        raise NoRooms
    Worker.objects.select_for_update(of=("self",)).get(
        pk=worker.pk
    )  # a form sent twice waits here for the first
    if (same := _just_kept(survey.question, set(rooms), name, worker, at)) is not None:
        return same
    keys, adds = survey.together(rooms)
    choice = survey.best(seconds=seconds)
    by_hand = set(choice.rooms) != set(keys)
    if by_hand:
        choice = survey.best_for_any_money(len(keys), seconds=seconds)
    asked, after = survey.question, survey.after(sum(adds))
    plan = SitingPlan.objects.create(
        name=name, division=asked.division, minutes=asked.minutes, places=asked.places,
        whom=SitingPlan.Whom.OLDER if asked.older else SitingPlan.Whom.HOUSEHOLDS, most_yuan=asked.most_yuan,
        step_free=asked.step_free, whole=after.whole, before=survey.before.part, after=after.part,
        bound=survey.before.part + choice.bound,
        found=SitingPlan.Found.BY_HAND if by_hand else SitingPlan.Found(choice.found),
        made_by=worker, made_at=at,
    )  # fmt: skip
    PlannedRoom.objects.bulk_create(
        PlannedRoom(plan=plan, room=survey.by_key[key], position=position, adds=added)
        for position, (key, added) in enumerate(zip(keys, adds, strict=True), start=1)
    )
    return plan


def _just_kept(
    asked: Question, rooms: set[int], name: str, worker: Worker, at: datetime
) -> SitingPlan | None:
    """The plan that the same form made a moment ago."""
    recent = SitingPlan.objects.filter(
        made_by=worker, name=name, division=asked.division, made_at__gt=at - SENT_TWICE, handed_at=None
    )
    for plan in recent.select_related("division"):
        if question_of(plan) == asked and set(plan.planned.values_list("room", flat=True)) == rooms:
            return plan
    return None


def may_change(plan: SitingPlan, *, pk: int, areas: Collection[str], on: date) -> bool:
    """Whether an official (their key, their areas' codes) may rename or delete the plan on that day: they made it, or
    their areas hold every area of whoever made it. Where that person holds no office any more it is the plan's area
    that counts; what an administrator made is an administrator's."""
    if plan.made_by_id == pk:
        return True
    scope = plan.made_by.load_scope(on=on)
    made_in = scope.areas or (plan.division.code,)
    return not scope.everything and all(any(code.startswith(area) for area in areas) for code in made_in)


@transaction.atomic
def rename_plan(*, plan: SitingPlan, name: str) -> None:
    """Call the plan otherwise. Raises AlreadyHanded once a programme has it."""
    _not_handed(plan)
    plan.name = name
    plan.save(update_fields=["name"])


@transaction.atomic
def delete_plan(*, plan: SitingPlan) -> None:
    """Throw the plan away; its rooms stay in the register. Raises AlreadyHanded once a programme has it."""
    _not_handed(plan)
    plan.delete()


def _not_handed(plan: SitingPlan) -> None:
    before = SitingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if before.handed_at is not None:
        raise AlreadyHanded(before, next_step=_("It is on record as it was handed over."))


def question_of(plan: SitingPlan) -> Question:
    """What the plan answers, to be asked again."""
    return Question(
        plan.division, plan.minutes, plan.whom == SitingPlan.Whom.OLDER, plan.places, plan.most_yuan,
        plan.step_free,
    )  # fmt: skip


def figures_now(*, plan: SitingPlan, estates: Any) -> tuple[Share, Share]:
    """Who is reached today, and who would be with the plan's rooms, whatever became of those; ``estates`` holds what
    the asker may see."""
    rooms = IdleRoom.objects.filter(planned__plan=plan)
    asked = question_of(plan)
    lived = list(estates.filter(committee__code__startswith=plan.division.code).with_minutes().order_by("pk"))
    placed = [point for room in rooms if (point := room.point) is not None]
    reach = within_reach(placed, [one.point for one in lived], asked.minutes, older=asked.older)
    reached = {index for indexes in reach for index in indexes}
    demands = [demand(one, asked) for one in lived]
    whole = sum(one.weight for one in demands)
    before = sum(one.weight for one in demands if one.covered)
    with_them = sum(one.weight for index, one in enumerate(demands) if one.covered or index in reached)
    return Share(before, whole), Share(with_them, whole)


# Into the programme ------------------------------------------------------------------------------


@dataclass(frozen=True)
class HandedOver:
    """What became of one room: its committee's plan is new, names the room now, named it already; or ``refused``
    says why not."""

    room: IdleRoom
    became: str  # "new", "named", "already" or "refused"
    refused: Any = ""


@transaction.atomic
def hand_over(*, plan: SitingPlan, programme: Programme, at: datetime) -> list[HandedOver]:
    """Give each of the plan's rooms to its committee's relocation plan, in the plan's order: a new one in
    ``programme``, or the one the committee has, in which the room is then named once. What is refused changes
    nothing; the others go ahead. Twice is once. Raises AlreadyHanded where another programme has it."""
    before = SitingPlan.objects.select_for_update(of=("self",)).get(pk=plan.pk)
    if before.programme_id not in (None, programme.pk):
        raise AlreadyHanded(before)
    rooms = [one.room for one in plan.planned.select_related("room__committee").order_by("position")]
    today = timezone.localdate(at)
    moved = _moved(rooms, programme, today)
    done = [_handed(room, programme, today, moved=room.committee_id in moved) for room in rooms]
    if before.programme_id is None and any(one.became != "refused" for one in done):
        plan.programme, plan.handed_at = programme, at
        plan.save(update_fields=["programme", "handed_at"])
    return done


def _moved(rooms: Sequence[IdleRoom], programme: Programme, today: date) -> set[int]:
    """Which of the rooms' committees have moved since the programme began, by their keys."""
    committees = {room.committee_id for room in rooms}
    uses = Site.objects.filter(station__committee__in=committees).uses_by_committee()
    return {key for key in committees if move_of(uses[key], programme.began_on, today) is not None}


def _handed(room: IdleRoom, programme: Programme, today: date, *, moved: bool) -> HandedOver:
    if room.state not in IdleRoom.TO_BE_HAD:
        return HandedOver(
            room, "refused", _("This room is not to be had any more: %s.") % room.get_state_display()
        )
    if not room.committee.code.startswith(programme.division.code):
        return HandedOver(room, "refused", _("Its committee lies outside the programme's division."))
    plans = Relocation.objects.select_for_update(of=("self",)).select_related("programme")
    mine = plans.filter(committee=room.committee_id).first()
    if mine is not None and mine.programme_id != programme.pk:
        said = _("Its committee's plan stands in another programme: %s.")
        return HandedOver(room, "refused", said % mine.programme.label)
    line = _line(room)
    if mine is not None and line in mine.plan.splitlines():
        return HandedOver(room, "already")
    if moved:
        return HandedOver(room, "refused", _("Its committee has moved already."))
    if mine is None:
        return _begun(room, programme)
    if mine.work_began_on is not None and mine.work_began_on <= today:
        return HandedOver(room, "refused", _("The works of its committee's plan have begun already."))
    mine.plan = "\n".join(part for part in (mine.plan.rstrip(), line) if part)
    if mine.to_site_id is None and not mine.to_words:
        mine.to_words = _words(room)
    mine.save(update_fields=["plan", "to_words"])
    return HandedOver(room, "named")


def _begun(room: IdleRoom, programme: Programme) -> HandedOver:
    start_plan(
        plan=Relocation(
            programme=programme, committee=room.committee, to_words=_words(room), plan=_line(room)
        )
    )
    return HandedOver(room, "new")


def _words(room: IdleRoom) -> str:
    """The room in the words of a plan, as its committee typed them."""
    return ", ".join(part for part in (room.name, room.address) if part)[:160]


def _line(room: IdleRoom) -> str:
    # A plan is typed in the installation's own language, whichever the official reads.
    with translation.override(settings.LANGUAGE_CODE):
        return str(_("Room: %s") % _words(room))


@dataclass(frozen=True)
class RoomOfPlan:
    """A room of a plan beside its committee's relocation plan, if there is one, and whether that names it."""

    planned: PlannedRoom
    relocation: Relocation | None
    named: bool


def rooms_of(plan: SitingPlan) -> list[RoomOfPlan]:
    """The plan's rooms in turn. One statement."""
    rows = plan.planned.select_related("room__committee__relocation").order_by("position")
    found = []
    for one in rows:
        relocation = getattr(one.room.committee, "relocation", None)
        named = relocation is not None and _line(one.room) in relocation.plan.splitlines()
        found.append(RoomOfPlan(one, relocation, named))
    return found
