"""Millions of tickets in PostgreSQL: some three hundred committees, sixteen people a day each, day upon day into
the past. Today's line, what is open and what is late are the same however many rows lie behind them."""

from dataclasses import dataclass
from typing import Any

from django.db import connection

from requests_desk.models import Ticket, TicketEvent, TicketNote
from stations.models import Committee, Post, Service, Station, Worker
from tests import factories as make

COMMITTEES = 300
A_DAY = 16  # people at each station: numbers 1 to 16, of whom the last six wait
WORKERS = 2  # at each desk
MATTERS = 20
WAITING, SERVING = range(10, A_DAY), range(8, 10)  # of today, by their place in the day
LEFT = A_DAY - 1  # of the past: the last of each day did not wait

TICKETS = Ticket._meta.db_table
TABLES = (TICKETS, TicketEvent._meta.db_table, TicketNote._meta.db_table)

# n counts back from today's last ticket; 300 stations are visited in turn, so that their rows lie mingled.
PLACE, SEAT = f"n % {COMMITTEES}", f"n / {COMMITTEES} % {A_DAY}"
DAYS_AGO = f"(n / {COMMITTEES * A_DAY})::int"
NOW_WAITING = f"({DAYS_AGO} = 0 AND {SEAT} >= {WAITING.start})"
NOW_SERVING = f"({DAYS_AGO} = 0 AND {SEAT} BETWEEN {SERVING.start} AND {SERVING.stop - 1})"
IN_PROGRESS = f"({SEAT} = 0 AND {DAYS_AGO} BETWEEN 1 AND 4)"
LATE = f"({SEAT} = 1 AND {DAYS_AGO} = 20)"
ANSWERED = f"({SEAT} = 2 AND {DAYS_AGO} BETWEEN 1 AND 3)"
GONE = f"({DAYS_AGO} > 0 AND {SEAT} = {LEFT})"
NOT_RECEIVED = f"({NOW_WAITING} OR {GONE})"
RUNNING = f"({NOW_SERVING} OR {IN_PROGRESS} OR {LATE})"
ENDED = f"NOT ({NOW_WAITING} OR {RUNNING} OR {ANSWERED})"
CAME = f"(%(today)s::timestamptz - {DAYS_AGO} * interval '1 day' + {SEAT} * interval '5 minutes')"
RECEIVED = f"({CAME} + (3 + n % 11) * interval '1 minute')"
WORKER = f"(%(workers)s::bigint[])[1 + ({PLACE}) * {WORKERS} + ({SEAT}) % {WORKERS}]"


def when(condition: str, value: str, other: str = "NULL") -> str:
    return f"CASE WHEN {condition} THEN {value} ELSE {other} END"


COLUMNS = {
    "id": "1000000000 - n",
    "reference": "translate(to_char(n, 'FM0000-0000'), '01', 'XY')",
    "token": "'many-' || n",
    "state": when(NOW_WAITING, "'waiting'", when(NOW_SERVING, "'serving'", when(
        f"{IN_PROGRESS} OR {LATE}", "'in_progress'", when(ANSWERED, "'answered'", when(GONE, "'left'", "'closed'"))
    ))),
    "station_id": f"(%(stations)s::bigint[])[1 + {PLACE}]",
    "committee_id": f"(%(committees)s::bigint[])[1 + {PLACE}]",
    "matter_id": f"(%(matters)s::bigint[])[1 + n / 7 % {MATTERS}]",
    "day": f"(%(day)s::date - {DAYS_AGO})",
    "number": f"{SEAT} + 1",
    "lane": when("n % 5 = 0", "'green'", "'walk_in'"),
    "arrived_at": CAME,
    "called_at": when(NOT_RECEIVED, "NULL", RECEIVED),
    "called_by_id": when(NOT_RECEIVED, "NULL", WORKER),
    "name": "(ARRAY['王','李','张','刘','陈','杨','赵'])[1 + n % 7] || (n % 9973)",
    "phone": "'139' || to_char(n::bigint * 7919 % 100000000, 'FM00000000')",
    "first_receiver_id": when(NOT_RECEIVED, "NULL", WORKER),
    "responsible_id": WORKER,
    "received_at": when(NOT_RECEIVED, "NULL", RECEIVED),
    "running_since": when(RUNNING, RECEIVED),
    "due_at": when(NOT_RECEIVED, "NULL", when(
        f"{NOW_SERVING} OR {IN_PROGRESS}", "%(today)s::timestamptz + interval '2 days'",
        f"{RECEIVED} + interval '1 hour'",
    )),
    "answered_at": when(f"{NOT_RECEIVED} OR {RUNNING}", "NULL", f"{RECEIVED} + interval '15 minutes'"),
    "on_the_spot": f"NOT ({NOT_RECEIVED} OR {RUNNING}) AND n % 3 > 0",
    "ended_at": when(ENDED, f"{RECEIVED} + interval '20 minutes'"),
}  # fmt: skip


