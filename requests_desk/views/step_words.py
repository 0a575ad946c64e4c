"""What the steps of a ticket are called: on their buttons, on their keys, and when they are done."""

from django.utils.translation import gettext_lazy as _

# What each step is called on its button, and what is said when it is done.
TITLES = {
    "receive": _("Receive"),
    "call_again": _("Call again"),
    "not_here": _("Not here"),
    "park": _("Comes back later"),
    "line_up": _("Back into the line"),
    "take_over": _("Take over"),
    "leave": _("Has left"),
    "answer_now": _("Answered on the spot"),
    "start": _("Take in hand"),
    "answer": _("Answer"),
    "hand_over": _("Hand over"),
    "accept": _("Accept"),
    "decline": _("Decline"),
    "withdraw": _("Take the offer back"),
    "take_back": _("Take it back"),
    "close": _("Close: the resident is content"),
    "reopen": _("Reopen: it is not solved"),
    "note": _("Note"),
    "undo": _("Undo"),
}
DONE = {
    "receive": _("%(ticket)s: you answer for it now."),
    "call_again": _("%(ticket)s: called again."),
    "not_here": _("%(ticket)s: set aside. The number stays theirs."),
    "park": _("%(ticket)s: set aside. Number and place stay theirs."),
    "line_up": _("%(ticket)s: back in the line."),
    "take_over": _("%(ticket)s: with you now."),
    "leave": _("%(ticket)s: noted as left."),
    "answer_now": _("%(ticket)s: answered and closed."),
    "start": _("%(ticket)s: in progress, and yours."),
    "answer": _("%(ticket)s: answered."),
    "hand_over": _("%(ticket)s: offered. It stays yours until it is accepted."),
    "accept": _("%(ticket)s: accepted."),
    "decline": _("%(ticket)s: declined."),
    "withdraw": _("%(ticket)s: the offer is taken back."),
    "take_back": _("%(ticket)s: in progress again."),
    "close": _("%(ticket)s: closed."),
    "reopen": _("%(ticket)s: reopened."),
    "note": _("%(ticket)s: noted."),
    "undo": _("%(ticket)s: taken back, it stands as before."),
}
KEYS = {
    "receive": "r", "call_again": "g", "not_here": "x", "park": "k", "line_up": "y", "take_over": "o", "leave": "v",
    "answer_now": "a", "start": "t", "answer": "a", "hand_over": "h", "accept": "a", "close": "c", "note": "m",
    "undo": "z",
}  # fmt: skip

# Steps that bring the matter on: the first of them stands open on the page.
FORWARD = ("receive", "line_up", "answer_now", "answer", "accept", "close")
