"""The first start: an administrator is led from an empty database to the first desk."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.test import Client

from requests_desk.models import Slot, Ticket
from stations.actions.catalogue import read_catalogue
from stations.actions.holidays import seed_holidays
from stations.models import Committee, Division, OpeningDay, Post, Service, Station, Worker
from tests import factories as make
from tests.cast import Place

SignIn = Callable[[Worker | None], Client]
PAGE = "/admin/set-up/"
PASSWORD = "gate-lamp-9-rivers"

pytestmark = pytest.mark.django_db

STEPS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("city", {"code": "3101", "name": "上海市"}),
    ("district", {"code": "310107", "name": "普陀区"}),
    ("subdistrict", {"code": "310107005", "name": "曹杨新村街道"}),
    ("committee", {"code": "310107005013", "name": "枫杨园居委会"}),
    (
        "station",
        {
            "committee": "310107005013", "name": "枫杨园百姓会客厅", "phone": "021-00001072", "address": "曹杨路891号",
            "floor": "1", "street_front": "yes", "step_free": "unknown",
            "weekdays": [0, 1, 2, 3, 4], "opens": "08:30", "closes": "17:30",
        },
    ),
    ("matters", {"matters": ["repair", "rest"]}),
    ("head", {"name": "王主任", "username": "wang", "password": PASSWORD, "again": PASSWORD}),
    ("desk", {"name": "周接待", "username": "zhou", "password": PASSWORD, "again": PASSWORD}),
)  # fmt: skip


@pytest.fixture
def client(db: None, clock: time_machine.Traveller, as_: SignIn) -> Client:
    return as_(Worker.objects.create_superuser("root", make.PASSWORD))


def take(client: Client, until: str = "") -> None:
    """Take the steps before ``until`` (all of them)."""
    for key, answers in STEPS:
        if key == until:
            return
        assert client.post(PAGE, {"step": key, **answers}).status_code == 302, key


def current(client: Client) -> str | None:
    step = client.get(PAGE).context["step"]
    return step.key if step else None


def test_the_whole_way(client: Client) -> None:
    for key, answers in STEPS:
        assert current(client) == key
        client.post(PAGE, {"step": key, **answers})
    assert current(client) is None
    station = Station.objects.get()
    assert (station.slug, station.committee.code) == ("feng-yang-yuan-bai-xing-hui-ke-ting", "310107005013")
    site = station.sites.current().get()
    assert (site.address, site.floor, site.street_front, site.step_free) == ("曹杨路891号", 1, True, None)
    assert {item.service.slug: item.bookable for item in station.checklist.all()} == {
        "advice": True,
        "repair": True,
        "rest": False,
    }
    assert Station.objects.matching("曹杨路891").get() == station
    assert station.week.count() == 5
    assert OpeningDay.objects.filter(station=station, opens__isnull=False).exists()
    assert {post.role: post.worker.username for post in Post.objects.all()} == {
        "head": "wang",
        "desk": "zhou",
    }
    assert Client().login(username="zhou", password=PASSWORD)
    assert f"/stations/{station.slug}/" in client.get(PAGE).content.decode()


def test_the_index_shows_the_way_while_nothing_stands(client: Client) -> None:
    assert f'href="{PAGE}"' in client.get("/admin/").content.decode()
    take(client, until="head")
    assert f'href="{PAGE}"' not in client.get("/admin/").content.decode()


def test_steps_are_ticked_as_they_are_done(client: Client) -> None:
    take(client, until="subdistrict")
    assert [done for _step, done, _current in client.get(PAGE).context["steps"]] == [True] * 2 + [False] * 6


@pytest.mark.parametrize(
    ("key", "wrong"),
    [
        ("city", {"code": "310"}),
        ("city", {"code": "３１０１"}),
        ("city", {"name": ""}),
        ("district", {"code": "320107"}),
        ("subdistrict", {"code": "310107"}),
        ("committee", {"code": "310107005498"}),
        ("committee", {"code": "310107005999"}),
        ("committee", {"code": "310108005013"}),
        ("station", {"committee": "310107005014"}),
        ("station", {"phone": "x"}),
        ("station", {"opens": "17:30", "closes": "08:30"}),
        ("station", {"weekdays": []}),
        ("station", {"committee": ""}),
        ("station", {"committee": "\0"}),
        ("station", {"committee": "虹桥机场"}),
        ("station", {"floor": ""}),
        ("station", {"floor": "ground"}),
        ("station", {"street_front": ""}),
        ("station", {"step_free": ""}),
        ("matters", {"matters": ["no-such-matter"]}),
        ("head", {"again": "another-9-rivers"}),
        ("head", {"password": "1", "again": "1"}),
        ("head", {"username": "ROOT"}),
        ("head", {"username": "no spaces"}),
    ],
)
def test_a_wrong_answer_gets_a_sentence_and_loses_nothing(
    client: Client, key: str, wrong: dict[str, Any]
) -> None:
    take(client, until=key)
    answers = {**dict(STEPS)[key], **wrong}
    response = client.post(PAGE, {"step": key, **answers})
    assert response.status_code == 200
    page = response.content.decode()
    assert response.context["form"].errors
    assert "errornote" in page
    assert current(client) == key
    for name in ("name", "address", "username"):
        if answers.get(name):
            assert str(answers[name]) in page
    assert PASSWORD not in page


def test_a_step_sent_twice_counts_once(client: Client) -> None:
    for _ in range(2):
        assert client.post(PAGE, {"step": "city", **STEPS[0][1]}).status_code == 302
    assert Division.objects.count() == 1
    assert client.post(PAGE, {"step": "desk", **STEPS[-1][1]}).status_code == 302
    assert not Post.objects.exists()


def test_after_the_register_only_the_station_is_left(client: Client) -> None:
    for number in (11, 13):
        make.committee(number)
    assert current(client) == "station"
    station = {**dict(STEPS)["station"], "committee": Committee.objects.order_by("code")[1].code}
    assert client.post(PAGE, {"step": "station", **station}).status_code == 302
    assert Station.objects.get().committee.code.endswith("013")
    assert current(client) == "matters"


def answered(client: Client, **changed: Any) -> Any:
    """The station's step, posted with other answers than the usual ones."""
    return client.post(PAGE, {"step": "station", **dict(STEPS)["station"], **changed})


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("枫杨", ["枫杨园居委会", "枫杨里居委会"]),
        ("枫杨园居民委员会", ["枫杨园居委会"]),
        ("街道 枫杨园", ["枫杨园居委会"]),
        ("第1街道", ["枫杨园居委会", "枫杨里居委会"]),
        ("CODE01", ["枫杨园居委会", "枫杨里居委会"]),
        ("CODE０１１", ["枫杨园居委会"]),
    ],
)
def test_a_committee_is_found_by_part_of_its_name_and_chosen(
    client: Client, typed: str, offered: list[str]
) -> None:
    committees = [make.committee(11, name="枫杨园居委会"), make.committee(13, name="枫杨里居委会")]
    typed = typed.replace("CODE", committees[0].code[:9])
    response = answered(client, committee=typed)
    assert response.status_code == 200
    form = response.context["form"]
    assert [label.partition(" · ")[0] for _code, label in form.fields["committee_pick"].choices] == offered
    assert committees[0].subdistrict.name in response.content.decode()
    assert answered(client, committee=typed, committee_pick=committees[0].code).status_code == 302
    assert Station.objects.get().committee == committees[0]


