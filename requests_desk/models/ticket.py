"""Tickets: one enquiry from the first contact to its end, and who answers for it."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from portal.common.keeping import kept_since
from portal.common.masking import mask_name, mask_phone
from stations.models import Absence, Committee, Division, Estate, EstateBody, Service, Station, Worker

from .last_four import LastFour
from .visit import Visit

SILENT_DAYS = 7  # an answered ticket closes by itself after so many days without a word


def answering_for(worker: Worker) -> Any:
    """``worker`` and those for whom they stand in today: a subquery, which costs no statement of its own."""
    absent = Absence.objects.stood_in_for_by(worker).order_by().values("worker")
    # A union, not an "or": so the few keys are known before the many tickets are looked up by their index.
    return Worker.objects.filter(pk=worker.pk).order_by().values("pk").union(absent, all=True)


def is_late(now: datetime) -> Q:
    """The promised time is over and the total clock still runs (``ticket_running`` is its index)."""
    return Q(running_since__isnull=False, state__in=Ticket.RUNNING, due_at__lt=now)


class TicketQuerySet(models.QuerySet["Ticket"]):
    def in_scope_of(self, worker: Worker) -> "TicketQuerySet":
        """Tickets of the worker's committees and areas, and those offered or handed to them.

        The addressee gains scope at the offer and loses it by declining; the origin keeps it.
        """
        scope = worker.scope
        if scope.everything:
            return self
        offers = HandOver.objects.filter(ticket=OuterRef("pk"), outcome__in=HandOver.GIVES_SCOPE).filter(
            Q(to_worker__in=answering_for(worker)) | Q(to_division__in=scope.division_ids)
        )
        return self.filter(scope.committees("committee") | Exists(offers))

    def at_places_of(self, worker: Worker) -> "TicketQuerySet":
        """Of the worker's own committees and areas alone: what a list may walk through by an index."""
        return self.filter(worker.scope.committees("committee"))

    def offered_to(self, worker: Worker) -> "TicketQuerySet":
        """Waiting for ``worker`` (or their office) to accept or decline."""
        return self.filter(pk__in=HandOver.objects.offered_to(worker).values("ticket"))

    def waiting(self) -> "TicketQuerySet":
        return self.filter(state=Ticket.State.WAITING)

    def in_line(self) -> "TicketQuerySet":
        """Waiting to be called: neither called already nor set aside."""
        return self.waiting().filter(called_by=None, aside_at=None)

    def open(self) -> "TicketQuerySet":
        """Somebody still owes an answer."""
        return self.filter(state__in=Ticket.OPEN)

    def mine(self, worker: Worker) -> "TicketQuerySet":
        """Open and answered for by ``worker``, or by somebody in whose stead they answer today."""
        return self.open().filter(responsible__in=answering_for(worker))

    def overdue(self, now: datetime) -> "TicketQuerySet":
        return self.filter(is_late(now))

    def told_late(self, worker: "Worker", now: datetime) -> "TicketQuerySet":
        """Late, and ``worker`` was told so at one level or another."""
        return self.overdue(now).filter(pk__in=worker.told_late.values("ticket"))

    def silent(self, now: datetime) -> "TicketQuerySet":
        """Answered, and nobody said a word for seven days."""
        return self.filter(state=Ticket.State.ANSWERED, answered_at__lt=now - timedelta(days=SILENT_DAYS))

    def of_day(self, station: Station, day: date) -> "TicketQuerySet":
        return self.filter(station=station, day=day)

    def at_desk_of(self, worker: "Worker") -> "TicketQuerySet":
        """Of the committees at whose desk ``worker`` sits, and no others: where names and phones may be asked for."""
        return self.filter(committee__in=worker.scope.desk_committees)

    def phone_ends(self, digits: str) -> "TicketQuerySet":
        """Whose number ends in ``digits``, four at least (``ticket_phone_end`` is its index)."""
        return self.alias(end=LastFour("phone")).filter(end=digits[-4:], phone__endswith=digits)

    def answered_on_time(self) -> "TicketQuerySet":
        return self.filter(answered_at__lte=F("due_at"))

    def expired(self, now: datetime) -> "TicketQuerySet":
        """Holding personal data past the time of keeping."""
        kept = kept_since("tickets", now)
        return self.filter(erased_at=None, ended_at__lt=kept)


