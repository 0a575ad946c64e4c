"""Plans in the admin: one committee's way to the street; its steps and money, and promises that move with a reason."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stations.actions.programme import ReasonMissing, change_plan, change_step, start_plan
from stations.admin.filters import area
from stations.admin.official import ScopedForm
from stations.admin.scoped import AddThenFill, NamedFormSet, ReadOnlyInline, ScopedAdmin, ScopedInline
from stations.models import PlanFund, PlanStep, Post, Programme, PromiseChange, Relocation, Worker
from stations.rules.months import years_before
from stations.rules.steps import planned_too_early

# A worker's own post or an office above: register codes nest.
ABOVE = (9, 6, 4)

EARLIEST = date(1950, 1, 1)
YEARS_BEFORE = 10  # that anything of a plan can be older than its programme
YEARS_AHEAD = 30


class PromiseForm(ScopedForm):
    """A form with a promised day, which is moved only with a reason. ``planned`` names its fields of days to come,
    ``done`` those of days that have been."""

    planned: ClassVar[tuple[str, ...]] = ()
    done: ClassVar[tuple[str, ...]] = ()

    reason = forms.CharField(
        label=_("reason for another day"),
        max_length=160,
        required=False,
        help_text=_("Needed where a promised day changes. The old day stays on record."),
    )

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        self._check_days(cleaned, timezone.localdate())
        return cleaned

    def earliest(self, cleaned: dict[str, Any]) -> date:
        """The first day that can be meant; a form within a programme says so."""
        return EARLIEST

    def _check_days(self, cleaned: dict[str, Any], today: date) -> None:
        """Refuse slips of the hand. A day that stands already is left alone."""
        first = self.earliest(cleaned)
        for name in (*self.planned, *self.done):
            day = cleaned.get(name)
            if day is None or name not in self.changed_data:
                continue
            if name in self.done and day > today:
                self.add_error(name, _("This day is still to come. What is done was done by today."))
            elif not first <= day <= latest(today):
                said = _("Give a day from %(first)s to %(last)s.")
                self.add_error(name, said % {"first": first, "last": latest(today)})

    def missing_reason(self, was: Any, becomes: Any) -> None:
        """Say so at the field where a promise would move without one."""
        if was is not None and was != becomes and not self.cleaned_data.get("reason", "").strip():
            self.add_error("reason", ReasonMissing.sentence)


def latest(today: date) -> date:
    """The last day that can be planned for."""
    return date(today.year + YEARS_AHEAD, 12, 31)


def earliest_in(programme: Programme | None) -> date:
    """The first day that a plan of ``programme`` can name."""
    return EARLIEST if programme is None else max(EARLIEST, years_before(programme.began_on, YEARS_BEFORE))


class RelocationForm(PromiseForm):
    """A programme moves the committees of its own division; who is responsible works there or above."""

    planned = ("due_on",)
    done = ("work_began_on",)

    class Meta:
        model = Relocation
        fields = (
            "programme", "committee", "due_on", "work_began_on", "responsible", "from_site", "from_words",
            "to_site", "to_words", "budget_yuan", "plan", "delay_reason",
        )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("from_site", "to_site"):
            if name in self.fields:  # the committee's own sites
                field: Any = self.fields[name]
                field.queryset = field.queryset.filter(station__committee=self.instance.committee_id)

    def programme(self, cleaned: dict[str, Any]) -> Programme | None:
        """The programme it is or will be part of."""
        return cleaned.get("programme") or (
            self.instance.programme if self.instance.programme_id is not None else None
        )

    def earliest(self, cleaned: dict[str, Any]) -> date:
        return earliest_in(self.programme(cleaned))

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        programme = self.programme(cleaned)
        due_on = cleaned.get("due_on")
        if programme and due_on and "due_on" in self.changed_data and due_on < programme.began_on:
            said = _("The programme begins on %s. A move cannot be promised for a day before that.")
            self.add_error("due_on", said % programme.began_on)
        committee = cleaned.get("committee") or (self.instance.committee if self.instance.pk else None)
        if programme and committee and not committee.code.startswith(programme.division.code):
            self.add_error("committee", _("This committee lies outside the programme's division."))
        if committee and not answers_for(cleaned.get("responsible"), committee.code):
            self.add_error(
                "responsible", _("Choose somebody who holds a post at this committee or above it today.")
            )
        if self.instance.pk and programme and "due_on" in cleaned:
            self.missing_reason(self.instance.promised_on, cleaned["due_on"] or programme.due_on)
        return cleaned


def answers_for(worker: Worker | None, code: str) -> bool:
    """Whether ``worker`` (nobody is fine) holds a post at the committee of this code, or in an office above."""
    if worker is None:
        return True
    held = Post.objects.current(timezone.localdate()).filter(worker=worker)
    places = held.values_list("committee__code", "division__code")
    return any(at == code or office in {code[:length] for length in ABOVE} for at, office in places)


class StepForm(PromiseForm):
    """A step's days. What is read from the plan or from the sites is not written here."""

    planned = ("planned_on",)
    done = ("done_on",)

    class Meta:
        model = PlanStep
        fields = ("position", "name", "name_en", "planned_on", "done_on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind = self.instance.kind if self.instance.pk else ""
        if kind == "opened":
            self._elsewhere("planned_on", _("The plan's own day, above."))
            self._elsewhere("done_on", _("Read from the station's sites."))
        if kind == "begun":
            self._elsewhere("done_on", _("“Work began on”, above."))

    def earliest(self, cleaned: dict[str, Any]) -> date:
        return earliest_in(self.instance.relocation.programme if self.instance.relocation_id else None)

    def _elsewhere(self, name: str, where: Any) -> None:
        """Say where the day stands; what is typed here all the same is not taken."""
        self.fields[name].disabled = True
        self.fields[name].widget = forms.TextInput(attrs={"placeholder": where, "size": 12})

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if self.instance.pk and "planned_on" in cleaned:
            self.missing_reason(self.instance.planned_on, cleaned["planned_on"])
        return cleaned


def saved_with_reasons(formset: Any) -> Iterator[tuple[Any, str]]:
    """The new and changed rows of ``formset``, none of them written yet, each with what was said of it; rows to be
    deleted are gone."""
    formset.save(commit=False)
    for row in formset.deleted_objects:
        row.delete()
    said = {id(form.instance): form.cleaned_data.get("reason", "") for form in formset.forms}
    for row in (*formset.new_objects, *(changed for changed, _names in formset.changed_objects)):
        yield row, said.get(id(row), "")


def keep_plan(request: HttpRequest, plan: Relocation, reason: str) -> None:
    """Begin a new plan with its programme's steps, or keep the changed one."""
    if plan.pk is None:
        start_plan(plan=plan)
    else:
        change_plan(plan=plan, **said_by(request, reason))


def said_by(request: HttpRequest, reason: str) -> dict[str, Any]:
    """Why, who and when, as the actions ask for it."""
    return {"reason": reason, "by": request.user, "at": timezone.now()}


class KeepsPromises(NamedFormSet):
    """Rows with a promised day are not deleted: else the day could be promised anew, and nobody would see it."""

    def clean(self) -> None:
        super().clean()
        going = [form.instance.pk for form in self.initial_forms if form.cleaned_data.get("DELETE")]
        if going and (kept := promises_kept(self.model, going)):
            raise ValidationError(kept)


def promises_kept(model: Any, keys: Iterable[int]) -> list[str]:
    """A sentence for each row (of plans or of steps) that may not be deleted, since days of it were promised."""
    said = {
        Relocation: _(
            "%s: a day was promised in this plan, so it cannot be deleted. Move the day with a reason instead."
        ),
        PlanStep: _(
            "%s: this step has a day, so it cannot be deleted. Move the day, or clear it, with a reason instead."
        ),
    }
    return [str(said[model] % row) for row in model.objects.filter(pk__in=list(keys)).promised()]


class StepFormSet(KeepsPromises):
    """Steps one after the other, as their positions say. Days that stand already are left alone."""

    def add_fields(self, form: Any, index: Any) -> None:
        super().add_fields(form, index)
        form.instance.relocation = self.instance  # the same for all: its programme is looked up once

    def clean(self) -> None:
        super().clean()
        forms = [form for form in self.forms if form.is_valid() and not form.cleaned_data.get("DELETE")]
        forms = [form for form in forms if form.instance.pk or form.has_changed()]
        # The place last typed holds; of equals the one that was there first.
        forms.sort(key=lambda form: (form.cleaned_data.get("position") or 0, form.instance.pk or sys.maxsize))
        self._in_order([form for form in forms if form.instance.kind != "opened"])
        self._begun_first(forms)

    def _in_order(self, forms: Sequence[Any]) -> None:
        days = [form.cleaned_data.get("planned_on") for form in forms]
        said = _("“%(before)s” stands before this step and is planned for %(day)s: give a day from then on.")
        for index, before in planned_too_early(days).items():
            one, other = forms[index], forms[before]
            if any({"planned_on", "position"} & set(form.changed_data) for form in (one, other)):
                words = {"before": other.cleaned_data.get("name") or other.instance.name, "day": days[before]}
                one.add_error("planned_on", said % words)

    def _begun_first(self, forms: Sequence[Any]) -> None:
        if self.instance.work_began_on is not None:
            return
        had_begun = Relocation.objects.filter(pk=self.instance.pk, work_began_on__isnull=False)
        for form in forms:
            done = form.instance.kind == "finished" and form.cleaned_data.get("done_on")
            if done and ("done_on" in form.changed_data or had_begun.exists()):
                form.add_error(
                    "done_on",
                    _(
                        "Works cannot be finished before they have begun. Fill in “Work began on” above as well."
                    ),
                )


class FundFormSet(NamedFormSet):
    """Sources that do not give more than there is to pay. What stands already is left alone."""

    def clean(self) -> None:
        super().clean()
        rows = [
            form.cleaned_data
            for form in self.forms
            if form.is_valid() and form.cleaned_data and not form.cleaned_data.get("DELETE")
        ]
        yuan = sum(row.get("yuan") or 0 for row in rows)
        percent = sum(row.get("percent") or 0 for row in rows)
        said = too_much(budget=self.instance.budget_yuan, yuan=yuan, percent=percent)
        if said and (self.has_changed() or self._budget_moved()):
            raise ValidationError(said)

    def _budget_moved(self) -> bool:
        kept = Relocation.objects.filter(pk=self.instance.pk, budget_yuan=self.instance.budget_yuan)
        return not kept.exists()


def too_much(*, budget: int | None, yuan: int, percent: int) -> str:
    """A sentence where the sources together give more than the whole; "" where they do not."""
    if percent > 100:
        return (
            _("The shares come to %s %% together, which is more than the whole. Please mend them.") % percent
        )
    if budget is None:
        return ""
    beyond = yuan + budget * percent // 100 - budget
    if beyond <= 0:
        return ""
    said = _(
        "The sources give %(yuan)s yuan, %(beyond)s yuan more than the budget of %(budget)s yuan. "
        "Please mend the budget above or the sources."
    )
    return said % {"yuan": budget + beyond, "beyond": beyond, "budget": budget}


class PlanStepInline(ScopedInline):
    model = PlanStep
    form = StepForm
    formset = StepFormSet
    fields = ("position", "name", "name_en", "planned_on", "done_on", "reason")


class PlanFundInline(ScopedInline):
    model = PlanFund
    formset = FundFormSet
    fields = ("source", "yuan", "percent", "note")


class PromiseChangeInline(ReadOnlyInline):
    """Which promised days moved, and why."""

    model = PromiseChange
    fields = ("was", "becomes", "step", "reason", "by", "at")


@admin.register(Relocation)
class RelocationAdmin(AddThenFill, ScopedAdmin):
    """Every committee's plan, also in a programme of the division above, which says what it is part of."""

    form = RelocationForm
    list_display = ("committee", "programme", "responsible", "due_on", "work_began_on", "delay_reason")
    list_filter = (area("committee__code"),)
    list_select_related = ("committee", "programme", "responsible")
    search_fields = ("committee__name", "^committee__code", "programme__name")
    autocomplete_fields = ("committee", "responsible")

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        rows, counts, lacking, protected = super().get_deleted_objects(objs, request)
        kept = promises_kept(Relocation, [one.pk for one in objs])
        return rows, counts, lacking, [*kept, *protected]

    def get_inlines(self, request: HttpRequest, obj: Any) -> Any:
        return (PlanStepInline, PlanFundInline, PromiseChangeInline) if obj is not None and obj.pk else ()

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:  # its sites and the rest once the committee is known
            return ("programme", "committee", "due_on", "plan")
        return (
            "programme", "committee", ("due_on", "reason"), "work_began_on", "responsible",
            ("from_site", "from_words"), ("to_site", "to_words"), "budget_yuan", "plan", "delay_reason",
        )  # fmt: skip

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return ("programme", "committee") if obj else ()

    def view_on_site(self, obj: Relocation) -> str:
        return reverse("programme_plan", args=[obj.programme_id, obj.committee.code])

    def save_model(self, request: HttpRequest, obj: Relocation, form: Any, change: bool) -> None:
        keep_plan(request, obj, form.cleaned_data["reason"])

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        if formset.model is not PlanStep:
            super().save_formset(request, form, formset, change)
            return
        for step, reason in saved_with_reasons(formset):
            change_step(step=step, **said_by(request, reason))
