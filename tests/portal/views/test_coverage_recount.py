"""Fourteen figures of the page, counted again from the workbook by plain Python: equal, all fourteen."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from requests_desk.models import Ticket
from stations.models import Estate
from tests.demo import entered
from tests.portal.recount import recount

pytestmark = pytest.mark.django_db


def page_says(client: Client, code: str, keys: list[str]) -> dict[str, tuple[int, int]]:
    page = client.get(f"/admin/coverage/{code}/").context["page"]
    shown = {one.figure.key: one.value for _words, group in page.groups for one in group}
    return {key: (shown[key].part, shown[key].whole) for key in keys}


def counted_again(client: Client, code: str) -> dict[str, tuple[int, int]]:
    response = client.get(f"/admin/coverage/{code}.xlsx")
    return recount(response.content, timezone.localdate())


@pytest.mark.parametrize("code", ["990101", "990101001", "310107005"])
def test_all_fourteen(demo: None, code: str) -> None:
    client = entered("district")
    again = counted_again(client, code)
    assert len(again) == 14
    assert again == page_says(client, code, list(again))
    if code == "990101":
        assert all(part for part, _whole in again.values()), "a figure of nothing proves nothing"


def test_a_wrong_row_would_be_seen(demo: None) -> None:
    """The control: the recount reads the workbook's rows, and each of them tells."""
    client = entered("district")
    before = page_says(client, "990101", ["households_15", "on_time"])
    Estate.objects.filter(committee__code__startswith="990101").first().delete()
    late = Ticket.objects.filter(committee__code__startswith="990101").answered_on_time().first()
    moment: datetime = late.due_at + timedelta(days=1)
    Ticket.objects.filter(pk=late.pk).update(answered_at=moment)
    again = counted_again(client, "990101")
    assert again["households_15"] != before["households_15"]
    assert again["on_time"] != before["on_time"]
