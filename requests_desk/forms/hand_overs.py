"""The hand-over slip: to whom, why; and the answer to it."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from requests_desk.forms.tickets import StepForm, said_by, words
from stations.models import Division, EstateBody, Worker

OUTSIDE = "outside"


def label_of(row: Any) -> str:
    """An addressee as a list names it; an estate's body with its estate."""
    return f"{row.estate} · {row}" if isinstance(row, EstateBody) else str(row)


def addressees(
    colleagues: Iterable[Worker], bodies: Iterable[EstateBody], offices: Iterable[Division]
) -> tuple[dict[str, tuple[str, Any]], list[Any]]:
    """Everybody who can be named, by the word that stands for them ("body-7": ("to_body", …)), and their groups
    for a list to choose from."""
    known: dict[str, tuple[str, Any]] = {}
    groups: list[Any] = []
    for title, word, rows in (
        (_("Colleagues"), "worker", colleagues),
        (_("Estate bodies"), "body", bodies),
        (_("Offices"), "division", offices),
    ):
        found = {f"{word}-{row.pk}": (f"to_{word}", row) for row in rows}
        known |= found
        if found:
            groups.append((title, [(key, label_of(row)) for key, (_word, row) in found.items()]))
    return known, groups


class HandOverForm(StepForm):
    """Exactly one addressee: a colleague, an estate's body, an office above us, or somebody outside.

    After validation ``addressee`` holds the keyword for the action: {"to_body": …}.
    """

    to = forms.ChoiceField(label=_("To whom"), error_messages={"required": _("Choose one person or body.")})
    outside = LineField(
        label=_("Body outside, by name"), required=False, most=80, too_long=_("Eighty characters are enough."),
        help_text=_("Only for somebody who is not on the list."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "outside-bodies"}),
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
        self.known, groups = addressees(colleagues, bodies, offices)
        field = self.fields["to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose one person or body.")),
            *groups,
            (_("Others"), [(OUTSIDE, _("A body outside, named below"))]),
        ]

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
    """Why not, and who could help instead: chosen, so that it can be offered to them in one press, or in words.

    After validation ``next_to`` holds the keyword for the action, {"to_body": …}, or nothing.
    """

    reason = words(_("Why not"))
    next_to = forms.ChoiceField(label=_("Where to turn next"), required=False)
    next_address = LineField(
        label=_("Or in words"), most=120, too_long=_("A name is enough."), required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        colleagues: Iterable[Worker] = (),
        bodies: Iterable[EstateBody] = (),
        offices: Iterable[Division] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.known, groups = addressees(colleagues, bodies, offices)
        field = self.fields["next_to"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Nobody on this list")), *groups]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        chosen = data.get("next_to")
        if chosen:
            word, row = self.known[chosen]
            data["next_to"] = {word: row}
        elif not data.get("next_address") and not {"next_to", "next_address"} & set(self.errors):
            self.add_error("next_address", _("Choose or write who could help instead."))
        return data


class SpokenDeclineForm(DeclineForm):
    said_by = said_by(_("Who said so"), required=True)


class TakeBackForm(StepForm):
    reason = words(_("Why it comes back"))
