"""The writing desk: form fields for what people write about themselves, with sentences they understand."""

import unicodedata
from typing import Any

from django import forms
from django.core.validators import EmailValidator, MaxLengthValidator, ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from . import phones

LONGEST_NAME = 60
LONGEST_TYPED_PHONE = 40
LONGEST_EMAIL = 254

# Marks that turn the direction of writing: nobody's name needs them, and they can make a list lie.
DIRECTION_MARKS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

UNREADABLE = _("There is a character in it that we cannot read. Please type it again.")


def no_phone_number(text: str) -> None:
    """For words that everybody will read. Raises ValidationError where they hold a phone number."""
    if phones.holds_number(text):
        raise forms.ValidationError(
            _("Everybody will be able to read this: please leave the phone number out."), code="phone_number"
        )


def plain_line(text: str) -> str:
    """``text`` as one line: line breaks and tabs as spaces, runs of spaces as one, other control
    characters and marks of direction left out. Rare characters are kept exactly as typed."""
    kept = []
    for symbol in text:
        if symbol.isspace():
            kept.append(" ")
        elif unicodedata.category(symbol) != "Cc" and symbol not in DIRECTION_MARKS:
            kept.append(symbol)
    return " ".join("".join(kept).split())


def _limits(most: int, too_long: Any) -> list[Any]:
    return [ProhibitNullCharactersValidator(message=UNREADABLE), MaxLengthValidator(most, message=too_long)]


class LineField(forms.Field):
    """One line of text of at most ``most`` characters; NUL bytes are refused with a sentence.

    Django's CharField says its own words about both, and they are a programmer's.
    """

    widget = forms.TextInput

    def __init__(self, *, most: int, too_long: Any, **kwargs: Any) -> None:
        self.most = most
        super().__init__(**kwargs)
        self.validators += _limits(most, too_long)

    def to_python(self, value: Any) -> str:
        text = "" if value is None else str(value)
        # NUL stays in, for the validator to speak of it.
        return text if "\0" in text else plain_line(text)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"maxlength": str(self.most)}


class NameField(LineField):
    """What to call somebody."""

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": _("Enter a name, for example Ms Wang.")} | kwargs.pop("error_messages", {})
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "name", "class": "short"}))
        super().__init__(
            most=LONGEST_NAME,
            too_long=_("This name is longer than 60 characters. Please shorten it."),
            error_messages=messages,
            **kwargs,
        )


class PhoneField(LineField):
    """A phone number, cleaned to its one way of writing; full-width digits, spaces and +86 are fine."""

    SENTENCES = {
        phones.EMPTY: _("Enter a phone number."),
        phones.CHARACTERS: _("A phone number holds digits only, for example 13800001111."),
        phones.AREA_CODE: _("Add the area code, for example 021-00001111."),
        phones.LENGTH: _(
            "This does not look like a phone number. A mobile number has 11 digits; "
            "a landline starts with its area code."
        ),
    }

    def __init__(self, **kwargs: Any) -> None:
        messages = {"required": self.SENTENCES[phones.EMPTY]} | kwargs.pop("error_messages", {})
        # inputmode and not type=tel alone: full-width digits and spaces must stay typable.
        kwargs.setdefault(
            "widget",
            forms.TextInput(
                attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel", "class": "short"}
            ),
        )
        super().__init__(
            most=LONGEST_TYPED_PHONE,
            too_long=self.SENTENCES[phones.LENGTH],
            error_messages=messages,
            **kwargs,
        )

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return phones.clean_phone(typed)
        except ValueError as reason:
            raise forms.ValidationError(self.SENTENCES[str(reason)], code=str(reason)) from reason


class EmailAddressField(LineField):
    """An e-mail address; full-width letters, signs and stray spaces are put right."""

    NOT_ONE = _("This does not look like an e-mail address, for example wang@example.cn.")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.EmailInput(attrs={"autocomplete": "email", "autocapitalize": "none"})
        )
        super().__init__(most=LONGEST_EMAIL, too_long=self.NOT_ONE, **kwargs)

    def clean(self, value: Any) -> str:
        typed = super().clean(value)
        address = "".join(unicodedata.normalize("NFKC", typed).replace("。", ".").split())
        if address:
            EmailValidator(message=self.NOT_ONE)(address)
        return address


class WordsField(forms.Field):
    """A few words of people's own, over several lines, of at most ``most`` characters."""

    widget = forms.Textarea

    def __init__(self, *, most: int, too_long: Any, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 4}))
        super().__init__(**kwargs)
        self.validators += _limits(most, too_long)

    def to_python(self, value: Any) -> str:
        lines = ("" if value is None else str(value)).splitlines()
        if any("\0" in line for line in lines):
            return "\n".join(lines)
        return "\n".join(plain_line(line) for line in lines).strip()
