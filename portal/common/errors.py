"""Errors a person can cause: each carries a ready sentence and the next best step."""

from typing import Any

from django.utils.translation import gettext_lazy as _


class PortalError(Exception):
    """Something the reader can mend. ``sentence`` says what, ``next_step`` what to do about it.

    ``status`` is the HTTP status of the page that shows it; ``offers`` are objects the
    page may offer instead (the next free slots, say).
    """

    status = 409
    sentence: Any = _("That did not work.")
    next_step: Any = ""

    def __init__(self, sentence: Any = None, *, next_step: Any = None, offers: tuple[Any, ...] = ()) -> None:
        self.sentence = sentence or self.sentence
        self.next_step = next_step or self.next_step
        self.offers = offers
        super().__init__(self.sentence)

    def __str__(self) -> str:
        return str(self.sentence)


class NotAllowed(PortalError):
    """In scope, but without the right to do this."""

    status = 403
    sentence = _("You may see this, but not change it.")


class TooManyTries(PortalError):
    """A limit is used up."""

    status = 429
    sentence = _("Too many tries.")
    next_step = _("Please wait ten minutes, or phone the station.")
