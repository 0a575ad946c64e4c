"""The open day's tally: whether the department came, with how many, and for how many residents."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_desk.forms.base import PlainForm

MOST = 9999
COUNT = _("Write a whole number from 0 to 9999.")


def people(label: Any, help_text: Any = "") -> forms.IntegerField:
    """A number of people."""
    return forms.IntegerField(
        label=label, help_text=help_text, min_value=0, max_value=MOST,
        widget=forms.NumberInput(attrs={"class": "tiny", "inputmode": "numeric", "autocomplete": "off"}),
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), COUNT),
    )  # fmt: skip


class OpenDayRecordForm(PlainForm):
    """After validation ``department_came`` is a bool, the others are whole numbers."""

    department_came = forms.TypedChoiceField(
        label=_("Did the department come?"), widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No"))], coerce=lambda said: said == "yes",
        error_messages={"required": _("Say whether the department came.")},
    )  # fmt: skip
    staff = people(_("Its staff who came"), _("0 if it did not come."))
    party_members = people(_("Party members who came"))
    residents = people(_("Residents who came"))
