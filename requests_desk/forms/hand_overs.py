"""The hand-over slip: to whom, why; and the answer to it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from requests_desk.forms.tickets import StepForm, said_by, words
from stations.models import Division, EstateBody, Worker

OUTSIDE = "outside"


class HandOverForm(StepForm):
    """Exactly one addressee: a colleague, an estate's body, an office above us, or somebody outside.

    After validation ``addressee`` holds the keyword for the action: {"to_body": …}.
    """

    to = forms.ChoiceField(label=_("To whom"), error_messages={"required": _("Choose one person or body.")})
    outside = LineField(
        label=_("Body outside, by name"), required=False, most=80, too_long=_("Eighty characters are enough."),
        help_text=_("Only for somebody who is not on the list."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    reason = words(_("Why, and what is to be done"))

    def __init__(
        self,
        *args: Any,
        colleagues: Iterable[Worker] = (),
        bodies: Iterable[EstateBody] = (),
        offices: Iterable[Division] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known: dict[str, tuple[str, Any]] = {}
        groups: list[Any] = [("", _("Choose one person or body."))]
        for title, word, rows in (
            (_("Colleagues"), "worker", colleagues),
            (_("Estate bodies"), "body", bodies),
            (_("Offices"), "division", offices),
        ):
            choices = [(f"{word}-{row.pk}", self._label(row)) for row in rows]
            self.known |= {f"{word}-{row.pk}": (f"to_{word}", row) for row in rows}
            if choices:
                groups.append((title, choices))
        groups.append((_("Others"), [(OUTSIDE, _("A body outside, named below"))]))
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = groups

    @staticmethod
    def _label(row: Any) -> str:
        return f"{row.estate} · {row}" if isinstance(row, EstateBody) else str(row)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        to, outside = data.get("to"), data.get("outside")
        if to == OUTSIDE and not outside and "outside" not in self.errors:
            self.add_error("outside", _("Write the name of the body."))
        elif to == OUTSIDE:
            data["addressee"] = {"to_outside": outside}
        elif to:
            word, row = self.known[to]
            data["addressee"] = {word: row}
        return data


class AcceptForm(StepForm):
    """For oneself: nothing to write."""


class SpokenAcceptForm(StepForm):
    said_by = said_by(_("Who said so"), required=True)


class DeclineForm(StepForm):
    reason = words(_("Why not"))
    next_address = LineField(
        label=_("Where to turn next"), most=120, too_long=_("A name is enough."),
        error_messages={"required": _("Write who could help instead.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class SpokenDeclineForm(DeclineForm):
    said_by = said_by(_("Who said so"), required=True)


class TakeBackForm(StepForm):
    reason = words(_("Why it comes back"))
