"""The sign-up slip: which group, who comes, and for a child who answers for it. Shape only; whether a place is left
is the action's to say."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.fields import EmailAddressField, LineField, NameField, PhoneField
from requests_desk.forms.base import PlainForm
from requests_desk.models import Activity, ActivityGroup
from stations.rules.search import normalise_query

CHOOSE = _("Choose a group.")
NAMED = _("Enter the guardian's name.")
SHORTEST = 2  # letters of a place's name in pinyin or English
# What a list says that was asked for something it does not know.
NO_PLACE = _("We know no living room, estate or committee of this name.")
NO_THEME = _("We know no such theme: here is what is on of all themes.")
NO_AUDIENCE = _("We know no such people: here is what is on for all.")
NO_WEEK = _("There is no such week to look at: it is over, too far ahead or no date. Here is this week.")


class SignUpForm(PlainForm):
    """A person for one of ``groups`` of ``activity`` (with what is said of each). After validation ``group`` is
    the row."""

    group = forms.ChoiceField(
        label=_("Group"), widget=forms.RadioSelect,
        error_messages={"required": CHOOSE, "invalid_choice": _("This group takes no sign-ups now. Choose another.")},
    )  # fmt: skip
    name = NameField(label=_("Your name"))
    phone = PhoneField(
        label=_("Phone number"),
        help_text=_("To reach you when a place becomes free or a session is called off."),
    )
    email = EmailAddressField(
        label=_("E-mail"), required=False, help_text=_("For a confirmation with the link to your sign-up.")
    )
    guardian = NameField(
        label=_("Guardian's name"), help_text=_("A parent, or who else looks after the child."),
        error_messages={"required": NAMED},
    )  # fmt: skip
    consent = forms.BooleanField(
        label=_("I am the guardian, I agree that the child takes part, and I am reachable by this phone."),
        error_messages={"required": _("Without a guardian's consent a child cannot be signed up.")},
    )
    green = forms.BooleanField(
        label=_("I would like priority (old, frail, ill or disabled)"), required=False,
        help_text=_("You need not say why, and nobody will ask for proof."),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        activity: Activity,
        groups: Sequence[tuple[ActivityGroup, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row, _words in groups}
        field: Any = self.fields["group"]
        field.choices = [(str(row.pk), words) for row, words in groups]
        # A group that was closed meanwhile leaves something to choose, be it only one.
        if len(self.rows) == 1 and self.data.get("group", "") in ("", *self.rows):
            field.widget = forms.HiddenInput()
            field.initial = next(iter(self.rows))
        if activity.for_children:
            self.fields["name"].label = _("The child's name")
        else:
            del self.fields["guardian"], self.fields["consent"]

    def clean_group(self) -> ActivityGroup:
        return self.rows[self.cleaned_data["group"]]


class ActivityFilter(forms.Form):
    """What the list of activities can be narrowed to; what cannot be read narrows nothing."""

    place = LineField(
        label=_("Estate, living room or committee"), required=False, most=60,
        too_long=_("Please use fewer words."), widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    theme = forms.ChoiceField(label=_("Theme"), required=False)
    audience = forms.ChoiceField(label=pgettext_lazy("activity", "For whom"), required=False)
    station = forms.SlugField(
        required=False, max_length=60, error_messages=dict.fromkeys(("invalid", "max_length"), NO_PLACE)
    )
    week = forms.DateField(required=False, error_messages={"invalid": NO_WEEK})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        theme: Any = self.fields["theme"]
        theme.choices = [("", _("All themes")), *Activity.Theme.choices]
        theme.error_messages["invalid_choice"] = NO_THEME
        audience: Any = self.fields["audience"]
        audience.choices = [("", _("All people")), *Activity.Audience.choices]
        audience.error_messages["invalid_choice"] = NO_AUDIENCE

    def clean_place(self) -> str:
        """What is typed, if it can be a place's name: a character of Chinese, or two letters at least."""
        place: str = self.cleaned_data["place"]
        core = normalise_query(place)
        if place and (not core or (len(core) < SHORTEST and core.isascii())):
            raise forms.ValidationError(NO_PLACE)
        return place

    @property
    def wanted(self) -> dict[str, Any]:
        """What was asked and can be read, by field; "" or None for the rest."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) for name in self.fields}
