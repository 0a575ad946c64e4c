"""A committee's page: what stands there, and what its volunteers gave."""

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from requests_desk.views.thanks import named_at, thanks_of
from stations.views.committees import facts_of, load


@public(cached=True)
def committee_page(request: HttpRequest, code: str) -> HttpResponse:
    """Everything public about one committee of the register, whether it has moved or not."""
    now = timezone.now()
    body = load(code)
    context = facts_of(body, now) | {
        "thanks": thanks_of(body, timezone.localtime(now).date()),
        "named": named_at(body),
    }
    return TemplateResponse(request, "stations/committees/detail.html", context)
