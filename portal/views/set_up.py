"""The first start: from an empty database to the first desk, one step after the other."""

from collections.abc import Callable
from dataclasses import dataclass
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
from portal.common.access import official_required
from portal.forms import set_up as slips
from stations.models import Committee, Division, Post, Station

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
            role=role, committee=Station.objects.order_by("pk")[0].committee, since=timezone.localdate(),
        ),
    )  # fmt: skip


def station_form(data: Any) -> forms.Form:
    """Where there is one committee only, its code stands there already."""
    only = list(Committee.objects.values_list("code", flat=True)[:2])
    return slips.StationForm(data, initial={"committee": only[0] if len(only) == 1 else ""})


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
    a_person("head", _("The head"), _("Answers for every ticket that nobody else has.")),
    a_person("desk", _("The first desk worker"), _("Receives the residents.")),
)  # fmt: skip


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
    form = step.form(request.POST if request.method == "POST" else None) if step else None
    if step and form and form.is_valid():
        step.make(form)
        messages.success(request, gettext("Done: %s") % step.title)
        return redirect("set_up")
    context = {
        **admin.site.each_context(request),
        "title": gettext("Set up the portal"),
        "steps": [(one, stands, one is step) for one, stands in zip(STEPS, done, strict=True)],
        "step": step,
        "form": form,
        "station": None if step else Station.objects.order_by("pk").first(),
    }
    return TemplateResponse(request, "portal/set_up.html", context)
