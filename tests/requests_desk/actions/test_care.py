"""People living alone: on the list with a consent, visited, and off it."""

from datetime import timedelta
from typing import Any

import pytest

from portal.common.errors import NotAllowed
from requests_desk.actions import care as cares
from requests_desk.actions.erasure import erase_care, erase_care_visits
from requests_desk.models import Care, CareVisit
from stations.models import Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged


@staged
def person(place: Place, desk: Worker) -> Care:
    return make.care(make.court(place.estate), desk, phone="021-0000-4101")


def add(place: Place, worker: Worker, **said: Any) -> Care:
    given: dict[str, Any] = {
        "court": make.court(place.estate), "worker": worker, "at": make.NOW, "key": "care-1", "name": "孙桂芳",
        "agreed_by": "女儿", "agreed_on": make.TODAY,
    }  # fmt: skip
    return cares.add_care(**given | said)


def test_added_once_by_the_desk_with_who_agreed(
    place: Place, desk: Worker, stranger: Worker, street: Worker
) -> None:
    rows = [add(place, desk) for _twice in range(2)]
    assert rows[0] == rows[1] == Care.objects.get()
    assert (rows[0].agreed_by, rows[0].due_on) == ("女儿", make.at(14).date())
    assert rows[0].notice is not None
    for worker in (stranger, street):
        with pytest.raises(NotAllowed):
            add(place, worker, key="care-2")


def test_a_visit_sets_the_next_day_and_twice_a_day_is_one(
    person: Care, desk: Worker, colleague: Worker
) -> None:
    for worker, text in ((desk, "很好"), (colleague, "很好"), (desk, "要买药"), (desk, "")):
        cares.been_there(care=person, worker=worker, at=make.at(1), text=text)
    visit = CareVisit.objects.get()
    assert (visit.by, visit.text) == (desk, "很好\n要买药")
    person.refresh_from_db()
    assert (person.visited_on, person.due_on) == (make.at(1).date(), make.at(15).date())


def test_only_what_is_said_changes(person: Care, place: Place, other_place: Place, desk: Worker) -> None:
    other = make.court(place.estate, "二号院")
    row = cares.change_care(care=person, worker=desk, court=other, name="", door="5号", phone="")
    assert (row.name, row.door, row.phone, row.court) == ("孙婆婆", "5号", "021-0000-4101", other)
    with pytest.raises(NotAllowed):
        cares.change_care(care=person, worker=desk, court=make.court(other_place.estate))


def test_ended_once_and_then_nothing_more(person: Care, desk: Worker, place: Place, stranger: Worker) -> None:
    with pytest.raises(NotAllowed):
        cares.end_care(care=person, worker=stranger, on=make.TODAY)
    for day in (make.TODAY, make.at(1).date()):
        cares.end_care(care=person, worker=desk, on=day)
    person.refresh_from_db()
    assert person.ended_on == make.TODAY
    with pytest.raises(cares.NotVisitedAnyMore):
        cares.been_there(care=person, worker=desk, at=make.NOW)
    with pytest.raises(cares.NotVisitedAnyMore):
        cares.change_care(care=person, worker=desk, court=make.court(place.estate))
    assert not Care.objects.due(make.at(99).date()).exists()


def test_who_ended_long_ago_goes_with_all_words(person: Care, place: Place, desk: Worker) -> None:
    long_ago = make.NOW - timedelta(days=400)
    CareVisit.objects.create(care=person, on=make.TODAY, by=desk, text="孙婆婆很好")
    Care.objects.filter(pk=person.pk).update(ended_on=long_ago.date(), since=long_ago.date())
    kept = make.care(make.court(place.estate), desk, name="周伯伯")
    assert [erase_care(at=make.NOW) for _twice in range(2)] == [1, 0]
    person.refresh_from_db()
    assert (person.name, person.door, person.phone, person.agreed_by) == ("", "", "", "")
    assert CareVisit.objects.get().text == ""
    kept.refresh_from_db()
    assert kept.name == "周伯伯"


def test_old_words_go_even_while_the_visits_go_on(person: Care, desk: Worker) -> None:
    for ago, text in ((400, "旧话"), (1, "新话")):
        CareVisit.objects.create(care=person, on=make.TODAY - timedelta(days=ago), by=desk, text=text)
    assert [erase_care_visits(at=make.NOW) for _twice in range(2)] == [1, 0]
    assert sorted(CareVisit.objects.values_list("text", flat=True)) == ["", "新话"]
    person.refresh_from_db()
    assert person.name == "孙婆婆"
