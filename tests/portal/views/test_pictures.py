"""The pictures of an area: for its officials alone, each with its table, small however large the area."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from django.urls import reverse

from requests_desk.actions.review import keep_review
from requests_desk.models import ReviewDay
from stations.models import (
    Committee,
    Division,
    Estate,
    Programme,
    Relocation,
    Site,
    Standard,
    Station,
    WalkingTime,
    Worker,
)
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries
from tests.payloads import PAYLOADS
from tests.stage import staged

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
MOST_OF_A_PICTURE = 150 * 1024  # bytes
SVG = "{http://www.w3.org/2000/svg}"


def address(code: str) -> str:
    return reverse("coverage_pictures", args=[code])


@staged
def drawn(place: Place, other_place: Place, far_place: Place, desk: Worker) -> Place:
    """Three committees: one moved, with floor space noted; a standard with two items; two days kept."""
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on="2026-01-01")
    Relocation.objects.create(programme=programme, committee=place.committee)
    Site.objects.filter(station=place.station).update(used_from="2026-05-01", office_m2=30, service_m2=270)
    Site.objects.create(
        station=place.station, address="楼上", used_until="2026-04-30", office_m2=300, service_m2=None
    )
    standard = Standard.objects.create(district=place.subdistrict.parent, name="六加X")
    place.item.satisfies.add(standard.items.create(name="民情收集"))
    standard.items.create(name="事务协商")
    make.estate(place.committee, "远处苑", households=40, lat=31.26, lon=121.4)
    make.estate(place.committee, "没有位置苑", households=10, lat=None, lon=None)
    keep_review(at=make.at(-1))
    keep_review(at=make.NOW)
    return place


def page(client: Client, code: str) -> str:
    response = client.get(address(code))
    assert response.status_code == 200
    return str(response.content.decode())


def drawings(text: str) -> list[ET.Element]:
    """Every chart on a page, read as XML."""
    found = re.findall(r'<svg class="drawing".*?</svg>', text, re.S)
    return [ET.fromstring(one.replace("<svg ", f'<svg xmlns="{SVG[1:-1]}" ', 1)) for one in found]


def plain(text: str) -> str:
    """A page's words in one line."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", text)).split())


def test_for_the_officials_of_the_area_alone(
    drawn: Place,
    far_place: Place,
    desk: Worker,
    street: Worker,
    other_street: Worker,
    district: Worker,
    as_: SignIn,
) -> None:
    for code in (drawn.committee.code, drawn.subdistrict.code):
        assert Client().get(address(code)).status_code == 302
        assert as_(desk).get(address(code)).status_code == 403
        assert as_(street).get(address(code)).status_code == 200
        assert as_(district).get(address(code)).status_code == 200
        assert as_(other_street).get(address(code)).status_code == 404
    assert as_(street).get(address("990101")).status_code == 404, "the district is above the street's scope"
    assert as_(district).get(address("990101")).status_code == 200


def test_out_of_scope_is_as_not_existing(
    drawn: Place, far_place: Place, street: Worker, admin: Worker, as_: SignIn
) -> None:
    def bare(worker: Worker, code: str) -> bytes:
        response = as_(worker).get(address(code))
        assert response.status_code == 404
        return re.sub(rb"[0-9a-f]{16}", b"", response.content)

    foreign = bare(street, far_place.committee.code)
    assert foreign == bare(street, far_place.subdistrict.code) == bare(street, f"{drawn.subdistrict.code}999")
    for code in ("9999", "990199", "990101999", "990101001999"):
        bare(admin, code)
    for code in ("99010", "x", "９９０１０１"):
        assert as_(admin).get(f"/admin/coverage/{code}/pictures/").status_code == 404


def test_a_desk_elsewhere_shows_nothing_of_it(
    drawn: Place, far_place: Place, street: Worker, as_: SignIn
) -> None:
    make.post(street, "desk", far_place.committee)
    assert as_(street).get(address(far_place.committee.code)).status_code == 404


