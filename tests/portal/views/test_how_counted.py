"""How we count: the dictionary in words, for officials whole, for everyone what is public."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from portal.views.how_counted import BETTER, KINDS, OPENS
from requests_desk.rules.review import DAYS, FIGURES, GROUPS
from stations.models import Worker
from tests.cast import Place
from tests.pages import assert_cached_page, count_queries, text_of

pytestmark = pytest.mark.django_db

PAGE, PUBLIC = "/admin/coverage/how/", "/coverage/how/"


def test_every_figure_is_told_of_and_leads_to_its_rows(
    street: Worker, as_: Callable[[Worker | None], Client]
) -> None:
    text = text_of(as_(street).get(PAGE))
    for figure in FIGURES:
        assert f'id="figure-{figure.key}"' in text
        assert escape(str(figure.words)) in text
        assert escape(str(figure.formula)) in text
        assert f"/admin/coverage/figures/{figure.key}/" in text
    for words in GROUPS.values():
        assert escape(str(words)) in text
    assert f"{DAYS}" in text
    assert "99" in text


def test_everyone_reads_of_what_is_public(place: Place) -> None:
    text = assert_cached_page(Client(), PUBLIC)
    assert {figure.public for figure in FIGURES} == {True, False}
    for figure in FIGURES:
        assert (f'id="figure-{figure.key}"' in text) == figure.public, figure.key
    assert "/admin/" not in text


def test_it_asks_the_database_for_nothing_of_its_own(place: Place) -> None:
    assert count_queries(Client(), PUBLIC) == count_queries(Client(), "/accessibility/")


def test_who_may_look(place: Place, desk: Worker, as_: Callable[[Worker | None], Client]) -> None:
    assert Client().get(PAGE).status_code == 302
    assert as_(desk).get(PAGE).status_code == 403


def test_there_are_words_for_all_of_the_dictionary() -> None:
    assert {figure.rows for figure in FIGURES} == set(OPENS)
    assert {figure.kind for figure in FIGURES} == set(KINDS)
    assert {figure.better for figure in FIGURES} == set(BETTER)
