"""Letters about a room: asked for, agreed to, declined, or taken back by the station."""

from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from portal.common.links import absolute
from requests_desk.actions.letters import because_of
from requests_desk.models import Message, RoomUse
from stations.models import Site

# A subject stands on locked screens: the station and what happened, nothing about the person.
SUBJECTS = {
    Message.Kind.ROOM_ASKED: _("%(station)s: your request for a room"),
    Message.Kind.ROOM_AGREED: _("%(station)s: the room is yours"),
    Message.Kind.ROOM_DENIED: _("%(station)s: the room cannot be had then"),
    Message.Kind.ROOM_BACK: _("%(station)s: the room is not yours any more"),
}


def _context(message: Message) -> dict[str, object]:
    use = message.of_room_use
    station = use.room.station
    return {
        "use": use,
        "room": use.room,
        "station": station,
        "site": Site.objects.current().filter(station=station).first(),
        "kind": message.kind,
        "reason": reason_of(message),
        "link": absolute(use.get_absolute_url()),
        "subject": str(SUBJECTS[Message.Kind(message.kind)]) % {"station": station.label},
    }


def reason_of(message: Message) -> str:
    """What the desk wrote with a no."""
    said_no = message.kind in (Message.Kind.ROOM_DENIED, Message.Kind.ROOM_BACK)
    return message.of_room_use.reason if said_no else ""


def room_letter(message: Message) -> EmailMessage:
    """The e-mail for ``message``, whose use of a room carries its room and station. The link to the request stands
    in the text and nowhere else."""
    use: RoomUse = message.of_room_use
    with translation.override(use.language):
        context = _context(message)
        return EmailMessage(
            subject=str(context["subject"]),
            body=render_to_string("requests_desk/messages/room.txt", context),
            to=[use.email],
            headers={"Content-Language": use.language, "Auto-Submitted": "auto-generated"},
        )


def room_text(message: Message) -> str:
    """The same in one breath for a phone: what happened, when, why not (as far as two parts of a message hold it),
    the link. Neither the person nor what the room is for is named: a text message is read over shoulders."""
    with translation.override(message.of_room_use.language):
        context = _context(message)
        text = render_to_string("requests_desk/messages/room_text.txt", context).strip()
        context["because"] = because_of(reason_of(message), beside=text)
        if not context["because"]:
            return text
        return render_to_string("requests_desk/messages/room_text.txt", context).strip()
