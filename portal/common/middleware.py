"""What every request passes: its number, its language, its manners when something breaks."""

import logging
import secrets
import time
from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import render
from django.utils import translation

from .errors import PortalError

log = logging.getLogger("portal.request")
# Django answers these with 404, 403 and 400: the request is at fault, and the log's own line says so.
REFUSALS = (Http404, PermissionDenied, BadRequest, SuspiciousOperation, MultiPartParserError)
GetResponse = Callable[[HttpRequest], HttpResponse]


class RequestIdMiddleware:
    """Gives every request a number (header, log line, error page) and logs its route, never its path."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.id = secrets.token_hex(8)  # type: ignore[attr-defined]
        begun = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request.id  # type: ignore[attr-defined]
        match = request.resolver_match
        log.info(
            "request",
            extra={
                "portal": {
                    "request_id": request.id,  # type: ignore[attr-defined]
                    "method": request.method,
                    "route": match.route if match else "-",
                    "status": response.status_code,
                    "ms": round((time.perf_counter() - begun) * 1000, 1),
                }
            },
        )
        return response


class PrivacyHeadersMiddleware:
    """Headers that Django has no setting for. The device's position is ours to ask for, nothing else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Permissions-Policy", "geolocation=(self), camera=(), microphone=(), payment=()")
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class PathLanguageMiddleware:
    """The path alone decides the language: English under /en/, Chinese everywhere else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        in_english = f"{request.path_info}/".startswith("/en/")
        language = "en" if in_english else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.setdefault("Content-Language", language)
        return response


class ErrorPageMiddleware:
    """Turns errors a person can meet into designed pages; anything else is logged and becomes a 500."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (OperationalError, InterfaceError) as error:  # raised by an inner middleware
            return busy(request, error)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, PortalError):
            return error_page(request, exception)
        if isinstance(exception, OperationalError | InterfaceError):
            return busy(request, exception)
        if not isinstance(exception, REFUSALS):
            log.error("unexpected", exc_info=exception, extra={"portal": {"request_id": request.id}})  # type: ignore[attr-defined]
        return None


def error_page(request: HttpRequest, error: PortalError) -> HttpResponse:
    """The page for ``error``, with its own status; 409 and 429 have designed templates."""
    template = "429.html" if error.status == 429 else "403.html" if error.status == 403 else "409.html"
    response = render(request, template, {"error": error}, status=error.status)
    response["Cache-Control"] = "no-store"
    return response


def busy(request: HttpRequest, error: Exception) -> HttpResponse:
    """503 with Retry-After: the database is locked, restarting or gone; nothing was saved."""
    log.warning("database busy", extra={"portal": {"request_id": request.id, "error": type(error).__name__}})  # type: ignore[attr-defined]
    response = render(None, "503.html", status=503)
    response["Retry-After"] = "5"
    response["Cache-Control"] = "no-store"
    return response
