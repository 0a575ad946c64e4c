"""What somebody of the desk can answer: a line for each matter."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from requests_desk.forms.base import NOT_THERE, PlainForm
from stations.actions.skills import Mark
from stations.models import Service, Skill

LEVELS = [("", pgettext_lazy("skill", "Not yet")), *Skill.Level.choices]


class SkillsForm(PlainForm):
    """For each matter a level and, if there was a test, its day. After validation ``marks`` holds both."""

    def __init__(
        self,
        *args: Any,
        matters: Iterable[Service],
        known: Mapping[int, Skill],
        today: date,
        **kwargs: Any,
    ) -> None:
        self.matters, self.today = list(matters), today
        kwargs["initial"] = {
            name: value
            for key, row in known.items()
            for name, value in ((f"level_{key}", row.level), (f"certified_{key}", row.certified_on))
        }
        super().__init__(*args, **kwargs)
        for matter in self.matters:
            self.fields[f"level_{matter.pk}"] = forms.ChoiceField(
                label=matter.label, choices=LEVELS, required=False,
                error_messages={"invalid_choice": NOT_THERE},
            )  # fmt: skip
            self.fields[f"certified_{matter.pk}"] = forms.DateField(
                label=_("Certified on"), required=False, input_formats=["%Y-%m-%d"],
                widget=forms.DateInput(
                    format="%Y-%m-%d", attrs={"type": "date", "class": "short", "max": self.today.isoformat()}
                ),
                error_messages={"invalid": _("Write the day like 2026-03-01.")},
            )  # fmt: skip

    @property
    def lines(self) -> Iterator[tuple[forms.BoundField, forms.BoundField]]:
        """The two fields of each matter, in the matters' order."""
        for matter in self.matters:
            yield self[f"level_{matter.pk}"], self[f"certified_{matter.pk}"]

    @property
    def marks(self) -> dict[int, Mark]:
        data = self.cleaned_data
        return {one.pk: Mark(data[f"level_{one.pk}"], data[f"certified_{one.pk}"]) for one in self.matters}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for matter in self.matters:
            level, day = f"level_{matter.pk}", f"certified_{matter.pk}"
            if data.get(day) and data[day] > self.today:
                self.add_error(day, _("This day is still to come."))
            if data.get(day) and level in data and not data[level]:
                self.add_error(level, _("A test was passed, so say what they can do."))
        return data
