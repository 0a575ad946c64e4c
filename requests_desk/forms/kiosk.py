"""The kiosk's two slips: which matter, and which booked visit. No name is asked, and no reason."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from requests_desk.forms.base import NeededSometimesField, PlainForm
from stations.models import Service

MOST_TYPED = 200  # a scanned link with everything behind it


class NumberForm(PlainForm):
    """A matter out of those asked at this station, the tick for the green lane, and the form's key. After validation
    ``matter`` is the row."""

    matter = forms.ChoiceField(
        label=_("What is it about?"), error_messages={"required": _("Press what it is about.")}
    )
    green = forms.BooleanField(label=_("I would like the green lane"), required=False)
    key = forms.CharField(required=False, max_length=200)

    def __init__(self, *args: Any, asked: Mapping[int, Service], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.matters = {str(key): row for key, row in asked.items()}
        field = self.fields["matter"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, row.label) for key, row in self.matters.items()]

    def clean_matter(self) -> Service:
        """The row behind the button."""
        return self.matters[self.cleaned_data["matter"]]


class BookedForm(PlainForm):
    """What the visitor shows or types: their visit's link, or its reference with the phone's last four digits. After
    validation ``proof`` is four plain digits or empty."""

    code = LineField(
        label=_("Your code or reference"), most=MOST_TYPED, too_long=_("This is no code of a visit."),
        help_text=_("Hold the square under the scanner, or type the eight letters and digits."),
        error_messages={"required": _("Scan your code, or type the reference of your visit.")},
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip
    proof = NeededSometimesField(
        label=_("Last four digits of your phone"), required=False, most=20,
        too_long=_("Enter the last four digits of your phone number."),
        help_text=_("Needed with a reference that you type; not where you scan your square."),
        widget=forms.TextInput(attrs={"class": "short", "inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def clean_proof(self) -> str:
        """The digits in their plain form, whatever script they were typed in; "" where none were."""
        typed = "".join(self.cleaned_data["proof"].split())
        if typed and not (typed.isdecimal() and len(typed) >= 4):
            raise forms.ValidationError(_("Enter the last four digits of your phone number."))
        return "".join(str(int(digit)) for digit in typed[-4:])
