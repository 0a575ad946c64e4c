"""A session at the desk: who came, why it is called off, when it is instead, and somebody signed up by phone."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.fields import EmailAddressField, LineField, NameField, PhoneField
from requests_desk.forms.base import PlainForm
from requests_desk.forms.desk_visits import LONGEST_SCAN
from requests_desk.forms.room_uses import BACKWARDS
from requests_desk.forms.sign_ups import SignUpForm
from stations.models import Room

LAST_YEAR = 9000  # calendars end somewhere


def _clock(label: Any, missing: Any) -> forms.TimeField:
    """A time of the day, to the minute."""
    return forms.TimeField(
        label=label, error_messages={"required": missing, "invalid": missing},
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"}),
    )  # fmt: skip


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


class SessionMoveForm(PlainForm):
    """When and where a session is to be. After validation ``starts_at`` is a moment, ``minutes`` its length, and
    ``room`` the row or None."""

    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-19.")},
    )  # fmt: skip
    begins = _clock(_("From"), _("Say when it begins, like 14:30."))
    ends = _clock(_("Until"), _("Say when it ends, like 16:00."))
    room = forms.ChoiceField(label=_("Room"), required=False)

    def __init__(self, *args: Any, rooms: Sequence[Room], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(room.pk): room for room in rooms}
        field: Any = self.fields["room"]
        field.choices = [("", _("No room")), *((key, room.label) for key, room in self.rows.items())]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day.year > LAST_YEAR:
            raise forms.ValidationError(self.fields["day"].error_messages["invalid"])
        return day

    def clean_room(self) -> Room | None:
        return self.rows.get(self.cleaned_data["room"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"day", "begins", "ends"} <= data.keys():
            start, end = (datetime.combine(data["day"], data[name]) for name in ("begins", "ends"))
            if end <= start:
                self.add_error("ends", BACKWARDS)
            data["starts_at"] = timezone.make_aware(start)
            data["minutes"] = (end - start) // timedelta(minutes=1)
        return data


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
