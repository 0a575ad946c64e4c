"""What stands above a figure's columns in a sheet."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from requests_desk.rules.review import Figure


def figure_heads(figure: Figure, words: str | Promise = "") -> list[str]:
    """Of a share what is counted, of how many, and in percent; of a mean the mean, and of how many; of a count the
    count alone. ``words``: instead of the figure's own."""
    words = words or figure.words
    named = {"figure": words, "unit": figure.unit}
    own = _("%(figure)s (%(unit)s)") % named if figure.unit else f"{words}"
    if figure.kind == "share":
        return [
            _("%(figure)s: number") % {"figure": own},
            _("%(figure)s: of") % {"figure": own},
            _("%(figure)s: percent") % named,
        ]
    return [own, _("%(figure)s: of") % named] if figure.kind == "mean" else [own]
