"""A ticket may be entered after the person came; former ones are found by the end of a phone and by a name."""

from django.conf import settings
from django.db import migrations, models

import requests_desk.models.last_four


class Migration(migrations.Migration):
    dependencies = [
        ("requests_desk", "0017_notes_taken_back"),
        ("stations", "0006_neighbourhood_life"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="ticket",
            name="entered_at",
            field=models.DateTimeField(
                editable=False,
                help_text="When it was typed, where the person had come before.",
                null=True,
                verbose_name="entered afterwards",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                models.F("committee"),
                requests_desk.models.last_four.LastFour("phone"),
                name="ticket_phone_end",
            ),
        ),
        migrations.AddIndex(
            model_name="ticket",
            index=models.Index(
                fields=["committee", "name"],
                name="ticket_name",
                opclasses=["int8_ops", "varchar_pattern_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="ticket",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("entered_at", None),
                    models.Q(("entered_at__gte", models.F("arrived_at")), ("number", None)),
                    _connector="OR",
                ),
                name="entered_afterwards_without_a_number",
            ),
        ),
    ]
