"""The second factor: a code from one's own phone beside the password, or one of ten from a sheet of paper."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.common.codes import clean_reference, hash_slip_code, new_reference, new_salt
from portal.common.errors import NotAllowed, PortalError
from stations.actions.account_events import note_event
from stations.actions.devices import end_devices
from stations.models import AccountEvent, RecoveryCode, Worker

CODES = 10
Kind = AccountEvent.Kind


class WrongCode(PortalError):
    """Not the code of this moment, one that was used already, or none of the sheet's."""

    status = 400
    sentence = _("This code is wrong, was used already, or its half minute is over.")
    next_step = _("Take the next one that your phone shows. Is its clock right?")


def is_set_up(worker: Worker) -> bool:
    """Whether ``worker`` is asked for a code."""
    return TOTPDevice.objects.filter(user=worker, confirmed=True).exists()


def new_phone(*, worker: Worker, key: str = "") -> TOTPDevice:
    """The phone to be set up, with its secret: that of ``key`` (hexadecimal), else a new one. It stands in no
    table until a code of it is typed."""
    return TOTPDevice(user=worker, name="phone", confirmed=True, **({"key": key} if key else {}))


@transaction.atomic
def confirm(*, worker: Worker, key: str, code: str, at: datetime) -> list[str]:
    """The phone with the secret ``key`` shows the right code: from now on it is asked for. Returns the recovery
    codes, which nobody can read again. Raises WrongCode, NotAllowed where a phone is set up already."""
    _locked(worker)
    if is_set_up(worker):
        raise NotAllowed
    # It is saved by looking at the code; what a wrong one saves goes with the transaction.
    if not key or not new_phone(worker=worker, key=key).verify_token(_digits(code)):
        raise WrongCode
    note_event(Kind.FACTOR_SET, worker=worker, actor=worker, at=at)
    return _new_codes(worker)


def verify(*, worker: Worker, code: str, at: datetime) -> None:
    """Take a code of the phone, or one of the sheet; each counts once, however many ask at the same moment.
    Raises WrongCode."""
    with transaction.atomic():
        _locked(worker)
        device = TOTPDevice.objects.filter(user=worker, confirmed=True).first()
        right = device is not None and (device.verify_token(_digits(code)) or _from_sheet(worker, code, at))
    if not right:
        raise WrongCode


@transaction.atomic
def renew_codes(*, worker: Worker, at: datetime) -> list[str]:
    """Ten new recovery codes; those of the old sheet are worth nothing any more. Raises NotAllowed where no
    phone is set up."""
    _locked(worker)
    if not is_set_up(worker):
        raise NotAllowed
    note_event(Kind.CODES_MADE, worker=worker, actor=worker, at=at)
    return _new_codes(worker)


@transaction.atomic
def take_off(*, worker: Worker, at: datetime) -> None:
    """Somebody at a desk does without. Raises NotAllowed for those of whom it is required."""
    if worker.scope.needs_second_factor:
        raise NotAllowed
    _clear(worker)
    note_event(Kind.FACTOR_OFF, worker=worker, actor=worker, at=at)


@transaction.atomic
def reset(*, worker: Worker, actor: Worker, at: datetime) -> None:
    """Phone and sheet are lost: ``actor``, who looks after their post, lets them set up another. All their
    sign-ins end. Whether ``actor`` may is the caller's to ask."""
    _clear(worker)
    note_event(Kind.FACTOR_RESET, worker=worker, actor=actor, at=at)
    end_devices(worker=worker, actor=actor, at=at)


def codes_left(worker: Worker) -> int:
    """How many of the sheet's codes are unused."""
    return RecoveryCode.objects.filter(worker=worker, used_at=None).count()


def _locked(worker: Worker) -> Worker:
    return Worker.objects.select_for_update().get(pk=worker.pk)


def _clear(worker: Worker) -> None:
    _locked(worker)
    TOTPDevice.objects.filter(user=worker).delete()
    RecoveryCode.objects.filter(worker=worker).delete()


def _digits(code: str) -> str:
    """Six digits as typed: with a gap in the middle, in full width; "" for anything else."""
    plain = "".join(code.split())
    return str(int(plain)).zfill(6) if plain.isdecimal() and len(plain) == 6 else ""


def _new_codes(worker: Worker) -> list[str]:
    RecoveryCode.objects.filter(worker=worker).delete()
    salt, codes = new_salt(), set[str]()
    while len(codes) < CODES:
        codes.add(new_reference())
    shown = sorted(codes)
    RecoveryCode.objects.bulk_create(
        RecoveryCode(worker=worker, salt=salt, hash=hash_slip_code(code, salt)) for code in shown
    )
    return shown


def _from_sheet(worker: Worker, code: str, at: datetime) -> bool:
    row = RecoveryCode.objects.filter(worker=worker).first()
    try:
        typed = clean_reference(code)
    except ValueError:
        return False
    if row is None:
        return False
    digest = hash_slip_code(typed, row.salt)
    used = RecoveryCode.objects.filter(worker=worker, hash=digest, used_at=None).update(used_at=at)
    if used:
        note_event(Kind.CODE_USED, worker=worker, actor=worker, at=at)
    return bool(used)
