"""Error pages: the same bytes whether a row is foreign or was never there."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from portal.common.again import shown_again
from portal.common.kept import words_of


def page(request: HttpRequest, template: str, status: int, **context: Any) -> HttpResponse:
    """An error page, never stored: it may answer for something personal."""
    response = render(request, template, context, status=status)
    response["Cache-Control"] = "no-store"
    return response


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, "400.html", 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    return page(request, "403.html", 403)


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Residents are led to their living room, officials back to the administration: by the address alone."""
    return page(request, "404.html", 404, office="/admin/" in request.path_info)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form's token was missing or old: show it again where that can be, else say what to do; lose nothing
    that was typed."""
    return shown_again(request, reason) or page(request, "403_csrf.html", 403, words=words_of(request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Rendered without context: nothing here may fail a second time."""
    return page(None, "500.html", 500)  # type: ignore[arg-type]
