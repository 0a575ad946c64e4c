"""Opinions: what the resident says of an ended matter. A score and a sentence, without a name."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from requests_desk.rules.opinion import HIGHEST, LOWEST, Tone, tone

from .ticket import Ticket


class Opinion(models.Model):
    """Apart from the notes: nobody answers it, and only its resident changes it. The sentence can be
    erased; the score stays, since it says nothing about anybody."""

    class Score(models.IntegerChoices):
        VERY_BAD = 1, _("Very dissatisfied")
        BAD = 2, _("Dissatisfied")
        FAIR = 3, _("So-so")
        GOOD = 4, _("Satisfied")
        VERY_GOOD = 5, _("Very satisfied")

    ticket = models.OneToOneField(Ticket, models.CASCADE, related_name="opinion", verbose_name=_("ticket"))
    score = models.PositiveSmallIntegerField(_("satisfaction"), choices=Score.choices, null=True)
    text = models.TextField(_("sentence"), blank=True)
    said_at = models.DateTimeField(_("said"))

    class Meta:
        verbose_name = _("opinion")
        verbose_name_plural = _("opinions")
        constraints = [
            models.CheckConstraint(
                condition=Q(score=None) | Q(score__gte=LOWEST, score__lte=HIGHEST), name="one_of_five_scores"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ticket}: {self.get_score_display() if self.score else '–'}"

    @property
    def tone(self) -> Tone | None:
        """The shape its score is shown with; None without a score."""
        return tone(self.score) if self.score else None
