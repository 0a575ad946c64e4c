"""Compares the catalogues with the strings in code and templates; with --write, brings them up to date."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal import translations


class Command(BaseCommand):
    """`manage.py check_translations [--write]`"""

    help = "Fail when a string has no translation; with --write, add new strings to the catalogues."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """--write changes the .po files instead of judging them."""
        parser.add_argument("--write", action="store_true", help="update the .po files")

    def handle(self, *args: Any, write: bool, **options: Any) -> None:
        """Raise CommandError when anything is untranslated."""
        base = settings.BASE_DIR
        if write:
            translations.begin(base, "zh_Hans")
        if not translations.catalogues(base):
            raise CommandError("There is no catalogue in portal/locale.")
        if write:
            for po, lacking in translations.update(base).items():
                self.stdout.write(f"{po.relative_to(base)}: {lacking} to translate")
            return
        wrong = translations.problems(base)
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} strings are not ready; `make messages` adds the new ones.")
        self.stdout.write("Every string is translated.")
