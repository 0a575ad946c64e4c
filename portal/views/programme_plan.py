"""One committee's plan for an official to read."""

from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone

from portal.common.access import official_required
from portal.programme import PlanRow, drawn_timeline, plans_of, rows_of
from portal.standings import TAGS
from portal.views.programme import load
from portal.views.programme_cells import cell, day_in_words, standing_word, step_words
from stations.admin.official import official_of
from stations.models import PlanFund, PlanReminder, Relocation, Site, StationPhoto
from stations.models.origin import Origin
from stations.rules.coverage import Share
from stations.rules.moving import move_between


@official_required
def programme_plan(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One committee's plan to read: from where to where, its steps, its money, its promises, its pictures."""
    programme, official, today = load(request, pk), official_of(request), timezone.localdate()
    plans = [plan for plan in plans_of(official, [programme]) if plan.committee.code == code]
    if not plans:
        raise Http404
    plan = plans[0]
    (row,) = rows_of([plan], today)
    words = step_words()
    context = {
        **admin.site.each_context(request),
        "title": plan.committee.label,
        "programme": programme,
        "plan": plan,
        "row": row,
        "word": standing_word(row),
        "tag": TAGS[row.standing],
        "moved_words": day_in_words(row.moved_on, rough=row.rough),
        "cells": [cell(row, one, words) for one in row.steps],
        "too_early": row.too_early(today),
        "step_changes": list(plan.changes.exclude(step=None).select_related("by", "step")),
        "timeline": drawn_timeline([row], today) if row.promised_on or row.moved_on or row.begun_on else None,
        "money": money_of(plan, row),
        "origins": list(
            Origin.objects.filter(station__committee=plan.committee_id).select_related("station")
        ),
        "reminders": list(
            PlanReminder.objects.filter(step__relocation=plan).select_related("to", "step")[:50]
        ),
        **ends_of(plan),
        "photos": photos_of(plan),
        "today": today,
        "as_of": timezone.localtime(),
    }
    return TemplateResponse(request, "portal/programme/plan.html", context)


def money_of(plan: Relocation, row: PlanRow) -> dict[str, Any]:
    """The sources with their shares of the whole, which is the budget or, without one, what they give together, as
    far as that is known; what of it is lacking, and what they give beyond it (rows from before that was refused)."""
    funds = list(plan.funds.all())
    percent = sum(fund.percent or 0 for fund in funds)
    whole = plan.budget_yuan
    if whole is None:
        shared = 0 if percent else row.yuan
        return {"funds": [(fund, share_of(fund, shared)) for fund in funds], "whole": row.yuan}
    given = row.yuan + whole * percent // 100
    return {
        "funds": [(fund, share_of(fund, whole)) for fund in funds],
        "whole": whole,
        "lacking": max(0, whole - given) if given else 0,
        "beyond": max(0, given - whole),
    }


def share_of(fund: PlanFund, whole: int) -> int | None:
    """So much of a hundred, as said or as counted; None where there is no whole, or one too small."""
    if fund.yuan is None:
        return fund.percent
    return Share(fund.yuan, whole).percent if fund.yuan <= whole else None


def ends_of(plan: Relocation) -> dict[str, Any]:
    """From where to where: as the plan says; else the main station's sites, as the public page shows them."""
    sites = list(Site.objects.filter(station__committee=plan.committee_id, station__kind="main"))
    known = {site.pk: site for site in sites}
    found = move_between([(site.used_from, site.used_until) for site in sites], plan.programme.began_on)
    moved = found.before is not None
    here = None if found.now is None else sites[found.now]
    before = sites[found.before] if found.before is not None else here
    return {
        "from_site": known.get(plan.from_site_id or 0) or (None if plan.from_words else before),
        "to_site": known.get(plan.to_site_id or 0) or (here if moved else None),
    }


def photos_of(plan: Relocation) -> list[tuple[str, list[StationPhoto]]]:
    """The committee's photographs of the move, by moment."""
    rows = StationPhoto.objects.filter(station__committee=plan.committee_id).exclude(moment="")
    found = list(rows.order_by("position", "pk"))
    moments = [
        (str(one.label), [photo for photo in found if photo.moment == one]) for one in StationPhoto.Moment
    ]
    return [(words, photos) for words, photos in moments if photos]
