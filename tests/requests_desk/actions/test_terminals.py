"""Devices: a link opens one of them once, within half an hour; the secret is kept nowhere; ended is ended."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from portal.common.codes import digest_of, hash_slip_code
from portal.common.errors import NotAllowed, TooManyTries
from requests_desk.actions import terminals
from requests_desk.models import Terminal
from stations.models import Worker
from tests import factories as make
from tests.cast import Place

pytestmark = pytest.mark.django_db
SCREEN, KIOSK = Terminal.Kind.SCREEN, Terminal.Kind.KIOSK
LATER = make.NOW + timedelta(minutes=29)


def issued(place: Place, desk: Worker, kind: Terminal.Kind = SCREEN) -> tuple[Terminal, str]:
    row, link, _code = terminals.issue(station=place.station, kind=kind, worker=desk, at=make.NOW)
    return row, link


def opened(place: Place, link: str, kind: Terminal.Kind = SCREEN) -> tuple[Terminal, str]:
    return terminals.open_terminal(kind=kind, slug=place.station.slug, link=link, at=LATER)


def test_a_link_opens_one_device_once(place: Place, desk: Worker) -> None:
    row, link = issued(place, desk)
    opened_row, secret = opened(place, link)
    assert opened_row.pk == row.pk
    assert opened_row.opened_at == LATER
    found = terminals.find_terminal(kind=SCREEN, slug=place.station.slug, secret=secret)
    assert found == row
    with pytest.raises(terminals.NoSuchLink):
        opened(place, link)


def test_of_link_and_secret_nothing_but_hashes_is_kept(place: Place, desk: Worker) -> None:
    row, link = issued(place, desk)
    _row, secret = opened(place, link)
    row.refresh_from_db()
    kept = [str(getattr(row, field.attname)) for field in Terminal._meta.concrete_fields]
    assert not {link, secret} & set(kept)
    assert row.secret_hash == digest_of(secret)


def test_a_link_of_half_an_hour_ago_opens_nothing(place: Place, desk: Worker) -> None:
    _row, link = issued(place, desk)
    at = make.NOW + timedelta(minutes=30)
    with pytest.raises(terminals.NoSuchLink):
        terminals.open_terminal(kind=SCREEN, slug=place.station.slug, link=link, at=at)


def test_another_kind_or_station_or_a_guess_opens_nothing(
    place: Place, other_place: Place, desk: Worker
) -> None:
    _row, link = issued(place, desk)
    for kind, slug, guess in [
        (KIOSK, place.station.slug, link),
        (SCREEN, other_place.station.slug, link),
        (SCREEN, place.station.slug, "a-guess-of-16-signs"),
        (SCREEN, place.station.slug, ""),
    ]:
        with pytest.raises(terminals.NoSuchLink):
            terminals.open_terminal(kind=kind, slug=slug, link=guess, at=LATER)
    opened(place, link)  # the control


def test_a_secret_is_no_pass_elsewhere(place: Place, other_place: Place, desk: Worker) -> None:
    _row, secret = make.terminal(desk, place.station)
    here = place.station.slug
    assert terminals.find_terminal(kind=SCREEN, slug=here, secret=secret)
    assert not terminals.find_terminal(kind=KIOSK, slug=here, secret=secret)
    assert not terminals.find_terminal(kind=SCREEN, slug=other_place.station.slug, secret=secret)
    assert not terminals.find_terminal(kind=SCREEN, slug=here, secret="")
    assert not terminals.find_terminal(kind=SCREEN, slug=here, secret=digest_of(secret))


def test_an_unopened_link_has_no_secret_to_guess(place: Place, desk: Worker) -> None:
    issued(place, desk)
    assert not terminals.find_terminal(kind=SCREEN, slug=place.station.slug, secret="")


def test_an_ended_device_shows_nothing_more(place: Place, desk: Worker, colleague: Worker) -> None:
    row, secret = make.terminal(desk, place.station)
    for who in (colleague, desk):  # twice is once
        terminals.end_terminal(terminal=row, worker=who, at=LATER)
    assert row.ended_by == colleague
    assert not terminals.find_terminal(kind=SCREEN, slug=place.station.slug, secret=secret)


def test_a_withdrawn_link_opens_nothing(place: Place, desk: Worker) -> None:
    row, link = issued(place, desk)
    terminals.end_terminal(terminal=row, worker=desk, at=make.NOW)
    with pytest.raises(terminals.NoSuchLink):
        opened(place, link)


def test_a_station_given_up_has_no_devices(place: Place, desk: Worker) -> None:
    _row, secret = make.terminal(desk, place.station)
    type(place.station).objects.filter(pk=place.station.pk).update(status="closed")
    assert not terminals.find_terminal(kind=SCREEN, slug=place.station.slug, secret=secret)


def test_only_the_own_desk_issues_and_ends(
    place: Place, desk: Worker, stranger: Worker, street: Worker
) -> None:
    row, _link = issued(place, desk)
    for who in (stranger, street):
        with pytest.raises(NotAllowed):
            terminals.issue(station=place.station, kind=SCREEN, worker=who, at=make.NOW)
        with pytest.raises(NotAllowed):
            terminals.end_terminal(terminal=row, worker=who, at=make.NOW)
    assert Terminal.objects.get().ended_at is None


def test_no_station_has_hundreds(place: Place, desk: Worker) -> None:
    for _number in range(terminals.MOST):
        issued(place, desk)
    with pytest.raises(terminals.TooManyDevices):
        issued(place, desk)
    at = make.NOW + timedelta(hours=1)  # nobody opened them
    terminals.issue(station=place.station, kind=SCREEN, worker=desk, at=at)


def test_no_row_is_opened_without_a_secret(place: Place, desk: Worker) -> None:
    row, _link = issued(place, desk)
    with pytest.raises(IntegrityError), transaction.atomic():
        Terminal.objects.filter(pk=row.pk).update(opened_at=make.NOW)


class TestCodes:
    def code(self, place: Place, desk: Worker, kind: Terminal.Kind = SCREEN) -> str:
        return terminals.issue(station=place.station, kind=kind, worker=desk, at=make.NOW).code

    def typed(self, code: str, minutes: int = 1, client: str = "192.0.2.1") -> tuple[Terminal, str]:
        at = make.NOW + timedelta(minutes=minutes)
        return terminals.open_by_code(code=code, client=client, at=at)

    def test_it_opens_one_device_once_however_it_is_typed(self, place: Place, desk: Worker) -> None:
        code = self.code(place, desk, KIOSK)
        row, secret = self.typed(code.lower().replace("-", " "))
        assert terminals.find_terminal(kind=KIOSK, slug=place.station.slug, secret=secret) == row
        with pytest.raises(terminals.NoSuchCode):
            self.typed(code)

    def test_the_link_is_used_up_with_it(self, place: Place, desk: Worker) -> None:
        _row, link, code = terminals.issue(station=place.station, kind=SCREEN, worker=desk, at=make.NOW)
        self.typed(code)
        with pytest.raises(terminals.NoSuchLink):
            opened(place, link)

    def test_nothing_of_it_but_two_symbols_and_a_salted_hash_is_kept(
        self, place: Place, desk: Worker
    ) -> None:
        row, _link, code = terminals.issue(station=place.station, kind=SCREEN, worker=desk, at=make.NOW)
        assert row.code_begins == code[:2]
        kept = " ".join(str(getattr(row, field.attname)) for field in Terminal._meta.concrete_fields)
        assert code not in kept
        assert code[2:] not in kept
        assert row.code_hash == hash_slip_code(code, row.code_salt)

    def test_ten_minutes_old_or_withdrawn_or_of_a_station_given_up(self, place: Place, desk: Worker) -> None:
        code = self.code(place, desk)
        with pytest.raises(terminals.NoSuchCode):
            self.typed(code, 10)
        rows = Terminal.objects.all()
        rows.update(ended_at=make.NOW, ended_by=desk)
        with pytest.raises(terminals.NoSuchCode):
            self.typed(code)
        rows.update(ended_at=None, ended_by=None)
        type(place.station).objects.update(status="closed")
        with pytest.raises(terminals.NoSuchCode):
            self.typed(code)
        type(place.station).objects.update(status="operating")
        assert self.typed(code, 9)  # the control

    @pytest.mark.parametrize("guess", ["", "2222-2222", "长", "a\0b", "9" * 40])
    def test_a_guess_opens_nothing(self, place: Place, desk: Worker, guess: str) -> None:
        self.code(place, desk)
        with pytest.raises(terminals.NoSuchCode):
            self.typed(guess)

    def test_its_first_two_symbols_are_no_pass(self, place: Place, desk: Worker) -> None:
        code = self.code(place, desk)
        wrong = code[:2] + ("2" if code[2] != "2" else "3") + code[3:]
        with pytest.raises(terminals.NoSuchCode):
            self.typed(wrong)

    def test_guessing_is_slowed_by_address_and_the_right_one_is_not_counted(
        self, place: Place, desk: Worker
    ) -> None:
        for _right in range(12):
            self.typed(self.code(place, desk))
            Terminal.objects.update(ended_at=make.NOW, ended_by=desk)
        for _wrong in range(terminals.TRIES):
            with pytest.raises(terminals.NoSuchCode):
                self.typed("2222-2222")
        code = self.code(place, desk)
        with pytest.raises(TooManyTries):
            self.typed(code)
        assert self.typed(code, client="192.0.2.2")


class TestSentTwice:
    def again(self, place: Place, desk: Worker, seed: str = "form", **other: Any) -> terminals.Issued:
        asked = {"station": place.station, "kind": SCREEN, "worker": desk, "at": make.NOW} | other
        return terminals.issue(**asked, seed=seed)

    def test_the_same_form_shows_the_same_link_and_makes_nothing(self, place: Place, desk: Worker) -> None:
        first = self.again(place, desk)
        assert self.again(place, desk) == first
        assert Terminal.objects.count() == 1
        opened(place, first.link)
        with pytest.raises(terminals.LinkUsed):
            self.again(place, desk)

    def test_another_form_kind_or_worker_has_another(
        self, place: Place, desk: Worker, colleague: Worker
    ) -> None:
        made = [
            self.again(place, desk),
            self.again(place, desk, "other"),
            self.again(place, desk, kind=KIOSK),
            self.again(place, colleague),
        ]
        assert len({one.link for one in made}) == len({one.code for one in made}) == 4
