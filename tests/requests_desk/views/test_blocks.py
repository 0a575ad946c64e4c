"""The block's own page: numbers without names, their history, and who may write them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from stations.models import Building, Grid, GridFigures, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of
from tests.stage import staged

pytestmark = pytest.mark.django_db

NUMBERS = {
    "volunteers": 42, "living_alone": 18, "seriously_ill": 4, "disabled": 9, "mentally_ill": 2, "hardship": 3,
}  # fmt: skip


@staged
def grid(place: Place) -> Grid:
    grid = Grid.objects.create(committee=place.committee, name="第一块区")
    Building.objects.create(estate=place.estate, grid=grid, name="6号楼")
    return grid


@pytest.fixture
def path(grid: Grid) -> str:
    return reverse("desk:block", args=[grid.pk])


def test_the_desk_writes_todays_numbers_and_corrects_them(
    grid: Grid, path: str, desk: Worker, as_: Callable[..., Client]
) -> None:
    client = as_(desk)
    GridFigures.objects.create(grid=grid, on=make.TODAY - timedelta(days=30), volunteers=21)
    assert client.post(path, NUMBERS).status_code == 302
    assert client.post(path, NUMBERS | {"living_alone": "１９"}).status_code == 302
    rows = list(grid.figures.order_by("-on").values_list("on", "volunteers", "living_alone"))
    assert rows == [(make.TODAY, 42, 19), (make.TODAY - timedelta(days=30), 21, 0)]
    page = text_of(client.get(path))
    assert '<rect width="50" height="10"/>' in page
    assert 'value="19"' in page, "the newest numbers stand in the form"


@pytest.mark.parametrize("typed", ["", "-1", "100000", "many", "\0", "9" * 5000])
def test_what_is_no_number_is_said_at_its_field(
    grid: Grid, path: str, desk: Worker, as_: Callable[..., Client], typed: str
) -> None:
    response = as_(desk).post(f"/en{path}", NUMBERS | {"hardship": typed})
    assert response.status_code == 200
    assert "Enter a whole number from 0 to 99999." in text_of(response)
    assert not grid.figures.exists()


def test_officials_read_and_do_not_write(
    grid: Grid, path: str, street: Worker, other_street: Worker, as_: Callable[..., Client]
) -> None:
    GridFigures.objects.create(grid=grid, on=make.TODAY, hardship=7391)
    page = text_of(as_(street).get(path))
    assert "7391" in page
    assert "保存这些数字" not in page
    assert as_(street).post(path, NUMBERS).status_code == 403
    assert as_(other_street).get(path).status_code == 404
    listed = reverse("desk:block_list")
    assert "7391" in text_of(as_(street).get(listed))
    assert "7391" not in text_of(as_(other_street).get(listed))


def test_the_stranger_gets_none_of_it(
    grid: Grid, path: str, stranger: Worker, as_: Callable[..., Client]
) -> None:
    GridFigures.objects.create(grid=grid, on=make.TODAY, hardship=7391)
    assert as_(stranger).get(path).status_code == 404
    assert as_(stranger).post(path, NUMBERS).status_code == 404
    assert "第一块区" not in text_of(as_(stranger).get(reverse("desk:block_list")))
    assert grid.figures.get().volunteers == 0


def test_the_list_takes_as_many_statements_with_one_block_and_with_thirty(
    grid: Grid, place: Place, desk: Worker, as_: Callable[..., Client]
) -> None:
    client, path = as_(desk), reverse("desk:block_list")
    GridFigures.objects.create(grid=grid, on=make.TODAY)
    few = count_queries(client, path)
    for number in range(30):
        more = Grid.objects.create(committee=place.committee, name=f"第{number}格")
        for day in range(3):
            GridFigures.objects.create(grid=more, on=make.TODAY - timedelta(days=day), volunteers=number)
    assert count_queries(client, path) == few
