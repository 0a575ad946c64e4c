"""Who walks through the demo before the requests are drawn, and where they begin."""

import re

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from portal.common.pictures import LARGE
from requests_desk.actions.terminals import issue
from requests_desk.models import Proposal, RoomUse, SignUp, Terminal, Ticket, Visit
from stations.actions.invitations import invite
from stations.actions.photos import file_of
from stations.models import Estate, Service, Station
from tests import factories as make
from tests.demo import entered, scoped
from tests.fuzz.corpus import Corpus, all_routes, knock, walk

HOME = "fengyangyuan"
ALONE = [
    "/",
    "/stations/",
    "/services/",
    "/coverage/",
    "/coverage/services/",
    "/activities/",
    "/voice/",
    "/track/",
]
FOR_MACHINES = ["/robots.txt", "/healthz", "/readyz"]
DESK = [
    "/desk/",
    "/desk/rounds/new/",
    "/desk/rounds/care/new/",
    "/desk/looks/",
    "/desk/day/",
    "/desk/open-days/",
]
OFFICE = [
    "/admin/",
    "/admin/coverage/",
    "/admin/coverage/how/",
    "/admin/personal-data/",
    "/admin/sheets/",
    "/desk/",
]


def links() -> list[str]:
    """What only a link opens: a resident's own in each of its states, a party's, a new colleague's, a device's."""
    found: list[str] = []
    for name, rows in {
        "visit": Visit.objects.filter(erased_at=None),
        "ticket_track": Ticket.objects.filter(erased_at=None),
        "sign_up": SignUp.objects.all(),
        "room_use": RoomUse.objects.all(),
        "proposal_mine": Proposal.objects.all(),
    }.items():
        by_state = {row.state: row for row in rows.order_by("pk")}
        found += [reverse(name, args=[row.token]) for row in by_state.values() if row.token]
    desk, head, station = scoped("desk"), scoped("head"), Station.objects.get(slug=HOME)
    _link, token = make.party_link(desk, station, Service.objects.earliest("pk"))
    found.append(reverse("party", args=[token]))
    given = {"name": "李新来", "role": "desk", "place": station.committee, "since": make.TODAY}
    found.append(reverse("join", args=[invite(giver=head, at=make.NOW, **given)[1]]))
    ticket = Ticket.objects.filter(station=station, erased_at=None).latest("pk")
    file = make.attachment(ticket, desk)
    found.append(reverse("ticket_track_attachment", args=[ticket.token, file.pk]))
    for kind in Terminal.Kind:
        device = issue(station=station, kind=kind, worker=desk, at=make.NOW)
        found.append(reverse(f"{kind}_open", args=[station.slug, device.link]))
    return found


def photograph() -> str:
    """The address of a picture."""
    photo = make.photo(Station.objects.get(slug=HOME))
    default_storage.save(file_of(photo.name, LARGE), ContentFile(b"RIFF"))
    return photo.large_url


def sections(client: Client) -> list[str]:
    """The maps for search engines."""
    page = client.get(reverse("sitemap_index")).content.decode()
    return ["/sitemap.xml", *re.findall(r"/sitemap-[a-z-]+\.xml", page)]


def upload(client: Client) -> str:
    """A sheet on its way in; its address."""
    estate = (
        Estate.objects.filter(committee__code__startswith="990101").select_related("committee").earliest("pk")
    )
    answer = client.get(reverse("sheet_current", args=["estates", "csv"]))
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    file = SimpleUploadedFile("x.csv", content.replace(estate.name.encode(), f"{estate.name}新".encode(), 1))
    sent = client.post(reverse("sheet_new", args=["estates"]), {"file": file})
    return str(sent.headers.get("Location", reverse("sheet_list")))


def met() -> tuple[Corpus, dict[str, str]]:
    """The corpus, and the cookies of each role."""
    corpus = Corpus(routes=list(dict.fromkeys(all_routes())))
    clients = {"anonymous": Client(), "resident": Client(), "device": Client()}
    clients |= {who: entered(who) for who in ("desk", "head", "stranger", "street", "district", "admin")}
    station = Station.objects.get(slug=HOME)
    for kind in Terminal.Kind:
        clients["device"].cookies[kind.value] = make.terminal(scoped("desk"), station, kind.value)[1]
    starts = {
        "anonymous": [*ALONE, *sections(Client()), *FOR_MACHINES, photograph(), reverse("sign_in")],
        "resident": [*links(), *ALONE],
        "device": [*(reverse(one, args=[HOME]) for one in ("screen", "screen_now", "kiosk", "kiosk_booked"))],
        **dict.fromkeys(("desk", "head", "stranger"), DESK),
        **{who: [*OFFICE, upload(clients[who])] for who in ("street", "district", "admin")},
    }
    for role, client in clients.items():
        client.raise_request_exception = False
        walk(corpus, role, client, starts[role])
    for role, client in clients.items():
        knock(corpus, role, client)
    return corpus, {role: cookie(client) for role, client in clients.items()}


def cookie(client: Client) -> str:
    return "; ".join(f"{name}={one.value}" for name, one in client.cookies.items())
