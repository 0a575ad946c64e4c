"""Terminals: a link that makes one device of a station its call screen or kiosk, and the device's own secret."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common import limits
from portal.common.codes import (
    digest_of,
    hash_slip_code,
    new_reference,
    new_salt,
    new_token,
    reference_from,
    reference_in,
    same,
    token_from,
)
from portal.common.errors import PortalError
from requests_desk.actions.own_desk import must_be_own
from requests_desk.actions.sent_twice import FormUsed
from requests_desk.models import Terminal
from stations.models import Station, Worker

MOST = (
    20  # devices of one station: nobody has more, and a list of hundreds would hide the one that was stolen
)
BEGINS = 2  # symbols of a code by which it is found; the six others are kept as a salted, slow hash alone
MOST_ALIKE = 4  # of all codes of ten minutes in the country those that begin alike, the latest
TRIES, WINDOW = 10, timedelta(minutes=10)  # from one address of the net
NO_CODE, NO_SALT = "2222-2222", "0" * 32  # nobody's: what is wrong takes as long as what is right


class NoSuchLink(PortalError):
    """The link is wrong, was opened before, is too old, or its device was ended: all look the same."""

    status = 404
    sentence = _("This link does not open anything.")
    next_step = _("A link opens one device, once, within 30 minutes. Ask the desk for a new one.")


class NoSuchCode(PortalError):
    """The code is wrong, was used before, is too old, or its device was ended: all look the same."""

    status = 400
    sentence = _("This code does not connect anything.")
    next_step = _(
        "A code connects one device, once, within 10 minutes. Check it, or make a new one at the desk."
    )


class TooManyDevices(PortalError):
    """The station has as many as it can have."""

    sentence = _("This station has 20 devices and links already.")
    next_step = _("End those that are not used any more.")


class Issued(NamedTuple):
    """A device to be, the secret of its link, and the code that can be typed in its place (K7M2-9QXD)."""

    terminal: Terminal
    link: str
    code: str


class LinkUsed(FormUsed):
    """The form was sent again after its link had been opened, withdrawn, or had become too old."""

    sentence = _("This link was shown once, and opens nothing any more.")
    next_step = _("Look at the list: the device is connected, or needs a new link.")


def issue(*, station: Station, kind: Terminal.Kind, worker: Worker, at: datetime, seed: str = "") -> Issued:
    """A link for one more device, and a short code for a remote control. Nobody can read either again. ``seed``: the
    form's key; sent twice it shows the same link, and makes nothing.

    Raises NotAllowed away from the station's own desk, TooManyDevices, LinkUsed.
    """
    must_be_own(station, worker)
    said = f"{station.pk}:{kind}:{worker.pk}:{seed}"
    link = token_from("terminal", said) if seed else new_token()
    code, salt = (reference_from("terminal-code", said) if seed else new_reference()), new_salt()
    # Before the transaction: hashing takes longer than writing the row.
    hashed = hash_slip_code(code, salt)
    with transaction.atomic():
        Station.objects.select_for_update().get(pk=station.pk)
        before = Terminal.objects.filter(link_hash=digest_of(link)).first()
        if before is not None:
            return Issued(_still_to_open(before, at), link, code)
        if Terminal.objects.filter(station=station).in_use(at).count() >= MOST:
            raise TooManyDevices
        row = Terminal.objects.create(
            station=station, kind=kind, link_hash=digest_of(link), issued_by=worker, issued_at=at,
            code_begins=code[:BEGINS], code_salt=salt, code_hash=hashed,
        )  # fmt: skip
    return Issued(row, link, code)


def _still_to_open(row: Terminal, at: datetime) -> Terminal:
    if not Terminal.objects.to_open(at).filter(pk=row.pk).exists():
        raise LinkUsed
    return row


def behind_link(*, kind: Terminal.Kind, slug: str, link: str, at: datetime) -> Terminal:
    """What the link opens. Raises NoSuchLink."""
    rows = Terminal.objects.of(kind, slug).to_open(at).select_related("station__committee")
    row = rows.filter(link_hash=digest_of(link)).first()
    if row is None:
        raise NoSuchLink
    return row


def open_by_code(*, code: str, client: str, at: datetime) -> tuple[Terminal, str]:
    """Make the device on which ``code`` was typed what its link would make it, once. ``client`` is its address on the
    net: after ten wrong tries it waits. Returns the row and the secret that the device shows from now on.

    Raises NoSuchCode, TooManyTries. Right or wrong costs a slow hash.
    """
    counter = f"terminal:{client}"
    limits.allow(counter, at=at, most=TRIES, window=WINDOW)
    row = _behind_code(code, at)
    secret = new_token()
    if row is None or not _opened(row, secret, at):
        raise NoSuchCode
    limits.take_back(counter, at=at, window=WINDOW)
    return row, secret


def _behind_code(code: str, at: datetime) -> Terminal | None:
    """The device to be of that code, in its plain form or none."""
    reference = reference_in(code)
    rows = Terminal.objects.behind_code(reference[:BEGINS], at).select_related("station__committee")
    rows = rows.filter(station__status=Station.Status.OPERATING).order_by("-pk")[:MOST_ALIKE]
    alike = list(rows) if reference else []
    if not alike:
        hash_slip_code(NO_CODE, NO_SALT)
    return next((row for row in alike if same(hash_slip_code(reference, row.code_salt), row.code_hash)), None)


def _opened(row: Terminal, secret: str, at: datetime) -> bool:
    """One guarded statement: of two devices that open it at the same moment one is too late."""
    ours = Terminal.objects.to_open(at).filter(pk=row.pk)
    return bool(ours.update(opened_at=at, secret_hash=digest_of(secret)))


def open_terminal(*, kind: Terminal.Kind, slug: str, link: str, at: datetime) -> tuple[Terminal, str]:
    """Make the device that shows the link the station's own, once. Returns the row and the secret that the device
    shows from now on. Raises NoSuchLink."""
    row, secret = behind_link(kind=kind, slug=slug, link=link, at=at), new_token()
    if not _opened(row, secret, at):
        raise NoSuchLink
    row.refresh_from_db(fields=["opened_at", "secret_hash"])
    return row, secret


def find_terminal(*, kind: Terminal.Kind, slug: str, secret: str) -> Terminal | None:
    """The device that shows this secret, with its station and committee; one statement. None for any other, ended
    ones and other stations' among them."""
    if not secret:
        return None
    rows = Terminal.objects.of(kind, slug).standing().select_related("station__committee")
    return rows.filter(secret_hash=digest_of(secret)).first()


@transaction.atomic
def end_terminal(*, terminal: Terminal, worker: Worker, at: datetime) -> Terminal:
    """The device shows nothing from its next request on, and an unused link opens nothing. Ending twice is once.
    Raises NotAllowed."""
    must_be_own(terminal.station, worker)
    Terminal.objects.standing().filter(pk=terminal.pk).update(ended_at=at, ended_by=worker)
    terminal.refresh_from_db(fields=["ended_at", "ended_by"])
    return terminal
