"""The wall clock: a time of the day as people type it in a hurry."""

import re
import unicodedata
from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

_TYPED = re.compile(r"(\d{1,2})[:.点时](\d{1,2})?分?(?::\d{2})?|(\d{1,2})(\d{2})|(\d{1,2})")
LONGEST_TYPED = 20


class TypedTimeField(forms.Field):
    """A time of the day: 9:30, 0930, 9点30, 9点, full-width as well. None where it is empty."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> time | None:
        typed = "".join(unicodedata.normalize("NFKC", str(value or "")).split())
        if not typed:
            return None
        found = _TYPED.fullmatch(typed[:LONGEST_TYPED])
        parts = [int(part) for part in found.groups() if part] if found else []
        try:
            return time(parts[0], parts[1] if len(parts) > 1 else 0)
        except (IndexError, ValueError) as reason:
            sentence = _("We cannot read this time. Write it like 9:30.")
            raise forms.ValidationError(sentence, code="invalid") from reason

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {"type": "time", "class": "short", "autocomplete": "off"}
