"""Makes an installation ready to serve: words, tables, demo, static files. Run twice, it does nothing twice."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.autoreload import file_changed

from portal import translations
from portal.demo.load import PASSWORD
from portal.demo.wipe import NotADemo, refuse_real_data

DEMO_LOGINS = ("desk", "colleague", "head", "stranger", "street", "district", "admin")


class Command(BaseCommand):
    """`manage.py set_up`: what `make run` does before it serves, in one process and so in seconds."""

    help = "Compile the words, migrate, load the demo where it is allowed, collect the static files."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step looks first whether there is anything to do, and says so only when there is."""
        self.compile_words()
        self.migrate()
        if settings.PORTAL_DEMO_ALLOWED:
            self.load_demo()
        if not settings.DEBUG:
            self.collect_static()

    def compile_words(self) -> None:
        """Compile the changed catalogues and let this process forget the old ones."""
        for mo in translations.compile_catalogues(settings.BASE_DIR):
            self.stdout.write(f"Compiled {mo.relative_to(settings.BASE_DIR)}")
            file_changed.send(sender=None, file_path=mo)

    def migrate(self) -> None:
        """Migrate, unless every migration is applied already."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            self.stdout.write("Migrating the database ...")
            call_command("migrate", interactive=False, verbosity=0)

    def load_demo(self) -> None:
        """Load the demo when there is none or it is of yesterday, and name its logins.

        A database that somebody filled with rows of their own is served as it is.
        """
        try:
            refuse_real_data()
        except NotADemo as refusal:
            self.stdout.write(str(refusal))
            return
        call_command("load_demo", if_stale=True, stdout=self.stdout, stderr=self.stderr)
        self.stdout.write(f"Sign in at /desk/ as {' · '.join(DEMO_LOGINS)}; password {PASSWORD}")

    def collect_static(self) -> None:
        """Collect, name by content and compress the static files, unless none has changed."""
        stamp = Path(settings.STATIC_ROOT).with_name("static.sha256")
        now = fingerprint()
        if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
            return
        self.stdout.write("Collecting the static files ...")
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)


def fingerprint() -> str:
    """A checksum that changes with any static file's name, size or time, and with how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
