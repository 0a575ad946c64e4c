"""What is written out changes nothing when it is read in again: all six kinds, over the whole demo, in every form."""

import pytest
from django.test import Client
from django.utils.translation import override

from requests_desk.actions.sheets.load import KINDS
from stations.models import Worker
from tests import factories as make
from tests.requests_desk.actions.sheets.files import as_csv, as_xlsx, lines_of, official
from tests.turns import FIRST

pytestmark = pytest.mark.django_db

FORMS = {
    "xlsx": as_xlsx,
    "csv": as_csv,
    "csv without a mark": lambda head, rows: as_csv(head, rows, mark=""),
    "gb18030": lambda head, rows: as_csv(head, rows, "gb18030", mark=""),
}


# Every kind in every form, in one of the languages by turns; in the other on the other database.
CASES = [
    (key, form, ("zh-hans", "en")[(kind + file + FIRST) % 2])
    for kind, key in enumerate(KINDS)
    for file, form in enumerate(FORMS)
]


@pytest.mark.parametrize(("key", "form", "language"), CASES)
def test_the_demo_comes_back_as_it_went(demo: Client, key: str, form: str, language: str) -> None:
    kind, sender = KINDS[key], official(Worker.objects.get(username="admin"))
    with override(language):
        rows = list(kind.rows(sender))
        data = FORMS[form](kind.head(), list(kind.lines(rows)))
        plan = kind.plan(lines_of(data), sender, make.NOW)
    assert [str(fault) for fault in plan.faults] == []
    assert [(one.line, one.changed) for one in plan.changed] == []
    assert plan.added == []
    assert plan.unchanged == len(rows) > 5


@pytest.mark.parametrize("key", KINDS)
def test_the_control_a_changed_cell_is_seen(demo: Client, key: str) -> None:
    kind, sender = KINDS[key], official(Worker.objects.get(username="admin"))
    column = {
        "committees": "phone", "estates": "households", "stations": "floor", "opening-hours": "day_0",
        "checklists": "note", "walking-times": "minutes",
    }[key]  # fmt: skip
    value = {"committees": "021-12345678", "opening-hours": "06:00-07:00", "checklists": "请带伞"}.get(
        key, 61
    )
    lines = list(kind.lines(list(kind.rows(sender))))
    place = [one.key for one in kind.columns].index(column)
    changed = (
        next(line for line in lines if line[place] not in (None, "")) if key != "checklists" else lines[0]
    )
    changed[place] = value
    if key == "walking-times":
        changed[place + 1], changed[place + 2] = 90, "居委会"
    plan = kind.plan(lines_of(as_xlsx(kind.head(), lines)), sender, make.NOW)
    assert [str(fault) for fault in plan.faults] == []
    assert [one.line for one in plan.changed] == [lines.index(changed) + 2]
    assert column in plan.changed[0].changed
