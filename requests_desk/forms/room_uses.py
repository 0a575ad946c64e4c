"""The room's slip: which day, from when to when, what for; a residents' group's own, and the desk's for a caller."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_time
from django.utils.translation import gettext_lazy as _

from portal.common.fields import EmailAddressField, LineField, NameField, PhoneField, no_phone_number
from portal.common.words import formatted
from requests_desk.forms.base import PlainForm
from requests_desk.models import RoomUse
from requests_desk.rules.room_uses import FIRST, LAST
from stations.models import Room

FURTHEST = timedelta(days=3660)  # nobody books later than that; calendars end somewhere
HALF_HOURS = [f"{hour:02}:{minute:02}" for hour in range(FIRST.hour, LAST.hour + 1) for minute in (0, 30)]
CLOCKS = [("", _("Choose")), *((one, one) for one in HALF_HOURS)]
BACKWARDS = _("The end must be later than the beginning.")


def what_for(**kwargs: Any) -> LineField:
    """A few words about the use, as the public reads them: nobody's phone number stands in them."""
    return LineField(
        label=_("What for"), most=80, validators=[no_phone_number], too_long=_("Eighty characters are enough."),
        error_messages={"required": _("Say in a few words what the room is used for.")}, **kwargs,
    )  # fmt: skip


def clock(label: Any, missing: Any) -> forms.ChoiceField:
    """A time of the day, by half hours."""
    return forms.ChoiceField(
        label=label, choices=CLOCKS, widget=forms.Select(attrs={"class": "short"}),
        error_messages=dict.fromkeys(("required", "invalid_choice"), missing),
    )  # fmt: skip


def moment(day: date, typed: str) -> datetime:
    """That local day and time as an aware moment."""
    return timezone.make_aware(datetime.combine(day, parse_time(typed) or time()))


class RoomUseForm(PlainForm):
    """A day and two times. After validation ``starts_at`` and ``ends_at`` are moments."""

    begins = clock(_("From"), _("Choose when it begins."))
    ends = clock(_("Until"), _("Choose when it ends."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if {"day", "begins", "ends"} <= data.keys():
            data["starts_at"] = moment(data["day"], data["begins"])
            data["ends_at"] = moment(data["day"], data["ends"])
            if data["ends_at"] <= data["starts_at"]:
                self.add_error("ends", BACKWARDS)
        return data


class AskForm(RoomUseForm):
    """A residents' group asks. ``days``: those it may choose from, each with its free times in words."""

    day = forms.ChoiceField(
        label=_("Which day?"), help_text=_("Beside each day stand the times that are still free."),
        error_messages={"required": _("Choose a day."), "invalid_choice": _("Choose one of the days shown.")},
    )  # fmt: skip
    what_for = what_for(
        help_text=_(
            "For example “choir practice”. Once the desk has agreed, everybody can read these words: no names, no "
            "phone numbers."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = NameField(label=_("Whom should the desk ask for?"))
    phone = PhoneField(
        label=_("Phone number"), help_text=_("The desk rings you with its answer if it cannot write to you.")
    )
    email = EmailAddressField(
        label=_("E-mail"), required=False, help_text=_("For the link to your request, and for the answer.")
    )
    field_order = ("day", "begins", "ends", "what_for", "name", "phone", "email")

    def __init__(self, *args: Any, days: Sequence[tuple[date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["day"]
        field.choices = [("", _("Choose")), *((f"{day}", words) for day, words in days)]

    def clean_day(self) -> date:
        return date.fromisoformat(self.cleaned_data["day"])


class CallerRoomForm(RoomUseForm):
    """The desk writes a use down, for a caller or for the station itself. After validation ``room`` is the row."""

    room = forms.ChoiceField(label=_("Room"), error_messages={"required": _("Choose a room.")})
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-19.")},
    )  # fmt: skip
    kind = forms.ChoiceField(
        label=_("Kind of use"), choices=RoomUse.Kind.choices, initial=RoomUse.Kind.RESIDENTS,
    )  # fmt: skip
    what_for = what_for(
        help_text=_("Everybody can read this: no names, no phone numbers."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    name = NameField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = PhoneField(
        label=_("Phone"), required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    outside_hours = forms.BooleanField(
        label=_("Also outside the opening hours: somebody of us will be there"), required=False
    )
    key = forms.CharField(max_length=300, widget=forms.HiddenInput)
    field_order = (
        "room",
        "day",
        "begins",
        "ends",
        "kind",
        "what_for",
        "name",
        "phone",
        "outside_hours",
        "key",
    )

    def __init__(self, *args: Any, rooms: Sequence[Room], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(room.pk): room for room in rooms}
        self.today = today
        field: Any = self.fields["room"]
        field.choices = [(key, str(room)) for key, room in self.rows.items()]

    def clean_room(self) -> Room:
        return self.rows[self.cleaned_data["room"]]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if not self.today <= day <= self.today + FURTHEST:
            first = formatted(self.today, "full")
            raise forms.ValidationError(_("Choose a day from %(day)s on.") % {"day": first})
        return day


class DecideForm(PlainForm):
    """A yes."""

    outside_hours = forms.BooleanField(
        label=_("Also outside the opening hours: somebody of us will be there"), required=False
    )


class ReasonForm(PlainForm):
    """A no, and why: the requester reads it."""

    reason = LineField(
        label=_("Why not, as they will read it"), most=120, too_long=_("A hundred and twenty characters at most."),
        error_messages={"required": _("Say why: they will read it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
