"""The demo's service packs: offered by districts, taken, declined or waiting at stations."""

from datetime import datetime, timedelta

from django.utils import timezone

from portal.demo import files
from portal.demo.files import Data
from portal.demo.places import spans
from portal.demo.rooms import clerk
from requests_desk.actions.service_packs import accept, decline, offer
from stations.models import Division, PackOffer, Service, ServicePack, Station

NAMES = ("name", "name_en", "department", "department_en", "gives", "gives_en")
OFFERED, ANSWERED = timedelta(days=20), timedelta(days=6)


def fill(*, at: datetime) -> None:
    """All packs, with their answers as of ``at``."""
    slugs: dict[str, Station] = {row.slug: row for row in Station.objects.select_related("committee")}
    for fields in files.read("packs")["pack"]:
        pack = ServicePack.objects.create(
            district=Division.objects.get(code=fields["district"]),
            service=Service.objects.get(slug=fields["service"]) if "service" in fields else None,
            **{name: fields[name] for name in NAMES},
        )
        answers = [*fields.get("accepted", ()), *fields.get("declined", ())]
        named = [*(answer["station"] for answer in answers), *fields.get("offered", ())]
        offer(pack=pack, stations=[slugs[slug] for slug in named], at=at - OFFERED)
        for answer in answers:
            say(PackOffer.objects.get(pack=pack, station=slugs[answer["station"]]), answer, at)


def say(row: PackOffer, answer: Data, at: datetime) -> None:
    """The station's answer, some days ago; its line stands on the checklist from now on."""
    worker = clerk(row.station, timezone.localtime(at).date())
    if "reason" in answer:
        decline(offer=row, worker=worker, reason=answer["reason"], at=at - ANSWERED)
        return
    hours = list(spans([answer["hours"]])) if "hours" in answer else []
    accept(offer=row, worker=worker, at=at, hours=hours)
