"""The officials' door: Django's admin, opened by posts instead of flags and groups."""

from typing import Any

from django.contrib.admin import AdminSite
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PortalAdminSite(AdminSite):
    site_header = _("Doorstep administration")
    site_title = _("Doorstep")
    index_title = _("Review and administration")
    site_url = "/"

    def has_permission(self, request: HttpRequest) -> bool:
        """Officials and administrators, by the posts they hold at this moment."""
        user: Any = request.user
        if not user.is_authenticated:
            return False
        user.load_scope(on=timezone.localdate())
        return bool(user.is_active and user.scope.is_official)
