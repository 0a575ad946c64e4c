"""Devices: one line a sign-in, written seldom, gone with its session."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session

from stations.actions import devices
from stations.models import AccountEvent, Device, Worker
from tests import factories as make

pytestmark = pytest.mark.django_db


def signed_in(worker: Worker) -> Device:
    session = SessionStore()
    session.create()
    key = str(session.session_key)
    return devices.note_device(worker=worker, session_key=key, agent="Firefox Windows", at=make.NOW)


def test_use_is_noted_once_in_ten_minutes(desk: Worker) -> None:
    device = signed_in(desk)
    key = device.session_key
    assert [
        devices.note_use(session_key=key, at=make.NOW + timedelta(minutes=late))
        for late in (0, 5, 10, 11, 12)
    ] == [False, False, False, True, False]
    device.refresh_from_db()
    assert device.seen_at == make.NOW + timedelta(minutes=11)


def test_ended_is_out_and_others_stay(desk: Worker, colleague: Worker) -> None:
    first, second, other = signed_in(desk), signed_in(desk), signed_in(colleague)
    devices.end_device(device=first, worker=desk, at=make.NOW)
    assert set(Device.objects.signed_in(make.NOW)) == {second, other}
    assert not Session.objects.filter(session_key=first.session_key).exists()


def test_all_but_this_one(desk: Worker, head: Worker, colleague: Worker) -> None:
    this, other = signed_in(desk), signed_in(colleague)
    signed_in(desk)
    assert devices.end_devices(worker=desk, actor=head, at=make.NOW, but=this.session_key) == 1
    assert set(Device.objects.all()) == {this, other}
    line = AccountEvent.objects.get()
    assert (line.worker, line.actor, line.data) == (desk, head, {"ended": 1})
    assert devices.end_devices(worker=desk, actor=head, at=make.NOW, but=this.session_key) == 0
    assert AccountEvent.objects.count() == 1  # nothing ended, nothing to write down


def test_what_has_no_session_is_neither_shown_nor_kept(desk: Worker) -> None:
    lasting, over = signed_in(desk), signed_in(desk)
    Session.objects.filter(session_key=over.session_key).delete()
    assert list(Device.objects.signed_in(make.NOW)) == [lasting]
    assert devices.forget_ended() == 1
    assert list(Device.objects.all()) == [lasting]
