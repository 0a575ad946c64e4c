"""What narrows the log of looks down: somebody, or a day."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_desk.forms.base import PlainForm
from requests_desk.forms.ticket_search import day
from stations.models import Worker


class LooksForm(PlainForm):
    """Both may stay empty."""

    who = forms.TypedChoiceField(label=_("Who looked"), required=False, coerce=int, empty_value=None)
    day = day(_("Day"))

    def __init__(self, *args: Any, workers: Iterable[Worker] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["who"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("All")), *((row.pk, str(row)) for row in workers)]
