"""Tables, workers, one queue, fields of its own kind for name and phone, and tickets: fill_helpdesk.py 500 8117."""

import sys
from datetime import timedelta

import django

django.setup()

from django.contrib.auth import get_user_model  # noqa: E402
from django.contrib.sites.models import Site  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.utils import timezone  # noqa: E402
from helpdesk.models import CustomField, FollowUp, Queue, Ticket, TicketCustomFieldValue  # noqa: E402

OPEN_OF_MINE, NOBODYS = 8, 8  # the newest; all others are resolved, every second one by this worker

call_command("migrate", verbosity=0)
call_command("collectstatic", interactive=False, verbosity=0)
Site.objects.update(domain=f"127.0.0.1:{sys.argv[2]}")  # its links are whole addresses
people = get_user_model().objects
desk = people.create_user("desk", "desk@example.cn", "doorstep-demo", is_staff=True)
colleague = people.create_user("colleague", "colleague@example.cn", "doorstep-demo", is_staff=True)
queue = Queue.objects.create(title="Walk-ins", slug="desk", allow_public_submission=True)
name, phone = (
    CustomField.objects.create(
        name=word, label=word.title(), data_type="varchar", max_length=20, required=False
    )
    for word in ("name", "phone")
)
now = timezone.now()
for number in range(int(sys.argv[1])):
    still = number < OPEN_OF_MINE + NOBODYS
    owner = colleague if number % 2 and not still else desk
    if OPEN_OF_MINE <= number < OPEN_OF_MINE + NOBODYS:
        owner = None
    came = now - timedelta(hours=3 * number)
    ticket = Ticket.objects.create(
        queue=queue, title="Parking in the courtyard", description="Asks who gives out the places.", created=came,
        assigned_to=owner, status=Ticket.OPEN_STATUS if still else Ticket.RESOLVED_STATUS, priority=3,
        resolution=None if still else "The property company does.",
    )  # fmt: skip
    TicketCustomFieldValue.objects.create(ticket=ticket, field=name, value="王小明")
    TicketCustomFieldValue.objects.create(ticket=ticket, field=phone, value=f"138{number:08}")
    for title, comment in (("Opened", ticket.description), ("Resolved", ticket.resolution)):
        if comment:
            FollowUp.objects.create(
                ticket=ticket, user=owner, date=came, title=title, comment=comment, public=True
            )
print(Ticket.objects.count(), "tickets")
