"""The three lists: whose they are, in which order, and in how many statements."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from requests_desk.actions import proposals
from requests_desk.models import Proposal, Resource
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
VOICE = "/voice/"


def text(query: str = "") -> str:
    page = Client().get(VOICE + query)
    assert page.status_code == 200
    return page.content.decode()


def test_the_most_supported_first_and_merged_ones_not(place: Place, desk: Worker) -> None:
    rows = [make.proposal(place.committee, desk) for _number in range(3)]
    for mark in "ab":
        proposals.support(proposal=rows[1], mark=mark, at=make.NOW)
    proposals.support(proposal=rows[0], mark="a", at=make.NOW)
    proposals.merge(proposal=rows[2], into=rows[0], worker=desk, at=make.NOW)
    page = Client().get(VOICE)
    assert list(page.context["page"]) == [rows[1], rows[0]]


def test_one_place_sees_its_own(place: Place, desk: Worker, other_place: Place, stranger: Worker) -> None:
    ours = make.proposal(place.committee, desk, title="我们的事", estate=place.estate)
    make.proposal(other_place.committee, stranger, title="别处的事")
    Resource.objects.create(committee=place.committee, name="一间空屋")
    make.project(place.committee, desk, name="我们的项目")
    make.poll(place.committee, desk)
    for query in (
        f"committee={place.committee.code}",
        f"station={place.station.slug}",
        f"estate={place.estate.pk}",
    ):
        found = text(f"?{query}")
        assert ours.title in found
        assert "这间房做什么用" in found
        assert "别处的事" not in found
        assert "一间空屋" in text(f"?{query}&list=resources")
    assert "我们的项目" in text(f"?committee={place.committee.code}&list=projects")
    assert "我们的项目" not in text(f"?committee={other_place.committee.code}&list=projects")
    assert "别处的事" in text()


@pytest.mark.parametrize("asked", ["needs", "resources", "projects"])
def test_empty_lists_say_what_to_do(asked: str, place: Place) -> None:
    found = text(f"?committee={place.committee.code}&list={asked}")
    assert 'class="empty"' in found
    assert place.committee.phone in found


@pytest.mark.parametrize("asked", ["needs", "resources", "projects"])
def test_three_statements_for_one_row_and_for_thirty(asked: str, place: Place, desk: Worker) -> None:
    counts = []
    for rows in (1, 30):
        for number in range(rows):
            make.proposal(place.committee, desk, estate=place.estate)
            make.project(place.committee, desk)
            Resource.objects.create(committee=place.committee, name=f"资源{rows}-{number}")
        make.poll(place.committee, desk)
        with CaptureQueriesContext(connection) as queries:
            assert Client().get(f"{VOICE}?committee={place.committee.code}&list={asked}").status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 3


def test_the_page_that_names_itself_is_in_the_list_for_search_engines(place: Place) -> None:
    assert f"{reverse('voice')}</loc>" in Client().get("/sitemap-pages.xml").content.decode()
    assert "/voice/mine/" in Client().get("/robots.txt").content.decode()


def test_paging(place: Place, desk: Worker) -> None:
    for _number in range(21):
        make.proposal(place.committee, desk)
    assert Client().get(f"{VOICE}?committee={place.committee.code}").context["page"].has_next
    second = Client().get(f"{VOICE}?committee={place.committee.code}&page=2")
    assert len(second.context["page"]) == 1
    assert Proposal.objects.count() == 21
