"""All tables of what stands, each made whole: adding to one afterwards rebuilds it on SQLite."""

import django.contrib.auth.validators
import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnnouncedYear",
            fields=[
                (
                    "year",
                    models.PositiveSmallIntegerField(primary_key=True, serialize=False, verbose_name="year"),
                ),
                ("source", models.CharField(max_length=120, verbose_name="source")),
            ],
            options={
                "verbose_name": "announced year",
                "verbose_name_plural": "announced years",
                "ordering": ["year"],
            },
        ),
        migrations.CreateModel(
            name="Division",
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
                    "code",
                    models.CharField(
                        max_length=9,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^(\\d{4}|\\d{6}|\\d{9})$")],
                        verbose_name="register code",
                    ),
                ),
                (
                    "level",
                    models.CharField(
                        choices=[("city", "City"), ("district", "District"), ("subdistrict", "Subdistrict")],
                        db_index=True,
                        max_length=12,
                        verbose_name="level",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="stations.division",
                        verbose_name="belongs to",
                    ),
                ),
            ],
            options={
                "verbose_name": "division",
                "verbose_name_plural": "divisions",
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("level", "city"), ("parent", None)),
                            models.Q(models.Q(("level", "city"), _negated=True), ("parent__isnull", False)),
                            _connector="OR",
                        ),
                        name="only_cities_stand_alone",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Committee",
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
                    "code",
                    models.CharField(
                        max_length=12,
                        unique=True,
                        validators=[django.core.validators.RegexValidator("^\\d{12}$")],
                        verbose_name="register code",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("residents", "Residents' committee"),
                            ("villages", "Villages' committee"),
                            ("like_residents", "Body like a residents' committee"),
                            ("like_villages", "Body like a villages' committee"),
                        ],
                        default="residents",
                        max_length=16,
                        verbose_name="kind",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                ("about", models.TextField(blank=True, verbose_name="about the committee")),
                ("about_en", models.TextField(blank=True, verbose_name="about the committee, in English")),
                (
                    "subdistrict",
                    models.ForeignKey(
                        limit_choices_to={"level": "subdistrict"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="committees",
                        to="stations.division",
                        verbose_name="subdistrict",
                    ),
                ),
            ],
            options={
                "verbose_name": "committee",
                "verbose_name_plural": "committees",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Estate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("lat", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("lon", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "datum",
                    models.CharField(
                        choices=[("wgs84", "WGS-84"), ("gcj02", "GCJ-02")],
                        default="wgs84",
                        max_length=5,
                        verbose_name="datum",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=120, verbose_name="address")),
                (
                    "built",
                    models.CharField(
                        blank=True, help_text="A year or a decade.", max_length=20, verbose_name="built in"
                    ),
                ),
                ("households", models.PositiveIntegerField(default=0, verbose_name="households")),
                ("older_people", models.PositiveIntegerField(default=0, verbose_name="people over 60")),
                ("about", models.TextField(blank=True, verbose_name="about the estate")),
                ("about_en", models.TextField(blank=True, verbose_name="about the estate, in English")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="estates",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
            ],
            options={
                "verbose_name": "estate",
                "verbose_name_plural": "estates",
                "ordering": ["committee", "name"],
                "indexes": [models.Index(fields=["lat", "lon"], name="stations_es_lat_70a2f6_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "name"), name="one_estate_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="EstateBody",
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
                            ("owners", "Owners' committee"),
                            ("property", "Property company"),
                            ("party", "Joint party committee"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="work phone")),
                (
                    "since",
                    models.CharField(
                        blank=True, help_text="A year or a month.", max_length=20, verbose_name="since"
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="bodies",
                        to="stations.estate",
                        verbose_name="estate",
                    ),
                ),
            ],
            options={
                "verbose_name": "estate body",
                "verbose_name_plural": "estate bodies",
                "ordering": ["estate", "kind", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "kind", "name"), name="one_body_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Grid",
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
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grids",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
            ],
            options={
                "verbose_name": "grid",
                "verbose_name_plural": "grids",
                "ordering": ["committee", "position", "name"],
                "constraints": [
                    models.UniqueConstraint(fields=("committee", "name"), name="one_grid_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="Building",
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
                        choices=[("building", "Building"), ("court", "Court")],
                        default="building",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "estate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="buildings",
                        to="stations.estate",
                        verbose_name="estate",
                    ),
                ),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="buildings",
                        to="stations.grid",
                        verbose_name="grid",
                    ),
                ),
            ],
            options={
                "verbose_name": "building or court",
                "verbose_name_plural": "buildings and courts",
                "ordering": ["grid", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("estate", "name"), name="one_building_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="GridFigures",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="as of")),
                ("volunteers", models.PositiveIntegerField(default=0, verbose_name="volunteers")),
                (
                    "living_alone",
                    models.PositiveIntegerField(default=0, verbose_name="old people living alone"),
                ),
                ("seriously_ill", models.PositiveIntegerField(default=0, verbose_name="seriously ill")),
                ("disabled", models.PositiveIntegerField(default=0, verbose_name="disabled")),
                ("mentally_ill", models.PositiveIntegerField(default=0, verbose_name="mentally ill")),
                ("hardship", models.PositiveIntegerField(default=0, verbose_name="hardship cases")),
                (
                    "grid",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="stations.grid",
                        verbose_name="grid",
                    ),
                ),
            ],
            options={
                "verbose_name": "grid figures",
                "verbose_name_plural": "grid figures",
                "ordering": ["-on", "grid"],
                "constraints": [models.UniqueConstraint(fields=("grid", "on"), name="figures_once_a_day")],
            },
        ),
        migrations.CreateModel(
            name="GridPost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("head", "Grid head"),
                            ("worker", "Block worker"),
                            ("member", "Grid member"),
                            ("stairwell", "Stairwell head"),
                            ("delegate", "Deputy, delegate or member"),
                            ("mutual_help", "Mutual-help group"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=60, verbose_name="title")),
                ("title_en", models.CharField(blank=True, max_length=80, verbose_name="title in English")),
                (
                    "holder",
                    models.CharField(
                        blank=True,
                        help_text="Public: name on the door.",
                        max_length=40,
                        verbose_name="holder",
                    ),
                ),
                ("work_phone", models.CharField(blank=True, max_length=20, verbose_name="work phone")),
                ("headcount", models.PositiveIntegerField(default=1, verbose_name="how many")),
                (
                    "building",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="posts",
                        to="stations.building",
                        verbose_name="building or court",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="grid_posts",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "grid",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to="stations.grid",
                        verbose_name="grid",
                    ),
                ),
            ],
            options={
                "verbose_name": "grid post",
                "verbose_name_plural": "grid posts",
                "ordering": ["committee", "grid", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Holiday",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("date", models.DateField(unique=True, verbose_name="date")),
                (
                    "off",
                    models.BooleanField(
                        help_text="Not ticked: a make-up working day.", verbose_name="day off"
                    ),
                ),
                ("source", models.CharField(max_length=120, verbose_name="source")),
            ],
            options={
                "verbose_name": "holiday or make-up day",
                "verbose_name_plural": "holidays and make-up days",
                "ordering": ["date"],
            },
        ),
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("began_on", models.DateField(verbose_name="began on")),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="to be finished by")),
                ("about", models.TextField(blank=True, verbose_name="about the programme")),
                ("about_en", models.TextField(blank=True, verbose_name="about the programme, in English")),
                (
                    "division",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="programmes",
                        to="stations.division",
                        verbose_name="division",
                    ),
                ),
            ],
            options={
                "verbose_name": "programme",
                "verbose_name_plural": "programmes",
                "ordering": ["division__code", "began_on"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("due_on", None), ("due_on__gt", models.F("began_on")), _connector="OR"
                        ),
                        name="programme_ends_after_it_begins",
                        violation_error_message="A programme cannot end before it begins.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Relocation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "due_on",
                    models.DateField(
                        blank=True, help_text="Empty: the programme's date.", null=True, verbose_name="due on"
                    ),
                ),
                ("work_began_on", models.DateField(blank=True, null=True, verbose_name="work began on")),
                ("plan", models.TextField(blank=True, verbose_name="plan")),
                (
                    "delay_reason",
                    models.CharField(blank=True, max_length=160, verbose_name="reason for a delay"),
                ),
                (
                    "committee",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="relocation",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="relocations",
                        to="stations.programme",
                        verbose_name="programme",
                    ),
                ),
            ],
            options={
                "verbose_name": "relocation plan",
                "verbose_name_plural": "relocation plans",
                "ordering": ["programme", "committee__code"],
            },
        ),
        migrations.CreateModel(
            name="Standard",
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
                    "district",
                    models.OneToOneField(
                        limit_choices_to={"level": "district"},
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="standard",
                        to="stations.division",
                        verbose_name="district",
                    ),
                ),
            ],
            options={
                "verbose_name": "standard checklist",
                "verbose_name_plural": "standard checklists",
                "ordering": ["district__code"],
            },
        ),
        migrations.CreateModel(
            name="StandardItem",
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
                    "standard",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="stations.standard",
                        verbose_name="standard",
                    ),
                ),
            ],
            options={
                "verbose_name": "standard item",
                "verbose_name_plural": "standard items",
                "ordering": ["standard", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Station",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address on the web")),
                (
                    "kind",
                    models.CharField(
                        choices=[("main", "Main station"), ("satellite", "Satellite")],
                        default="main",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "status",
                    models.CharField(
                        choices=[("planned", "Planned"), ("operating", "Operating"), ("closed", "Given up")],
                        default="operating",
                        max_length=10,
                        verbose_name="status",
                    ),
                ),
                ("own_name", models.CharField(blank=True, max_length=40, verbose_name="name of its own")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                (
                    "opened_on",
                    models.CharField(
                        blank=True, help_text="A day, month or year.", max_length=20, verbose_name="opened"
                    ),
                ),
                ("story", models.TextField(blank=True, verbose_name="the story of this place")),
                (
                    "story_en",
                    models.TextField(blank=True, verbose_name="the story of this place, in English"),
                ),
                (
                    "pledge",
                    models.TextField(
                        blank=True, help_text="What the station promises, a line each.", verbose_name="pledge"
                    ),
                ),
                ("pledge_en", models.TextField(blank=True, verbose_name="pledge, in English")),
                (
                    "model_site",
                    models.CharField(blank=True, max_length=80, verbose_name="pilot or model site of"),
                ),
                ("rota_began_on", models.DateField(blank=True, null=True, verbose_name="duty rota began on")),
                (
                    "slot_minutes",
                    models.PositiveSmallIntegerField(
                        default=30,
                        validators=[django.core.validators.MinValueValidator(5)],
                        verbose_name="minutes a visit takes",
                    ),
                ),
                (
                    "slot_capacity",
                    models.PositiveSmallIntegerField(default=2, verbose_name="visits at the same time"),
                ),
                (
                    "slot_held",
                    models.PositiveSmallIntegerField(
                        default=1, verbose_name="of these held for the green lane"
                    ),
                ),
                (
                    "horizon_days",
                    models.PositiveSmallIntegerField(default=14, verbose_name="bookable days ahead"),
                ),
                (
                    "notice_minutes",
                    models.PositiveSmallIntegerField(default=60, verbose_name="shortest notice in minutes"),
                ),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="stations",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "host_estate",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="hosted",
                        to="stations.estate",
                        verbose_name="stands in estate",
                    ),
                ),
            ],
            options={
                "verbose_name": "station",
                "verbose_name_plural": "stations",
                "ordering": ["committee__code", "kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "main")),
                        fields=("committee",),
                        name="one_main_station",
                        violation_error_message="This committee has its main station already.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("slot_held__lte", models.F("slot_capacity"))),
                        name="station_holds_no_more_than_it_has",
                        violation_error_message="No more places can be held than there are.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChecklistSection",
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
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sections",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "checklist section",
                "verbose_name_plural": "checklist sections",
                "ordering": ["station", "position", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("station", "name"), name="one_section_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("opens", models.TimeField(null=True, verbose_name="opens")),
                ("closes", models.TimeField(null=True, verbose_name="closes")),
                (
                    "source",
                    models.CharField(
                        choices=[
                            ("exception", "exception"),
                            ("holiday", "holiday"),
                            ("make_up", "make-up working day"),
                            ("week", "ordinary week"),
                            ("not_announced", "not yet announced"),
                            ("unknown", "hours unknown"),
                        ],
                        max_length=14,
                        verbose_name="source",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opening_days",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening day",
                "verbose_name_plural": "opening days",
                "ordering": ["station", "date", "opens"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes", None), ("opens", None)),
                            ("opens__lt", models.F("closes")),
                            _connector="OR",
                        ),
                        name="opening_day_runs_forwards",
                        violation_error_message="Closing time must be later than opening time.",
                    ),
                    models.UniqueConstraint(
                        fields=("station", "date", "opens"), name="opening_interval_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("opens", None)),
                        fields=("station", "date"),
                        name="shut_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningException",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("date", models.DateField(verbose_name="date")),
                ("opens", models.TimeField(blank=True, null=True, verbose_name="opens")),
                ("closes", models.TimeField(blank=True, null=True, verbose_name="closes")),
                ("reason", models.CharField(blank=True, max_length=80, verbose_name="reason")),
                ("reason_en", models.CharField(blank=True, max_length=120, verbose_name="reason in English")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="exceptions",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "opening exception",
                "verbose_name_plural": "opening exceptions",
                "ordering": ["station", "date", "opens"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes", None), ("opens", None)),
                            ("opens__lt", models.F("closes")),
                            _connector="OR",
                        ),
                        name="exception_runs_forwards",
                        violation_error_message="Closing time must be later than opening time.",
                    ),
                    models.UniqueConstraint(fields=("station", "date", "opens"), name="exception_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("opens", None)),
                        fields=("station", "date"),
                        name="closed_once_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Partner",
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
                    "force",
                    models.CharField(
                        choices=[
                            ("department", "Departments sent down"),
                            ("mass", "Mass organisations"),
                            ("contract", "Partners by contract"),
                            ("social", "Social organisations"),
                            ("inside", "Talent found inside"),
                        ],
                        max_length=10,
                        verbose_name="force",
                    ),
                ),
                ("gives", models.CharField(blank=True, max_length=160, verbose_name="gives")),
                ("gives_en", models.CharField(blank=True, max_length=200, verbose_name="gives, in English")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="partners",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "partner",
                "verbose_name_plural": "partners",
                "ordering": ["station", "force", "pk"],
                "constraints": [models.UniqueConstraint(fields=("station", "name"), name="partner_once")],
            },
        ),
        migrations.CreateModel(
            name="Room",
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
                            ("reception", "First-contact bar"),
                            ("reading", "Reading corner"),
                            ("minors", "Minors' corner"),
                            ("culture", "Culture station"),
                            ("health", "Health hut"),
                            ("green", "Green hut"),
                            ("legal", "Legal room"),
                            ("party", "Party service station"),
                            ("joint", "Joint-response station"),
                            ("hall", "Activity hall"),
                            ("deliberation", "Deliberation room"),
                            ("office", "Back office"),
                            ("other", "Other room"),
                        ],
                        default="other",
                        max_length=14,
                        verbose_name="kind",
                    ),
                ),
                (
                    "what_for",
                    models.CharField(blank=True, max_length=160, verbose_name="what one may do here"),
                ),
                (
                    "what_for_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what one may do here, in English"
                    ),
                ),
                ("floor", models.SmallIntegerField(default=1, verbose_name="floor")),
                ("drop_in", models.BooleanField(default=True, verbose_name="just come in")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rooms",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "room",
                "verbose_name_plural": "rooms",
                "ordering": ["station", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Service",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("slug", models.SlugField(max_length=60, unique=True, verbose_name="address on the web")),
                ("number", models.PositiveSmallIntegerField(default=0, verbose_name="number at the desk")),
                (
                    "situation",
                    models.CharField(
                        choices=[
                            ("elder_care", "Growing old"),
                            ("children", "Children"),
                            ("housing", "Housing and repair"),
                            ("papers", "Papers and certificates"),
                            ("law", "Law and mediation"),
                            ("health", "Health and disability"),
                            ("culture", "Culture and learning"),
                            ("volunteering", "Volunteering and having a say"),
                            ("everyday", "Everyday help"),
                        ],
                        max_length=14,
                        verbose_name="life situation",
                    ),
                ),
                ("who", models.CharField(blank=True, max_length=160, verbose_name="who may ask")),
                (
                    "who_en",
                    models.CharField(blank=True, max_length=200, verbose_name="who may ask, in English"),
                ),
                (
                    "papers",
                    models.TextField(blank=True, help_text="A line each.", verbose_name="what to bring"),
                ),
                ("papers_en", models.TextField(blank=True, verbose_name="what to bring, in English")),
                ("steps", models.TextField(blank=True, help_text="A line each.", verbose_name="steps")),
                ("steps_en", models.TextField(blank=True, verbose_name="steps, in English")),
                (
                    "cost",
                    models.CharField(
                        blank=True, help_text="Empty: free of charge.", max_length=80, verbose_name="cost"
                    ),
                ),
                ("cost_en", models.CharField(blank=True, max_length=100, verbose_name="cost, in English")),
                (
                    "limit_hours",
                    models.PositiveSmallIntegerField(
                        default=27,
                        help_text="Nine working hours are a working day.",
                        verbose_name="promised within, in working hours",
                    ),
                ),
                ("legal_basis", models.CharField(blank=True, max_length=160, verbose_name="legal basis")),
                ("by_phone", models.BooleanField(default=False, verbose_name="also by phone")),
                ("on_behalf", models.BooleanField(default=True, verbose_name="somebody else may come")),
                ("search_text", models.TextField(default="", editable=False)),
                (
                    "district",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"level": "district"},
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="services",
                        to="stations.division",
                        verbose_name="district",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="own_services",
                        to="stations.station",
                        verbose_name="one station's own",
                    ),
                ),
            ],
            options={
                "verbose_name": "service",
                "verbose_name_plural": "services",
                "ordering": ["number", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ServiceArea",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("primary", models.BooleanField(default=False, verbose_name="primary")),
                (
                    "estate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="stations.estate",
                        verbose_name="estate",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="areas",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "service area",
                "verbose_name_plural": "service areas",
                "ordering": ["station", "-primary", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("station", "estate"), name="area_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("primary", True)), fields=("estate",), name="one_primary_station"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Site",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lat", models.FloatField(blank=True, null=True, verbose_name="latitude")),
                ("lon", models.FloatField(blank=True, null=True, verbose_name="longitude")),
                (
                    "datum",
                    models.CharField(
                        choices=[("wgs84", "WGS-84"), ("gcj02", "GCJ-02")],
                        default="wgs84",
                        max_length=5,
                        verbose_name="datum",
                    ),
                ),
                ("address", models.CharField(max_length=120, verbose_name="address")),
                (
                    "address_en",
                    models.CharField(blank=True, max_length=160, verbose_name="address in English"),
                ),
                (
                    "entrance",
                    models.CharField(blank=True, max_length=200, verbose_name="how to find the door"),
                ),
                (
                    "entrance_en",
                    models.CharField(
                        blank=True, max_length=240, verbose_name="how to find the door, in English"
                    ),
                ),
                (
                    "floor",
                    models.SmallIntegerField(
                        default=1, help_text="1 is the street's level.", verbose_name="floor"
                    ),
                ),
                ("stairs", models.BooleanField(default=False, verbose_name="only by stairs")),
                ("step_free", models.BooleanField(blank=True, null=True, verbose_name="step-free")),
                ("street_front", models.BooleanField(default=True, verbose_name="faces the street")),
                (
                    "office_m2",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="office floor space, m²"),
                ),
                (
                    "service_m2",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="service floor space, m²"
                    ),
                ),
                (
                    "offices",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="number of offices"),
                ),
                ("used_from", models.DateField(blank=True, null=True, verbose_name="in use from")),
                ("used_until", models.DateField(blank=True, null=True, verbose_name="in use until")),
                (
                    "dates_are_rough",
                    models.BooleanField(default=False, verbose_name="only month or year known"),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sites",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "site",
                "verbose_name_plural": "sites",
                "ordering": [
                    "station",
                    models.OrderBy(models.F("used_until"), descending=True, nulls_first=True),
                    "pk",
                ],
                "indexes": [models.Index(fields=["lat", "lon"], name="stations_si_lat_5b9406_idx")],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("used_until", None)),
                        fields=("station",),
                        name="one_site_in_use",
                        violation_error_message="A station stands in one place at a time: end the old site first.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("used_until", None),
                            ("used_from", None),
                            ("used_until__gte", models.F("used_from")),
                            _connector="OR",
                        ),
                        name="site_ends_after_it_begins",
                        violation_error_message="A site cannot be left before it is moved into.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WalkingTime",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes on foot")),
                (
                    "older_minutes",
                    models.PositiveSmallIntegerField(verbose_name="minutes at an old person's pace"),
                ),
                ("measured", models.BooleanField(default=False, verbose_name="measured")),
                ("source", models.CharField(blank=True, max_length=80, verbose_name="who measured")),
                (
                    "estate",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ways",
                        to="stations.estate",
                        verbose_name="estate",
                    ),
                ),
                (
                    "site",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ways",
                        to="stations.site",
                        verbose_name="site",
                    ),
                ),
            ],
            options={
                "verbose_name": "walking time",
                "verbose_name_plural": "walking times",
                "ordering": ["estate", "minutes"],
                "constraints": [models.UniqueConstraint(fields=("estate", "site"), name="one_way_per_pair")],
            },
        ),
        migrations.CreateModel(
            name="WeekHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="weekday",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="opens")),
                ("closes", models.TimeField(verbose_name="closes")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="week",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "hours of the week",
                "verbose_name_plural": "hours of the week",
                "ordering": ["station", "weekday", "opens"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes", None), ("opens", None)),
                            ("opens__lt", models.F("closes")),
                            _connector="OR",
                        ),
                        name="week_hours_run_forwards",
                        violation_error_message="Closing time must be later than opening time.",
                    ),
                    models.UniqueConstraint(fields=("station", "weekday", "opens"), name="week_hours_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Worker",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                (
                    "username",
                    models.CharField(
                        max_length=60,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="sign-in name",
                    ),
                ),
                ("name", models.CharField(max_length=60, verbose_name="name")),
                ("work_phone", models.CharField(blank=True, max_length=20, verbose_name="work phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("is_active", models.BooleanField(default=True, verbose_name="may sign in")),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
            ],
            options={
                "verbose_name": "worker",
                "verbose_name_plural": "workers",
                "ordering": ["username"],
            },
        ),
        migrations.CreateModel(
            name="ChecklistItem",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("given_by", models.CharField(blank=True, max_length=80, verbose_name="given by")),
                (
                    "given_by_en",
                    models.CharField(blank=True, max_length=100, verbose_name="given by, in English"),
                ),
                ("contact", models.CharField(blank=True, max_length=80, verbose_name="contact")),
                ("note", models.CharField(blank=True, max_length=160, verbose_name="note")),
                ("note_en", models.CharField(blank=True, max_length=200, verbose_name="note in English")),
                ("active", models.BooleanField(default=True, verbose_name="offered now")),
                (
                    "bookable",
                    models.BooleanField(
                        default=True, help_text="Not ticked: just come.", verbose_name="can be booked"
                    ),
                ),
                (
                    "slot_minutes",
                    models.PositiveSmallIntegerField(
                        blank=True,
                        help_text="Only with hours of its own; empty: the station's.",
                        null=True,
                        validators=[django.core.validators.MinValueValidator(5)],
                        verbose_name="minutes a visit takes",
                    ),
                ),
                (
                    "slot_capacity",
                    models.PositiveSmallIntegerField(default=1, verbose_name="visits at the same time"),
                ),
                ("verified_on", models.DateField(blank=True, null=True, verbose_name="last checked on")),
                (
                    "verify_days",
                    models.PositiveSmallIntegerField(default=90, verbose_name="to be checked every … days"),
                ),
                (
                    "verified_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="checked by",
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="stations.checklistsection",
                        verbose_name="section",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="items",
                        to="stations.room",
                        verbose_name="room",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="stations.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "satisfies",
                    models.ManyToManyField(
                        blank=True,
                        related_name="satisfied_by",
                        to="stations.standarditem",
                        verbose_name="satisfies",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="checklist",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "checklist item",
                "verbose_name_plural": "checklist items",
                "ordering": ["station", "section__position", "service__number", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("station", "service"),
                        name="service_once_per_station",
                        violation_error_message="This service stands on the station's checklist already.",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ItemHours",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "weekday",
                    models.PositiveSmallIntegerField(
                        choices=[
                            (0, "Monday"),
                            (1, "Tuesday"),
                            (2, "Wednesday"),
                            (3, "Thursday"),
                            (4, "Friday"),
                            (5, "Saturday"),
                            (6, "Sunday"),
                        ],
                        verbose_name="weekday",
                    ),
                ),
                ("opens", models.TimeField(verbose_name="begins")),
                ("closes", models.TimeField(verbose_name="ends")),
                (
                    "item",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="hours",
                        to="stations.checklistitem",
                        verbose_name="checklist item",
                    ),
                ),
            ],
            options={
                "verbose_name": "hours of an item",
                "verbose_name_plural": "hours of an item",
                "ordering": ["item", "weekday", "opens"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("closes", None), ("opens", None)),
                            ("opens__lt", models.F("closes")),
                            _connector="OR",
                        ),
                        name="item_hours_run_forwards",
                        violation_error_message="Closing time must be later than opening time.",
                    ),
                    models.UniqueConstraint(fields=("item", "weekday", "opens"), name="item_hours_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Post",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("desk", "Desk worker"),
                            ("head", "Head"),
                            ("subdistrict", "Subdistrict official"),
                            ("district", "District official"),
                            ("city", "City official"),
                        ],
                        max_length=12,
                        verbose_name="role",
                    ),
                ),
                ("since", models.DateField(verbose_name="from")),
                ("until", models.DateField(blank=True, null=True, verbose_name="to")),
                (
                    "committee",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "division",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="posts",
                        to="stations.division",
                        verbose_name="division",
                    ),
                ),
                (
                    "worker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="posts",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="worker",
                    ),
                ),
            ],
            options={
                "verbose_name": "post",
                "verbose_name_plural": "posts",
                "ordering": ["since", "pk"],
                "indexes": [
                    models.Index(fields=["committee", "role"], name="stations_po_committ_26cda1_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("committee__isnull", False),
                                ("division", None),
                                ("role__in", ["desk", "head"]),
                            ),
                            models.Q(
                                ("committee", None),
                                ("division__isnull", False),
                                ("role__in", ["subdistrict", "district", "city"]),
                            ),
                            _connector="OR",
                        ),
                        name="post_has_one_place",
                        violation_error_message="A desk post stands at a committee, an office post in a division.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="post_ends_after_it_begins",
                        violation_error_message="A post cannot end before it begins.",
                    ),
                ],
            },
        ),
    ]
