"""The register of personal data, for officials: what is held, why, for how long, who sees it, how it goes."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.common.access import official_required
from portal.register import register_in_words
from requests_desk.rules.notices import NOTICES


@official_required
def personal_data_register(request: HttpRequest) -> HttpResponse:
    """Every field of every table that says something about a person (PIPL 51, 54)."""
    context = {
        **admin.site.each_context(request),
        "title": _("Register of personal data"),
        "groups": register_in_words(),
        "notices": NOTICES[::-1],
    }
    return TemplateResponse(request, "portal/personal_data.html", context)