class Ticket(models.Model):
    """One enquiry, walked in, phoned, booked or met on a round.

    Total clock: ``running_since`` while somebody waits for an answer, ``spent_minutes`` of working
    time before that, ``due_at`` the promised moment. It runs from receipt to the answer and goes
    on when the ticket is reopened; it is never set back. Step clock: ``step_due_at``, from the
    last acceptance.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        SERVING = "serving", _("Being served")
        IN_PROGRESS = "in_progress", _("In progress")
        HANDED_OVER = "handed_over", _("Handed over")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")
        LEFT = "left", _("Left before being served")

    class Lane(models.TextChoices):
        GREEN = "green", _("Green lane")
        BOOKED = "booked", _("Booked")
        WALK_IN = "walk_in", _("Walk-in")

    class Channel(models.TextChoices):
        WALK_IN = "walk_in", _("Walked in")
        PHONE = "phone", _("By phone")
        VISIT = "visit", _("Booked visit")
        ROUND = "round", _("On a round")

    RUNNING = (State.SERVING, State.IN_PROGRESS, State.HANDED_OVER)
    OPEN = (State.WAITING, *RUNNING)

    reference = models.CharField(_("reference"), max_length=12, unique=True)
    state = models.CharField(_("state"), max_length=12, choices=State.choices)
    channel = models.CharField(_("came"), max_length=8, choices=Channel.choices)
    station = models.ForeignKey(Station, models.PROTECT, related_name="tickets", verbose_name=_("station"))
    committee = models.ForeignKey(
        Committee, models.PROTECT, related_name="tickets", verbose_name=_("committee")
    )
    visit = models.OneToOneField(
        Visit, models.PROTECT, null=True, blank=True, related_name="ticket", verbose_name=_("visit")
    )
    matter = models.ForeignKey(Service, models.PROTECT, related_name="tickets", verbose_name=_("matter"))
    estate = models.ForeignKey(
        Estate, models.SET_NULL, null=True, blank=True, related_name="tickets", verbose_name=_("estate")
    )

    day = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("number in the line"), null=True)
    lane = models.CharField(_("lane"), max_length=8, choices=Lane.choices, default=Lane.WALK_IN)
    booked_for = models.DateTimeField(_("booked for"), null=True)
    arrived_at = models.DateTimeField(_("arrived"))
    entered_at = models.DateTimeField(
        _("entered afterwards"),
        null=True,
        editable=False,
        help_text=_("When it was typed, where the person had come before."),
    )
    lined_up_at = models.DateTimeField(
        _("in line since"),
        null=True,
        editable=False,
        help_text=_("Where their turn counts from another moment than their arrival."),
    )
    aside_at = models.DateTimeField(
        _("set aside"), null=True, help_text=_("Not called until somebody puts them back into the line.")
    )
    called_at = models.DateTimeField(_("called"), null=True)
    called_to = models.PositiveSmallIntegerField(_("called to desk number"), null=True)
    times_called = models.PositiveSmallIntegerField(_("times called"), default=0)
    called_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("called by")
    )

    name = models.CharField(pgettext_lazy("person", "name"), max_length=60, blank=True)
    phone = models.CharField(_("phone"), max_length=20, blank=True, db_index=True)
    on_behalf = models.BooleanField(_("on behalf of somebody"), default=False)
    slip_salt = models.CharField(max_length=32, editable=False)
    slip_hash = models.CharField(max_length=128, editable=False)
    token = models.CharField(max_length=43, unique=True, editable=False)

    first_receiver = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="received",
        verbose_name=_("first received by"),
    )
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="answerable", verbose_name=_("responsible")
    )
    received_at = models.DateTimeField(_("received"), null=True)
    limit_minutes = models.PositiveIntegerField(_("promised within, in working minutes"))
    spent_minutes = models.PositiveIntegerField(_("working minutes before the clock last started"), default=0)
    running_since = models.DateTimeField(_("clock runs since"), null=True)
    due_at = models.DateTimeField(_("due"), null=True)
    step_due_at = models.DateTimeField(_("this step is due"), null=True)
    answered_at = models.DateTimeField(_("answered"), null=True)
    on_the_spot = models.BooleanField(_("answered on the spot"), default=False)
    reopened = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    ended_at = models.DateTimeField(_("ended"), null=True)
    notice = models.PositiveSmallIntegerField(_("version of the privacy notice"), null=True, editable=False)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="doubles", verbose_name=_("double of")
    )
    erased_at = models.DateTimeField(_("personal data erased"), null=True, editable=False)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("ticket")
        verbose_name_plural = _("tickets")
        ordering = ["-arrived_at", "-pk"]
        indexes = [
            models.Index(fields=["station", "day", "state"]),
            models.Index(fields=["committee", "-arrived_at", "-id"]),
            models.Index(fields=["responsible", "state"]),
            models.Index(fields=["day", "committee"]),  # the days that the review counts anew
            models.Index(
                fields=["committee", "due_at"],
                condition=Q(running_since__isnull=False),
                name="ticket_running",
            ),
            # Came before? By the last digits of a phone, by a name's beginning.
            models.Index(F("committee"), LastFour("phone"), name="ticket_phone_end"),
            models.Index(
                fields=["committee", "name"],
                name="ticket_name",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "day", "number"],
                condition=Q(number__isnull=False),
                name="number_once_a_day",
            ),
            models.CheckConstraint(
                condition=Q(first_receiver=None, received_at=None)
                | Q(first_receiver__isnull=False, received_at__isnull=False),
                name="received_by_somebody_at_some_time",
            ),
            models.CheckConstraint(
                condition=Q(first_receiver__isnull=False) | Q(state__in=["waiting", "left"]),
                name="nothing_happens_before_receipt",
            ),
            models.CheckConstraint(
                condition=Q(entered_at=None) | Q(entered_at__gte=F("arrived_at"), number=None),
                name="entered_afterwards_without_a_number",
            ),
            models.CheckConstraint(
                condition=Q(aside_at=None) | Q(called_by=None), name="nobody_set_aside_is_called"
            ),
            models.UniqueConstraint(
                fields=["station", "day", "called_by"],
                condition=Q(state="waiting", called_by__isnull=False),
                name="a_worker_calls_one_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | (Q(state="closed") & ~Q(merged_into=F("id"))),
                name="a_double_is_closed_and_not_its_own",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("desk:ticket", args=[self.reference])

    @property
    def green(self) -> bool:
        return self.lane == self.Lane.GREEN

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def masked_name(self) -> str:
        return mask_name(self.name)

    @property
    def masked_phone(self) -> str:
        return mask_phone(self.phone)

    def is_overdue(self, now: datetime) -> bool:
        return self.state in self.RUNNING and self.due_at is not None and self.due_at < now

    def silent_until(self) -> datetime | None:
        """When it closes by itself, if nobody says a word."""
        if self.state != self.State.ANSWERED or self.answered_at is None:
            return None
        return timezone.localtime(self.answered_at + timedelta(days=SILENT_DAYS))


class Line(models.Model):
    """The last number given in a station's line on a local day; raised by one statement per number."""

    station = models.ForeignKey(Station, models.CASCADE, related_name="lines", verbose_name=_("station"))
    day = models.DateField(_("day"))
    last_number = models.PositiveIntegerField(_("last number"), default=0)
    closed_at = models.DateTimeField(_("closed"), null=True, help_text=_("No further numbers that day."))
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("closed by")
    )

    class Meta:
        verbose_name = _("line")
        verbose_name_plural = _("lines")
        constraints = [models.UniqueConstraint(fields=["station", "day"], name="one_line_a_day")]

    def __str__(self) -> str:
        return f"{self.station} {self.day}: {self.last_number}"


