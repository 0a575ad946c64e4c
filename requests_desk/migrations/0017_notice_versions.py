"""Which version of the privacy notice stood above the button is kept with what a person sends."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_desk", "0016_dropped_projects_let_go"),
    ]

    operations = [
        migrations.AddField(
            model_name="proposal",
            name="notice",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="version of the privacy notice"
            ),
        ),
        migrations.AddField(
            model_name="roomuse",
            name="notice",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="version of the privacy notice"
            ),
        ),
        migrations.AddField(
            model_name="signup",
            name="notice",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="version of the privacy notice"
            ),
        ),
        migrations.AddField(
            model_name="ticket",
            name="notice",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="version of the privacy notice"
            ),
        ),
        migrations.AddField(
            model_name="visit",
            name="notice",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="version of the privacy notice"
            ),
        ),
        migrations.AddField(
            model_name="volunteer",
            name="notice",
            field=models.PositiveSmallIntegerField(
                editable=False, null=True, verbose_name="version of the privacy notice"
            ),
        ),
    ]
