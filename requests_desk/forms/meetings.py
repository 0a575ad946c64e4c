"""The desk's slips for a meeting: when and where, the minutes, what was said."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.fields import no_phone_number
from requests_desk.forms.base import PlainForm
from requests_desk.forms.projects import line, line_en, words
from requests_desk.models import Meeting, MeetingOpinion


class WhenForm(PlainForm):
    """When and where; after validation ``starts_at`` is the moment."""

    on = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date", "class": "short"}))
    time = forms.TimeField(label=_("Time"), widget=forms.TimeInput(attrs={"type": "time", "class": "short"}))
    place = line(_("Place"), most=120)
    place_en = line_en(_("The place in English"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "on" in data and "time" in data:
            try:
                data["starts_at"] = timezone.make_aware(datetime.combine(data["on"], data["time"]))
                data["starts_at"].timestamp()
            except (OverflowError, ValueError) as error:
                raise forms.ValidationError(_("There is no such moment.")) from error
            if not 1990 <= data["on"].year <= 2100:
                raise forms.ValidationError(_("There is no such moment."))
        return data

    @property
    def said(self) -> dict[str, Any]:
        """What a meeting is called with: when and where."""
        return {key: self.cleaned_data[key] for key in ("starts_at", "place", "place_en")}


class MeetingForm(WhenForm):
    kind = forms.ChoiceField(label=_("Kind"), choices=Meeting.Kind.choices)
    field_order = ("kind", "on", "time", "place", "place_en")


class MinutesForm(PlainForm):
    attended = forms.IntegerField(label=_("How many came"), min_value=0, max_value=30_000)
    minutes = words(_("Minutes, as everybody will read them"), most=10_000, validators=[no_phone_number])
    minutes_en = words(_("The minutes in English"), required=False, most=10_000, validators=[no_phone_number])


class OpinionForm(PlainForm):
    """What somebody said, without their name, and what becomes of it."""

    words = line(_("What somebody said, without their name"), most=200, validators=[no_phone_number])
    outcome = forms.ChoiceField(label=_("What becomes of it"), choices=MeetingOpinion.Outcome.choices)
    why = line(_("Why"), required=False, most=200, validators=[no_phone_number])
