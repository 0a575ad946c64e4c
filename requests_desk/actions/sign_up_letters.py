"""Letters about a sign-up: into a group, on its waiting list, up, out, or one of its sessions moved or called off."""

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
from requests_desk.models import ActivityGroup, ActivitySession, Message, SignUp
from requests_desk.rules.calendar_file import Entry, calendar_file, method_of
from requests_desk.rules.text_parts import fitted
from stations.models import Site, Station

# A subject stands on locked screens: the station and what happened, nothing about the person.
SUBJECTS = {
    Message.Kind.SIGNED_UP: _("%(station)s: you are signed up"),
    Message.Kind.WAITS: _("%(station)s: you are on the waiting list"),
    Message.Kind.MOVED_UP: _("%(station)s: you have moved up, a place is yours"),
    Message.Kind.TAKEN_OUT: _("%(station)s: your sign-up does not stand any more"),
    Message.Kind.SESSION_OFF: _("%(station)s: a session does not take place"),
    Message.Kind.SESSION_MOVE: _("%(station)s: a session has moved"),
    Message.Kind.LINK: _("%(station)s: the link to your sign-up"),
}
MOST_SESSIONS = 40  # that a letter lists; the page and the calendar have them all


def sessions_of(group: ActivityGroup) -> list[ActivitySession]:
    """All of the group's sessions, in order of time, those called off among them."""
    return list(group.sessions.select_related("room").order_by("starts_at", "pk"))


def sessions_calendar(sign_up: SignUp, sessions: list[ActivitySession], *, at: datetime) -> bytes:
    """All sessions of the group as one calendar file, in the language in force; a withdrawn sign-up's is one that
    strikes them out."""
    withdrawn = sign_up.state == SignUp.State.WITHDRAWN
    address = address_of(sign_up.station)
    entries = [_entry(sign_up, one, address, withdrawn, at) for one in sessions]
    return calendar_file(*entries, cancelled=withdrawn)


def address_of(station: Station) -> str:
    """Where the station stands now; "" where no site is known."""
    return str(Site.objects.current().filter(station=station).first() or "")


def _entry(sign_up: SignUp, session: ActivitySession, address: str, withdrawn: bool, at: datetime) -> Entry:
    host = urlsplit(settings.PORTAL_PUBLIC_URL).hostname or "doorstep"
    off = session.called_off or withdrawn
    activity, station = sign_up.group.activity, sign_up.station
    lines = [str(_("Number to say at the desk: %(reference)s")) % {"reference": sign_up.reference}]
    if activity.bring_label:
        lines.append(str(_("Bring: %(paper)s")) % {"paper": activity.bring_label})
    if station.phone:
        lines.append(str(_("Phone: %(phone)s")) % {"phone": station.phone})
    return Entry(
        uid=f"session-{session.pk}-{sign_up.reference}@{host}",
        # A withdrawn one must be newer than every change of the session before it.
        sequence=session.sequence + withdrawn,
        cancelled=off,
        begins=session.starts_at,
        ends=session.ends_at,
        changed_at=at,
        summary=" · ".join(filter(None, (str(sign_up.group), session.topic_label))),
        place=", ".join(filter(None, (station.label, address, session.room.label if session.room else ""))),
        url=absolute(sign_up.get_absolute_url()),
        sender=(station.label, parseaddr(settings.DEFAULT_FROM_EMAIL)[1]),
        lines=[] if off else lines,
    )


def _context(message: Message, sessions: list[ActivitySession], at: datetime) -> dict[str, object]:
    sign_up = message.of_sign_up
    coming = [one for one in sessions if one.starts_at > at and not one.called_off]
    upcoming, session = coming[0] if coming else None, message.session
    address = address_of(sign_up.station)
    room = upcoming.room.label if upcoming and upcoming.room else ""
    return {
        "sign_up": sign_up,
        "group": sign_up.group,
        "activity": sign_up.group.activity,
        "station": sign_up.station,
        "kind": message.kind,
        "session": session,
        "was_at": message.was_at,
        "moved_in_time": session is not None and message.was_at not in (None, session.starts_at),
        "sessions": coming[:MOST_SESSIONS],
        "next": upcoming,
        "address": address,
        "place_in_words": ", ".join(filter(None, (address, room))) or sign_up.station.label,
        "link": absolute(sign_up.get_absolute_url()),
        "again": absolute(reverse("activity", args=[sign_up.group.activity_id])),
        "place": place_in_line(sign_up),
        "subject": str(SUBJECTS[Message.Kind(message.kind)]) % {"station": sign_up.station.label},
    }


def place_in_line(sign_up: SignUp) -> int:
    """How many wait with this one, up to it: 1 is the next to move up; 0 for who does not wait."""
    if sign_up.state != SignUp.State.WAITING:
        return 0
    return SignUp.objects.filter(group=sign_up.group_id, number__lte=sign_up.number).in_line().count()


def sign_up_letter(message: Message, *, at: datetime) -> EmailMessage:
    """The e-mail for ``message``, whose sign-up carries its group, activity and station."""
    sign_up = message.of_sign_up
    with translation.override(sign_up.language):
        sessions = sessions_of(sign_up.group)
        context = _context(message, sessions, at)
        mail = EmailMessage(
            subject=str(context["subject"]),
            body=render_to_string("requests_desk/messages/sign_up.txt", context),
            to=[sign_up.email],
            headers={"Content-Language": sign_up.language, "Auto-Submitted": "auto-generated"},
        )
        if sessions and sign_up.state != SignUp.State.WAITING:
            method = method_of(cancelled=sign_up.state == SignUp.State.WITHDRAWN)
            file = sessions_calendar(sign_up, sessions, at=at)
            mail.attach("sessions.ics", file, f"text/calendar; method={method}")
    return mail


def sign_up_text(message: Message) -> str:
    """The same in one breath for a phone: what happened, when, the link. Neither the person nor the activity is
    named: a text message is read over shoulders."""
    sign_up = message.of_sign_up
    with translation.override(sign_up.language):
        context = _context(message, sessions_of(sign_up.group), timezone.localtime(message.queued_at))
        text = render_to_string("requests_desk/messages/sign_up_text.txt", context).strip()
        if message.kind != Message.Kind.MOVED_UP or context["next"] is None:
            return text
        # Where to go, as far as two parts of a message hold it; the link's page says all.
        comma = pgettext("between clauses", ", ")
        spot = fitted(str(context["place_in_words"]), beside=text + comma)
        return render_to_string("requests_desk/messages/sign_up_text.txt", {**context, "spot": spot}).strip()
