"""The house itself: its order, its test database, the comparison of its translations."""

import ast
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from portal import translations
from requests_desk import models

BASE = Path(settings.BASE_DIR)
CLOCKS = {"now", "today", "utcnow", "localdate", "localtime"}


def modules_of(folder: Path) -> set[str]:
    """The importable names directly inside ``folder``."""
    return {
        entry.stem
        for entry in folder.iterdir()
        if (entry.suffix == ".py" and entry.stem != "__init__") or (entry / "__init__.py").exists()
    }


def contract(key: str, begins: str) -> dict[str, Any]:
    """The import contract whose list ``key`` begins with ``begins``."""
    contracts = tomllib.loads((BASE / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    return next(one for one in contracts if one.get(key, [""])[0] == begins)


def test_import_contract_names_every_module_of_portal() -> None:
    common = contract("source_modules", "portal.common")
    named = {
        name.removeprefix("portal.") for name in common["forbidden_modules"] if name.startswith("portal.")
    }
    assert named == modules_of(BASE / "portal") - {"common"}


def nodes(*patterns: str) -> Iterator[tuple[str, ast.AST]]:
    """Every node of the syntax of the files that match: (file:line, node)."""
    files = [file for pattern in patterns for file in BASE.glob(pattern)]
    assert files, f"nothing matches {patterns}"
    for file in files:
        for node in ast.walk(ast.parse(file.read_text())):
            yield f"{file.relative_to(BASE)}:{getattr(node, 'lineno', 0)}", node


def test_rules_know_no_database() -> None:
    for where, node in nodes("*/rules/**/*.py"):
        if isinstance(node, ast.ImportFrom):
            assert not (node.module or "").startswith("django.db"), where
        if isinstance(node, ast.Import):
            assert not any(name.name.startswith("django.db") for name in node.names), where


def test_only_views_commands_and_the_hall_read_the_clock() -> None:
    for where, node in nodes("*/rules/**/*.py", "*/actions/*.py", "*/models/*.py", "*/forms/*.py"):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            reads = node.func.attr in CLOCKS and not node.args and not node.keywords
            assert not reads, f"{where} reads the clock; let the caller hand in the time"


def test_no_private_name_is_imported_from_elsewhere() -> None:
    for where, node in nodes("portal/**/*.py", "requests_desk/**/*.py", "stations/**/*.py"):
        if isinstance(node, ast.ImportFrom):
            private = [name.name for name in node.names if name.name.startswith("_")]
            assert not private, f"{where} imports {private}"


def listed(module: str, patterns: list[str]) -> bool:
    """Whether ``module``, or a package it lies in, is in a contract's list, where * is one name."""
    names = module.split(".")
    heads = [names[: len(pattern.split("."))] for pattern in patterns]
    return any(fnmatch(".".join(head), pattern) for head, pattern in zip(heads, patterns, strict=True))


def test_deliberations_models_are_not_taken_by_the_name_of_their_package() -> None:
    """The linter sees an import of requests_desk.models alone, not which of its names."""
    rule = contract("protected_modules", "requests_desk.*.meeting")
    taken, wrong = 0, []
    for where, node in nodes("requests_desk/**/*.py"):
        if not isinstance(node, ast.ImportFrom) or node.module != "requests_desk.models":
            continue
        importer = where.split(".py:")[0].replace("/", ".")
        homes = {name.name: getattr(getattr(models, name.name), "__module__", "") for name in node.names}
        theirs = [name for name, home in homes.items() if listed(home, rule["protected_modules"])]
        taken += len(theirs)
        wrong += [(where, name) for name in theirs if not listed(importer, rule["allowed_importers"])]
    assert wrong == []
    assert taken > 30  # else nothing was looked at


@pytest.mark.django_db
def test_the_test_database_has_the_products_own_settings() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SHOW lock_timeout")
            assert cursor.fetchone() == ("4s",)
        return
    assert Path(connection.settings_dict["NAME"]).is_file()
    with connection.cursor() as cursor:
        found = [
            cursor.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "recursive_triggers", "busy_timeout")
        ]
    assert found == ["wal", 1, 4000]


class TestTranslations:
    """The comparison of catalogues, on a small house of its own."""

    @pytest.fixture
    def house(self, tmp_path: Path) -> Path:
        for folder in (*translations.CODE_FOLDERS, translations.TEMPLATE_FOLDER):
            (tmp_path / folder).mkdir()
        (tmp_path / "portal" / "words.py").write_text(
            "from django.utils.translation import gettext_lazy as _, ngettext, pgettext\n"
            '_("Open")\npgettext("verb", "Open")\nngettext("%(n)d place", "%(n)d places", 2)\n'
        )
        (tmp_path / "templates" / "page.html").write_text(
            "{% load i18n %}\n  <p>It's {% translate 'Closed' %}</p>\n"
            "    {% blocktranslate trimmed with name=x %}\n  Dear {{ name }},\n  welcome\n"
            "{% endblocktranslate %}\n{{ x|default:_('nobody') }}\n"
        )
        translations.begin(tmp_path, "zh_Hans")
        translations.update(tmp_path)
        return tmp_path

    @staticmethod
    def translate(house: Path, words: dict[str, str]) -> None:
        """Fill the catalogue: {msgid: translation}."""
        (po,) = translations.catalogues(house)
        catalogue = translations.load(po)
        for message in catalogue:
            if message.id and translations.singular(message) in words:
                text = words[translations.singular(message)]
                message.string = (text,) if message.pluralizable else text
        translations.write(po, catalogue)

    WORDS = {
        "Open": "开门",
        "%(n)d place": "%(n)d 个名额",
        "Closed": "关门",
        "Dear %(name)s, welcome": "%(name)s，欢迎",
        "nobody": "无人",
    }

    def test_it_finds_strings_in_code_and_templates(self, house: Path) -> None:
        found = [(m.context, translations.singular(m)) for m in translations.collect(house) if m.id]
        assert sorted(found, key=str) == sorted(
            [(None, word) for word in self.WORDS] + [("verb", "Open")], key=str
        )

    def test_a_complete_catalogue_has_no_problems(self, house: Path) -> None:
        self.translate(house, self.WORDS)
        assert translations.problems(house) == []

    def test_an_empty_translation_is_named_with_its_place(self, house: Path) -> None:
        self.translate(house, {k: v for k, v in self.WORDS.items() if k != "Closed"})
        (problem,) = translations.problems(house)
        assert problem.startswith("templates/page.html:2: 'Closed' has no translation")

    def test_a_new_string_is_not_in_the_catalogue(self, house: Path) -> None:
        self.translate(house, self.WORDS)
        (house / "stations" / "new.py").write_text('_("Brand new")\n')
        (problem,) = translations.problems(house)
        assert problem.startswith("stations/new.py:1: 'Brand new' is not in")

    def test_a_lost_placeholder_is_a_problem(self, house: Path) -> None:
        self.translate(house, {**self.WORDS, "Dear %(name)s, welcome": "欢迎"})
        (problem,) = translations.problems(house)
        assert problem.endswith("differs in ['name']")

    def test_a_fuzzy_translation_is_a_problem(self, house: Path) -> None:
        self.translate(house, self.WORDS)
        (po,) = translations.catalogues(house)
        po.write_text(po.read_text().replace('msgid "Closed"', '#, fuzzy\nmsgid "Closed"'))
        (problem,) = translations.problems(house)
        assert problem.endswith("is marked fuzzy")

    def test_a_catalogue_is_compiled_once(self, house: Path) -> None:
        self.translate(house, self.WORDS)
        (mo,) = translations.compile_catalogues(house)
        assert mo.stat().st_size > 0
        assert translations.compile_catalogues(house) == []
