"""Rows that belong to the whole installation: the demo mark and the counters behind every limit."""

from django.db import models


class Installation(models.Model):
    """The one row that says what this database is. No row: a real installation."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1, editable=False)
    demo = models.BooleanField(default=False)
    demo_made_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_installation")]

    def __str__(self) -> str:
        return "demo" if self.demo else "installation"


class Attempt(models.Model):
    """How often ``key`` was tried in the window that began at ``window``; counted by limits.count()."""

    key = models.CharField(max_length=120)
    window = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window"], name="one_counter_per_window")]

    def __str__(self) -> str:
        return f"{self.key}: {self.tries}"
