"""Reminders: who visits tomorrow hears of it today, once, and not in the night."""

from datetime import datetime, time, timedelta

from django.db import transaction
from django.utils import timezone

from requests_desk.actions.messages import tell
from requests_desk.models import Message, Visit
from requests_desk.models.visit import day_bounds

NOT_BEFORE = time(9)  # nobody's phone should ring earlier


@transaction.atomic
def remind(*, at: datetime) -> int:
    """Queue a message to each person with an address or a mobile who visits on the local day after ``at``; returns
    how many. Whoever booked today has just read the confirmation. Run again, it queues nothing."""
    today = timezone.localtime(at).date()
    begin, _end = day_bounds(today)
    reminded = Message.objects.filter(kind=Message.Kind.REMINDER, queued_at__gte=begin)
    tomorrow = Visit.objects.expected(today + timedelta(days=1))
    visits = tomorrow.filter(booked_at__lt=begin).exclude(pk__in=reminded.values("visit")).select_for_update()
    morning = timezone.make_aware(datetime.combine(today, NOT_BEFORE))
    told = (tell(visit=visit, kind=Message.Kind.REMINDER, at=at, not_before=morning) for visit in visits)
    return sum(message is not None for message in told)
