"""The page cache: cookie-less public pages answered before session, language and view."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

ELDER_COOKIE = "elder"


def elder(request: HttpRequest) -> bool:
    """Whether the reader chose the larger print."""
    return request.COOKIES.get(ELDER_COOKIE) == "1"


class PageCacheMiddleware:
    """Keeps pages marked @public(cached=True) for PAGE_CACHE_SECONDS, keyed by host, full path and
    elder mode, and answers a matching If-None-Match with 304.

    On the wire such pages say ``no-cache`` and ``Vary: Cookie``: a browser asks again each time,
    which costs a 304, and never shows last week's hours.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        key = self.key(request)
        kept = cache.get(key) if settings.PAGE_CACHE_SECONDS else None
        if kept is not None:
            return self.revalidated(request, self.rebuilt(*kept))
        response = self.get_response(request)
        if response.status_code != 200 or not getattr(response, "page_cacheable", False):
            return response
        response["ETag"] = f'"{hashlib.blake2b(response.content, digest_size=12).hexdigest()}"'
        patch_vary_headers(response, ["Cookie"])
        if settings.PAGE_CACHE_SECONDS and not response.cookies:
            cache.set(key, (response.content, dict(response.items())), settings.PAGE_CACHE_SECONDS)
        return self.revalidated(request, response)

    @staticmethod
    def key(request: HttpRequest) -> str:
        """Host, full path and elder mode, hashed: query strings may be long."""
        plain = f"{request.get_host()}\n{request.get_full_path()}\n{elder(request)}"
        return "page:" + hashlib.blake2b(plain.encode(), digest_size=16).hexdigest()

    @staticmethod
    def rebuilt(content: bytes, headers: dict[str, str]) -> HttpResponse:
        return HttpResponse(content, headers=headers)

    @staticmethod
    def revalidated(request: HttpRequest, response: HttpResponse) -> HttpResponse:
        if response["ETag"] in parse_etags(request.headers.get("If-None-Match", "")):
            keep = {name: response[name] for name in ("ETag", "Vary", "Cache-Control") if name in response}
            return HttpResponseNotModified(headers=keep)
        return response
