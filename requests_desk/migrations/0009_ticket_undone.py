"""A step of a ticket can be taken back. Choices alone: no table is touched, so its triggers stay."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("requests_desk", "0008_text_messages")]

    operations = [
        migrations.AlterField(
            model_name="ticketevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("logged", "logged"),
                    ("received", "received"),
                    ("called", "called"),
                    ("started", "taken in hand"),
                    ("noted", "noted"),
                    ("offered", "offered for hand-over"),
                    ("accepted", "hand-over accepted"),
                    ("declined", "hand-over declined"),
                    ("withdrawn", "hand-over taken back"),
                    ("returned", "came back"),
                    ("responsible", "responsibility passed on"),
                    ("answered", "answered"),
                    ("closed", "closed"),
                    ("reopened", "reopened"),
                    ("left", "left before being served"),
                    ("undone", "step undone"),
                    ("rated", "opinion given"),
                    ("erased", "personal data erased"),
                ],
                max_length=12,
                verbose_name="what",
            ),
        ),
    ]
