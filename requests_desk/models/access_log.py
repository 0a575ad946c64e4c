"""The access log: who looked at whose personal data, when and why. Append-only, ids only."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from .care import Care
from .event import Event
from .proposal import Proposal
from .room_use import RoomUse
from .sign_up import SignUp
from .ticket import Ticket
from .visit import Visit
from .volunteer import Volunteer

if TYPE_CHECKING:
    from stations.models import Worker


class RevealQuerySet(models.QuerySet["Reveal"]):
    def in_scope_of(self, worker: "Worker") -> "RevealQuerySet":
        """Looks at what belongs to the worker's committees and areas."""
        visits = Visit.objects.in_scope_of(worker).values("pk")
        tickets = Ticket.objects.at_places_of(worker).values("pk")
        proposals = Proposal.objects.in_scope_of(worker).values("pk")
        rooms = RoomUse.objects.in_scope_of(worker).values("pk")
        sign_ups = SignUp.objects.in_scope_of(worker).values("pk")
        volunteers = Volunteer.objects.in_scope_of(worker).values("pk")
        care = Care.objects.in_scope_of(worker).values("pk")
        return self.filter(
            Q(kind=Reveal.Kind.VISIT, row__in=visits)
            | Q(kind=Reveal.Kind.TICKET, row__in=tickets)
            | Q(kind=Reveal.Kind.PROPOSAL, row__in=proposals)
            | Q(kind=Reveal.Kind.ROOM_USE, row__in=rooms)
            | Q(kind=Reveal.Kind.SIGN_UP, row__in=sign_ups)
            | Q(kind=Reveal.Kind.VOLUNTEER, row__in=volunteers)
            | Q(kind=Reveal.Kind.CARE, row__in=care)
        )


class Reveal(Event):
    """One look at a name and phone that lists show masked."""

    class Reason(models.TextChoices):
        SERVE = "serve", _("To serve the person in front of me")
        CALL_BACK = "call_back", _("To ring back")
        CORRECT = "correct", _("To correct a mistake")
        COMPLAINT = "complaint", _("To handle a complaint")

    class Kind(models.TextChoices):
        VISIT = "visit", _("visit")
        TICKET = "ticket", _("ticket")
        PROPOSAL = "proposal", _("proposal")
        ROOM_USE = "room_use", _("use of a room")
        SIGN_UP = "sign_up", _("sign-up")
        VOLUNTEER = "helper", _("volunteer")
        CARE = "care", _("person living alone")

    kind = models.CharField(_("of what"), max_length=8, choices=Kind.choices)
    row = models.BigIntegerField(_("key"))
    reason = models.CharField(_("reason"), max_length=10, choices=Reason.choices)

    objects = RevealQuerySet.as_manager()

    class Meta(Event.Meta):
        verbose_name = _("look at personal data")
        verbose_name_plural = _("looks at personal data")
        indexes = [models.Index(fields=["kind", "row"])]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.row}"
