"""Pages behind a secret link: found by nobody else, and passed on by no header."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]


def by_link(view: View) -> View:
    """No search engine lists the page, and no request that starts from it tells its path.

    The policy is strict-origin and not no-referrer: under the latter browsers send "Origin: null"
    with the page's own forms, which the CSRF check must refuse. The path stays at home in both.
    """

    @wraps(view)
    def show(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return show
