"""The demo's drawer: reads the data that lie beside this code, as TOML anybody can read and mend."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"

# What a file holds: tables of tables, lists, texts, numbers, dates.
Data = dict[str, Any]


def read(name: str) -> Data:
    """The data file ``name`` without its ending, such as "services"."""
    with (DATA / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def places() -> Iterator[Data]:
    """Each real place, a file for each committee."""
    for path in sorted((DATA / "places").glob("*.toml")):
        yield read(f"places/{path.stem}")
