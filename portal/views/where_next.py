"""Where the next stations help most: the rooms that stand empty in an area, ranked, and the best of them together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models.functions import Substr
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.forms.where_next import PlanNameForm, WhereNextForm
from portal.views.siting_map import SitingMap, map_of
from stations.actions.siting import Question, Survey, survey
from stations.admin.official import Official, official_of, scoped
from stations.models import Division, Estate, IdleRoom, SitingPlan
from stations.rules.coverage import Share
from stations.rules.siting import SECONDS, Choice

SHOWN = 100  # rooms ranked one by one; those of the choice and the ticked ones always are


@dataclass(frozen=True)
class Line:
    """A room of the ranking: how many it would reach by itself, its turn among the best, whether it is ticked."""

    room: IdleRoom
    alone: int
    turn: int | None
    ticked: bool


@dataclass(frozen=True)
class Step:
    """A room of a choice: what it adds to those before it, and the share reached from then on."""

    turn: int
    room: IdleRoom
    adds: int
    share: Share


@dataclass(frozen=True)
class Answer:
    """All that the page says about one question."""

    survey: Survey
    choice: Choice
    best: list[Step]
    ticked: list[Step] | None  # None: nothing was ticked by hand
    rival: (
        Choice | None
    )  # the best, for the budget, of as many rooms as are ticked, where that is another number
    lines: list[Line]
    map: SitingMap

    @property
    def shown(self) -> list[Step]:
        """The choice that the map shows and a plan would keep."""
        return self.best if self.ticked is None else self.ticked

    @property
    def after(self) -> Share:
        return self.survey.after(self.choice.gained)

    @property
    def after_ticked(self) -> Share:
        return self.survey.after(sum(step.adds for step in self.ticked or []))

    @property
    def gained_ticked(self) -> int:
        return self.after_ticked.part - self.survey.before.part

    @property
    def of_the_bound(self) -> int | None:
        """How near the choice is to what nothing exceeds, in percent."""
        return Share(self.choice.gained, self.choice.bound).percent

    @property
    def not_shown(self) -> int:
        return len(self.survey.rooms) - len(self.lines)

    @property
    def unreckoned(self) -> int:
        """Rooms that no budget can hold, since nobody knows what they cost."""
        return sum(room.cost_yuan is None for room in self.survey.rooms)

    @property
    def beyond_budget(self) -> bool:
        """Whether nothing but the budget stands in the way of every room."""
        asked = self.survey.question
        return not self.best and asked.most_yuan is not None and any(self.survey.alone.values())

    @property
    def yuan(self) -> int:
        """What the shown choice costs, as far as it is known."""
        return sum(step.room.cost_yuan or 0 for step in self.shown)

    @property
    def beyond(self) -> int:
        """By how many yuan the shown choice costs more than was asked for, as far as it is known."""
        most = self.survey.question.most_yuan
        return 0 if most is None else max(0, self.yuan - most)

    @property
    def yuan_open(self) -> int:
        """How many of its rooms nobody has reckoned."""
        return sum(step.room.cost_yuan is None for step in self.shown)


def areas(official: Official) -> list[Division]:
    """The areas there are to choose from: the official's own, and in scope whatever holds an idle room."""
    codes = scoped(IdleRoom.objects.all(), official).order_by().values_list(Substr("committee__code", 1, 9))
    streets = {code for (code,) in codes.distinct()}
    wanted = {street[:length] for street in streets for length in Division.CODE_LENGTHS}
    rows = scoped(Division.objects.all(), official).filter(code__in=wanted | set(official.scope.areas))
    return list(rows.order_by("code"))


def area_asked_for(data: QueryDict, official: Official, choices: Sequence[Division]) -> Division | None:
    """The area of ?division=; without one the official's first that holds a room. Outside the official's areas
    it is a 404, as one that does not exist."""
    code = data.get("division", "")
    if code:
        if not (code.isascii() and code.isdigit() and len(code) in Division.CODE_LENGTHS):
            raise Http404
        row: Division = get_object_or_404(scoped(Division.objects.all(), official), code=code)
        return row
    own = [one for one in choices if one.code in official.scope.areas]
    held = [one for one in own if any(other.code.startswith(one.code) and other != one for other in choices)]
    return next(iter(held or own), None)


