"""erase_expired: personal data goes when its time of keeping is over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.translation import gettext as _

from requests_desk.actions.erasure import (
    erase_care,
    erase_care_visits,
    erase_expired,
    erase_proposals,
    erase_room_uses,
    erase_rounds,
    erase_sign_ups,
    erase_volunteers,
)


class Command(BaseCommand):
    help = "Erases names, phones, e-mails and words of visits and tickets past their time of keeping. Can be run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        visits, tickets = erase_expired(at=at)
        words = _("Personal data erased of %(visits)s visits and %(tickets)s tickets.")
        self.stdout.write(words % {"visits": visits, "tickets": tickets})
        sign_ups = _("%(count)s sign-ups: personal data erased.")
        self.stdout.write(sign_ups % {"count": erase_sign_ups(at=at)})
        rooms = _("%(count)s uses of rooms: personal data erased.")
        self.stdout.write(rooms % {"count": erase_room_uses(at=at)})
        proposals = _("%(count)s proposals: personal data erased.")
        self.stdout.write(proposals % {"count": erase_proposals(at=at)})
        volunteers = _("%(count)s volunteers: personal data erased.")
        self.stdout.write(volunteers % {"count": erase_volunteers(at=at)})
        rounds = _(
            "Personal data erased of %(rounds)s rounds, %(people)s people living alone and %(visits)s visits to them."
        )
        done = {
            "rounds": erase_rounds(at=at),
            "people": erase_care(at=at),
            "visits": erase_care_visits(at=at),
        }
        self.stdout.write(rounds % done)
