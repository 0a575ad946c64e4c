"""The ballot paper, and the desk's sheet for a question."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, WordsField
from requests_desk.forms.base import TOO_LONG, PlainForm
from requests_desk.models import Poll, PollOption

MOST_ANSWERS = 12
LONGEST_ANSWER = 80


class BallotForm(PlainForm):
    """One answer, or up to ``poll.most`` of them."""

    def __init__(self, *args: Any, poll: Poll, options: Sequence[PollOption], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.most = poll.most
        several = poll.most > 1
        kind: Any = forms.MultipleChoiceField if several else forms.ChoiceField
        self.fields["chosen"] = kind(
            label=_("Choose up to %(most)d") % {"most": poll.most} if several else _("Choose one"),
            choices=[(str(option.pk), option.label) for option in options],
            widget=forms.CheckboxSelectMultiple if several else forms.RadioSelect,
            error_messages={
                "required": _("Choose at least one answer."),
                "invalid_choice": _("This answer is not there."),
                "invalid_list": _("This answer is not there."),
            },
        )

    def clean_chosen(self) -> list[int]:
        typed = self.cleaned_data["chosen"]
        chosen = [int(key) for key in (typed if isinstance(typed, list) else [typed])]
        if len(chosen) > self.most:
            raise forms.ValidationError(_("Choose no more than %(most)d.") % {"most": self.most})
        return chosen


class PollForm(PlainForm):
    """A question for residents; its answers stand a line each."""

    question = LineField(label=_("The question"), most=80, too_long=_("A question of at most 80 characters."))
    answers = WordsField(
        label=_("The answers, a line each"),
        most=1000,
        too_long=TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    most = forms.IntegerField(
        label=_("How many one may choose"), min_value=1, max_value=MOST_ANSWERS, initial=1
    )
    until = forms.DateField(
        label=_("Open until the end of"), widget=forms.DateInput(attrs={"type": "date", "class": "short"})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_answers(self) -> list[str]:
        lines = list(dict.fromkeys(line for line in self.cleaned_data["answers"].splitlines() if line))
        if not 2 <= len(lines) <= MOST_ANSWERS:
            raise forms.ValidationError(_("Between two and twelve different answers, please."))
        if any(len(line) > LONGEST_ANSWER for line in lines):
            raise forms.ValidationError(_("An answer has at most 80 characters."))
        return lines

    def clean_until(self) -> date:
        until: date = self.cleaned_data["until"]
        if not 0 <= (until - self.today).days <= 366:
            raise forms.ValidationError(_("Choose a day from today on, within a year."))
        return until