@pytest.mark.parametrize("level", ["city", "district", "subdistrict", "committee"])
def test_every_picture_has_words_for_who_does_not_see_it(
    drawn: Place, admin: Worker, as_: SignIn, level: str
) -> None:
    code = drawn.committee.code[: {"city": 4, "district": 6, "subdistrict": 9, "committee": 12}[level]]
    text = page(as_(admin), code)
    charts = drawings(text)
    assert len(charts) >= 5
    for chart in charts:
        assert chart.get("role") == "img"
        named = [chart.find(f"{SVG}{tag}") for tag in ("title", "desc")]
        for one in named:
            assert one is not None
            assert one.text
        assert chart.get("aria-labelledby") == " ".join(
            str(one.get("id")) for one in named if one is not None
        )
    ids = re.findall(r'\bid="([^"]+)"', text)
    assert len(ids) == len(set(ids))
    main = text[text.index('id="content-main"') :]
    assert "style=" not in main
    assert not re.search(r"\son\w+=", main)


def test_the_figures_are_the_areas(drawn: Place, street: Worker, as_: SignIn) -> None:
    words = plain(page(as_(street), drawn.subdistrict.code))
    households = sum(
        Estate.objects.filter(committee__code__startswith=drawn.subdistrict.code).values_list(
            "households", flat=True
        )
    )
    assert f"{households} 户中有 600 户" in words
    assert "没有位置苑" in words
    assert "300 ? 30 270" in words
    assert "✓" not in words, "signs come from the style sheet"
    assert "香樟里" not in words


def test_the_table_behind_the_map_says_what_the_map_says(drawn: Place, street: Worker, as_: SignIn) -> None:
    text = page(as_(street), drawn.subdistrict.code)
    chart = drawings(text)[0]
    dots = [unescape("".join(one.itertext()).strip()) for one in chart.iter(f"{SVG}title")][1:]
    table = text[text.index('class="figures-table"') :]
    rows = re.findall(r"<tr>(.*?)</tr>", table[: table.index("</table>")], re.S)[1:]
    assert len(dots) == len(rows) == 3
    for row in rows:
        name, _committee, households, minutes = plain(row.replace("</t", " | </t")).strip(" |").split(" | ")
        spoken = "分钟数未知" if minutes == "?" else f"{minutes} 分钟"
        assert f"{name}：{spoken}、{households} 户" in dots


def test_the_table_behind_the_bars_says_what_the_bars_say(drawn: Place, street: Worker, as_: SignIn) -> None:
    response = as_(street).get(address(drawn.subdistrict.code))
    histogram = response.context["pictures"].histogram
    text = str(response.content.decode())
    section = text[text.index('<h2 id="walks">') : text.index('<h2 id="space">')]
    bars = drawings(section)[0].findall(f"{SVG}rect")
    assert len(bars) == sum(bool(bar.households) for panel in histogram.panels for bar in panel.bars)
    words = plain(section[section.index("<tbody>") :])
    for name, cells in histogram.table:
        line = " ".join(f"{bar.households} {bar.percent} %" if bar.households else "0" for bar in cells)
        assert f"{'未知' if name == '?' else name} {line}" in words


def test_the_standard_item_by_item(drawn: Place, street: Worker, as_: SignIn) -> None:
    def cells() -> str:
        text = page(as_(street), drawn.committee.code)
        return plain(re.findall(r"<tbody>(.*?)</tbody>", text[text.index('class="heat"') :], re.S)[0])

    assert "待核对 缺 1 / 2" in cells(), "never checked is due"
    drawn.item.verified_on = make.TODAY
    drawn.item.save()
    assert "有 缺 1 / 2" in cells()
    drawn.item.active = False
    drawn.item.save()
    assert "缺 缺 0 / 2" in cells()
    drawn.item.active = True
    drawn.item.save()
    Station.objects.filter(pk=drawn.station.pk).update(status=Station.Status.CLOSED)
    assert "缺 缺 0 / 2" in cells()


