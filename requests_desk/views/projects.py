"""A project, in public: the needs behind it, the means, the steps, the meetings, and every opinion's fate."""

from typing import Any

from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from portal.common.access import public
from requests_desk.models import Meeting, Project, Proposal, ProposalEvent
from requests_desk.rules.shares import Source, left_over, shares
from requests_desk.views.voice import BIGGEST_KEY


def load(pk: int) -> Project:
    """The project with its committee and estate, or Http404."""
    rows = Project.objects.select_related("committee", "estate")
    found = rows.filter(pk=pk).first() if pk <= BIGGEST_KEY else None
    if found is None:
        raise Http404
    return found


@require_safe
@public(cached=True)
def project(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole story of one project on one page."""
    row = load(pk)
    page = {
        "section": "voice", "project": row, "committee": row.committee, "now": timezone.now(),
        "today": timezone.localdate(),
        "needs": list(needs_of(row)), "resources": list(row.resources.select_related("partner")),
        "steps": list(row.steps.all()), "polls": list(row.polls.all()), **purse(row), **meetings_of(row),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/projects/project.html", page)


def needs_of(row: Project) -> Any:
    """What led to it, the most supported first; of a dropped one also what another has taken up since."""
    wanted = Q(project=row)
    if row.state == Project.State.DROPPED:
        taken = ProposalEvent.objects.filter(kind=ProposalEvent.Kind.TAKEN_UP, data__project=row.pk)
        wanted |= Q(pk__in=taken.values("proposal"))
    return Proposal.objects.published().filter(wanted).order_by("-supports", "pk")


def purse(row: Project) -> dict[str, Any]:
    """Its sources of money, each with its share in percent (None: not to be told), what no source accounts
    for, and the sum where every amount is known."""
    funds = list(row.funds.all())
    found = shares([Source(fund.yuan, fund.percent) for fund in funds])
    amounts = [fund.yuan for fund in funds if fund.yuan is not None]
    return {
        "funds": list(zip(funds, found, strict=True)),
        "not_told": left_over(found) if any(found) else 0,
        "yuan": sum(amounts) if funds and len(amounts) == len(funds) else None,
    }


def meetings_of(row: Project) -> dict[str, Any]:
    """Its meetings in order, those to come apart, and whether any opinion was voiced in published ones."""
    rows = row.meetings.prefetch_related("opinions").order_by("starts_at", "pk")
    meetings: list[Meeting] = list(rows)
    told = [meeting for meeting in meetings if meeting.published_at is not None]
    return {
        "meetings": meetings,
        "voiced": [(meeting, one) for meeting in told for one in meeting.opinions.all()],
    }
