"""The attack drill: nobody gets beyond their own street through the administration, and who left it gets nowhere.

Every kind of row, every page of officials, every way in; printed with -s: how many tries, how many that won.
"""

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from django.contrib import admin as django_admin
from django.db.models import Q
from django.test import Client

from portal import admin_site
from portal.views import coverage
from stations.admin.scoped import ScopedAdmin
from stations.models import Division, Post, Scope, Worker
from tests import factories as make
from tests.cast import Place, whole_place
from tests.stage import staged
from tests.stations.admin import attacks
from tests.stations.admin.drill import Drill
from tests.stations.admin.two_streets import Streets, two_streets
from tests.turns import FIRST

pytestmark = pytest.mark.django_db

SignIn = Callable[[Worker | None], Client]

ALL = pytest.param(1, marks=pytest.mark.proof)
# What a form asks for anew each time.
NOT_AS_THEY_STAND = {"walkingtime"}


@staged
def elsewhere(place: Place) -> Place:
    """A place of another district."""
    district = make.division("990102", "青桐区", Division.objects.get(code="9901"))
    return whole_place(4, make.division("990102001", "青桐街道", district), "白榆里")


@staged
def streets(place: Place, far_place: Place, elsewhere: Place, desk: Worker, street: Worker) -> Streets:
    return two_streets(place, far_place, elsewhere, desk, street)


def one_in(share: int) -> attacks.Share:
    """Leaves one in ``share`` of any list, another part on the other database and at each turn."""
    turn = iter(range(10**9))

    def some(every: Iterable[Any]) -> list[Any]:
        start = (FIRST + next(turn)) % share
        return list(every)[start::share]

    return some


def told(name: str, drill: Drill, at_least: int) -> None:
    """How it ended; none may have won."""
    print(f"{name}: {drill.tried} tries, {len(drill.won)} won")
    assert not drill.won, "\n" + "\n".join(drill.won)
    assert drill.tried >= at_least


class TestTheLists:
    def test_every_kind_has_its_rows(self, streets: Streets) -> None:
        kinds = sorted(str(model._meta.model_name) for model in django_admin.site._registry)
        assert sorted(streets.foreign) == sorted(streets.own) == kinds

    def test_every_page_of_officials_has_its_line(self, streets: Streets) -> None:
        assert sorted(attacks.asked_of(streets)) == sorted(attacks.officials_pages())

    def test_the_administrations_own_doors_are_known(self) -> None:
        assert attacks.doors() == {
            "index", "login", "logout", "password_change", "password_change_done", "autocomplete", "jsi18n", "app_list",
        }  # fmt: skip


@pytest.fixture
def drill(streets: Streets, street: Worker, as_: SignIn) -> Drill:
    return Drill(as_(street), streets)


@pytest.mark.parametrize("share", [ALL, 24], ids="one in {}".format)
class TestAnotherStreet:
    def test_by_key(self, share: int, drill: Drill) -> None:
        attacks.by_key(drill, one_in(share))
        told("by key", drill, 250)

    def test_lists(self, share: int, drill: Drill) -> None:
        attacks.lists(drill, one_in(share))
        told("lists", drill, 60)

    def test_filters(self, share: int, drill: Drill) -> None:
        attacks.filters(drill, one_in(600 if share > 1 else 8))
        told("filters", drill, 80)

    def test_filters_at_the_gate(self, share: int, drill: Drill, street: Worker) -> None:
        drill.tried = attacks.at_the_gate(drill, street)
        told("filters at the gate", drill, 40_000)

    def test_guesses(self, share: int, drill: Drill) -> None:
        attacks.guesses(drill, one_in(share))
        told("guesses", drill, 20)

    def test_autocompletes(self, share: int, drill: Drill) -> None:
        attacks.autocompletes(drill, one_in(share))
        told("autocompletes", drill, 35)

    def test_change_forms(self, share: int, drill: Drill) -> None:
        forms, saved = attacks.change_forms(drill, one_in(share))
        told("change forms", drill, 4)
        assert set(forms) - set(saved) <= NOT_AS_THEY_STAND

    def test_add_forms(self, share: int, drill: Drill) -> None:
        attacks.add_forms(drill, one_in(share))
        told("add forms", drill, 4)

    def test_actions(self, share: int, drill: Drill) -> None:
        attacks.actions(drill, one_in(share))
        told("actions", drill, 80)

    def test_exports(self, share: int, drill: Drill) -> None:
        attacks.exports(drill, one_in(share))
        told("exports", drill, 25)

    def test_pages(self, share: int, drill: Drill) -> None:
        attacks.pages(drill, one_in(share))
        told("pages", drill, 40)

    def test_sheets_sent(self, share: int, drill: Drill, admin: Worker) -> None:
        attacks.uploads(drill, admin)
        told("sheets sent", drill, 12)

    def test_redirects(self, share: int, drill: Drill) -> None:
        attacks.redirects(drill, one_in(6 if share > 1 else 1))
        told("redirects", drill, 30)


