"""The officials' look at programmes: all of them, and one as a whole with its pictures."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.programme import OPEN_STATES, PlanRow, drawn_burn_up, drawn_timeline, plans_of, rows_of
from portal.standings import TAGS, WORST_FIRST
from portal.views.past_day import day_asked_for, no_past_day
from portal.views.programme_cells import (
    Cell,
    cell,
    standing_word,
    standing_words,
    step_words,
)
from portal.views.sorting import ordered, sort_links
from stations.admin.official import Official, official_of, scoped
from stations.models import PlanReminder, Programme, PromiseChange
from stations.rules.coverage import Share

# What the table can be narrowed to: how the plan stands, or one of its steps.
STEPS_THAT_ARE = {"step_late": "late", "step_due": "due"}

SORTS: dict[str, Callable[[PlanRow], Any]] = {
    "code": lambda row: row.plan.committee.code,
    "standing": lambda row: WORST_FIRST.index(row.standing),
    "due": lambda row: row.promised_on,
    "next": lambda row: row.next.days.planned_on if row.next else None,
}


def readable(official: Official) -> Any:
    """The programmes that ``official`` may read: of their area, and of those above."""
    return Programme.objects.readable_by(official).select_related("division")  # type: ignore[arg-type]


def load(request: HttpRequest, pk: int) -> Programme:
    """The programme, or Http404: out of scope and not there are the same."""
    found: Programme | None = readable(official_of(request)).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


# All programmes -----------------------------------------------------------------------------------


@official_required
def programme_list(request: HttpRequest) -> HttpResponse:
    """A line a programme with what has become of it, and what the reader was reminded of."""
    official, today = official_of(request), timezone.localdate()
    programmes = list(readable(official).order_by("division__code", "began_on", "pk"))
    rows = rows_of(plans_of(official, programmes), today)
    context = {
        **admin.site.each_context(request),
        "title": _("Moving to the street"),
        "lines": [
            line_of(one, [row for row in rows if row.plan.programme_id == one.pk]) for one in programmes
        ],
        "reminders": reminders_of(official, rows),
        "as_of": timezone.localtime(),
    }
    return TemplateResponse(request, "portal/programme/list.html", context)


def line_of(programme: Programme, rows: Sequence[PlanRow]) -> dict[str, Any]:
    """What the list says of one programme."""
    moved = sum(row.moved for row in rows)
    return {
        "programme": programme,
        "moved": Share(moved, len(rows)),
        "late": sum(row.standing == "late" for row in rows),
        "late_steps": sum(one.state == "late" for row in rows for one in row.steps),
    }


def reminders_of(official: Official, rows: Sequence[PlanRow]) -> list[dict[str, Any]]:
    """What ``official`` was reminded of and is not done yet, the most pressing first. One statement."""
    words = step_words()
    steps = {one.step.pk: (row, one) for row in rows for one in row.steps if one.state in OPEN_STATES}
    told = PlanReminder.objects.filter(to=official.pk, step__done_on=None).order_by("due_on", "pk")
    found: dict[int, dict[str, Any]] = {}
    for reminder in told:
        row, one = steps.get(reminder.step_id, (None, None))
        if row and one and reminder.due_on == one.days.planned_on:
            found[one.step.pk] = {"row": row, "cell": cell(row, one, words), "at": reminder.at}
    return list(found.values())


# One programme ------------------------------------------------------------------------------------


@official_required
def programme_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole: plans × steps, the timeline and the burn-up, of the plans in the reader's scope; ?on= the burn-up
    as of a past day."""
    programme, official, today = load(request, pk), official_of(request), timezone.localdate()
    if on := day_asked_for(request):
        return _then(request, programme, on)
    every = rows_of(plans_of(official, [programme]), today)
    chosen, sort = request.GET.get("state", ""), request.GET.get("sort", "code")
    shown = ordered([row for row in every if shows(row, chosen)], SORTS, sort)
    columns = columns_of(programme, every)
    words, counts = step_words(), {key: sum(shows(row, key) for row in every) for key in narrowings()}
    drawn = [row for row in shown if row.promised_on or row.moved_on or row.begun_on]
    context = {
        **admin.site.each_context(request),
        "title": programme.label,
        "programme": programme,
        "said": no_past_day(request),
        "columns": [name for _key, name in columns],
        "rows": [line(row, [key for key, _name in columns], words) for row in shown],
        "whole": Share(sum(row.moved for row in every), len(every)),
        "late": counts["late"],
        "put_off": sum(row.put_off_days > 0 for row in every),
        "pressing": pressing(every, words),
        "states": [(key, said, n) for key, said in narrowings().items() if (n := counts[key])],
        "chosen": chosen if chosen in narrowings() else "",
        "sort": sort if sort.removeprefix("-") in SORTS else "",
        "sorts": sort_links(request, SORTS),
        "timeline": drawn_timeline(drawn, today) if drawn else None,
        "drawn": drawn,
        "burn_up": drawn_burn_up(programme, every, today) if every else None,
        "changes": list(
            PromiseChange.objects.filter(programme=programme, relocation=None).select_related("by")
        ),
        "may_edit": scoped(Programme.objects.all(), official).filter(pk=programme.pk).exists(),
        "today": today,
        "as_of": timezone.localtime(),
    }
    return TemplateResponse(request, "portal/programme/page.html", context)


