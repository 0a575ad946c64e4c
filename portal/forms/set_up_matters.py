"""The first start's order form: which matters the first station offers, ticked from the catalogue."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stations.actions.catalogue import read_catalogue
from stations.models import Service, Station
from stations.models.named import in_language
from stations.rules.service_entries import GENERAL


@dataclass(frozen=True)
class Matter:
    """One line to tick: a service that stands, or an entry of the starter catalogue."""

    slug: str
    situation: str
    label: str


def matters_for(station: Station) -> list[Matter]:
    """What ``station`` may offer: everyone's, its district's and its own services, and those of the
    starter catalogue that nobody has entered yet. Raises NoCatalogue or CatalogueRefused."""
    rows = Service.objects.asked_at(station.committee.code).filter(Q(station=None) | Q(station=station))
    standing = [Matter(row.slug, row.situation, _line(row.label, row.who_label)) for row in rows]
    known = {matter.slug for matter in standing}
    fresh = [entry.fields for entry in read_catalogue() if entry.fields["slug"] not in known]
    return standing + [
        Matter(
            fields["slug"], fields["situation"],
            _line(_in_language(fields, "name"), _in_language(fields, "who")),
        )
        for fields in fresh
    ]  # fmt: skip


def _line(name: str, who: str) -> str:
    return f"{name} · {who}" if who else name


def _in_language(fields: dict[str, Any], key: str) -> str:
    return in_language(fields.get(key, ""), fields.get(f"{key}_en", ""))


class MattersWidget(forms.CheckboxSelectMultiple):
    """Tick boxes under the names of the life situations; the general enquiry is ticked for good."""

    template_name = "portal/matters_widget.html"

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value == GENERAL:
            option["attrs"] |= {"checked": True, "disabled": True}
        return option


class MattersForm(forms.Form):
    """What residents can come to the first station for."""

    matters = forms.MultipleChoiceField(
        label=_("What this living room offers"), required=False, widget=MattersWidget,
        help_text=_("Residents read what is ticked. More can be ticked later, on the station's checklist."),
    )  # fmt: skip

    def __init__(self, *args: Any, station: Station, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matters"].choices = list(grouped(matters_for(station)))  # type: ignore[attr-defined]


def grouped(matters: list[Matter]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    """Choices by life situation, in their order, the general enquiry first of all."""
    for value, label in Service.Situation.choices:
        lines = [(one.slug, one.label) for one in matters if one.situation == value]
        if lines:
            yield str(label), sorted(lines, key=lambda line: line[0] != GENERAL)
