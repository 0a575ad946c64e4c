"""A file to be added to a ticket; it is judged here and kept by the action."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.common.errors import PortalError
from portal.common.papers import judge, title_of
from portal.common.pictures import MOST_BYTES
from requests_desk.forms.base import PlainForm

LONGEST_NAME = 300  # of a file, as a telephone makes them up; it is shortened before it is kept


class FileField(forms.FileField):
    """One file; an empty one comes through, for the judge to speak of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(allow_empty_file=True, **kwargs)
        self.widget.attrs["accept"] = "image/jpeg,image/png,image/webp,application/pdf"


class ResidentFileForm(PlainForm):
    """After validation ``paper`` and ``title`` are what the action keeps."""

    file = FileField(
        label=_("Photograph or PDF"),
        help_text=_(
            "JPEG, PNG, WebP or PDF, 10 MB at most. Where and when a photograph was taken is removed."
        ),
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", "attach_%s")
        super().__init__(*args, **kwargs)

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:  # before anything of it is read
            raise forms.ValidationError(_("This file is larger than 10 MB."))
        try:
            self.paper = judge(file, file.size)
        except PortalError as refused:
            raise forms.ValidationError(f"{refused.sentence} {refused.next_step}") from refused
        self.title = title_of(file.name[:LONGEST_NAME], str(_("File")))
        return file


class FileForm(ResidentFileForm):
    """At the desk: for colleagues, unless it is ticked."""

    for_resident = forms.BooleanField(
        label=_("For the resident"), required=False,
        help_text=_("They can then download it from the page of their link."),
    )  # fmt: skip
