"""Whole addresses: what leaves the portal (for search engines, on paper, in a message) must name its host."""

from django.conf import settings


def absolute(path: str) -> str:
    """The whole address of ``path``, as the settings name this portal."""
    return settings.PORTAL_PUBLIC_URL.rstrip("/") + path
