"""What the admin's history says of a change: kept so that every language finds its words when it is read."""

import json
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.utils.translation import gettext, override


def named_rows(messages: list[dict[str, Any]], formsets: Iterable[Any]) -> list[dict[str, Any]]:
    """Django's ``messages`` of one save with the rows of ``formsets`` as the installation's own language calls them.
    Django names them without any language, and what a name is made of is not translated again when it is read."""
    rows = [
        row
        for formset in formsets
        for row in (
            *formset.new_objects, *(changed for changed, _names in formset.changed_objects), *formset.deleted_objects,
        )
    ]  # fmt: skip
    told = [part for message in messages for part in message.values() if "object" in part]
    with override(settings.LANGUAGE_CODE):
        for part, row in zip(told, rows, strict=True):
            part["object"] = str(row)
    return messages


def readable(entry: LogEntry) -> None:
    """Let ``entry`` (which is not saved) speak of fields by words that the catalogue knows: a form begins a label with
    a capital, which the catalogue's word need not have."""
    if not entry.change_message.startswith("["):
        return
    try:
        messages = json.loads(entry.change_message)
    except json.JSONDecodeError:
        return
    for message in messages:
        for part in message.values():
            if "fields" in part:
                part["fields"] = [_known(name) for name in part["fields"]]
    entry.change_message = json.dumps(messages)


def _known(name: str) -> str:
    small = name[:1].lower() + name[1:]
    return name if gettext(name) != name or gettext(small) == small else small
