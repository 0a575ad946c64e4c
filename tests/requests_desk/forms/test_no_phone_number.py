"""What everybody will read holds nobody's phone number, and keeps days and sums of money."""

from typing import Any

import pytest

from requests_desk.forms.meetings import MinutesForm, OpinionForm
from requests_desk.forms.proposals import PublishForm
from requests_desk.forms.rota import DutyForm

DUTY = {"giver": "lawyer", "weekday": "0", "begins": "09:00", "ends": "10:00"}
FORMS: list[tuple[type[Any], str, dict[str, str]]] = [
    (MinutesForm, "minutes", {"attended": "12"}),
    (OpinionForm, "words", {"outcome": "taken_up"}),
    (OpinionForm, "why", {"outcome": "taken_up", "words": "要有靠背"}),
    (DutyForm, "name", DUTY),
    (DutyForm, "name_en", {**DUTY, "name": "张律师"}),
    (PublishForm, "title", {"words": ""}),
    (PublishForm, "words", {"title": "装长椅"}),
]


@pytest.mark.parametrize(("form", "name", "others"), FORMS)
@pytest.mark.parametrize("number", ["找王五13912345678", "021 6543 2100", "１３９-1234-5678"])
def test_a_number_is_refused_and_the_words_are_kept(
    form: type[Any], name: str, others: dict[str, str], number: str
) -> None:
    filled = form({**others, name: number})
    assert set(filled.errors) == {name}
    assert filled.errors.as_data()[name][0].code == "phone_number"
    assert filled[name].value() == number


@pytest.mark.parametrize(("form", "name", "others"), FORMS)
def test_days_and_sums_are_none(form: type[Any], name: str, others: dict[str, str]) -> None:
    assert form({**others, name: "2026年11月22日：1,200,000 元"}).errors == {}
