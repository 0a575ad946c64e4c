"""The search slip: what the directory was asked for, checked for shape alone."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.geo import Datum, Point, rounded, to_wgs84

LONGEST_QUERY = 100
LARGEST_KEY = 2**31 - 1

WHERE = _("We could not read where you are. Type the name of your estate instead.")
WHICH_ESTATE = _("We do not know this estate. Type its name instead.")
WHICH_SERVICE = _("We do not know this service. Choose it from the list of what can be done.")


class DirectorySearch(forms.Form):
    """``?q= &near=lat,lon &estate=pk &service=slug &open=now &step_free=1``. What is wrong is said and
    left out; what is right still counts."""

    q = forms.CharField(
        label=_("Your estate, address or committee"),
        required=False,
        error_messages={"null_characters_not_allowed": _("There is a character in it that we cannot read.")},
    )
    open = forms.BooleanField(label=_("Open now"), required=False)
    step_free = forms.BooleanField(label=_("Step-free"), required=False)
    near = forms.CharField(
        required=False, widget=forms.HiddenInput, error_messages={"null_characters_not_allowed": WHERE}
    )
    estate = forms.IntegerField(
        required=False,
        min_value=1,
        max_value=LARGEST_KEY,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), WHICH_ESTATE),
    )
    service = forms.SlugField(
        required=False,
        max_length=60,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "max_length", "null_characters_not_allowed"), WHICH_SERVICE),
    )

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"])[:LONGEST_QUERY].strip()

    def clean_near(self) -> Point | None:
        """The reader's place, coarsened to 100 m whatever was sent."""
        typed = self.cleaned_data["near"]
        if not typed:
            return None
        lat, _comma, lon = typed.partition(",")
        try:
            return rounded(to_wgs84(float(lat), float(lon), Datum.WGS84))
        except ValueError:
            raise forms.ValidationError(WHERE) from None

    @property
    def wanted(self) -> dict[str, Any]:
        """The readable answers by name; None, False or "" where nothing, or nonsense, was sent."""
        self.is_valid()
        return dict.fromkeys(self.fields) | {"q": ""} | self.cleaned_data
