"""Parties' links: a body without an account answers by itself, and the giver stays responsible."""

from datetime import timedelta

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import hand_overs, party_links, tickets
from requests_desk.actions.undo import undo
from requests_desk.models import HandOver, PartyLink, Ticket, TicketNote
from stations.models import EstateBody, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

KEYS = [f"key-of-a-form-no-{n}" for n in range(9)]


@staged
def ticket(place: Place, desk: Worker) -> Ticket:
    return tickets.start(ticket=make.ticket(desk, place.station, place.service), worker=desk, at=make.NOW)


@staged
def offer(ticket: Ticket, place: Place, desk: Worker) -> HandOver:
    body = EstateBody.objects.create(estate=place.estate, kind="property", name="示范物业")
    return hand_overs.offer(ticket=ticket, worker=desk, at=make.NOW, reason="楼道灯坏", to_body=body)


def issued(offer: HandOver, desk: Worker) -> tuple[PartyLink, str]:
    return party_links.issue(hand_over=offer, worker=desk, at=make.NOW)


def kinds(ticket: Ticket) -> list[str]:
    return list(ticket.events.values_list("kind", flat=True))


def opens(token: str, at: object = make.NOW) -> bool:
    try:
        party_links.find(token, at=at)  # type: ignore[arg-type]
    except party_links.NoLink:
        return False
    return True


def test_only_a_hash_is_kept_and_a_new_link_ends_the_old(offer: HandOver, desk: Worker) -> None:
    first, token = issued(offer, desk)
    assert len(token) == 32  # 192 bits
    assert token not in str(list(PartyLink.objects.values_list()))
    assert opens(token)
    assert not opens(token.swapcase())
    second, newer = issued(offer, desk)
    assert (opens(token), opens(newer)) == (False, True)
    first.refresh_from_db()
    assert first.ended_by == desk
    assert opens(newer, second.expires_at - timedelta(seconds=1))
    assert not opens(newer, second.expires_at)


def test_whoever_answers_for_it_makes_it_and_nobody_signed_in_needs_one(
    offer: HandOver, ticket: Ticket, desk: Worker, colleague: Worker, head: Worker, stranger: Worker
) -> None:
    for worker in (colleague, stranger):
        with pytest.raises(NotAllowed):
            issued(offer, worker)
        with pytest.raises(NotAllowed):
            party_links.end(hand_over=offer, worker=worker, at=make.NOW)
    issued(offer, head)
    hand_overs.withdraw(hand_over=offer, worker=desk, at=make.NOW)
    with pytest.raises(tickets.WrongState):
        issued(offer, desk)
    other = hand_overs.offer(ticket=ticket, worker=desk, at=make.NOW, reason="你来", to_worker=colleague)
    with pytest.raises(tickets.WrongState):
        issued(other, desk)


def test_accepted_told_answered_and_given_to_the_resident(
    offer: HandOver, ticket: Ticket, desk: Worker
) -> None:
    link, token = issued(offer, desk)
    early = {"link": link, "at": make.at(0, 11), "said_by": "刘经理"}
    with pytest.raises(hand_overs.AlreadyDecided):
        party_links.say(**early, text="好了", key=KEYS[0])
    party_links.accept(**early, key=KEYS[1])
    party_links.accept(**early, key=KEYS[1])  # a double click
    with pytest.raises(hand_overs.AlreadyDecided):
        party_links.accept(**early, key=KEYS[2])
    ticket.refresh_from_db()
    assert (ticket.state, ticket.responsible) == ("handed_over", desk)
    assert ticket.step_due_at == make.at(5, 11)  # the step clock starts
    for _twice in range(2):
        party_links.say(link=link, at=make.at(1), said_by="刘经理", text="周四换灯", key=KEYS[3])
        party_links.say(link=link, at=make.at(2), said_by="小张", text="换好了", key=KEYS[4], answered=True)
    assert kinds(ticket)[3:] == ["offered", "link_made", "accepted", "party_word", "party_answer"]
    said = ticket.events.filter(kind__in=("accepted", "party_word", "party_answer"))
    assert {(event.actor, event.data["party_link"]) for event in said} == {(None, link.pk)}
    assert not any("刘" in str(event.data) or "灯" in str(event.data) for event in said)
    notes = ticket.notes.filter(kind=TicketNote.Kind.PARTY)
    assert [(note.said_by, note.text) for note in notes] == [("刘经理", "周四换灯"), ("小张", "换好了")]
    assert not {note.kind for note in notes} & set(TicketNote.PUBLIC)
    tickets.answer(ticket=ticket, worker=desk, at=make.at(2, 11), text="换好了", said_by="小张")
    assert not opens(token, make.at(2, 12))
    with pytest.raises(party_links.NoLink):
        party_links.say(link=link, at=make.at(2, 12), said_by="刘", text="还有", key=KEYS[5])


