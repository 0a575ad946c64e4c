"""Plans of where the next stations could be: kept, listed, opened again, handed to a programme."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.common.errors import PortalError
from portal.forms.where_next import PlanNameForm, WhereNextForm
from portal.views.where_next import area_asked_for, keys_in, looked_at, page, question_in
from stations.actions.siting import (
    HandedOver,
    NotYours,
    delete_plan,
    figures_now,
    hand_over,
    keep_plan,
    may_change,
    rename_plan,
    rooms_of,
)
from stations.admin.official import Official, official_of, scoped
from stations.models import Estate, Programme, SitingPlan
from stations.rules.siting import SECONDS

LISTED = 200  # the newest


class RoomsChanged(PortalError):
    """A ticked room is not among those of the area any more."""

    sentence = _("One of these rooms is not to be had any more, so nothing was kept.")
    next_step = _("Look at the figures as they are now, and keep the plan again.")


@official_required
def siting_plans(request: HttpRequest) -> HttpResponse:
    """The plans of one's own area; a POST keeps what the page before showed as a new one."""
    if request.method == "POST":
        return keep(request)
    plans = scoped(SitingPlan.objects.all(), official_of(request)).select_related(
        "division", "made_by", "programme"
    )
    context = {
        **admin.site.each_context(request),
        "title": _("Siting plans"),
        "plans": plans.annotate(room_count=Count("planned"))[:LISTED],
    }
    return TemplateResponse(request, "portal/siting_plans.html", context)


def keep(request: HttpRequest) -> HttpResponse:
    """Keep the plan that the page shows; where it cannot be kept, the same page says why."""
    official, data = official_of(request), request.POST
    division = area_asked_for(data, official, ())
    asked, name = WhereNextForm(data), PlanNameForm(data)
    if division is None:
        raise Http404
    if not (asked.is_valid() and name.is_valid()):
        return page(request, data, name=name, status=400)
    of = looked_at(question_in(asked, division), official)
    rooms, now = keys_in(data), timezone.now()
    try:
        if not of.by_key.keys() >= set(rooms):
            raise RoomsChanged
        worker: Any = request.user
        plan = keep_plan(
            survey=of, rooms=rooms, name=name.cleaned_data["name"], worker=worker, at=now,
            seconds=SECONDS,
        )  # fmt: skip
    except PortalError as error:
        return page(request, data, name=name, said=error, status=error.status)
    if plan.made_at != now:  # the same form was sent before
        messages.info(request, _("You kept this very plan a moment ago. Here it is; it was not kept twice."))
    return redirect(plan)


def plan_of(pk: int, official: Official) -> SitingPlan:
    """A plan in scope, or 404."""
    rows = scoped(SitingPlan.objects.all(), official).select_related("division", "made_by", "programme")
    plan: SitingPlan = get_object_or_404(rows, pk=pk)
    return plan


def changeable(plan: SitingPlan, official: Official) -> bool:
    """Whether ``official`` may rename or delete the plan, which they may see."""
    scope = official.scope
    return scope.everything or may_change(plan, pk=official.pk, areas=scope.areas, on=timezone.localdate())


def own_plan(request: HttpRequest, pk: int) -> SitingPlan:
    """A plan to be renamed or deleted: 404 out of scope. Raises NotYours."""
    official = official_of(request)
    plan = plan_of(pk, official)
    if not changeable(plan, official):
        raise NotYours
    return plan


def programmes_for(plan: SitingPlan, official: Official) -> QuerySet[Programme]:
    """Programmes in scope of the plan's division, of what it lies in and of what lies in it."""
    code = plan.division.code
    above = [code[:length] for length in range(1, len(code) + 1)]
    rows = scoped(Programme.objects.select_related("division"), official)
    return rows.filter(Q(division__code__in=above) | Q(division__code__startswith=code))


@official_required
def siting_plan(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: what was counted when it was made, what would be counted today, and its way into a programme."""
    official = official_of(request)
    plan = plan_of(pk, official)
    before, after = figures_now(plan=plan, estates=scoped(Estate.objects.all(), official))
    context = {
        **admin.site.each_context(request),
        "title": plan.name,
        "plan": plan,
        "planned": rooms_of(plan),
        "before_now": before,
        "after_now": after,
        "programmes": programmes_for(plan, official),
        "name": PlanNameForm({"name": plan.name}),
        "may_change": changeable(plan, official),
        "as_of": timezone.localtime(),
    }
    return TemplateResponse(request, "portal/siting_plan.html", context)


@official_required
def siting_plan_rename(request: HttpRequest, pk: int) -> HttpResponse:
    """Call the plan otherwise, while no programme has it."""
    plan = own_plan(request, pk)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    form = PlanNameForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(map(str, form.errors["name"])))
        return redirect(plan)
    try:
        rename_plan(plan=plan, name=form.cleaned_data["name"])
    except PortalError as error:
        messages.error(request, f"{error.sentence} {error.next_step}")
    return redirect(plan)


@official_required
def siting_plan_delete(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask whether the plan is to go; a POST throws it away, while no programme has it."""
    plan = own_plan(request, pk)
    if request.method != "POST":
        context = {**admin.site.each_context(request), "title": _("Delete this plan?"), "plan": plan}
        return TemplateResponse(request, "portal/siting_plan_delete.html", context)
    try:
        delete_plan(plan=plan)
    except PortalError as error:
        messages.error(request, f"{error.sentence} {error.next_step}")
        return redirect(plan)
    messages.success(request, _("The plan “%s” was deleted.") % plan.name)
    return redirect("siting_plans")


@official_required
def siting_plan_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the plan's rooms to the relocation plans of their committees, in the programme chosen."""
    official = official_of(request)
    plan = plan_of(pk, official)
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    chosen = request.POST.get("programme", "")
    if not (chosen.isascii() and chosen.isdigit() and len(chosen) < 19):
        messages.error(request, _("Choose a programme first."))
        return redirect(plan)
    programme = get_object_or_404(programmes_for(plan, official), pk=int(chosen))
    try:
        for one in hand_over(plan=plan, programme=programme, at=timezone.now()):
            say(request, one)
    except PortalError as error:
        messages.error(request, f"{error.sentence} {error.next_step}")
    return redirect(plan)


def say(request: HttpRequest, one: HandedOver) -> None:
    """What became of one room, in a sentence."""
    named = {"room": one.room.label, "committee": one.room.committee.label}
    if one.became == "refused":
        messages.warning(request, _("%(room)s was not handed over.") % named + f" {one.refused}")
        return
    sentences = {
        "new": _("%(committee)s has a new relocation plan, which names %(room)s."),
        "named": _("The relocation plan of %(committee)s names %(room)s now."),
        "already": _("The relocation plan of %(committee)s named %(room)s already."),
    }
    messages.success(request, sentences[one.became] % named)
