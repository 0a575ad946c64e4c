"""The walk-in's slip of paper: one page, one matter, everything else may stay empty."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, NameField, PhoneField, WordsField
from requests_desk.forms.base import TOO_LONG, PlainForm
from requests_desk.models import Ticket
from requests_desk.rules.lookup import Card, find

MOST_CHOICES = 12
LONGEST_WORDS = 2000


class WalkInForm(PlainForm):
    """What was asked, by whom, and what happens next.

    ``matters`` and ``estates`` are the cards of what can be meant. After validation ``matter`` and
    ``estate`` are keys (or None). Where several fit, ``matter_pick`` or ``estate_pick`` asks which one;
    all that was typed stays.
    """

    matter = LineField(
        label=_("Matter"), most=80, too_long=_("A number, initials or a few letters are enough."),
        help_text=_("Its number, its initials or part of its name."),
        error_messages={"required": _("Say what it is about: a number, initials or a name.")},
        widget=forms.TextInput(attrs={"list": "matters", "autofocus": True, "autocomplete": "off"}),
    )  # fmt: skip
    matter_pick = forms.ChoiceField(label=_("Which matter?"), required=False, widget=forms.RadioSelect)
    words = WordsField(
        label=_("In their words"), required=False, most=LONGEST_WORDS, too_long=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    estate = LineField(
        label=_("Estate"), required=False, most=80, too_long=_("A few letters of the estate's name are enough."),
        widget=forms.TextInput(attrs={"list": "estates", "autocomplete": "off"}),
    )  # fmt: skip
    estate_pick = forms.ChoiceField(label=_("Which estate?"), required=False, widget=forms.RadioSelect)
    name = NameField(label=_("Name"), required=False, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    phone = PhoneField(
        label=_("Phone"), required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "off"}),
    )  # fmt: skip
    green = forms.BooleanField(label=_("Green lane: old, frail, ill or disabled"), required=False)
    on_behalf = forms.BooleanField(label=_("For somebody else"), required=False)
    channel = forms.ChoiceField(
        label=_("How it came"), initial=Ticket.Channel.WALK_IN, widget=forms.RadioSelect,
        error_messages={"required": _("Say how it came: walked in, by phone or on a round.")},
        choices=[
            (Ticket.Channel.WALK_IN, _("Walked in")),
            (Ticket.Channel.PHONE, _("By phone")),
            (Ticket.Channel.ROUND, _("On a round")),
        ],
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)
    then = forms.ChoiceField(
        required=False, widget=forms.HiddenInput,
        choices=[("serve", "serve"), ("answered", "answered"), ("number", "number")],
    )  # fmt: skip

    def __init__(self, *args: Any, matters: Sequence[Card], estates: Sequence[Card], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cards = {"matter": matters, "estate": estates}
        for field, cards in self.cards.items():
            self._pick(field).choices = [(str(card.key), card.label) for card in cards]
        self.asks_which: list[str] = []  # the pick fields the page has to show

    def clean_then(self) -> str:
        """Enter alone means: serve now."""
        return self.cleaned_data["then"] or "serve"

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for field in self.cards:
            if field in data:
                data[field] = self._meant(field, data)
        if data.get("then") == "number" and data.get("channel") != Ticket.Channel.WALK_IN:
            self.add_error("channel", _("Only somebody who stands here can take a number."))
        return data

    def _meant(self, field: str, data: dict[str, Any]) -> int | None:
        """The key of what was typed; an error at the field where it is nothing or several things."""
        if not data[field]:
            return None
        found = find(data[field], self.cards[field])
        picked = [card for card in found if str(card.key) == data.get(f"{field}_pick")]
        if len(picked or found) == 1:
            return (picked or found)[0].key
        self.add_error(field, self._sentence(field, len(found)))
        if 1 < len(found) <= MOST_CHOICES:
            self._pick(field).choices = [(str(card.key), card.label) for card in found]
            self.asks_which.append(f"{field}_pick")
        return None

    def _pick(self, field: str) -> forms.ChoiceField:
        pick = self.fields[f"{field}_pick"]
        assert isinstance(pick, forms.ChoiceField)
        return pick

    @staticmethod
    def _sentence(field: str, found: int) -> Any:
        if not found:
            return _("No matter fits this.") if field == "matter" else _("No estate of ours fits this.")
        if found > MOST_CHOICES:
            return _("Very many fit this: write a little more.")
        return _("Several fit this: choose one.")
