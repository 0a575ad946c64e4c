"""The registers, each loaded by a process of its own: the shipped one timed, the nation's 620,573 rows measured."""

import os
import re
import shutil
import subprocess
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.db.models import Count

from stations.models import Committee, Division
from tests.machine import MissingTool
from tests.servers import database_url

PACKAGE = "china-division@2.7.0"
ROWS = 620_573
SECONDS = 90
SHIPPED = settings.BASE_DIR / "stations" / "data" / "register"
SHIPPED_SECONDS = 5
MEGABYTES = 300

# The command as anybody runs it. VmHWM is the most memory that this program held at once, in kB;
# getrusage would also count what pytest held when it started it.
RUN = """
import sys, time
from django.core.management import execute_from_command_line
begun = time.perf_counter()
execute_from_command_line(["manage.py", "load_register", sys.argv[1]])
status = open("/proc/self/status").read()
print("measured", time.perf_counter() - begun, status.split("VmHWM:")[1].split()[0])
"""

pytestmark = [pytest.mark.proof, pytest.mark.django_db(transaction=True)]


@dataclass(frozen=True)
class Run:
    """What one load said and cost."""

    divisions: dict[str, int]
    committees: dict[str, int]
    left_out: int
    seconds: float
    megabytes: float


@pytest.fixture(scope="module")
def nation(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package's dist folder, fetched with npm."""
    folder = tmp_path_factory.mktemp("nation")
    if not shutil.which("npm"):
        raise MissingTool("The nation's register is fetched with npm; please install it (Debian: npm).")
    command = ["npm", "pack", PACKAGE, "--silent", "--pack-destination", str(folder)]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise MissingTool(f"npm could not fetch {PACKAGE}: {done.stderr.strip()[-500:]}")
    with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as packed:
        packed.extractall(folder, filter="data")
    return folder / "package" / "dist"


def load(folder: Path) -> Run:
    """Load ``folder`` into the test's database from another process."""
    env = {**os.environ, "DATABASE_URL": database_url(), "DJANGO_SETTINGS_MODULE": "portal.settings.test"}
    done = subprocess.run(
        [sys.executable, "-c", RUN, str(folder)],
        cwd=settings.BASE_DIR,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    divisions, committees, left_out, *_rest, measured = done.stdout.splitlines()
    _word, seconds, kilobytes = measured.split()
    return Run(
        figures(divisions), figures(committees), numbers(left_out)[0], float(seconds), int(kilobytes) / 1024
    )


def numbers(line: str) -> list[int]:
    """The figures of a line, whatever its language."""
    return [int(number) for number in re.findall(r"\d+", line)]


def figures(line: str) -> dict[str, int]:
    """The summary's figures by name."""
    return dict(zip(("created", "renamed", "corrected", "unchanged", "missing"), numbers(line), strict=True))


def told(name: str, run: Run) -> None:
    """Print what the README's table says."""
    print(f"{name}, {connection.vendor}: {run.seconds:.1f} s, {run.megabytes:.0f} MB at most")


def test_the_shipped_register_loads_in_time() -> None:
    run = load(SHIPPED)
    told("shipped register", run)
    assert run.committees["created"] + run.left_out == 7_041
    assert run.seconds <= SHIPPED_SECONDS


def test_the_nation_loads_in_time_and_memory_and_twice_is_once(nation: Path) -> None:
    first = load(nation)
    told("nation's register, first load", first)
    committees, divisions = Committee.objects.count(), Division.objects.count()
    assert committees + first.left_out == ROWS
    assert (
        (first.committees["created"], first.divisions["created"])
        == (committees, divisions)
        == (619_125, 44_672)
    )
    kinds = dict(Committee.objects.order_by("kind").values_list("kind").annotate(Count("pk")))
    assert kinds == {
        "residents": 124_649,
        "villages": 487_144,
        "like_residents": 1_930,
        "like_villages": 5_402,
    }
    cities = dict(Division.objects.at_level(Division.Level.CITY).values_list("code", "name"))
    assert (cities["1101"], cities["3101"], cities["5002"]) == ("北京市", "上海市", "重庆市辖县")
    assert len(set(cities.values())) == len(cities) == 342
    second = load(nation)
    told("nation's register, second load", second)
    assert second.committees == dict.fromkeys(first.committees, 0) | {"unchanged": committees}
    assert second.divisions == dict.fromkeys(first.divisions, 0) | {"unchanged": divisions}
    for run in (first, second):
        assert run.megabytes <= MEGABYTES
        if connection.vendor == "postgresql":  # SQLite is for a smaller house than the nation
            assert run.seconds <= SECONDS
