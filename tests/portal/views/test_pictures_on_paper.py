"""The pictures printed: A4 upright, a page for each, every table open, with script and without."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from requests_desk.actions.review import keep_review
from stations.models import Standard, Worker
from tests import factories as make
from tests.cast import Place
from tests.every_page import on_one_database
from tests.portal.views.test_pictures import crowd

pytestmark = pytest.mark.django_db

PX_A_MM = 96 / 25.4
WIDE, HIGH = 186, 273  # mm of A4 within its margins
A4 = re.compile(rb"/MediaBox\s*\[0 0 59[45][.\d]* 84[12][.\d]*\]")


@on_one_database
@pytest.mark.parametrize("script", [True, False])
def test_each_picture_fits_its_sheet_and_its_table_is_open(
    open_page: Callable[..., Page],
    live_server: LiveServer,
    place: Place,
    district: Worker,
    as_: Callable[[Worker | None], Client],
    script: bool,
) -> None:
    crowd(place, 40)
    Standard.objects.create(district=place.subdistrict.parent, name="六加X").items.create(name="民情收集")
    keep_review(at=make.NOW)
    page = open_page(width=round(WIDE * PX_A_MM), height=900, java_script_enabled=script)
    secret = as_(district).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": secret, "url": live_server.url}])
    page.goto(live_server.url + reverse("coverage_pictures", args=["990101"]))
    pdf = page.pdf(prefer_css_page_size=True)
    sheets = re.findall(rb"/MediaBox\s*\[[^]]*\]", pdf)
    assert len(sheets) >= 5
    assert all(A4.match(one) for one in sheets)
    page.emulate_media(media="print")
    drawings = page.locator(".drawing").all()
    assert len(drawings) >= 5
    for one in drawings:
        box = one.bounding_box()
        assert box is not None
        assert box["height"] <= 0.85 * HIGH * PX_A_MM, "there is room for its words"
        assert box["x"] + box["width"] <= WIDE * PX_A_MM + 1
    for table in page.locator(".as-table table").all():
        assert table.bounding_box(), "what is folded on the screen is open on paper"
