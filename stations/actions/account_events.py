"""The account's book: who was let in, locked out or stood in for."""

from datetime import datetime
from typing import Any

from stations.models import AccountEvent, Worker


def note_event(
    kind: AccountEvent.Kind, *, worker: Worker | None, actor: Worker | None, at: datetime, **data: Any
) -> AccountEvent:
    """Write one line; ``data`` holds keys and codes, never words."""
    return AccountEvent.objects.create(kind=kind, worker=worker, actor=actor, at=at, data=data)
