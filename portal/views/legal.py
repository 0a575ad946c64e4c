"""The small print in plain words: what happens to people's data, and who can use the portal how."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from portal.register import register_in_words
from requests_desk.rules.notices import NOTICES, Notice, known, notice_of
from requests_desk.rules.personal_data import REGISTER, Whose


def current() -> Notice:
    """The version in force today."""
    notice = known(notice_of(timezone.localdate()))
    assert notice is not None
    return notice


@public(cached=True)
def privacy(request: HttpRequest) -> HttpResponse:
    """What is asked, why, for how long, who sees it, and which rights a person has (PIPL 17)."""
    return show(request, current())


@public(cached=True)
def privacy_version(request: HttpRequest, number: int) -> HttpResponse:
    """The notice as it read in that version."""
    notice = known(number)
    if notice is None:
        raise Http404
    return show(request, notice)


def show(request: HttpRequest, notice: Notice) -> HttpResponse:
    """``notice`` with the list of all versions; that in force with the register of fields too."""
    in_force = current()
    residents = [one for one in REGISTER if one.whose is Whose.RESIDENT and not one.secret]
    context = {
        "days": settings.PORTAL_KEEP_DAYS,
        # The first notices told of one time for all.
        "keep_days": max(settings.PORTAL_KEEP_DAYS.values()), "notice": notice, "current": in_force,
        "versions": NOTICES[::-1], "body": f"portal/privacy/{notice.number}.html",
        "register": register_in_words(residents) if notice == in_force else [],
    }  # fmt: skip
    return TemplateResponse(request, "portal/privacy.html", context)


@public(cached=True)
def accessibility(request: HttpRequest) -> HttpResponse:
    """What the portal does for everyone's use, what it cannot yet, and whom to tell."""
    return TemplateResponse(request, "portal/accessibility.html", {})
