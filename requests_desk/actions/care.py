"""Care: old people living alone who agreed to be visited. Who looks at a name leaves a line (actions/reveals.py)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.own_desk import must_sit_there
from requests_desk.actions.rounds import plan_of
from requests_desk.models import Care, CareVisit
from requests_desk.rules.notices import notice_of
from requests_desk.rules.rounds import next_due
from stations.models import Building, Worker

SAID = ("name", "door", "phone")


class NotVisitedAnyMore(PortalError):
    """The visits have ended: nothing is changed or noted any more."""

    sentence = _("The visits to this person have ended.")
    next_step = _("If they are to be visited again, add them anew.")


def add_care(
    *,
    court: Building,
    worker: Worker,
    at: datetime,
    key: str,
    name: str,
    agreed_by: str,
    agreed_on: date,
    door: str = "",
    phone: str = "",
) -> Care:
    """Somebody in ``court`` (which carries its grid) is visited from now on, as ``agreed_by`` agreed on that day. The
    first visit is due after the committee's interval. The same ``key`` is once. Raises NotAllowed."""
    committee_id = court.grid.committee_id
    must_sit_there(committee_id, worker)
    before = Care.objects.filter(key=key, added_by=worker).first()
    if before is not None:
        return before
    today = timezone.localtime(at).date()
    _street, every = plan_of(committee_id)
    try:
        with transaction.atomic():
            return Care.objects.create(
                committee_id=committee_id, court=court, name=name, door=door, phone=phone, agreed_by=agreed_by,
                agreed_on=agreed_on, since=today, due_on=next_due(today, every=every), added_by=worker, key=key,
                notice=notice_of(today),
            )  # fmt: skip
    except IntegrityError:
        return Care.objects.get(key=key, added_by=worker)


@transaction.atomic
def change_care(*, care: Care, worker: Worker, court: Building, **said: str) -> Care:
    """Another court, name, door or phone; what is not said stays. Raises NotAllowed, NotVisitedAnyMore."""
    row = _standing(care, worker)
    must_sit_there(court.grid.committee_id, worker)
    row.court, row.committee_id = court, court.grid.committee_id
    for field in SAID:
        if said.get(field):
            setattr(row, field, said[field])
    row.save(update_fields=["court", "committee", *SAID])
    return row


@transaction.atomic
def been_there(*, care: Care, worker: Worker, at: datetime, text: str = "") -> CareVisit:
    """``worker`` was there today; the next visit is due after the interval. Twice a day is one visit, whose words are
    put together. Raises NotAllowed, NotVisitedAnyMore."""
    row = _standing(care, worker)
    today = timezone.localtime(at).date()
    visit, new = CareVisit.objects.get_or_create(
        care=row, on=today, defaults={"by": worker, "text": text.strip()}
    )
    if not new and text.strip() and text.strip() not in visit.text:
        visit.text = f"{visit.text}\n{text.strip()}".strip()
        visit.save(update_fields=["text"])
    _street, every = plan_of(row.committee_id)
    row.visited_on, row.due_on = today, next_due(today, every=every)
    row.save(update_fields=["visited_on", "due_on"])
    return visit


@transaction.atomic
def end_care(*, care: Care, worker: Worker, on: date) -> Care:
    """They are visited no more: moved, died, or do not wish it. Twice is once. Raises NotAllowed."""
    row = Care.objects.select_for_update().get(pk=care.pk)
    must_sit_there(row.committee_id, worker)
    if row.ended_on is None:
        row.ended_on = on
        row.save(update_fields=["ended_on"])
    return row


def _standing(care: Care, worker: Worker) -> Care:
    row = Care.objects.select_for_update().get(pk=care.pk)
    must_sit_there(row.committee_id, worker)
    if row.ended_on is not None or row.erased_at is not None:
        raise NotVisitedAnyMore
    return row
