"""The sheet for a proposal, and the desk's slips about one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, NameField, PhoneField, WordsField, no_phone_number
from requests_desk.forms.base import NOT_THERE, TOO_LONG, PlainForm
from requests_desk.models import Proposal
from stations.models import Estate

LONGEST_TITLE = 80
LONGEST_WORDS = 1000


def title(**kwargs: Any) -> LineField:
    return LineField(
        most=LONGEST_TITLE, too_long=_("One line of at most 80 characters, please. The rest can stand below."),
        error_messages={"required": _("Say in one line what it is about.")}, **kwargs,
    )  # fmt: skip


def words(label: Any, *, most: int = LONGEST_WORDS, required: bool = False, **kwargs: Any) -> WordsField:
    return WordsField(
        label=label, required=required, most=most, too_long=TOO_LONG, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write a few words.")}, **kwargs,
    )  # fmt: skip


class ProposalForm(PlainForm):
    """What a resident wants or suggests; two personal fields, both optional. ``estates`` are those of the
    committee that it goes to."""

    kind = forms.ChoiceField(
        label=_("What is it?"), widget=forms.RadioSelect, initial=Proposal.Kind.PROPOSAL,
        choices=[
            (Proposal.Kind.NEED, _("A need: something is missing or not right")),
            (Proposal.Kind.PROPOSAL, _("A proposal: I know what could be done")),
        ],
        error_messages={"required": _("Choose one of the two.")},
    )  # fmt: skip
    title = title(label=_("In one line"), help_text=_("For example: a bench by the door of building 3."))
    words = words(
        _("More about it"), help_text=_("Where, since when, whom it helps. Please name no other people.")
    )
    estate = forms.ChoiceField(label=_("Which estate is it about?"), required=False)
    name = NameField(
        label=_("Your name"),
        required=False,
        help_text=_("Only the committee's desk sees it. You may leave it out."),
    )
    phone = PhoneField(
        label=_("Phone number"), required=False,
        help_text=_("Only if the committee may ring you about it."),
    )  # fmt: skip

    def __init__(self, *args: Any, estates: Iterable[Estate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.estates = {str(estate.pk): estate for estate in estates}
        field: Any = self.fields["estate"]
        field.choices = [("", _("All of them, or none"))] + [
            (key, estate.label) for key, estate in self.estates.items()
        ]
        field.error_messages["invalid_choice"] = NOT_THERE

    def clean_estate(self) -> Estate | None:
        return self.estates.get(self.cleaned_data["estate"])


class PublishForm(PlainForm):
    """What everybody will read: as it was written, or without what names somebody."""

    title = title(label=_("In one line, as everybody will read it"), validators=[no_phone_number])
    words = words(_("In their words, as everybody will read them"), validators=[no_phone_number])


class KeepBackForm(PlainForm):
    why = words(_("Why it is not published (only its writer reads this)"), most=500, required=True)


class AnswerForm(PlainForm):
    text = words(_("The answer, as everybody will read it"), most=2000, required=True)


class MergeForm(PlainForm):
    """``others``: what it may be merged into."""

    into = forms.ChoiceField(
        label=_("Merge it into"), error_messages={"required": _("Choose the one that stays.")}
    )

    def __init__(self, *args: Any, others: Iterable[Proposal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.others = {str(row.pk): row for row in others}
        field: Any = self.fields["into"]
        field.choices = [("", _("Choose …"))] + [(key, row.title) for key, row in self.others.items()]

    def clean_into(self) -> Proposal:
        return self.others[self.cleaned_data["into"]]
