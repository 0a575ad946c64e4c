"""Skills: the head writes down what each of the desk can answer."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.db import transaction

from portal.common.errors import NotAllowed
from stations.models import Committee, Skill, Worker


class Mark(NamedTuple):
    """What is written down about one matter: a level of Skill.Level, or "" for not yet."""

    level: str
    certified_on: date | None = None


@transaction.atomic
def note_skills(
    *, person: Worker, committee: Committee, marks: Mapping[int, Mark], worker: Worker, on: date
) -> int:
    """Set what ``person``, who serves at ``committee``, can answer: ``marks`` by the matter's key. Matters that
    are not named stay as they were, and so does the day of a mark that says nothing new.

    Only the head of the committee writes, and only about people of its desk on that day. Returns how many
    marks changed. Raises NotAllowed.
    """
    if committee.pk not in worker.scope.head_committees:
        raise NotAllowed
    if not Worker.objects.serving(committee, on).filter(pk=person.pk).exists():
        raise NotAllowed
    before = {row.matter_id: row for row in Skill.objects.select_for_update().filter(worker=person)}
    new = {key: mark for key, mark in marks.items() if mark.level and mark != _mark_of(before.get(key))}
    gone = [before[matter].pk for matter, mark in marks.items() if matter in before and not mark.level]
    Skill.objects.filter(pk__in=gone).delete()
    rows = [
        Skill(worker=person, matter_id=key, **mark._asdict(), noted_on=on, noted_by=worker)
        for key, mark in new.items()
    ]
    Skill.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["worker", "matter"],
        update_fields=["level", "certified_on", "noted_on", "noted_by"],
    )
    return len(new) + len(gone)


def _mark_of(row: Skill | None) -> Mark:
    return Mark(row.level, row.certified_on) if row else Mark("")
