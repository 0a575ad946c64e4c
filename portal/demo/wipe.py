"""The demo's broom: empties every table of the portal, and only where the demo's mark stands."""

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, transaction
from django.utils.translation import gettext_lazy as _

from portal.common import append_only
from portal.common.errors import PortalError
from portal.common.models import Installation
from requests_desk.models import ProjectEvent, ProposalEvent, Reveal, SignUpEvent, TicketEvent, VisitEvent
from stations.models import AccountEvent, Committee, Division, PromiseChange, Station, Worker

APPS = ("stations", "requests_desk", "common", "otp_totp", "sessions", "admin")
EVENTS = (
    TicketEvent, VisitEvent, Reveal, SignUpEvent, ProposalEvent, ProjectEvent, AccountEvent, PromiseChange,
)  # fmt: skip
APPEND_ONLY = tuple(model._meta.db_table for model in EVENTS)


class NotADemo(PortalError):
    """The database holds rows that no demo made."""

    sentence = _("This database holds rows that are no demo; nothing was loaded.")
    next_step = _("Name an empty database in DATABASE_URL.")


def refuse_real_data() -> None:
    """Raise NotADemo unless the database is empty or marked as a demo."""
    if Installation.objects.filter(demo=True).exists():
        return
    if any(model._default_manager.exists() for model in (Division, Committee, Station, Worker)):
        raise NotADemo


@transaction.atomic
def wipe() -> None:
    """Empty the portal's tables. The triggers of the append-only ones stand aside meanwhile; if
    anything fails they stand as before, with every row. Raises NotADemo."""
    refuse_real_data()
    # PostgreSQL does not truncate a table while a foreign key still waits to be checked.
    connection.check_constraints()
    # Not entered: on SQLite that would ask for foreign keys to be off, which a transaction forbids.
    editor = connection.schema_editor()
    for table in APPEND_ONLY:
        append_only.remove(editor, table)
    with connection.cursor() as cursor:
        for statement in connection.ops.sql_flush(no_style(), _tables(), reset_sequences=True):
            cursor.execute(statement)
    for table in APPEND_ONLY:
        append_only.install(editor, table)


def _tables() -> list[str]:
    models = [m for label in APPS for m in apps.get_app_config(label).get_models(include_auto_created=True)]
    return list(dict.fromkeys(model._meta.db_table for model in models))
