"""The second factor: each code once, each slip of the sheet once, and nobody else's."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.common.errors import NotAllowed
from stations.actions import second_factor as factor
from stations.models import AccountEvent, Device, RecoveryCode, Worker
from tests import factories as make
from tests.phone import code_of, with_phone

pytestmark = pytest.mark.django_db
Kind = AccountEvent.Kind


def kinds(worker: Worker) -> list[str]:
    return list(AccountEvent.objects.filter(worker=worker).values_list("kind", flat=True))


def test_it_counts_once_a_code_was_typed(head: Worker) -> None:
    key = factor.new_phone(worker=head).key
    assert factor.new_phone(worker=head).key != key
    assert factor.new_phone(worker=head, key=key).key == key
    for wrong in ({"code": "000000", "key": key}, {"code": code_of(head, key), "key": ""}):
        with pytest.raises(factor.WrongCode):
            factor.confirm(worker=head, at=make.NOW, **wrong)
    assert not factor.is_set_up(head)
    assert not TOTPDevice.objects.exists(), "nothing stands before a right code was typed"
    codes = factor.confirm(worker=head, key=key, code=code_of(head, key), at=make.NOW)
    assert factor.is_set_up(head)
    assert len(set(codes)) == factor.CODES == factor.codes_left(head)
    assert kinds(head) == [Kind.FACTOR_SET]
    with pytest.raises(NotAllowed):
        factor.confirm(worker=head, key=key, code=code_of(head), at=make.NOW)


def test_a_code_counts_once(head: Worker, clock: time_machine.Traveller) -> None:
    with_phone(head)
    clock.shift(timedelta(minutes=1))
    code = code_of(head)
    factor.verify(worker=head, code=f"{code[:3]} {code[3:]}", at=make.NOW)
    with pytest.raises(factor.WrongCode):
        factor.verify(worker=head, code=code, at=make.NOW)
    clock.shift(timedelta(minutes=1))
    factor.verify(worker=head, code=code_of(head), at=make.NOW)


def test_an_old_code_and_somebody_elses_are_wrong(
    head: Worker, desk: Worker, clock: time_machine.Traveller
) -> None:
    with_phone(head)
    with_phone(desk)
    clock.shift(timedelta(minutes=1))
    old = code_of(head)
    clock.shift(timedelta(minutes=3))
    for code in (old, code_of(desk), "", "１２", "abcdef", "-12345"):
        with pytest.raises(factor.WrongCode):
            factor.verify(worker=head, code=code, at=make.NOW)


def test_a_recovery_code_counts_once_and_is_kept_as_a_hash(head: Worker, desk: Worker) -> None:
    codes = with_phone(head)
    with_phone(desk)
    assert not RecoveryCode.objects.filter(hash__in=codes).exists()
    with pytest.raises(factor.WrongCode):
        factor.verify(worker=desk, code=codes[0], at=make.NOW)
    factor.verify(worker=head, code=codes[0].lower().replace("-", " "), at=make.NOW)
    with pytest.raises(factor.WrongCode):
        factor.verify(worker=head, code=codes[0], at=make.NOW)
    assert factor.codes_left(head) == factor.CODES - 1
    assert Kind.CODE_USED in kinds(head)


def test_a_new_sheet_ends_the_old_one(head: Worker, desk: Worker) -> None:
    old = with_phone(head)
    new = factor.renew_codes(worker=head, at=make.NOW)
    with pytest.raises(factor.WrongCode):
        factor.verify(worker=head, code=old[0], at=make.NOW)
    factor.verify(worker=head, code=new[0], at=make.NOW)
    with pytest.raises(NotAllowed):
        factor.renew_codes(worker=desk, at=make.NOW)


def test_heads_cannot_do_without_and_the_desk_can(head: Worker, desk: Worker) -> None:
    for one in (head, desk):
        with_phone(one)
        one.load_scope(on=make.TODAY)
    with pytest.raises(NotAllowed):
        factor.take_off(worker=head, at=make.NOW)
    factor.take_off(worker=desk, at=make.NOW)
    assert (factor.is_set_up(head), factor.is_set_up(desk)) == (True, False)


def test_a_reset_takes_phone_sheet_and_sign_ins_and_leaves_its_line(head: Worker, street: Worker) -> None:
    with_phone(head)
    make.device(head)
    factor.reset(worker=head, actor=street, at=make.NOW)
    assert not TOTPDevice.objects.filter(user=head).exists()
    assert not RecoveryCode.objects.filter(worker=head).exists()
    assert not Device.objects.filter(worker=head).exists()
    line = AccountEvent.objects.get(kind=Kind.FACTOR_RESET)
    assert (line.worker, line.actor) == (head, street)


def test_a_line_cannot_be_changed_or_removed(head: Worker) -> None:
    with_phone(head)
    line = AccountEvent.objects.get()
    for change in (line.delete, lambda: AccountEvent.objects.update(kind=Kind.BACK)):
        with pytest.raises(Exception, match="append-only"), transaction.atomic():
            change()
