"""What stands, as officials keep it: a module for each noun."""

from django.contrib import admin
from django.contrib.auth.models import Group
from django_otp.plugins.otp_totp.models import TOTPDevice

from . import (
    brand,
    committee,
    council,
    division,
    estate,
    grid,
    idle_room,
    photo,
    plan,
    programme,
    service,
    site,
    standard,
    station,
    walking,
)

# Rights follow from posts: groups and permissions would be levers that move nothing.
admin.site.unregister(Group)
# Whoever reads a phone's secret has the second factor.
admin.site.unregister(TOTPDevice)

__all__ = [
    "brand",
    "committee",
    "council",
    "division",
    "estate",
    "grid",
    "idle_room",
    "photo",
    "plan",
    "programme",
    "service",
    "site",
    "standard",
    "station",
    "walking",
]
