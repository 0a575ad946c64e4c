"""The duty wheel's handle: whose week this is, who takes turns, who swaps; and the hours of people from outside."""

from collections.abc import Iterable, Sequence
from datetime import date, time
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, no_phone_number
from requests_desk.actions.rota import Seat
from requests_desk.forms.base import NOT_THERE, TOO_LONG, PlainForm
from requests_desk.models import DutyHours, RotaParty
from stations.models import EstateBody, Weekday

COMMITTEE = "committee"
SPARE = 2  # empty lines under the parties that take turns already


class TurnForm(PlainForm):
    """The party that has this week. After validation ``party`` is the row."""

    party = forms.ChoiceField(
        label=_("Whose week is this?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one.")},
    )

    def __init__(self, *args: Any, parties: Iterable[RotaParty], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(row.pk): row for row in parties}
        field: Any = self.fields["party"]
        field.choices = [(key, str(row)) for key, row in self.rows.items()]

    def clean_party(self) -> RotaParty:
        return self.rows[self.cleaned_data["party"]]


class SwapForm(PlainForm):
    """Two weeks whose parties change places. ``weeks``: pairs of a Monday and words for it."""

    one = forms.ChoiceField(label=_("This week"), error_messages={"required": _("Choose a week.")})
    other = forms.ChoiceField(label=_("with this week"), error_messages={"required": _("Choose a week.")})

    def __init__(self, *args: Any, weeks: Sequence[tuple[date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("one", "other"):
            field: Any = self.fields[name]
            field.choices = [("", _("Choose")), *((f"{monday}", words) for monday, words in weeks)]

    def clean_one(self) -> date:
        return date.fromisoformat(self.cleaned_data["one"])

    def clean_other(self) -> date:
        return date.fromisoformat(self.cleaned_data["other"])


class SeatsForm(PlainForm):
    """Who takes turns, in the order of the lines; empty lines are left out. After validation ``seats``."""

    def __init__(
        self, *args: Any, bodies: Iterable[EstateBody], parties: Sequence[RotaParty], **kwargs: Any
    ) -> None:
        self.bodies = {str(row.pk): row for row in bodies if row.kind in RotaParty.Party.values}
        sitting = [str(row.body_id) if row.body_id else COMMITTEE for row in parties]
        kwargs["initial"] = {f"seat_{number}": key for number, key in enumerate(sitting, 1)}
        super().__init__(*args, **kwargs)
        choices = [
            ("", "–"),
            (COMMITTEE, RotaParty.Party.COMMITTEE.label),
            *((key, f"{row} · {row.estate}") for key, row in self.bodies.items()),
        ]
        self.lines = [f"seat_{number}" for number in range(1, len(sitting) + SPARE + 1)]
        for number, name in enumerate(self.lines, 1):
            self.fields[name] = forms.ChoiceField(
                label=_("Turn %(number)s") % {"number": number}, choices=choices, required=False,
                error_messages={"invalid_choice": NOT_THERE},
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        seen: set[str] = set()
        for name in self.lines:
            key = data.get(name, "")
            if key in seen:
                self.add_error(name, _("They stand on the wheel already."))
            seen |= {key} - {""}
        return data

    @property
    def seats(self) -> list[Seat]:
        keys = [self.cleaned_data[name] for name in self.lines if self.cleaned_data[name]]
        rows = [self.bodies.get(key) for key in keys]
        return [Seat(row.kind if row else COMMITTEE, row) for row in rows]


def times(label: Any, *, required: bool = True) -> forms.TimeField:
    return forms.TimeField(
        label=label, required=required,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time", "class": "short"}),
        error_messages={"required": _("Say when."), "invalid": _("Write the time like 09:30.")},
    )  # fmt: skip


class DutyForm(PlainForm):
    """Somebody's weekly hours; the names of the fields are those of DutyHours."""

    giver = forms.ChoiceField(label=_("Who"), choices=DutyHours.Giver.choices)
    name = LineField(
        label=_("Name or office"), most=80, validators=[no_phone_number], too_long=TOO_LONG,
        help_text=_("Everybody reads it on the station's page."),
        error_messages={"required": _("Say who comes, for example the contract lawyer.")},
    )  # fmt: skip
    name_en = LineField(
        label=_("The same in English"),
        most=120,
        required=False,
        too_long=TOO_LONG,
        validators=[no_phone_number],
    )
    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=Weekday.choices, coerce=int)
    begins = times(_("Begins"))
    ends = times(_("Ends"))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("begins") and data.get("ends") and data["begins"] >= data["ends"]:
            self.add_error("ends", _("It must end later than it begins."))
        return data


class DutyChangeForm(PlainForm):
    """One day that is not as usual. After validation ``hours`` is a pair of times, or None where nobody comes."""

    OFF, OTHER, USUAL = "off", "other", "usual"

    on = forms.DateField(
        label=_("Day"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
        error_messages={"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-19.")},
    )  # fmt: skip
    what = forms.ChoiceField(
        label=_("What is different"), widget=forms.RadioSelect, initial=OFF,
        choices=[(OFF, _("Nobody comes")), (OTHER, _("Other times")), (USUAL, _("As usual after all"))],
    )  # fmt: skip
    begins = times(_("Begins"), required=False)
    ends = times(_("Ends"), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if data.get("what") == self.OTHER:
            if not begins and "begins" not in self.errors:
                self.add_error("begins", _("Say when."))
            if not ends and "ends" not in self.errors:
                self.add_error("ends", _("Say when."))
            if begins and ends and begins >= ends:
                self.add_error("ends", _("It must end later than it begins."))
        return data

    @property
    def hours(self) -> tuple[time, time] | None:
        data = self.cleaned_data
        return (data["begins"], data["ends"]) if data["what"] == self.OTHER else None
