"""Neighbourhood life: amenities, origins, brands and small collections, councils, service packs, contracts."""

import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("stations", "0005_service_also_called"),
    ]

    operations = [
        migrations.CreateModel(
            name="Amenity",
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
                        choices=[
                            ("rest", "A seat to rest"),
                            ("books", "Books and papers"),
                            ("awning", "Shelter from rain and sun"),
                            ("first_aid", "First-aid box"),
                            ("water", "Drinking water"),
                            ("toilet", "Toilet"),
                            ("charging", "Phone charging"),
                            ("umbrella", "Umbrellas to borrow"),
                            ("wheelchair", "Wheelchair to borrow"),
                            ("tools", "Tools to borrow"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=80, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=120, verbose_name="note in English")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="amenities",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "amenity",
                "verbose_name_plural": "amenities",
                "ordering": ["station", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("station", "kind", "note"), name="amenity_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Brand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("about", models.TextField(blank=True, verbose_name="about it")),
                ("about_en", models.TextField(blank=True, verbose_name="about it, in English")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="brands",
                        to="stations.division",
                        verbose_name="district or city",
                    ),
                ),
                (
                    "stations",
                    models.ManyToManyField(
                        blank=True, related_name="brands", to="stations.station", verbose_name="stations"
                    ),
                ),
            ],
            options={
                "verbose_name": "brand",
                "verbose_name_plural": "brands",
                "ordering": ["division", "pk"],
                "constraints": [models.UniqueConstraint(fields=("division", "name"), name="brand_once")],
            },
        ),
        migrations.CreateModel(
            name="Council",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("about", models.TextField(blank=True, verbose_name="what it does")),
                ("about_en", models.TextField(blank=True, verbose_name="what it does, in English")),
                (
                    "since",
                    models.CharField(
                        blank=True, help_text="A year or a month.", max_length=20, verbose_name="since"
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="councils",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="councils",
                        to="stations.estate",
                        verbose_name="estate",
                    ),
                ),
            ],
            options={
                "verbose_name": "residents' council",
                "verbose_name_plural": "residents' councils",
                "ordering": ["committee", "pk"],
                "constraints": [models.UniqueConstraint(fields=("committee", "name"), name="council_once")],
            },
        ),
        migrations.CreateModel(
            name="Keepsake",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("red", "Red culture"),
                            ("filial", "Filial piety"),
                            ("motto", "Family motto"),
                        ],
                        max_length=6,
                        verbose_name="kind",
                    ),
                ),
                ("words", models.TextField(blank=True, verbose_name="words")),
                ("words_en", models.TextField(blank=True, verbose_name="words in English")),
                (
                    "photo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="stations.stationphoto",
                        verbose_name="photograph",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="keepsakes",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "keepsake",
                "verbose_name_plural": "collection",
                "ordering": ["station", "kind", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Origin",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("proposed_by", models.CharField(blank=True, max_length=120, verbose_name="proposed by")),
                (
                    "proposed_by_en",
                    models.CharField(blank=True, max_length=160, verbose_name="proposed by, in English"),
                ),
                (
                    "proposed_on",
                    models.CharField(
                        blank=True, help_text="A day, month or year.", max_length=20, verbose_name="proposed"
                    ),
                ),
                ("before", models.CharField(blank=True, max_length=120, verbose_name="what was here before")),
                (
                    "before_en",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="what was here before, in English"
                    ),
                ),
                ("asked", models.TextField(blank=True, verbose_name="how residents were asked")),
                (
                    "asked_en",
                    models.TextField(blank=True, verbose_name="how residents were asked, in English"),
                ),
                ("yuan", models.PositiveIntegerField(blank=True, null=True, verbose_name="cost in yuan")),
                (
                    "residents_percent",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        null=True,
                        validators=[django.core.validators.MaxValueValidator(100)],
                        verbose_name="residents' share of the cost, %",
                    ),
                ),
                ("paid_by", models.CharField(blank=True, max_length=120, verbose_name="paid by")),
                (
                    "paid_by_en",
                    models.CharField(blank=True, max_length=160, verbose_name="paid by, in English"),
                ),
                (
                    "station",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="origin",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "origin",
                "verbose_name_plural": "origins",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("residents_percent", None), ("residents_percent__lte", 100), _connector="OR"
                        ),
                        name="residents_share_of_the_whole",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ServicePack",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("department", models.CharField(max_length=60, verbose_name="department")),
                (
                    "department_en",
                    models.CharField(blank=True, max_length=100, verbose_name="department, in English"),
                ),
                ("gives", models.TextField(blank=True, verbose_name="what it gives")),
                ("gives_en", models.TextField(blank=True, verbose_name="what it gives, in English")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="service_packs",
                        to="stations.division",
                        verbose_name="district",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="stations.service",
                        verbose_name="service",
                    ),
                ),
            ],
            options={
                "verbose_name": "service pack",
                "verbose_name_plural": "service packs",
                "ordering": ["district", "pk"],
                "constraints": [models.UniqueConstraint(fields=("district", "name"), name="pack_once")],
            },
        ),
        migrations.CreateModel(
            name="PackOffer",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[("offered", "Offered"), ("accepted", "Accepted"), ("declined", "Declined")],
                        default="offered",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("offered_at", models.DateTimeField(verbose_name="offered at")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="reason")),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="pack_offers",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
                (
                    "pack",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="offers",
                        to="stations.servicepack",
                        verbose_name="service pack",
                    ),
                ),
            ],
            options={
                "verbose_name": "offer of a pack",
                "verbose_name_plural": "offers of packs",
                "ordering": ["pack", "station"],
                "constraints": [
                    models.UniqueConstraint(fields=("pack", "station"), name="pack_offered_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="pack_declined_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.AddField(
            model_name="partner",
            name="contract_from",
            field=models.DateField(blank=True, null=True, verbose_name="contract from"),
        ),
        migrations.AddField(
            model_name="partner",
            name="contract_until",
            field=models.DateField(blank=True, null=True, verbose_name="contract until"),
        ),
        migrations.AddField(
            model_name="station",
            name="level",
            field=models.CharField(
                blank=True,
                choices=[
                    ("city", "City's living room"),
                    ("district", "District's living room"),
                    ("subdistrict", "Subdistrict's living room"),
                    ("community", "Community's living room"),
                    ("estate", "Estate's living room"),
                    ("stairwell", "Stairwell's living room"),
                ],
                max_length=11,
                verbose_name="level among the city's living rooms",
            ),
        ),
        migrations.AddConstraint(
            model_name="partner",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("contract_from", None),
                    ("contract_until", None),
                    ("contract_from__lte", models.F("contract_until")),
                    _connector="OR",
                ),
                name="contract_ends_after_it_begins",
                violation_error_message="A contract cannot end before it begins.",
            ),
        ),
    ]
