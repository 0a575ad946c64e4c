"""The ticket's small slips: words, an answer, a reason to look, a search."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, WordsField
from requests_desk.forms.base import TOO_LONG, PlainForm
from requests_desk.models import Reveal

LONGEST_WORDS = 2000
# A person's own wish is the export's reason, and a home visit stands where people are (forms/care.py).
REASONS = [one for one in Reveal.Reason.choices if one[0] not in (Reveal.Reason.WISH, Reveal.Reason.AT_HOME)]


def words(label: Any, *, required: bool = True, **kwargs: Any) -> WordsField:
    """A few lines of text."""
    return WordsField(
        label=label, required=required, most=LONGEST_WORDS, too_long=TOO_LONG, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please write a few words.")}, **kwargs,
    )  # fmt: skip


def said_by(label: Any, *, required: bool) -> LineField:
    """Who said so, where somebody speaks for a body without an account."""
    return LineField(
        label=label, required=required, most=60, too_long=_("Sixty characters are enough for a name."),
        error_messages={"required": _("Write who said so.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class StepForm(PlainForm):
    """A step that needs no words."""


class SpotForm(StepForm):
    """What was answered on the spot, or noted when it is taken in hand; often nothing."""

    text = words(_("A word about it"), required=False)


class AnswerForm(StepForm):
    text = words(_("The answer"))
    said_by = said_by(_("Who said so, if it was somebody else"), required=False)


class NoteForm(StepForm):
    text = words(_("Note for colleagues"))


class CloseForm(StepForm):
    text = words(_("What the resident said"), required=False)


class ReopenForm(StepForm):
    text = words(_("What is not solved, in the resident's words"))


class RevealForm(PlainForm):
    """Why somebody looks at a name and phone."""

    reason = forms.ChoiceField(
        label=_("Why do you look?"), choices=REASONS, widget=forms.RadioSelect,
        error_messages={"required": _("Choose a reason.")},
    )  # fmt: skip
