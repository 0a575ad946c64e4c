"""Volunteers: who offered to help, and the help given, by one person or by some whom nobody names."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from requests_desk.actions.own_desk import must_sit_there
from requests_desk.models import Volunteer, VolunteerShift
from requests_desk.rules.notices import notice_of
from stations.models import Committee, Worker

SAID = ("kind", "name", "phone", "skills", "named_in_public")


class HasLeft(PortalError):
    """Somebody who is no volunteer any more is not changed, and no help is noted for days after."""

    status = 409
    sentence = _("They are no volunteer any more.")
    next_step = _("If they have come back, add them anew.")


@transaction.atomic
def add_volunteer(*, committee: Committee, worker: Worker, at: date, **said: Any) -> Volunteer:
    """Write down somebody who offered to help: ``said`` holds what SAID names. Raises NotAllowed."""
    must_sit_there(committee.pk, worker)
    stamps = {"since": at, "notice": notice_of(at)}
    return Volunteer.objects.create(committee=committee, **stamps, **{key: said[key] for key in SAID})


@transaction.atomic
def change_volunteer(*, volunteer: Volunteer, worker: Worker, **said: Any) -> Volunteer:
    """What they say of themselves now; a name or phone that is not said stays. Raises NotAllowed, HasLeft."""
    row = _standing(volunteer, worker)
    for key in SAID:
        if said[key] or key not in ("name", "phone"):
            setattr(row, key, said[key])
    row.save(update_fields=SAID)
    return row


@transaction.atomic
def let_go(*, volunteer: Volunteer, worker: Worker, on: date) -> Volunteer:
    """They stop on that day; the time of keeping begins. Raises NotAllowed, HasLeft."""
    row = _standing(volunteer, worker)
    row.left_on = max(on, row.since)
    row.named_in_public = False
    row.save(update_fields=["left_on", "named_in_public"])
    return row


@transaction.atomic
def note_help(
    *, volunteer: Volunteer, worker: Worker, on: date, hours: Decimal | None = None
) -> VolunteerShift:
    """One volunteer helped on a day, for so many hours if anybody knows. Raises NotAllowed, HasLeft."""
    row = _standing(volunteer, worker)
    return VolunteerShift.objects.create(
        committee_id=row.committee_id, volunteer=row, on=on, people=1, hours=hours
    )


@transaction.atomic
def note_helpers(
    *, committee: Committee, worker: Worker, on: date, people: int, hours: Decimal | None = None
) -> VolunteerShift:
    """So many people helped on a day, for so many hours each; nobody is named. Raises NotAllowed."""
    must_sit_there(committee.pk, worker)
    return VolunteerShift.objects.create(committee=committee, on=on, people=people, hours=hours)


def _standing(volunteer: Volunteer, worker: Worker) -> Volunteer:
    must_sit_there(volunteer.committee_id, worker)
    row = Volunteer.objects.select_for_update().get(pk=volunteer.pk)
    if row.left_on is not None:
        raise HasLeft
    return row
