"""No name and no phone in full before a look that leaves a line; and none in logs, addresses, subjects or titles."""

import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.core import mail
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from portal.common.logs import JsonFormatter
from requests_desk.actions.line import check_in
from requests_desk.actions.messages import send_next, tell
from requests_desk.actions.volunteers import add_volunteer
from requests_desk.models import Message, Proposal, Reveal, SignUp, Ticket, Visit
from stations.models import Grid, Room, Worker
from tests import factories as make
from tests.cast import Place
from tests.test_matrix import OBJECTS, OFFICIALS, STAFF

pytestmark = pytest.mark.django_db

NAME, PHONE, MAIL, WORDS = "张金丝雀", "13755550000", "canary-in-a-mine@example.cn", "煤矿里的那只鸟"
CANARIES = (NAME, PHONE, MAIL, WORDS)
WHO: dict[str, Any] = {"name": NAME, "phone": PHONE}


@pytest.fixture
def planted(place: Place, desk: Worker) -> dict[str, str | int]:
    """One row of each kind about one person, by what an address names it with."""
    visit = make.visit(place.item, **WHO, email=MAIL)
    called_off = make.visit(place.item, make.at(1, 11), **WHO)
    come = make.visit(place.item, make.at(0, 11), **WHO)
    check_in(visit=come, worker=desk, at=make.NOW)
    call = tell(visit=called_off, kind=Message.Kind.CALLED_OFF, at=make.NOW)
    assert call is not None
    ticket = make.ticket(desk, place.station, place.service, **WHO)
    make.ticket(desk, place.station, place.service, to_line=True, **WHO)
    sign_up = make.sign_up(make.group(make.activity(place.station), make.at(0, 15)), **WHO, email=MAIL)
    room = Room.objects.create(station=place.station, name="活动室")
    use = make.room_use(room, make.at(2, 10), make.at(2, 11), state="asked", **WHO)
    proposal = make.proposal(place.committee, desk, new=True, **WHO)
    helper = add_volunteer(
        committee=place.committee, worker=desk, at=make.TODAY, kind="other", skills="修车", named_in_public=False, **WHO
    )  # fmt: skip
    Grid.objects.create(committee=place.committee, name="第一网格")
    return {
        "visit": visit.reference, "ticket": ticket.reference, "session": sign_up.group.sessions.get().pk,
        "room_use": use.pk, "proposal": proposal.reference, "volunteer": helper.pk, "call": call.pk,
    }  # fmt: skip


def pages(planted: dict[str, str | int]) -> Iterator[str]:
    """Every page of the desk: lists, boards, prints, sheets, and each row's own; with words asked for too."""
    for name in sorted(STAFF):
        yield reverse(name)
        yield f"{reverse(name)}?q=张&state=all&reference=张"
    for name, kind in sorted(OBJECTS.items()):
        if kind in planted:
            yield reverse(name, args=[planted[kind]])


def told(answer: HttpResponse) -> set[str]:
    """What of the person stands in full in an answer."""
    body = answer.content.decode(errors="replace") if not answer.streaming else ""
    return {one for one in (NAME, PHONE, MAIL) if one in body}


def test_every_page_of_the_desk_masks_names_and_phones(
    planted: dict[str, str | int], as_: Callable[..., Client], desk: Worker
) -> None:
    masked = 0
    client = as_(desk)
    for url in pages(planted):
        answer = client.get(url)
        assert not told(answer), url
        masked += "137****0000" in answer.content.decode(errors="replace")
    assert masked > 10  # the person is there to be seen
    assert not Reveal.objects.exists()


def test_every_list_and_page_of_the_administration_masks_them(
    planted: dict[str, str | int], as_: Callable[..., Client], admin: Worker
) -> None:
    client = as_(admin)
    for model in django_admin.site._registry:
        first = model._default_manager.order_by("pk").first()
        names: list[tuple[str, list[Any]]] = [("changelist", [])]
        names += [("change", [first.pk])] if first else []
        for view, args in names:
            url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}", args=args)
            assert not told(client.get(url)), url
    for name in OFFICIALS:
        assert not told(client.get(reverse(name))), name


def test_a_look_with_a_reason_shows_them_and_leaves_a_line(
    planted: dict[str, str | int], as_: Callable[..., Client], desk: Worker
) -> None:
    """The control: the eyes above can see."""
    client = as_(desk)
    for kind in ("visit", "ticket", "room_use", "proposal", "volunteer"):
        url = reverse(f"desk:{kind}_reveal", args=[planted[kind]])
        assert {NAME, PHONE} <= told(client.post(url, {"reason": "serve"})), kind
    assert Reveal.objects.count() == 5