def test_a_whole_name_or_a_whole_code_needs_no_choosing(client: Client) -> None:
    wanted = make.committee(11, name="枫杨园居委会")
    make.committee(13, name="枫杨里居委会")
    assert answered(client, committee="枫杨园居委会").status_code == 302
    assert Station.objects.get().committee == wanted


def test_a_committee_that_was_not_offered_cannot_be_chosen(client: Client) -> None:
    make.committee(11, name="枫杨园居委会")
    other = make.committee(13, name="曹杨居委会")
    response = answered(client, committee="枫杨", committee_pick=other.code)
    assert response.status_code == 200
    assert response.context["form"].errors["committee_pick"]
    assert not Station.objects.exists()


def test_of_very_many_the_first_are_shown_and_the_list_says_so(client: Client) -> None:
    for number in range(1, 23):
        make.committee(number, name=f"枫杨{number}居委会")
    field = answered(client, committee="枫杨").context["form"].fields["committee_pick"]
    assert len(field.choices) == 20
    assert "20" in str(field.help_text)


@pytest.mark.parametrize(("said", "stands"), [("yes", True), ("no", False), ("unknown", None)])
def test_nothing_is_said_of_the_door_that_nobody_said(client: Client, said: str, stands: bool | None) -> None:
    take(client, until="station")
    fields = client.get(PAGE).context["form"]
    assert fields["floor"].value() is None
    assert fields["street_front"].value() is None
    assert answered(client, step_free=said, floor="2", street_front="no").status_code == 302
    site = Station.objects.get().sites.get()
    assert (site.floor, site.street_front, site.step_free) == (2, False, stands)


