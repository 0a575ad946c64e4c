"""Residents' voice in the admin: read there, and its English filled in; the rest is the desk's."""

from collections.abc import Callable

import pytest
from django.test import Client

from requests_desk.actions.projects import add_step, propose
from requests_desk.actions.resources import add_resource
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
As = Callable[[Worker | None], Client]
STEPS = {"steps-TOTAL_FORMS": "1", "steps-INITIAL_FORMS": "1"}
NONE = {f"{name}-{what}_FORMS": "0" for name in ("funds", "events") for what in ("TOTAL", "INITIAL")}


def test_a_resources_english_alone(
    place: Place, desk: Worker, street: Worker, other_street: Worker, as_: As
) -> None:
    row = add_resource(committee=place.committee, name="木工工具", worker=desk, about="修椅子")
    path = f"/admin/requests_desk/resource/{row.pk}/change/"
    said = {"name_en": "Carpenter's tools", "about_en": "To mend chairs", "name": "别的", "about": "别的"}
    assert as_(other_street).post(path, said).status_code == 404
    assert as_(street).post(path, said).status_code == 302
    row.refresh_from_db()
    assert (row.name, row.about) == ("木工工具", "修椅子")
    assert (row.name_en, row.about_en) == ("Carpenter's tools", "To mend chairs")
    assert as_(street).get("/admin/requests_desk/resource/add/").status_code == 403
    assert as_(street).post(f"/admin/requests_desk/resource/{row.pk}/delete/").status_code == 403


def test_a_projects_english_alone_and_its_steps(place: Place, desk: Worker, street: Worker, as_: As) -> None:
    row = propose(
        committee=place.committee, name="装长椅", worker=desk, at=make.NOW, began_on=make.NOW.date()
    )
    step = add_step(project=row, name="量尺寸", worker=desk)
    path = f"/admin/requests_desk/project/{row.pk}/change/"
    said = {
        "name_en": "Benches", "about_en": "", "decision_en": "", "dropped_why_en": "", "name": "别的",
        "state": "closed", "steps-0-id": step.pk, "steps-0-project": row.pk, "steps-0-name_en": "Measure",
        "steps-0-name": "别的",
    }  # fmt: skip
    client = as_(street)
    assert "装长椅" in client.get(path).content.decode()
    assert client.post(path, said | STEPS | NONE).status_code == 302
    row.refresh_from_db()
    step.refresh_from_db()
    assert (row.name, row.name_en, row.state) == ("装长椅", "Benches", "proposed")
    assert (step.name, step.name_en) == ("量尺寸", "Measure")


def test_a_resource_entered_again_keeps_english_that_still_says_the_same(place: Place, desk: Worker) -> None:
    def enter(about: str, **english: str) -> tuple[str, str]:
        row = add_resource(committee=place.committee, name="投影仪", worker=desk, about=about, **english)
        return row.name_en, row.about_en

    assert enter("放电影", name_en="A projector", about_en="For films") == ("A projector", "For films")
    assert enter("放电影") == ("A projector", "For films")
    assert enter("开会") == ("A projector", "")
    assert enter("开会", about_en="For meetings") == ("A projector", "For meetings")
