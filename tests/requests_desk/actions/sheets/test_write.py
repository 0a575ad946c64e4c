"""Writing a sheet in steps: what is told on the way, and that leaving it leaves nothing."""

import io
from itertools import islice, pairwise
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection

from requests_desk.actions.sheets import write
from requests_desk.actions.sheets.load import KINDS, loading, plan_of, take_in
from requests_desk.actions.sheets.write import Progress, Stage, VisitsInTheWay, finish, writing
from requests_desk.models import SheetUpload, Slot
from stations.models import ChecklistItem, Estate, OpeningDay, WalkingTime, WeekHours, Worker
from tests import factories as make
from tests.cast import Place
from tests.common.test_patience import limit
from tests.requests_desk.actions.sheets.files import as_xlsx, load, official, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three lines and one station between two steps."""
    monkeypatch.setattr(write, "PART", 3)
    monkeypatch.setattr(write, "STATIONS", 1)


def estates(place: Place, count: int = 10) -> list[dict[str, Any]]:
    code = place.committee.code
    first: dict[str, Any] = {
        "committee": code,
        "name": place.estate.name,
        "households": 90,
        "lat": 31.2,
        "lon": 121.4,
    }
    return [first, *({**first, "name": f"新苑{n}", "lat": 31.2 + n / 500} for n in range(1, count))]


def upload(worker: Worker, kind: str, lines: list[dict[str, Any]]) -> SheetUpload:
    keys = list(lines[0])
    data = as_xlsx(
        [str(KINDS[kind].column(key).words) for key in keys], [[one[key] for key in keys] for one in lines]
    )
    return take_in(
        kind=KINDS[kind], file=io.BytesIO(data), size=len(data), sender=official(worker), at=make.NOW
    )


def steps_of(row: SheetUpload, worker: Worker) -> Any:
    sender = official(worker)
    return loading(upload=row, seen=plan_of(row, sender, make.NOW).digest, sender=sender, at=make.NOW)


@pytest.mark.usefixtures("small_parts")
class TestSteps:
    def test_each_stage_goes_from_none_to_all(self, place: Place, street: Worker) -> None:
        steps: list[Progress] = list(steps_of(upload(street, "estates", estates(place)), street))
        assert [step.stage for step in steps] == sorted(step.stage for step in steps)
        assert {step.stage for step in steps} == set(Stage)
        for stage in Stage:
            own = [step for step in steps if step.stage == stage]
            assert own[0].done == 0
            assert own[-1].ends
            assert all(one.done < other.done and one.total == other.total for one, other in pairwise(own))
        written = [step.done for step in steps if step.stage == Stage.WRITTEN]
        assert written == [0, 3, 6, 9, 10]  # nine new ones, then the one that changes

    def test_leaving_at_any_step_writes_nothing(self, place: Place, street: Worker) -> None:
        row = upload(street, "estates", estates(place))
        count = len(list(self.steps_of_a_copy(row, street)))
        before = state()
        for gone in range(count + 1):
            steps = steps_of(row, street)
            assert len(list(islice(steps, gone))) == gone
            steps.close()
            assert state() == before, gone
        finish(steps_of(row, street))  # the control: not leaving loads it
        assert state() != before
        assert Estate.objects.filter(name__startswith="新苑").count() == 9
        row.refresh_from_db()
        assert (row.added, row.changed, bytes(row.content)) == (9, 1, b"")

    @pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite knows no limit of a statement")
    def test_while_it_goes_on_a_statement_may_take_longer_than_a_page(
        self, place: Place, street: Worker
    ) -> None:
        steps = steps_of(upload(street, "estates", estates(place)), street)
        limits = [limit()]
        next(steps)
        limits.append(limit())
        steps.close()
        assert [*limits, limit()] == ["15s", "2min", "15s"]

    @staticmethod
    def steps_of_a_copy(row: SheetUpload, worker: Worker) -> list[Progress]:
        """All its steps, taken back at the last."""
        steps, gone = steps_of(row, worker), []
        for step in steps:
            gone.append(step)
            if step.stage == Stage.NOTED and step.ends:
                steps.close()
        return gone

    def test_visits_of_all_parts_are_named(
        self, place: Place, far_place: Place, street: Worker, district: Worker
    ) -> None:
        visits = [make.visit(one.item) for one in (place, far_place)]
        found = plan(
            KINDS["opening-hours"], district,
            *({"station": one.station.slug, **{f"day_{day}": "" for day in range(7)}} for one in (place, far_place)),
        )  # fmt: skip
        before = state()
        with pytest.raises(VisitsInTheWay) as refused:
            finish(writing(kind=KINDS["opening-hours"], plan=found, sender=official(district), at=make.NOW))
        for visit in visits:
            assert visit.reference in str(refused.value)
        assert "2" in str(refused.value)
        assert state() == before


def test_in_parts_it_comes_to_the_same(
    place: Place, far_place: Place, district: Worker, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = [make.service(f"事项{n}", slug=f"s-{n}") for n in range(5)]
    lines = [
        {"station": one.station.slug, "service": service.slug, "section": f"第{n % 2}节",
         "hours": "周四 14:00-16:00" if n == 3 else ""}
        for one in (place, far_place)
        for n, service in enumerate(services)
    ]  # fmt: skip
    found = []
    for part, stations in ((500, 20), (3, 1)):
        monkeypatch.setattr(write, "PART", part)
        monkeypatch.setattr(write, "STATIONS", stations)
        new = plan(KINDS["checklists"], district, *lines)
        steps = writing(kind=KINDS["checklists"], plan=new, sender=official(district), at=make.NOW)
        gone = []
        for step in steps:
            gone.append(step)
            if step.stage == Stage.NOTED and step.ends:
                found.append((len(gone), contents()))
                steps.close()
    (few, whole), (many, parts) = found
    assert few < many
    assert whole == parts
    assert len(whole[0]) >= 10
    load(KINDS["checklists"], district, *lines)
    assert contents() == parts


def state() -> list[Any]:
    """Everything that a sheet of estates or hours could change."""
    found: list[Any] = []
    for model in (Estate, WalkingTime, WeekHours, OpeningDay, Slot, LogEntry, SheetUpload):
        found += model._default_manager.order_by("pk").values_list()
    return found


def contents() -> tuple[list[Any], list[Any]]:
    """Checklists and the slots they come to."""
    items = ChecklistItem.objects.order_by("station", "service")
    slots = Slot.objects.order_by("station", "starts_at", "item__service")
    return (
        list(
            items.values_list(
                "station", "service__slug", "section__name", "section__position", "hours__opens"
            )
        ),
        list(slots.values_list("station", "item__service__slug", "starts_at", "minutes", "capacity", "held")),
    )