class Ways:
    """Walks the main ways with canaries in every field, and keeps what others could see of each answer."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def note(self, answer: HttpResponse) -> HttpResponse:
        self.seen.append(answer.headers.get("Location", ""))
        self.seen += re.findall(r"<title>.*?</title>", answer.content.decode(errors="replace"), re.S)
        for kept in re.findall(r'(?:href|action|src)="([^"]*)"', answer.content.decode(errors="replace")):
            if not kept.startswith(("tel:", "mailto:")):
                self.seen.append(kept)
        return answer

    def form(
        self, client: Client, url: str, status: tuple[int, ...] = (200, 302, 409), **said: Any
    ) -> HttpResponse:
        key = self.note(client.get(url)).context
        said = {
            "key": key["key"] if key and "key" in key else "",
            **WHO,
            "email": MAIL,
            "words": WORDS,
            **said,
        }
        answer = self.note(client.post(url, said))
        assert answer.status_code in status, (url, answer.status_code)
        return answer


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Callable[[], str]:
    """Everything said to any logger at any level, as the installation's own lines."""
    caplog.set_level(logging.DEBUG)
    for name in ("django", "django.request", "portal", "requests_desk"):
        caplog.set_level(logging.DEBUG, logger=name)
    written = JsonFormatter()
    return lambda: "\n".join(
        written.format(one)
        for one in caplog.records
        if not one.name.startswith(("django.db", "django.template"))
    )


def test_a_canary_sings_in_no_log_address_subject_or_title(
    place: Place, desk: Worker, colleague: Worker, as_: Callable[..., Client], log: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch, settings: Any,
) -> None:  # fmt: skip
    settings.PORTAL_FORM_SECONDS = 0  # a test types at once
    ways, nobody, worker = Ways(), Client(raise_request_exception=False), as_(desk)
    slot = make.slot(place.item)
    book = f"{reverse('book', args=[place.station.slug])}?item={place.item.pk}&slot={slot.pk}"
    for said in ({}, {"phone": f"{PHONE}x"}, {"key": "nobody's"}):
        ways.form(nobody, book, item=place.item.pk, slot=slot.pk, **said)
    activity = make.activity(place.station)
    group = make.group(activity, make.at(3))
    ways.form(nobody, reverse("sign_up_new", args=[activity.pk]), group=group.pk)
    room = Room.objects.create(station=place.station, name="活动室")
    ways.form(nobody, reverse("room_ask", args=[room.pk]), (200, 302, 404, 409), what_for=WORDS)
    ways.form(nobody, f"{reverse('proposal_new')}?committee={place.committee.code}", title=WORDS, kind="need")
    ways.form(nobody, reverse("track"), do="find", reference=NAME, proof=PHONE)
    ways.form(nobody, reverse("track"), do="send")
    ways.form(nobody, "/nowhere/", (404,))
    ways.form(worker, reverse("desk:ticket_new"), matter=place.service.name, then="serve", channel="walk_in")
    ticket = Ticket.objects.latest("pk")
    made = [model.objects.filter(name=NAME).count() for model in (Ticket, Visit, SignUp, Proposal)]
    assert made == [1, 1, 1, 1]
    where = reverse("desk:ticket_hand_over", args=[ticket.reference])
    ways.form(worker, where, to=f"worker-{colleague.pk}", reason=WORDS, text=WORDS)
    ways.form(worker, reverse("desk:ticket_note", args=[ticket.reference]), text=WORDS)
    ways.form(worker, reverse("desk:check_in"), reference=PHONE)
    ways.form(worker, reverse("desk:check_in"), reference=NAME)
    ways.form(worker, reverse("desk:visit_new"), slot="x", item=place.item.pk)

    def broken(**said: Any) -> None:
        raise RuntimeError(f"{said} {CANARIES}")

    monkeypatch.setattr("requests_desk.views.booking.book_visit", broken)
    other = make.slot(place.item, make.at(1, 11))
    book = f"{reverse('book', args=[place.station.slug])}?item={place.item.pk}&slot={other.pk}"
    ways.form(nobody, book, (500,), item=place.item.pk, slot=other.pk)
    while send_next(at=make.NOW):
        pass
    assert mail.outbox
    ways.seen += [one.subject for one in mail.outbox]
    ways.seen.append(log())
    everything = "\n".join(ways.seen)
    assert "RuntimeError" in everything
    assert '"status": 500' in everything
    for canary in (*CANARIES, PHONE[-8:]):
        at = everything.find(canary)
        assert at < 0, everything[max(0, at - 200) : at + 80]


def test_the_ears_can_hear(log: Callable[[], str]) -> None:
    """The control: what is said to a logger is listened to, and a phone is blotted out even there."""
    logging.getLogger("portal.request").debug("%s rang from %s", NAME, PHONE)
    assert NAME in log()
    assert PHONE not in log()
    assert "137****0000" in log()
