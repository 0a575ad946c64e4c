"""Service packs: a district offers what a department gives; a station takes it onto its checklist, declines it, or
gives it back. Taking it makes times to book, so this stands beside the visits."""

from collections.abc import Iterable, Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from portal.common.errors import PortalError
from requests_desk.actions.closures import change_opening
from requests_desk.actions.own_desk import must_be_own
from requests_desk.models import Visit
from stations.actions.checklist import verify_items
from stations.models import (
    ChecklistItem,
    ChecklistSection,
    ItemHours,
    PackOffer,
    ServicePack,
    Station,
    Worker,
)

SECTION = gettext_noop("From the district's departments")
LAST = 90  # the section's position: behind the station's own

# On which weekday (0 is Monday) from when to when the department is there.
Hours = Sequence[tuple[int, time, time]]


class OtherDistrict(PortalError):
    """The station lies in another district than the pack."""

    sentence = _("This station lies in another district than the service pack.")
    next_step = _("Choose one of the district's own stations.")


class AlreadyDecided(PortalError):
    """Somebody of the desk has answered meanwhile."""

    sentence = _("This offer has been answered already.")
    next_step = _("Look at it again.")


class HoursBackwards(PortalError):
    """The hours end before they begin."""

    sentence = _("The end must be later than the beginning.")
    next_step = ""


@transaction.atomic
def offer(*, pack: ServicePack, stations: Iterable[Station], at: datetime) -> int:
    """Offer ``pack`` to ``stations``, which carry their committee. Who was offered it before keeps their answer.
    Returns how many new offers there are. Raises OtherDistrict."""
    rows = list(stations)
    if any(not station.committee.code.startswith(pack.district.code) for station in rows):
        raise OtherDistrict
    before = pack.offers.count()
    offers = [PackOffer(pack=pack, station=station, offered_at=at) for station in rows]
    PackOffer.objects.bulk_create(offers, ignore_conflicts=True)
    return pack.offers.count() - before


def stations_of(pack: ServicePack) -> Iterable[Station]:
    """Every station of the pack's district that is not given up."""
    rows = Station.objects.published().filter(committee__code__startswith=pack.district.code)
    return rows.select_related("committee")


def _locked(row: PackOffer, worker: Worker) -> PackOffer:
    """The offer as it stands now, at the worker's own desk. Raises NotAllowed."""
    rows = PackOffer.objects.select_for_update(of=("self",)).select_related(
        "station__committee", "pack__service"
    )
    fresh = rows.get(pk=row.pk)
    must_be_own(fresh.station, worker)
    return fresh


def _decide(row: PackOffer, state: PackOffer.State, worker: Worker, reason: str, at: datetime) -> PackOffer:
    row.state, row.decided_by, row.decided_at, row.reason = state, worker, at, reason
    row.save(update_fields=["state", "decided_by", "decided_at", "reason"])
    return row


@transaction.atomic
def accept(*, offer: PackOffer, worker: Worker, at: datetime, hours: Hours = ()) -> PackOffer:
    """Take the pack: its service stands on the station's checklist from now on, checked today by ``worker``, to be
    booked; with ``hours`` of its own where the department named them. Twice is once; what was declined can be taken
    later. Raises NotAllowed, HoursBackwards."""
    fresh = _locked(offer, worker)
    if fresh.state == PackOffer.State.ACCEPTED:
        return fresh
    if any(begins >= ends for _day, begins, ends in hours):
        raise HoursBackwards
    _decide(fresh, PackOffer.State.ACCEPTED, worker, "", at)
    if fresh.pack.service is not None:
        _put_on_checklist(fresh, worker, hours, at)
    return fresh


def _put_on_checklist(row: PackOffer, worker: Worker, hours: Hours, at: datetime) -> None:
    """The pack's line, or the station's own line of the same service, which stays in its section."""
    given = {"given_by": row.pack.department, "given_by_en": row.pack.department_en}
    item, made = ChecklistItem.objects.get_or_create(
        station=row.station, service=row.pack.service, defaults={"section": _section(row.station), **given}
    )
    if not made:
        item.active = True
        item.given_by, item.given_by_en = (
            item.given_by or given["given_by"],
            item.given_by_en or given["given_by_en"],
        )
        item.save(update_fields=["active", "given_by", "given_by_en"])
    for weekday, begins, ends in hours:
        ItemHours.objects.update_or_create(
            item=item, weekday=weekday, opens=begins, defaults={"closes": ends}
        )
    verify_items(items=[item], worker=worker, on=timezone.localtime(at).date())
    change_opening(stations=[row.station], at=at)


def _section(station: Station) -> ChecklistSection:
    """The part of the checklist for what departments give, in both languages."""
    with translation.override("zh-hans"):
        name = translation.gettext(SECTION)
    section, _made = ChecklistSection.objects.get_or_create(
        station=station, name=name, defaults={"name_en": SECTION, "position": LAST}
    )
    return section


@transaction.atomic
def decline(*, offer: PackOffer, worker: Worker, reason: str, at: datetime) -> PackOffer:
    """Not for this station, and why: the district reads it. Raises NotAllowed, AlreadyDecided."""
    fresh = _locked(offer, worker)
    if fresh.state != PackOffer.State.OFFERED:
        raise AlreadyDecided
    return _decide(fresh, PackOffer.State.DECLINED, worker, reason, at)


@transaction.atomic
def give_back(*, offer: PackOffer, worker: Worker, reason: str, at: datetime) -> list[Visit]:
    """The station takes a pack no longer. Its line leaves the checklist, unless it was the station's own before.
    Returns the visits booked for it that now stand outside, for the desk to move or call off. Raises NotAllowed,
    AlreadyDecided."""
    fresh = _locked(offer, worker)
    if fresh.state != PackOffer.State.ACCEPTED:
        raise AlreadyDecided
    _decide(fresh, PackOffer.State.DECLINED, worker, reason, at)
    section = _section(fresh.station)
    lines = ChecklistItem.objects.filter(station=fresh.station, service=fresh.pack.service, section=section)
    if not lines.update(active=False):
        return []
    return change_opening(stations=[fresh.station], at=at)
