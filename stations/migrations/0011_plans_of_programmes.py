"""A plan's sites, money, steps and reminders; the promises it moved, which stay as they were written."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from portal.common.append_only import operation


class Migration(migrations.Migration):
    dependencies = [
        ("stations", "0010_siting"),
    ]

    operations = [
        migrations.AddField(
            model_name="relocation",
            name="budget_yuan",
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name="budget, yuan"),
        ),
        migrations.AddField(
            model_name="relocation",
            name="from_site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="stations.site",
                verbose_name="old site",
            ),
        ),
        migrations.AddField(
            model_name="relocation",
            name="from_words",
            field=models.CharField(
                blank=True,
                help_text="Where no site is recorded.",
                max_length=160,
                verbose_name="old site, in words",
            ),
        ),
        migrations.AddField(
            model_name="relocation",
            name="responsible",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="plans",
                to=settings.AUTH_USER_MODEL,
                verbose_name="responsible person",
            ),
        ),
        migrations.AddField(
            model_name="relocation",
            name="to_site",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="stations.site",
                verbose_name="new site",
            ),
        ),
        migrations.AddField(
            model_name="relocation",
            name="to_words",
            field=models.CharField(
                blank=True,
                help_text="Until the station stands there.",
                max_length=160,
                verbose_name="new site, in words",
            ),
        ),
        migrations.AddField(
            model_name="stationphoto",
            name="moment",
            field=models.CharField(
                blank=True,
                choices=[
                    ("before", "before the move"),
                    ("works", "during the works"),
                    ("after", "after the move"),
                ],
                default="",
                max_length=6,
                verbose_name="when, if it tells of a move",
            ),
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("site", "Site found"),
                            ("residents", "Residents asked"),
                            ("design", "Design agreed"),
                            ("money", "Money secured"),
                            ("begun", "Works begun"),
                            ("finished", "Works finished"),
                            ("accepted", "Accepted"),
                            ("opened", "Opened"),
                            ("other", "Another step"),
                        ],
                        default="other",
                        editable=False,
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                ("planned_on", models.DateField(blank=True, null=True, verbose_name="planned for")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done on")),
                (
                    "relocation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="stations.relocation",
                        verbose_name="relocation plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "step of a plan",
                "verbose_name_plural": "steps of a plan",
                "ordering": ["relocation", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanReminder",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("soon", "due within a week"), ("today", "due today"), ("late", "late")],
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                ("due_on", models.DateField(verbose_name="promised for")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "to",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_reminders",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="reminded",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reminders",
                        to="stations.planstep",
                        verbose_name="step",
                    ),
                ),
            ],
            options={
                "verbose_name": "reminder of a step",
                "verbose_name_plural": "reminders of steps",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="ProgrammeStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("site", "Site found"),
                            ("residents", "Residents asked"),
                            ("design", "Design agreed"),
                            ("money", "Money secured"),
                            ("begun", "Works begun"),
                            ("finished", "Works finished"),
                            ("accepted", "Accepted"),
                            ("opened", "Opened"),
                            ("other", "Another step"),
                        ],
                        default="other",
                        editable=False,
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="stations.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "standard step",
                "verbose_name_plural": "standard steps",
                "ordering": ["programme", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PromiseChange",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("was", models.DateField(verbose_name="promised before")),
                ("becomes", models.DateField(null=True, verbose_name="promised now")),
                ("reason", models.CharField(max_length=160, verbose_name="reason")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="stations.programme",
                        verbose_name="programme",
                    ),
                ),
                (
                    "relocation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="stations.relocation",
                        verbose_name="relocation plan",
                    ),
                ),
                (
                    "step",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="changes",
                        to="stations.planstep",
                        verbose_name="step",
                    ),
                ),
            ],
            options={
                "verbose_name": "moved promise",
                "verbose_name_plural": "moved promises",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="PlanFund",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("subdistrict", "Subdistrict"),
                            ("district", "District"),
                            ("party", "Party funds"),
                            ("property", "Property company"),
                            ("maintenance", "Owners' maintenance fund"),
                            ("residents", "Residents' share"),
                            ("self_gov", "Self-governance fund"),
                            ("other", "Another source"),
                        ],
                        max_length=11,
                        verbose_name="source",
                    ),
                ),
                ("yuan", models.PositiveIntegerField(blank=True, null=True, verbose_name="yuan")),
                (
                    "percent",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[
                            django.core.validators.MinValueValidator(1),
                            django.core.validators.MaxValueValidator(100),
                        ],
                        verbose_name="percent, where no amount is known",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="note")),
                (
                    "relocation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="funds",
                        to="stations.relocation",
                        verbose_name="relocation plan",
                    ),
                ),
            ],
            options={
                "verbose_name": "source of money",
                "verbose_name_plural": "sources of money",
                "ordering": ["relocation", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("percent", None), ("yuan__isnull", False)),
                            models.Q(
                                ("percent__gte", 1),
                                ("percent__isnull", False),
                                ("percent__lte", 100),
                                ("yuan", None),
                            ),
                            _connector="OR",
                        ),
                        name="fund_says_how_much_once",
                        violation_error_message="Give an amount in yuan or a percentage, one of the two.",
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "other"), _negated=True),
                fields=("relocation", "kind"),
                name="plan_has_each_kind_of_step_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "opened"), _negated=True),
                    models.Q(("done_on", None), ("planned_on", None)),
                    _connector="OR",
                ),
                name="opening_is_read_from_the_plan_and_its_sites",
            ),
        ),
        migrations.AddConstraint(
            model_name="planstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "begun"), _negated=True), ("done_on", None), _connector="OR"
                ),
                name="beginning_is_read_from_the_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="planreminder",
            constraint=models.UniqueConstraint(
                fields=("step", "kind", "due_on", "to"), name="reminded_once_of_a_step"
            ),
        ),
        migrations.AddConstraint(
            model_name="programmestep",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "other"), _negated=True),
                fields=("programme", "kind"),
                name="programme_has_each_kind_of_step_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", ""), _negated=True), name="promise_moves_with_a_reason"
            ),
        ),
        migrations.AddConstraint(
            model_name="promisechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("step", None), ("relocation__isnull", False), _connector="OR"),
                name="promise_of_a_step_names_its_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="promisechange",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("becomes", None), models.Q(("becomes", models.F("was")), _negated=True), _connector="OR"
                ),
                name="promise_becomes_another_day",
            ),
        ),
        operation("stations_promisechange"),
    ]
