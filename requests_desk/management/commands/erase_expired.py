"""erase_expired: personal data goes when its time of keeping is over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from requests_desk.actions.erasure import erase_expired


class Command(BaseCommand):
    help = "Erases names, phones, e-mails and words of visits and tickets past their time of keeping. Can be run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        visits, tickets = erase_expired(at=timezone.now())
        self.stdout.write(f"Personal data erased of {visits} visits and {tickets} tickets.")
