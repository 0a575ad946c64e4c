"""An absence: from when to when, and who answers meanwhile."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_desk.forms.base import PlainForm
from requests_desk.forms.invitations import day_field

LONGEST = timedelta(days=366)


class AbsenceForm(PlainForm):
    """``deputies``: the colleagues to choose from."""

    since = day_field(_("Away from"))
    until = day_field(_("until, that day included"))
    deputy: Any = forms.ModelChoiceField(
        label=_("Deputy"), queryset=None, empty_label=None, error_messages={"required": _("Choose a deputy.")}
    )

    def __init__(self, *args: Any, deputies: Any, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": today, "until": today})
        super().__init__(*args, **kwargs)
        self.today = today
        field: Any = self.fields["deputy"]
        field.queryset = deputies

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        since = self.cleaned_data.get("since") or self.today
        if until < max(since, self.today):
            raise forms.ValidationError(_("The last day must not be before the first, nor in the past."))
        if until - since > LONGEST:
            raise forms.ValidationError(_("A year at most."))
        return until
