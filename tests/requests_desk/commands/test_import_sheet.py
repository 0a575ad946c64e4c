"""import_sheet: a sheet from the server's terminal, as one official would load it."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.core.management import CommandError, call_command

from requests_desk.actions.sheets.load import KINDS
from stations.models import Estate, Worker
from tests.cast import Place
from tests.requests_desk.actions.sheets.files import as_xlsx

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(place: Place, tmp_path: Path) -> Path:
    return written(tmp_path, [place.committee.code, "新苑", 5])


def written(folder: Path, *lines: list[Any]) -> Path:
    path = folder / "x.xlsx"
    head = [str(KINDS["estates"].column(key).words) for key in ("committee", "name", "households")]
    path.write_bytes(as_xlsx(head, list(lines)))
    return path


def run(path: Path, username: str, *more: str) -> str:
    out = io.StringIO()
    call_command("import_sheet", "estates", str(path), "--as", username, *more, stdout=out)
    return out.getvalue()


def test_it_loads_in_that_persons_name(file: Path, street: Worker) -> None:
    assert "新增 1 条，修改 0 条" in run(file, "street")
    assert Estate.objects.filter(name="新苑").exists()
    assert LogEntry.objects.get().user == street


def test_looking_writes_nothing(file: Path, street: Worker) -> None:
    assert "什么也没有写入" in run(file, "street", "--look")
    assert not Estate.objects.filter(name="新苑").exists()


def test_columns_that_are_not_read_are_named(place: Place, street: Worker, tmp_path: Path) -> None:
    kind, path = KINDS["opening-hours"], tmp_path / "x.xlsx"
    head, out = [str(kind.column(key).words) for key in ("station", "name")], io.StringIO()
    for name, told in ((place.station.name, False), ("另一个名字", True)):
        path.write_bytes(as_xlsx(head, [[place.station.slug, name]]))
        call_command("import_sheet", "opening-hours", str(path), "--as", "street", stdout=out)
        assert ("在表格里改了也不会导入：站点。" in out.getvalue()) is told


@pytest.mark.parametrize("who", ["other-street", "desk", "nobody"])
def test_others_load_nothing(who: str, file: Path, other_street: Worker, desk: Worker) -> None:
    with pytest.raises(CommandError):
        run(file, who)
    assert not Estate.objects.filter(name="新苑").exists()


def test_bad_cells_are_named_and_counted(place: Place, street: Worker, tmp_path: Path) -> None:
    path = written(tmp_path, *([place.committee.code, f"苑{n}", "x"] for n in range(60)))
    with pytest.raises(CommandError) as refused:
        run(path, "street")
    assert "第 2 行 C 列（户数）：“x”不是数字。" in str(refused.value)
    assert "10" in str(refused.value).splitlines()[-1]
    with pytest.raises(CommandError):
        run(tmp_path / "none.xlsx", "street")
