"""What stands, as officials keep it: a module for each noun."""

from django.contrib import admin
from django.contrib.auth.models import Group

from . import (
    brand,
    committee,
    council,
    division,
    estate,
    grid,
    photo,
    programme,
    service,
    site,
    standard,
    station,
    walking,
)

# Rights follow from posts: groups and permissions would be levers that move nothing.
admin.site.unregister(Group)

__all__ = [
    "brand",
    "committee",
    "council",
    "division",
    "estate",
    "grid",
    "photo",
    "programme",
    "service",
    "site",
    "standard",
    "station",
    "walking",
]
