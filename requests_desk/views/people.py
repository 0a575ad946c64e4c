"""People: who works here, who is away, who is invited; and what whoever looks after them may do."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.common.access import worker_required
from portal.common.paging import page_of
from requests_desk.forms.absences import AbsenceForm
from requests_desk.views.invitations import may_invite
from stations.actions import second_factor
from stations.actions.absences import deputies_for, may_note_for, place_of
from stations.actions.care import looks_after, may_put, must_look_after
from stations.actions.devices import end_devices
from stations.models import Absence, Invitation, Post, Worker

PAGE = 30
MOST_INVITED = 50


def colleagues(worker: Worker, on: date) -> QuerySet[Worker]:
    """Everybody with a post in scope on that day, the posts with them."""
    posts = Post.objects.in_scope_of(worker).current(on).select_related("committee", "division")
    rows = Worker.objects.filter(pk__in=posts.order_by().values("worker"), is_active=True)
    away = Absence.objects.not_over(on).select_related("deputy")
    return rows.prefetch_related(
        Prefetch("posts", posts, to_attr="shown_posts"), Prefetch("absences", away, to_attr="shown_absences")
    ).order_by("name", "pk")


def load(request: HttpRequest, pk: int) -> Worker:
    """Somebody with a post in scope; 404 for others."""
    worker: Any = request.user
    return get_object_or_404(colleagues(worker, timezone.localdate()), pk=pk)


def page_of_one(request: HttpRequest, pk: int) -> str:
    """The person's page, for whoever may see it."""
    return reverse("desk:person", args=[load(request, pk).pk])


@worker_required
def people(request: HttpRequest) -> HttpResponse:
    """Who works here, and the invitations nobody has answered yet."""
    worker: Any = request.user
    invited = (
        Invitation.objects.in_scope_of(worker).unanswered().select_related("committee", "division", "made_by")
    )
    page = {
        "section": "people", "page": page_of(request, colleagues(worker, timezone.localdate()), size=PAGE),
        "today": timezone.localdate(), "now": timezone.now(), "may_invite": may_invite(worker),
        "invitations": [row for row in invited[:MOST_INVITED] if may_put(worker, row.role, row.place)],
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/people/list.html", page)


@worker_required
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One colleague: their posts, their absences, and what can be done for them."""
    return show(request, load(request, pk))


def show(
    request: HttpRequest, row: Worker, *, form: AbsenceForm | None = None, status: int = 200
) -> HttpResponse:
    """The person's page; ``form`` is the absence that was not noted, with its errors."""
    worker: Any = request.user
    today = timezone.localdate()
    place = place_of(row, on=today)
    if form is None and may_note_for(row, worker, on=today):
        form = AbsenceForm(deputies=deputies_for(row, place, on=today), today=today)
    page = {
        "section": "people", "person": row, "form": form, "today": today,
        "mine_to_look_after": looks_after(worker, row, on=today), "itself": row.pk == worker.pk,
        "set_up": second_factor.is_set_up(row),
    }  # fmt: skip
    return TemplateResponse(request, "requests_desk/people/person.html", page, status=status)


@worker_required
def person_sign_out(request: HttpRequest, pk: int) -> HttpResponse:
    """End all sign-ins of somebody whose post one looks after."""
    worker: Any = request.user
    row = load(request, pk)
    if request.method == "POST":
        must_look_after(worker, row, on=timezone.localdate())
        number = end_devices(worker=row, actor=worker, at=timezone.now())
        words = ngettext("%(n)d device is signed out.", "%(n)d devices are signed out.", number)
        messages.success(request, words % {"n": number})
    return redirect("desk:person", row.pk)


@worker_required
def person_reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Phone and sheet are lost: they set up another at the next sign-in."""
    worker: Any = request.user
    row = load(request, pk)
    if request.method == "POST":
        must_look_after(worker, row, on=timezone.localdate())
        second_factor.reset(worker=row, actor=worker, at=timezone.now())
        messages.success(
            request, _("Reset: at the next sign-in the password is enough to set up another phone.")
        )
    return redirect("desk:person", row.pk)
