"""The register of personal data: every field that says something about a person, why it is there, on what ground of
the Personal Information Protection Law, for how long, who sees it, and how it goes.

Erasure blanks exactly what stands here, and a person's export holds exactly what stands here. A field that stands
neither here nor among `IMPERSONAL_FIELDS` fails the tests.
"""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from django.utils.translation import gettext_lazy as _

Words = Any  # said in the language in force when they are read

DASH = "–"  # what is left of words that a row must not be without


class Whose:
    """Whom it is about."""

    RESIDENT = _("Residents")
    WORKER = _("Workers and officials")
    NAMED = _("People named in public")


class Basis:
    """The ground on which it may be processed, by article of the Personal Information Protection Law."""

    CONSENT = _("Consent (Art. 13 (1))")
    GUARDIAN = _("The guardian's consent (Art. 31)")
    WORK = _("The working relation (Art. 13 (2))")
    DUTY = _("A duty by law: to keep the portal safe and account for its use (Art. 13 (3), 51, 54)")
    PUBLIC = _("Made public lawfully, by the office or the person (Art. 13 (6))")


@dataclass(frozen=True)
class Time:
    """A time of keeping: so many days as the settings' table `PORTAL_KEEP_DAYS` has for ``kind``, counted from what the
    ``words`` say."""

    kind: str
    words: Words

    def __str__(self) -> str:
        return str(self.words)


class Kept:
    """From when a time of keeping counts, or what else ends it."""

    VISIT = Time("visits", _("the time of keeping, counted from the visit"))
    TICKET = Time("tickets", _("the time of keeping, counted from the matter's end"))
    ATTACHMENT = Time("attachments", _("the time of keeping, counted from the matter's end"))
    SIGN_UP = Time("sign_ups", _("the time of keeping, counted from the last session"))
    ROOM_USE = Time("room_uses", _("the time of keeping, counted from the use"))
    PROPOSAL = Time("proposals", _("the time of keeping, counted from the day it was made"))
    VOLUNTEER = Time("volunteers", _("the time of keeping, counted from the day they stopped"))
    ROUND = Time("rounds", _("the time of keeping, counted from the round"))
    CARE = Time("care", _("the time of keeping, counted from the day the visits ended"))
    CARE_VISIT = Time("care_visits", _("the time of keeping, counted from each visit"))
    INVITATION = Time("invitations", _("the time of keeping, counted from the invitation's end"))
    ROW = _("as long as the row: afterwards it leads to nobody")
    WORK = _("as long as what they did must be accounted for")
    POST = _("as long as the post is held")
    SESSION = _("until the sign-in ends")
    TWO_DAYS = _("two days at most")
    FOR_GOOD = _("for good: it is the record of who looked and who changed what")


class SeenBy:
    """Who may look at it."""

    DESK = _("the committee's own desk, in full only after a reason that leaves a line")
    DESK_AND_ADDRESSEE = _("the committee's own desk, and whoever the matter is handed to")
    PERSON = _("the person alone, behind their link")
    SENDER = _("whoever sent it")
    MACHINE = _("nobody: only the portal compares it")
    COLLEAGUES = _("the workers and officials of the area")
    ADMINISTRATORS = _("administrators")
    EVERYBODY = _("everybody")


class Goes(Enum):
    """How it goes; `GOES` has the words."""

    BLANKED = "blanked"
    DELETED = "deleted"
    UNLINKED = "unlinked"
    SWEPT = "swept"
    CHANGED = "changed"
    STAYS = "stays"


