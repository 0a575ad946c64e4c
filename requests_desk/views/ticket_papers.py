"""What belongs to a ticket beside its steps: its files, and the templates for its answer."""

from datetime import datetime
from typing import Any

from requests_desk.actions.reveals import may_see_contact
from requests_desk.actions.ticket_attachments import MOST
from requests_desk.forms.ticket_attachments import FileForm
from requests_desk.models import AnswerTemplate, Ticket
from requests_desk.rules.answer_templates import filled
from stations.models import Worker
from stations.models.named import in_language

MOST_TEMPLATES = 60
ANSWERABLE = Ticket.RUNNING


def papers_of(ticket: Ticket, worker: Worker, now: datetime, **forms: Any) -> dict[str, Any]:
    """What the sheet shows of them to ``worker``; ``forms`` are those that failed, by their names there."""
    files = list(ticket.attachments.select_related("by"))
    concerned = may_see_contact(ticket, worker)
    return {
        "attachments": files if concerned else [],
        "attachments_kept_back": 0 if concerned else len(files),
        "may_attach": concerned and not ticket.erased_at and ticket.state not in ("closed", "left"),
        "attachments_full": len(files) >= MOST,
        "attach_form": FileForm(),
        "templates": templates_for(ticket) if ticket.state in ANSWERABLE and concerned else [],
        **forms,
    }


def templates_for(ticket: Ticket) -> list[Any]:
    """What can be inserted into its answer, with the blanks filled in as ``words``."""
    rows: list[Any] = list(AnswerTemplate.objects.for_ticket(ticket)[:MOST_TEMPLATES])
    for row in rows:
        row.words = words_of(row, ticket)
    return rows


def words_of(row: AnswerTemplate, ticket: Ticket) -> str:
    """The template in the reader's language, as far as it was written, filled in for the ticket."""
    return filled(
        in_language(row.text, row.text_en),
        reference=ticket.reference,
        station=ticket.station.label,
        phone=ticket.station.phone or ticket.committee.phone,
    )
