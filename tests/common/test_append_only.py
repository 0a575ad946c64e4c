"""What is written in an event table stays: SQLite by its triggers, PostgreSQL by rights too."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from portal.common.rights import append_only_tables, statements
from requests_desk.actions.reveals import reveal
from requests_desk.models import Reveal, Visit
from requests_desk.models.event import Event
from stations.models import PromiseChange, Worker
from tests import factories as make

pytestmark = pytest.mark.django_db
TABLE = "requests_desk_reveal"
APP = "doorstep_app_of_tests"
on_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's own ways")
on_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="rights are PostgreSQL's")


@pytest.fixture
def line(visit: Visit, desk: Worker) -> Reveal:
    return reveal(row=visit, worker=desk, reason="serve", at=make.NOW)


def refused(sql: str) -> str:
    """The words with which the database refuses ``sql``; "" where it does not."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    except DatabaseError as error:
        return str(error)
    return ""


def test_every_table_of_events_is_append_only() -> None:
    """From the triggers that stand after all migrations: SQLite loses them where a table is altered."""
    events = {
        model._meta.db_table for model in apps.get_models()
        if issubclass(model, Event) or model.__name__.endswith("Event") or model is PromiseChange
    }  # fmt: skip
    assert TABLE in events
    assert events == set(append_only_tables())


@pytest.mark.parametrize("sql", [f"UPDATE {TABLE} SET reason = 'serve'", f"DELETE FROM {TABLE}"])
def test_a_line_is_neither_changed_nor_removed(line: Reveal, sql: str) -> None:
    assert "append-only" in refused(sql)
    assert Reveal.objects.get() == line


@on_sqlite
@pytest.mark.parametrize("sql", [
    "REPLACE INTO {table} SELECT id, at, data, 'complaint', 9, kind, actor_id FROM {table}",
    "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "INSERT INTO {table} SELECT * FROM {table} WHERE true ON CONFLICT (id) DO UPDATE SET row = 9",
])  # fmt: skip
def test_a_line_is_not_replaced_either(line: Reveal, sql: str) -> None:
    assert refused(sql.format(table=TABLE))
    assert Reveal.objects.get().row == line.row


@on_sqlite
@pytest.mark.django_db(transaction=True)
def test_without_the_pragma_of_the_settings_a_replace_would_go_through(line: Reveal) -> None:
    sql = f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE}"
    assert "append-only" in refused(sql)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA recursive_triggers=OFF")
        try:
            assert refused(sql) == ""
        finally:
            cursor.execute("PRAGMA recursive_triggers=ON")


@pytest.fixture
def app(line: Reveal) -> Iterator[None]:
    """The connection as the portal's role, with the rights that the command prints."""
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {APP} LOGIN")
        for one in statements(APP):
            cursor.execute(one)
        cursor.execute(f"SET ROLE {APP}")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


WAYS_ROUND = (
    "UPDATE {table} SET reason = 'serve'",
    "DELETE FROM {table}",
    "TRUNCATE {table}",
    "TRUNCATE {table} CASCADE",
    'INSERT INTO {table} SELECT * FROM {table} ON CONFLICT (id) DO UPDATE SET "row" = 9',
    "MERGE INTO {table} t USING {table} s ON t.id = s.id WHEN MATCHED THEN DELETE",
    "ALTER TABLE {table} DISABLE TRIGGER ALL",
    "ALTER TABLE {table} DROP COLUMN reason",
    "ALTER TABLE {table} RENAME TO gone",
    "DROP TRIGGER {table}_append_only ON {table}",
    "DROP TABLE {table}",
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$",
    "DROP FUNCTION refuse_change() CASCADE",
    "SET session_replication_role = replica",
    "CREATE RULE quiet AS ON INSERT TO {table} DO INSTEAD NOTHING",
    "GRANT UPDATE ON {table} TO doorstep_app_of_tests",
    "CREATE TABLE public.mine (id int)",
    "UPDATE django_migrations SET name = 'x'",
    "SELECT lo_export(1, '/tmp/x')",
)


@on_postgres
@pytest.mark.parametrize("sql", WAYS_ROUND)
def test_the_portals_role_finds_no_way_round(app: None, line: Reveal, sql: str) -> None:
    what = refused(sql.format(table=TABLE))
    # A GRANT of what one may not grant is a warning and grants nothing; then the change itself is refused.
    assert what or refused(f"UPDATE {TABLE} SET reason = 'serve'")
    assert Reveal.objects.get().reason == line.reason


@on_postgres
def test_it_may_do_what_the_portal_does(app: None, visit: Visit, desk: Worker) -> None:
    """The control: with these rights rows are written, changed and removed elsewhere, and lines added."""
    reveal(row=visit, worker=desk, reason="complaint", at=make.NOW)
    make.visit(visit.item, make.at(1, 11))  # type: ignore[arg-type]
    Visit.objects.update(place="x")
    assert Reveal.objects.count() == 2


@on_postgres
def test_without_the_revoke_only_the_trigger_would_stand_in_the_way(line: Reveal) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE ROLE {APP} LOGIN")
        cursor.execute(f"GRANT SELECT, UPDATE ON ALL TABLES IN SCHEMA public TO {APP}")
        cursor.execute(f"SET ROLE {APP}")
    assert "append-only" in refused(f"UPDATE {TABLE} SET reason = 'serve'")
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")
    assert "append-only" not in refused(
        "SET session_replication_role = replica"
    )  # the owner here is a superuser


def test_the_command_names_every_table_of_events(capsys: Any) -> None:
    call_command("database_rights", "app")
    said = capsys.readouterr().out
    for table in append_only_tables():
        assert f'REVOKE UPDATE, DELETE, TRUNCATE ON "{table}" FROM "app";' in said
    for name in ('app"; DROP ROLE x; --', "App", ""):
        with pytest.raises(CommandError):
            call_command("database_rights", name)
