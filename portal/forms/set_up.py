"""The first start's forms: one small question at a time. They check shape; the actions write."""

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.common.fields import PhoneField
from stations.models import Committee, Division, Weekday, Worker
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


class StationForm(forms.Form):
    """The first living room: whose it is, where its door is, when it is open."""

    committee = forms.CharField(
        label=_("Register code of its committee"), max_length=12, validators=[RegexValidator(r"^\d{12}$")],
        error_messages={"invalid": _("The code must have 12 digits.")},
    )  # fmt: skip
    name = forms.CharField(label=_("Name on the door"), max_length=80)
    phone = PhoneField(label=_("Phone"))
    address = forms.CharField(label=_("Address"), max_length=120)
    entrance = forms.CharField(
        label=_("How to find the door"),
        max_length=200,
        required=False,
        help_text=_("In words, as to a neighbour."),
    )
    weekdays = forms.TypedMultipleChoiceField(
        label=_("Open on"), choices=Weekday.choices, coerce=int, initial=WORKDAYS, widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day.")},
    )  # fmt: skip
    opens = forms.TimeField(label=_("Opens at"), initial="08:30", help_text=_("As 08:30."))
    closes = forms.TimeField(label=_("Closes at"), initial="17:30")

    def clean_committee(self) -> Committee:
        found = Committee.objects.filter(code=self.cleaned_data["committee"]).first()
        if found is None:
            raise ValidationError(_("The register holds no committee with this code."))
        return found

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        opens, closes = cleaned.get("opens"), cleaned.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", _("Closing time must be later than opening time."))
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
