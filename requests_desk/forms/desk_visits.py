"""The caller's booking slip: what the desk writes down for somebody on the phone, and at check-in."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import EmailAddressField, LineField, NameField, PhoneField
from requests_desk.forms.base import PlainForm
from requests_desk.forms.tickets import StepForm, said_by
from requests_desk.models import Slot

LONGEST_SCAN = 300  # a scanner may type a whole link


class CheckInForm(PlainForm):
    """What the person shows or says: a reference, their link, a phone or its end, a name."""

    reference = LineField(
        label=_("Reference, phone or name"), most=LONGEST_SCAN, too_long=_("This is longer than any reference."),
        help_text=_("A whole reference or a scanned code checks in at once; a phone or part of a name only looks."),
        error_messages={"required": _("Type a reference, a phone or a name.")},
        widget=forms.TextInput(attrs={"autofocus": True, "autocomplete": "off", "class": "short"}),
    )  # fmt: skip


class ExcuseForm(StepForm):
    """That somebody has excused the person, and who it was."""

    said_by = said_by(_("Who excused them, if it was not they themselves"), required=False)


class SlotForm(PlainForm):
    """One of the free times of a day. After validation ``slot`` is the row."""

    slot = forms.ChoiceField(
        label=_("Time"), widget=forms.RadioSelect, error_messages={"required": _("Choose a time.")}
    )

    def __init__(self, *args: Any, slots: Iterable[tuple[Slot, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(slot.pk): (slot, label) for slot, label in slots}
        field = self.fields["slot"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, label) for key, (_slot, label) in self.rows.items()]
        field.error_messages["invalid_choice"] = _("This time has just gone. Choose another.")

    def clean_slot(self) -> Slot:
        return self.rows[self.cleaned_data["slot"]][0]


class CallerForm(SlotForm):
    """A booking in somebody's name, by phone."""

    name = NameField(label=_("Name"), widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = PhoneField(
        label=_("Phone"),
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    email = EmailAddressField(
        label=_("E-mail for the confirmation"), required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    green = forms.BooleanField(label=_("Green lane: old, frail, ill or disabled"), required=False)
    on_behalf = forms.BooleanField(label=_("For somebody else"), required=False)
    beyond = forms.BooleanField(
        label=_("Book although this phone number has two visits that day"), required=False,
        help_text=_("Families and neighbours may share a phone."),
    )  # fmt: skip
    key = forms.CharField(max_length=300, widget=forms.HiddenInput)
