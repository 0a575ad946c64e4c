"""The access log: who looked at whose personal data, when and why. Append-only, ids only."""

from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import Case, OuterRef, Q, Subquery, Value, When
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

    def in_charge_of(self, worker: "Worker") -> "RevealQuerySet":
        """Looks at what belongs to the committees whose head ``worker`` is."""
        found = Q(pk__in=[])
        for kind, (model, committee) in PLACES.items():
            rows: Any = model._default_manager.filter(**{f"{committee}__in": worker.scope.head_committees})
            found |= Q(kind=kind, row__in=rows.order_by().values("pk"))
        return self.filter(found)

    def with_references(self) -> "RevealQuerySet":
        """Adds ``reference``: that of the row looked at, empty where it has none."""
        known = [
            When(kind=kind, then=Subquery(model._default_manager.filter(pk=OuterRef("row")).values("reference")[:1]))
            for kind, (model, _committee) in PLACES.items() if kind in REFERENCED
        ]  # fmt: skip
        return self.annotate(reference=Case(*known, default=Value(""), output_field=models.CharField()))


class Reveal(Event):
    """One look at a name and phone that lists show masked."""

    class Reason(models.TextChoices):
        SERVE = "serve", _("To serve the person in front of me")
        CALL_BACK = "call_back", _("To ring back")
        CORRECT = "correct", _("To correct a mistake")
        COMPLAINT = "complaint", _("To handle a complaint")
        WISH = "wish", _("At the person's own wish")
        AT_HOME = "at_home", _("To visit them at home")

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


# Each kind's rows, and the way from one to its committee.
PLACES: dict[str, tuple[type[models.Model], str]] = {
    Reveal.Kind.VISIT: (Visit, "station__committee"),
    Reveal.Kind.TICKET: (Ticket, "committee"),
    Reveal.Kind.PROPOSAL: (Proposal, "committee"),
    Reveal.Kind.ROOM_USE: (RoomUse, "room__station__committee"),
    Reveal.Kind.SIGN_UP: (SignUp, "group__activity__station__committee"),
    Reveal.Kind.VOLUNTEER: (Volunteer, "committee"),
    Reveal.Kind.CARE: (Care, "committee"),
}
REFERENCED = (Reveal.Kind.VISIT, Reveal.Kind.TICKET, Reveal.Kind.PROPOSAL, Reveal.Kind.SIGN_UP)
