"""All that is held about a phone number: found by the register, copied out for the person, or erased."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.errors import NotAllowed
from requests_desk.actions.erasure import erase
from requests_desk.actions.reveals import KINDS
from requests_desk.actions.still_open import still_open
from requests_desk.models import Reveal, Ticket, TicketNote
from requests_desk.models.access_log import PLACES
from requests_desk.rules.personal_data import REGISTER, Goes, Whose, entries_of, found_by, written
from stations.models import Worker


@dataclass(frozen=True)
class Held:
    """So many rows of one kind, and those of them that are still under way."""

    what: Any
    number: int
    still_open: list[Any]


MOST_IN_NOTES = 100  # tickets named as found in words: a number that stands in more is nobody's own
# What a person may have erased by its number: rows that say when they were.
Erased = dict[Any, int]


def tables() -> list[Any]:
    """The models of the register in its order, each once, that can be found by a phone number."""
    return [
        apps.get_model(label) for label in dict.fromkeys(one.model for one in REGISTER) if found_by(label)
    ]


def rows_of(model: Any, phone: str, at_committees: Collection[int] | None = None) -> Any:
    """The rows of ``model`` that are held about ``phone``, in its canonical form; of some committees alone, if they are
    named by key."""
    label = model._meta.label_lower
    rows = model._default_manager.order_by("pk")
    loose = any("contact" in one.fields for one in entries_of(label))  # words with a number among them
    rows = rows.filter(**{found_by(label) + ("__contains" if loose else ""): phone})
    return rows if at_committees is None else rows.filter(**{f"{way_to_committee(model)}__in": at_committees})


def way_to_committee(model: Any) -> str:
    """The lookup from a row of ``model``, or of what it is a part of, to its committee."""
    ways = {root._meta.model_name: way for root, way in PLACES.values()}
    parts = {one.part_of for one in entries_of(model._meta.label_lower) if one.part_of}
    return next((f"{part}__{ways[part]}" for part in parts), "") or str(ways[model._meta.model_name])


def of_residents() -> list[Any]:
    """Those of the tables whose rows, or the rows they belong to, stand at one committee."""
    ours = {one.model for one in REGISTER if one.whose is Whose.RESIDENT}
    return [model for model in tables() if model._meta.label_lower in ours]


def copy_of(phone: str, *, at: datetime) -> dict[str, Any]:
    """Everything held about ``phone``, by table, in the language in force: the fields' own names and words, and the
    history of each row. Secrets that open pages are not copied out."""
    return in_one(phone, at, {model: list(rows_of(model, phone)) for model in tables()})


def in_one(phone: str, at: datetime, rows: dict[Any, list[Any]]) -> dict[str, Any]:
    """``rows`` by their models, as a person reads them."""
    held = {
        str(model._meta.verbose_name_plural): [row_in_words(row) for row in some]
        for model, some in rows.items()
    }
    return {
        _("Phone number"): phone,
        _("Copied out"): in_words(at),
        _("What is held"): {table: rows for table, rows in held.items() if rows},
    }


def row_in_words(row: Any) -> dict[str, Any]:
    """One row by its fields' names, with what happened to it and who looked."""
    secret = {field for one in entries_of(row._meta.label_lower) if one.secret for field in one.fields}
    said = {
        str(field.verbose_name): value_of(row, field)
        for field in row._meta.concrete_fields if field.name not in secret and not field.primary_key
    }  # fmt: skip
    return {**said, **{name: lines for name, lines in history_of(row).items() if lines}}


def history_of(row: Any) -> dict[str, list[Any]]:
    """Rows of other tables that hang on ``row`` and stand in no register of their own, and looks at it."""
    found: dict[str, list[Any]] = {}
    registered = {one.model for one in REGISTER}
    for relation in row._meta.related_objects:
        model = relation.related_model
        if type(row) not in KINDS or model._meta.label_lower in registered or not relation.field.concrete:
            continue
        if model._meta.app_label == row._meta.app_label and not relation.many_to_many:
            lines = model._default_manager.filter(**{relation.field.name: row}).order_by("pk")
            found[str(model._meta.verbose_name_plural)] = [
                one_line(one, relation.field.name) for one in lines
            ]
    if type(row) in KINDS:
        looks = Reveal.objects.filter(kind=KINDS[type(row)], row=row.pk)
        found[str(Reveal._meta.verbose_name_plural)] = [
            f"{in_words(one.at)} {one.get_reason_display()}" for one in looks
        ]
    return found


def one_line(row: Any, but: str) -> dict[str, Any]:
    """A row that hangs on another by its field ``but``, without what is empty."""
    return {
        str(field.verbose_name): value_of(row, field)
        for field in row._meta.concrete_fields
        if field.name not in (but, "data") and not field.primary_key and field.value_from_object(row) is not None
    }  # fmt: skip


