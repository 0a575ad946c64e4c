"""How a committee's move stands, as officials read it: the order of urgency, a word and a shape for each."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stations.rules.coverage import Standing

WORST_FIRST: tuple[Standing, ...] = ("late", "in_work", "planned", "unplanned", "moved_late", "moved")

WORDS: Mapping[Standing, str | Promise] = {
    "late": _("Late"),
    "in_work": _("In work"),
    "planned": _("Planned"),
    "unplanned": _("No plan"),
    "moved_late": _("Moved, late"),
    "moved": _("Moved"),
}

TAGS: Mapping[Standing, str] = {
    "late": "late", "in_work": "wait", "planned": "off", "unplanned": "off", "moved_late": "open", "moved": "open",
}  # fmt: skip