GOES = {
    Goes.BLANKED: _("emptied when the time is over, or when the person asks"),
    Goes.DELETED: _("deleted when the time is over, or when the person asks"),
    Goes.UNLINKED: _("stays, and leads to nobody once the rest is emptied"),
    Goes.SWEPT: _("deleted by the night's run"),
    Goes.CHANGED: _("changed or removed in the administration"),
    Goes.STAYS: _("stays: nobody can change or remove it"),
}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """Some fields of one ``model`` (its label in small letters) that share all that is to be said of them.

    ``phone``: the lookup that leads from a row to the phone number it is found by, "" where none does.
    ``part_of``: the field that leads to the row with which these words go, "" where they stand on it.
    ``only``: which rows hold personal data in them. ``left``: what remains of a field, where not "".
    ``secret``: opens or compares something; is not copied out.
    """

    model: str
    fields: tuple[str, ...]
    whose: Words
    purpose: Words
    basis: Words
    kept: Words
    seen_by: Words
    goes: Goes
    phone: str = ""
    part_of: str = ""
    only: dict[str, Any] = field(default_factory=dict)
    left: dict[str, Any] = field(default_factory=dict)
    secret: bool = False

    @property
    def blanks(self) -> dict[str, Any]:
        """What each of the fields holds once it is erased; nothing where they stay."""
        return {one: self.left.get(one, "") for one in self.fields} if self.goes == Goes.BLANKED else {}


def _residents(model: str, kept: Words, *, phone: str = "phone", **said: Any) -> Entry:
    """What a resident gave and may take back."""
    given: dict[str, Any] = {
        "whose": Whose.RESIDENT, "basis": Basis.CONSENT, "seen_by": SeenBy.DESK, "goes": Goes.BLANKED,
    }  # fmt: skip
    return Entry(model=model, kept=kept, phone=phone, **(given | said))


def _marks(model: str, kept: Words, *fields: str, phone: str = "phone") -> Entry:
    """The random marks of a row: they stay and say nothing by themselves."""
    purpose = _("To open the page without an account, and to know a form that is sent twice.")
    return _residents(
        model, kept, phone=phone, fields=fields, purpose=purpose, seen_by=SeenBy.PERSON, goes=Goes.UNLINKED,
        secret=True,
    )  # fmt: skip


def _workers(model: str, *fields: str, purpose: Words, **said: Any) -> Entry:
    given: dict[str, Any] = {
        "whose": Whose.WORKER, "basis": Basis.WORK, "kept": Kept.WORK, "seen_by": SeenBy.COLLEAGUES,
        "goes": Goes.CHANGED,
    }  # fmt: skip
    return Entry(model=model, fields=fields, purpose=purpose, **(given | said))


_COMPARE = _("To know a form that is sent twice.")

