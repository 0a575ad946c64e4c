"""The shelf: how long personal data of each kind is kept, counted from the moment that the register names
(`requests_desk/rules/personal_data.py`). The table itself stands in the settings: `PORTAL_KEEP_DAYS`."""

from datetime import datetime, timedelta

from django.conf import settings


def days_kept(kind: str) -> int:
    """Days for which data of ``kind``, a key of that table, is kept."""
    return int(settings.PORTAL_KEEP_DAYS[kind])


def kept_since(kind: str, now: datetime) -> datetime:
    """What of ``kind`` began to count before this moment has been kept long enough at ``now``."""
    return now - timedelta(days=days_kept(kind))
