"""The slips at "what became of it": which ticket, and whether it is solved."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.codes import LENGTH, clean_reference, clean_slip_code
from portal.common.fields import LineField, PhoneField, WordsField
from portal.common.phones import clean_phone, last_four
from requests_desk.forms.base import PlainForm
from requests_desk.models import Opinion

MOST_TYPED = 40
MOST_WORDS = 1000
MOST_OPINION = 300
BY_PHONE = (4, 7, 8)  # digits of a phone number's end, and of a landline without its area code
TYPED_AS_IT_IS = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


def whole_phone(typed: str) -> str | None:
    """The phone number that was typed, if it is a whole one."""
    try:
        return clean_phone(typed)
    except ValueError:
        return None


class TrackForm(PlainForm):
    """A reference, and what only its owner has: the phone's last four digits, or the slip's code.

    Whether there is such a thing at all is not the form's to know.
    """

    REFERENCE = {
        LENGTH: _("A reference has eight letters and digits, for example K7M2-9QXD."),
        "symbol": _("There is a sign in it that no reference has. 0, O, 1, I and L are never used."),
    }
    PROOF = _(
        "Enter the last four digits of the phone number, or the six letters and digits of your slip's code."
    )

    reference = LineField(
        label=_("Reference"), help_text=_("Eight letters and digits, on your slip, page or message."),
        most=MOST_TYPED, too_long=REFERENCE[LENGTH], error_messages={"required": _("Enter the reference.")},
        widget=forms.TextInput(attrs={"class": "short", **TYPED_AS_IT_IS}),
    )  # fmt: skip
    proof = LineField(
        label=_("Last four digits of your phone, or the code on your slip"),
        help_text=_("So that nobody else can look."),
        most=MOST_TYPED, too_long=PROOF, error_messages={"required": PROOF},
        widget=forms.TextInput(attrs={"class": "short", **TYPED_AS_IT_IS}),
    )  # fmt: skip

    def clean_reference(self) -> str:
        try:
            return clean_reference(self.cleaned_data["reference"])
        except ValueError as reason:
            raise forms.ValidationError(self.REFERENCE[str(reason)]) from reason

    def clean_proof(self) -> str:
        """Four plain digits, also of a whole phone number; or a slip code in its one way of writing."""
        typed = self.cleaned_data["proof"]
        digits = "".join(typed.split())
        if len(digits) in BY_PHONE and all(symbol.isdecimal() for symbol in digits):
            return "".join(str(int(symbol)) for symbol in digits[-4:])
        if (phone := whole_phone(typed)) is not None:
            return last_four(phone)
        try:
            return clean_slip_code(typed)
        except ValueError as reason:
            raise forms.ValidationError(self.PROOF) from reason


class LostLinkForm(PlainForm):
    """The phone number that a visit was booked with."""

    phone = PhoneField(label=_("Phone number you booked with"))


class UnsolvedForm(PlainForm):
    """What is still missing, in the resident's words."""

    text = WordsField(
        label=_("What is not solved yet?"), most=MOST_WORDS,
        too_long=_("Please say it in at most 1000 characters."),
        error_messages={"required": _("Please write a few words, so that we know what is missing.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_unsolved_%s")
        super().__init__(*args, **kwargs)


class OpinionForm(PlainForm):
    """How content the resident is, and a sentence; either may be left out. ``score`` is a number or None."""

    score = forms.TypedChoiceField(
        label=_("How content are you with how it went?"), required=False, choices=Opinion.Score.choices,
        coerce=int, empty_value=None, widget=forms.RadioSelect,
    )  # fmt: skip
    text = WordsField(
        label=_("Would you like to add a sentence?"), help_text=_("Please leave out names and numbers."),
        required=False, most=MOST_OPINION, too_long=_("Please say it in at most 300 characters."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "id_opinion_%s")
        super().__init__(*args, **kwargs)

    def clean(self) -> Any:
        data = super().clean() or self.cleaned_data
        if not self.errors and data["score"] is None and not data["text"]:
            self.add_error("score", _("Choose one of the five, or write a sentence."))
        return data
