"""What happens, a file for each noun."""

from .access_log import Reveal
from .message import Message
from .opinion import Opinion
from .rota import DutyHours, RotaParty
from .slot import HELD_UNTIL, Slot, held_at
from .ticket import SILENT_DAYS, HandOver, Line, Ticket, TicketNote
from .ticket_event import TicketEvent
from .visit import Visit, VisitEvent, day_bounds

__all__ = [
    "HELD_UNTIL",
    "SILENT_DAYS",
    "DutyHours",
    "HandOver",
    "Line",
    "Message",
    "Opinion",
    "Reveal",
    "RotaParty",
    "Slot",
    "Ticket",
    "TicketEvent",
    "TicketNote",
    "Visit",
    "VisitEvent",
    "day_bounds",
    "held_at",
]
