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


# What only machines read has no name of its own in the tables.
OF_MACHINES = {
    "token": gettext_lazy("secret of the link"),
    "token_hash": gettext_lazy("fingerprint of the link's secret"),
    "booking_key": gettext_lazy("number of the form, so that sending it twice is once"),
    "key": gettext_lazy("number of the form, so that sending it twice is once"),
    "booking_digest": gettext_lazy("fingerprint of what was sent"),
    "digest": gettext_lazy("fingerprint of what was sent"),
    "slip_salt": gettext_lazy("salt of the slip's code"),
    "slip_hash": gettext_lazy("fingerprint of the slip's code"),
    "mark": gettext_lazy("fingerprint of the browser's mark"),
    "pin": gettext_lazy("fingerprint of the PIN"),
    "salt": gettext_lazy("salt of the code"),
    "hash": gettext_lazy("fingerprint of the code"),
    "session_key": gettext_lazy("key of the sign-in"),
    "otp_totp.TOTPDevice.name": gettext_lazy("what the phone is called"),
    "otp_totp.TOTPDevice.key": gettext_lazy("the phone's secret"),
    "admin.LogEntry.object_id": gettext_lazy("number of what was changed"),
    "common.Attempt.key": gettext_lazy(
        "what is counted: an address on the network, a sign-in name or a phone"
    ),
}


@dataclass(frozen=True)
class Line:
    """Some fields that share all that is said of them."""

    entry: Entry
    fields: str

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
    """The fields by their names in people's words."""
    return Line(entry, _(", ").join(str(name_of(model, field)) for field in entry.fields))


def name_of(model: Any, field: str) -> str | Promise:
    """What ``field`` is called: as its table says or, where only machines read it, in our words."""
    own = OF_MACHINES.get(f"{model._meta.label}.{field}")
    said = model._meta.get_field(field).verbose_name
    return own or (said if isinstance(said, Promise) else OF_MACHINES.get(field, said))
