"""The cellar: small things both apps stand on."""

from django.apps import AppConfig

from . import checks  # noqa: F401  importing a check registers it


class CommonConfig(AppConfig):
    name = "portal.common"
    label = "common"
