"""The search box of the list of tickets, and what narrows it down."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from requests_desk.forms.base import PlainForm
from requests_desk.models import Ticket
from requests_desk.rules.ticket_search import YEARS
from stations.models import Worker

NO_SUCH_DAY = _("There is no such day. Write a day as year-month-day, for example 2026-11-18.")
NO_DAY = _("Write a day as year-month-day, for example 2026-11-18.")


def _of_our_time(value: date) -> None:
    if value.year not in YEARS:
        raise forms.ValidationError(NO_DAY)


def day(label: Any, *, invalid: Any = NO_DAY, validators: Sequence[Any] = (_of_our_time,)) -> forms.DateField:
    """A day that may be left open."""
    return forms.DateField(
        label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": invalid}, validators=validators,
    )  # fmt: skip


class SearchForm(PlainForm):
    """One field for all that can be known of a ticket; the others narrow it down, or stand alone."""

    q = LineField(
        label=_("Reference, phone, name, number or words"), most=60, required=False,
        help_text=_("For example 5678 · 11-18 12 · 11-01..11-15 water pipe"),
        too_long=_("Search by something shorter."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )  # fmt: skip
    state = forms.ChoiceField(label=_("State"), required=False)
    who = forms.TypedChoiceField(label=_("Answers for it"), required=False, coerce=int, empty_value=None)
    since = day(_("From the day"))
    until = day(_("To the day"))

    FILTERS = ("state", "who", "since", "until")

    def __init__(self, *args: Any, colleagues: Iterable[Worker] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        anybody = [("", _("All"))]
        self.fields["state"].choices = [*anybody, *Ticket.State.choices]  # type: ignore[attr-defined]
        choices = [(row.pk, str(row)) for row in colleagues]
        self.fields["who"].choices = [*anybody, *choices]  # type: ignore[attr-defined]

    @property
    def narrowed(self) -> bool:
        """Whether more than the one field was filled in."""
        return self.is_bound and any(self.data.get(name) for name in self.FILTERS)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not self.errors and not any(data.values()):
            self.add_error("q", _("Type what you know of it."))
        since, until = data.get("since"), data.get("until")
        if since and until and until < since:
            self.add_error("until", _("This day comes before the first one."))
        return data
