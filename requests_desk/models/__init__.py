"""What happens, a file for each noun."""

from .access_log import Reveal
from .activity import Activity, ActivityGroup, ActivitySession
from .answer_template import AnswerTemplate
from .care import Care, CareVisit
from .drop_in import DropIns
from .escalation import Escalation
from .follow_up import MOST_TRIES, FollowUp
from .meeting import Meeting, MeetingOpinion
from .message import Message
from .open_day import OpenDayRecord, OpenDaySeries, OpenDayTheme
from .opinion import Opinion
from .party_link import PARTY_LINK_LASTS, PartyLink
from .poll import Ballot, Poll, PollOption
from .project import Project, ProjectEvent, ProjectFund, ProjectStep, Resource
from .proposal import Proposal, ProposalEvent, Support
from .review import EstateReach, ReviewDay, ServiceFigures, TicketDay, TicketMark
from .room_use import RoomUse
from .rota import DutyChange, DutyHours, RotaException, RotaParty
from .round import CARE_DAYS, STREET_DAYS, Round, RoundPlan
from .sheet_upload import SheetUpload
from .sign_up import Attendance, SignUp, SignUpEvent
from .slot import HELD_UNTIL, Slot, held_at
from .terminal import Terminal
from .ticket import SILENT_DAYS, HandOver, Line, Ticket, TicketNote
from .ticket_attachment import TicketAttachment
from .ticket_event import TicketEvent
from .ticket_link import TicketLink
from .ticket_task import TicketTask
from .visit import Visit, VisitEvent, day_bounds
from .volunteer import Volunteer, VolunteerShift

__all__ = [
    "CARE_DAYS",
    "HELD_UNTIL",
    "MOST_TRIES",
    "PARTY_LINK_LASTS",
    "SILENT_DAYS",
    "STREET_DAYS",
    "Activity",
    "ActivityGroup",
    "ActivitySession",
    "AnswerTemplate",
    "Attendance",
    "Ballot",
    "Care",
    "CareVisit",
    "DropIns",
    "DutyChange",
    "DutyHours",
    "Escalation",
    "EstateReach",
    "FollowUp",
    "HandOver",
    "Line",
    "Meeting",
    "MeetingOpinion",
    "Message",
    "OpenDayRecord",
    "OpenDaySeries",
    "OpenDayTheme",
    "Opinion",
    "PartyLink",
    "Poll",
    "PollOption",
    "Project",
    "ProjectEvent",
    "ProjectFund",
    "ProjectStep",
    "Proposal",
    "ProposalEvent",
    "Resource",
    "Reveal",
    "ReviewDay",
    "RoomUse",
    "RotaException",
    "RotaParty",
    "Round",
    "RoundPlan",
    "ServiceFigures",
    "SheetUpload",
    "SignUp",
    "SignUpEvent",
    "Slot",
    "Support",
    "Terminal",
    "Ticket",
    "TicketAttachment",
    "TicketDay",
    "TicketEvent",
    "TicketLink",
    "TicketMark",
    "TicketNote",
    "TicketTask",
    "Visit",
    "VisitEvent",
    "Volunteer",
    "VolunteerShift",
    "day_bounds",
    "held_at",
]
