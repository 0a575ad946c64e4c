"""The volunteers' book: who offers what, and a line for help given."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, NameField, PhoneField
from requests_desk.forms.base import PlainForm
from requests_desk.models import Volunteer

LONG_AGO = timedelta(days=3660)  # further back nobody writes anything down
MOST_PEOPLE = 9_999
HALF_HOURS = _("Enter hours like 1.5, at most 24; leave it empty if nobody knows.")
HEADS = _("Enter how many people helped, from 1 to 9999.")


def skills(*, required: bool) -> LineField:
    """What somebody can help with, in their own words."""
    return LineField(
        label=_("Can help with"), required=required, most=120, too_long=_("A hundred and twenty characters at most."),
        error_messages={"required": _("Type what is needed, for example: repairs.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class VolunteerForm(PlainForm):
    """Somebody who offered to help."""

    kind = forms.ChoiceField(
        label=_("Who they are"), choices=Volunteer.Kind.choices, initial=Volunteer.Kind.OTHER
    )
    name = NameField(label=_("Name"))
    phone = PhoneField(label=_("Phone"), required=False)
    skills = skills(required=False)
    named_in_public = forms.BooleanField(label=_("They agreed to be named in public"), required=False)


KEPT = _("Leave this empty to keep what stands there.")


class ChangeForm(VolunteerForm):
    """What has changed with them; name and phone only where they are other ones now."""

    name = NameField(label=_("Another name"), required=False, help_text=KEPT)
    phone = PhoneField(label=_("Another phone"), required=False, help_text=KEPT)


class SkillForm(PlainForm):
    """What somebody is looked for."""

    q = skills(required=True)


class DayForm(PlainForm):
    """A day on which help was given, not in the future."""

    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-19.")},
    )  # fmt: skip
    hours = forms.DecimalField(
        label=_("Hours each"), required=False, min_value=0, max_value=24, max_digits=4, decimal_places=1,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "class": "tiny", "autocomplete": "off"}),
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value", "max_digits", "max_decimal_places", "max_whole_digits"), HALF_HOURS
        ),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today})
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if not self.today - LONG_AGO < day <= self.today:
            raise forms.ValidationError(_("Choose today or a day before it."))
        return day


class HelpersForm(DayForm):
    """So many people, whom nobody names."""

    people = forms.IntegerField(
        label=_("How many helped"), min_value=1, max_value=MOST_PEOPLE,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), HEADS),
    )  # fmt: skip
    field_order = ("people", "hours", "on")
