"""The sheet's lid: what a spreadsheet would run stays text, and Chinese is read as Chinese."""

from typing import Any

BOM = "\ufeff"  # without it spreadsheets read Chinese as noise
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def neutral(cell: Any) -> Any:
    """A text that a spreadsheet would run as a formula, made plain with an apostrophe."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell
