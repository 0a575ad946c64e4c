"""The round's slip: one short page for a phone; and the head's intervals."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_desk.forms.base import PlainForm
from requests_desk.forms.tickets import words
from requests_desk.models import Round
from requests_desk.models.round import MOST_DAYS
from stations.models import Building, Service

MOST_COURTS = 60


class RoundForm(PlainForm):
    """Which courts, and what was found there. ``courts`` and ``matters`` are what can be chosen; ``often`` the keys of
    the matters that stand first. After validation both hold rows."""

    kind = forms.ChoiceField(
        label=_("What kind of round"),
        choices=Round.Kind.choices,
        initial=Round.Kind.STREET,
        widget=forms.RadioSelect,
    )
    courts = forms.MultipleChoiceField(
        label=_("Where"), widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(("required", "invalid_list"), _("Choose at least one court.")),
    )  # fmt: skip
    outcome = forms.ChoiceField(
        label=_("What came of it"), choices=Round.Outcome.choices, initial=Round.Outcome.NOTHING,
        widget=forms.RadioSelect,
    )  # fmt: skip
    words = words(_("What was found"), required=False)
    matter = forms.ChoiceField(label=_("For a ticket: what it is about"), required=False)
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        courts: Sequence[Building],
        matters: Sequence[Service],
        often: Sequence[int] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(court.pk): court for court in courts}
        self.matters = {str(row.pk): row for row in matters}
        first = [(str(key), self.matters[str(key)].label) for key in often if str(key) in self.matters]
        rest = [(key, row.label) for key, row in self.matters.items()]
        self._choices("courts").choices = [(key, court.label) for key, court in self.by_key.items()]
        groups = [(_("Asked most often"), first), (_("All"), rest)] if first else rest
        self._choices("matter").choices = [("", _("Choose a matter")), *groups]

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    def clean_courts(self) -> list[Building]:
        chosen = [self.by_key[key] for key in dict.fromkeys(self.cleaned_data["courts"])]
        if len(chosen) > MOST_COURTS:
            raise forms.ValidationError(_("That is more than one round: choose fewer courts."))
        return chosen

    def clean_matter(self) -> Service | None:
        return self.matters.get(self.cleaned_data["matter"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        outcome = data.get("outcome")
        if outcome in (Round.Outcome.SOLVED, Round.Outcome.TICKET) and not data.get("words"):
            self.add_error("words", _("Please write a few words."))
        if outcome == Round.Outcome.TICKET and not data.get("matter") and "matter" not in self.errors:
            self.add_error("matter", _("Choose what it is about."))
        return data


class RoundPlanForm(PlainForm):
    """After how many days."""

    DAYS = dict.fromkeys(
        ("required", "invalid", "min_value", "max_value"), _("Enter a number of days, from 1 to 365.")
    )

    street_days = forms.IntegerField(
        label=_("Days between street rounds"), min_value=1, max_value=MOST_DAYS, error_messages=DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny", "autocomplete": "off"}),
    )  # fmt: skip
    care_days = forms.IntegerField(
        label=_("Days between visits to people living alone"), min_value=1, max_value=MOST_DAYS, error_messages=DAYS,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny", "autocomplete": "off"}),
    )  # fmt: skip
