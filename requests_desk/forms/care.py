"""Who is visited at home: added with a consent, changed, and a word after a visit."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, NameField, PhoneField
from requests_desk.forms.base import PlainForm
from requests_desk.forms.tickets import RevealForm, words
from requests_desk.forms.volunteers import KEPT
from requests_desk.models import Reveal
from stations.models import Building


def door(label: Any, **kwargs: Any) -> LineField:
    """Building, stairs and flat, as one says it on the way."""
    return LineField(
        label=label, most=40, too_long=_("Forty characters are enough for a door."), required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "short"}), **kwargs,
    )  # fmt: skip


WHY = (Reveal.Reason.AT_HOME, Reveal.Reason.CALL_BACK, Reveal.Reason.CORRECT, Reveal.Reason.COMPLAINT)
OFF = {"autocomplete": "off", "class": "short"}


class CourtForm(PlainForm):
    """In which court. After validation ``court`` is a row."""

    court = forms.ChoiceField(label=_("Court"), error_messages={"required": _("Choose a court.")})

    def __init__(self, *args: Any, courts: Sequence[Building], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by_key = {str(one.pk): one for one in courts}
        field = self.fields["court"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            ("", _("Choose a court.")),
            *((key, f"{one.grid} · {one}") for key, one in self.by_key.items()),
        ]

    def clean_court(self) -> Building:
        return self.by_key[self.cleaned_data["court"]]


class CareForm(CourtForm):
    """Somebody who is visited from now on, and who agreed to it when."""

    name = NameField(label=_("Name"), widget=forms.TextInput(attrs=OFF))
    door = door(_("Door"))
    phone = PhoneField(
        label=_("Phone"),
        required=False,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", **OFF}),
    )
    agreed_by = NameField(
        label=_("Who agreed to the visits?"), help_text=_("The person, or a relative in their stead."),
        error_messages={"required": _("Write who agreed: without it nobody is put on the list.")},
        widget=forms.TextInput(attrs=OFF),
    )  # fmt: skip
    agreed_on = forms.DateField(
        label=_("When?"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-19.")},
    )  # fmt: skip
    key = forms.CharField(required=False, max_length=43, widget=forms.HiddenInput)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_agreed_on(self) -> date:
        day: date = self.cleaned_data["agreed_on"]
        if not 0 <= (self.today - day).days < 3660:
            raise forms.ValidationError(_("Choose today or a day before it."))
        return day


class CareChangeForm(CourtForm):
    """What is different now; nothing that stands there is shown."""

    name = NameField(
        label=_("Another name"), required=False, help_text=KEPT, widget=forms.TextInput(attrs=OFF)
    )
    door = door(_("Another door"), help_text=KEPT)
    phone = PhoneField(
        label=_("Another phone"), required=False, help_text=KEPT,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", **OFF}),
    )  # fmt: skip


class BeenThereForm(PlainForm):
    text = words(_("How it was"), required=False)


class CareRevealForm(RevealForm):
    """Why somebody looks: a visit is the usual reason."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"reason": Reveal.Reason.AT_HOME})
        super().__init__(*args, **kwargs)
        field = self.fields["reason"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(one.value, one.label) for one in WHY]
