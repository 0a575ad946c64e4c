"""The demo's parties without an account: one that has answered by its link, and in the invented district one that would
not take a matter on."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from requests_desk.actions import hand_overs, party_links, tickets
from requests_desk.actions.walk_ins import log_ticket
from requests_desk.models import HandOver, Ticket
from stations.models import EstateBody, Service, Station, Worker

ASKED = "3号楼的楼道灯能不能换成声控的？晚上走路看得清些。"
REASON = "请看看能不能换，换好后说一声。"


def fill(*, at: datetime) -> None:
    """Both were rung in this morning by a neighbour."""
    done = handed(Worker.objects.get(username="desk"), "fengyangyuan", at - timedelta(minutes=40))
    said: dict[str, Any] = {"link": linked(done, at), "said_by": "周师傅", "at": at}
    party_links.accept(**said, key="demo-party-accepts")
    party_links.say(
        **said, text="声控灯已换好，老人孩子晚上走路亮堂了。", answered=True, key="demo-party-answers"
    )
    refused = handed(
        Worker.objects.get(username="wutong-jinshu-desk"), "wutong-jinshu", at - timedelta(minutes=50)
    )
    party_links.decline(
        link=linked(refused, at), at=at, said_by="郑经理", reason="灯归供电所管，不归我们。", next_address="供电所",
        key="demo-party-declines",
    )  # fmt: skip


def handed(worker: Worker, slug: str, at: datetime) -> HandOver:
    """A matter taken in by phone, and offered to the property company of its estate, or of none."""
    worker.load_scope(on=timezone.localdate(at))
    station = Station.objects.select_related("committee").get(slug=slug)
    body = EstateBody.objects.filter(estate__committee=station.committee).select_related("estate").first()
    slip = log_ticket(
        station=station, matter=Service.objects.get(slug="repair"), worker=worker, at=at, words=ASKED,
        channel=Ticket.Channel.PHONE, estate=body.estate if body else None,
    )  # fmt: skip
    ticket = tickets.start(ticket=slip.ticket, worker=worker, at=at)
    whom: dict[str, Any] = {"to_body": body} if body else {"to_outside": "物业公司"}
    return hand_overs.offer(ticket=ticket, worker=worker, at=at, reason=REASON, **whom)


def linked(hand_over: HandOver, at: datetime) -> Any:
    """Its link, whose secret nobody keeps."""
    giver = hand_over.giver
    giver.load_scope(on=timezone.localdate(at))
    return party_links.issue(hand_over=hand_over, worker=giver, at=at)[0]
