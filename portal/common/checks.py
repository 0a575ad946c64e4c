"""Checks at start: a view without an access mark does not ship, nor a gateway that nobody knows."""

from collections.abc import Iterator
from typing import Any

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

from .marks import MARK
from .sms import gateway

# Views of Django and of our packages bring their own doors: the admin asks
# PortalAdminSite.has_permission, and static files are the same for everyone.
FOREIGN_NAMESPACES = {"admin"}


def views(resolver: Any, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Every (route, callback) of ours below ``resolver``."""
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            if pattern.namespace not in FOREIGN_NAMESPACES:
                yield from views(pattern, route)
        elif isinstance(pattern, URLPattern):
            yield route, pattern.callback


@register()
def every_view_carries_a_mark(app_configs: Any, **kwargs: Any) -> list[Error]:
    """doorstep.E001: name each route whose view has no access mark."""
    return [
        Error(
            f"The view at {route!r} carries no access mark.",
            hint="Decorate it with exactly one of @public(), @at_the_door, @worker_required, @official_required.",
            id="doorstep.E001",
        )
        for route, callback in views(get_resolver())
        if not hasattr(callback, MARK)
    ]


@register()
def the_gateway_is_known(app_configs: Any, **kwargs: Any) -> list[Error]:
    """doorstep.E002: SMS_URL names no gateway that we have."""
    try:
        gateway()
    except ValueError as error:
        return [Error(str(error), id="doorstep.E002")]
    return []