def retired(street: Worker) -> None:
    Post.objects.filter(worker=street).update(until=make.at(-1).date())


def disabled(street: Worker) -> None:
    Worker.objects.filter(pk=street.pk).update(is_active=False)


class TestWhoHasNoOffice:
    """A desk worker, and officials whose post ended or who were shut out a moment ago, in a session that lives on."""

    def drilled(self, drill: Drill, share: int) -> Drill:
        some = one_in(share)
        attacks.at_the_doors(drill)
        attacks.by_key(drill, some)
        attacks.lists(drill, some)
        attacks.actions(drill, some)
        attacks.exports(drill, some)
        attacks.pages(drill, some)
        return drill

    @pytest.mark.parametrize("share", [ALL, 48], ids="one in {}".format)
    @pytest.mark.parametrize("who", ["desk", "retired", "disabled"])
    def test_nothing_opens(
        self, who: str, share: int, streets: Streets, desk: Worker, street: Worker, as_: SignIn
    ) -> None:
        client = as_(desk if who == "desk" else street)
        assert client.get("/admin/").status_code == (403 if who == "desk" else 200)
        if who != "desk":
            {"retired": retired, "disabled": disabled}[who](street)
        told(who, self.drilled(Drill(client, streets, strict=True), share), 200)

    def test_the_drill_sees_what_opens(self, few: Streets, street: Worker, as_: SignIn) -> None:
        """The control: whoever still has the office is told of the own street, which counts here."""
        drill = Drill(as_(street), few, strict=True)
        attacks.at_the_doors(drill)
        assert len(drill.won) >= 4


@pytest.fixture
def few(streets: Streets) -> Streets:
    """The same streets, of which four kinds are tried."""
    for rows in (streets.own, streets.foreign):
        for kind in rows.keys() - {"estate", "grid", "visit", "worker"}:
            del rows[kind]
    return streets


def any_lookup(_self: Any, _lookup: str, _value: Any, request: Any = None) -> bool:
    return bool(request)


class TestTheControl:
    """With the guard patched out each family of attacks wins: the drill has eyes."""

    @pytest.mark.parametrize(
        "family",
        [
            attacks.by_key, attacks.lists, attacks.autocompletes, attacks.change_forms, attacks.add_forms,
            attacks.actions, attacks.exports,
        ],
        ids=lambda family: str(family.__name__),
    )  # fmt: skip
    def test_without_the_scope(
        self, family: Any, few: Streets, street: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drill = Drill(as_(street), few)
        monkeypatch.setattr(Scope, "code_in_areas", lambda _scope, _field: Q())
        monkeypatch.setattr(Scope, "committees", lambda _scope, _path: Q())
        family(drill, one_in({attacks.autocompletes: 40, attacks.change_forms: 1}.get(family, 3)))
        print(f"without the scope, {family.__name__}: {drill.tried} tries, {len(drill.won)} won")
        assert drill.won

    @pytest.mark.parametrize(
        "family", [attacks.filters, attacks.guesses], ids=lambda family: str(family.__name__)
    )
    def test_with_every_filter(
        self, family: Any, few: Streets, street: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drill = Drill(as_(street), few)
        monkeypatch.setattr(ScopedAdmin, "lookup_allowed", any_lookup)
        family(drill, one_in(200 if family is attacks.filters else 4))
        assert drill.won
        won = len(drill.won)
        asked = attacks.at_the_gate(drill, street)
        assert len(drill.won) - won > asked * 0.99

    def test_with_any_host(
        self, few: Streets, street: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drill = Drill(as_(street), few)
        monkeypatch.setattr(admin_site, "url_has_allowed_host_and_scheme", lambda *_args, **_more: True)
        # What begins with a slash is believed then; the sixth that is tried on one database may have none of it.
        attacks.redirects(drill, lambda every: [one for one in every if one.startswith("/")])
        assert drill.won

    def test_pages_without_their_scope(
        self, streets: Streets, street: Worker, as_: SignIn, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        drill = Drill(as_(street), streets)
        monkeypatch.setattr(coverage, "in_scope_or_404", lambda _request, code: code)
        wanted = attacks.asked_of(streets)
        monkeypatch.setattr(
            attacks, "asked_of", lambda _streets: {name: wanted[name] for name in ("coverage_of",)}
        )
        attacks.pages(drill)
        assert drill.won