def test_a_form_sent_again_shows_the_same_link(offer: HandOver, ticket: Ticket, desk: Worker) -> None:
    asked = {"hand_over": offer, "worker": desk, "at": make.NOW, "seed": "form"}
    (first, token), (again, same) = (party_links.issue(**asked) for _twice in range(2))
    assert (first, token) == (again, same)
    assert kinds(ticket).count("link_made") == 1
    party_links.issue(**asked | {"seed": "other"})
    assert not opens(token, make.at(0, 11))
    with pytest.raises(party_links.LinkUsed):
        party_links.issue(**asked)


def test_who_declines_may_say_that_they_know_nobody(offer: HandOver, ticket: Ticket, desk: Worker) -> None:
    link, _token = issued(offer, desk)
    said = {"link": link, "at": make.at(0, 11), "said_by": "刘经理", "key": KEYS[0], "reason": "不归我们"}
    with pytest.raises(tickets.NothingSaid):
        party_links.decline(**said)
    party_links.decline(**said, knows_nobody=True)
    text = ticket.notes.get(kind=TicketNote.Kind.REASON, said_by="刘经理").text
    assert text.startswith("不归我们\n→ ")
    assert len(text) > len("不归我们\n→ ")


def test_declined_it_is_back_and_the_link_is_dead(offer: HandOver, ticket: Ticket, desk: Worker) -> None:
    link, token = issued(offer, desk)
    said = {"link": link, "at": make.at(0, 11), "said_by": "刘经理", "key": KEYS[0]}
    with pytest.raises(tickets.NothingSaid):
        party_links.decline(**said, reason="不归我们", next_address=" ")
    with pytest.raises(hand_overs.WhoSaidSo):
        party_links.decline(**said | {"said_by": " "}, reason="不归我们", next_address="供电所")
    party_links.decline(**said, reason="不归我们", next_address="供电所")
    party_links.decline(**said, reason="不归我们", next_address="供电所")
    ticket.refresh_from_db()
    offer.refresh_from_db()
    assert (ticket.state, ticket.responsible) == ("in_progress", desk)
    assert (offer.outcome, offer.decided_by) == ("declined", None)
    note = ticket.notes.get(kind=TicketNote.Kind.REASON, said_by="刘经理")
    assert note.text == "不归我们\n→ 供电所"
    assert kinds(ticket).count("declined") == 1
    assert not opens(token, make.at(0, 12))
    assert party_links.said_already(token, KEYS[0])
    assert not party_links.said_already(token, KEYS[1])


@pytest.mark.parametrize("how", ["withdrawn", "taken back", "ended", "offered anew", "answered", "erased"])
def test_it_ends_with_the_hand_over(
    how: str, offer: HandOver, ticket: Ticket, desk: Worker, head: Worker
) -> None:
    link, token = issued(offer, desk)
    if how == "withdrawn":
        hand_overs.withdraw(hand_over=offer, worker=desk, at=make.NOW)
    else:
        party_links.accept(link=link, at=make.NOW, said_by="刘", key=KEYS[0])
    assert opens(token) is (how != "withdrawn")
    if how in ("taken back", "offered anew"):
        hand_overs.take_back(ticket=ticket, worker=desk, at=make.NOW, reason="没来")
    if how == "offered anew":
        hand_overs.offer(ticket=ticket, worker=desk, at=make.NOW, reason="请帮忙", to_outside="房管局")
    if how == "ended":
        party_links.end(hand_over=offer, worker=desk, at=make.NOW)
        party_links.end(hand_over=offer, worker=desk, at=make.NOW)
        assert kinds(ticket).count("link_ended") == 1
    if how == "answered":
        tickets.answer(ticket=ticket, worker=head, at=make.NOW, text="好了")
    if how == "erased":
        Ticket.objects.filter(pk=ticket.pk).update(erased_at=make.NOW)
    assert not opens(token)
    with pytest.raises(party_links.NoLink):
        party_links.say(link=link, at=make.NOW, said_by="刘", text="好了", key=KEYS[1])
    if how == "answered":
        undo(ticket=ticket, worker=head, at=make.NOW)
        assert opens(token)  # the step that closed it is undone


def test_what_a_party_did_is_not_undone_at_the_desk(offer: HandOver, ticket: Ticket, desk: Worker) -> None:
    link, _token = issued(offer, desk)
    party_links.accept(link=link, at=make.NOW, said_by="刘", key=KEYS[0])
    with pytest.raises(Exception, match="撤销"):
        undo(ticket=ticket, worker=desk, at=make.NOW)
    back = hand_overs.take_back(ticket=ticket, worker=desk, at=make.NOW, reason="没来")
    assert back.state == "in_progress"
