"""Whatever an official opens, lists, filters, chooses or deletes in the admin lies in their own area.

Each attack stands beside its control: the same request by the right official succeeds.
"""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from requests_desk.models import Visit
from stations.models import ChecklistItem, Committee, Division, Estate, Post, Programme, Station, Worker
from tests import factories as make
from tests.cast import Place
from tests.pages import count_queries
from tests.stage import staged
from tests.stations.admin.rows import SHARED, bare, every_kind, inline, url

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]
Rows = dict[str, Model]

KINDS = sorted(str(model._meta.model_name) for model in django_admin.site._registry)
OWN = [kind for kind in KINDS if kind not in SHARED]


@staged
def rows(place: Place, desk: Worker) -> Rows:
    return every_kind(place, desk)


@staged
def afar(place: Place) -> Worker:
    """The official of another district: nothing of the first one's is theirs to see."""
    city = Division.objects.get(code="9901")
    elsewhere = make.division("990102", "青桐区", city)
    worker = make.worker("afar")
    make.post(worker, "district", elsewhere)
    return worker


def test_the_list_of_kinds_is_whole(rows: Rows) -> None:
    assert sorted(rows) == KINDS


class TestRows:
    """Every kind of row, one after the other: making them costs more than asking for them."""

    def test_a_foreign_row_is_like_none(self, rows: Rows, afar: Worker, as_: SignIn) -> None:
        client = as_(afar)
        for kind in OWN:
            row = rows[kind]
            for view in ("change", "history", "delete"):
                foreign = client.get(url(row, view, row.pk))
                nowhere = client.get(url(row, view, 987_654))
                assert (foreign.status_code, bare(foreign)) == (nowhere.status_code, bare(nowhere)), (
                    kind,
                    view,
                )
                assert foreign.status_code in (403, 404), (kind, view)
            for view in ("change", "delete"):
                foreign = client.post(url(row, view, row.pk), {"post": "yes", "name": "x"})
                assert foreign.status_code in (403, 404), (kind, view)
            assert type(row)._default_manager.filter(pk=row.pk).exists()

    def test_it_stands_in_no_foreign_list(self, rows: Rows, afar: Worker, as_: SignIn) -> None:
        client = as_(afar)
        assert [kind for kind in OWN if rows[kind].pk in keys_listed(client, rows[kind])] == []

    def test_the_right_official_opens_it(self, rows: Rows, district: Worker, as_: SignIn) -> None:
        """The control of both."""
        client = as_(district)
        for kind in OWN:
            row = rows[kind]
            assert client.get(url(row, "change", row.pk)).status_code == 200, kind
            assert client.get(url(row, "history", row.pk)).status_code == 200, kind
            assert row.pk in keys_listed(client, row), kind


def keys_listed(client: Client, row: Model) -> list[Any]:
    response = client.get(url(row, "changelist"), {"all": ""})
    assert response.status_code == 200
    return [one.pk for one in response.context["cl"].result_list]


def test_what_is_not_an_officials_is_403(rows: Rows, district: Worker, admin: Worker, as_: SignIn) -> None:
    for kind in SHARED:
        row = rows[kind]
        for view, args in (("changelist", ()), ("add", ()), ("change", (row.pk,)), ("change", (987_654,))):
            assert as_(district).get(url(row, view, *args)).status_code == 403
        assert as_(admin).get(url(row, "change", row.pk)).status_code == 200


