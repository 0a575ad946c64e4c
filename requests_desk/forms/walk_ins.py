"""The walk-in's slip of paper: one page, one matter, everything else may stay empty."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, NameField, PhoneField, WordsField
from requests_desk.forms.base import TOO_LONG, PlainForm
from requests_desk.forms.clocks import TypedTimeField
from requests_desk.models import RotaParty, Ticket
from requests_desk.rules.afterwards import FUTURE, LONG_AGO, LONGEST, why_not
from requests_desk.rules.lookup import Card, find
from stations.models import Worker

MOST_CHOICES = 12
LONGEST_WORDS = 2000
NOT_THEN = {
    FUTURE: _("This lies in the future. Leave day and time empty for somebody who is here now."),
    LONG_AGO: _("This is more than 14 days ago: too long to be entered as a receipt."),
}


class WalkInForm(PlainForm):
    """What was asked, by whom, and what happens next.

    ``matters`` and ``estates`` are the cards of what can be meant, ``quick`` the keys of the matters asked most
    often, which one button each names. After validation ``matter`` and ``estate`` are keys (or None), ``came`` a
    moment where the person came before ``now`` (else None), ``receiver`` the colleague who received them then.
    Where several fit, ``matter_pick`` or ``estate_pick`` asks which one; all that was typed stays.
    """

    quick = forms.ChoiceField(label=_("Asked most often"), required=False, widget=forms.RadioSelect)

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
    answer = WordsField(
        label=_("What you answered"), required=False, most=LONGEST_WORDS, too_long=TOO_LONG,
        help_text=_("On the spot: the resident can read it. Else: a note for colleagues."),
        widget=forms.Textarea(attrs={"rows": 1}),
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
    came_on = forms.DateField(
        label=_("Day"), required=False, help_text=_("Empty: today."),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"invalid": _("Enter the day as year, month and day.")},
    )  # fmt: skip
    came_at = TypedTimeField(label=_("Time"), required=False, help_text=_("About is enough, such as 9:30."))
    receiver = forms.ChoiceField(label=_("Who received them?"), required=False)
    taken_in_by = NameField(
        label=_("Who of them took it in?"), required=False,
        help_text=_("Then it is theirs at once, and you keep an eye on it."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)
    then = forms.ChoiceField(
        required=False, widget=forms.HiddenInput,
        choices=[("serve", "serve"), ("answered", "answered"), ("number", "number")],
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        matters: Sequence[Card],
        estates: Sequence[Card],
        quick: Sequence[int] = (),
        colleagues: Sequence[Worker] = (),
        on_duty: RotaParty | None = None,
        now: datetime,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if on_duty is None:
            del self.fields["taken_in_by"]
        self.on_duty = on_duty
        self.now, self.colleagues = now, {str(one.pk): one for one in colleagues}
        self.cards = {"matter": matters, "estate": estates}
        for field, cards in self.cards.items():
            self._choices(f"{field}_pick").choices = choices(cards)
        by_key = {card.key: card for card in matters}
        asked = [by_key[key] for key in quick if key in by_key]
        # By name alone: the key beside it is another number than the matter's.
        self._choices("quick").choices = [(str(card.key), card.name) for card in asked]
        self._choices("receiver").choices = [
            ("", _("I did")),
            *((key, str(one)) for key, one in self.colleagues.items()),
        ]
        self.fields["came_on"].widget.attrs |= days_back(now)
        if self.data.get("quick"):
            self.fields["matter"].required = False
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
        if data.get("taken_in_by") and data.get("then") != "serve":
            self.add_error("taken_in_by", _("Press “Serve now”: then it is theirs."))
        data["came"] = self._came(data)
        data["receiver"] = self.colleagues.get(data.get("receiver", ""))
        return data

    @property
    def afterwards(self) -> bool:
        """Whether anything was typed into the part for those who came before, so that it stands open."""
        return any(self[name].value() for name in ("came_on", "came_at", "receiver"))

    def _came(self, data: Mapping[str, Any]) -> datetime | None:
        """When they came, if that was before now; an error at the field that does not fit."""
        day, clock = data.get("came_on"), data.get("came_at")
        if "came_on" not in data or "came_at" not in data:
            return None
        if clock is None:
            if day or data.get("receiver"):
                self.add_error("came_at", _("Say at what time they came; about is enough."))
            return None
        came = timezone.make_aware(datetime.combine(day or timezone.localtime(self.now).date(), clock))
        if wrong := why_not(came, self.now):
            self.add_error("came_on" if day else "came_at", NOT_THEN[wrong])
        elif data.get("then") == "number":
            self.add_error("came_at", _("Who came before takes no number in today's line."))
        return came

    def _meant(self, field: str, data: dict[str, Any]) -> int | None:
        """The key of what was typed or pressed; an error at the field where it is nothing or several things."""
        pressed = [
            card for card in self.cards[field] if str(card.key) == data.get("quick") and field == "matter"
        ]
        if not data[field]:
            return pressed[0].key if pressed else None
        found = find(data[field], self.cards[field])
        # Both typed and pressed: what the two have in common, else either may be meant.
        found = [card for card in pressed if card in found] or [*pressed, *found]
        picked = [card for card in found if str(card.key) == data.get(f"{field}_pick")]
        if len(picked or found) == 1:
            return (picked or found)[0].key
        self.add_error(field, self._sentence(field, len(found)))
        if 1 < len(found) <= MOST_CHOICES:
            self._choices(f"{field}_pick").choices = choices(found)
            self.asks_which.append(f"{field}_pick")
        return None

    def _choices(self, name: str) -> forms.ChoiceField:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        return field

    @staticmethod
    def _sentence(field: str, found: int) -> Any:
        if not found:
            return _("No matter fits this.") if field == "matter" else _("No estate of ours fits this.")
        if found > MOST_CHOICES:
            return _("Very many fit this: write a little more.")
        return _("Several fit this: choose one.")


def choices(cards: Sequence[Card]) -> list[tuple[str, str]]:
    """Cards as a form offers them."""
    return [(str(card.key), card.label) for card in cards]


def days_back(now: datetime) -> dict[str, str]:
    """The first and the last day on which somebody can have come who is entered now."""
    return {"min": timezone.localdate(now - LONGEST).isoformat(), "max": timezone.localdate(now).isoformat()}
