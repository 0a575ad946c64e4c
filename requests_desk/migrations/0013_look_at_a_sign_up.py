"""A look at a sign-up's name and phone is written down."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_desk", "0012_room_use_told"),
    ]

    operations = [
        migrations.AlterField(
            model_name="reveal",
            name="kind",
            field=models.CharField(
                choices=[
                    ("visit", "visit"),
                    ("ticket", "ticket"),
                    ("proposal", "proposal"),
                    ("room_use", "use of a room"),
                    ("sign_up", "sign-up"),
                ],
                max_length=8,
                verbose_name="of what",
            ),
        ),
    ]
