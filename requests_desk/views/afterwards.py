"""What was entered afterwards, in words: how it came, and when it was typed."""

from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from requests_desk.models import Ticket


def logged_words(data: dict[str, Any]) -> str:
    """By which way it came, and when it was written down where that was later; from its event's ``data``."""
    way = str(Ticket.Channel(data["channel"]).label) if data.get("channel") in Ticket.Channel else ""
    typed = parse_datetime(data.get("typed", ""))
    if typed is None:
        return way
    when = f"{timezone.localtime(typed):%m-%d %H:%M}"
    return _("%(way)s, entered afterwards on %(when)s") % {"way": way, "when": when}
