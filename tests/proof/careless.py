"""The sender as it would be without its state-keeping, for the control: ``python -m tests.proof.careless
forgets`` writes down nothing before a letter is out, ``boasts`` writes that it is out before it is."""

import sys
from datetime import datetime

import django
from django.core.management import call_command

django.setup()

from requests_desk.actions import messages  # noqa: E402  after the settings are there
from requests_desk.models import Message  # noqa: E402


def claim(at: datetime) -> tuple[Message, bool] | None:
    """The next message; nobody is told that it is being sent."""
    due = Message.objects.due(at).first()
    if due is None:
        return None
    row = Message.objects.select_related("visit__station", "visit__service", "visit__slot").get(pk=due.pk)
    if sys.argv[1] == "boasts":
        Message.objects.filter(pk=row.pk).update(state=Message.State.DONE, done_at=at)
    return row, False


messages._claim = claim
call_command("send_messages", most=10_000, verbosity=0)
