"""The portal as it would be without its guard: reads how many are booked, thinks, then writes one more.

Only for the control: that the crowd really meets, and would overbook if nothing stood in its way. The
look is taken before the transaction begins, since on SQLite nobody else can write inside one.
"""

import threading
import time
from datetime import datetime
from typing import Any

from portal.wsgi import application
from requests_desk.actions import visits
from requests_desk.models import Slot, Visit
from requests_desk.views import booking

THINKING = 0.02  # seconds between the look and the write
seen = threading.local()
book = visits.book


def book_after_a_look(*, slot: Slot, **rest: Any) -> Visit:
    """Book by what the slot looked like a moment ago."""
    seen.booked = slot.booked
    time.sleep(THINKING)
    return book(slot=slot, **rest)


def take_unguarded(*, slot_id: int, green: bool, at: datetime) -> bool:
    """Take a place if there was one when this client looked."""
    if seen.booked >= Slot.objects.get(pk=slot_id).capacity:
        return False
    Slot.objects.filter(pk=slot_id).update(booked=seen.booked + 1)
    return True


visits.take = take_unguarded
booking.book_visit = book_after_a_look

__all__ = ["application"]
