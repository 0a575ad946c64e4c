"""The officials' door: Django's admin, opened by posts instead of flags and groups."""

from collections.abc import Callable
from functools import update_wrapper
from typing import Any
from urllib.parse import urlencode

from django.contrib.admin import AdminSite
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from portal.common.access import here
from portal.common.doors import first_asked, to_first_asked
from stations.models import Station

# The index as officials think, by the models' names in the URLs; what stands in no group comes last.
GROUPS = (
    ("places", _("Places"), (
        "division", "committee", "estate", "grid", "council", "station", "site", "stationphoto", "walkingtime", "brand",
    )),
    ("services", _("Opening and services"), (
        "checklistitem", "service", "answertemplate", "standard", "servicepack", "packoffer", "openingexception",
        "holiday", "announcedyear",
    )),
    ("programme", _("Moving to the street"), ("programme", "relocation", "idleroom")),
    ("people", _("People"), ("worker", "post", "skill")),
    ("whats_on", _("What's on"), ("activity", "activitygroup", "signup", "opendayseries", "opendayrecord")),
    ("voice", _("Residents' voice"), ("proposal", "project", "meeting", "poll", "resource")),
    ("happened", _("What happened"), (
        "visit", "ticket", "escalation", "round", "roomuse", "message", "slot", "volunteer", "reveal",
    )),
)  # fmt: skip


def without_store(response: HttpResponse) -> HttpResponse:
    """An answer that nobody keeps."""
    response["Cache-Control"] = "no-store"
    return response


class PortalAdminSite(AdminSite):
    site_header = _("Doorstep administration")
    site_title = _("Doorstep")
    index_title = _("Review and administration")
    site_url = "/"
    enable_nav_sidebar = False  # wide lists need the room; every page leads back to the index

    # The door ----------------------------------------------------------------------------------

    def has_permission(self, request: HttpRequest) -> bool:
        """Officials and administrators, by the posts they hold at this moment (one query a request)."""
        return self.in_office(request) and not first_asked(request, request.user)

    def in_office(self, request: HttpRequest) -> bool:
        """The same, whatever they are still asked for at the door."""
        user: Any = request.user
        if not user.is_authenticated:
            return False
        try:
            scope = user.scope
        except LookupError:
            scope = user.load_scope(on=timezone.localdate())
        return bool(user.is_active and scope.is_official)

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        inner = super().admin_view(view, cacheable)

        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            # Django hands what filters ask for to the database, and PostgreSQL takes no NUL byte.
            if "%00" in request.META["QUERY_STRING"]:
                raise BadRequest("a NUL byte in the query string")
            if request.user.is_authenticated and not self.in_office(request):
                return self.no_office(request)
            if self.in_office(request) and (asked := first_asked(request, request.user)):
                return without_store(to_first_asked(request, asked))
            response = inner(request, *args, **kwargs)
            here(request, response, request.user)
            return response

        return update_wrapper(enter, inner)

    def no_office(self, request: HttpRequest) -> HttpResponse:
        """Signed in, but at a desk only: say so, and show the way there."""
        return without_store(TemplateResponse(request, "admin/no_office.html", {}, status=403))

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """There is one sign-in, with one limit of tries; it comes back here."""
        wanted = request.GET.get("next", "")
        if not (wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)):
            wanted = reverse("admin:index")
        if self.has_permission(request):
            return redirect(wanted)
        if self.in_office(request):
            return to_first_asked(request, first_asked(request, request.user))
        if request.user.is_authenticated:
            return self.no_office(request)
        return redirect(f"{reverse('sign_in')}?{urlencode({'next': wanted})}")

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return redirect("password_change")

    def get_urls(self) -> list[Any]:
        """Without Django's redirect from any row's key to its page: it asks nobody, and a visit's page
        is its secret."""
        return [one for one in super().get_urls() if getattr(one, "name", None) != "view_on_site"]

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """What every page is given. Django lists all tables for each of them, for a sidebar that we do not show; here
        they are listed when somebody asks."""
        return {
            "site_title": self.site_title, "site_header": self.site_header, "site_url": self.site_url,
            "has_permission": self.has_permission(request), "is_popup": False,
            "is_nav_sidebar_enabled": self.enable_nav_sidebar, "log_entries": self.get_log_entries(request),
            "available_apps": SimpleLazyObject(lambda: self.get_app_list(request)),
            "group": self.group_of(request),
        }  # fmt: skip

    @staticmethod
    def group_of(request: HttpRequest) -> dict[str, Any] | None:
        """The group of the index that the kind of this page stands in, for the way back; None outside all kinds."""
        match = request.resolver_match
        name = (match.url_name or "") if match and match.namespace == "admin" else ""
        kind = name.rpartition("_")[0].rpartition("_")[
            2
        ]  # stations_estate_change, requests_desk_ticket_history
        found = next(((key, words) for key, words, names in GROUPS if kind in names), None)
        return found and {"url": f"{reverse('admin:index')}#{found[0]}", "words": found[1]}

    # The index ---------------------------------------------------------------------------------

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[dict[str, Any]]:
        """Grouped as officials think; each group links to its place on the index."""
        models = {
            model["object_name"].lower(): model
            for app in super().get_app_list(request, app_label)
            for model in app["models"]
        }
        groups = [
            self._group(key, words, [models.pop(name) for name in names if name in models])
            for key, words, names in GROUPS
        ]
        rest = self._group("other", gettext("Other"), list(models.values()))
        return [group for group in (*groups, rest) if group["models"]]

    @staticmethod
    def _group(key: str, words: Any, models: list[dict[str, Any]]) -> dict[str, Any]:
        return {
            "name": words, "app_label": key, "app_url": f"{reverse('admin:index')}#{key}",
            "has_module_perms": True, "models": models,
        }  # fmt: skip

    def index(self, request: HttpRequest, extra_context: Any = None) -> Any:
        user: Any = request.user
        empty = user.scope.everything and not Station.objects.exists()
        return super().index(request, {"nothing_stands_yet": empty, **(extra_context or {})})
