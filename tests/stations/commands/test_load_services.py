"""`manage.py load_services`: the starter catalogue and others, once, whole or not at all."""

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.utils import translation

from stations.actions.catalogue import STARTER, read_catalogue
from stations.models import Service
from stations.rules.search import needle, other_words
from stations.rules.service_entries import GENERAL
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db

OWN = '[[service]]\nslug = "knives"\nname = "磨刀"\nsituation = "everyday"\n'


def said(*args: Any, **options: Any) -> list[str]:
    """What the command prints in English, line by line."""
    out = io.StringIO()
    with translation.override("en"):
        call_command("load_services", *args, stdout=out, **options)
    return out.getvalue().splitlines()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    file = tmp_path / "own.toml"
    file.write_text(OWN, encoding="utf-8")
    return file


def test_the_starter_catalogue_is_loaded_and_twice_is_once() -> None:
    number = len(read_catalogue())
    assert said()[0] == f"Services: {number} created, 0 unchanged, 0 kept as they are"
    before = list(Service.objects.order_by("pk").values())
    assert said() == [f"Services: 0 created, {number} unchanged, 0 kept as they are"]
    assert list(Service.objects.order_by("pk").values()) == before


def test_the_starter_catalogue_is_whole() -> None:
    said()
    rows = list(Service.objects.all())
    assert {row.situation for row in rows} == set(Service.Situation.values)
    assert Service.objects.get(slug=GENERAL).number == 1
    assert sorted(row.number for row in rows) == list(range(1, len(rows) + 1))
    for row in rows:
        row.full_clean()
        assert (row.district, row.station) == (None, None)
        assert all((row.name_en, row.who, row.who_en))
        assert {word.isascii() for word in other_words(row.also_called)} == {True, False}, row.slug
        assert len(row.papers.splitlines()) == len(row.papers_en.splitlines()), row.slug
        assert len(row.steps.splitlines()) == len(row.steps_en.splitlines()), row.slug


def test_a_matter_is_found_at_the_desk_by_its_initials() -> None:
    said()
    assert "|zhzx|" in Service.objects.get(slug=GENERAL).search_text


@pytest.mark.parametrize(
    ("word", "slugs"),
    [
        ("盖章", {"committee-letter"}),
        ("敬老卡", {"elder-card"}),
        ("jlk", {"elder-card"}),
        ("社保卡", {"medical-insurance"}),
        ("birth certificate", {"birth"}),
        ("certificate", {"committee-letter", "disability-card", "birth"}),
        ("漏水", {"repair", "mediation"}),
    ],
)
def test_everyday_words_find_every_matter_that_has_them(word: str, slugs: set[str]) -> None:
    said()
    found = Service.objects.filter(search_text__contains=needle(word))
    assert set(found.values_list("slug", flat=True)) == slugs


def test_what_somebody_changed_stays_and_is_told() -> None:
    said()
    Service.objects.filter(slug="repair").update(who="本小区业主")
    lines = said()
    assert lines[-1] == "They say something else than the file: repair"
    assert Service.objects.get(slug="repair").who == "本小区业主"


def test_a_number_that_is_taken_becomes_the_next_free_one(place: Place, book: Path) -> None:
    Service.objects.filter(pk=place.service.pk).update(number=1)
    said(book)
    assert Service.objects.get(slug="knives").number == 2


def test_with_one_bad_entry_nothing_is_loaded(book: Path) -> None:
    book.write_text(f'{OWN}\n[[service]]\nslug = "x"\nname = ""\nsituation = "everyday"\n', encoding="utf-8")
    with pytest.raises(CommandError) as refused:
        said(book)
    assert "own.toml, entry 2 (line 6): “name” is missing." in str(refused.value).splitlines()
    assert not Service.objects.exists()


def test_a_slug_of_one_districts_service_is_not_taken_from_it(place: Place, book: Path) -> None:
    own = make.service(slug="knives", station=place.station)
    book.write_text(f"{OWN}\n{OWN.replace('knives', 'scissors')}", encoding="utf-8")
    with pytest.raises(CommandError, match=r"entry 1 \(line 1\): the slug “knives” belongs to"):
        said(book)
    assert Service.objects.get(slug="knives") == own
    assert not Service.objects.filter(slug="scissors").exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        said(tmp_path / "nothing.toml")


def test_quiet_means_quiet(book: Path) -> None:
    assert said(book, verbosity=0) == []
    assert Service.objects.filter(slug="knives").exists()


def test_the_readme_beside_it_names_every_key() -> None:
    words = (STARTER.parent / "README.md").read_text(encoding="utf-8")
    for entry in read_catalogue():
        for key in entry.fields:
            assert f"`{key}`" in words
