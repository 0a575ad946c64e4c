"""The key cabinet's slips: signing in, and choosing a new password."""

from typing import Any

from django import forms
from django.contrib.auth import forms as auth
from django.contrib.auth.password_validation import password_validators_help_texts
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _


def own_password() -> forms.CharField:
    """The password that one has, exactly as typed."""
    return forms.CharField(
        label=_("Password"), max_length=128, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": _("Enter your password.")},
    )  # fmt: skip


class SignInForm(forms.Form):
    """Name and password, of the shape they may have; whether they fit is the view's to ask."""

    username = forms.CharField(
        label=_("Sign-in name"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
        error_messages={"required": _("Enter your sign-in name.")},
    )  # fmt: skip
    password = own_password()


class CodeForm(forms.Form):
    """The six digits of a phone, or a code of the recovery sheet."""

    code = forms.CharField(
        label=_("Code"), max_length=40,
        widget=forms.TextInput(attrs={
            "autocomplete": "one-time-code", "inputmode": "text", "class": "short", "autofocus": True,
            "autocapitalize": "characters", "spellcheck": "false",
        }),
        error_messages={"required": _("Enter the code."), "max_length": _("A code is shorter than this.")},
    )  # fmt: skip


class PasswordResetForm(auth.PasswordResetForm):
    """Where to send the link to. Nothing tells whether anybody has this address."""

    email = forms.EmailField(
        label=_("E-mail address"), max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email", "autofocus": True}),
        error_messages={"required": _("Enter the e-mail address that we know of you.")},
    )  # fmt: skip


class PlainRules:
    """Django writes the rules for passwords as a list; a hint is one paragraph here."""

    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new_password1"].help_text = " ".join(map(str, password_validators_help_texts()))
        self.fields["new_password2"].help_text = ""


class SetPasswordForm(PlainRules, auth.SetPasswordForm):
    """A new password, twice, by the link of an e-mail."""


class PasswordChangeForm(PlainRules, auth.PasswordChangeForm):
    """The old password once, the new one twice."""


class JoinForm(PlainRules, auth.SetPasswordForm):
    """What an invited person chooses: the name they sign in with, and a password, twice."""

    username = forms.CharField(
        label=_("Sign-in name"), max_length=60, validators=[UnicodeUsernameValidator()],
        help_text=_("Letters and digits, for example your name in pinyin. You cannot change it later."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}),
        error_messages={"required": _("Choose the name you sign in with.")},
    )  # fmt: skip
    field_order = ("username", "new_password1", "new_password2")


class PinForm(forms.Form):
    """The PIN that opens the locked page."""

    pin = forms.CharField(
        label="PIN", max_length=20,
        widget=forms.PasswordInput(attrs={
            "inputmode": "numeric", "autocomplete": "off", "class": "short", "autofocus": True,
        }),
        error_messages={"required": _("Enter the PIN.")},
    )  # fmt: skip


class NewPinForm(forms.Form):
    """A PIN and, so that nobody sets one at a desk left alone, the password."""

    new_pin = forms.CharField(
        label=_("New PIN"), max_length=20, help_text=_("Four to eight digits, not a year and none in a row."),
        widget=forms.PasswordInput(attrs={"inputmode": "numeric", "autocomplete": "off", "class": "short"}),
        error_messages={"required": _("Enter the PIN.")},
    )  # fmt: skip
    password = own_password()
