"""Which day, and where: what the day in figures is asked for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_desk.forms.base import PlainForm
from requests_desk.forms.ticket_search import day
from stations.models import Station


class DayForm(PlainForm):
    """A day up to today, and one of the stations or all of them."""

    day = day(_("Day"))
    station = forms.ChoiceField(label=_("Station"), required=False)

    def __init__(self, *args: Any, today: date, stations: Iterable[Station], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = self.fields["station"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All of them")), *((one.slug, str(one)) for one in stations)]

    def clean_day(self) -> date:
        chosen: date | None = self.cleaned_data["day"]
        if chosen is not None and chosen > self.today:
            raise forms.ValidationError(_("This day is still to come."))
        return chosen or self.today
