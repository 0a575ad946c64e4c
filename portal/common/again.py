"""The second sheet: a form that could not be taken because its token or key no longer fits is shown once more, filled
in as it was sent.

A browser that has lost its cookies, or signed in meanwhile in another tab, sends a form whose CSRF token fits
nothing. Nothing is done by such a request. What was typed goes back to its writer in the answer alone, which is
never stored, with a fresh token: never into an address, a cookie, a log or a table.

A foreign site could try to have a form of ours shown that it has filled in. Browsers name the site that a POST comes
from, and one from elsewhere is refused before its token is looked at: it is answered as it always was, without its
words. What is left (an old browser that names no site) gains nothing that a link to a page with questions in its
address would not: the reader sees a form of ours on our page, escaped like everything typed, and nothing happens
unless they look through it and press its button themselves, with a token that the foreign site cannot read.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext_lazy as _

View = Callable[..., HttpResponse]
NAME = "shown_again_by"
# How Django begins its reason where the token or its cookie is at fault, and not where the request came from.
OWN_FAULT = "CSRF "

EXPIRED = _(
    "This form was open too long, so nothing was sent. What you typed is still here: press the button once more. If "
    "that does not help, allow cookies for this site, or phone."
)


def shown_again_by(page: View) -> Callable[[View], View]:
    """Mark a view's form: refused for its token, it is shown by ``page``, which is given what the view is given,
    reads `request.POST`, does nothing, and raises nothing but Http404. It stands below the access mark, and
    only on views that are open to everyone."""

    def mark(view: View) -> View:
        setattr(view, NAME, page)
        return view

    return mark


def shown_again(request: HttpRequest, reason: str) -> HttpResponse | None:
    """The page with the form that was refused for ``reason``, filled in; None where there is none to show."""
    match = request.resolver_match
    page: View | None = getattr(match.func, NAME, None) if match else None
    if match is None or page is None or not reason.startswith(OWN_FAULT):
        return None
    response = page(request, *match.args, **match.kwargs)
    add_never_cache_headers(response)
    response.status_code = 403
    return response
