"""What every template may ask for under the name `portal`."""

from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import get_language

from .models import Installation
from .pagecache import elder


def is_demo() -> bool:
    """Whether this database holds demo data; asked of the database once a minute."""
    known = cache.get("is-demo")
    if known is None:
        known = Installation.objects.filter(demo=True).exists()
        cache.set("is-demo", known, 60)
    return bool(known)


def other_language(request: HttpRequest) -> tuple[str, str]:
    """Path of the same page in the other language, and that language's own name."""
    path = request.get_full_path()
    if request.path_info.startswith("/en/"):
        return path[3:], "中文"
    return "/en" + path, "English"


def portal(request: HttpRequest) -> dict[str, Any]:
    """The `portal` variable: the demo mark, whom to phone, elder mode and the other language."""
    url, name = other_language(request)
    return {
        "portal": {
            "demo": is_demo(),
            "help_phone": settings.PORTAL_HELP_PHONE,
            "icp_licence": settings.PORTAL_ICP_LICENCE,
            "idle_minutes": settings.PORTAL_IDLE_MINUTES,
            "elder": elder(request),
            "language": get_language(),
            "other_language_url": url,
            "other_language_name": name,
        },
        "request_id": getattr(request, "id", ""),
    }
