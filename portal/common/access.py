"""Who may enter: the four marks, exactly one of which every view carries."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers, patch_cache_control

from .doors import carry, first_asked, stay, to_first_asked
from .kept import pack
from .marks import MARK

View = Callable[..., HttpResponseBase]
FOR_EVER = 365 * 24 * 3600  # seconds, as long as browsers believe


def marked(view: View, mark: str) -> View:
    """Write ``mark`` on ``view``; a second mark is a programming error."""
    if hasattr(view, MARK):
        raise TypeError(f"{view!r} already carries the mark {getattr(view, MARK)!r}")
    setattr(view, MARK, mark)
    return view


def public(*, cached: bool = False, for_ever: bool = False) -> Callable[[View], View]:
    """Open to everyone. ``cached`` pages set no cookie and may be answered from the page cache; what stands
    ``for_ever`` at its address (a file under a random name) anybody may keep; all others are personal and
    are never stored.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            response = view(request, *args, **kwargs)
            if cached:
                patch_cache_control(response, no_cache=True)
                response.page_cacheable = request.method == "GET"  # type: ignore[attr-defined]
            elif for_ever:
                patch_cache_control(response, public=True, immutable=True, max_age=FOR_EVER)
            else:
                add_never_cache_headers(response)
            return response

        return marked(enter, "public cached" if cached else "public for ever" if for_ever else "public")

    return mark


def to_the_door(request: HttpRequest) -> HttpResponse:
    """To sign-in and back. What was typed while the session ended cannot travel in an address: the sign-in
    page is the answer itself then (403), and carries it along."""
    package = pack(request) if request.method == "POST" else ""
    if not package:
        return redirect(f"{reverse('sign_in')}?{urlencode({'next': request.get_full_path()})}")
    return carry(request, "sign_in", package)


def _entering(view: View, mark: str, allowed: Callable[[Any], bool], *, second_door: bool = True) -> View:
    @wraps(view)
    def enter(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        user: Any = request.user
        if not user.is_authenticated:
            return to_the_door(request)
        user.load_scope(on=timezone.localdate())
        if not allowed(user):
            raise PermissionDenied
        asked = first_asked(request, user) if second_door else ""
        response = to_first_asked(request, asked) if asked else view(request, *args, **kwargs)
        add_never_cache_headers(response)
        if second_door and not asked:
            here(request, response, user)
        return response

    return marked(enter, mark)


def here(request: HttpRequest, response: HttpResponseBase, user: Any) -> None:
    """Somebody has got in and is at work: for the lock, and for the list of signed-in devices."""
    if user.is_authenticated:
        stay(request, response, user)
        request.entered = True  # type: ignore[attr-defined]


def at_the_door(view: View) -> View:
    """For anyone with a current post who may still be asked for a code or a PIN: the pages that ask for it."""
    return _entering(view, "at the door", lambda user: user.scope.has_post, second_door=False)


def worker_required(view: View) -> View:
    """For anyone with a current post (desk or office). Loads the posts once per request, so that
    a post revoked a moment ago ends at the next request."""
    return _entering(view, "worker", lambda user: user.scope.has_post)


def official_required(view: View) -> View:
    """For officials of a subdistrict, district or city, and administrators."""
    return _entering(view, "official", lambda user: user.scope.is_official)
