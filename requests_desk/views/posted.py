"""What a button sends: where its page is, for whoever opens its address, and what the page had shown."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from portal.common.form_keys import KeyNotYours, read_key

View = Callable[..., HttpResponse]
MOST_DIGITS = 19  # what a key of the database has room for


def at(name: str) -> Callable[..., str]:
    """The page of that name, for buttons that concern no row."""

    def page(_request: HttpRequest) -> str:
        return name

    return page


def as_seen(request: HttpRequest) -> int | None:
    """The number of changes that the row had when the form's page was made, which the form sends along as
    ``seen``: -1, which no row has, where it is unreadable; None where it is missing, as in a form from before."""
    return number_in(request, "seen")


def seed_of(request: HttpRequest, purpose: str) -> str:
    """What tells one form of this ``purpose`` from the next, so that sending it again is known; "" where the form
    brought no key of this browser: then each sending is a new one."""
    try:
        return read_key(request.POST.get("key", ""), purpose, request).nonce
    except KeyNotYours:
        return ""


def number_in(request: HttpRequest, name: str) -> int | None:
    """The whole number that a form sends along by itself: -1 where it is unreadable, None where it is missing."""
    typed = request.POST.get(name)
    if typed is None:
        return None
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < MOST_DIGITS else -1


def button_on(page: Callable[..., Any]) -> Callable[[View], View]:
    """Mark a view as a button's: a GET is sent on to its page, as after a sign-in, by the back button, or
    by the link to the other language. It stands below the access mark.

    ``page`` is given what the view is given and answers with what `redirect` takes. It loads the row in
    scope, so that a foreign one is a 404 like one that does not exist.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def press(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method == "POST":
                return view(request, *args, **kwargs)
            return redirect(page(request, *args, **kwargs))

        return require_http_methods(["GET", "HEAD", "POST"])(press)

    return mark