@dataclass(frozen=True)
class Ground:
    """What the rows hang on, by key, and the ticket they are copies of."""

    stations: list[int]
    committees: list[int]
    workers: list[int]
    matters: list[int]
    pattern: int


def ground(matter: Service, by: Worker, own: Station) -> Ground:
    """Three hundred committees with a station, ``own`` the first, and two at each desk, ``by`` the first."""
    under = make.subdistrict(1), make.subdistrict(2)
    pattern = make.ticket(by, own, matter, at=make.at(-1, 7), green=True)
    Ticket.objects.filter(pk=pattern.pk).update(number=None)
    committees = [own.committee, *(
        Committee(code=f"990101{1 + n % 2:03}{10 + n // 2:03}", name=f"第{n}居委会", subdistrict=under[n % 2])
        for n in range(1, COMMITTEES)
    )]  # fmt: skip
    Committee.objects.bulk_create(committees[1:])
    stations = [
        own,
        *(Station(committee=one, slug=f"many-{one.code}", name=one.name) for one in committees[1:]),
    ]
    Station.objects.bulk_create(stations[1:])
    workers = [by, *(Worker(username=f"many-{n}", name=f"同事{n}") for n in range(1, COMMITTEES * WORKERS))]
    Worker.objects.bulk_create(workers[1:])
    posts = [
        Post(worker=one, role="desk", committee=committees[n // WORKERS], since=make.TODAY.replace(year=2020))
        for n, one in enumerate(workers)
    ]
    Post.objects.bulk_create(posts[1:])
    matters = [matter, *(make.service(f"第{n}事项") for n in range(1, MATTERS))]
    return Ground(
        *([one.pk for one in rows] for rows in (stations, committees, workers, matters)), pattern.pk
    )  # type: ignore[arg-type]


def fill(on: Ground, first: int, last: int) -> None:
    """Tickets number ``first`` to ``last``, counted back from today, with two events and a note each. The keys to
    other tables are right by how they are made, so nobody checks them; indexes are built when the rows are there."""
    said: dict[str, Any] = {
        "stations": on.stations, "committees": on.committees, "workers": on.workers, "matters": on.matters,
        "pattern": on.pattern, "first": first, "last": last, "day": make.TODAY, "today": make.at(0, 8, 30),
    }  # fmt: skip
    names = [field.column for field in Ticket._meta.concrete_fields]
    values = ", ".join(COLUMNS.get(name, f'"{name}"') for name in names).replace(" % ", " %% ")
    series = "generate_series(%(last)s::int, %(first)s::int, -1) n"  # the oldest first, as they came
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        connection.longest = 3600  # type: ignore[attr-defined]  # nor do we stop waiting ourselves
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SET maintenance_work_mem = '1GB'")
        built = unindexed(cursor)
        cursor.execute(
            f"INSERT INTO {TICKETS} ({', '.join(names)}) SELECT {values} FROM {TICKETS}, {series} "
            "WHERE id = %(pattern)s",
            said,
        )
        came = "FROM " + TICKETS + " WHERE id BETWEEN 1000000000 - %(last)s AND 1000000000 - %(first)s"
        for kind, at in (("logged", "arrived_at"), ("closed", "COALESCE(ended_at, arrived_at)")):
            cursor.execute(
                f"INSERT INTO {TicketEvent._meta.db_table} (ticket_id, kind, at, actor_id, data) "
                f"SELECT id, '{kind}', {at}, responsible_id, '{{}}' {came}",
                said,
            )
        cursor.execute(
            f"INSERT INTO {TicketNote._meta.db_table} (ticket_id, kind, author_id, said_by, text, at) "
            f"SELECT id, 'question', responsible_id, '', '问办理第' || id || '件事要带什么', arrived_at {came}",
            said,
        )
        for statement in built:
            cursor.execute(statement)
        for table in TABLES:
            cursor.execute(f"VACUUM (ANALYZE) {table}")
    connection.close()  # and with it what was set for this


def unindexed(cursor: Any) -> list[str]:
    """Take the indexes of the tables away but their keys'; gives the statements that build them again."""
    again: list[str] = []
    for table in TABLES:
        cursor.execute(
            "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid = %s::regclass"
            " AND contype = 'u'",
            [table],
        )
        for name, body in cursor.fetchall():
            cursor.execute(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
            again.append(f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {body}')
        cursor.execute(
            "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"
            " WHERE indrelid = %s::regclass AND NOT indisprimary",
            [table],
        )
        for name, body in cursor.fetchall():
            cursor.execute(f"DROP INDEX {name}")
            again.append(body)
    return again
