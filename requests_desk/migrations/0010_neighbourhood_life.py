"""Neighbourhood life: activities and who signs up, rooms and their uses, open days, volunteers, drop-ins,
proposals, projects, meetings, polls; and messages about sign-ups. The new event tables are append-only."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models

import portal.common.codes
from portal.common import append_only
from requests_desk.models import no_overlap


class Migration(migrations.Migration):
    dependencies = [
        ("requests_desk", "0009_ticket_undone"),
        ("stations", "0005_service_also_called"),
        ("stations", "__first__"),
    ]

    operations = [
        migrations.CreateModel(
            name="Activity",
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
                    "theme",
                    models.CharField(
                        choices=[
                            ("class", "Classes"),
                            ("culture", "Culture and crafts"),
                            ("health", "Health"),
                            ("children", "Children and families"),
                            ("sport", "Sport"),
                            ("safety", "Safety"),
                            ("law", "Law and advice"),
                            ("repair", "Repairs and everyday help"),
                            ("volunteering", "Volunteering"),
                            ("meeting", "Meetings"),
                            ("open_day", "Open days"),
                        ],
                        max_length=12,
                        verbose_name="theme",
                    ),
                ),
                (
                    "audience",
                    models.CharField(
                        choices=[
                            ("everybody", "Everybody"),
                            ("older", "Older people"),
                            ("children", "Children"),
                            ("families", "Families"),
                            ("foreigners", "Foreign residents"),
                            ("students", "Students"),
                            ("volunteers", "Volunteers"),
                            ("leaders", "Building and group leaders"),
                        ],
                        default="everybody",
                        max_length=10,
                        verbose_name="for whom",
                    ),
                ),
                (
                    "entry",
                    models.CharField(
                        choices=[("sign_up", "Sign up"), ("just_come", "Just come")],
                        default="sign_up",
                        max_length=9,
                        verbose_name="how to take part",
                    ),
                ),
                (
                    "for_children",
                    models.BooleanField(
                        default=False,
                        help_text="A sign-up then needs the guardian's name and consent.",
                        verbose_name="children are signed up by a guardian",
                    ),
                ),
                ("about", models.TextField(blank=True, verbose_name="what it is")),
                ("about_en", models.TextField(blank=True, verbose_name="what it is, in English")),
                ("given_by", models.CharField(blank=True, max_length=80, verbose_name="given by")),
                (
                    "given_by_en",
                    models.CharField(blank=True, max_length=120, verbose_name="given by, in English"),
                ),
                ("bring", models.CharField(blank=True, max_length=160, verbose_name="what to bring")),
                (
                    "bring_en",
                    models.CharField(blank=True, max_length=200, verbose_name="what to bring, in English"),
                ),
                ("published", models.BooleanField(default=True, verbose_name="published")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="activities",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "activity",
                "verbose_name_plural": "activities",
                "ordering": ["station", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("station", "name"), name="one_activity_per_name")
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivityGroup",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("name", models.CharField(blank=True, max_length=80, verbose_name="name")),
                (
                    "level",
                    models.CharField(
                        choices=[
                            ("all", "All levels"),
                            ("beginners", "Beginners"),
                            ("improvers", "Improvers"),
                            ("advanced", "Advanced"),
                        ],
                        default="all",
                        max_length=9,
                        verbose_name="level",
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(default=20, verbose_name="places")),
                ("held", models.PositiveSmallIntegerField(default=0, verbose_name="held for the green lane")),
                ("booked", models.PositiveIntegerField(default=0, verbose_name="signed up")),
                (
                    "booked_green",
                    models.PositiveIntegerField(default=0, verbose_name="signed up in the green lane"),
                ),
                ("over", models.PositiveIntegerField(default=0, verbose_name="over by staff's action")),
                ("waiting", models.PositiveIntegerField(default=0, verbose_name="on the waiting list")),
                ("asked", models.PositiveIntegerField(default=0, editable=False)),
                ("open", models.BooleanField(default=True, verbose_name="takes sign-ups")),
                ("starts_at", models.DateTimeField(editable=False, null=True, verbose_name="first session")),
                (
                    "activity",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="groups",
                        to="requests_desk.activity",
                        verbose_name="activity",
                    ),
                ),
            ],
            options={
                "verbose_name": "group",
                "verbose_name_plural": "groups",
                "ordering": ["activity", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "booked__lte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("capacity"), "+", models.F("over")
                                ),
                            )
                        ),
                        name="group_not_overbooked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("booked_green__lte", models.F("booked"))),
                        name="group_green_among_booked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held__lte", models.F("capacity"))),
                        name="group_held_among_places",
                        violation_error_message="No more places can be held than there are.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ActivitySession",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("minutes", models.PositiveSmallIntegerField(default=60, verbose_name="minutes")),
                ("topic", models.CharField(blank=True, max_length=80, verbose_name="topic")),
                ("topic_en", models.CharField(blank=True, max_length=120, verbose_name="topic in English")),
                ("called_off", models.BooleanField(default=False, verbose_name="called off")),
                ("reason", models.CharField(blank=True, max_length=80, verbose_name="reason")),
                ("reason_en", models.CharField(blank=True, max_length=120, verbose_name="reason in English")),
                ("came", models.PositiveIntegerField(default=0, verbose_name="heads counted")),
                (
                    "sequence",
                    models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="times changed"),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="sessions",
                        to="requests_desk.activitygroup",
                        verbose_name="group",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="sessions",
                        to="stations.room",
                        verbose_name="room",
                    ),
                ),
            ],
            options={
                "verbose_name": "session",
                "verbose_name_plural": "sessions",
                "ordering": ["starts_at", "pk"],
                "indexes": [models.Index(fields=["starts_at"], name="requests_de_starts__fe0eae_idx")],
                "constraints": [
                    models.UniqueConstraint(fields=("group", "starts_at"), name="one_session_at_a_time"),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gt", 0)), name="session_has_a_length"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DropIns",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("people", models.PositiveIntegerField(default=0, verbose_name="how many")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drop_ins",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "drop-ins of a day",
                "verbose_name_plural": "drop-ins",
                "ordering": ["-day", "station"],
                "constraints": [
                    models.UniqueConstraint(fields=("station", "day"), name="drop_ins_once_a_day")
                ],
            },
        ),
        migrations.CreateModel(
            name="OpenDaySeries",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("about", models.TextField(blank=True, verbose_name="about the series")),
                ("about_en", models.TextField(blank=True, verbose_name="about the series, in English")),
                (
                    "district",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="open_day_series",
                        to="stations.division",
                        verbose_name="district",
                    ),
                ),
            ],
            options={
                "verbose_name": "series of open days",
                "verbose_name_plural": "series of open days",
                "ordering": ["district", "pk"],
                "constraints": [models.UniqueConstraint(fields=("district", "name"), name="series_once")],
            },
        ),
        migrations.CreateModel(
            name="OpenDayTheme",
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
                ("department", models.CharField(blank=True, max_length=60, verbose_name="department")),
                (
                    "department_en",
                    models.CharField(blank=True, max_length=100, verbose_name="department, in English"),
                ),
                (
                    "series",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="themes",
                        to="requests_desk.opendayseries",
                        verbose_name="series of open days",
                    ),
                ),
            ],
            options={
                "verbose_name": "theme",
                "verbose_name_plural": "themes",
                "ordering": ["series", "position", "pk"],
                "constraints": [models.UniqueConstraint(fields=("series", "name"), name="theme_once")],
            },
        ),
        migrations.CreateModel(
            name="OpenDayRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("department_came", models.BooleanField(null=True, verbose_name="the department came")),
                (
                    "staff",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="its staff who came"
                    ),
                ),
                (
                    "party_members",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="party members who came"
                    ),
                ),
                (
                    "residents",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="residents who came"),
                ),
                (
                    "session",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="open_day",
                        to="requests_desk.activitysession",
                        verbose_name="session",
                    ),
                ),
                (
                    "theme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="records",
                        to="requests_desk.opendaytheme",
                        verbose_name="theme",
                    ),
                ),
            ],
            options={
                "verbose_name": "record of an open day",
                "verbose_name_plural": "records of open days",
                "ordering": ["session"],
            },
        ),
        migrations.CreateModel(
            name="Resource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("about", models.CharField(blank=True, max_length=160, verbose_name="what it is good for")),
                (
                    "about_en",
                    models.CharField(
                        blank=True, max_length=200, verbose_name="what it is good for, in English"
                    ),
                ),
                ("until", models.DateField(blank=True, null=True, verbose_name="to be had until")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="resources",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "partner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="resources",
                        to="stations.partner",
                        verbose_name="partner",
                    ),
                ),
            ],
            options={
                "verbose_name": "resource",
                "verbose_name_plural": "resources",
                "ordering": ["committee", "pk"],
                "constraints": [models.UniqueConstraint(fields=("committee", "name"), name="resource_once")],
            },
        ),
        migrations.CreateModel(
            name="Project",
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
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("decided", "Decided"),
                            ("under_way", "Under way"),
                            ("closed", "Closed"),
                            ("dropped", "Dropped"),
                        ],
                        default="proposed",
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("about", models.TextField(blank=True, verbose_name="what is to be done")),
                ("about_en", models.TextField(blank=True, verbose_name="what is to be done, in English")),
                ("began_on", models.DateField(verbose_name="begun")),
                ("decision", models.TextField(blank=True, verbose_name="decision")),
                ("decision_en", models.TextField(blank=True, verbose_name="decision, in English")),
                ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="decided")),
                ("closed_at", models.DateTimeField(blank=True, null=True, verbose_name="closed")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="projects",
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
                        related_name="projects",
                        to="stations.estate",
                        verbose_name="estate",
                    ),
                ),
                (
                    "resources",
                    models.ManyToManyField(
                        blank=True,
                        related_name="projects",
                        to="requests_desk.resource",
                        verbose_name="resources",
                    ),
                ),
            ],
            options={
                "verbose_name": "project",
                "verbose_name_plural": "projects",
                "ordering": ["-began_on", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
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
                            ("hearing", "Hearing"),
                            ("coordination", "Coordination"),
                            ("review", "Review"),
                        ],
                        max_length=12,
                        verbose_name="kind",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("place", models.CharField(max_length=120, verbose_name="place")),
                (
                    "attended",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="how many came"),
                ),
                ("minutes", models.TextField(blank=True, verbose_name="minutes")),
                ("minutes_en", models.TextField(blank=True, verbose_name="minutes, in English")),
                (
                    "published_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="minutes published"),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="requests_desk.ticket",
                        verbose_name="ticket",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="requests_desk.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "meeting",
                "verbose_name_plural": "meetings",
                "ordering": ["-starts_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("published_at", None),
                            models.Q(models.Q(("minutes", ""), _negated=True), ("attended__isnull", False)),
                            _connector="OR",
                        ),
                        name="published_minutes_say_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("project__isnull", False), ("ticket", None)),
                            models.Q(("kind", "coordination"), ("project", None), ("ticket__isnull", False)),
                            _connector="OR",
                        ),
                        name="a_meeting_is_about_one_thing",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MeetingOpinion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("words", models.CharField(max_length=200, verbose_name="opinion")),
                (
                    "words_en",
                    models.CharField(blank=True, max_length=240, verbose_name="opinion, in English"),
                ),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("taken_up", "Taken up"),
                            ("partly", "Taken up in part"),
                            ("not", "Not taken up"),
                        ],
                        max_length=8,
                        verbose_name="what became of it",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=200, verbose_name="why")),
                ("why_en", models.CharField(blank=True, max_length=240, verbose_name="why, in English")),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="opinions",
                        to="requests_desk.meeting",
                        verbose_name="meeting",
                    ),
                ),
            ],
            options={
                "verbose_name": "opinion voiced",
                "verbose_name_plural": "opinions voiced",
                "ordering": ["meeting", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Poll",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("most", models.PositiveSmallIntegerField(default=1, verbose_name="how many one may choose")),
                ("opens_at", models.DateTimeField(verbose_name="opens")),
                ("closes_at", models.DateTimeField(verbose_name="closes")),
                ("ballots", models.PositiveIntegerField(default=0, editable=False, verbose_name="who voted")),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="polls",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="polls",
                        to="requests_desk.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "poll",
                "verbose_name_plural": "polls",
                "ordering": ["-opens_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("opens_at__lt", models.F("closes_at"))), name="poll_runs_forwards"
                    ),
                    models.CheckConstraint(condition=models.Q(("most__gte", 1)), name="poll_lets_choose"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(editable=False, max_length=64)),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="requests_desk.poll",
                        verbose_name="poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "ballot",
                "verbose_name_plural": "ballots",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("poll", "mark"), name="voted_once")],
            },
        ),
        migrations.CreateModel(
            name="PollOption",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("name_en", models.CharField(blank=True, max_length=120, verbose_name="name in English")),
                ("votes", models.PositiveIntegerField(default=0, verbose_name="votes")),
                (
                    "poll",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="options",
                        to="requests_desk.poll",
                        verbose_name="poll",
                    ),
                ),
            ],
            options={
                "verbose_name": "option",
                "verbose_name_plural": "options",
                "ordering": ["poll", "pk"],
                "constraints": [models.UniqueConstraint(fields=("poll", "name"), name="one_option_per_name")],
            },
        ),
        migrations.CreateModel(
            name="ProjectEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("data", models.JSONField(default=dict, verbose_name="ids and codes")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("proposed", "proposed"),
                            ("decided", "decided"),
                            ("begun", "begun"),
                            ("step_done", "step done"),
                            ("closed", "closed"),
                            ("dropped", "dropped"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        help_text="Empty: the resident, or time itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="requests_desk.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "project event",
                "verbose_name_plural": "project events",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectFund",
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
                            ("self_gov", "Self-governance fund"),
                            ("residents", "Residents' own share"),
                            ("street", "Subdistrict"),
                            ("district", "District"),
                            ("partner", "A partner"),
                            ("other", "Other source"),
                        ],
                        max_length=9,
                        verbose_name="source",
                    ),
                ),
                ("yuan", models.PositiveIntegerField(blank=True, null=True, verbose_name="yuan")),
                ("percent", models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="share, %")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="funds",
                        to="requests_desk.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "source of money",
                "verbose_name_plural": "sources of money",
                "ordering": ["project", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("yuan__isnull", False), ("percent__isnull", False), _connector="OR"
                        ),
                        name="a_fund_says_how_much",
                        violation_error_message="Say how much: in yuan, or as a share.",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("percent", None),
                            models.Q(("percent__gte", 1), ("percent__lte", 100)),
                            _connector="OR",
                        ),
                        name="a_share_of_the_whole",
                        violation_error_message="A share lies between 1 and 100 %.",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectStep",
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
                ("due_on", models.DateField(blank=True, null=True, verbose_name="planned for")),
                ("done_on", models.DateField(blank=True, null=True, verbose_name="done")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="requests_desk.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "step",
                "verbose_name_plural": "steps",
                "ordering": ["project", "position", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=12, unique=True, verbose_name="reference")),
                ("token", models.CharField(editable=False, max_length=43, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[("need", "A need"), ("proposal", "A proposal")],
                        default="proposal",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("new", "Not yet read"),
                            ("open", "Open"),
                            ("merged", "Merged into another"),
                            ("answered", "Answered"),
                            ("in_project", "Taken up by a project"),
                            ("kept_back", "Not published"),
                        ],
                        default="new",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("title", models.CharField(max_length=80, verbose_name="in one line")),
                ("words", models.TextField(blank=True, verbose_name="in your own words")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                ("language", models.CharField(default="zh-hans", max_length=8, verbose_name="language")),
                ("supports", models.PositiveIntegerField(default=0, verbose_name="supporters")),
                ("answer", models.TextField(blank=True, verbose_name="answer")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("made_at", models.DateTimeField(verbose_name="made")),
                ("key", models.CharField(editable=False, max_length=43, unique=True)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="personal data erased"),
                ),
                (
                    "answered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="answered by",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
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
                        related_name="proposals",
                        to="stations.estate",
                        verbose_name="estate",
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="merged",
                        to="requests_desk.proposal",
                        verbose_name="merged into",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="proposals",
                        to="requests_desk.project",
                        verbose_name="project",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal",
                "verbose_name_plural": "proposals",
                "ordering": ["-made_at", "-pk"],
                "indexes": [
                    models.Index(fields=["committee", "state"], name="requests_de_committ_696902_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("merged_into__isnull", False), ("state", "merged")),
                            models.Q(models.Q(("state", "merged"), _negated=True), ("merged_into", None)),
                            _connector="OR",
                        ),
                        name="merged_means_into_another",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "in_project"), _negated=True),
                            ("project__isnull", False),
                            _connector="OR",
                        ),
                        name="in_project_names_it",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "answered"), _negated=True),
                            models.Q(models.Q(("answer", ""), _negated=True), ("answered_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="answered_with_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProposalEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("data", models.JSONField(default=dict, verbose_name="ids and codes")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("made", "made"),
                            ("published", "published"),
                            ("kept_back", "not published"),
                            ("merged", "merged"),
                            ("parted", "merging taken back"),
                            ("answered", "answered"),
                            ("taken_up", "taken up by a project"),
                            ("erased", "personal data erased"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        help_text="Empty: the resident, or time itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="requests_desk.proposal",
                        verbose_name="proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "proposal event",
                "verbose_name_plural": "proposal events",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="RoomUse",
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
                            ("activity", "Activity"),
                            ("meeting", "Meeting"),
                            ("residents", "Residents' group"),
                            ("service", "Service hours"),
                            ("other", "Other use"),
                        ],
                        default="residents",
                        max_length=9,
                        verbose_name="kind",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("approved", "Approved"),
                            ("declined", "Declined"),
                            ("given_up", "Given up"),
                        ],
                        default="asked",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("ends_at", models.DateTimeField(verbose_name="ends")),
                ("what_for", models.CharField(max_length=80, verbose_name="what for")),
                (
                    "what_for_en",
                    models.CharField(blank=True, max_length=120, verbose_name="what for, in English"),
                ),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                (
                    "token",
                    models.CharField(
                        default=portal.common.codes.new_token, editable=False, max_length=43, unique=True
                    ),
                ),
                ("asked_at", models.DateTimeField(verbose_name="asked at")),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
                ("reason", models.CharField(blank=True, max_length=120, verbose_name="reason")),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="personal data erased"),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="decided by",
                    ),
                ),
                (
                    "room",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uses",
                        to="stations.room",
                        verbose_name="room",
                    ),
                ),
                (
                    "session",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="room_use",
                        to="requests_desk.activitysession",
                        verbose_name="session",
                    ),
                ),
            ],
            options={
                "verbose_name": "use of a room",
                "verbose_name_plural": "uses of rooms",
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(fields=["room", "starts_at"], name="requests_de_room_id_2d6aa4_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("starts_at__lt", models.F("ends_at"))), name="use_runs_forwards"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "declined"), _negated=True),
                            models.Q(("reason", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="declined_with_a_reason",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=12, unique=True, verbose_name="reference")),
                ("token", models.CharField(editable=False, max_length=43, unique=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("in", "Signed up"),
                            ("waiting", "On the waiting list"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        max_length=9,
                        verbose_name="state",
                    ),
                ),
                ("number", models.PositiveIntegerField(null=True, verbose_name="number on the waiting list")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                ("phone", models.CharField(blank=True, db_index=True, max_length=20, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("green", models.BooleanField(default=False, verbose_name="green lane")),
                ("child", models.BooleanField(default=False, verbose_name="a child")),
                ("guardian", models.CharField(blank=True, max_length=60, verbose_name="guardian's name")),
                ("consented_at", models.DateTimeField(null=True, verbose_name="guardian's consent given")),
                ("language", models.CharField(default="zh-hans", max_length=8, verbose_name="language")),
                ("asked_at", models.DateTimeField(verbose_name="signed up at")),
                ("key", models.CharField(editable=False, max_length=43, unique=True)),
                ("digest", models.CharField(blank=True, editable=False, max_length=64)),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="personal data erased"),
                ),
                (
                    "asked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="written down by",
                    ),
                ),
                (
                    "group",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sign_ups",
                        to="requests_desk.activitygroup",
                        verbose_name="group",
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-up",
                "verbose_name_plural": "sign-ups",
                "ordering": ["group", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("group", "number"),
                        name="one_number_per_wait",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("in", "waiting")), ("erased_at", None)),
                        fields=("group", "phone", "name"),
                        name="one_place_per_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("child", False),
                            models.Q(
                                ("consented_at__isnull", False),
                                models.Q(
                                    models.Q(("guardian", ""), _negated=True),
                                    ("erased_at__isnull", False),
                                    _connector="OR",
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="no_child_without_a_guardian",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True),
                            ("number__isnull", False),
                            _connector="OR",
                        ),
                        name="who_waits_has_a_number",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="taken by",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="requests_desk.activitysession",
                        verbose_name="session",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="attendances",
                        to="requests_desk.signup",
                        verbose_name="sign-up",
                    ),
                ),
            ],
            options={
                "verbose_name": "attendance",
                "verbose_name_plural": "attendances",
                "ordering": ["session", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("session", "sign_up"), name="came_once_to_a_session")
                ],
            },
        ),
        migrations.CreateModel(
            name="SignUpEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="when")),
                ("data", models.JSONField(default=dict, verbose_name="ids and codes")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed_up", "signed up"),
                            ("waits", "came to the waiting list"),
                            ("moved_up", "moved up into the group"),
                            ("withdrawn", "withdrawn"),
                            ("taken_out", "taken out by the station"),
                            ("erased", "personal data erased"),
                        ],
                        max_length=12,
                        verbose_name="what",
                    ),
                ),
                (
                    "actor",
                    models.ForeignKey(
                        help_text="Empty: the resident, or time itself.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who",
                    ),
                ),
                (
                    "sign_up",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="requests_desk.signup",
                        verbose_name="sign-up",
                    ),
                ),
            ],
            options={
                "verbose_name": "sign-up event",
                "verbose_name_plural": "sign-up events",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Support",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("mark", models.CharField(editable=False, max_length=64)),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="requests_desk.proposal",
                        verbose_name="proposal",
                    ),
                ),
            ],
            options={
                "verbose_name": "support",
                "verbose_name_plural": "support",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("proposal", "mark"), name="supported_once")],
            },
        ),
        migrations.CreateModel(
            name="Volunteer",
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
                            ("talent", "Talent of the neighbourhood"),
                            ("student", "Student"),
                            ("party", "Party member"),
                            ("other", "Neighbour"),
                        ],
                        default="other",
                        max_length=7,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                ("phone", models.CharField(blank=True, max_length=20, verbose_name="phone")),
                ("skills", models.CharField(blank=True, max_length=120, verbose_name="can help with")),
                (
                    "named_in_public",
                    models.BooleanField(default=False, verbose_name="agreed to be named in public"),
                ),
                ("since", models.DateField(verbose_name="since")),
                ("left_on", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="personal data erased"),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="volunteers",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
            ],
            options={
                "verbose_name": "volunteer",
                "verbose_name_plural": "volunteers",
                "ordering": ["committee", "pk"],
            },
        ),
        migrations.CreateModel(
            name="VolunteerShift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("on", models.DateField(verbose_name="day")),
                ("people", models.PositiveIntegerField(default=1, verbose_name="how many")),
                (
                    "hours",
                    models.DecimalField(
                        blank=True, decimal_places=1, max_digits=4, null=True, verbose_name="hours each"
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="volunteer_shifts",
                        to="stations.committee",
                        verbose_name="committee",
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="shifts",
                        to="requests_desk.activitysession",
                        verbose_name="session",
                    ),
                ),
                (
                    "volunteer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="shifts",
                        to="requests_desk.volunteer",
                        verbose_name="volunteer",
                    ),
                ),
            ],
            options={
                "verbose_name": "help given",
                "verbose_name_plural": "help given",
                "ordering": ["-on", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("volunteer", None), ("people", 1), _connector="OR"),
                        name="a_named_volunteer_is_one",
                    ),
                    models.CheckConstraint(condition=models.Q(("people__gte", 1)), name="somebody_helped"),
                ],
            },
        ),
        migrations.AddField(
            model_name="Project",
            name="hearing",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decided",
                to="requests_desk.meeting",
                verbose_name="hearing that it was decided after",
            ),
        ),
        migrations.AddField(
            model_name="Project",
            name="review",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="closed",
                to="requests_desk.meeting",
                verbose_name="review that it was closed after",
            ),
        ),
        migrations.AddConstraint(
            model_name="Project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ("proposed", "dropped")),
                    models.Q(
                        ("hearing__isnull", False),
                        ("decided_at__isnull", False),
                        models.Q(("decision", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="no_decision_without_a_hearing",
            ),
        ),
        migrations.AddConstraint(
            model_name="Project",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(("review__isnull", False), ("closed_at__isnull", False)),
                    _connector="OR",
                ),
                name="no_closing_without_a_review",
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
                ],
                max_length=12,
                verbose_name="kind",
            ),
        ),
        migrations.AlterField(
            model_name="message",
            name="visit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="requests_desk.visit",
                verbose_name="visit",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="session",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="requests_desk.activitysession",
                verbose_name="session",
            ),
        ),
        migrations.AddField(
            model_name="message",
            name="sign_up",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="messages",
                to="requests_desk.signup",
                verbose_name="sign-up",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("sign_up", None), ("visit__isnull", False)),
                    models.Q(("sign_up__isnull", False), ("visit", None)),
                    _connector="OR",
                ),
                name="a_message_is_about_one_thing",
            ),
        ),
        append_only.operation(
            "requests_desk_signupevent", "requests_desk_proposalevent", "requests_desk_projectevent"
        ),
        no_overlap.operation(),
    ]
