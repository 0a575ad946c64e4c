"""A portal worth a backup, made by hand of the demo: ``python -m tests.proof.archive fill`` writes over a hundred
thousand rows and says where some of them are found, ``… write`` goes on writing until it is stopped."""

import json
import sys
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from typing import Any

import django
from django.core.management import call_command

django.setup()

from django.core.files.base import ContentFile  # noqa: E402  after the settings are there
from django.core.files.storage import default_storage  # noqa: E402
from django.db import transaction  # noqa: E402
from django.urls import reverse  # noqa: E402
from django.utils import timezone  # noqa: E402

from portal.common.pictures import LARGE  # noqa: E402
from requests_desk.models import (  # noqa: E402
    Message,
    Slot,
    Ticket,
    TicketAttachment,
    TicketEvent,
    TicketNote,
    Visit,
    VisitEvent,
    Volunteer,
)
from stations.actions.photos import file_of  # noqa: E402
from stations.models import ChecklistItem, Station, Worker  # noqa: E402
from tests import factories as make  # noqa: E402

TICKETS, VISITS, PEOPLE = 20_000, 8_000, 2_000
EXPIRED = 500  # of the visits: past their time of keeping, and not erased yet
PHOTOGRAPH = b"RIFF" + bytes(range(256)) * 40
WISH = "13800008888"  # the phone of somebody who asks to be forgotten after the backup was made
WRITTEN_LATER = "later-"  # how the tokens of what is written meanwhile begin


def copies(row: Any, many: int, /, **fields: Any) -> Iterator[Any]:
    """``row`` again and again; what is callable among ``fields`` is asked with the number of the copy."""
    kept = {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if not field.primary_key
    }
    for n in range(many):
        yield type(row)(
            **kept | {name: value(n) if callable(value) else value for name, value in fields.items()}
        )


def pattern() -> Ticket:
    """A ticket that is over, with nobody called."""
    over = Ticket.objects.filter(state=Ticket.State.CLOSED, merged_into=None, erased_at=None, called_by=None)
    return over.exclude(first_receiver=None).latest("pk")


def tickets(number: int) -> None:
    rows = Ticket.objects.bulk_create(
        copies(
            pattern(), number, number=None, visit=None, name=lambda n: f"王{n}", phone=lambda n: f"139{n:08}",
            reference=lambda n: f"0{n // 10_000:03}-{n % 10_000:04}", token=lambda n: f"copied-{n:036}",
        ),
        batch_size=1000,
    )  # fmt: skip
    for kind in ("logged", "closed"):
        events = (
            TicketEvent(ticket=row, kind=kind, at=row.arrived_at, actor=row.responsible) for row in rows
        )
        TicketEvent.objects.bulk_create(events, batch_size=1000)
    notes = (
        TicketNote(
            ticket=row, kind="question", author=row.responsible, text=f"问{row.name}", at=row.arrived_at
        )
        for row in rows
    )
    TicketNote.objects.bulk_create(notes, batch_size=1000)


def visits(number: int) -> None:
    """Cancelled ones of last month; the first of them are past their time, and one is of somebody with a wish."""
    now, row = (
        timezone.now(),
        Visit.objects.exclude(item=None).filter(erased_at=None, excused_by="").latest("pk"),
    )

    def begins(n: int) -> Any:
        return now - timedelta(days=181 if n < EXPIRED else 30, minutes=n)

    rows = Visit.objects.bulk_create(
        copies(
            row, number, state=Visit.State.CANCELLED, starts_at=begins, booked_at=begins, name=lambda n: f"李{n}",
            phone=lambda n: WISH if n == number - 1 else f"137{n:08}",
            reference=lambda n: f"1{n // 10_000:03}-{n % 10_000:04}",
            token=lambda n: f"copied-{n:036}", booking_key=lambda n: f"copied-{n:036}",
        ),
        batch_size=1000,
    )  # fmt: skip
    VisitEvent.objects.bulk_create(
        (VisitEvent(visit=row, kind=VisitEvent.Kind.BOOKED, at=row.booked_at) for row in rows),
        batch_size=1000,
    )
    told = (
        Message(
            visit=row, kind=Message.Kind.CALLED_OFF, channel="call", state=Message.State.DONE, queued_at=now,
            next_try_at=now, done_at=now,
        )
        for row in rows
    )  # fmt: skip
    Message.objects.bulk_create(told, batch_size=1000)


def fill() -> dict[str, Any]:
    """Everything, and where it is found."""
    call_command("load_demo", days=5, verbosity=0)
    tickets(TICKETS)
    visits(VISITS)
    station, desk = Station.objects.get(slug="fengyangyuan"), Worker.objects.get(username="desk")
    day = timezone.localdate()
    people = (
        Volunteer(committee=station.committee, name=f"赵{n}", phone=f"136{n:08}", since=day)
        for n in range(PEOPLE)
    )
    Volunteer.objects.bulk_create(people, batch_size=1000)
    photo, ticket = make.photo(station), Ticket.objects.get(token=f"copied-{0:036}")
    default_storage.save(file_of(photo.name, LARGE), ContentFile(PHOTOGRAPH))
    paper = make.attachment(ticket, desk)
    item = (
        ChecklistItem.objects.bookable().with_own_hours().filter(station=station, hours=None).earliest("pk")
    )
    free = Slot.objects.filter(station=station, item=None, open=True, booked=0)
    slot = free.filter(starts_at__gt=timezone.now() + timedelta(days=2)).earliest("starts_at")
    known = Visit.objects.standing().filter(starts_at__gt=timezone.now() + timedelta(days=1)).latest("pk")
    return {
        "visit": known.get_absolute_url(),
        "reference": known.reference,
        "photograph": photo.large_url,
        "paper": reverse("ticket_track_attachment", args=[ticket.token, paper.pk]),
        "book": f"{reverse('book', args=[station.slug])}?item={item.pk}&slot={slot.pk}",
        "expired": Visit.objects.expired(timezone.now()).count(),
        "papers": TicketAttachment.objects.count(),
    }


def write() -> None:
    """A ticket with its event and its note, in one transaction, again and again; a line for each when it is there."""
    row = pattern()
    for n in count():
        with transaction.atomic():
            (one,) = copies(
                row, 1, number=None, visit=None, reference=f"2{n // 10_000:03}-{n % 10_000:04}",
                token=f"{WRITTEN_LATER}{n:030}",
            )  # fmt: skip
            one.save()
            TicketEvent.objects.create(ticket=one, kind="logged", at=one.arrived_at, actor=one.responsible)
            TicketNote.objects.create(
                ticket=one, kind="question", author=one.responsible, text="晚", at=one.arrived_at
            )
        print(n + 1, flush=True)


if __name__ == "__main__":
    if sys.argv[1] == "fill":
        print(json.dumps(fill()))
    else:
        write()
