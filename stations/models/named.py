"""Names in two languages: what committees type is Chinese, English is optional."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def in_language(chinese: str, english: str) -> str:
    """``english`` on an English page if there is any, else ``chinese``."""
    return english if english and (get_language() or "").startswith("en") else chinese


class NamedModel(models.Model):
    """Anything with a name on the door."""

    name = models.CharField(_("name"), max_length=80)
    name_en = models.CharField(_("name in English"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """The name in the reader's language, as far as it was given."""
        return in_language(self.name, self.name_en)
