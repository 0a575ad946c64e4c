"""The versions of the privacy notice. Which one stood above the button is kept with everything that a person sends.

The words of version N lie in templates/portal/privacy/. Those of a version in force are never changed: a new version
gets new files. A test holds every version to its words.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Notice:
    """One version: its ``number``, the day from which it is in force, and ``changed``, what is new in it."""

    number: int
    since: date
    changed: Any


NOTICES = (
    Notice(1, date(2026, 1, 1), _("The first notice.")),
    Notice(
        2, date(2026, 11, 22),
        _("How to have your data erased before their time yourself, by your link; that the notice has versions and "
          "which one you saw is kept; and a list of every field in which something about you may stand."),
    ),
    Notice(
        3, date(2026, 11, 24),
        _("How long each kind of data is kept, since the times may differ; what is kept of people living alone who "
          "agreed to be visited; and the cookies of a station's own screen and kiosk."),
    ),
)  # fmt: skip


def notice_of(day: date) -> int:
    """The number of the version in force on ``day``, a local one; before the first, the first."""
    return next((one.number for one in reversed(NOTICES) if one.since <= day), NOTICES[0].number)


def notice_at(moment: datetime) -> int:
    """The number of the version that stood above a button at ``moment``."""
    return notice_of(timezone.localdate(moment))


def known(number: int) -> Notice | None:
    """The version of that number, if there is one."""
    return next((one for one in NOTICES if one.number == number), None)
