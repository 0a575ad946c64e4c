"""Makes an installation ready to serve: words, tables, demo, letters, files. Run twice, it does nothing twice."""

import hashlib
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone
from django.utils.autoreload import file_changed
from django.utils.translation import gettext as _

from portal import translations
from portal.demo.load import PASSWORD
from portal.demo.wipe import NotADemo, refuse_real_data
from portal.management.commands.load_demo import is_of

DEMO_LOGINS = ("desk", "colleague", "head", "stranger", "street", "district", "admin")


class Command(BaseCommand):
    """`manage.py set_up`: what `make run` does before it serves, in one process and so in seconds."""

    help = "Compile the words, migrate, load the demo where it is allowed, collect the static files."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Each step looks first whether there is anything to do, and says so only when there is."""
        self.compile_words()
        # The files need no database and are mostly compressed: that costs nothing beside the rest.
        with ThreadPoolExecutor(max_workers=1) as beside:
            files = None if settings.DEBUG else beside.submit(self.collect_static)
            self.migrate()
            if settings.PORTAL_DEMO_ALLOWED:
                self.load_demo()
            if settings.PORTAL_SENDS_BY_ITSELF:
                call_command("send_messages", verbosity=0, stdout=self.stdout, stderr=self.stderr)
            if files is not None and files.result():
                self.say(_("The static files are collected."))

    def say(self, words: str) -> None:
        """One line, at once: whoever reads along in a file or a pipe is not left waiting."""
        self.stdout.write(words)
        self.stdout.flush()

    @contextmanager
    def doing(self, words: str) -> Iterator[None]:
        """Say what is being done before it is, and how many seconds it took after."""
        self.say(words)
        began = time.monotonic()
        yield
        self.say("  " + _("done in %d s") % round(time.monotonic() - began))

    def compile_words(self) -> None:
        """Compile the changed catalogues and let this process forget the old ones."""
        for mo in translations.compile_catalogues(settings.BASE_DIR):
            self.say(_("Compiled %s") % mo.relative_to(settings.BASE_DIR))
            file_changed.send(sender=None, file_path=mo)

    def migrate(self) -> None:
        """Migrate, unless every migration is applied already."""
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            with self.doing(_("Making the tables …")):
                call_command("migrate", interactive=False, verbosity=0)

    def load_demo(self) -> None:
        """Load the demo when there is none or it is of yesterday, and name its logins.

        A database that somebody filled with rows of their own is served as it is.
        """
        try:
            refuse_real_data()
        except NotADemo as refusal:
            self.say(str(refusal))
            return
        if not is_of(timezone.localdate()):
            with self.doing(_("Living through the demo's 90 days; this can take some minutes …")):
                call_command("load_demo", if_stale=True, stdout=self.stdout, stderr=self.stderr)
        self.say(
            _("Sign in at /desk/ as %(logins)s; password %(password)s")
            % {"logins": " · ".join(DEMO_LOGINS), "password": PASSWORD}
        )

    def collect_static(self) -> bool:
        """Collect, name by content and compress the static files; False where none has changed."""
        stamp = Path(settings.STATIC_ROOT).with_name("static.sha256")
        now = fingerprint()
        if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
            return False
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(now)
        return True


def fingerprint() -> str:
    """A checksum that changes with any static file's name, size or time, and with how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES).encode())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda pair: pair[0]):
            file = Path(storage.path(name)).stat()
            digest.update(f"{name} {file.st_size} {file.st_mtime_ns}\n".encode())
    return digest.hexdigest()
