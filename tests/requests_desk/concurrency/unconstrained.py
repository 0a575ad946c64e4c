"""What a control takes away: a table's line that says booked ≤ capacity."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from requests_desk.models import ActivityGroup, Slot


@contextmanager
def without_constraint(model: type[Slot] | type[ActivityGroup], name: str) -> Iterator[None]:
    """``model``'s table without the constraint ``name``; whatever is overbooked meanwhile stands as such afterwards."""
    (constraint,) = (one for one in model._meta.constraints if one.name == name)
    with connection.schema_editor() as editor:
        editor.remove_constraint(model, constraint)
    yield
    model._default_manager.update(over=10_000)
    with connection.schema_editor() as editor:
        editor.add_constraint(model, constraint)
