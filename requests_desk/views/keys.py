"""The sheet of keys, as a page for those without script: which keys work where."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from portal.common.access import worker_required
from requests_desk.views.step_words import KEYS, TITLES


@dataclass(frozen=True)
class Page:
    """A page of the desk with its keys: each with what it does."""

    title: Any
    keys: tuple[tuple[str, Any], ...]


PAGES = (
    Page(
        _("Board"),
        (
            ("W", _("Log a walk-in")), ("C", _("Check in")), ("N", _("Call next")), ("R", _("Receive")),
            ("G", _("Call again")), ("X", _("Not here")), ("K", _("Comes back later")), ("Y", _("Back into the line")),
            ("O", _("Take over")), ("A", _("Answered on the spot")), ("T", _("Take in hand")), ("H", _("Hand over")),
            ("P", _("Count somebody who came in")), ("Z", _("Undo")),
            ("U", _("Refresh")), ("B", _("Book for a caller")),
        ),
    ),
    Page(
        _("Log a walk-in"),
        (
            ("1 … 9, 0", _("The matters asked most often")), ("S", _("Serve now")), ("A", _("Answered on the spot")),
            ("N", _("Take a number")), ("B", _("Came before? Look, and go to the list")),
            ("W", _("When did they come? (if not now)")),
        ),
    ),
    Page(_("Ticket"), tuple((key.upper(), TITLES[step]) for step, key in KEYS.items())),
    Page(_("Tickets"), (("F", _("Search")),)),
    Page(_("Check in"), (("W", _("Not booked: log a walk-in")),)),
    Page(_("Slip"), (("B", _("Back to the board")),)),
    Page(_("Visits"), (("B", _("Book for a caller")),)),
)  # fmt: skip


@worker_required
def keys(request: HttpRequest) -> HttpResponse:
    """All keys of the desk."""
    return TemplateResponse(request, "requests_desk/keys/keys.html", {"section": "keys", "pages": PAGES})