VISITS = (
    _residents("requests_desk.visit", Kept.VISIT, fields=("name", "phone"),
               purpose=_("To know the person at the desk, and to tell them when the visit cannot take place.")),
    _residents("requests_desk.visit", Kept.VISIT, fields=("email",),
               purpose=_("To send the confirmation and any change.")),
    _residents("requests_desk.visit", Kept.VISIT, fields=("on_behalf", "green"), goes=Goes.UNLINKED,
               purpose=_("To receive the person rightly; the reason is never asked.")),
    _residents("requests_desk.visit", Kept.VISIT, fields=("excused_by",),
               purpose=_("Who said that the person cannot come.")),
    _residents("requests_desk.visit", Kept.VISIT, fields=("booking_digest",), purpose=_COMPARE,
               seen_by=SeenBy.MACHINE, secret=True),
    _marks("requests_desk.visit", Kept.VISIT, "token", "booking_key"),
)  # fmt: skip
TICKETS = (
    _residents("requests_desk.ticket", Kept.TICKET, fields=("name", "phone"), seen_by=SeenBy.DESK_AND_ADDRESSEE,
               purpose=_("To answer later; both may stay empty.")),
    _residents("requests_desk.ticket", Kept.TICKET, fields=("on_behalf",), goes=Goes.UNLINKED,
               seen_by=SeenBy.DESK_AND_ADDRESSEE,
               purpose=_("To receive the person rightly; the reason is never asked.")),
    _marks("requests_desk.ticket", Kept.TICKET, "token", "slip_salt", "slip_hash"),
    _residents("requests_desk.ticketnote", Kept.TICKET, phone="ticket__phone", part_of="ticket",
               fields=("text", "said_by"), seen_by=SeenBy.DESK_AND_ADDRESSEE,
               purpose=_("What was asked, answered and noted, to answer it and to show what became of it.")),
    _residents("requests_desk.opinion", Kept.TICKET, phone="ticket__phone", part_of="ticket", fields=("text",),
               purpose=_("How it was, for the station to learn from; read without a name.")),
    _residents("requests_desk.ticketattachment", Kept.ATTACHMENT, phone="ticket__phone", part_of="ticket",
               fields=("title", "name"), seen_by=SeenBy.DESK_AND_ADDRESSEE, goes=Goes.DELETED,
               purpose=_("Photographs and papers that the matter needs; the files go with their rows.")),
    _residents("requests_desk.tickettask", Kept.TICKET, phone="ticket__phone", part_of="ticket", fields=("text",),
               seen_by=SeenBy.DESK_AND_ADDRESSEE,
               purpose=_("What colleagues are to do for the matter.")),
    _residents("requests_desk.partylink", Kept.ROW, phone="", fields=("token_hash",), seen_by=SeenBy.MACHINE,
               goes=Goes.UNLINKED, secret=True,
               purpose=_("To open the page on which a party answers a hand-over; only a hash is kept.")),
)  # fmt: skip
SIGN_UPS = (
    _residents("requests_desk.signup", Kept.SIGN_UP, fields=("name", "phone"),
               purpose=_("To know who comes, and to tell them of a free place or a session called off.")),
    _residents("requests_desk.signup", Kept.SIGN_UP, fields=("email",),
               purpose=_("To send the confirmation and any change.")),
    _residents("requests_desk.signup", Kept.SIGN_UP, fields=("guardian",), basis=Basis.GUARDIAN,
               purpose=_("Who answers for the child.")),
    _residents("requests_desk.signup", Kept.SIGN_UP, fields=("child", "consented_at"), basis=Basis.GUARDIAN,
               goes=Goes.UNLINKED, purpose=_("That a guardian agreed, and when.")),
    _residents("requests_desk.signup", Kept.SIGN_UP, fields=("green",), goes=Goes.UNLINKED,
               purpose=_("To receive the person rightly; the reason is never asked.")),
    _residents("requests_desk.signup", Kept.SIGN_UP, fields=("digest",), purpose=_COMPARE, seen_by=SeenBy.MACHINE,
               secret=True),
    _marks("requests_desk.signup", Kept.SIGN_UP, "token", "key"),
)  # fmt: skip
ROOM_USES = (
    _residents("requests_desk.roomuse", Kept.ROOM_USE, fields=("name", "phone"),
               purpose=_("To tell the group whether it can have the room.")),
    _residents("requests_desk.roomuse", Kept.ROOM_USE, fields=("email",),
               purpose=_("To send the confirmation and any change.")),
    _residents("requests_desk.roomuse", Kept.ROOM_USE, fields=("reason",), left={"reason": DASH},
               purpose=_("Why the room could not be given.")),
    _residents("requests_desk.roomuse", Kept.ROOM_USE, fields=("what_for", "what_for_en"),
               only={"state__in": ("declined", "given_up")}, left={"what_for": DASH},
               purpose=_("What a room was asked for that was not given; what took place stays in the figures.")),
    _marks("requests_desk.roomuse", Kept.ROOM_USE, "token"),
)  # fmt: skip
PROPOSALS = (
    _residents("requests_desk.proposal", Kept.PROPOSAL, fields=("name", "phone"),
               purpose=_("To ask the person about it; both may stay empty, and it is published without them.")),
    _residents("requests_desk.proposal", Kept.PROPOSAL, fields=("title", "words", "answer"),
               only={"state": "kept_back"}, left={"title": DASH},
               purpose=_("Words that were kept back; what was published is public.")),
    _residents("requests_desk.proposal", Kept.PROPOSAL, fields=("digest",), purpose=_COMPARE, seen_by=SeenBy.MACHINE,
               secret=True),
    _marks("requests_desk.proposal", Kept.PROPOSAL, "token", "key"),
    _residents("requests_desk.support", Kept.ROW, phone="", fields=("mark",), seen_by=SeenBy.MACHINE,
               goes=Goes.UNLINKED, secret=True, purpose=_("To count each browser once; a hash of a random number.")),
    _residents("requests_desk.ballot", Kept.ROW, phone="", fields=("mark",), seen_by=SeenBy.MACHINE,
               goes=Goes.UNLINKED, secret=True, purpose=_("To count each browser once; a hash of a random number.")),
)  # fmt: skip
VOLUNTEERS = (
    _residents("requests_desk.volunteer", Kept.VOLUNTEER, fields=("name", "phone", "skills"),
               purpose=_("To ring them when help is needed.")),
    _residents("requests_desk.volunteer", Kept.VOLUNTEER, fields=("named_in_public",), left={"named_in_public": False},
               purpose=_("Whether they agreed to be named in public.")),
)  # fmt: skip
ROUNDS = (
    _residents("requests_desk.round", Kept.ROUND, phone="", fields=("words",), seen_by=SeenBy.COLLEAGUES,
               purpose=_("What was solved on a round, for whoever walks there next.")),
    _marks("requests_desk.round", Kept.ROUND, "key", phone=""),
    _residents("requests_desk.care", Kept.CARE, fields=("name", "door", "phone"),
               purpose=_("To visit old people living alone who agreed to it.")),
    _residents("requests_desk.care", Kept.CARE, fields=("agreed_by",),
               purpose=_("Who agreed to the visits: the person, or a relative in their stead.")),
    _marks("requests_desk.care", Kept.CARE, "key"),
    _residents("requests_desk.carevisit", Kept.CARE_VISIT, phone="care__phone", part_of="care", fields=("text",),
               purpose=_("How it was at the visit, for whoever goes there next.")),
)  # fmt: skip
STAFF = (
    _workers("stations.worker", "name", "username", "work_phone", "email", phone="work_phone",
             purpose=_("To sign in, and to show who did what and who answers for it.")),
    _workers("stations.worker", "password", seen_by=SeenBy.MACHINE, secret=True, phone="work_phone",
             purpose=_("To sign in; only a salted hash is kept.")),
    _workers("stations.worker", "pin", seen_by=SeenBy.MACHINE, secret=True, phone="work_phone",
             purpose=_("To open the locked page; only a salted hash is kept.")),
    _workers("otp_totp.totpdevice", "name", "key", seen_by=SeenBy.MACHINE, secret=True, phone="user__work_phone",
             purpose=_("To know the codes of the worker's phone.")),
    _workers("stations.recoverycode", "salt", "hash", seen_by=SeenBy.MACHINE, secret=True, phone="worker__work_phone",
             purpose=_("To sign in without the phone; only a hash is kept.")),
    _workers("stations.device", "session_key", basis=Basis.DUTY, kept=Kept.SESSION, goes=Goes.SWEPT, secret=True,
             seen_by=SeenBy.MACHINE, phone="worker__work_phone", purpose=_("To end a sign-in on another device.")),
    _workers("stations.device", "browser", basis=Basis.DUTY, kept=Kept.SESSION, goes=Goes.SWEPT,
             seen_by=SeenBy.PERSON, phone="worker__work_phone",
             purpose=_("To see where one is signed in; no address of the net is kept.")),
    _workers("stations.invitation", "name", kept=Kept.INVITATION, goes=Goes.SWEPT,
             purpose=_("To know for whom a post is kept.")),
    _workers("stations.invitation", "token_hash", seen_by=SeenBy.MACHINE, secret=True,
             purpose=_("To open the invitation's link; only a hash is kept.")),
    _workers("admin.logentry", "object_id", "object_repr", "change_message", basis=Basis.DUTY, kept=Kept.FOR_GOOD,
             goes=Goes.STAYS, phone="user__work_phone", seen_by=SeenBy.ADMINISTRATORS,
             purpose=_("Who changed what in the administration.")),
    _workers("sessions.session", "session_key", "session_data", basis=Basis.DUTY, kept=Kept.SESSION,
             goes=Goes.SWEPT, seen_by=SeenBy.MACHINE, secret=True, purpose=_("To stay signed in.")),
    _workers("requests_desk.reveal", "row", basis=Basis.DUTY, kept=Kept.FOR_GOOD, goes=Goes.STAYS,
             phone="actor__work_phone", purpose=_("Who looked at whose data, when and why; keys only.")),
    Entry(model="stations.gridpost", fields=("holder", "work_phone"), whose=Whose.NAMED, basis=Basis.PUBLIC,
          kept=Kept.POST, seen_by=SeenBy.EVERYBODY, goes=Goes.CHANGED, phone="work_phone",
          purpose=_("Whom to turn to in one's block: the holder of a public post and its work phone.")),
    Entry(model="stations.checklistitem", fields=("given_by", "given_by_en", "contact"), whose=Whose.NAMED,
          basis=Basis.PUBLIC, kept=Kept.POST, seen_by=SeenBy.EVERYBODY, goes=Goes.CHANGED, phone="contact",
          purpose=_("Who gives a service and how to reach them at work.")),
    Entry(model="stations.origin", fields=("proposed_by", "proposed_by_en"), whose=Whose.NAMED, basis=Basis.PUBLIC,
          kept=Kept.ROW, seen_by=SeenBy.EVERYBODY, goes=Goes.CHANGED,
          purpose=_("Who first asked for the living room, as reported in public.")),
    Entry(model="requests_desk.activity", fields=("given_by", "given_by_en"), whose=Whose.NAMED, basis=Basis.PUBLIC,
          kept=Kept.ROW, seen_by=SeenBy.EVERYBODY, goes=Goes.CHANGED, purpose=_("Who gives an activity.")),
    Entry(model="requests_desk.sheetupload", fields=("content",), whose=Whose.NAMED, basis=Basis.PUBLIC,
          kept=Kept.TWO_DAYS, seen_by=SeenBy.SENDER, goes=Goes.SWEPT, secret=True,
          purpose=_("An uploaded sheet between its preview and its loading: it may say who gives a service.")),
)  # fmt: skip
NET = (
    Entry(model="common.attempt", fields=("key",), whose=Whose.RESIDENT, basis=Basis.DUTY, kept=Kept.TWO_DAYS,
          seen_by=SeenBy.MACHINE, goes=Goes.SWEPT, secret=True,
          purpose=_("To count tries from one address of the net, so that nobody can guess other people's numbers.")),
)  # fmt: skip

