"""personal_data: everything held about one phone number, copied out for its owner or erased."""

import json
import os
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.common.masking import mask_phone
from portal.common.phones import clean_phone
from requests_desk.actions.personal_data import copy_of, erase_all, in_notes, open_rows


class Command(BaseCommand):
    help = "Copies out, or erases, everything that is held about one phone number."

    def add_arguments(self, parser: ArgumentParser) -> None:
        ways = parser.add_subparsers(dest="do", required=True)
        copy = ways.add_parser("export", help="Write it as JSON that a person can read.")
        copy.add_argument("--to", type=Path, help="a new file, readable by you alone, instead of the screen")
        gone = ways.add_parser("erase", help="Erase it; what took place stays in the figures.")
        gone.add_argument("--open-too", action="store_true", help="also what is still under way")
        gone.add_argument("--no-input", action="store_true", help="do not ask")
        for way in (copy, gone):
            way.add_argument("phone", help="full width, spaces and +86 are understood")

    def handle(self, *args: Any, do: str, phone: str, **options: Any) -> None:
        try:
            number = clean_phone(phone)
        except ValueError:
            raise CommandError(_("This is no phone number.")) from None
        if found := in_notes(number):
            words = _("Found in words of other tickets, look yourself; neither copied nor erased: %(what)s")
            self.stderr.write(words % {"what": ", ".join(str(row) for row in found)})
        if do == "export":
            self.copy(number, options["to"])
        else:
            self.erase(number, open_too=options["open_too"], ask=not options["no_input"])

    def copy(self, phone: str, to: Path | None) -> None:
        text = json.dumps(copy_of(phone, at=timezone.now()), ensure_ascii=False, indent=2)
        if to is None:
            self.stdout.write(text)
            return
        try:
            with os.fdopen(
                os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8"
            ) as file:
                file.write(text + "\n")
        except OSError as error:
            raise CommandError(_("The file cannot be made: %(why)s.") % {"why": error.strerror}) from None
        self.stdout.write(_("Written; delete the file when the person has it."))

    def erase(self, phone: str, *, open_too: bool, ask: bool) -> None:
        at = timezone.now()
        still = open_rows(phone, at=at)
        if still and not open_too:
            names = ", ".join(f"{row._meta.verbose_name} {row}" for row in still)
            words = _(
                "Still under way: %(what)s. Cancel or close it first, or say --open-too. Nothing was erased."
            )
            raise CommandError(words % {"what": names})
        if ask and not self.sure(phone):
            raise CommandError(_("Nothing was erased."))
        done = erase_all(phone=phone, at=at, open_too=open_too)
        for model, count in done.items():
            self.stdout.write(f"{model._meta.verbose_name_plural}: {count}")
        self.stdout.write(_("%(count)s rows erased.") % {"count": sum(done.values())})

    def sure(self, phone: str) -> bool:
        question = _("Everything held about %(phone)s is erased for good. Its last four digits, to go on: ")
        return input(question % {"phone": mask_phone(phone)}).strip() == phone[-4:]
