"""The duty wheel's handle: whose week this is."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_desk.forms.base import PlainForm
from requests_desk.models import RotaParty


class TurnForm(PlainForm):
    """The party that has this week. After validation ``party`` is the row."""

    party = forms.ChoiceField(
        label=_("Whose week is this?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def __init__(self, *args: Any, parties: Iterable[RotaParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in parties}
        field = self.fields["party"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(key, str(row)) for key, row in self.rows.items()]

    def clean_party(self) -> RotaParty:
        return self.rows[self.cleaned_data["party"]]