class TestFilters:
    """Guessing a masked number by ?phone__startswith= and the like."""

    BEYOND = (
        ("visit", "phone__startswith=138"),
        ("visit", "token__startswith=A"),
        ("visit", "name__contains=王"),
        ("visit", "email=x@example.org"),
        ("ticket", "phone=13912345678"),
        ("ticket", "visit__phone__startswith=1"),
        ("ticket", "hand_overs__to_worker__username=x"),
        ("worker", "posts__committee__code__startswith=99"),
        ("worker", "password__startswith=pbkdf2"),
        ("worker", "is_superuser__exact=1"),
        ("post", "worker__is_superuser__exact=1"),
        ("post", "worker__password__startswith=p"),
        ("station", "visits__phone__startswith=138"),
        ("station", "committee__posts__worker__username=x"),
        ("estate", "tickets__name=x"),
        ("reveal", "actor__username=x"),
        ("message", "visit__phone__startswith=1"),
    )

    def test_nobody_asks_beyond_the_filters_shown(
        self, rows: Rows, district: Worker, admin: Worker, as_: SignIn
    ) -> None:
        for client in (as_(district), as_(admin)):
            for kind, lookup in self.BEYOND:
                assert client.get(f"{url(rows[kind], 'changelist')}?{lookup}").status_code == 400, (
                    kind,
                    lookup,
                )

    SHOWN = (
        ("visit", "state__exact=booked", True),
        ("visit", "state__exact=cancelled", False),
        ("visit", "when=ahead", True),
        ("visit", "when=today", False),
        ("visit", "area=990101001", True),
        ("ticket", "due=overdue", False),
        ("station", "area=990101", True),
        ("openingexception", "date__year=2026", True),
        ("openingexception", "date__year=2025", False),
        ("slot", "over=stranded", False),
    )

    def test_the_filters_shown_work(self, rows: Rows, district: Worker, as_: SignIn) -> None:
        client = as_(district)
        for kind, query, found in self.SHOWN:
            response = client.get(f"{url(rows[kind], 'changelist')}?{query}")
            assert response.status_code == 200, query
            listed = [one.pk for one in response.context["cl"].result_list]
            assert (rows[kind].pk in listed) is found, (kind, query)

    def test_a_filter_by_area_reaches_nobody_elses(
        self, rows: Rows, far_place: Place, street: Worker, district: Worker, as_: SignIn
    ) -> None:
        asked = f"{url(Station, 'changelist')}?area={far_place.committee.code}"
        assert far_place.station not in as_(street).get(asked).context["cl"].result_list
        assert list(as_(district).get(asked).context["cl"].result_list) == [far_place.station]

    def test_filters_name_only_what_is_in_scope(
        self, rows: Rows, far_place: Place, other_street: Worker, street: Worker, as_: SignIn
    ) -> None:
        page = as_(street).get(url(Station, "changelist")).content.decode()
        assert place_name(rows) in page
        assert far_place.subdistrict.name not in page
        assert far_place.committee.name not in page

    def test_the_station_filter_takes_a_foreign_key_for_none(
        self, rows: Rows, far_place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        everything = client.get(url(ChecklistItem, "changelist"))
        foreign = client.get(f"{url(ChecklistItem, 'changelist')}?station={far_place.station.pk}")
        own = client.get(f"{url(ChecklistItem, 'changelist')}?station={rows['station'].pk}")
        assert list(foreign.context["cl"].result_list) == list(everything.context["cl"].result_list)
        assert far_place.station.name not in foreign.content.decode()
        assert list(own.context["cl"].result_list) == [rows["checklistitem"]]

    def test_searching_finds_no_contact(self, rows: Rows, district: Worker, as_: SignIn) -> None:
        visit = rows["visit"]
        assert isinstance(visit, Visit)
        for words in (visit.name, visit.phone, visit.phone[-4:], visit.token, visit.reference[:4]):
            assert (
                list(as_(district).get(url(visit, "changelist"), {"q": words}).context["cl"].result_list)
                == []
            )
        found = as_(district).get(url(visit, "changelist"), {"q": visit.reference}).context["cl"].result_list
        assert list(found) == [visit]


def place_name(rows: Rows) -> str:
    committee = rows["committee"]
    assert isinstance(committee, Committee)
    return committee.name


CHOICES = (
    ("estate", "committee"),
    ("station", "committee"),
    ("station", "host_estate"),
    ("site", "station"),
    ("walkingtime", "site"),
    ("openingexception", "station"),
    ("programme", "division"),
    ("post", "worker"),
    ("post", "committee"),
    ("handover", "to_worker"),
    ("ticket", "visit"),
    ("ticket", "station"),
    ("message", "visit"),
)


def test_lists_to_choose_from_are_in_scope(rows: Rows, afar: Worker, district: Worker, as_: SignIn) -> None:
    def offered(client: Client, kind: str, field: str) -> list[str]:
        app = "requests_desk" if kind in ("handover", "ticket", "message") else "stations"
        asked = {"app_label": app, "model_name": kind, "field_name": field, "term": ""}
        response = client.get(reverse("admin:autocomplete"), asked)
        assert response.status_code == 200
        return [one["text"] for one in response.json()["results"]]

    foreign, right = as_(afar), as_(district)
    for kind, field in CHOICES:
        assert offered(foreign, kind, field) in ([], [str(afar)], ["青桐区"]), (kind, field)
        assert [text for text in offered(right, kind, field) if text != str(district)], (kind, field)


def test_lists_to_choose_from_stand_in_an_order(rows: Rows, district: Worker, rf: RequestFactory) -> None:
    """Else its pages would show one row twice and another never."""
    request = rf.get("/")
    request.user = district
    unordered = [
        model._meta.label
        for model, keeper in django_admin.site._registry.items()
        if not keeper.get_queryset(request).ordered
    ]
    assert unordered == []


class TestDeleting:
    def test_foreign_keys_in_an_action_delete_nothing(
        self, rows: Rows, place: Place, other_street: Worker, street: Worker, as_: SignIn
    ) -> None:
        grid = rows["grid"]
        chosen = {"action": "delete_selected", "_selected_action": [grid.pk], "post": "yes"}
        assert as_(other_street).post(url(grid, "changelist"), chosen).status_code in (200, 302)
        assert type(grid)._default_manager.filter(pk=grid.pk).exists()
        as_(street).post(url(grid, "changelist"), chosen)
        assert not type(grid)._default_manager.filter(pk=grid.pk).exists()

    def test_selecting_everything_is_everything_in_scope(
        self, rows: Rows, far_place: Place, street: Worker, as_: SignIn
    ) -> None:
        chosen = {
            "action": "checked_today", "select_across": "1",
            "_selected_action": [rows["checklistitem"].pk, far_place.item.pk], "index": "0",
        }  # fmt: skip
        as_(street).post(url(ChecklistItem, "changelist"), chosen)
        verified = dict(ChecklistItem.objects.values_list("pk", "verified_on"))
        assert verified[rows["checklistitem"].pk] == make.TODAY
        assert verified[far_place.item.pk] is None
        told = LogEntry.objects.filter(content_type__model="checklistitem")
        assert list(told.values_list("object_id", "user__username")) == [
            (str(rows["checklistitem"].pk), "street")
        ]
        assert "核对" in str(told.get().get_change_message())

    def test_what_is_in_the_way_is_counted_and_not_named(
        self, rows: Rows, place: Place, admin: Worker, as_: SignIn
    ) -> None:
        client, visit = as_(admin), rows["visit"]
        assert isinstance(visit, Visit)
        page = client.get(url(place.station, "delete", place.station.pk)).content.decode()
        assert visit.reference not in page
        bare_committee = make.committee(91, under=place.subdistrict)
        make.estate(bare_committee, "挡路的小区")
        target = url(bare_committee, "delete", bare_committee.pk)
        page = client.get(target).content.decode()
        assert "挡路的小区" not in page
        assert re.search(r"<li>[^<]+: 1</li>", page)
        assert client.post(target, {"post": "yes"}).status_code == 200
        assert Committee.objects.filter(pk=bare_committee.pk).exists()

    def test_a_row_that_hangs_on_a_foreign_one_stays(
        self, rows: Rows, place: Place, street: Worker, as_: SignIn
    ) -> None:
        """A programme of the street, in which somebody entered another street's committee."""
        other = make.committee(77, under=make.subdistrict(2))
        programme = rows["programme"]
        plan = type(rows["relocation"])._default_manager.create(programme=programme, committee=other)  # type: ignore[misc]
        response = as_(street).post(url(programme, "delete", programme.pk), {"post": "yes"})
        assert response.status_code == 403
        plan.delete()
        as_(street).post(url(programme, "delete", programme.pk), {"post": "yes"})
        assert not type(programme)._default_manager.filter(pk=programme.pk).exists()

    def test_officials_give_stations_up_and_delete_none(
        self, rows: Rows, place: Place, street: Worker, as_: SignIn
    ) -> None:
        assert (
            as_(street).post(url(place.station, "delete", place.station.pk), {"post": "yes"}).status_code
            == 403
        )
        assert Station.objects.filter(pk=place.station.pk).exists()


class TestForgedForms:
    def estate(self, committee: Committee, **fields: Any) -> dict[str, Any]:
        whole = {
            "committee": committee.pk,
            "name": "新小区",
            "households": 10,
            "older_people": 2,
            "datum": "wgs84",
        }
        return {**whole, **fields, **inline("bodies")}

    def test_a_row_cannot_be_put_elsewhere(
        self, place: Place, far_place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        assert client.post(url(Estate, "add"), self.estate(far_place.committee)).status_code == 200
        assert not Estate.objects.filter(name="新小区").exists()
        assert client.post(url(Estate, "add"), self.estate(place.committee)).status_code == 302
        assert Estate.objects.get(name="新小区").committee == place.committee

    def test_nor_moved_elsewhere(self, place: Place, far_place: Place, street: Worker, as_: SignIn) -> None:
        target = url(place.estate, "change", place.estate.pk)
        assert as_(street).post(target, self.estate(far_place.committee)).status_code == 200
        place.estate.refresh_from_db()
        assert place.estate.committee == place.committee

    def test_an_inline_row_of_somebody_else_is_not_taken(
        self, place: Place, far_place: Place, street: Worker, as_: SignIn
    ) -> None:
        body = far_place.estate.bodies.create(kind="owners", name="业委会")
        forged = {"id": body.pk, "estate": place.estate.pk, "kind": "owners", "name": "改名"}
        data = {**self.estate(place.committee), **inline("bodies", forged, standing=1)}
        as_(street).post(url(place.estate, "change", place.estate.pk), data)
        body.refresh_from_db()
        assert (body.estate, body.name) == (far_place.estate, "业委会")

    def test_a_register_code_is_not_an_officials_to_change(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        data = {
            "code": "990101001999", "kind": "villages", "name": "新名居委会", "phone": "021-0000-9999",
            **inline("grid_posts"),
        }  # fmt: skip
        assert as_(street).post(url(place.committee, "change", place.committee.pk), data).status_code == 302
        place.committee.refresh_from_db()
        assert (place.committee.code, place.committee.kind) == ("990101001001", "residents")
        assert (place.committee.name, place.committee.phone) == ("新名居委会", "021-0000-9999")
        place.station.refresh_from_db()
        assert "新名居委会" in place.station.search_text

    def test_what_a_wider_eye_chose_stays(
        self, place: Place, far_place: Place, street: Worker, as_: SignIn
    ) -> None:
        """A neighbour's estate that an administrator let the station serve does not lock the form."""
        area = place.station.areas.create(estate=far_place.estate)
        form = (
            as_(street).get(url(place.station, "change", place.station.pk)).context["inline_admin_formsets"]
        )
        areas = next(one.formset for one in form if one.formset.model is type(area))
        kept = next(one for one in areas.forms if one.instance.pk == area.pk)
        assert far_place.estate in kept.fields["estate"].queryset
        other = next(one for one in areas.forms if one.instance.pk != area.pk)
        assert far_place.estate not in other.fields["estate"].queryset


class TestDoors:
    def test_a_link_by_key_leads_nowhere(self, rows: Rows, admin: Worker, as_: SignIn) -> None:
        """Django's /admin/r/ would hand out the secret address of any visit."""
        kind = ContentType.objects.get_for_model(Visit)
        assert as_(admin).get(f"/admin/r/{kind.pk}/{rows['visit'].pk}/").status_code == 404

    def test_no_page_shows_a_visits_secret(self, rows: Rows, admin: Worker, as_: SignIn) -> None:
        visit = rows["visit"]
        assert isinstance(visit, Visit)
        for page in (
            url(visit, "changelist"),
            url(visit, "change", visit.pk),
            url(rows["message"], "changelist"),
        ):
            body = as_(admin).get(page).content.decode()
            for secret in (visit.token, visit.phone, visit.name):
                assert secret not in body
            assert visit.reference in body

    def test_the_desk_is_shown_the_way_to_the_desk(self, place: Place, desk: Worker, as_: SignIn) -> None:
        for page in ("/admin/", "/admin/stations/station/", "/admin/login/", "/admin/autocomplete/"):
            response = as_(desk).get(page)
            assert response.status_code == 403
            assert reverse("desk:board") in response.content.decode()

    def test_nobody_signs_in_but_at_the_one_door(self, place: Place, street: Worker) -> None:
        response = Client().get("/admin/stations/station/", follow=True)
        assert response.redirect_chain[-1][0].startswith(reverse("sign_in"))
        away = Client().get("/admin/login/?next=https://example.org/")
        assert "example.org" not in away["Location"]

    def test_the_admins_own_door_looks_at_no_password(self, place: Place, street: Worker) -> None:
        """Tries are counted at the one sign-in: a second way in would have a limit of its own."""
        client = Client()
        client.post("/admin/login/", {"username": "street", "password": make.PASSWORD, "next": "/admin/"})
        assert client.get("/admin/").status_code == 302
        signed_in = client.post(
            reverse("sign_in"), {"username": "street", "password": make.PASSWORD, "next": "/admin/"}
        )
        assert signed_in["Location"] == "/admin/"
        assert client.get("/admin/").status_code == 200

    def test_a_desk_post_elsewhere_opens_nothing(
        self, place: Place, far_place: Place, street: Worker, as_: SignIn
    ) -> None:
        make.post(street, "desk", far_place.committee)
        client = as_(street)
        assert client.get(url(far_place.station, "change", far_place.station.pk)).status_code == 404
        assert client.get(url(place.station, "change", place.station.pk)).status_code == 200

    def test_an_ended_office_ends_at_the_next_request(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        assert client.get("/admin/").status_code == 200
        Post.objects.filter(worker=street).update(until=make.at(-1).date())
        assert client.get("/admin/").status_code == 403

    def test_a_disabled_worker_is_out_at_the_next_request(
        self, place: Place, street: Worker, as_: SignIn
    ) -> None:
        client = as_(street)
        Worker.objects.filter(pk=street.pk).update(is_active=False)
        assert client.get("/admin/").status_code == 302

    def test_flags_of_other_portals_open_nothing(self, place: Place, desk: Worker) -> None:
        with pytest.raises(AttributeError):
            desk.is_staff = True  # type: ignore[misc]

    def test_the_history_of_a_row_is_its_officials(
        self, place: Place, street: Worker, other_street: Worker, as_: SignIn
    ) -> None:
        data = TestForgedForms().estate(place.committee, name="改了名的小区")
        as_(street).post(url(place.estate, "change", place.estate.pk), data)
        assert LogEntry.objects.count() == 1
        page = url(place.estate, "history", place.estate.pk)
        assert "改了名的小区" in as_(street).get(page).content.decode()
        assert as_(other_street).get(page).status_code == 404
        assert as_(street).post(page).status_code == 405


def thirty_more(place: Place, desk: Worker) -> None:
    """Rows of every kind that a list joins with others."""
    for number in range(30):
        committee = make.committee(100 + number, under=place.subdistrict)
        estate = make.estate(committee)
        station = make.station(committee, estates=[estate])
        make.item(station, place.service, verified_by=desk)
        make.post(make.worker(f"worker-{number}"), "desk", committee)
        station.exceptions.create(date=make.at(5).date())
        committee.grids.create(name="第一网格")
        plan = Programme.objects.create(division=place.subdistrict, name="再一轮", began_on=make.TODAY)
        plan.relocations.create(committee=committee)
        make.ticket(desk, place.station, make.service())
    for hour in range(9, 17):
        make.visit(place.item, make.at(2, hour))


def test_lists_ask_the_database_as_often_for_one_row_as_for_thirty(
    rows: Rows, place: Place, desk: Worker, district: Worker, as_: SignIn
) -> None:
    client = as_(district)
    few = {kind: count_queries(client, url(rows[kind], "changelist")) for kind in OWN}
    thirty_more(place, desk)
    many = {kind: count_queries(client, url(rows[kind], "changelist")) for kind in OWN}
    assert many == few
