"""What stands, a file for each noun."""

from .checklist import ChecklistItem, ChecklistSection, ItemHours, Standard, StandardItem
from .committee import Committee
from .division import Division
from .estate import Datum, Estate, EstateBody
from .grid import Building, Grid, GridFigures, GridPost
from .opening import AnnouncedYear, Holiday, OpeningDay, OpeningException, Weekday, WeekHours
from .partner import Partner
from .photo import StationPhoto
from .programme import Programme, Relocation
from .scope import Scope
from .service import Service
from .station import Room, ServiceArea, Site, Station, WalkingTime
from .worker import Post, Worker

__all__ = [
    "AnnouncedYear",
    "Building",
    "ChecklistItem",
    "ChecklistSection",
    "Committee",
    "Datum",
    "Division",
    "Estate",
    "EstateBody",
    "Grid",
    "GridFigures",
    "GridPost",
    "Holiday",
    "ItemHours",
    "OpeningDay",
    "OpeningException",
    "Partner",
    "Post",
    "Programme",
    "Relocation",
    "Room",
    "Scope",
    "Service",
    "ServiceArea",
    "Site",
    "Standard",
    "StandardItem",
    "Station",
    "StationPhoto",
    "WalkingTime",
    "WeekHours",
    "Weekday",
    "Worker",
]
