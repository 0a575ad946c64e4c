"""The desk's slips for a project: from what, by which hearing, with what money, why dropped."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, WordsField
from requests_desk.forms.base import NOT_THERE, TOO_LONG, PlainForm
from requests_desk.models import Meeting, ProjectFund, Proposal, Resource
from stations.models import Estate


def line(label: Any, *, required: bool = True, most: int = 80, **kwargs: Any) -> LineField:
    return LineField(label=label, required=required, most=most, too_long=TOO_LONG, **kwargs)


def words(label: Any, *, required: bool = True, most: int = 2000, **kwargs: Any) -> WordsField:
    return WordsField(
        label=label, required=required, most=most, too_long=TOO_LONG, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write a few words.")}, **kwargs,
    )  # fmt: skip


def line_en(label: Any, *, most: int = 120) -> LineField:
    """For whoever reads the portal in English; without it they read the Chinese."""
    return line(label, required=False, most=most)


def words_en(label: Any, *, most: int = 2000) -> WordsField:
    """The same for several lines."""
    return words(label, required=False, most=most)


def day(label: Any, *, required: bool = False) -> forms.DateField:
    return forms.DateField(
        label=label, required=required, widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )


class ProjectForm(PlainForm):
    """What is to be done, for which needs, with which resources, in which estate."""

    name = line(_("What the project is called"))
    name_en = line_en(_("Its name in English"))
    about = words(_("What is to be done"), required=False)
    about_en = words_en(_("What is to be done, in English"))
    needs = forms.MultipleChoiceField(
        label=_("Needs and proposals it answers"), required=False, widget=forms.CheckboxSelectMultiple
    )
    resources = forms.MultipleChoiceField(
        label=_("Resources that go into it"), required=False, widget=forms.CheckboxSelectMultiple
    )
    estate = forms.ChoiceField(label=_("Estate"), required=False)

    def __init__(
        self,
        *args: Any,
        needs: Iterable[Proposal],
        resources: Iterable[Resource],
        estates: Iterable[Estate],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows: dict[str, dict[str, Any]] = {
            "needs": {str(row.pk): row for row in needs},
            "resources": {str(row.pk): row for row in resources},
            "estate": {str(row.pk): row for row in estates},
        }
        self._offer("needs", [(key, row.title) for key, row in self.rows["needs"].items()])
        self._offer("resources", [(key, row.label) for key, row in self.rows["resources"].items()])
        self._offer("estate", [("", "–")] + [(key, row.label) for key, row in self.rows["estate"].items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field: Any = self.fields[name]
        field.choices = choices
        field.error_messages |= {"invalid_choice": NOT_THERE, "invalid_list": NOT_THERE}

    def clean_needs(self) -> list[Proposal]:
        return [self.rows["needs"][key] for key in self.cleaned_data["needs"]]

    def clean_resources(self) -> list[Resource]:
        return [self.rows["resources"][key] for key in self.cleaned_data["resources"]]

    def clean_estate(self) -> Estate | None:
        return self.rows["estate"].get(self.cleaned_data["estate"])


class GateForm(PlainForm):
    """Which of the published meetings a gate is passed by. ``meetings``: those of the right kind."""

    meeting = forms.ChoiceField(
        label=_("By which meeting"), error_messages={"required": _("Choose the meeting.")}
    )

    def __init__(self, *args: Any, meetings: Iterable[Meeting], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meetings = {str(row.pk): row for row in meetings}
        field: Any = self.fields["meeting"]
        field.choices = [(key, str(row)) for key, row in self.meetings.items()]
        field.error_messages["invalid_choice"] = NOT_THERE

    def clean_meeting(self) -> Meeting:
        return self.meetings[self.cleaned_data["meeting"]]


class DecideProjectForm(GateForm):
    words = words(_("The decision, as everybody will read it"))
    words_en = words_en(_("The decision in English"))


class CloseProjectForm(GateForm):
    """By the review."""


class DropForm(PlainForm):
    words = words(_("Why it is dropped, as everybody will read it"), most=200)
    words_en = words_en(_("Why it is dropped, in English"), most=240)


class StepForm(PlainForm):
    name = line(_("The step"))
    name_en = line_en(_("The step in English"))
    due_on = day(_("Planned for"))


class FundForm(PlainForm):
    """An amount, a share, or both."""

    source = forms.ChoiceField(label=_("Source"), choices=ProjectFund.Source.choices)
    yuan = forms.IntegerField(label=_("Yuan"), required=False, min_value=1, max_value=100_000_000)
    percent = forms.IntegerField(label=_("Share of the whole, %"), required=False, min_value=1, max_value=100)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and data.get("yuan") is None and data.get("percent") is None:
            raise forms.ValidationError(_("Say how much: in yuan, or as a share."))
        return data


class ResourceForm(PlainForm):
    """Something to draw on."""

    name = line(
        _("What there is"), help_text=_("A room, a skill, a fund, a pair of hands. No private names.")
    )
    name_en = line_en(_("Its name in English"))
    about = line(_("What it is good for"), required=False, most=160)
    about_en = line_en(_("What it is good for, in English"), most=200)
    until = day(_("To be had until"))
