"""The block's slate: six numbers of today, and no name."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from requests_desk.forms.base import PlainForm
from stations.models import GridFigures

MOST = 99_999
OUT_OF_RANGE = _("Enter a whole number from 0 to 99999.")
SENTENCES = {"invalid": OUT_OF_RANGE, "min_value": OUT_OF_RANGE, "max_value": OUT_OF_RANGE}


class FiguresForm(PlainForm):
    """How many there are in a block today, by the kinds of GridFigures."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in GridFigures.KINDS:
            label = GridFigures._meta.get_field(kind).verbose_name  # type: ignore[union-attr]
            self.fields[kind] = forms.IntegerField(
                label=str(label).capitalize(),
                min_value=0,
                max_value=MOST,
                error_messages={**SENTENCES, "required": OUT_OF_RANGE},
                widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "tiny", "maxlength": "6"}),
            )
