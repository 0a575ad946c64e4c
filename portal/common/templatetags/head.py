"""Tags for a page's <head>: the addresses under which search engines may know it, in both languages."""

from dataclasses import dataclass
from html import unescape
from typing import Any

from django import template
from django.template import Context
from django.template.loader_tags import BLOCK_CONTEXT_KEY
from django.utils.encoding import escape_uri_path
from django.utils.html import strip_tags

from portal.common.access import MARK
from portal.common.links import absolute

register = template.Library()

ENGLISH = "/en"


@dataclass(frozen=True)
class Addresses:
    """Whole addresses of one page, without what was asked of it: its own, the Chinese, the English."""

    own: str
    chinese: str
    english: str


@register.simple_tag(takes_context=True)
def public_addresses(context: Context) -> Addresses | None:
    """The page's addresses if anybody may see it and it is nobody's own, else None.

    Only views marked @public(cached=True) have any: secrets stand in the paths of the others.
    """
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if match is None or getattr(match.func, MARK, "") != "public cached":
        return None
    path = escape_uri_path(request.path)  # type: ignore[union-attr]
    chinese = path.removeprefix(ENGLISH) if path.startswith(f"{ENGLISH}/") else path
    return Addresses(absolute(path), absolute(chinese), absolute(ENGLISH + chinese))


@register.simple_tag(takes_context=True)
def block_words(context: Context, name: str) -> str:
    """The words of the page's block ``name``, for a second place: nothing but text is left of it."""
    block: Any = context.render_context[BLOCK_CONTEXT_KEY].get_block(name)
    return " ".join(unescape(strip_tags(block.render(context))).split())
