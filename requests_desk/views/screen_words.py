"""What a call screen says, in both languages at once: whoever waits reads one of them."""

from typing import Any

from django.utils import translation
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

WORDS = {
    "called": _("Called now"),
    "nobody": _("Nobody has been called yet."),
    "desk": pgettext_lazy("on the screen", "Desk %(desk)s"),
    "come": _("Please come to desk %(desk)s"),
    "come_here": _("Please come to the desk"),
    "next": pgettext_lazy("on the screen", "Next"),
    "waiting": pgettext_lazy("on the screen", "waiting"),
    "green": _("Green lane"),
    "lost": _("Connection lost · last update %(time)s"),
    "sound": _("Sound is off: tap here"),
}
# By how the door stands; see rules/screen.py.
DOOR = {
    "open": _("Open until %(until)s"),
    "break": pgettext_lazy("on the screen", "Closed now, opens again at %(until)s"),
    "closed": _("Closed for today"),
    "line_closed": _("No more numbers today: whoever has one is still called"),
}
# Said aloud; the script fills in the numbers.
SAID = {
    "say": _("Number {number}, desk {desk}"),
    "say-here": _("Number {number}, please come to the desk"),
}
LANGUAGES = (("zh-Hans", "zh-hans"), ("en", "en"))


def in_both(text: Any, **said: Any) -> SafeString:
    """``text`` in Chinese and in English, each marked as such; what is ``said`` in it stands in an element that the
    script finds by its name, as `data-desk`."""
    marked = {
        name: format_html('<b class="num" data-{}>{}</b>', name, "" if value is None else value)
        for name, value in said.items()
    }
    parts = []
    for tag, language in LANGUAGES:
        with translation.override(language):
            words = str(conditional_escape(text)) % marked if marked else conditional_escape(text)
        parts.append(format_html('<span lang="{}">{}</span>', tag, mark_safe(words)))  # noqa: S308  escaped above
    return mark_safe(" ".join(parts))  # noqa: S308  made of the above


def words(*, desk: int | None, until: str, time: str) -> dict[str, SafeString]:
    """All sentences of the page, as they stand now."""
    said: dict[str, dict[str, Any]] = {"come": {"desk": desk}, "lost": {"time": time}}
    return {name: in_both(text, **said.get(name, {})) for name, text in WORDS.items() if name != "desk"} | {
        name: in_both(text, **({"until": until} if "until" in text else {})) for name, text in DOOR.items()
    }


def desks(numbers: list[int | None]) -> list[SafeString]:
    """ "台 2 Desk 2" for each of ``numbers``."""
    return [in_both(WORDS["desk"], desk=number) for number in numbers]


def to_say() -> list[tuple[str, str]]:
    """What the script says aloud, as attributes of the page: name and pattern."""
    patterns = []
    for tag, language in LANGUAGES:
        with translation.override(language):
            patterns += [(f"{name}-{tag[:2]}", str(text)) for name, text in SAID.items()]
    return patterns
