"""The register of personal data as people read it: by table, with the fields' own names."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.common.keeping import days_kept
from requests_desk.rules.personal_data import GOES, REGISTER, Entry, Time

# Tables of others, or without a page of their own, in our words.
NAMES = {
    "common.Attempt": gettext_lazy("counted tries"),
    "otp_totp.TOTPDevice": gettext_lazy("phone for sign-in codes"),
}


@dataclass(frozen=True)
class Line:
    """Some fields that share all that is said of them."""

    entry: Entry
    fields: str
    of_machines: list[str]

    @property
    def kept(self) -> str:
        """How long, with the days that the settings have for it."""
        kept = self.entry.kept
        if not isinstance(kept, Time):
            return str(kept)
        return _("%(counted)s (%(days)s days)") % {"counted": kept, "days": days_kept(kept.kind)}

    @property
    def goes(self) -> str:
        return str(GOES[self.entry.goes])


@dataclass(frozen=True)
class Group:
    """All lines of one table."""

    what: str
    table: str
    lines: list[Line]


def register_in_words(entries: Iterable[Entry] = REGISTER) -> list[Group]:
    """``entries`` by table, in the language in force."""
    return [
        group(apps.get_model(label), list(some))
        for label, some in groupby(entries, key=lambda one: one.model)
    ]


def group(model: Any, entries: list[Entry]) -> Group:
    what = NAMES.get(model._meta.label) or model._meta.verbose_name
    return Group(capfirst(str(what)), model._meta.db_table, [line(model, one) for one in entries])


def line(model: Any, entry: Entry) -> Line:
    """Fields that have a name in people's words, and those of machines alone (secrets of links, fingerprints)."""
    names = {field: model._meta.get_field(field).verbose_name for field in entry.fields}
    spoken = [str(name) for name in names.values() if isinstance(name, Promise)]
    return Line(
        entry, _(", ").join(spoken), [field for field, name in names.items() if isinstance(name, str)]
    )
