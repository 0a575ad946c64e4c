"""The head writes down what each of the desk can answer; nobody else does, and about nobody else."""

from datetime import date, timedelta

import pytest

from portal.common.errors import NotAllowed
from stations.actions.skills import Mark, note_skills
from stations.models import Post, Service, Skill, Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

KNOWS, TEACHES = Mark("knows"), Mark("teaches", date(2026, 3, 1))


def noted(person: Worker) -> dict[int, tuple[str, date | None, date]]:
    rows = Skill.objects.filter(worker=person)
    return {row.matter_id: (row.level, row.certified_on, row.noted_on) for row in rows}


def test_noted_changed_and_taken_away(place: Place, head: Worker, desk: Worker) -> None:
    first, second = place.service.pk, make.service("第二件").pk
    say = {"person": desk, "committee": place.committee, "worker": head}
    assert note_skills(marks={first: KNOWS, second: TEACHES}, on=make.TODAY, **say) == 2
    later = make.TODAY + timedelta(days=1)
    assert note_skills(marks={first: KNOWS, second: KNOWS}, on=later, **say) == 1
    assert noted(desk) == {first: ("knows", None, make.TODAY), second: ("knows", None, later)}
    assert note_skills(marks={second: Mark("")}, on=later, **say) == 1
    assert noted(desk) == {first: ("knows", None, make.TODAY)}, "what was not named stays"


@pytest.mark.parametrize("who", ["desk", "colleague", "stranger", "street", "admin"])
def test_only_the_head_of_that_committee_writes(
    place: Place, desk: Worker, who: str, request: pytest.FixtureRequest
) -> None:
    writer = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        note_skills(
            person=desk,
            committee=place.committee,
            marks={place.service.pk: KNOWS},
            worker=writer,
            on=make.TODAY,
        )
    assert not Skill.objects.exists()


def test_nobody_from_elsewhere_and_nobody_who_has_gone(
    place: Place, head: Worker, desk: Worker, stranger: Worker
) -> None:
    say = {"committee": place.committee, "marks": {place.service.pk: KNOWS}, "worker": head}
    with pytest.raises(NotAllowed):
        note_skills(person=stranger, on=make.TODAY, **say)
    Post.objects.filter(worker=desk).update(until=make.TODAY)
    assert note_skills(person=desk, on=make.TODAY, **say) == 1, "the last day counts"
    with pytest.raises(NotAllowed):
        note_skills(person=desk, on=make.TODAY + timedelta(days=1), **say)


def test_who_teaches_comes_first_and_who_has_gone_is_left_out(
    place: Place, desk: Worker, colleague: Worker, stranger: Worker
) -> None:
    for person, level in ((desk, "knows"), (colleague, "teaches"), (stranger, "teaches")):
        Skill.objects.create(worker=person, matter=place.service, level=level, noted_on=make.TODAY)
    rows = Skill.objects.at_desk(place.committee, make.TODAY)
    assert [row.worker for row in rows] == [colleague, desk]
    Worker.objects.filter(pk=colleague.pk).update(is_active=False)
    assert [row.worker for row in rows.all()] == [desk]


def test_a_matter_that_goes_takes_its_marks_along(place: Place, desk: Worker) -> None:
    matter: Service = make.service("一时的事")
    Skill.objects.create(worker=desk, matter=matter, level="knows", noted_on=make.TODAY)
    matter.delete()
    assert not Skill.objects.exists()
