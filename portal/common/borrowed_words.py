"""Sentences of Django's that the portal says otherwise: its catalogue is read before theirs, so naming them is enough.

Django addresses the reader as 你; the portal says 您 throughout.
"""

from django.utils.translation import gettext_noop, ngettext_lazy

PASSWORD_HELP = (
    ngettext_lazy(
        "Your password must contain at least %(min_length)d character.",
        "Your password must contain at least %(min_length)d characters.",
        "min_length",
    ),
    gettext_noop("Your password can’t be too similar to your other personal information."),
    gettext_noop("Your password can’t be a commonly used password."),
    gettext_noop("Your old password was entered incorrectly. Please enter it again."),
)
