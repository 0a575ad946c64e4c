"""The notice on the door: which station, which day, why."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from portal.common.words import formatted
from requests_desk.forms.base import PlainForm
from stations.models import Station

FURTHEST = timedelta(days=3660)  # nobody closes later than that; calendars end somewhere


class ClosureForm(PlainForm):
    """A day to close. After validation ``station`` is the row."""

    station = forms.ChoiceField(label=_("Station"))
    day = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-19.")},
    )  # fmt: skip
    reason = LineField(
        label=_("Reason, as the public reads it"), most=80, too_long=_("Eighty characters are enough for a door."),
        error_messages={"required": _("Say why, in a few words: residents will read it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason_en = LineField(
        label=_("Reason in English"), required=False, most=120, too_long=_("A hundred and twenty characters at most."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, *args: Any, stations: Sequence[Station], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {row.slug: row for row in stations}
        self.today = today
        field = self.fields["station"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(slug, str(row)) for slug, row in self.rows.items()]
        if len(self.rows) == 1:
            field.widget = forms.HiddenInput()

    def clean_station(self) -> Station:
        return self.rows[self.cleaned_data["station"]]

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise forms.ValidationError(_("That day is over. Choose today or a later day."))
        if day - self.today > FURTHEST:
            last = formatted(self.today + FURTHEST, "full")
            raise forms.ValidationError(
                _("That is too far ahead: choose a day until %(day)s.") % {"day": last}
            )
        return day