REGISTER: tuple[Entry, ...] = (
    *VISITS, *TICKETS, *SIGN_UPS, *ROOM_USES, *PROPOSALS, *VOLUNTEERS, *ROUNDS, *STAFF, *NET,
)  # fmt: skip


def entries_of(model: str) -> list[Entry]:
    """What the register says of the fields of ``model`` (its label in small letters)."""
    return [one for one in REGISTER if one.model == model]


def parts_of(model: str, register: tuple[Entry, ...] = REGISTER) -> list[Entry]:
    """The entries whose words go with a row of ``model``."""
    name = model.rpartition(".")[2]
    return [one for one in register if one.part_of == name]


def found_by(model: str) -> str:
    """The lookup from a row of ``model`` to the phone number it is found by; "" where none leads there."""
    return next((one.phone for one in entries_of(model) if one.phone), "")


def written(phone: str) -> list[str]:
    """How people write a number into a sentence: 13812341234, 138 1234 1234, 138-1234-1234, and in wide figures."""
    groups = (phone[:3], phone[3:7], phone[7:])
    ways = [phone, *(mark.join(groups) for mark in " -")]
    wide = {ord(figure): ord(figure) - ord("0") + 0xFF10 for figure in "0123456789"}
    return [*ways, *(one.translate(wide) for one in ways)]
