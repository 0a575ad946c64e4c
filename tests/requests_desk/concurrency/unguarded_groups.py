"""The portal as it would be without the guard of a group's places: reads how many are in, thinks, then writes one more.

Only for the control: that the crowd really meets, and would overbook if nothing stood in its way.
"""

import threading
import time
from datetime import datetime
from typing import Any

from portal.wsgi import application
from requests_desk.actions import group_places, sign_ups
from requests_desk.models import ActivityGroup, SignUp

THINKING = 0.02  # seconds between the look and the write
seen = threading.local()
sign_up = sign_ups.sign_up


def sign_up_after_a_look(*, group: ActivityGroup, **rest: Any) -> SignUp:
    """Sign up by what the group looked like a moment ago."""
    seen.booked = group.booked
    time.sleep(THINKING)
    return sign_up(group=group, **rest)


def take_unguarded(*, group_id: int, green: bool, at: datetime) -> bool:
    """Take a place if there was one when this client looked."""
    row = ActivityGroup.objects.get(pk=group_id)
    if seen.booked >= row.capacity:
        return False
    ActivityGroup.objects.filter(pk=group_id).update(booked=seen.booked + 1)
    return True


group_places.take = take_unguarded
sign_ups.sign_up = sign_up_after_a_look

__all__ = ["application"]
