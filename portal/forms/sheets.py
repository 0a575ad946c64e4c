"""A sheet to be loaded: a file, judged by its content when it is read."""

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.sheet_reading import MOST_BYTES, TooLarge

ACCEPTED = ".xlsx,.csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet,text/csv"


class SheetForm(forms.Form):
    """One file; an empty one comes through, for its reader to speak of it."""

    file = forms.FileField(
        label=_("Your sheet"), allow_empty_file=True,
        help_text=_("An Excel workbook (.xlsx) or CSV, 10 MB and 20,000 lines at most. Nothing is loaded before you "
                    "have seen what it would change."),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
        widget=forms.FileInput(attrs={"accept": ACCEPTED}),
    )  # fmt: skip

    def clean_file(self) -> forms.FileField:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:  # before anything of it is read
            raise forms.ValidationError(f"{TooLarge.sentence} {TooLarge.next_step}")
        return file
