"""The duty rota: turning the wheel."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from portal.common.errors import NotAllowed
from requests_desk.models import RotaParty
from stations.models import Station, Worker


@transaction.atomic
def give_this_week(*, party: RotaParty, worker: Worker, at: datetime) -> Station:
    """Turn the wheel so that ``party`` (which carries its station) has the week of ``at``; the others
    follow in their order. The committee's head alone turns it. Raises NotAllowed."""
    station = Station.objects.select_for_update().get(pk=party.station_id)
    if station.committee_id not in worker.scope.head_committees:
        raise NotAllowed
    before = RotaParty.objects.filter(station=station, position__lt=party.position).count()
    today = timezone.localtime(at).date()
    station.rota_began_on = today - timedelta(days=today.weekday(), weeks=before)
    station.save(update_fields=["rota_began_on"])
    return station
