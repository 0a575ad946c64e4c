"""Who asked for a room is written to, in their language; who signed up hears of a session's new time."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from requests_desk.models import no_overlap


class Migration(migrations.Migration):
    dependencies = [
        ("requests_desk", "0014_look_at_a_volunteer"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="message",
            name="a_message_is_about_one_thing",
        ),
        migrations.AddField(
            model_name="message",
            name="room_use",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="requests_desk.roomuse",
                verbose_name="use of a room",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="was_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="time before"),
        ),
        migrations.AddField(
            model_name="roomuse",
            name="email",
            field=models.EmailField(blank=True, max_length=254, verbose_name="e-mail"),
        ),
        migrations.AddField(
            model_name="roomuse",
            name="language",
            field=models.CharField(default="zh-hans", max_length=8, verbose_name="language"),
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
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="signupevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("signed_up", "signed up"),
                    ("waits", "came to the waiting list"),
                    ("moved_up", "moved up into the group"),
                    ("withdrawn", "withdrawn"),
                    ("taken_out", "taken out by the station"),
                    ("new_time", "a session moved"),
                    ("erased", "personal data erased"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("room_use", None), ("sign_up", None), ("visit__isnull", False)),
                    models.Q(("room_use", None), ("sign_up__isnull", False), ("visit", None)),
                    models.Q(("room_use__isnull", False), ("sign_up", None), ("visit", None)),
                    _connector="OR",
                ),
                name="a_message_is_about_one_thing",
            ),
        ),
        migrations.RunPython(no_overlap.install, no_overlap.install),  # it stands before and after
    ]
