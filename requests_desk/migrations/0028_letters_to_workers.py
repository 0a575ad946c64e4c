"""The outbox also writes to workers, about the steps of their plans."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_desk", "0027_review"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="a_message_is_about_one_thing",
        ),
        migrations.AddField(
            model_name="message",
            name="worker",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to=settings.AUTH_USER_MODEL,
                verbose_name="worker",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="kind",
            field=models.CharField(
                choices=[
                    ("booked", "Visit booked"),
                    ("moved", "Visit moved"),
                    ("cancelled", "Visit cancelled"),
                    ("called_off", "Visit called off by the station"),
                    ("link", "Link sent again"),
                    ("reminder", "Reminder of tomorrow's visit"),
                    ("signed_up", "Signed up to an activity"),
                    ("waits", "On an activity's waiting list"),
                    ("moved_up", "Moved up from the waiting list"),
                    ("taken_out", "Taken out of an activity"),
                    ("session_off", "Session called off"),
                    ("session_move", "Session moved"),
                    ("room_asked", "Room asked for"),
                    ("room_agreed", "Room agreed to"),
                    ("room_denied", "Room declined"),
                    ("room_back", "Room taken back by the station"),
                    ("plans_due", "Steps of relocation plans due"),
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("room_use", None), ("sign_up", None), ("visit__isnull", False), ("worker", None)
                    ),
                    models.Q(
                        ("room_use", None), ("sign_up__isnull", False), ("visit", None), ("worker", None)
                    ),
                    models.Q(
                        ("room_use__isnull", False), ("sign_up", None), ("visit", None), ("worker", None)
                    ),
                    models.Q(
                        ("room_use", None), ("sign_up", None), ("visit", None), ("worker__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="a_message_is_about_one_thing",
            ),
        ),
    ]
