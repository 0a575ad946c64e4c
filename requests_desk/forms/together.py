"""What is to be done with several tickets: offer them to a colleague, or note something on each."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_desk.forms.base import PlainForm
from requests_desk.forms.tickets import words
from stations.models import Worker


class TogetherForm(PlainForm):
    """After validation ``to`` is a colleague where they are to be offered."""

    OFFER, NOTE = "offer", "note"

    do = forms.ChoiceField(
        label=_("What is to be done with them"), widget=forms.RadioSelect,
        choices=[
            (OFFER, _("Hand over to a colleague, who may still decline")),
            (NOTE, _("Note something for colleagues")),
        ],
        error_messages={"required": _("Choose what is to be done.")},
    )  # fmt: skip
    to = forms.TypedChoiceField(label=_("To whom"), required=False, coerce=int, empty_value=None)
    text = words(_("Why and what is to be done, or the note"))

    def __init__(self, *args: Any, colleagues: Iterable[Worker] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.known = {row.pk: row for row in colleagues}
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Nobody yet")), *((key, str(row)) for key, row in self.known.items())]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("do") == self.OFFER and data.get("to") is None and "to" not in self.errors:
            self.add_error("to", _("Choose the colleague."))
        if data.get("to") is not None:
            data["to"] = self.known[data["to"]]
        return data
