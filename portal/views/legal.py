"""The small print in plain words: what happens to people's data, and who can use the portal how."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from portal.common.access import public


@public(cached=True)
def privacy(request: HttpRequest) -> HttpResponse:
    """What is asked, why, for how long, who sees it, and which rights a person has (PIPL 17)."""
    context = {"keep_days": settings.PORTAL_KEEP_PERSONAL_DAYS}
    return TemplateResponse(request, "portal/privacy.html", context)


@public(cached=True)
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the portal does for everyone's use, what it cannot yet, and whom to tell."""
    return TemplateResponse(request, "portal/accessibility.html", {})
