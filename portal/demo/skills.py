"""The demo's generalists: in the real places everybody can answer everything, as they are reported to; in the
invented district some matters hang on one person."""

from datetime import date, timedelta

from stations.actions.skills import Mark, note_skills
from stations.models import Committee, Post, Service, Skill, Worker

INVENTED = "990101"
SHOWN = 4  # committees of the invented district with gaps to be seen
KNOWS, TEACHES = Skill.Level.KNOWS, Skill.Level.TEACHES


def fill(*, today: date) -> None:
    """Write the marks by each committee's head, a month ago."""
    on = today - timedelta(days=30)
    with_head = Post.objects.current(on).filter(role=Post.Role.HEAD).values("committee")
    committees = Committee.objects.filter(pk__in=with_head).order_by("code")
    real = list(committees.exclude(code__startswith=INVENTED))
    invented = list(committees.filter(code__startswith=INVENTED)[:SHOWN])
    for committee in (*real, *invented):
        _fill(committee, on, gaps=committee in invented)


def _fill(committee: Committee, on: date, *, gaps: bool) -> None:
    people = list(Worker.objects.serving(committee, on))
    matters = list(Service.objects.asked_at(committee.code).order_by("number", "pk"))
    head = people[0]
    head.load_scope(on=on)
    for place, person in enumerate(people):
        marks = {
            matter.pk: Mark(TEACHES if person == head else KNOWS, on - timedelta(days=60 + place))
            for number, matter in enumerate(matters)
            if not gaps or (number + place) % 3
        }
        note_skills(person=person, committee=committee, marks=marks, worker=head, on=on)
