"""Answer templates of a committee: written and changed by its head. Those of a district are the officials'."""

from typing import Any

from django.db import transaction

from portal.common.errors import NotAllowed
from requests_desk.models import AnswerTemplate
from stations.models import Committee, Worker


def must_be_head(committee_id: int | None, worker: Worker) -> None:
    """What the desk says in the committee's name is its head's to decide. Raises NotAllowed."""
    if committee_id not in worker.scope.head_committees:
        raise NotAllowed


def add_template(*, committee: Committee, worker: Worker, **fields: Any) -> AnswerTemplate:
    """Keep a new template of ``committee``; ``fields`` are title, text, text_en, matter and active."""
    must_be_head(committee.pk, worker)
    return AnswerTemplate.objects.create(committee=committee, **fields)


@transaction.atomic
def change_template(*, template: AnswerTemplate, worker: Worker, **fields: Any) -> AnswerTemplate:
    """Write ``template`` anew. Answers given with it stay as they are."""
    row = AnswerTemplate.objects.select_for_update().get(pk=template.pk)
    must_be_head(row.committee_id, worker)
    for name, value in fields.items():
        setattr(row, name, value)
    row.save()
    return row
