"""A session at the desk: who came, why it is called off, and somebody signed up by phone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import EmailAddressField, LineField, NameField, PhoneField
from requests_desk.forms.base import PlainForm
from requests_desk.forms.desk_visits import LONGEST_SCAN
from requests_desk.forms.sign_ups import SignUpForm


class AttendanceForm(PlainForm):
    """What somebody shows at the door: their code, or the reference."""

    reference = LineField(
        label=_("Reference or code of who is here"), most=LONGEST_SCAN,
        too_long=_("This is longer than any reference."),
        help_text=_("A scanned code or a whole reference ticks at once."),
        error_messages={"required": _("Type or scan a reference.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "class": "short"}),
    )  # fmt: skip


class SessionOffForm(PlainForm):
    """Why a session does not take place."""

    reason = LineField(
        label=_("Reason, as the public reads it"), most=80, too_long=_("Eighty characters are enough for a door."),
        error_messages={"required": _("Say why, in a few words: residents will read it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason_en = LineField(
        label=_("Reason in English"), required=False, most=120, too_long=_("A hundred and twenty characters at most."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class DeskSignUpForm(SignUpForm):
    """Somebody on the phone, for one group."""

    name = NameField(label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = PhoneField(
        label=_("Phone"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )
    email = EmailAddressField(
        label=_("E-mail for the confirmation"), required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    green = forms.BooleanField(label=_("Green lane: old, frail, ill or disabled"), required=False)
    key = forms.CharField(max_length=300, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "consent" in self.fields:
            self.fields["consent"].label = _(
                "The guardian is on the phone and agrees that the child takes part"
            )
