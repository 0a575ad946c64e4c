"""How we count: every figure of the review in words, from the dictionary that counts it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from portal.common.access import official_required, public
from requests_desk.rules.review import CIRCLES, DAYS, FIGURES, GROUPS, LIVE_MOST, Figure
from stations.rules.coverage import COVERED_MINUTES
from stations.rules.walking import DETOUR, METRES_A_MINUTE, OLDER_METRES_A_MINUTE

OPENS: dict[str, str | Promise] = {
    "committees": _("the committees"),
    "stations": _("the stations"),
    "estates": _("the estates"),
    "floor": _("the main stations' sites, before and now"),
    "standard": _("the items of the standard, committee by committee"),
    "items": _("the lines of the checklists"),
    "tickets": _("the tickets, without anybody's name or phone"),
    "running": _("the tickets that are overdue, without anybody's name or phone"),
    "posts": _("the posts"),
    "matters": _("the matters, and the one who knows"),
    "sessions": _("the sessions"),
    "packs": _("the packs offered"),
    "turns": _("the open-day sessions"),
}
KINDS: dict[str, str | Promise] = {
    "count": _("a number"),
    "share": _("a share in percent"),
    "mean": _("a mean"),
}
BETTER: dict[str, str | Promise] = {"more": _("more is better"), "fewer": _("fewer is better"), "": ""}


@dataclass(frozen=True)
class Entry:
    """One figure of the dictionary in words."""

    figure: Figure
    kind: str | Promise
    opens: str | Promise
    better: str | Promise


def groups_of(told: Callable[[Figure], bool]) -> list[tuple[str | Promise, list[Entry]]]:
    """The figures that are told of, by the dictionary's groups; none of them empty."""
    found = []
    for group, words in GROUPS.items():
        entries = [
            Entry(one, KINDS[one.kind], OPENS[one.rows], BETTER[one.better])
            for one in FIGURES
            if one.group == group and told(one)
        ]
        if entries:
            found.append((words, entries))
    return found


def _context(told: Callable[[Figure], bool]) -> dict[str, Any]:
    return {
        "groups": groups_of(told),
        "days": DAYS,
        "circles": "/".join(str(minutes) for minutes in CIRCLES),
        "covered": COVERED_MINUTES,
        "live_most": LIVE_MOST,
        "detour": DETOUR,
        "pace": round(METRES_A_MINUTE * 60 / 1000, 1),
        "older_pace": round(OLDER_METRES_A_MINUTE * 60 / 1000, 1),
    }


@official_required
def how_counted(request: HttpRequest) -> HttpResponse:
    """Every figure, what it counts, and what it opens."""
    context = {
        **admin.site.each_context(request),
        "title": _("How we count"),
        "opens": True,
        **_context(lambda _figure: True),
    }
    return TemplateResponse(request, "portal/how_counted.html", context)


@public(cached=True)
def coverage_how(request: HttpRequest) -> HttpResponse:
    """The same for everyone: the figures that are public."""
    return TemplateResponse(request, "portal/how_counted_public.html", _context(lambda figure: figure.public))
