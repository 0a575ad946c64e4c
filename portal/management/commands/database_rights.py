"""database_rights: prints what the owner of the tables runs, so that the portal's role cannot alter what is written."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from portal.common.rights import statements


class Command(BaseCommand):
    help = "Prints the GRANT and REVOKE for the portal's role on PostgreSQL: manage.py database_rights app | psql …"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("role")

    def handle(self, *args: Any, role: str, **options: Any) -> None:
        try:
            self.stdout.write("\n".join(statements(role)))
        except ValueError:
            words = _("“%(role)s” is no plain name of a role: small letters, digits and underscores.")
            raise CommandError(words % {"role": role}) from None