def _then(request: HttpRequest, programme: Programme, on: date) -> HttpResponse:
    """As of a past day: who had moved and what was promised are dated; how steps stood is not kept."""
    rows = rows_of(plans_of(official_of(request), [programme]), on)
    context = {
        **admin.site.each_context(request),
        "title": programme.label,
        "programme": programme,
        "asked": on,
        "whole": Share(sum(row.moved for row in rows), len(rows)),
        "begun": programme.began_on <= on,
        "burn_up": drawn_burn_up(programme, rows, on) if rows and programme.began_on <= on else None,
        "today": timezone.localdate(),
    }
    return TemplateResponse(request, "portal/programme/past.html", context)


def narrowings() -> dict[str, str]:
    """What ?state= may be, and how each is called."""
    steps = {"step_late": _("with a late step"), "step_due": _("with a step due within a week")}
    return {**{key: standing_words()[key] for key in WORST_FIRST}, **steps}


def shows(row: PlanRow, chosen: str) -> bool:
    """Whether ``row`` stands as is asked for; nonsense asks for nothing."""
    if chosen in STEPS_THAT_ARE:
        return any(one.state == STEPS_THAT_ARE[chosen] for one in row.steps)
    return row.standing == chosen or chosen not in WORST_FIRST


def columns_of(programme: Programme, rows: Sequence[PlanRow]) -> list[tuple[str, str]]:
    """The steps that the table has a column for, as (key, name): the programme's series; steps that a plan has of
    its own stand together in the last one."""
    series = [(one.name if one.kind == "other" else one.kind, one.label) for one in programme.steps.all()]
    if series:
        return series
    first = {one.column: one.step.label for row in rows for one in row.steps}
    return list(first.items())


def line(row: PlanRow, keys: Sequence[str], words: dict[str, str]) -> dict[str, Any]:
    """One plan's line of the table."""
    cells = {one.column: cell(row, one, words) for one in row.steps}
    return {
        "row": row,
        "word": standing_word(row),
        "tag": TAGS[row.standing],
        "cells": [cells.get(key) for key in keys],
        "others": [one for key, one in cells.items() if key not in keys],
    }


def pressing(rows: Sequence[PlanRow], words: dict[str, str]) -> list[tuple[PlanRow, Cell]]:
    """Steps that are late or due within the week, the longest waiting first."""
    found = [
        (row, cell(row, one, words)) for row in rows for one in row.steps if one.state in ("late", "due")
    ]
    return sorted(found, key=lambda pair: (pair[1].day or date.max, pair[0].plan.committee.code))
