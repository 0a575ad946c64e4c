"""What a row is called in the administration: in words, never by its key or by a code of ours."""

import inspect
import re
from typing import Any

import pytest
from django.apps import apps
from django.test import Client
from django.utils.translation import override

from stations.models import PlanReminder, PlanStep, Relocation, Worker
from tests import factories as make
from tests.cast import Place
from tests.stage import staged
from tests.stations.admin.rows import url
from tests.stations.admin.two_streets import fill

MODELS = [
    model for label in ("stations", "requests_desk") for model in apps.get_app_config(label).get_models()
]
# Its key says which of six sheets it is; it stands on no page.
BY_CODE = {"SheetUpload"}


def written(model: Any) -> set[str]:
    """The fields that a model's name is made of."""
    return set(re.findall(r"self\.(\w+)", inspect.getsource(model.__str__)))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: str(model.__name__))
def test_no_name_is_a_key_or_a_code(model: Any) -> None:
    keys = {one.attname for one in model._meta.concrete_fields if one.is_relation} | {"pk", "id"}
    codes = {one.name for one in model._meta.concrete_fields if one.choices}
    assert not written(model) & keys
    said = {name for name in codes if f"get_{name}_display" in written(model)}
    assert not (written(model) & codes) - said or model.__name__ in BY_CODE


@staged
def full(place: Place, desk: Worker, street: Worker) -> dict[str, Any]:
    return fill(place, desk, street)


@pytest.mark.django_db
def test_every_row_has_a_name(full: dict[str, Any]) -> None:
    with override("zh-hans"):
        named = [str(row) for model in MODELS for row in model._default_manager.all()]
    assert len(named) > 100
    assert not [name for name in named if not name or "object (" in name]


@pytest.mark.django_db
def test_what_goes_along_is_told_in_words(full: dict[str, Any], street: Worker, client: Client) -> None:
    """The page that asks before a plan is deleted names its reminders."""
    plan = Relocation.objects.create(programme=full["programme"], committee=make.committee(55))
    step = PlanStep.objects.create(relocation=plan, name="装修")
    kind = PlanReminder.Kind.SOON
    PlanReminder.objects.create(step=step, kind=kind, due_on=make.TODAY, to=street, at=make.NOW)
    client.force_login(street)
    page = client.get(url(step.relocation, "delete", step.relocation_id)).content.decode()
    assert "装修 · 一周内到期" in page
    assert "soon" not in page
