"""Whoever asked for a room is told by phone, and a look at their number is written down."""

from django.db import migrations, models

from requests_desk.models import no_overlap


class Migration(migrations.Migration):
    dependencies = [("requests_desk", "0011_projects_dropped_minutes_kept")]

    operations = [
        migrations.AddField(
            model_name="roomuse",
            name="told_at",
            field=models.DateTimeField(editable=False, null=True, verbose_name="told by phone"),
        ),
        migrations.AlterField(
            model_name="reveal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("visit", "visit"),
                    ("ticket", "ticket"),
                    ("proposal", "proposal"),
                    ("room_use", "use of a room"),
                ],
                max_length=8,
                verbose_name="of what",
            ),
        ),
        migrations.RunPython(no_overlap.install, no_overlap.install),  # it stands before and after
    ]