def test_what_is_no_past_day_is_said(drawn: Place, street: Worker, as_: SignIn) -> None:
    client = as_(street)
    for typed in ("x", "2026-02-30", "2027-01-01"):
        said = client.get(address(drawn.subdistrict.code), {"on": typed}).content.decode()
        assert f"“{typed}”不是过去的日期" in said
    for typed in ("", str(make.TODAY)):
        said = client.get(address(drawn.subdistrict.code), {"on": typed}).content.decode()
        assert "不是过去的日期" not in said


def test_the_standard_stands_whole_unless_it_is_very_long(drawn: Place, street: Worker, as_: SignIn) -> None:
    """On a wide screen (charts.css); where it slides in a frame a sentence says so."""
    shown = as_(street).get(address(drawn.subdistrict.code)).content.decode()
    assert '<div class="whole"><p class="slide">' in shown
    for number in range(100, 160):
        make.estate(make.committee(number, under=drawn.subdistrict))
    long = as_(street).get(address(drawn.subdistrict.code)).content.decode()
    assert '<div class="whole">' not in long
    assert '<p class="slide">共 62 个居委会' in long


def test_days_that_were_kept_are_lines(drawn: Place, street: Worker, as_: SignIn) -> None:
    response = as_(street).get(address(drawn.committee.code))
    trends = response.context["pictures"].trends
    assert [day.isoformat() for day in trends.days] == ["2026-11-17", "2026-11-18"]
    households = next(one for one in trends.figures if one.figure.key == "households_15")
    kept = ReviewDay.objects.get(code=drawn.committee.code, day=make.TODAY).counts
    assert households.values[-1] == round(100 * kept["h15"] / kept["households"])
    assert households.trend is not None
    on_time = next(one for one in trends.figures if one.figure.key == "on_time")
    assert on_time.values == (None, None)
    assert on_time.trend is None


def test_up_to_the_parent_and_down_to_the_parts(
    drawn: Place, other_place: Place, far_place: Place, street: Worker, district: Worker, as_: SignIn
) -> None:
    def links(worker: Worker, code: str) -> set[str]:
        return set(re.findall(r'href="/admin/coverage/(\d+)/pictures/"', page(as_(worker), code)))

    own, other = drawn.committee.code, other_place.committee.code
    assert links(street, drawn.subdistrict.code) == {own, other}
    assert drawn.subdistrict.code in links(street, own)
    assert "990101" not in links(street, own)
    assert {"990101", drawn.subdistrict.code} <= links(district, own)
    assert {drawn.subdistrict.code, far_place.subdistrict.code} <= links(district, "990101")
    assert "9901" not in links(district, "990101")


def test_a_neighbours_door_is_on_the_map(
    drawn: Place, other_place: Place, street: Worker, as_: SignIn
) -> None:
    def neighbours() -> int:
        return len(as_(street).get(address(drawn.committee.code)).context["pictures"].map.neighbours)

    Site.objects.filter(station=other_place.station).update(lat=31.205, lon=121.402)
    assert neighbours() == 1
    Station.objects.filter(pk=other_place.station.pk).update(status=Station.Status.PLANNED)
    assert neighbours() == 0


def test_an_area_without_anything_says_so(drawn: Place, admin: Worker, as_: SignIn) -> None:
    empty = make.committee(77, under=drawn.subdistrict, name="空白居委会")
    text = page(as_(admin), empty.code)
    assert text.count('class="empty"') == 5
    assert drawings(text) == []


@pytest.mark.parametrize("payload", PAYLOADS[:12])
def test_names_are_words_and_never_markup(drawn: Place, street: Worker, as_: SignIn, payload: str) -> None:
    name = payload[:80]
    Estate.objects.filter(pk=drawn.estate.pk).update(name=name)
    Committee.objects.filter(pk=drawn.committee.pk).update(name=name)
    Division.objects.filter(pk=drawn.subdistrict.pk).update(name=name)
    for code in (drawn.committee.code, drawn.subdistrict.code):
        text = page(as_(street), code)
        assert payload not in text
        assert drawings(text), "still read as XML"
        assert "&lt;" in text, "the control: it is there"


