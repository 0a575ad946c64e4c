"""PINs: the short number that opens a locked page, at a desk that several people share."""

from datetime import datetime

from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from stations.actions.account_events import note_event
from stations.models import AccountEvent, Worker
from stations.rules.pins import fault_of

FAULTS = {
    "digits": _("A PIN has four to eight digits."),
    "trivial": _("Anybody would try this one first. Choose another."),
}


class BadPin(PortalError):
    """No PIN, or one that is worth nothing."""

    status = 400


@transaction.atomic
def set_pin(*, worker: Worker, pin: str, at: datetime) -> None:
    """From now on their page locks, and this opens it. Raises BadPin."""
    if fault := fault_of(pin):
        raise BadPin(FAULTS[fault])
    worker.pin = make_password(pin)
    worker.save(update_fields=["pin"])
    note_event(AccountEvent.Kind.PIN_SET, worker=worker, actor=worker, at=at)


@transaction.atomic
def take_pin_off(*, worker: Worker, at: datetime) -> None:
    """Their page locks no more."""
    worker.pin = ""
    worker.save(update_fields=["pin"])
    note_event(AccountEvent.Kind.PIN_OFF, worker=worker, actor=worker, at=at)


def opens(worker: Worker, pin: str) -> bool:
    """Whether this is their PIN; takes as long as a password."""
    return bool(worker.pin) and check_password(pin, worker.pin)