def test_nothing_but_the_general_enquiry_is_ticked_and_that_cannot_be_left_out(client: Client) -> None:
    take(client, until="matters")
    page = client.get(PAGE).content.decode()
    ticked = [tag for tag in re.findall(r"<input[^>]*>", page) if "checked" in tag and "matters" in tag]
    assert len(ticked) == 1
    assert 'value="advice"' in ticked[0]
    client.post(PAGE, {"step": "matters"})
    items = list(Station.objects.get().checklist.all())
    assert [item.service.slug for item in items] == ["advice"]
    assert items[0].verified_on is None
    assert current(client) == "head"


def test_the_catalogue_is_taken_over_whole_and_the_desk_can_log_all_of_it(client: Client) -> None:
    take(client)
    station = Station.objects.get()
    assert Service.objects.asked_at(station.committee.code).count() == len(read_catalogue())
    assert [section.name for section in station.sections.all()] == ["住房与维修", "日常便民"]
    assert station.sections.first().name_en == "Housing and repair"


def test_services_that_stand_are_offered_too_and_stay_as_they_are(client: Client) -> None:
    take(client, until="matters")
    own = make.service("磨刀", slug="knives")
    changed = make.service("报修", slug="repair")
    client.post(PAGE, {"step": "matters", "matters": ["knives", "repair"]})
    assert set(Station.objects.get().checklist.values_list("service", flat=True)) > {own.pk, changed.pk}
    assert Service.objects.get(slug="repair").name == "报修"


def test_a_damaged_catalogue_is_said_to_be_and_nothing_is_called_ready(
    client: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    take(client, until="matters")
    (tmp_path / "starter.toml").write_text('[[service]]\nslug = "x"\n')
    monkeypatch.setattr(
        "portal.forms.set_up_matters.read_catalogue", lambda: read_catalogue(tmp_path / "starter.toml")
    )
    page = client.get(PAGE).content.decode()
    assert "starter.toml" in page
    assert "errornote" in page
    assert 'type="submit" class="default"' not in page
    assert current(client) == "matters"


@pytest.mark.parametrize("lack", ["status", "hours", "people", "matters"])
def test_ready_is_said_only_when_a_walk_in_can_be_logged(client: Client, lack: str) -> None:
    take(client)
    assert client.get(PAGE).context["missing"] == []
    station = Station.objects.get()
    if lack == "status":
        Station.objects.update(status=Station.Status.PLANNED)
    elif lack == "hours":
        station.week.all().delete()
    elif lack == "people":
        Post.objects.update(until=make.TODAY - timedelta(days=1), since=make.TODAY - timedelta(days=2))
    else:
        Service.objects.update(district=make.division("3102", "别处"))
    response = client.get(PAGE)
    assert len(response.context["missing"]) == 1
    assert str(response.context["missing"][0]) in unescape(response.content.decode())
    assert f"/stations/{station.slug}/" not in response.content.decode()


def test_a_walk_in_is_logged_and_a_visit_booked_as_soon_as_it_is_ready(client: Client) -> None:
    take(client)
    station = Station.objects.get()
    desk = Client()
    assert desk.login(username="zhou", password=PASSWORD)
    logged = desk.post("/desk/tickets/new/", {"matter": "1", "channel": "walk_in", "key": "k" * 32})
    assert logged.status_code == 302
    assert Ticket.objects.get().matter.slug == "advice"
    book = Client().get(f"/stations/{station.slug}/book/").content.decode()
    assert "综合咨询" in book
    assert Slot.objects.filter(station=station).exists()


def test_the_holidays_are_asked_for_only_while_they_are_missing(client: Client) -> None:
    take(client)
    assert "load_holidays" in client.get(PAGE).content.decode()
    seed_holidays(years=[make.TODAY.year])
    assert "load_holidays" not in client.get(PAGE).content.decode()


def test_only_administrators(place: Place, street: Worker, as_: SignIn) -> None:
    assert as_(street).get(PAGE).status_code == 403
    assert as_(street).post(PAGE, {"step": "city", **STEPS[0][1]}).status_code == 403
    assert Client().get(PAGE).status_code == 302