def keys_in(data: QueryDict) -> list[int]:
    """The rooms' keys that ?room= names; nonsense is left out."""
    given = data.getlist("room")
    return [int(key) for key in given if key.isascii() and key.isdigit() and len(key) < 19]


def question_in(form: WhereNextForm, division: Division) -> Question:
    """What a clean form asks."""
    asked = form.cleaned_data
    return Question(
        division, asked["minutes"], asked["whom"] == SitingPlan.Whom.OLDER, asked["places"], asked["most_yuan"],
        asked["step_free"],
    )  # fmt: skip


def looked_at(question: Question, official: Official) -> Survey:
    """The survey, as far as the official may see."""
    return survey(
        question=question,
        estates=scoped(Estate.objects.all(), official),
        rooms=scoped(IdleRoom.objects.all(), official),
    )


def steps(of: Survey, keys: Sequence[int], adds: Sequence[int]) -> list[Step]:
    """A choice in its order, with the share after each room."""
    found, gained = [], 0
    for turn, (key, added) in enumerate(zip(keys, adds, strict=True), start=1):
        gained += added
        found.append(Step(turn, of.by_key[key], added, of.after(gained)))
    return found


def answer(of: Survey, ticks: list[int] | None) -> Answer:
    """The best rooms, the ranking and the map; with ``ticks`` (keys) what those rooms would do instead. Rooms that
    the survey does not hold are left out."""
    choice = of.best(seconds=SECONDS)
    best = steps(of, choice.rooms, choice.adds)
    ticked = rival = None
    if ticks is not None:
        there = [key for key in ticks if key in of.by_key]
        ticked = steps(of, *of.together(there))
        if len(ticked) not in (0, len(best)):
            rival = of.best(places=len(ticked), seconds=SECONDS)
            if not rival.rooms or set(rival.rooms) == set(choice.rooms):
                rival = None  # said already
    shown = [step.room.pk for step in (best if ticked is None else ticked)]
    return Answer(of, choice, best, ticked, rival, ranked(of, choice, shown), map_of(of, shown))


def ranked(of: Survey, choice: Choice, ticked: Sequence[int]) -> list[Line]:
    """The rooms by what each would do by itself, of equals the cheaper first."""

    def place(room: IdleRoom) -> tuple[int, bool, int, int]:
        return -of.alone[room.pk], room.cost_yuan is None, room.cost_yuan or 0, room.pk

    turns = {key: turn for turn, key in enumerate(choice.rooms, start=1)}
    lines = [
        Line(room, of.alone[room.pk], turns.get(room.pk), room.pk in ticked)
        for room in sorted(of.rooms, key=place)
    ]
    return [line for number, line in enumerate(lines) if number < SHOWN or line.turn or line.ticked]


def page(
    request: HttpRequest, data: QueryDict, *, name: forms.Form | None = None, said: Any = None, status: int = 200
) -> HttpResponse:  # fmt: skip
    """The page for what ``data`` asks; with the ``name`` form of a plan that could not be kept, or what was
    ``said`` against it."""
    official = official_of(request)
    choices = areas(official)
    division, form = area_asked_for(data, official, choices), WhereNextForm(data)
    found = None
    if form.is_valid() and division is not None:
        found = answer(
            looked_at(question_in(form, division), official), keys_in(data) if "try" in data else None
        )
    context = {
        **admin.site.each_context(request),
        "title": _("Where next"),
        "areas": [(one, "\u3000" * (len(one.code) // 2 - 2)) for one in choices],
        "division": division,
        "form": form,
        "answer": found,
        "name": name or PlanNameForm(),
        "said": said,
        "as_of": timezone.localtime(),
    }
    return TemplateResponse(request, "portal/where_next.html", context, status=status)


@official_required
def where_next(request: HttpRequest) -> HttpResponse:
    """Asked by its address alone (?division= &minutes= &whom= &places= &most_yuan= &step_free=), and with &try=1
    what the ticked rooms (&room=) would do."""
    return page(request, request.GET)
