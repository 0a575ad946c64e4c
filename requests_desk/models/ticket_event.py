"""Ticket events: the unbroken chain of who did what to a ticket, append-only."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .event import Event
from .ticket import Ticket


class TicketEvent(Event):
    """One step of a ticket."""

    class Kind(models.TextChoices):
        LOGGED = "logged", _("logged")
        RECEIVED = "received", _("received")
        CALLED = "called", _("called")
        CALLED_AGAIN = "called_again", _("called again")
        TAKEN_OVER = "taken_over", _("taken over by a colleague")
        SET_ASIDE = "set_aside", _("set aside")
        LINED_UP = "lined_up", _("put back into the line")
        STARTED = "started", _("taken in hand")
        NOTED = "noted", _("noted")
        OFFERED = "offered", _("offered for hand-over")
        ACCEPTED = "accepted", _("hand-over accepted")
        DECLINED = "declined", _("hand-over declined")
        WITHDRAWN = "withdrawn", _("hand-over taken back")
        RETURNED = "returned", _("came back")
        LINK_MADE = "link_made", _("link made for the party")
        LINK_ENDED = "link_ended", _("party's link withdrawn")
        PARTY_WORD = "party_word", _("the party said how it stands")
        PARTY_ANSWER = "party_answer", _("the party answered")
        RESPONSIBLE = "responsible", _("responsibility passed on")
        ANSWERED = "answered", _("answered")
        CLOSED = "closed", _("closed")
        REOPENED = "reopened", _("reopened")
        LEFT = "left", _("left before being served")
        UNDONE = "undone", _("step undone")
        ESCALATED = "escalated", _("late, and told")
        FOLLOWED_UP = "followed_up", _("rung up afterwards")
        RATED = "rated", _("opinion given")
        ERASED = "erased", _("personal data erased")
        ATTACHED = "attached", _("file attached")
        LINKED = "linked", _("linked with another ticket")
        UNLINKED = "unlinked", _("link to another ticket removed")
        MERGED = "merged", _("joined to the ticket it is a double of")
        JOINED = "joined", _("a double was joined to it")
        PARTED = "parted", _("joined by mistake, parted again")
        TASK_SET = "task_set", _("task set")
        TASK_DONE = "task_done", _("task done")
        TASK_REOPENED = "task_again", _("task open again")

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="events", verbose_name=_("ticket"))
    kind = models.CharField(_("what"), max_length=12, choices=Kind.choices)

    class Meta(Event.Meta):
        verbose_name = _("ticket event")
        verbose_name_plural = _("ticket events")

    def __str__(self) -> str:
        return str(self.get_kind_display())
