"""Checklists: what a person vouches for when they tick "checked"."""

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from stations.models import ChecklistItem, Worker


@transaction.atomic
def verify_items(*, items: Iterable[ChecklistItem], worker: Worker, on: date) -> int:
    """Note that ``worker`` checked ``items`` on ``on``; returns how many lines changed."""
    keys = [item.pk for item in items]
    return ChecklistItem.objects.filter(pk__in=keys).update(verified_on=on, verified_by=worker)
