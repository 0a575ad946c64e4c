"""The register of personal data as people read it: by table, with the fields' own names."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.apps import apps
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from requests_desk.rules.personal_data import GOES, REGISTER, Entry


@dataclass(frozen=True)
class Line:
    """Some fields that share all that is said of them."""

    entry: Entry
    fields: str

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
    lines = [Line(one, _(", ").join(names(model, one))) for one in entries]
    return Group(capfirst(str(model._meta.verbose_name)), model._meta.db_table, lines)


def names(model: Any, entry: Entry) -> list[str]:
    return [str(model._meta.get_field(field).verbose_name) for field in entry.fields]
