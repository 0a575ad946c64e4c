"""The tables that are laid once: which of them the next run may take as they are."""

from pathlib import Path

import pytest

from tests import laid


def test_a_changed_migration_is_another_drawing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(laid, "BASE", tmp_path)
    for name in ("a/migrations/0001.py", "portal/common/append_only.py", "requests_desk/models/no_overlap.py",
                 "requirements.txt"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("1")
    first = laid.drawing()
    assert laid.drawing() == first
    (tmp_path / "a/models.py").write_text("2")
    assert laid.drawing() == first  # tables come from migrations alone
    (tmp_path / "a/migrations/0001.py").write_text("2")
    changed = laid.drawing()
    (tmp_path / "a/migrations/0002.py").write_text("1")
    assert len({first, changed, laid.drawing()}) == 3


def test_what_fits_no_more_goes(tmp_path: Path) -> None:
    new, kept = tmp_path / "new", tmp_path / "laid" / "b.sqlite3"
    new.write_bytes(b"tables")
    kept.parent.mkdir()
    (kept.parent / "a.sqlite3").write_bytes(b"old")
    laid.keep(new, kept)
    assert [(one.name, one.read_bytes()) for one in kept.parent.iterdir()] == [("b.sqlite3", b"tables")]
