"""What happens, and what visits hang on, as officials see it: a module for each noun."""

from . import (
    activity,
    checklist,
    holiday,
    message,
    opening,
    post,
    reveal,
    room_use,
    slot,
    station,
    ticket,
    visit,
    volunteer,
    worker,
)

__all__ = [
    "activity",
    "checklist",
    "holiday",
    "message",
    "opening",
    "post",
    "reveal",
    "room_use",
    "slot",
    "station",
    "ticket",
    "visit",
    "volunteer",
    "worker",
]
