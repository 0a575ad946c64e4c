"""Terminals: a link that makes one device of a station its call screen or kiosk, and the device's own secret."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.common.codes import digest_of, new_token
from portal.common.errors import PortalError
from requests_desk.actions.own_desk import must_be_own
from requests_desk.models import Terminal
from stations.models import Station, Worker

MOST = (
    20  # devices of one station: nobody has more, and a list of hundreds would hide the one that was stolen
)


class NoSuchLink(PortalError):
    """The link is wrong, was opened before, is too old, or its device was ended: all look the same."""

    status = 404
    sentence = _("This link does not open anything.")
    next_step = _("A link opens one device, once, within 30 minutes. Ask the desk for a new one.")


class TooManyDevices(PortalError):
    """The station has as many as it can have."""

    sentence = _("This station has 20 devices and links already.")
    next_step = _("End those that are not used any more.")


@transaction.atomic
def issue(*, station: Station, kind: Terminal.Kind, worker: Worker, at: datetime) -> tuple[Terminal, str]:
    """A link for one more device. Returns the row and the link's secret, which nobody can read again.
    Raises NotAllowed away from the station's own desk, TooManyDevices."""
    must_be_own(station, worker)
    Station.objects.select_for_update().get(pk=station.pk)
    if Terminal.objects.filter(station=station).in_use(at).count() >= MOST:
        raise TooManyDevices
    link = new_token()
    row = Terminal.objects.create(
        station=station, kind=kind, link_hash=digest_of(link), issued_by=worker, issued_at=at
    )
    return row, link


def behind_link(*, kind: Terminal.Kind, slug: str, link: str, at: datetime) -> Terminal:
    """What the link opens. Raises NoSuchLink."""
    rows = Terminal.objects.of(kind, slug).to_open(at).select_related("station__committee")
    row = rows.filter(link_hash=digest_of(link)).first()
    if row is None:
        raise NoSuchLink
    return row


def open_terminal(*, kind: Terminal.Kind, slug: str, link: str, at: datetime) -> tuple[Terminal, str]:
    """Make the device that shows the link the station's own, once. Returns the row and the secret that the device
    shows from now on. Raises NoSuchLink."""
    row, secret = behind_link(kind=kind, slug=slug, link=link, at=at), new_token()
    # One guarded statement: of two devices that open the link at the same moment one is too late.
    if not Terminal.objects.to_open(at).filter(pk=row.pk).update(opened_at=at, secret_hash=digest_of(secret)):
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
