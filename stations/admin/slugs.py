"""Addresses on the web in forms: written in pinyin where nobody types one."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stations.admin.official import ScopedForm
from stations.rules.slugs import slug_of


class SlugForm(ScopedForm):
    """The address may stay empty; it is then the name in pinyin."""

    slug = forms.SlugField(
        label=_("address on the web"), max_length=60, required=False,
        help_text=_("Small letters, digits and hyphens. Empty: the name in pinyin."),
    )  # fmt: skip

    def clean(self) -> Any:
        cleaned = super().clean() or self.cleaned_data
        if "slug" in cleaned and not cleaned["slug"]:
            cleaned["slug"] = slug_of(cleaned.get("name") or "")
            if not cleaned["slug"] and cleaned.get("name"):
                self.add_error("slug", _("Enter an address of small letters, digits and hyphens."))
            elif not cleaned["slug"]:
                del cleaned["slug"]  # the name is asked for; meanwhile the row keeps the address that it has
        return cleaned
