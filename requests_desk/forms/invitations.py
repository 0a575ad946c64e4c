"""An invitation: who, into which post, where, from when to when."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, NameField
from requests_desk.forms.base import PlainForm
from stations.actions.care import may_put
from stations.models import Committee, Division, Post, Worker
from stations.rules.offices import roles_to_give

DAY = {"required": _("Choose a day."), "invalid": _("Write the day like 2026-11-19.")}


def day_field(label: Any, *, required: bool = True) -> forms.DateField:
    """A day, by the browser's calendar or typed."""
    return forms.DateField(
        label=label, required=required, error_messages=DAY,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "short"}),
    )  # fmt: skip


class InvitationForm(PlainForm):
    """``giver`` is the worker who invites, with their scope. A head of one committee is asked for no place."""

    name = NameField(label=_("Name"))
    role = forms.ChoiceField(label=_("Post"), choices=Post.Role.choices)
    place = LineField(
        label=_("Where"), required=True, most=60, too_long=_("Sixty characters at most."),
        help_text=_("The register code or the whole name of the committee, the subdistrict or the district."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": _("Say where.")},
    )  # fmt: skip
    since = day_field(_("From"))
    until = day_field(_("To"), required=False)

    def __init__(self, *args: Any, giver: Worker, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"since": today, "role": Post.Role.DESK})
        super().__init__(*args, **kwargs)
        self.giver, self.today = giver, today
        scope = giver.scope
        roles = set(Post.Role.values) if scope.everything else set(roles_to_give(scope.areas))
        if scope.head_committees:
            roles.add(Post.Role.DESK)
        field: Any = self.fields["role"]
        field.choices = [(value, words) for value, words in Post.Role.choices if value in roles]
        if len(scope.head_committees) == 1 and not scope.is_official:
            del self.fields["place"]

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and until < max(self.today, self.cleaned_data.get("since") or self.today):
            raise forms.ValidationError(_("The post must not end before it begins, nor before today."))
        return until

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if self.errors:
            return said
        found = self.places(said.get("place"))
        fitting = [place for place in found if may_put(self.giver, said["role"], place)]
        if len(fitting) != 1:
            words = (
                _("Several places are called so: write the register code.")
                if len(fitting) > 1
                else _("There is no such place in your area, or not for this post.")
            )
            self.add_error("place" if "place" in self.fields else None, words)
        else:
            said["place"] = fitting[0]
        return said

    def places(self, typed: str | None) -> list[Committee | Division]:
        """What ``typed`` may mean, in the giver's scope; a head's only committee where nothing was asked."""
        scope = self.giver.scope
        if typed is None:
            return list(Committee.objects.filter(pk__in=scope.head_committees))
        committees = Committee.objects.in_scope_of(self.giver)
        divisions = Division.objects.in_scope_of(self.giver)
        by_code: list[Committee | Division] = [*committees.filter(code=typed), *divisions.filter(code=typed)]
        return by_code or [*committees.filter(name=typed)[:9], *divisions.filter(name=typed)[:9]]
