"""The first start: from an empty database to the first desk, one step after the other."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from portal.actions.set_up import appoint, found_committee, found_division, found_station
from portal.actions.set_up_matters import stock_station
from portal.common.access import official_required
from portal.common.errors import PortalError
from portal.forms import set_up as slips
from portal.forms.set_up_matters import MattersForm
from stations.models import AnnouncedYear, ChecklistItem, Committee, Division, Post, Service, Station, Worker

# Builds the form of a step from what was posted (None: nothing yet).
MakeForm = Callable[[Any], forms.Form]


@dataclass(frozen=True)
class Step:
    """One thing that must stand: how to ask for it, whether it is there, how to make it."""

    key: str
    title: str | Promise
    why: str | Promise
    done: Callable[[], bool]
    form: MakeForm
    make: Callable[[forms.Form], Any]


def last(level: str) -> Division | None:
    """The division of ``level`` that the next step hangs on."""
    return Division.objects.at_level(level).order_by("pk").last()


def a_place(key: str, title: Any, why: Any, form: type[slips.PlaceForm], below: str | None) -> Step:
    """The step that enters a division: ``key`` is its level, ``below`` the level above it."""
    return Step(
        key, title, why,
        done=lambda: Division.objects.at_level(key).exists(),
        form=lambda data: form(data, above=last(below) if below else None),
        make=lambda filled: found_division(**filled.cleaned_data, above=last(below) if below else None),
    )  # fmt: skip


def a_person(role: str, title: Any, why: Any) -> Step:
    """The step that lets the first holder of ``role`` sign in."""
    return Step(
        role, title, why,
        done=lambda: Post.objects.filter(role=role).exists(),
        form=slips.PersonForm,
        make=lambda filled: appoint(
            **{name: filled.cleaned_data[name] for name in ("name", "username", "password")},
            role=role, committee=first_station().committee, since=timezone.localdate(),
        ),
    )  # fmt: skip


def first_station() -> Station:
    """The station that the later steps are about. The step before them made it."""
    return Station.objects.select_related("committee").order_by("pk")[0]


def station_form(data: Any) -> forms.Form:
    """Where there is one committee only, its code stands there already."""
    only = list(Committee.objects.values_list("code", flat=True)[:2])
    return slips.StationForm(data, initial={"committee": only[0] if len(only) == 1 else ""})


def matters_stand() -> bool:
    """Whether the first station offers anything."""
    station = Station.objects.order_by("pk").first()
    return station is not None and ChecklistItem.objects.active().filter(station=station).exists()


def committee_form(data: Any) -> forms.Form:
    return slips.CommitteeForm(data, above=last(Division.Level.SUBDISTRICT))


def make_committee(filled: forms.Form) -> Committee:
    above = last(Division.Level.SUBDISTRICT)
    if above is None:
        raise PermissionDenied
    return found_committee(**filled.cleaned_data, above=above)


STEPS = (
    a_place("city", _("The city"), _("Its code and name in the official register."), slips.CityForm, None),
    a_place("district", _("The district"), _("It reviews coverage."), slips.DistrictForm, "city"),
    a_place("subdistrict", _("The subdistrict"), _("It moves its committees to the street."), slips.SubdistrictForm,
            "district"),
    Step("committee", _("The committee"), _("It serves the residents of its estates."),
         lambda: Committee.objects.exists(), committee_form, make_committee),
    Step("station", _("The station"), _("The living room itself: its door and its hours."),
         lambda: Station.objects.exists(), station_form,
         lambda filled: found_station(**filled.cleaned_data, at=timezone.now())),
    Step("matters", _("What it offers"),
         _("The common matters of a residents' committee, to be taken over as they are. What they say is to be "
           "checked by the district: until somebody did, residents read “not checked yet” on every line."),
         matters_stand, lambda data: MattersForm(data, station=first_station()),
         lambda filled: stock_station(station=first_station(), slugs=filled.cleaned_data["matters"],
                                      at=timezone.now())),
    a_person("head", _("The head"), _("Answers for every ticket that nobody else has.")),
    a_person("desk", _("The first desk worker"), _("Receives the residents.")),
)  # fmt: skip


def what_is_missing(station: Station, on: date) -> list[str]:
    """Why no walk-in could be logged at ``station`` on that day and no visit booked; empty: it is ready."""
    missing = []
    if station.status != Station.Status.OPERATING:
        missing.append(gettext("The station is not marked as operating."))
    if not station.week.exists():
        missing.append(gettext("The station has no opening hours."))
    if not Service.objects.asked_at(station.committee.code).exists():
        missing.append(
            gettext("There is no matter that the desk could log: run load_services on the server.")
        )
    if not Worker.objects.serving(station.committee, on).exists():
        missing.append(gettext("Nobody holds a post at the station's committee today."))
    return missing


def outcome(on: date) -> dict[str, Any]:
    """What the last page says: the first station, what it still lacks, and whether ``on``'s year is known."""
    station = first_station()
    return {
        "station": station,
        "missing": what_is_missing(station, on),
        "no_holidays": not AnnouncedYear.objects.filter(year=on.year).exists(),
    }


@sensitive_post_parameters("password", "again")
@official_required
def set_up(request: HttpRequest) -> HttpResponse:
    """Show what stands, ask for the next thing that does not, and make it."""
    user: Any = request.user
    if not user.scope.everything:
        raise PermissionDenied
    done = [step.done() for step in STEPS]
    step = next((one for one, stands in zip(STEPS, done, strict=True) if not stands), None)
    if request.method == "POST" and (step is None or request.POST.get("step") != step.key):
        return redirect("set_up")  # sent twice, or done meanwhile
    form, problem = None, None
    try:
        form = step.form(request.POST if request.method == "POST" else None) if step else None
        if step and form and form.is_valid():
            step.make(form)
            messages.success(request, gettext("Done: %s") % step.title)
            return redirect("set_up")
    except PortalError as error:
        problem = error
    context = {
        **admin.site.each_context(request),
        "title": gettext("Set up the portal"),
        "steps": [(one, stands, one is step) for one, stands in zip(STEPS, done, strict=True)],
        "step": step,
        "form": form,
        "problem": problem,
        "committees": Committee.objects.count() if step and step.key == "station" else 0,
        **({} if step else outcome(timezone.localdate())),
    }
    return TemplateResponse(request, "portal/set_up.html", context)
