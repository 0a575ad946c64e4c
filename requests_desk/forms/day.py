"""Which day, and where: what the day in figures is asked for."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.words import formatted
from requests_desk.forms.base import PlainForm
from requests_desk.forms.ticket_search import NO_SUCH_DAY, day
from stations.models import Station


class DayForm(PlainForm):
    """A day up to today, and one of the stations or all of them."""

    day = day(_("Day"), invalid=NO_SUCH_DAY, validators=())
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

    def refuse_before(self, first: date | None) -> None:
        """Nothing was counted yet on the day: the first figures are of ``first``, if there are any."""
        if first is None:
            self.add_error("day", _("There are no figures yet."))
        else:
            words = _("There are no figures of this day: the first are of %(day)s.")
            self.add_error("day", words % {"day": formatted(first, "full")})
