"""The answer to a service pack: the department's regular hours, if there are any; or why not."""

from datetime import time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from requests_desk.forms.base import PlainForm
from requests_desk.forms.room_uses import BACKWARDS, HALF_HOURS
from stations.models.opening import Weekday

NONE = ("", _("No regular hours"))
TOGETHER = _("Choose the weekday, the beginning and the end, or none of them.")


class AcceptPackForm(PlainForm):
    """After validation ``hours`` is empty, or one (weekday, begin, end)."""

    weekday = forms.ChoiceField(label=_("Weekday"), required=False, choices=[NONE, *Weekday.choices])
    begins = forms.ChoiceField(
        label=_("From"), required=False, choices=[("", "–"), *((one, one) for one in HALF_HOURS)]
    )
    ends = forms.ChoiceField(
        label=_("Until"), required=False, choices=[("", "–"), *((one, one) for one in HALF_HOURS)]
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        said = [data.get(name, "") for name in ("weekday", "begins", "ends")]
        data["hours"] = ()
        if any(said) and not all(said) and not self.errors:
            self.add_error("weekday", TOGETHER)
        elif all(said):
            begins, ends = time.fromisoformat(said[1]), time.fromisoformat(said[2])
            if begins >= ends:
                self.add_error("ends", BACKWARDS)
            data["hours"] = ((int(said[0]), begins, ends),)
        return data


class DeclinePackForm(PlainForm):
    """Why not: the district reads it."""

    reason = LineField(
        label=_("Why not, as the district will read it"), most=120,
        too_long=_("A hundred and twenty characters at most."),
        error_messages={"required": _("Say why: the district reads it.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
