"""What is typed on a device to connect it: the code that the desk's page shows."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from requests_desk.forms.base import PlainForm


class CodeForm(PlainForm):
    """Eight letters and digits; whether they fit is asked by the action, which takes as long for a wrong one."""

    code = LineField(
        label=_("The code from the desk"), most=40, too_long=_("A code has eight letters and digits."),
        help_text=_("Eight letters and digits. It makes no difference whether they are large or small."),
        error_messages={"required": _("Type the code from the desk.")},
        widget=forms.TextInput(
            attrs={"autofocus": True, "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )  # fmt: skip
