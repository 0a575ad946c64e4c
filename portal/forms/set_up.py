"""The first start's forms: one small question at a time. They check shape; the actions write."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from portal.common.fields import PhoneField
from portal.forms.set_up_committee import AsksForCommittee
from stations.models import Division, Weekday, Worker
from stations.rules.register import is_placeholder, kind_of

WORKDAYS = [day.value for day in list(Weekday)[:5]]


class PlaceForm(forms.Form):
    """A body of the official register: its code, which begins with the code of what it lies in."""

    digits = 0
    code = forms.CharField(label=_("Code in the official register"), strip=True, max_length=12)
    name = forms.CharField(label=_("Name in the official register"), max_length=80)
    name_en = forms.CharField(label=_("Name in English"), max_length=120, required=False)

    def __init__(self, *args: Any, above: Division | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.above = above
        self.fields["code"].help_text = _("%(digits)d digits, beginning with %(code)s.") % {
            "digits": self.digits, "code": above.code,
        } if above else _("%d digits, for example 3101 for Shanghai.") % self.digits  # fmt: skip

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        if not (code.isascii() and code.isdigit() and len(code) == self.digits):
            raise ValidationError(_("The code must have %d digits.") % self.digits)
        if self.above and not code.startswith(self.above.code):
            raise ValidationError(_("The code must begin with %s.") % self.above.code)
        return code


class CityForm(PlaceForm):
    digits = 4


class DistrictForm(PlaceForm):
    digits = 6


class SubdistrictForm(PlaceForm):
    digits = 9


class CommitteeForm(PlaceForm):
    digits = 12

    def clean_code(self) -> str:
        code = super().clean_code()
        if is_placeholder(code) or kind_of(code) is None:
            raise ValidationError(_("The last three digits stand for no committee."))
        return code


class StationForm(AsksForCommittee):
    """The first living room: whose it is, where its door is, when it is open. Nothing about the door is
    taken for granted: what is said here, residents read."""

    name = forms.CharField(label=_("Name on the door"), max_length=80)
    phone = PhoneField(label=_("Phone"))
    address = forms.CharField(label=_("Address"), max_length=120)
    entrance = forms.CharField(
        label=_("How to find the door"),
        max_length=200,
        required=False,
        help_text=_("In words, as to a neighbour."),
    )
    floor = forms.IntegerField(
        label=_("Floor"), min_value=-9, max_value=99, help_text=_("1 is the street's level."),
        error_messages={"required": _("On which floor is it? 1 is the street's level.")},
    )  # fmt: skip
    street_front = forms.TypedChoiceField(
        label=_("Does the door face the street?"), choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda said: said == "yes", widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the door faces the street.")},
    )  # fmt: skip
    step_free = forms.TypedChoiceField(
        label=_("Can one get in without steps?"), initial="unknown", widget=forms.RadioSelect,
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known yet"))],
        coerce=lambda said: {"yes": True, "no": False}.get(said),
        error_messages={"required": _("Say whether one can get in without steps, or that it is not known yet.")},
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Open on"), choices=Weekday.choices, coerce=int, initial=WORKDAYS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )  # fmt: skip
    opens = forms.TimeField(label=_("Opens at"), initial="08:30", help_text=_("As 08:30."))
    closes = forms.TimeField(label=_("Closes at"), initial="17:30")

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", _("Closing time must be later than opening time."))
        cleaned.pop("committee_pick", None)
        return cleaned


class PersonForm(forms.Form):
    """Somebody who signs in, with a first password that they change themselves."""

    name = forms.CharField(label=_("Name"), max_length=60)
    username = forms.CharField(
        label=_("Sign-in name"), max_length=60, validators=[UnicodeUsernameValidator()],
        help_text=_("Letters, digits and @ . + - _ only."),
    )  # fmt: skip
    password = forms.CharField(
        label=_("First password"), max_length=128, strip=False, widget=forms.PasswordInput
    )
    again = forms.CharField(
        label=_("The password again"), max_length=128, strip=False, widget=forms.PasswordInput
    )

    def clean_username(self) -> str:
        username: str = self.cleaned_data["username"]
        if Worker.objects.filter(username__iexact=username).exists():
            raise ValidationError(_("This sign-in name is taken."))
        return username

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        password = cleaned.get("password")
        if password and cleaned.get("again") and password != cleaned["again"]:
            self.add_error("again", _("The two passwords differ."))
        elif password:
            try:
                validate_password(
                    password, Worker(username=cleaned.get("username", ""), name=cleaned.get("name", ""))
                )
            except ValidationError as error:
                self.add_error("password", error)
        return cleaned
