"""Which ticket belongs to this one: its reference, as it is typed or read out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.codes import clean_reference
from portal.common.fields import LineField
from requests_desk.forms.base import PlainForm

# Of what is not there, of what is another desk's and of what is no reference: nobody learns which.
NO_SUCH = _("There is no ticket of this reference at your desk. Look at it again.")
MOST_TYPED = 40


class LinkForm(PlainForm):
    reference = LineField(
        label=_("Reference of the other ticket"), most=MOST_TYPED, too_long=NO_SUCH,
        error_messages={"required": _("Enter the reference.")},
        widget=forms.TextInput(attrs={"class": "short", "autocomplete": "off", "autocapitalize": "characters"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "link_%s")
        super().__init__(*args, **kwargs)

    def clean_reference(self) -> str:
        try:
            return clean_reference(self.cleaned_data["reference"])
        except ValueError as reason:
            raise forms.ValidationError(NO_SUCH) from reason
