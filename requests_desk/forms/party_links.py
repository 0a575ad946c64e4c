"""What a party without an account writes at its link: always with the name of whoever writes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from requests_desk.forms.base import NeededSometimesField, PlainForm
from requests_desk.forms.tickets import words


class NamedForm(PlainForm):
    """Who speaks for the party. It is the first question on every one of its forms."""

    said_by = LineField(
        label=_("Your name"), most=60, too_long=_("Sixty characters are enough for a name."),
        help_text=_("The committee sees who said it."), error_messages={"required": _("Write your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name", "class": "short"}),
    )  # fmt: skip


class PartyAcceptForm(NamedForm):
    """Yes, we take it on."""


class PartyDeclineForm(NamedForm):
    """Why not, and whom to ask instead: a name, or expressly that they know nobody."""

    reason = words(_("Why not"))
    next_address = NeededSometimesField(
        label=_("Who should be asked instead"), most=120, too_long=_("A name is enough."), required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    knows_nobody = forms.BooleanField(label=_("We do not know who could help"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if (
            not data.get("next_address")
            and not data.get("knows_nobody")
            and "next_address" not in self.errors
        ):
            self.add_error("next_address", _("Write who could help instead, or tick that you do not know."))
        return data


class PartyWordForm(NamedForm):
    text = words(_("What you did, or how it stands"))
