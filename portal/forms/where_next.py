"""What is asked of the page where the next stations help most, and the name of a plan."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField
from stations.models import SitingPlan

MINUTES = (5, 10, 15)
MOST_PLACES = 30
MOST_YUAN = 1_000_000_000
PLAIN = {"minutes": "15", "whom": SitingPlan.Whom.HOUSEHOLDS, "places": "3"}


class WhereNextForm(forms.Form):
    """The question; what an address leaves out is asked plainly."""

    minutes = forms.TypedChoiceField(
        label=_("Minutes on foot"), coerce=int, choices=[(str(number), str(number)) for number in MINUTES]
    )
    whom = forms.ChoiceField(label=_("Counted are"), choices=SitingPlan.Whom.choices)
    places = forms.IntegerField(
        label=_("How many rooms"), min_value=1, max_value=MOST_PLACES,
        widget=forms.NumberInput(attrs={"size": 3}),
    )  # fmt: skip
    most_yuan = forms.IntegerField(
        label=_("For at most, in yuan"), required=False, min_value=0, max_value=MOST_YUAN,
        widget=forms.NumberInput(attrs={"step": 10_000, "size": 10}),
    )  # fmt: skip
    step_free = forms.BooleanField(label=_("step-free rooms alone"), required=False)

    def __init__(self, data: Any, **kwargs: Any) -> None:
        asked = data.copy()
        for name, value in PLAIN.items():
            asked.setdefault(name, value)
        super().__init__(asked, **kwargs)


class PlanNameForm(forms.Form):
    """What a plan is called."""

    name = LineField(
        most=80, label=_("Name of the plan"), too_long=_("This name is longer than 80 characters. Please shorten it."),
        error_messages={"required": _("Give the plan a name, for example the meeting it is for.")},
    )  # fmt: skip
