"""What happened, to be read: nothing is added, changed or deleted here, and nobody is shown in full."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from stations.admin.official import LOOKING
from stations.admin.scoped import ScopedAdmin


def minute(moment: datetime | None) -> str:
    """A moment in local time, short enough for a column; a dash for none."""
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else "–"


class ReadOnlyAdmin(ScopedAdmin):
    """Rows made by actions. Columns with a secret or a contact stand in no list of fields here."""

    officials_may = administrators_may = LOOKING
    list_display_links: Any = None
    ordering = ("-pk",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields or ()