class TicketNote(models.Model):
    """Words about a ticket: what was asked, what was answered, what colleagues should know.

    They live here and not in events, so that they can be erased.
    """

    class Kind(models.TextChoices):
        QUESTION = "question", _("Asked")
        ANSWER = "answer", _("Answered")
        INTERNAL = "internal", _("Internal note")
        REASON = "reason", _("Reason")
        RESIDENT = "resident", _("The resident's word")
        TAKEN_BACK = "taken_back", _("Note taken back")
        PARTY = "party", _("The party's word")

    PUBLIC = (Kind.QUESTION, Kind.ANSWER, Kind.RESIDENT)

    ticket = models.ForeignKey(Ticket, models.CASCADE, related_name="notes", verbose_name=_("ticket"))
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("author")
    )
    said_by = models.CharField(_("in the words of"), max_length=60, blank=True)
    text = models.TextField(_("text"))
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.ticket} · {self.get_kind_display()}"


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def offered(self) -> "HandOverQuerySet":
        """Offers nobody has answered yet."""
        return self.filter(outcome=HandOver.Outcome.OFFERED)

    def offered_to(self, worker: Worker) -> "HandOverQuerySet":
        """Open offers that ``worker`` may accept or decline: to them by name, or to their office."""
        return self.offered().filter(
            Q(to_worker__in=answering_for(worker)) | Q(to_division__in=worker.scope.division_ids)
        )


