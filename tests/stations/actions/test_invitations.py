"""Invitations: into no higher post than one may give, once, and not for ever."""

from datetime import timedelta

import pytest

from portal.common.errors import NotAllowed
from stations.actions import invitations
from stations.models import Division, Invitation, Post, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
PASSWORD = "ganz-neu-4711"


def loaded(worker: Worker) -> Worker:
    worker.load_scope(on=make.TODAY)
    return worker


def invite(giver: Worker, place: object, role: str = "desk", name: str = "李新来") -> tuple[Invitation, str]:
    return invitations.invite(
        giver=loaded(giver),
        at=make.NOW,
        name=name,
        role=role,
        place=place,
        since=make.TODAY,  # type: ignore[arg-type]
    )


def join(token: str, username: str = "lixinlai", at: object = make.NOW) -> Worker:
    return invitations.accept(token=token, username=username, password=PASSWORD, at=at)  # type: ignore[arg-type]


def test_the_link_makes_one_account_with_one_post(head: Worker, place: Place) -> None:
    row, token = invite(head, place.committee)
    assert token not in str(Invitation.objects.values().get())
    worker = join(token)
    post = worker.posts.get()
    assert (post.role, post.committee, post.since) == (Post.Role.DESK, place.committee, make.TODAY)
    assert worker.check_password(PASSWORD)
    assert worker.name == "李新来"
    for again in (token, token.swapcase(), "", "x"):
        with pytest.raises(invitations.NoInvitation):
            join(again, "another")
    row.refresh_from_db()
    assert (row.worker, row.used_at) == (worker, make.NOW)


def test_seven_days_then_nothing_and_renewing_ends_the_old_link(head: Worker, place: Place) -> None:
    row, token = invite(head, place.committee)
    late = make.NOW + timedelta(days=7)
    with pytest.raises(invitations.NoInvitation):
        join(token, at=late)
    new = invitations.renew(invitation=row, giver=head, at=late)
    with pytest.raises(invitations.NoInvitation):
        join(token, at=late)
    assert join(new, at=late)


def test_withdrawn_opens_nothing(head: Worker, place: Place) -> None:
    row, token = invite(head, place.committee)
    invitations.withdraw(invitation=row, giver=head, at=make.NOW)
    with pytest.raises(invitations.NoInvitation):
        join(token)
    with pytest.raises(invitations.NoInvitation):
        invitations.renew(invitation=row, giver=head, at=make.NOW)


def test_nor_when_its_giver_may_not_give_the_post_any_more(head: Worker, place: Place) -> None:
    _row, token = invite(head, place.committee)
    Post.objects.filter(worker=head).update(until=make.TODAY - timedelta(days=1))
    with pytest.raises(invitations.NoInvitation):
        join(token)


def test_nobody_invites_into_their_own_rank_or_beside_their_area(
    desk: Worker,
    head: Worker,
    street: Worker,
    other_street: Worker,
    admin: Worker,
    place: Place,
    other_place: Place,
) -> None:
    district = Division.objects.get(code="990101")
    for giver, where, role in (
        (desk, place.committee, "desk"),
        (head, place.committee, "head"),
        (head, other_place.committee, "desk"),
        (head, place.subdistrict, "subdistrict"),
        (street, place.subdistrict, "subdistrict"),
        (street, district, "district"),
        (street, place.committee, "subdistrict"),
        (other_street, place.committee, "desk"),
        (admin, place.subdistrict, "desk"),
    ):
        with pytest.raises(NotAllowed):
            invite(giver, where, role)
    assert not Invitation.objects.exists()
    for giver, where, role in (
        (head, place.committee, "desk"),
        (street, other_place.committee, "head"),
        (admin, place.subdistrict, "subdistrict"),
    ):
        assert invite(giver, where, role)


def test_sent_twice_is_one_invitation(head: Worker, place: Place) -> None:
    invite(head, place.committee)
    with pytest.raises(invitations.AlreadyInvited):
        invite(head, place.committee)
    assert invite(head, place.committee, name="别人")


def test_a_name_that_stands_cannot_be_had_and_costs_nothing(head: Worker, desk: Worker, place: Place) -> None:
    _row, token = invite(head, place.committee)
    for taken in ("desk", "DESK"):
        with pytest.raises(invitations.NameTaken):
            join(token, taken)
    assert join(token, "another")


def test_names_of_old_invitations_go(head: Worker, place: Place) -> None:
    row, _token = invite(head, place.committee)
    kept = timedelta(days=180)
    assert invitations.erase_invitations(at=make.NOW + timedelta(days=100), kept=kept) == 0
    late = make.NOW + timedelta(days=188)
    assert [invitations.erase_invitations(at=late, kept=kept) for _twice in range(2)] == [1, 0]
    row.refresh_from_db()
    assert row.name == ""
