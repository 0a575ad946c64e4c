"""Open days for everyone: the series, whose turn it is with which theme, when and where, and what it came to."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import public
from requests_desk.models import OpenDayRecord, OpenDaySeries, OpenDayTheme
from requests_desk.rules.open_days import Turn, Uptake, added


@dataclass(frozen=True)
class ThemeLine:
    """A theme in its turn, with its sessions in order."""

    theme: OpenDayTheme
    coming: list[OpenDayRecord]
    held: list[OpenDayRecord]


@public(cached=True)
def open_days(request: HttpRequest, pk: int) -> HttpResponse:
    """One series. Three statements, however many themes and sessions it has."""
    series = get_object_or_404(OpenDaySeries.objects.select_related("district"), pk=pk)
    at = timezone.now()
    records = list(shown(series))
    themes = [line_of(theme, records, at) for theme in series.themes.all()]
    held = [record for line in themes for record in line.held]
    came = sums(held)
    page = {
        "section": "activities", "series": series, "themes": themes, "held": len(held), "sums": came,
        "unwritten": came.turns - came.written,
        "settled": sum(bool(line.theme.department) for line in themes),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/open_days/series.html", page)


def shown(series: OpenDaySeries) -> list[OpenDayRecord]:
    """The series' sessions that the public may see."""
    rows = OpenDayRecord.objects.standing().with_session().filter(theme__series=series)
    activity = "session__group__activity"
    return list(
        rows.filter(**{f"{activity}__published": True}).exclude(**{f"{activity}__station__status": "closed"})
    )


def line_of(theme: OpenDayTheme, records: list[OpenDayRecord], at: datetime) -> ThemeLine:
    own = [record for record in records if record.theme_id == theme.pk]
    return ThemeLine(
        theme,
        [record for record in own if record.session.ends_at > at],
        [record for record in own if record.session.ends_at <= at],
    )


def sums(held: list[OpenDayRecord]) -> Uptake:
    """What the sessions that were held came to."""
    return added("", (turn_of(record) for record in held))


def turn_of(record: OpenDayRecord) -> Turn:
    """A record as rules/open_days.py counts it."""
    return Turn(
        record.theme.department, record.department_came, record.staff, record.party_members, record.residents
    )
