"""All tables of what happens, each made whole: adding to one afterwards rebuilds it on SQLite."""

import django.db.models.deletion
import django.db.models.expressions
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("stations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="DutyHours",
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
                    "giver",
                    models.CharField(
                        choices=[
                            ("deputy", "People's deputy"),
                            ("lawyer", "Lawyer"),
                            ("doctor", "Doctor"),
                            ("leader", "Leader at the desk"),
                        ],
                        max_length=8,
                        verbose_name="who",
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
                ("begins", models.TimeField(verbose_name="begins")),
                ("ends", models.TimeField(verbose_name="ends")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="duty_hours",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "duty hours",
                "verbose_name_plural": "duty hours",
                "ordering": ["station", "weekday", "begins"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("begins__lt", models.F("ends"))), name="duty_runs_forwards"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Line",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("last_number", models.PositiveIntegerField(default=0, verbose_name="last number")),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="lines",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "line",
                "verbose_name_plural": "lines",
                "constraints": [models.UniqueConstraint(fields=("station", "day"), name="one_line_a_day")],
            },
        ),
        migrations.CreateModel(
            name="Reveal",
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
                        choices=[("visit", "visit"), ("ticket", "ticket")],
                        max_length=8,
                        verbose_name="of what",
                    ),
                ),
                ("row", models.BigIntegerField(verbose_name="key")),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("serve", "To serve the person in front of me"),
                            ("call_back", "To ring back"),
                            ("correct", "To correct a mistake"),
                            ("complaint", "To handle a complaint"),
                        ],
                        max_length=10,
                        verbose_name="reason",
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
            ],
            options={
                "verbose_name": "look at personal data",
                "verbose_name_plural": "looks at personal data",
                "ordering": ["pk"],
                "abstract": False,
                "indexes": [models.Index(fields=["kind", "row"], name="requests_de_kind_83f62a_idx")],
            },
        ),
        migrations.CreateModel(
            name="RotaParty",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField(verbose_name="position in turn")),
                (
                    "party",
                    models.CharField(
                        choices=[
                            ("committee", "Residents' committee"),
                            ("owners", "Owners' committee"),
                            ("property", "Property company"),
                        ],
                        max_length=10,
                        verbose_name="party",
                    ),
                ),
                (
                    "body",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="turns",
                        to="stations.estatebody",
                        verbose_name="estate body",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rota_parties",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "party on the rota",
                "verbose_name_plural": "parties on the rota",
                "ordering": ["station", "position"],
                "constraints": [
                    models.UniqueConstraint(fields=("station", "position"), name="one_party_per_turn")
                ],
            },
        ),
        migrations.CreateModel(
            name="Slot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("capacity", models.PositiveSmallIntegerField(verbose_name="places")),
                ("held", models.PositiveSmallIntegerField(default=0, verbose_name="held for the green lane")),
                ("booked", models.PositiveIntegerField(default=0, verbose_name="booked")),
                (
                    "booked_green",
                    models.PositiveIntegerField(default=0, verbose_name="booked in the green lane"),
                ),
                ("over", models.PositiveIntegerField(default=0, verbose_name="over by staff's action")),
                ("open", models.BooleanField(default=True, verbose_name="can be booked")),
                (
                    "item",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="stations.checklistitem",
                        verbose_name="checklist item",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="slots",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "slot",
                "verbose_name_plural": "slots",
                "ordering": ["starts_at", "pk"],
                "indexes": [
                    models.Index(fields=["station", "starts_at"], name="requests_de_station_df724b_idx")
                ],
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
                        name="slot_not_overbooked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("booked_green__lte", models.F("booked"))),
                        name="green_among_booked",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("held__lte", models.F("capacity"))), name="held_among_places"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("item", None)),
                        fields=("station", "starts_at"),
                        name="one_slot_per_station_and_time",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("item__isnull", False)),
                        fields=("item", "starts_at"),
                        name="one_slot_per_item_and_time",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Visit",
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
                            ("booked", "Booked"),
                            ("came", "Checked in"),
                            ("cancelled", "Cancelled"),
                            ("no_show", "Did not come"),
                        ],
                        default="booked",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("starts_at", models.DateTimeField(verbose_name="begins")),
                ("minutes", models.PositiveSmallIntegerField(verbose_name="minutes")),
                ("place", models.CharField(max_length=200, verbose_name="place")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                ("phone", models.CharField(blank=True, db_index=True, max_length=20, verbose_name="phone")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("on_behalf", models.BooleanField(default=False, verbose_name="on behalf of somebody")),
                ("green", models.BooleanField(default=False, verbose_name="green lane")),
                ("language", models.CharField(default="zh-hans", max_length=8, verbose_name="language")),
                ("booked_at", models.DateTimeField(verbose_name="booked at")),
                ("booking_key", models.CharField(editable=False, max_length=43, unique=True)),
                ("booking_digest", models.CharField(blank=True, editable=False, max_length=64)),
                ("sequence", models.PositiveSmallIntegerField(default=0, verbose_name="times changed")),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="personal data erased"),
                ),
                (
                    "booked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="booked by",
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="stations.checklistitem",
                        verbose_name="checklist item",
                    ),
                ),
                (
                    "service",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="stations.service",
                        verbose_name="service",
                    ),
                ),
                (
                    "slot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="requests_desk.slot",
                        verbose_name="slot",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit",
                "verbose_name_plural": "visits",
                "ordering": ["-starts_at", "-pk"],
                "indexes": [
                    models.Index(fields=["station", "starts_at"], name="requests_de_station_864fc6_idx"),
                    models.Index(fields=["state", "starts_at"], name="requests_de_state_508191_idx"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
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
                            ("booked", "Visit booked"),
                            ("moved", "Visit moved"),
                            ("cancelled", "Visit cancelled"),
                            ("called_off", "Visit called off by the station"),
                            ("link", "Link sent again"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("email", "E-mail"), ("call", "Phone call")],
                        max_length=5,
                        verbose_name="channel",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "To be done"),
                            ("sending", "Being sent"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                        ],
                        default="queued",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("queued_at", models.DateTimeField(verbose_name="queued")),
                ("next_try_at", models.DateTimeField(verbose_name="next try")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="tries")),
                ("done_at", models.DateTimeField(null=True, verbose_name="done")),
                (
                    "done_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="done by",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="messages",
                        to="requests_desk.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "message",
                "verbose_name_plural": "messages",
                "ordering": ["-queued_at", "-pk"],
                "indexes": [
                    models.Index(
                        fields=["channel", "state", "next_try_at"], name="requests_de_channel_d1829a_idx"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Ticket",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reference", models.CharField(max_length=12, unique=True, verbose_name="reference")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Waiting"),
                            ("serving", "Being served"),
                            ("in_progress", "In progress"),
                            ("handed_over", "Handed over"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("left", "Left before being served"),
                        ],
                        max_length=12,
                        verbose_name="state",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("walk_in", "Walked in"),
                            ("phone", "By phone"),
                            ("visit", "Booked visit"),
                            ("round", "On a round"),
                        ],
                        max_length=8,
                        verbose_name="came",
                    ),
                ),
                ("day", models.DateField(verbose_name="day")),
                ("number", models.PositiveIntegerField(null=True, verbose_name="number in the line")),
                (
                    "lane",
                    models.CharField(
                        choices=[("green", "Green lane"), ("booked", "Booked"), ("walk_in", "Walk-in")],
                        default="walk_in",
                        max_length=8,
                        verbose_name="lane",
                    ),
                ),
                ("booked_for", models.DateTimeField(null=True, verbose_name="booked for")),
                ("arrived_at", models.DateTimeField(verbose_name="arrived")),
                ("called_at", models.DateTimeField(null=True, verbose_name="called")),
                ("name", models.CharField(blank=True, max_length=60, verbose_name="name")),
                ("phone", models.CharField(blank=True, db_index=True, max_length=20, verbose_name="phone")),
                ("on_behalf", models.BooleanField(default=False, verbose_name="on behalf of somebody")),
                ("slip_salt", models.CharField(editable=False, max_length=32)),
                ("slip_hash", models.CharField(editable=False, max_length=128)),
                ("token", models.CharField(editable=False, max_length=43, unique=True)),
                ("received_at", models.DateTimeField(null=True, verbose_name="received")),
                (
                    "limit_minutes",
                    models.PositiveIntegerField(verbose_name="promised within, in working minutes"),
                ),
                (
                    "spent_minutes",
                    models.PositiveIntegerField(
                        default=0, verbose_name="working minutes before the clock last started"
                    ),
                ),
                ("running_since", models.DateTimeField(null=True, verbose_name="clock runs since")),
                ("due_at", models.DateTimeField(null=True, verbose_name="due")),
                ("step_due_at", models.DateTimeField(null=True, verbose_name="this step is due")),
                ("answered_at", models.DateTimeField(null=True, verbose_name="answered")),
                ("on_the_spot", models.BooleanField(default=False, verbose_name="answered on the spot")),
                ("reopened", models.PositiveSmallIntegerField(default=0, verbose_name="times reopened")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="ended")),
                (
                    "erased_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="personal data erased"),
                ),
                (
                    "called_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="called by",
                    ),
                ),
                (
                    "committee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
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
                        related_name="tickets",
                        to="stations.estate",
                        verbose_name="estate",
                    ),
                ),
                (
                    "first_receiver",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="received",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="first received by",
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="stations.service",
                        verbose_name="matter",
                    ),
                ),
                (
                    "responsible",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answerable",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="responsible",
                    ),
                ),
                (
                    "station",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="tickets",
                        to="stations.station",
                        verbose_name="station",
                    ),
                ),
                (
                    "visit",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ticket",
                        to="requests_desk.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "ticket",
                "verbose_name_plural": "tickets",
                "ordering": ["-arrived_at", "-pk"],
                "indexes": [
                    models.Index(fields=["station", "day", "state"], name="requests_de_station_cc7c40_idx"),
                    models.Index(
                        fields=["committee", "-arrived_at", "-id"], name="requests_de_committ_ad9554_idx"
                    ),
                    models.Index(fields=["responsible", "state"], name="requests_de_respons_2c17af_idx"),
                    models.Index(
                        condition=models.Q(("running_since__isnull", False)),
                        fields=["committee", "due_at"],
                        name="ticket_running",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("number__isnull", False)),
                        fields=("station", "day", "number"),
                        name="number_once_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("first_receiver", None), ("received_at", None)),
                            models.Q(("first_receiver__isnull", False), ("received_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="received_by_somebody_at_some_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("first_receiver__isnull", False),
                            ("state__in", ["waiting", "left"]),
                            _connector="OR",
                        ),
                        name="nothing_happens_before_receipt",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HandOver",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "to_outside",
                    models.CharField(blank=True, max_length=80, verbose_name="to the outside body"),
                ),
                ("offered_at", models.DateTimeField(verbose_name="offered")),
                (
                    "outcome",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Accepted"),
                            ("declined", "Declined"),
                            ("withdrawn", "Taken back"),
                        ],
                        default="offered",
                        max_length=10,
                        verbose_name="outcome",
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="decided")),
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
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="handed over by",
                    ),
                ),
                (
                    "to_body",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="stations.estatebody",
                        verbose_name="to the estate body",
                    ),
                ),
                (
                    "to_division",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="stations.division",
                        verbose_name="to the subdistrict",
                    ),
                ),
                (
                    "to_worker",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="to the colleague",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="hand_overs",
                        to="requests_desk.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "hand-over",
                "verbose_name_plural": "hand-overs",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["to_worker", "outcome"], name="requests_de_to_work_f445e1_idx"),
                    models.Index(fields=["to_division", "outcome"], name="requests_de_to_divi_abf50d_idx"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("outcome", "offered")),
                        fields=("ticket",),
                        name="one_offer_at_a_time",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("to_body", None),
                                ("to_division", None),
                                ("to_outside", ""),
                                ("to_worker__isnull", False),
                            ),
                            models.Q(
                                ("to_body__isnull", False),
                                ("to_division", None),
                                ("to_outside", ""),
                                ("to_worker", None),
                            ),
                            models.Q(
                                ("to_body", None),
                                ("to_division__isnull", False),
                                ("to_outside", ""),
                                ("to_worker", None),
                            ),
                            models.Q(
                                ("to_body", None),
                                ("to_division", None),
                                ("to_worker", None),
                                models.Q(("to_outside", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="handed_to_exactly_one",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TicketEvent",
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
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="requests_desk.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "ticket event",
                "verbose_name_plural": "ticket events",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TicketNote",
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
                            ("question", "Asked"),
                            ("answer", "Answered"),
                            ("internal", "Internal note"),
                            ("reason", "Reason"),
                            ("resident", "The resident's word"),
                        ],
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("said_by", models.CharField(blank=True, max_length=60, verbose_name="in the words of")),
                ("text", models.TextField(verbose_name="text")),
                ("at", models.DateTimeField(verbose_name="when")),
                (
                    "author",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="author",
                    ),
                ),
                (
                    "ticket",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notes",
                        to="requests_desk.ticket",
                        verbose_name="ticket",
                    ),
                ),
            ],
            options={
                "verbose_name": "note",
                "verbose_name_plural": "notes",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="VisitEvent",
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
                            ("booked", "booked"),
                            ("moved", "moved"),
                            ("cancelled", "cancelled"),
                            ("called_off", "called off by the station"),
                            ("came", "checked in"),
                            ("no_show", "did not come"),
                            ("link_sent", "link sent again"),
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
                    "visit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="events",
                        to="requests_desk.visit",
                        verbose_name="visit",
                    ),
                ),
            ],
            options={
                "verbose_name": "visit event",
                "verbose_name_plural": "visit events",
                "ordering": ["pk"],
                "abstract": False,
            },
        ),
    ]
