"""Letters: what an e-mail or a text message about a visit says, in the language in which it was booked."""

from datetime import datetime
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from portal.common.links import absolute
from requests_desk.models import Message, Visit
from requests_desk.rules.calendar_file import Entry, calendar_file, method_of
from requests_desk.rules.text_parts import fitted
from stations.models import OpeningException

# A subject stands on locked screens: the station and what happened, nothing about the person.
SUBJECTS = {
    Message.Kind.BOOKED: _("%(station)s: your visit is booked"),
    Message.Kind.MOVED: _("%(station)s: your visit has a new time"),
    Message.Kind.CANCELLED: _("%(station)s: your visit is cancelled"),
    Message.Kind.CALLED_OFF: _("%(station)s: your visit cannot take place"),
    Message.Kind.LINK: _("%(station)s: the link to your visit"),
    Message.Kind.REMINDER: _("%(station)s: your visit is tomorrow"),
}


def booking_page(visit: Visit) -> str:
    """The path at which the same can be booked again."""
    path = reverse("book", args=[visit.station.slug])
    return f"{path}?item={visit.item_id}" if visit.item_id else path


def visit_calendar(visit: Visit, *, at: datetime) -> bytes:
    """The visit as a calendar file, in the language in force. ``visit`` carries its station and service."""
    host = urlsplit(settings.PORTAL_PUBLIC_URL).hostname or "doorstep"
    cancelled = visit.state == Visit.State.CANCELLED
    lines = (
        []
        if cancelled
        else [str(_("Number to say at the desk: %(reference)s")) % {"reference": visit.reference}]
    )
    lines += [str(_("Bring: %(paper)s")) % {"paper": paper} for paper in visit.service.paper_lines]
    if visit.station.phone:
        lines.append(str(_("Phone: %(phone)s")) % {"phone": visit.station.phone})
    return calendar_file(
        Entry(
            uid=f"visit-{visit.reference}@{host}",
            sequence=visit.sequence,
            cancelled=cancelled,
            begins=visit.starts_at,
            ends=visit.ends_at,
            changed_at=at,
            summary=f"{visit.service.label} · {visit.station.label}",
            place=visit.place,
            url=absolute(visit.get_absolute_url()),
            sender=(visit.station.label, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
            lines=lines,
        )
    )


def letter(message: Message, *, at: datetime) -> EmailMessage:
    """The e-mail for ``message``, whose visit carries its station and service. The link to the visit
    stands in the text and nowhere else."""
    visit = message.of_visit
    with translation.override(visit.language):
        kind = Message.Kind(message.kind)
        context = {
            "visit": visit,
            "link": absolute(visit.get_absolute_url()),
            "book": absolute(booking_page(visit)),
            "reason": closing_reason(visit) if kind == Message.Kind.CALLED_OFF else "",
        }
        mail = EmailMessage(
            subject=str(SUBJECTS[kind]) % {"station": visit.station.label},
            body=render_to_string(f"requests_desk/messages/{kind.value}.txt", context),
            to=[visit.email],
            headers={"Content-Language": visit.language, "Auto-Submitted": "auto-generated"},
        )
        # The method stands in the type as well: mail programs look for it there.
        method = method_of(cancelled=visit.state == Visit.State.CANCELLED)
        mail.attach("visit.ics", visit_calendar(visit, at=at), f"text/calendar; method={method}")
    return mail


def text_message(message: Message) -> str:
    """The same in one breath, for a phone: what, when, the number, the link; where the station cannot keep the
    time also why (as far as two parts of a message hold it) and whom to phone. No name, no matter: a text message
    is read over shoulders."""
    visit = message.of_visit
    with translation.override(visit.language):
        kind = Message.Kind(message.kind)
        context = {
            "subject": str(SUBJECTS[kind]) % {"station": visit.station.label},
            "visit": visit,
            "link": absolute(visit.get_absolute_url()),
            "called_off": kind == Message.Kind.CALLED_OFF,
            # What the desk asks for, and the tracking page: whoever cannot open the link has nothing else.
            "numbered": kind not in (Message.Kind.CANCELLED, Message.Kind.CALLED_OFF),
        }
        text = render_to_string("requests_desk/messages/text.txt", context).strip()
        if kind != Message.Kind.CALLED_OFF or not (because := because_of(closing_reason(visit), beside=text)):
            return text
        return render_to_string("requests_desk/messages/text.txt", {**context, "because": because}).strip()


def because_of(reason: str, *, beside: str) -> str:
    """The last sentence of a text message: ``reason``, as much as fits ``beside`` the rest; "" for none."""
    if not reason:
        return ""
    begun = f"{pgettext('between sentences', '. ')}{_('Reason: %(reason)s')}" % {"reason": ""}
    words = fitted(reason.rstrip(".。 "), beside=beside + begun)
    return begun + words if words else ""


def closing_reason(visit: Visit) -> str:
    """Why the station is shut on the visit's day, where somebody wrote it down; else that its hours have
    changed, where they have."""
    day = timezone.localtime(visit.starts_at).date()
    exception = OpeningException.objects.filter(station=visit.station_id, date=day).exclude(reason="").first()
    if exception:
        return exception.reason_label
    return "" if visit.slot.open else str(_("The opening hours have changed since you booked."))
