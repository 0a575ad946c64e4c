"""The slip on which a head writes an answer template."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, WordsField
from requests_desk.forms.base import TOO_LONG, PlainForm
from stations.models import Service

MOST_TITLE, MOST_WORDS = 60, 1500


class TemplateForm(PlainForm):
    """``services`` are those that the committee is asked for."""

    title = LineField(
        label=_("Title"), most=MOST_TITLE, too_long=_("Sixty characters are enough."),
        error_messages={"required": _("Give it a title, for your colleagues to choose by.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    matter = forms.ModelChoiceField(
        label=_("For which matter"),
        queryset=Service.objects.none(),
        required=False,
        empty_label=_("For every matter"),
    )
    text = WordsField(
        label=_("Words"), most=MOST_WORDS, too_long=TOO_LONG,
        help_text=_("{reference}, {station} and {phone} are filled in. No names, please: everybody gets these words."),
        error_messages={"required": _("Please write a few words.")},
    )  # fmt: skip
    text_en = WordsField(label=_("Words in English"), most=MOST_WORDS, too_long=TOO_LONG, required=False)
    active = forms.BooleanField(label=_("In use"), required=False, initial=True)

    def __init__(self, *args: Any, services: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].queryset = services  # type: ignore[attr-defined]
