"""What stands: divisions, committees, estates, stations and everything you could print on the wall."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StationsConfig(AppConfig):
    name = "stations"
    verbose_name = _("What stands")
