"""Whose data somebody wants to see or to have erased: a phone number, and that it is theirs."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import PhoneField
from requests_desk.forms.base import PlainForm


class PersonDataForm(PlainForm):
    phone = PhoneField(
        label=_("Their phone number"),
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off", "spellcheck": "false"}),
    )
    sure = forms.BooleanField(
        label=_("They ask for it themselves, and the number is theirs: they showed it, or rang from it"),
        error_messages={"required": _("Make sure of that first: nobody else may ask for it.")},
    )
