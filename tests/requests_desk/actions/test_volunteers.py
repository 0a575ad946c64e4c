"""Volunteers: who may write in their book, what they gave, and that their names go in time."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal.common.errors import NotAllowed
from requests_desk.actions import volunteers
from requests_desk.actions.erasure import erase_volunteers
from requests_desk.actions.reveals import reveal
from requests_desk.models import Reveal, Volunteer, VolunteerShift
from requests_desk.views.thanks import named_at, thanks_of
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged

pytestmark = pytest.mark.django_db

SAID: dict[str, Any] = {
    "kind": "talent", "name": "张金丝雀", "phone": "13755550001", "skills": "修伞 磨刀", "named_in_public": True,
}  # fmt: skip


@staged
def one(place: Place, desk: Worker) -> Volunteer:
    return volunteers.add_volunteer(committee=place.committee, worker=desk, at=make.TODAY, **SAID)


def test_only_the_own_desk_writes(place: Place, one: Volunteer, stranger: Worker, street: Worker) -> None:
    for who in (stranger, street):
        with pytest.raises(NotAllowed):
            volunteers.add_volunteer(committee=place.committee, worker=who, at=make.TODAY, **SAID)
        with pytest.raises(NotAllowed):
            volunteers.note_help(volunteer=one, worker=who, on=make.TODAY)
        with pytest.raises(NotAllowed):
            volunteers.note_helpers(committee=place.committee, worker=who, on=make.TODAY, people=3)
        with pytest.raises(NotAllowed):
            reveal(row=one, worker=who, reason="serve", at=make.NOW)
    assert Volunteer.objects.count() == 1
    assert not VolunteerShift.objects.exists()
    assert not Reveal.objects.exists()


def test_thanks_count_people_and_hours_each(place: Place, one: Volunteer, desk: Worker) -> None:
    assert not thanks_of(place.committee, make.TODAY), "nothing noted is not zero"
    long_ago = make.TODAY - timedelta(days=400)
    volunteers.note_helpers(
        committee=place.committee, worker=desk, on=long_ago, people=10, hours=Decimal("2.5")
    )
    volunteers.note_help(volunteer=one, worker=desk, on=make.TODAY, hours=Decimal("1.5"))
    volunteers.note_helpers(committee=place.committee, worker=desk, on=make.TODAY, people=4)
    thanks = thanks_of(place.committee, make.TODAY)
    assert (thanks.times, thanks.late_times) == (15, 5)
    assert (thanks.hours, thanks.late_hours) == (Decimal("26.5"), Decimal("1.5"))
    assert Volunteer.objects.with_hours().get().given == Decimal("1.5")


def test_a_named_volunteer_is_one_person(place: Place, one: Volunteer) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        VolunteerShift.objects.create(committee=place.committee, volunteer=one, on=make.TODAY, people=2)


def test_a_name_or_phone_that_is_not_said_stays(one: Volunteer, desk: Worker) -> None:
    changed = volunteers.change_volunteer(
        volunteer=one, worker=desk, **SAID | {"name": "", "phone": "", "skills": "", "named_in_public": False}
    )
    assert (changed.name, changed.phone) == (SAID["name"], SAID["phone"])
    assert (changed.skills, changed.named_in_public) == ("", False)


def test_who_left_is_named_no_more_and_changed_no_more(place: Place, one: Volunteer, desk: Worker) -> None:
    assert named_at(place.committee) == [one]
    volunteers.let_go(volunteer=one, worker=desk, on=make.TODAY)
    assert named_at(place.committee) == []
    for act in (
        lambda: volunteers.let_go(volunteer=one, worker=desk, on=make.TODAY),
        lambda: volunteers.note_help(volunteer=one, worker=desk, on=make.TODAY),
        lambda: volunteers.change_volunteer(volunteer=one, worker=desk, **SAID),
    ):
        with pytest.raises(volunteers.HasLeft):
            act()


def test_exactly_those_who_left_long_ago_are_erased_and_their_hours_stay(
    place: Place, one: Volunteer, desk: Worker
) -> None:
    volunteers.note_help(volunteer=one, worker=desk, on=make.TODAY, hours=Decimal(2))

    def left(days: int) -> Volunteer:
        gone = make.TODAY - timedelta(days=days)
        return Volunteer.objects.create(
            committee=place.committee, name="王", phone="1", skills="x", since=gone, left_on=gone
        )

    old, recent = left(181), left(180)
    assert erase_volunteers(at=make.NOW) == 1
    assert erase_volunteers(at=make.NOW) == 0
    old.refresh_from_db()
    recent.refresh_from_db()
    one.refresh_from_db()
    assert (old.name, old.phone, old.skills, old.erased_at) == ("", "", "", make.NOW)
    assert recent.name == "王"
    assert one.name == SAID["name"]
    assert thanks_of(place.committee, make.TODAY).hours == 2


def test_skills_are_found_by_every_word(place: Place, one: Volunteer) -> None:
    assert list(Volunteer.objects.able_to("磨刀 修伞")) == [one]
    assert not Volunteer.objects.able_to("修伞 理发").exists()
