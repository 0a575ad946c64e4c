"""Hand-overs by the sheet's forms: offered, declined, offered again, accepted, answered."""

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from requests_desk.actions import tickets
from requests_desk.models import HandOver, Ticket, TicketEvent
from stations.models import EstateBody, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

As = Callable[[Worker | None], Client]


@staged
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


def send(client: Client, ticket: Ticket, step: str, **data: str):  # type: ignore[no-untyped-def]
    return client.post(reverse(f"desk:ticket_{step}", args=[ticket.reference]), data)


def test_declined_offered_again_accepted_answered(
    ticket: Ticket, desk: Worker, colleague: Worker, head: Worker, as_: As
) -> None:
    mine, theirs, heads = as_(desk), as_(colleague), as_(head)
    send(mine, ticket, "hand_over", to=f"worker-{colleague.pk}", reason="他更熟")
    send(theirs, ticket, "decline", reason="我休假", next_address="李主任")
    send(mine, ticket, "hand_over", to=f"worker-{head.pk}", reason="小陈休假")
    send(heads, ticket, "accept")
    send(heads, ticket, "answer", text="办好了")
    ticket.refresh_from_db()
    assert (ticket.state, ticket.responsible, ticket.first_receiver) == ("answered", head, desk)
    kinds = list(ticket.events.values_list("kind", flat=True))
    assert kinds[3:] == ["offered", "declined", "offered", "responsible", "accepted", "answered"]


def test_the_addressee_without_scope_comes_back_to_the_list(
    ticket: Ticket, desk: Worker, stranger: Worker, as_: As
) -> None:
    HandOver.objects.create(ticket=ticket, giver=desk, to_worker=stranger, offered_at=make.NOW)
    Ticket.objects.filter(pk=ticket.pk).update(state="handed_over")
    answer = send(as_(stranger), ticket, "decline", reason="不归我们", next_address="物业")
    assert answer["Location"] == reverse("desk:ticket_list")


def test_a_body_answers_through_a_worker_who_names_the_speaker(
    place: Place, ticket: Ticket, desk: Worker, as_: As
) -> None:
    body = EstateBody.objects.create(estate=place.estate, kind="property", name="示范物业")
    client = as_(desk)
    send(client, ticket, "hand_over", to=f"body-{body.pk}", reason="楼道灯坏")
    assert "said_by" in send(client, ticket, "accept").context["form"].errors
    send(client, ticket, "accept", said_by="刘经理")
    diary = client.get(ticket.get_absolute_url()).context["history"]
    accepted = [entry for entry in diary if entry.what.startswith(str(TicketEvent.Kind.ACCEPTED.label))]
    assert [(entry.said_by, entry.text) for entry in accepted] == [("刘经理", "")]
    assert [entry.text for entry in diary if entry.text] == ["怎么办居住证", "楼道灯坏"]
    ticket.refresh_from_db()
    assert (ticket.state, ticket.responsible) == ("handed_over", desk)
    send(client, ticket, "take_back", reason="一周没来")
    ticket.refresh_from_db()
    assert ticket.state == "in_progress"


def test_to_somebody_outside_by_name(ticket: Ticket, desk: Worker, as_: As) -> None:
    client = as_(desk)
    assert (
        "outside" in send(client, ticket, "hand_over", to="outside", reason="归他们管").context["form"].errors
    )
    send(client, ticket, "hand_over", to="outside", outside="区房管局", reason="归他们管")
    assert HandOver.objects.get().to_outside == "区房管局"


def test_only_those_on_the_list_can_be_addressed(
    ticket: Ticket, desk: Worker, stranger: Worker, other_place: Place, as_: As
) -> None:
    foreign = EstateBody.objects.create(estate=other_place.estate, kind="property", name="别家物业")
    client = as_(desk)
    for to in (f"worker-{stranger.pk}", f"worker-{desk.pk}", f"body-{foreign.pk}", "worker-0", "x"):
        page = send(client, ticket, "hand_over", to=to, reason="请协助")
        assert "to" in page.context["form"].errors, to
        assert "请协助" in page.content.decode()
    assert not HandOver.objects.exists()


def test_an_offer_that_was_taken_back_is_decided(
    ticket: Ticket, desk: Worker, colleague: Worker, as_: As
) -> None:
    send(as_(desk), ticket, "hand_over", to=f"worker-{colleague.pk}", reason="他更熟")
    send(as_(desk), ticket, "withdraw")
    assert send(as_(colleague), ticket, "accept").status_code == 409


class TestTheNextAddress:
    def test_it_is_offered_to_them_in_one_press(
        self, ticket: Ticket, desk: Worker, colleague: Worker, head: Worker, as_: As
    ) -> None:
        mine, theirs = as_(desk), as_(colleague)
        send(mine, ticket, "hand_over", to=f"worker-{colleague.pk}", reason="他更熟")
        sheet = theirs.get(ticket.get_absolute_url()).content.decode()
        assert f'value="worker-{head.pk}"' in sheet
        assert f'value="worker-{colleague.pk}"' not in sheet  # not to themselves
        send(theirs, ticket, "decline", reason="我休假", next_to=f"worker-{head.pk}")
        page = mine.get(ticket.get_absolute_url())
        suggested = page.context["suggested"]
        assert (suggested.to, suggested.reason) == (f"worker-{head.pk}", "他更熟")
        assert f"把它移交给{head}" in page.content.decode()
        send(mine, ticket, "hand_over", to=suggested.to, reason=suggested.reason)
        assert ticket.hand_overs.offered().get().to_worker == head

    def test_in_words_alone_there_is_nobody_to_press_for(
        self, ticket: Ticket, desk: Worker, colleague: Worker, as_: As
    ) -> None:
        mine = as_(desk)
        send(mine, ticket, "hand_over", to=f"worker-{colleague.pk}", reason="他更熟")
        empty = send(as_(colleague), ticket, "decline", reason="我休假")
        assert "next_address" in empty.context["form"].errors
        foreign = send(as_(colleague), ticket, "decline", reason="我休假", next_to="worker-987654")
        assert "next_to" in foreign.context["form"].errors
        send(as_(colleague), ticket, "decline", reason="我休假", next_address="街道")
        assert mine.get(ticket.get_absolute_url()).context["suggested"] is None

    def test_it_has_gone_with_the_next_offer(
        self, ticket: Ticket, desk: Worker, colleague: Worker, head: Worker, as_: As
    ) -> None:
        mine = as_(desk)
        send(mine, ticket, "hand_over", to=f"worker-{colleague.pk}", reason="他更熟")
        send(as_(colleague), ticket, "decline", reason="我休假", next_to=f"worker-{head.pk}")
        send(mine, ticket, "hand_over", to="outside", outside="自来水公司", reason="漏水")
        send(mine, ticket, "withdraw")
        assert mine.get(ticket.get_absolute_url()).context["suggested"] is None


def test_bodies_outside_are_remembered_by_their_committee_alone(
    ticket: Ticket, desk: Worker, stranger: Worker, other_place: Place, as_: As
) -> None:
    mine = as_(desk)
    for name in ("自来水公司", "供电所", "自来水公司"):
        send(mine, ticket, "hand_over", to="outside", outside=name, reason="漏水")
        send(mine, ticket, "withdraw")
    page = mine.get(ticket.get_absolute_url())
    assert page.context["outside_bodies"] == ["自来水公司", "供电所"]
    assert '<datalist id="outside-bodies"><option value="自来水公司">' in page.content.decode()
    theirs = make.ticket(stranger, other_place.station, other_place.service)
    assert as_(stranger).get(theirs.get_absolute_url()).context["outside_bodies"] == []
