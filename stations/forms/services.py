"""The question "what do you need?": words to look for among the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST_QUERY = 100


class ServiceSearch(forms.Form):
    """``?q=``: a service's name, or what people call it, in Chinese, pinyin, initials or English."""

    q = forms.CharField(
        label=_("What do you need?"),
        required=False,
        error_messages={"null_characters_not_allowed": _("There is a character in it that we cannot read.")},
    )

    def clean_q(self) -> str:
        return str(self.cleaned_data["q"])[:LONGEST_QUERY].strip()

    @property
    def words(self) -> str:
        """What was asked, or nothing where it could not be read."""
        self.is_valid()
        return str(self.cleaned_data.get("q") or "")
