"""What happens: visits, tickets, the line — something with a time and a person in it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RequestsDeskConfig(AppConfig):
    name = "requests_desk"
    verbose_name = _("What happens")
