"""An official who changes how many places a station's times have, again and again, in a process of their own:
``python -m tests.proof.restless_head SLUG USERNAME``. Says a line for each change, and ends when it is terminated."""

import random
import sys
import time

import django
from django.db import OperationalError, transaction
from django.utils import timezone

django.setup()

from requests_desk.actions.closures import change_hours  # noqa: E402  after the settings are there
from stations.models import Station, Worker  # noqa: E402

slug, username = sys.argv[1:]
actor = Worker.objects.get(username=username)
while True:
    places = random.randint(1, 5)
    held = random.randint(0, min(places, 2))
    try:
        with transaction.atomic():  # as the administration saves a station
            station = Station.objects.get(slug=slug)
            station.slot_capacity, station.slot_held = places, held
            station.save(update_fields=["slot_capacity", "slot_held"])
            change_hours(stations=[station], at=timezone.now(), actor=actor, answer=None)
        print(places, held, flush=True)
    except OperationalError:
        print("busy", flush=True)
    time.sleep(random.uniform(0.1, 0.5))
