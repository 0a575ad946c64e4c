"""The pictures of a past day: what the book kept of it, and in words what it did not."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal.pictures import Pictures
from requests_desk.actions.review import keep_review
from requests_desk.models import ReviewDay
from stations.actions.walking import measure_way
from stations.models import Estate, Programme, Relocation, Site, Standard, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries, text_of
from tests.skeletons import skeleton
from tests.stage import staged

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
THEN = {"on": "2026-11-18"}


@staged
def kept(place: Place, other_place: Place, far_place: Place, desk: Worker) -> Place:
    """Two committees of a street, one moved with its floor space noted; a night has kept it."""
    programme = Programme.objects.create(division=place.subdistrict, name="沿街设置", began_on="2026-01-01")
    Relocation.objects.create(programme=programme, committee=place.committee)
    Site.objects.filter(station=place.station).update(used_from="2026-05-01", office_m2=30, service_m2=270)
    Site.objects.create(
        station=place.station, address="楼上", used_until="2026-04-30", office_m2=300, service_m2=50
    )
    Standard.objects.create(district=place.subdistrict.parent, name="六加X").items.create(name="民情收集")
    make.estate(place.committee, "没有位置苑", households=10, lat=None, lon=None)
    keep_review(at=make.NOW)
    return place


def address(code: str) -> str:
    return reverse("coverage_pictures", args=[code])


def drawn(client: Client, code: str, **query: str) -> Pictures:
    found: Pictures = client.get(address(code), query).context["pictures"]
    return found


def told(pictures: Pictures) -> tuple[object, ...]:
    """What the pictures say, as far as the book keeps it."""
    assert pictures.histogram is not None
    return (
        [(one.key, one.home, one.before, one.planned) for one in pictures.estates],
        pictures.histogram.table,
        [one.space for one in pictures.drawn_spaces],
        pictures.within,
        pictures.trends.lines[0],
    )


def test_a_past_day_looks_as_it_looked_that_day(
    kept: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    codes = (kept.subdistrict.code, kept.committee.code)
    shown = {code: told(drawn(as_(street), code)) for code in codes}
    clock.shift(timedelta(days=9))
    Estate.objects.filter(pk=kept.estate.pk).update(households=999)
    Site.objects.filter(station=kept.station, used_until=None).update(office_m2=29)
    measure_way(estate=kept.estate, site=kept.station.sites.get(used_until=None), minutes=29, source="量过")
    keep_review(at=timezone.now())
    client = as_(street)
    for code in codes:
        then = drawn(client, code, **THEN)
        assert (then.on, then.gone) == (make.TODAY, 0)
        assert told(then) == shown[code] != told(drawn(client, code))


def test_floor_space_that_did_not_move_is_told_alike_by_both_tables_and_the_figure(
    kept: Place, other_place: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    """The site of the day before the programme began is "before", be it the one of now."""
    Site.objects.filter(station=other_place.station).update(used_from=None, office_m2=230, service_m2=20)
    programme = Programme.objects.get()
    Relocation.objects.get_or_create(programme=programme, committee=other_place.committee)
    ReviewDay.objects.all().delete()
    keep_review(at=timezone.now())
    client, code = as_(street), other_place.committee.code
    now = drawn(client, code).spaces[0].space
    assert (now.before, now.now) == ((230, 20), (230, 20))
    figure = client.get(reverse("figure_rows", args=[code, "service_before"])).context["found"].value
    assert (figure.part, figure.whole) == (20, 250)
    clock.shift(timedelta(days=9))
    assert drawn(as_(street), code, **THEN).spaces[0].space == now


def test_what_was_not_kept_is_said(
    kept: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=9))
    client = as_(street)
    text = text_of(client.get(address(kept.subdistrict.code), THEN))
    assert "2026年11月18日的情况" in text
    assert "没有逐项留存" in text
    assert f'href="{address(kept.committee.code)}?on=2026-11-18"' in text
    now = text_of(client.get(address(kept.subdistrict.code)))
    assert "没有逐项留存" not in now
    between = text_of(client.get(address(kept.subdistrict.code), {"on": "2026-11-20"}))
    assert "2026年11月20日没有存档" in between
    review = text_of(client.get(reverse("coverage_of", args=[kept.subdistrict.code]), THEN))
    assert f'href="{address(kept.subdistrict.code)}?on=2026-11-18"' in review


def test_an_estate_that_is_gone_is_counted_in_words(
    kept: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=9))
    Estate.objects.filter(name="没有位置苑").delete()
    answer = as_(street).get(address(kept.committee.code), THEN)
    assert answer.context["pictures"].gone == 10
    assert "10 户没有画出" in text_of(answer)


def test_a_door_is_drawn_on_the_days_of_its_use(
    kept: Place, street: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    Site.objects.filter(address="楼上").update(lat=31.205, lon=121.402)
    clock.shift(timedelta(days=9))
    client = as_(street)

    def doors() -> tuple[int, int]:
        pictures = [drawn(client, kept.committee.code, **query) for query in ({}, THEN)]
        return tuple(len(one.map.doors) for one in pictures if one.map)  # type: ignore[return-value]

    assert doors() == (1, 1)
    Site.objects.filter(address="楼上").update(used_until="2026-11-18")
    Site.objects.filter(station=kept.station, used_until=None).update(used_from="2026-11-19")
    Site.objects.filter(station=kept.station, used_until=None).update(lat=None, lon=None)
    assert doors() == (0, 1)


def test_before_the_first_night_the_page_says_so(
    kept: Place, street: Worker, far_place: Place, as_: SignIn, clock: time_machine.Traveller
) -> None:
    clock.shift(timedelta(days=40))
    client = as_(street)
    for on in ("2026-11-17", "1999-01-01", "2026-12-20"):
        answer = client.get(address(kept.committee.code), {"on": on})
        assert answer.status_code == 200
        assert "没有存档数据" in text_of(answer)
    for nonsense in ("2099-01-01", "x", "2026-02-31", ""):
        assert drawn(client, kept.committee.code, on=nonsense).on is None


def test_only_ones_own_area(
    kept: Place, far_place: Place, desk: Worker, street: Worker, admin: Worker, as_: SignIn,
    clock: time_machine.Traveller,
) -> None:  # fmt: skip
    clock.shift(timedelta(days=1))
    assert Client().get(address(kept.committee.code), THEN).status_code == 302
    assert as_(desk).get(address(kept.committee.code), THEN).status_code == 403
    client = as_(street)
    foreign = client.get(address(far_place.committee.code), THEN)
    nowhere = client.get(address(f"{kept.subdistrict.code}999"), THEN)
    assert foreign.status_code == nowhere.status_code == 404
    assert skeleton(foreign) == skeleton(nowhere)
    assert far_place.committee.label not in text_of(client.get(address(kept.subdistrict.code), THEN))
    assert as_(admin).get(address(far_place.committee.code), THEN).status_code == 200
    assert as_(admin).get(address("990199"), THEN).status_code == 404


def test_statements_are_as_many_for_one_as_for_thirty(
    kept: Place, admin: Worker, as_: SignIn, clock: time_machine.Traveller
) -> None:
    codes = ("9901", "990101", kept.subdistrict.code, kept.committee.code)

    def statements() -> list[int]:
        with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
            client = as_(admin)
            return [count_queries(client, f"{address(code)}?on=2026-11-18") for code in codes]

    one = statements()
    for number in range(100, 130):
        committee = make.committee(number, under=kept.subdistrict)
        make.station(committee, estates=[make.estate(committee)])
    keep_review(at=timezone.now(), again=True)
    assert statements() == one
    assert max(one) <= 11
