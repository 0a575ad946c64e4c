"""What stands, a file for each noun."""

from .absence import Absence
from .account_event import AccountEvent
from .amenity import Amenity
from .checklist import ChecklistItem, ChecklistSection, ItemHours, Standard, StandardItem
from .committee import Committee
from .council import Council
from .device import Device
from .division import Division
from .estate import Datum, Estate, EstateBody
from .grid import Building, Grid, GridFigures, GridPost
from .idle_room import IdleRoom
from .invitation import Invitation
from .opening import AnnouncedYear, Holiday, OpeningDay, OpeningException, Weekday, WeekHours
from .origin import Brand, Keepsake, Origin
from .partner import Partner
from .photo import StationPhoto
from .plan_fund import PlanFund
from .plan_reminder import PlanReminder
from .plan_step import PlanStep, ProgrammeStep, StepKind
from .programme import Programme, Relocation
from .promise_change import PromiseChange
from .scope import Scope
from .second_factor import RecoveryCode
from .service import Service
from .service_pack import PackOffer, ServicePack
from .siting_plan import PlannedRoom, SitingPlan
from .skill import Skill
from .station import Room, ServiceArea, Site, Station, WalkingTime
from .worker import Post, Worker

__all__ = [
    "Absence",
    "AccountEvent",
    "Amenity",
    "AnnouncedYear",
    "Brand",
    "Building",
    "ChecklistItem",
    "ChecklistSection",
    "Committee",
    "Council",
    "Datum",
    "Device",
    "Division",
    "Estate",
    "EstateBody",
    "Grid",
    "GridFigures",
    "GridPost",
    "Holiday",
    "IdleRoom",
    "Invitation",
    "ItemHours",
    "Keepsake",
    "OpeningDay",
    "OpeningException",
    "Origin",
    "PackOffer",
    "Partner",
    "PlanFund",
    "PlanReminder",
    "PlanStep",
    "PlannedRoom",
    "Post",
    "Programme",
    "ProgrammeStep",
    "PromiseChange",
    "RecoveryCode",
    "Relocation",
    "Room",
    "Scope",
    "Service",
    "ServiceArea",
    "ServicePack",
    "Site",
    "SitingPlan",
    "Skill",
    "Standard",
    "StandardItem",
    "Station",
    "StationPhoto",
    "StepKind",
    "WalkingTime",
    "WeekHours",
    "Weekday",
    "Worker",
]
