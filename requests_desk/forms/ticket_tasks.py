"""A task for a colleague: what, who, by which day."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from requests_desk.forms.base import PlainForm
from requests_desk.forms.invitations import day_field
from stations.models import Worker

LONGEST = timedelta(days=366)


class TaskForm(PlainForm):
    """``colleagues`` are those of the ticket's own desk; after validation ``assignee`` is one of them."""

    text = LineField(
        label=_("What is to be done"), most=200, too_long=_("Two hundred characters at most."),
        error_messages={"required": _("Please write a few words.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    assignee = forms.ChoiceField(label=_("Who"), error_messages={"required": _("Choose who does it.")})
    due_on = day_field(_("By the day"))

    def __init__(
        self, *args: Any, colleagues: Iterable[Worker] = (), today: date | None = None, **kwargs: Any
    ) -> None:
        kwargs.setdefault("auto_id", "task_%s")
        super().__init__(*args, **kwargs)
        self.known = {str(row.pk): row for row in colleagues}
        self.today = today
        field = self.fields["assignee"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose who does it.")),
            *[(key, str(row)) for key, row in self.known.items()],
        ]
        if today is not None:
            self.fields["due_on"].widget.attrs["min"] = today.isoformat()

    def clean_assignee(self) -> Worker:
        return self.known[self.cleaned_data["assignee"]]

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if self.today is not None and day < self.today:
            raise forms.ValidationError(_("This day is over."))
        if self.today is not None and day > self.today + LONGEST:
            raise forms.ValidationError(_("Choose a day within a year."))
        return day
