"""Where a POST comes from: the guard of the few forms on cached pages, which carry no token."""

from urllib.parse import urlsplit

from django.http import HttpRequest


def from_our_own_page(request: HttpRequest) -> bool:
    """Cached pages set no cookie and so carry no token: their POSTs are judged by where they come from."""
    origin = request.headers.get("Origin") or request.headers.get("Referer", "")
    try:
        return urlsplit(origin).netloc == request.get_host()
    except ValueError:  # half an address
        return False
