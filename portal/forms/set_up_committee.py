"""The first start's telephone directory: a committee by its name, its subdistrict's name or its code."""

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.common.fields import LineField, plain_line
from stations.models import Committee

MOST = 20  # choices shown; beyond it another word narrows them
# What people say after a committee's name, where the register says something shorter.
TITLES = ("社区居民委员会", "社区居委会", "居民委员会", "村民委员会", "居委会", "村委会", "居民区", "社区")


def committees_like(typed: str) -> QuerySet[Committee]:
    """Those whose name, code, subdistrict or district fits every word of ``typed``, with the names above.

    Where none does, the words are tried without the title behind them (枫杨园居民委员会 is 枫杨园居委会).
    """
    words = unicodedata.normalize("NFKC", typed).split()
    rows = Committee.objects.with_division().order_by("code")
    found = rows.filter(*map(_fits, words)) if words else rows.none()
    return found if found.exists() else rows.filter(*map(_fits, filter(None, map(_untitled, words))))


def _fits(word: str) -> Q:
    if word.isascii() and word.isdigit():
        return Q(code__startswith=word)
    return (
        Q(name__contains=word)
        | Q(name_en__icontains=word)
        | Q(subdistrict__name__contains=word)
        | Q(subdistrict__parent__name__contains=word)
    )


def _untitled(word: str) -> str:
    return next((word.removesuffix(title) for title in TITLES if word.endswith(title)), word)


def spoken(committee: Committee) -> str:
    """A committee as the list of choices names it: with street, district and code beside it."""
    street = committee.subdistrict
    above = street.parent
    names = [committee.label, street.label, above.label if above else "", committee.code]
    return " · ".join(name for name in names if name)


class CommitteeField(LineField):
    """Whose station it is: a name, part of one, or the 12 digits."""

    def __init__(self) -> None:
        super().__init__(
            label=_("Its committee"), most=80,
            too_long=_("Part of the name is enough."),
            help_text=_("Its name or part of it, or its 12-digit code; the subdistrict's name beside it helps."),
            error_messages={"required": _("Whose station is it? Type the committee's name or its code.")},
        )  # fmt: skip


class AsksForCommittee(forms.Form):
    """Asks which committee is meant: what was typed is looked up, and what fits is offered as a list.

    The cleaned ``committee`` is the Committee; ``committee_pick`` is there only while it has to be asked.
    """

    committee = CommitteeField()
    committee_pick = forms.ChoiceField(
        label=_("Which one is it?"), required=False, widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose the committee.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        typed = plain_line(str(self.data.get("committee", ""))[:80]).replace("\0", "")
        fitting = list(committees_like(typed)[: MOST + 1]) if typed else []
        self.meant = next((row for row in fitting if typed == row.code), None)
        if self.meant is None and [row.name for row in fitting] == [typed]:
            self.meant = fitting[0]
        self.offered = [] if self.meant else fitting[:MOST]
        if not self.offered:
            del self.fields["committee_pick"]
            return
        self.fields["committee_pick"].choices = [(row.code, spoken(row)) for row in self.offered]  # type: ignore[attr-defined]
        if len(fitting) > MOST:
            self.fields["committee_pick"].help_text = _(
                "Only the first %d are shown: add a word of the name, or the subdistrict's name."
            ) % MOST  # fmt: skip

    def clean_committee(self) -> Committee | None:
        if self.meant is None and not self.offered:
            raise ValidationError(_("No committee of this name or code is entered."))
        return self.meant

    def clean_committee_pick(self) -> str:
        picked: str = self.cleaned_data["committee_pick"]
        chosen = next((row for row in self.offered if row.code == picked), None)
        if chosen is None:
            raise ValidationError(_("Choose the committee."))
        self.cleaned_data["committee"] = chosen
        return picked