def value_of(row: Any, field: Any) -> Any:
    """What stands in ``field``, as a person reads it."""
    if field.choices:
        return str(getattr(row, f"get_{field.name}_display")())
    if isinstance(field, models.ForeignKey):
        return str(getattr(row, field.name) or "")
    return in_words(field.value_from_object(row))


def in_words(value: Any) -> Any:
    """``value`` as JSON takes it: moments in local time."""
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    return str(value) if isinstance(value, date | time | Decimal) else value


@transaction.atomic
def copy_at_wish(*, phone: str, worker: Worker, at: datetime) -> dict[str, Any]:
    """What the committees whose head ``worker`` is hold about ``phone``, for the person to take along. Each row copied
    is a look, and leaves its line. Raises NotAllowed for who is no head."""
    here = must_be_head(worker)
    held = {model: list(rows_of(model, phone, here)) for model in of_residents()}
    for model, rows in held.items():
        note_looks(model, [row.pk for row in rows], worker=worker, at=at)
    return in_one(phone, at, held)


@transaction.atomic
def erase_at_wish(*, phone: str, worker: Worker, at: datetime) -> Erased:
    """Erase what those committees hold about ``phone`` and is over; each row's line says who did it. Twice is once.
    Raises NotAllowed for who is no head."""
    here = must_be_head(worker)
    done: Erased = {}
    for model in erasable():
        rows = rows_of(model, phone, here).filter(erased_at=None)
        under_way = list(still_open(rows, at=at).values_list("pk", flat=True))
        locked = rows.exclude(pk__in=under_way).select_for_update(of=("self",))
        keys = list(locked.values_list("pk", flat=True))
        if keys:
            note_looks(model, keys, worker=worker, at=at)
            done[model] = erase(model, keys, at=at, actor=worker)
    return done


def held_at(phone: str, worker: Worker, *, at: datetime) -> list[Held]:
    """How many rows of each kind those committees hold about ``phone``, and which of them are still under way."""
    here = must_be_head(worker)
    found = []
    for model in erasable():
        rows = rows_of(model, phone, here).filter(erased_at=None)
        number = rows.count()
        if number:
            found.append(Held(model._meta.verbose_name_plural, number, list(still_open(rows, at=at))))
    return found


def in_notes(phone: str, at_committees: Collection[int] | None = None) -> list[Ticket]:
    """Tickets with ``phone`` among the words of their notes, however it was typed, and another number or none of their
    own: what no field finds, for a person to look at. Of some committees alone, if they are named by key."""
    ways = Q()
    for typed in written(phone):
        ways |= Q(text__contains=typed)
    notes = TicketNote.objects.filter(ways)
    if at_committees is not None:
        notes = notes.filter(ticket__committee__in=at_committees)
    rows = Ticket.objects.filter(pk__in=notes.values("ticket"), erased_at=None).exclude(phone=phone)
    return list(rows.order_by("pk")[:MOST_IN_NOTES])


def must_be_head(worker: Worker) -> frozenset[int]:
    """The keys of the committees whose head ``worker`` is. Raises NotAllowed where there are none."""
    if not worker.scope.head_committees:
        raise NotAllowed
    return worker.scope.head_committees


def note_looks(model: Any, keys: Sequence[int], *, worker: Worker, at: datetime) -> None:
    """A line for each row of a kind that has such lines; the words of a ticket go with its own."""
    if model in KINDS:
        Reveal.objects.bulk_create(
            Reveal(kind=KINDS[model], row=key, actor=worker, reason=Reveal.Reason.WISH, at=at) for key in keys
        )


def erasable() -> list[Any]:
    """The models that the register empties and whose rows say when; their words go with them."""
    return [
        model for model in tables()
        if any(one.goes == Goes.BLANKED and not one.part_of for one in entries_of(model._meta.label_lower))
    ]  # fmt: skip


def open_rows(phone: str, *, at: datetime) -> list[Any]:
    """What is still under way for ``phone``."""
    return [row for model in erasable() for row in still_open(rows_of(model, phone), at=at)]


@transaction.atomic
def erase_all(*, phone: str, at: datetime, open_too: bool = False) -> Erased:
    """Erase what is held about ``phone``, by model how many rows; what is still under way only if ``open_too``. What
    staff and holders of posts have is ended in the administration. Twice is once."""
    done: Erased = {}
    for model in erasable():
        rows = rows_of(model, phone).filter(erased_at=None)
        kept = [] if open_too else list(still_open(rows, at=at).values_list("pk", flat=True))
        locked = rows.exclude(pk__in=kept).select_for_update(of=("self",))
        keys = list(locked.values_list("pk", flat=True))
        if keys:
            done[model] = erase(model, keys, at=at)
    return done
