"""The generalists' matrix: who at this desk can answer what, and where only one can."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import ngettext

from portal.common.access import worker_required
from portal.common.errors import NotAllowed
from requests_desk.forms.skills import SkillsForm
from requests_desk.views.at_desk import sit_down
from stations.actions.skills import note_skills
from stations.models import Committee, Service, Skill, Worker
from stations.rules.skills import thin


@dataclass(frozen=True)
class Line:
    """One matter: what each of the people can do about it, in the people's order (None: not yet)."""

    matter: Service
    cells: list[Skill | None]


@dataclass(frozen=True)
class Matrix:
    """``alone``: matters with the one person who knows them; ``nobody``: matters without any."""

    people: list[Worker]
    lines: list[Line]
    alone: list[tuple[Service, Worker]]
    nobody: list[Service]
    begun: bool


def matters_of(committee: Committee) -> list[Service]:
    """What can be asked at the committee's desk, in the order of numbers."""
    rows = Service.objects.asked_at(committee.code).only("name", "name_en", "number")
    return list(rows.order_by("number", "pk"))


def matrix_of(committee: Committee, on: date) -> Matrix:
    """Three statements, however many people and matters there are."""
    people = list(Worker.objects.serving(committee, on))
    matters = {row.pk: row for row in matters_of(committee)}
    rows = Skill.objects.of_people(people).filter(matter__in=matters)
    found = {(row.worker_id, row.matter_id): row for row in rows}
    by_key = {one.pk: one for one in people}
    few = thin(matters, found)
    return Matrix(
        people=people,
        lines=[Line(row, [found.get((one.pk, key)) for one in people]) for key, row in matters.items()],
        alone=[(matters[matter], by_key[person]) for matter, person in few.alone],
        nobody=[matters[key] for key in few.nobody],
        begun=bool(found),
    )


@worker_required
def skill_matrix(request: HttpRequest) -> HttpResponse:
    """Everybody at the desk reads it; the head sees as well what hangs on one person, and writes."""
    worker, station, stations = sit_down(request)
    context = {
        "section": "skills", "place": station, "station": station, "stations": stations,
        "matrix": matrix_of(station.committee, timezone.localdate()),
        "is_head": station.committee_id in worker.scope.head_committees,
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/skills/matrix.html", context)


@worker_required
def skills_of(request: HttpRequest, pk: int) -> HttpResponse:
    """What one of the desk can answer: the head of the committee they serve at writes it down."""
    worker: Any = request.user
    today = timezone.localdate()
    person = get_object_or_404(Worker.objects.in_scope_of(worker), pk=pk)
    committee = own_committee(worker, person, today)
    matters = matters_of(committee)
    known = {row.matter_id: row for row in Skill.objects.of_people([person])}
    form = SkillsForm(
        request.POST if request.method == "POST" else None, matters=matters, known=known, today=today
    )
    if form.is_valid():
        count = note_skills(person=person, committee=committee, marks=form.marks, worker=worker, on=today)
        said = ngettext("%(count)d mark changed.", "%(count)d marks changed.", count)
        messages.success(request, said % {"count": count})
        return redirect("desk:skill_matrix")
    context = {"section": "skills", "place": committee, "person": person, "form": form}
    return TemplateResponse(request, "requests_desk/skills/person.html", context)


def own_committee(worker: Worker, person: Worker, on: date) -> Committee:
    """The committee that ``worker`` heads and ``person`` serves at on that day. Raises NotAllowed."""
    rows = Committee.objects.filter(pk__in=worker.scope.head_committees)
    for committee in rows.order_by("pk"):
        if Worker.objects.serving(committee, on).filter(pk=person.pk).exists():
            return committee
    raise NotAllowed


def who_can(matter: Service, committee: Committee, on: date) -> list[Skill]:
    """Who of the desk can answer ``matter`` today, the teachers first. One statement."""
    rows = Skill.objects.at_desk(committee, on).filter(matter=matter)
    return list(rows.select_related("worker"))