def crowd(place: Place, committees: int) -> None:
    """So many further committees with a station and an estate each, all in one street and programme."""
    programme, _new = Programme.objects.get_or_create(
        division=place.subdistrict, name="大计划", defaults={"began_on": "2026-01-01"}
    )
    rows = Committee.objects.bulk_create(
        Committee(
            code=f"9901010{70 + n // 900}{100 + n % 900}",
            name=f"人群{n}居委会",
            subdistrict=place.subdistrict,
        )
        for n in range(committees)
    )
    Relocation.objects.bulk_create(Relocation(programme=programme, committee=row) for row in rows)
    stations = Station.objects.bulk_create(
        Station(committee=row, slug=f"crowd-{row.code}", name=row.name) for row in rows
    )
    sites = Site.objects.bulk_create(
        Site(
            station=one,
            address="路",
            lat=31.2 + n % 20 / 100,
            lon=121.4 + n // 20 / 100,
            office_m2=n,
            service_m2=40,
        )
        for n, one in enumerate(stations)
    )
    estates = Estate.objects.bulk_create(
        Estate(
            committee=row,
            name=f"小区{n}",
            households=100 + n,
            lat=31.2 + n % 20 / 100,
            lon=121.4 + n // 20 / 100,
        )
        for n, row in enumerate(rows)
    )
    WalkingTime.objects.bulk_create(
        WalkingTime(estate=home, site=site, minutes=1 + n % 22, older_minutes=2 + n % 22)
        for n, (home, site) in enumerate(zip(estates, sites, strict=True))
    )


def test_ten_statements_for_one_committee_and_for_three_hundred(
    place: Place, district: Worker, admin: Worker, as_: SignIn
) -> None:
    codes = ("9901", "990101", place.subdistrict.code, place.committee.code)
    Standard.objects.create(district=place.subdistrict.parent, name="六加X").items.create(name="民情收集")
    client = as_(admin)
    one = [count_queries(client, address(code)) for code in codes]
    crowd(place, 300)
    assert [count_queries(client, address(code)) for code in codes] == one
    assert max(one) <= 10
    assert count_queries(as_(district), address("990101")) <= 10


def test_of_more_than_five_hundred_committees_the_worst_are_drawn(
    place: Place, district: Worker, as_: SignIn
) -> None:
    Standard.objects.create(district=place.subdistrict.parent, name="六加X").items.create(name="民情收集")
    crowd(place, 520)
    response = as_(district).get(address("990101"))
    pictures = response.context["pictures"]
    words = plain(response.content.decode())
    assert len(pictures.drawn_spaces) == 40
    assert [one.space.now for one in pictures.drawn_spaces[:2]] == [(519, 40), (518, 40)]
    assert "共 521 个居委会，只列办公面积最大的 40 个" in words
    assert len(pictures.heats[0].rows) == 40
    assert "另有 481 个没有列出" in words


def test_a_city_of_four_thousand_estates_stays_small(place: Place, admin: Worker, as_: SignIn) -> None:
    crowd(place, 300)
    owners = list(Committee.objects.filter(name__startswith="人群"))
    site = place.station.sites.get()
    homes = Estate.objects.bulk_create(
        Estate(
            committee=owners[n % 300], name=f"第{n}小区", households=50 + n % 700,
            lat=31.0 + n % 63 / 200, lon=121.2 + n // 63 / 180,
        )
        for n in range(3700)
    )  # fmt: skip
    WalkingTime.objects.bulk_create(
        WalkingTime(estate=home, site=site, minutes=1 + n % 40, older_minutes=2 + n % 40)
        for n, home in enumerate(homes)
        if n % 9
    )
    text = page(as_(admin), "9901")
    sizes = [len(one.encode()) for one in re.findall(r'<svg class="drawing".*?</svg>', text, re.S)]
    assert max(sizes) < MOST_OF_A_PICTURE
    assert max(sizes) > 20_000, "the control: there is a map with cells"
    chart: Any = drawings(text)[0]
    assert len(list(chart.iter(f"{SVG}g"))) < 200
