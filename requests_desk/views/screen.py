"""The call screen: who is called to which desk, who is next, how many wait. Numbers alone, in both languages."""

import hashlib
import json
from datetime import datetime
from typing import Any

from django.db.models import FilteredRelation, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.template.response import TemplateResponse
from django.templatetags.static import static
from django.utils import timezone
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from portal.common.access import public
from requests_desk.actions.line import order_of
from requests_desk.models import Line, Terminal, Ticket
from requests_desk.rules.screen import CALLED_FOR, SHOWN_NEXT, Called, Next, feed, hours
from requests_desk.views.devices import on_device, remember
from requests_desk.views.screen_words import desks, to_say, words
from stations.models import Station

SECONDS = 3  # between two questions of the screen
SHOWN_RECENT = 5  # numbers called before the one in large figures
FILES = ("js/screen.js", "css/device.css")
# What a ticket is read for here, and nothing else of it: no name, no phone, no matter, no word.
COLUMNS = (
    "number", "state", "lane", "booked_for", "arrived_at", "lined_up_at", "aside_at", "called_at", "called_by_id",
    "called_to", "times_called",
)  # fmt: skip


@require_safe
@public()
@on_device(Terminal.Kind.SCREEN)
def screen(request: HttpRequest, terminal: Terminal) -> HttpResponse:
    """The screen as it stands now. Without script it asks anew every ten seconds, with it every three. Public,
    because a television signs nobody in: the device's cookie lets it in."""
    now = timezone.now()
    response = TemplateResponse(request, "requests_desk/screen/screen.html", page_of(terminal.station, now))
    return remember(request, response, terminal.kind, request.COOKIES[terminal.kind])


@require_safe
@public()
@on_device(Terminal.Kind.SCREEN)
def screen_now(request: HttpRequest, terminal: Terminal) -> HttpResponse:
    """The same for the screen's script, as JSON; 304 while nothing has changed. Three statements."""
    body = json.dumps(shown_at(terminal.station, timezone.now()))
    etag = f'"{hashlib.blake2b(body.encode(), digest_size=12).hexdigest()}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        return HttpResponseNotModified(headers={"ETag": etag})
    return HttpResponse(body, content_type="application/json", headers={"ETag": etag})


def page_of(station: Station, now: datetime) -> dict[str, Any]:
    """What the page is made of: every place that the script may fill, those of nobody empty."""
    shown = shown_at(station, now)
    called = [*shown["called"], *[None] * (1 + SHOWN_RECENT)]
    first, recent = called[0], called[1 : 1 + SHOWN_RECENT]
    desk = first and first["desk"]
    return {
        "station": station, "now": now, "seconds": SECONDS, "shown": shown, "first": first, "to_say": to_say(),
        "recent": list(zip(recent, desks([one and one["desk"] for one in recent]), strict=True)),
        "next": [*shown["next"], *[None] * SHOWN_NEXT][:SHOWN_NEXT],
        "door": "line_closed" if shown["line_closed"] and shown["hours"] != "closed" else shown["hours"],
        "words": words(desk=desk, until=shown["until"], time=f"{timezone.localtime(now):%H:%M}"),
    }  # fmt: skip


def shown_at(station: Station, now: datetime) -> dict[str, Any]:
    """What the screen of ``station`` shows at ``now``: `rules.screen.feed`, with the door's hours, whether the
    line is closed, and the version of the page's own files. Two statements."""
    today = timezone.localtime(now).date()
    called, line = numbers(station, now)
    closed = Line.objects.filter(station=OuterRef("pk"), day=today).values("closed_at")[:1]
    # Asked of the station, so that its line is known on a day of which no hours are.
    open_today = FilteredRelation("opening_days", condition=Q(opening_days__date=today))
    days = Station.objects.filter(pk=station.pk).annotate(today=open_today).order_by("today__opens")
    rows = list(days.values_list("today__pk", "today__opens", "today__closes", Subquery(closed)))
    known = [(opens, closes) for key, opens, closes, _closed in rows if key is not None]
    door = hours(known, timezone.localtime(now).time())
    return feed(called, line, waiting=len(line), now=now) | {
        "day": f"{today}", "hours": door.state, "until": door.clock,
        "line_closed": any(row[-1] is not None for row in rows), "version": version(*FILES),
    }  # fmt: skip


def numbers(station: Station, now: datetime) -> tuple[list[Called], list[Next]]:
    """Today's calls, and the line in its order. One statement."""
    rows = Ticket.objects.of_day(station, timezone.localtime(now).date()).exclude(number=None).order_by()
    rows = rows.filter(Q(state=Ticket.State.WAITING) | Q(called_at__gt=now - CALLED_FOR)).only(*COLUMNS)
    tickets = list(rows)
    waiting = [one for one in tickets if one.state == Ticket.State.WAITING]
    line = sorted(
        (one for one in waiting if one.called_by_id is None and one.aside_at is None),
        key=lambda one: order_of(one, now),
    )
    here = [one for one in tickets if one.called_by_id is not None and one.state != Ticket.State.LEFT]
    return [call_of(one) for one in here if one.called_at], [Next(one.number or 0, one.green) for one in line]


def call_of(ticket: Ticket) -> Called:
    """The call of a ticket that was called."""
    awaited = ticket.state == Ticket.State.WAITING
    assert ticket.called_at is not None
    assert ticket.number is not None
    return Called(
        ticket.number, ticket.called_to, ticket.times_called, ticket.called_at, awaited, ticket.green
    )


def version(*files: str) -> str:
    """What changes when a page's own ``files`` do: then a device loads it anew."""
    return hashlib.blake2b("".join(map(static, files)).encode(), digest_size=6).hexdigest()
