"""Whatever holds a person's data holds the version of the privacy notice that stood above its button."""

from requests_desk.actions.line import check_in
from requests_desk.actions.room_uses import book
from requests_desk.actions.volunteers import add_volunteer
from stations.models import Room, Worker
from tests import factories as make
from tests.cast import Place

BEFORE = make.NOW  # under the first version
AFTER = make.at(4)  # under the second


def test_everything_given_keeps_the_version_of_its_day(place: Place, desk: Worker) -> None:
    room = Room.objects.create(station=place.station, name="活动室")
    said = {"kind": "other", "name": "周阿姨", "phone": "13912340000", "skills": "", "named_in_public": False}
    for at, number in ((BEFORE, 1), (AFTER, 2)):
        hour = 10 + number
        tomorrow = make.at(1 if at == BEFORE else 5)
        rows = [
            make.visit(place.item, make.at(1, hour), at=BEFORE, shown_at=at),
            make.sign_up(make.group(make.activity(place.station), make.at(20)), at=at),
            make.proposal(place.committee, desk, new=True, at=at),
            make.ticket(desk, place.station, place.service, at=at),
            add_volunteer(committee=place.committee, worker=desk, at=at.date(), **said),
            book(
                room=room,
                starts_at=tomorrow,
                ends_at=tomorrow.replace(hour=11),
                what_for="合唱",
                worker=desk,
                at=at,
            ),
        ]
        assert [row.notice for row in rows] == [number] * len(rows)  # type: ignore[attr-defined]


def test_a_form_handed_out_before_a_new_version_keeps_the_old_one(place: Place) -> None:
    group = make.group(make.activity(place.station), make.at(20))
    assert make.sign_up(group, at=AFTER, shown_at=BEFORE).notice == 1


def test_a_ticket_has_the_version_of_its_visit(place: Place, desk: Worker) -> None:
    visit = make.visit(place.item, make.at(0, 11), shown_at=AFTER)
    assert check_in(visit=visit, worker=desk, at=make.NOW).ticket.notice == 2