class HandOver(models.Model):
    """An offer to pass a ticket on, and what became of it. Until it is accepted the giver answers."""

    class Outcome(models.TextChoices):
        OFFERED = "offered", _("Offered")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Taken back")

    GIVES_SCOPE = (Outcome.OFFERED, Outcome.ACCEPTED)

    ticket = models.ForeignKey(Ticket, models.PROTECT, related_name="hand_overs", verbose_name=_("ticket"))
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed over by")
    )
    to_worker = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="offers",
        verbose_name=_("to the colleague"),
    )
    to_body = models.ForeignKey(
        EstateBody, models.PROTECT, null=True, related_name="offers", verbose_name=_("to the estate body")
    )
    to_division = models.ForeignKey(
        Division, models.PROTECT, null=True, related_name="offers", verbose_name=_("to the subdistrict")
    )
    to_outside = models.CharField(_("to the outside body"), max_length=80, blank=True)
    offered_at = models.DateTimeField(_("offered"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices, default=Outcome.OFFERED)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )

    objects = HandOverQuerySet.as_manager()

    class Meta:
        verbose_name = _("hand-over")
        verbose_name_plural = _("hand-overs")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["to_worker", "outcome"]),
            models.Index(fields=["to_division", "outcome"]),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["ticket"], condition=Q(outcome="offered"), name="one_offer_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(to_worker__isnull=False, to_body=None, to_division=None, to_outside="")
                | Q(to_worker=None, to_body__isnull=False, to_division=None, to_outside="")
                | Q(to_worker=None, to_body=None, to_division__isnull=False, to_outside="")
                | (Q(to_worker=None, to_body=None, to_division=None) & ~Q(to_outside="")),
                name="handed_to_exactly_one",
            ),
        ]

    def __str__(self) -> str:
        return f"→ {self.addressee}"

    @property
    def addressee(self) -> str:
        """Whom it was offered to, by name."""
        return str(self.to_worker or self.to_body or self.to_division or self.to_outside)

    @property
    def signs_in(self) -> bool:
        """Whether the addressee decides here with an account; others decide through a worker who
        names the person who said so."""
        return self.to_worker_id is not None or self.to_division_id is not None
