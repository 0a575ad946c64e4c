"""`manage.py load_register`: what it says, when it draws a bar, and what the shipped register costs."""

import io
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from stations.models import Committee, Division
from tests.stations.actions.test_register import COMMITTEES, DIVISIONS, own

pytestmark = pytest.mark.django_db

SHIPPED = settings.BASE_DIR / "stations" / "data" / "register"


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def said(folder: Path, **options: int) -> list[str]:
    """What the command prints in English, line by line."""
    out = io.StringIO()
    with translation.override("en"):
        call_command("load_register", str(folder), stdout=out, **options)
    return out.getvalue().splitlines()


def test_the_shipped_register_loads_in_batches_and_twice_is_once() -> None:
    """How many seconds is among the proofs; here, that 7,309 rows are not written one by one."""
    with CaptureQueriesContext(connection) as made:
        first = said(SHIPPED)
    assert first == [
        "Divisions: 281 created, 0 renamed, 0 corrected, 0 unchanged, 0 missing",
        "Committees: 7028 created, 0 renamed, 0 corrected, 0 unchanged, 0 missing",
        "Placeholders left out: 13",
    ]
    assert len(made) <= 100, len(made)
    in_shanghai = Committee.objects.filter(code__startswith="31").order_by("kind")
    kinds = dict(in_shanghai.values_list("kind").annotate(Count("pk")))
    assert kinds == {"residents": 4917, "like_residents": 24, "villages": 1555}
    assert sum(kinds.values()) == 6509 - 13  # of its rows, 13 are placeholders
    assert Committee.objects.get(code="310107005013").name == "枫杨园居委会"
    assert Division.objects.get(code="310107005").parent.parent.name == "上海市"
    assert said(SHIPPED)[:2] == [
        "Divisions: 0 created, 0 renamed, 0 corrected, 281 unchanged, 0 missing",
        "Committees: 0 created, 0 renamed, 0 corrected, 7028 unchanged, 0 missing",
    ]


def test_renamed_and_missing_bodies_are_listed(tmp_path: Path) -> None:
    said(own(tmp_path))
    lines = said(own(tmp_path, DIVISIONS[:-1], [line.replace("甲", "己") for line in COMMITTEES[:-1]]))
    assert lines == [
        "Divisions: 0 created, 0 renamed, 0 corrected, 3 unchanged, 1 missing",
        "Committees: 0 created, 1 renamed, 0 corrected, 2 unchanged, 1 missing",
        "Placeholders left out: 1",
        "Renamed:",
        "  990101001001 甲居委会 → 己居委会",
        "Not in these files, and kept as they are:",
        "  990101002 第二街道, and all 1 below it",
    ]


def test_a_long_list_is_cut_unless_all_is_asked_for(tmp_path: Path) -> None:
    many = [f"990101001{number:03},居委会{number},990101001" for number in range(1, 31)]
    said(own(tmp_path, committees=[COMMITTEES[0], *many]))
    renamed = [COMMITTEES[0], *(line.replace("居委会", "居民委员会") for line in many)]
    lines = said(own(tmp_path, committees=renamed))
    assert lines[-1] == "  and 10 more"
    assert len(lines) == 4 + 20 + 1
    said(own(tmp_path, committees=[COMMITTEES[0], *many]))
    assert len(said(own(tmp_path, committees=renamed), verbosity=2)) == 4 + 30
    missing = said(own(tmp_path, committees=renamed[:6]))
    assert missing[-1] == "  and 5 more"


def test_a_refused_folder_ends_with_every_bad_line(tmp_path: Path) -> None:
    bad = own(tmp_path, [*DIVISIONS, "990102,,9901"], [*COMMITTEES, "990101001600,名,990101001"])
    with pytest.raises(CommandError) as caught:
        said(bad)
    with translation.override("en"):
        assert str(caught.value).splitlines() == [
            "Nothing was loaded. Bad lines: 2.",
            "divisions.csv, line 6: the name is empty.",
            "committees.csv, line 7: the last three digits of 990101001600 stand for no kind of committee.",
            "Correct the lines and load the folder again.",
        ]
    assert not Division.objects.exists()


def test_a_folder_without_a_register_ends_with_what_it_needs(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"divisions\.csv"):
        said(tmp_path)


@pytest.mark.parametrize(
    ("terminal", "verbosity", "drawn"), [(True, 1, True), (False, 1, False), (True, 0, False)]
)
def test_the_bar_is_drawn_on_a_terminal_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, terminal: bool, verbosity: int, drawn: bool
) -> None:
    screen = Terminal() if terminal else io.StringIO()
    monkeypatch.setattr(sys, "stderr", screen)
    lines = said(own(tmp_path), verbosity=verbosity)
    assert bool(screen.getvalue()) == drawn
    assert bool(lines) == bool(verbosity)
