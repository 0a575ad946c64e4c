"""Letters to workers: which steps of their plans are due or late."""

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from portal.common.links import absolute
from requests_desk.models import Message
from stations.models import PlanReminder


def plan_letter(message: Message, *, at: datetime) -> EmailMessage:
    """The e-mail for ``message``, which carries its worker: what they were reminded of when it was queued. The way
    to the programmes stands in it for officials alone; nobody else may enter there."""
    worker = message.of_worker
    reminders = PlanReminder.objects.filter(to=worker, at=message.queued_at)
    scope = worker.load_scope(on=timezone.localtime(at).date())
    with translation.override(settings.LANGUAGE_CODE):
        context = {
            "worker": worker,
            "reminders": list(
                reminders.select_related("step__relocation__committee").order_by("due_on", "pk")
            ),
            "link": absolute(reverse("programme_list")) if scope.is_official else "",
        }
        return EmailMessage(
            subject=_("Moving to the street: steps that are due"),
            body=render_to_string("requests_desk/messages/plans.txt", context),
            to=[worker.email],
            headers={"Content-Language": settings.LANGUAGE_CODE, "Auto-Submitted": "auto-generated"},
        )
