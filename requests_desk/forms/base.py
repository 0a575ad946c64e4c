"""The counter's manner of speaking: what every form of the desk says where Django would speak as a programmer."""

from typing import Any

from django import forms
from django.core.validators import ProhibitNullCharactersValidator
from django.utils.translation import gettext_lazy as _

from portal.common.fields import UNREADABLE, LineField

NOT_THERE = _("This choice is not there, or not any more. Please choose again.")
TOO_LONG = _("This is too long: at most %(limit_value)d characters, and there are %(show_value)d.")
TOO_LITTLE = _("Please enter %(limit_value)s or more.")
TOO_MUCH = _("Please enter %(limit_value)s or less.")
SENTENCES = {
    "required": _("Please fill this in."),
    "invalid": _("Please look at this again: we cannot read it."),
    "invalid_choice": NOT_THERE,
}


class NeededSometimesField(LineField):
    """Asked for in some cases alone; its hint says in which, so that no label calls it optional."""

    says_when = True


class PlainForm(forms.Form):
    """A form whose fields say their errors in sentences of ours, unless they bring better ones."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            _speak_plainly(field)


def _speak_plainly(field: forms.Field) -> None:
    """Replace Django's own messages, and leave those that somebody has written for this field."""
    theirs: dict[str, Any] = {}
    for kind in reversed(type(field).__mro__):
        theirs |= getattr(kind, "default_error_messages", {})
    for code, sentence in SENTENCES.items():
        if code in theirs and field.error_messages.get(code) is theirs[code]:
            field.error_messages[code] = sentence
    if isinstance(field, forms.IntegerField):
        field.error_messages.setdefault("min_value", TOO_LITTLE)
        field.error_messages.setdefault("max_value", TOO_MUCH)
    if isinstance(field, forms.ModelChoiceField):
        field.validate_no_null_characters = ProhibitNullCharactersValidator(UNREADABLE)  # type: ignore[method-assign]
    if isinstance(field, forms.CharField):
        field.error_messages.setdefault("max_length", TOO_LONG)
        field.error_messages.setdefault("null_characters_not_allowed", UNREADABLE)
