"""The booking slip: which time, and who comes. Shape only; whether a place is left is the action's to say."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from portal.common.fields import EmailAddressField, NameField, PhoneField
from portal.common.templatetags.times import day, span
from requests_desk.models import Slot

CHOOSE = _("Choose a time.")
BIGGEST_KEY = 2**63 - 1  # of any row, on both databases


class TimeForm(forms.Form):
    """One of the times that ``slots`` still have room in. After validation ``slot`` is the row.

    ``refusal``: why the time asked for before cannot be had.
    """

    slot = forms.ChoiceField(label=_("Time"), widget=forms.RadioSelect, error_messages={"required": CHOOSE})

    def __init__(
        self, *args: Any, slots: Iterable[Slot], refusal: PortalError | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.rows = {str(slot.pk): slot for slot in slots}
        self.refusal = refusal
        field: Any = self.fields["slot"]
        field.choices = [(key, span(slot.starts_at, slot.ends_at)) for key, slot in self.rows.items()]
        field.error_messages["invalid_choice"] = _("This time is no longer free. Choose another.")

    def clean_slot(self) -> Slot:
        if self.refusal:
            raise forms.ValidationError(both(self.refusal))
        return self.rows[self.cleaned_data["slot"]]


class BookingForm(forms.Form):
    """Name, phone, and what helps: five personal fields at most, never an ID number.

    ``offers`` and ``refusal``: other times, and why the one asked for cannot be had. The time is then
    asked for again, in this form, so that nothing typed is lost.
    """

    slot = forms.IntegerField(
        min_value=1, max_value=BIGGEST_KEY, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), CHOOSE),
    )  # fmt: skip
    name = NameField(
        label=_("What should we call you?"), help_text=_("For the desk to call you when it is your turn.")
    )
    phone = PhoneField(
        label=_("Phone number"),
        help_text=_("To reach you if the station must close, and to find your visit again."),
    )
    email = EmailAddressField(
        label=_("E-mail"), required=False, help_text=_("For a confirmation with the link to your visit.")
    )
    on_behalf = forms.BooleanField(label=_("I come on behalf of somebody else"), required=False)
    green = forms.BooleanField(
        label=_("I would like priority (old, frail, ill or disabled)"), required=False,
        help_text=_("You need not say why, and nobody will ask for proof."),
    )  # fmt: skip

    def __init__(
        self,
        data: QueryDict | None = None,
        *,
        offers: Sequence[Slot] = (),
        refusal: PortalError | None = None,
        **kwargs: Any,
    ) -> None:
        ask_again = data is not None and refusal is not None and bool(offers)
        super().__init__({**data.dict(), "slot": ""} if data is not None and ask_again else data, **kwargs)
        self.refusal = refusal
        if refusal is not None and ask_again:
            self.fields["slot"] = forms.ChoiceField(
                label=_("Choose another time"),
                widget=forms.RadioSelect,
                choices=[
                    (one.pk, f"{day(one.starts_at)} {span(one.starts_at, one.ends_at)}") for one in offers
                ],
                error_messages=dict.fromkeys(("required", "invalid_choice"), both(refusal)),
            )
            self.order_fields(["slot"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.refusal and not self.has_error("slot"):
            raise forms.ValidationError(both(self.refusal))
        return cleaned


def both(error: PortalError) -> str:
    """What went wrong and what to do about it, in one breath; a full-width stop needs no space after it."""
    sentence, step = str(error.sentence), str(error.next_step)
    return f"{sentence}{'' if sentence.endswith('。') else ' '}{step}".strip()
