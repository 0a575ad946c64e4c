"""The painter of signs: the word over a door, the plate with the minutes, a station's card in a list.

Painted in Python, not in templates: they stand twenty times on a page, and Django's engine takes
ten times as long over them as over all the rest of that page. The templates in
templates/components that bear their names are the way to use them.
"""

from datetime import datetime, time
from functools import lru_cache
from html import escape
from typing import Any

from django import template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext

from .words import spoken

register = template.Library()

BANDS = ((5, "m5"), (10, "m10"), (15, "m15"))


def _drawn(shapes: str, size: int = 16) -> SafeString:
    view = f'<svg viewBox="0 0 {size} {size}" aria-hidden="true" focusable="false">{shapes}</svg>'
    return mark_safe(view)  # noqa: S308  written below, nothing typed in


_TICK = _drawn(
    '<circle cx="8" cy="8" r="7.5" fill="currentColor"/>'
    '<path d="m4.5 8 2.5 2.5 4.5-5" class="cut" stroke-width="2"/>'
)
_SHUT = _drawn(
    '<rect x="1" y="1" width="14" height="14" rx="2" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M4.5 8h7" stroke="currentColor" stroke-width="2"/>'
)
_ASK = _drawn(
    '<path d="m8 1 7 7-7 7-7-7z" fill="none" stroke="currentColor" stroke-width="2"/>'
    '<path d="M8 4.5v4M8 10v1.5" stroke="currentColor" stroke-width="2"/>'
)
_RAMP = _drawn(
    '<path d="M1 17h18V8z" fill="currentColor"/><circle cx="7" cy="5" r="2.5" fill="currentColor"/>', 20
)
_SHAPES = {"open": _TICK, "closed": _SHUT, "given_up": _SHUT}


def open_words(state: str, changes_at: datetime | time | None = None, changes_day: str = "") -> str:
    """ "Open now, closes at 18:00": how a door stands, and when that changes.

    ``state`` is open, closed, unknown, not_announced, or of a place not in use planned or given_up;
    ``changes_day`` the words for another day than today.
    """
    if state in ("open", "closed") and changes_at:
        return _change(state, changes_at, changes_day)
    return {
        "open": gettext("Open now"),
        "closed": gettext("Closed now"),
        "planned": gettext("Not open yet"),
        "given_up": gettext("No longer in use"),
        "not_announced": gettext("Holiday hours not yet announced"),
    }.get(state) or gettext("Opening hours not known, please phone")


def _change(state: str, at: datetime | time, day: str) -> str:
    local = timezone.localtime(at) if isinstance(at, datetime) else at
    if state == "open":
        words = gettext("Open now, closes at %(time)s")
    elif day:
        words = gettext("Closed, opens %(day)s %(time)s")
    else:
        words = gettext("Closed, opens at %(time)s")
    return words % {"day": day, "time": f"{local:%H:%M}"}


@register.simple_tag
def open_sign(state: str, changes_at: datetime | time | None = None, changes_day: str = "") -> SafeString:
    """The words of `open_words` with their shape and colour."""
    return _open_sign(state, changes_at, changes_day, get_language())


# A list shows the same few signs over and over: each is painted once in each language.
@lru_cache(maxsize=1024)
def _open_sign(state: str, at: datetime | time | None, day: str, language: str | None) -> SafeString:
    words = open_words(state, at, day)
    return format_html(
        '<span class="state {}">{} <span>{}</span></span>', state, _SHAPES.get(state, _ASK), words
    )


def band(minutes: int | None) -> str:
    """The colour band of a walk: up to 5, 10, 15 minutes, beyond, or not known."""
    if minutes is None:
        return "unknown"
    return next((name for limit, name in BANDS if minutes <= limit), "far")


@register.simple_tag
def minutes_plate(minutes: int | None, estimated: bool = False) -> SafeString:
    """Minutes on foot as a number plate; ``estimated`` where nobody has walked it with a watch."""
    return _plate(minutes, bool(estimated), get_language())


@lru_cache(maxsize=512)
def _plate(minutes: int | None, estimated: bool, language: str | None) -> SafeString:
    if minutes is None:
        words = gettext("walk not known")
        return format_html('<span class="minutes unknown"><b>?</b> <span>{}</span></span>', words)
    guess = format_html(" <span>{}</span>", gettext("estimated")) if estimated else ""
    return format_html(
        '<span class="minutes {}"><b>{}</b> <span>{}</span>{}</span>',
        band(minutes),
        minutes,
        gettext("min on foot"),
        guess,
    )


@register.simple_tag
def step_free_mark() -> SafeString:
    """The mark of a place without steps."""
    return format_html('<span class="mark">{} {}</span>', _RAMP, gettext("Step-free"))


@register.simple_tag
def station_card(card: Any) -> SafeString:
    """One station of a list; what ``card`` holds stands in templates/components/station_card.html."""
    walk = (card.minutes, card.estimated) if card.minutes is not None or card.minutes_unknown else None
    return _card(
        card.url, card.name, walk, (card.state, card.changes_at, card.changes_day), card.why,
        (card.address, card.entrance), (card.step_free, card.under), get_language(),
    )  # fmt: skip


# Lists show the same stations all day: each card is painted once in each language until something on it changes.
@lru_cache(maxsize=2048)
def _card(
    url: str, name: str, walk: tuple[int | None, bool] | None, door: tuple[str, datetime | None, str], why: str,
    where: tuple[str, str], marks: tuple[bool | None, str], language: str | None,
) -> SafeString:  # fmt: skip
    plate = _plate(*walk, language) if walk else ""
    sign = _open_sign(*door, language)
    painted = (
        f'<li class="card spot">\n<h3><a class="whole" href="{escape(url)}">{spoken(name)}</a></h3>\n'
        f"{plate}<p>{sign}</p>\n{_where(why, *where)}{_marks(*marks)}</li>\n"
    )
    return mark_safe(painted)  # noqa: S308  each part is escaped by itself


def _where(why: str, address: str, entrance: str) -> str:
    if not (why or address):
        return ""
    reason = f"<p><strong>{spoken(why)}</strong></p>" if why else ""
    door = f'<br><span class="soft">{spoken(entrance)}</span>' if entrance else ""
    return f"<div>{reason}<p>{spoken(address)}{door}</p></div>\n"


def _marks(step_free: bool | None, under: str) -> str:
    if not (step_free or under):
        return ""
    free = step_free_mark() if step_free else ""
    below = f"<span>{spoken(under)}</span>" if under else ""
    return f'<p class="row soft">{free}{below}</p>\n'
